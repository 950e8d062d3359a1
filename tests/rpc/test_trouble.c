/* Trouble in a household, told over the methods: what is put right first, and what waits for it.
 * 2026-12-01 is a Tuesday. */
#include "domain/gate.h"
#include "rpc/trouble.h"

static void a_complaint_starts_a_repair_with_its_dates(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "The camera is dead");
	expect_of(f, 1, "repair", "call", "scheduled 2026-12-02T09:00");
	expect_of(f, 1, "repair", "fix", "scheduled 2026-12-07T09:00"); /* 6 Dec is a Sunday */
	expect_of(f, 1, "repair", "score", "waiting 2026-12-21T09:00");
	do_step_of(f, 1, "repair", "fix", ",\"day\":\"2026-12-01\"");
	expect_of(f, 1, "repair", "score", "scheduled 2026-12-15T09:00");
}

static void a_repair_of_old_trouble_counts_from_today(void **state)
{
	struct stack *f = three_clients(state);

	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"x\",\"day\":\"2026-11-01\"}");
	expect_of(f, 1, "repair", "call", "scheduled 2026-12-02T09:00");
	expect_of(f, 1, "repair", "fix", "scheduled 2026-12-07T09:00");
}

static void everything_of_the_household_waits_but_thanks_tasks_and_the_repair(void **state)
{
	static const char *const held[] = {"service", "satisfaction", "consent", "value", "yearly"};
	struct stack *f = three_clients(state);
	json_t *got, *task;

	DO(f, "followup.add",
	   "{\"contact\":2,\"kind\":\"task\",\"title\":\"Fetch the "
	   "drill\",\"due\":\"2026-12-03\"}");
	complain(f, 2, "Nobody calls me back");
	for (size_t i = 0; i < ARRAY_LEN(held); i++) {
		expect_wait(f, 1, held[i], "repair");
		expect_wait(f, 2, held[i], "repair");
		expect_wait(f, 3, held[i], "-");
	}
	expect_wait(f, 1, "thank", "-");
	expect_wait(f, 1, "first-ask", "after"); /* what waits for more than that goes on so */
	expect_of(f, 2, "repair", "call", "scheduled 2026-12-02T09:00");
	got = tell(f, "followup.list", "{\"contact\":2,\"kind\":\"task\"}");
	task = json_array_get(json_object_get(got, "items"), 0);
	assert_string_equal(text(task, "state"), "scheduled");
	json_decref(got);
}

static void what_is_new_waits_at_once_and_the_preview_says_so(void **state)
{
	struct stack *f = three_clients(state);
	json_t *added, *preview, *row;
	size_t i;

	complain(f, 2, "x");
	added = tell(f, "followup.add",
		     "{\"contact\":1,\"kind\":\"call\",\"title\":\"News\",\"due\":\"2026-12-03\"}");
	assert_string_equal(text(json_object_get(added, "followup"), "waits_for"), "repair");
	json_decref(added);
	preview = tell(f, "plan.preview",
		       "{\"plan\":\"after-sale\",\"contact\":1,\"anchor_day\":\"2026-12-01\"}");
	json_array_foreach (json_object_get(preview, "steps"), i, row) {
		if (strcmp(text(row, "key"), "service") == 0)
			assert_string_equal(text(row, "waits_for"), "repair");
		if (strcmp(text(row, "key"), "thank") == 0)
			assert_string_equal(text(row, "state"), "scheduled");
	}
	json_decref(preview);
}

static void what_was_held_is_let_go_when_the_repair_ends(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "x");
	at_noon(f, "2026-12-07");
	do_step_of(f, 1, "repair", "fix", "");
	expect_wait(f, 2, "service", "repair");
	at_noon(f, "2026-12-21");
	do_step_of(f, 1, "repair", "score", ",\"score\":9");
	assert_int_equal(n_runs(f, 1, "repair", "active"), 0);
	/* Past its day: at the next working time. What lies ahead keeps its day. */
	expect_step(f, 2, "service", "scheduled", "2026-12-21T12:00");
	expect_step(f, 2, "value", "scheduled", "2027-03-01T09:00");
	expect_step(f, 1, "consent", "scheduled", "2026-12-31T09:00");
}

static void trouble_before_the_fix_joins_and_changes_no_date(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "x");
	at_noon(f, "2026-12-03");
	complain(f, 2, "y");
	score(f, 1, 3);
	assert_int_equal(n_runs(f, 1, "repair", "active"), 1);
	assert_int_equal(n_runs(f, 2, "repair", "active"), 0);
	expect_of(f, 1, "repair", "fix", "scheduled 2026-12-07T09:00");
	at_noon(f, "2026-12-07");
	do_step_of(f, 1, "repair", "fix", "");
	expect_complaint(f, 1, "resolved 2026-12-07");
	expect_complaint(f, 2, "resolved 2026-12-07");
	/* The call is of no use any more. */
	expect_of(f, 1, "repair", "call", "skipped 2026-12-02T09:00");
}

static void trouble_after_the_fix_ends_the_repair_and_starts_another(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "x");
	do_step_of(f, 1, "repair", "call", "");
	do_step_of(f, 1, "repair", "fix", "");
	at_noon(f, "2026-12-08");
	complain(f, 2, "y");
	expect_of(f, 1, "repair", "score", "cancelled 2026-12-15T09:00");
	assert_int_equal(n_runs(f, 1, "repair", "ended"), 1);
	assert_int_equal(n_runs(f, 2, "repair", "active"), 1);
	expect_of(f, 2, "repair", "fix", "scheduled 2026-12-14T09:00"); /* 13 Dec is a Sunday */
	expect_wait(f, 1, "value", "repair");
	at_noon(f, "2026-12-14");
	do_step_of(f, 2, "repair", "fix", "");
	expect_complaint(f, 1, "resolved 2026-12-01");
	expect_complaint(f, 2, "resolved 2026-12-14");
}

static void resolving_the_last_complaint_does_the_fix(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "x");
	complain(f, 2, "y");
	DO(f, "complaint.resolve", "{\"id\":2}");
	expect_of(f, 1, "repair", "fix", "scheduled 2026-12-07T09:00");
	at_noon(f, "2026-12-02");
	DO(f, "complaint.resolve", "{\"id\":1}");
	expect_of(f, 1, "repair", "fix", "done 2026-12-07T09:00");
	expect_of(f, 1, "repair", "score", "scheduled 2026-12-16T09:00");
}

static void a_fix_that_nobody_confirmed_puts_nothing_right(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "x");
	at_noon(f, "2026-12-07");
	for (int i = 0; i < 4; i++)
		do_step_of(f, 1, "repair", "fix", ",\"outcome\":\"no-answer\"");
	expect_complaint(f, 1, "open -");
	/* New trouble takes up what is left of the old. */
	complain(f, 2, "y");
	do_step_of(f, 2, "repair", "fix", "");
	expect_complaint(f, 1, "resolved 2026-12-07");
	expect_complaint(f, 2, "resolved 2026-12-07");
}

static void an_open_complaint_holds_without_a_repair_too(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "x");
	DO(f, "run.stop", "{\"id\":4}");
	expect_wait(f, 2, "service", "complaint");
	DO(f, "complaint.resolve", "{\"id\":1}");
	expect_step(f, 2, "service", "scheduled", "2026-12-03T09:00");
}

static void a_score_step_that_comes_in_a_repair_is_dropped_on_its_day(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "x");
	pass_days(f, 13);
	expect_step(f, 2, "satisfaction", "waiting", "2026-12-15T09:00");
	pass_days(f, 1);
	expect_step(f, 2, "satisfaction", "skipped", "2026-12-15T09:00");
	/* What follows it goes on, and waits for the repair like all else. */
	expect_step(f, 2, "first-ask", "waiting", "2026-12-16T09:00");
	expect_wait(f, 2, "first-ask", "repair");
	expect_step(f, 3, "satisfaction", "scheduled", "2026-12-15T09:00");
}

static void a_score_step_that_had_come_before_waits_for_the_end(void **state)
{
	struct stack *f = three_clients(state);

	pass_days(f, 15);
	complain(f, 1, "x");
	pass_days(f, 3);
	expect_step(f, 2, "satisfaction", "waiting", "2026-12-15T09:00");
	expect_wait(f, 2, "satisfaction", "repair");
}

static void an_ask_that_waits_for_trouble_keeps_its_day_and_its_end(void **state)
{
	struct stack *f = three_clients(state);

	done(f, 3, "satisfaction");
	pass_days(f, 3);
	expect_wait(f, 3, "first-ask", "gate");
	complain(f, 3, "x");
	expect_wait(f, 3, "first-ask", "repair");
	do_step_of(f, 3, "repair", "fix", "");
	do_step_of(f, 3, "repair", "score", ",\"score\":9");
	expect_wait(f, 3, "first-ask", "gate");
	expect_step(f, 3, "first-ask", "waiting", "2026-12-02T09:00");
	complain(f, 3, "y");
	pass_days(f, 117);
	expect_step(f, 3, "first-ask", "waiting", "2026-12-02T09:00");
	pass_days(f, 1);
	expect_step(f, 3, "first-ask", "expired", "2026-12-02T09:00");
}

static void of_two_asks_of_a_household_in_trouble_the_newer_stays(void **state)
{
	struct stack *f = three_clients(state);

	done(f, 1, "satisfaction");
	pass_days(f, 3);
	complain(f, 2, "x");
	at_noon(f, "2026-12-15");
	expect_step(f, 1, "first-ask", "waiting", "2026-12-02T09:00");
	at_noon(f, "2026-12-16");
	expect_step(f, 1, "first-ask", "cancelled", "2026-12-02T09:00");
	expect_wait(f, 2, "first-ask", "repair");
}

static void trouble_comes_and_goes_with_the_household(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "x");
	DO(f, "household.update", "{\"id\":1,\"members\":[1,3]}");
	expect_wait(f, 2, "service", "-");
	expect_wait(f, 3, "service", "repair");
	DO(f, "contact.update", "{\"id\":3,\"household\":null}");
	expect_wait(f, 3, "service", "-");
	DO(f, "contact.update", "{\"id\":2,\"household\":1}");
	expect_wait(f, 2, "service", "repair");
	DO(f, "contact.update", "{\"id\":1,\"household\":null}");
	expect_wait(f, 2, "service", "-");
	expect_wait(f, 1, "service", "repair");
}

static void what_a_complaint_brought_about_is_undone_with_it(void **state)
{
	struct stack *f = three_clients(state);
	json_t *got;

	complain(f, 1, "x");
	DO(f, "journal.undo", "{}");
	assert_int_equal(n_runs(f, 1, "repair", "active"), 0);
	expect_step(f, 1, "service", "scheduled", "2026-12-03T09:00");
	expect_step(f, 2, "service", "scheduled", "2026-12-03T09:00");
	pass_days(f, 14);
	expect_step(f, 2, "satisfaction", "scheduled", "2026-12-15T09:00");
	got = tell(f, "contact.brief", "{\"id\":2}");
	assert_true(json_is_null(json_object_get(got, "repair")));
	assert_int_equal(json_array_size(json_object_get(got, "complaints")), 0);
	json_decref(got);
}

static void a_repair_is_not_applied_by_hand(void **state)
{
	struct stack *f = three_clients(state);

	assert_int_equal(refused(f, "plan.apply", "{\"plan\":\"repair\",\"contact\":1}"), 101);
}

static void trouble_of_a_day_before_the_last_repair_has_its_steps(void **state)
{
	struct stack *f = three_clients(state);

	at_noon(f, "2026-12-10");
	complain(f, 1, "x");
	do_step_of(f, 1, "repair", "fix", "");
	do_step_of(f, 1, "repair", "score", ",\"score\":9");
	at_noon(f, "2026-12-11");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"y\",\"day\":\"2026-12-08\"}");
	expect_of(f, 1, "repair", "fix", "scheduled 2026-12-15T09:00");
}

static void an_earned_ask_held_by_trouble_is_due_at_once_when_it_is_over(void **state)
{
	struct stack *f = three_clients(state);

	done(f, 3, "thank");
	done(f, 3, "service");
	do_step_of(f, 3, "after-sale", "satisfaction", ",\"score\":9");
	pass_days(f, 1);
	expect_step(f, 3, "first-ask", "scheduled", "2026-12-02T09:00");
	complain(f, 3, "x");
	expect_wait(f, 3, "first-ask", "repair");
	do_step_of(f, 3, "repair", "fix", "");
	do_step_of(f, 3, "repair", "score", ",\"score\":9");
	expect_step(f, 3, "first-ask", "scheduled", "2026-12-02T12:00");
}

static void what_is_next_for_the_others_of_the_household_is_told_anew(void **state)
{
	struct stack *f = three_clients(state);
	json_t *got;

	done(f, 2, "thank");
	complain(f, 1, "x");
	got = tell(f, "contact.get", "{\"id\":2}");
	assert_true(json_is_null(json_object_get(json_object_get(got, "contact"), "next")));
	json_decref(got);
}

static void why_names_the_trouble(void **state)
{
	struct stack *f = three_clients(state);
	json_t *row, *why;

	complain(f, 1, "The camera is dead");
	row = step(f, 2, "service");
	why = tell(f, "followup.why", "{\"id\":%lld}", (long long)number(row, "id"));
	assert_non_null(strstr(text(why, "text"),
			       "put on hold on Tue 1 Dec 2026: complaint 1 must be put right "
			       "first"));
	assert_string_equal(text(why, "blocks"),
			    "something must be put right first: complaint 1 of Tue 1 Dec 2026 "
			    "(\"The camera is dead\")");
	json_decref(why);
	json_decref(row);
}

/* "ask how satisfied they are: score", in the list of the book and for the one alike. */
static void expect_help(struct stack *f, int64_t contact, const char *want)
{
	json_t *list = tell(f, "gate.list", "{}"), *item, *found = NULL;
	json_t *check = tell(f, "gate.check", "{\"contact\":%lld}", (long long)contact);
	const json_t *helps = json_object_get(check, "helps"), *next;
	_cleanup_str_ struct str got = {0};
	json_t *planned = NULL;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, item)
		if (number(json_object_get(item, "contact"), "id") == contact)
			found = json_object_get(item, "helps");
	assert_int_equal(json_equal(found, helps), 1);
	next = json_object_get(helps, "step");
	str_add(&got, text(helps, "text"));
	if (json_is_object(next)) {
		planned = tell(f, "followup.get", "{\"id\":%lld}", (long long)number(next, "id"));
		str_addf(&got, ": %s",
			 text(json_object_get(json_object_get(planned, "followup"), "plan"),
			      "step"));
		assert_int_equal(json_is_null(json_object_get(helps, "followup")), 1);
	}
	assert_string_equal(str_text(&got), want);
	json_decref(planned);
	json_decref(check);
	json_decref(list);
}

static void what_helps_is_the_step_of_the_repair_that_comes_next(void **state)
{
	struct stack *f = three_clients(state);

	for (int i = 0; i < 2; i++)
		DO(f, "touch.log",
		   "{\"contact\":3,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true}");
	promise(f, 3, "2026-12-01");
	expect_help(f, 3, "ask how satisfied they are");
	DO(f, "dev.advance", "{\"seconds\":172800}");
	DO(f, "promise.keep", "{\"id\":1}");
	expect_help(f, 3, "put it right, then ask how satisfied they are: call");
	DO(f, "compliment.add", "{\"contact\":3,\"text\":\"better late than never\"}");
	expect_help(f, 3, "put it right, then ask how satisfied they are: call");
	do_step_of(f, 3, "repair", "call", "");
	expect_help(f, 3, "put it right, then ask how satisfied they are: fix");
	do_step_of(f, 3, "repair", "fix", "");
	expect_help(f, 3, "ask how satisfied they are: score");
}

static void a_score_that_was_bad_is_not_put_right_twice(void **state)
{
	struct stack *f = three_clients(state);

	DO(f, "satisfaction.record", "{\"contact\":3,\"score\":4}");
	expect_help(f, 3, "put it right, then ask how satisfied they are: call");
	do_step_of(f, 3, "repair", "fix", "");
	expect_help(f, 3, "ask how satisfied they are: score");
}

static void expect_detail(struct stack *f, int64_t contact, int code, const char *want)
{
	json_t *check = tell(f, "gate.check", "{\"contact\":%lld}", (long long)contact);
	const json_t *conditions = json_object_get(check, "conditions");

	assert_string_equal(text(json_array_get(conditions, (size_t)code), "detail"), want);
	json_decref(check);
}

static void the_gate_says_with_whom_of_the_household_something_is_wrong(void **state)
{
	struct stack *f = three_clients(state);

	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":9}");
	complain(f, 2, "it hums");
	expect_detail(f, 1, GATE_SATISFIED,
		      "scored 9 on Tue 1 Dec 2026, which is not newer than what went wrong with "
		      "Ben of the household on Tue 1 Dec 2026");
	expect_detail(f, 1, GATE_NO_COMPLAINT,
		      "complaint \"it hums\" of Tue 1 Dec 2026 (Ben of the household) is open");
	expect_help(
		f, 1,
		"put it right with Ben of the household, then ask how satisfied they are: call");
	expect_help(f, 2, "put it right, then ask how satisfied they are: call");
	do_step_of(f, 2, "repair", "fix", "");
	expect_help(f, 1, "ask how satisfied Ben of the household is: score");
	DO(f, "satisfaction.record", "{\"contact\":2,\"score\":3}");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":9}");
	expect_detail(f, 1, GATE_SATISFIED, "Ben of the household scored 3 on Tue 1 Dec 2026");
	promise(f, 2, "2026-12-01");
	DO(f, "dev.advance", "{\"seconds\":86400}");
	expect_detail(f, 1, GATE_PROMISES_KEPT,
		      "promise \"quote\" to Ben of the household is 1 day overdue");
}

static void a_promise_to_another_of_the_household_is_told_by_name_without_a_repair(void **state)
{
	struct stack *f = three_clients(state);

	promise(f, 2, "2026-12-01");
	DO(f, "dev.advance", "{\"seconds\":86400}");
	expect_detail(f, 1, GATE_PROMISES_KEPT,
		      "promise \"quote\" to Ben of the household is 1 day overdue");
	expect_help(f, 1, "ask how satisfied they are");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_complaint_starts_a_repair_with_its_dates),
		WITH_PLANS(a_repair_of_old_trouble_counts_from_today),
		WITH_PLANS(everything_of_the_household_waits_but_thanks_tasks_and_the_repair),
		WITH_PLANS(what_is_new_waits_at_once_and_the_preview_says_so),
		WITH_PLANS(what_was_held_is_let_go_when_the_repair_ends),
		WITH_PLANS(trouble_before_the_fix_joins_and_changes_no_date),
		WITH_PLANS(trouble_after_the_fix_ends_the_repair_and_starts_another),
		WITH_PLANS(resolving_the_last_complaint_does_the_fix),
		WITH_PLANS(a_fix_that_nobody_confirmed_puts_nothing_right),
		WITH_PLANS(an_open_complaint_holds_without_a_repair_too),
		WITH_PLANS(a_score_step_that_comes_in_a_repair_is_dropped_on_its_day),
		WITH_PLANS(a_score_step_that_had_come_before_waits_for_the_end),
		WITH_PLANS(an_ask_that_waits_for_trouble_keeps_its_day_and_its_end),
		WITH_PLANS(of_two_asks_of_a_household_in_trouble_the_newer_stays),
		WITH_PLANS(trouble_comes_and_goes_with_the_household),
		WITH_PLANS(what_a_complaint_brought_about_is_undone_with_it),
		WITH_PLANS(a_repair_is_not_applied_by_hand),
		WITH_PLANS(trouble_of_a_day_before_the_last_repair_has_its_steps),
		WITH_PLANS(an_earned_ask_held_by_trouble_is_due_at_once_when_it_is_over),
		WITH_PLANS(what_is_next_for_the_others_of_the_household_is_told_anew),
		WITH_PLANS(why_names_the_trouble),
		WITH_PLANS(what_helps_is_the_step_of_the_repair_that_comes_next),
		WITH_PLANS(a_score_that_was_bad_is_not_put_right_twice),
		WITH_PLANS(the_gate_says_with_whom_of_the_household_something_is_wrong),
		WITH_PLANS(a_promise_to_another_of_the_household_is_told_by_name_without_a_repair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
