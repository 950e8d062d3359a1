/* Trouble in a household, told over the methods: what is put right first, what waits for it, and
 * what a score or a compliment does. 2026-12-01 is a Tuesday. */
#include "base/cleanup.h"
#include "rpc/story.h"

/* Contact 1 is Ana, 2 is Ben, both of household 1; 3 is Cleo, who lives elsewhere. Each has bought
 * an alarm on 2026-12-01. */
static struct stack *three_clients(void **state)
{
	static const char *const names[] = {"Ana", "Ben", "Cleo"};
	struct stack *f = *state;

	for (int i = 0; i < 3; i++) {
		DO(f, "contact.add", "{\"name\":\"%s\"}", names[i]);
		DO(f, "sale.record",
		   "{\"contact\":%d,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}",
		   i + 1);
	}
	DO(f, "household.add", "{\"name\":\"Lime St 4\",\"members\":[1,2]}");
	return f;
}

static void expect_wait(struct stack *f, int64_t contact, const char *key, const char *wait)
{
	json_t *row = step(f, contact, key);

	if (strcmp(text(row, "waits_for"), wait) != 0)
		fail_msg("%s of %lld is %s and waits for %s, not %s", key, (long long)contact,
			 text(row, "state"), text(row, "waits_for"), wait);
	json_decref(row);
}

/* The newest follow-up of a plan's step, which other plans have too. */
static json_t *step_of(struct stack *f, int64_t contact, const char *plan, const char *key)
{
	json_t *list =
		tell(f, "followup.list", "{\"contact\":%lld,\"limit\":1000}", (long long)contact);
	json_t *item, *found = NULL;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, item) {
		const json_t *origin = json_object_get(item, "plan");

		if (strcmp(text(origin, "name"), plan) == 0 &&
		    strcmp(text(origin, "step"), key) == 0 &&
		    (!found || number(item, "id") > number(found, "id")))
			found = item;
	}
	if (!found)
		fail_msg("contact %lld has no step %s of %s", (long long)contact, key, plan);
	json_incref(found);
	json_decref(list);
	return found;
}

static void expect_of(struct stack *f, int64_t contact, const char *plan, const char *key,
		      const char *state_and_due)
{
	json_t *row = step_of(f, contact, plan, key);
	char got[64];

	(void)snprintf(got, sizeof got, "%s %s", text(row, "state"), text(row, "due"));
	if (strcmp(got, state_and_due) != 0)
		fail_msg("%s of %s is %s, not %s", key, plan, got, state_and_due);
	json_decref(row);
}

static void do_step_of(struct stack *f, int64_t contact, const char *plan, const char *key,
		       const char *more)
{
	json_t *row = step_of(f, contact, plan, key);

	DO(f, "followup.done", "{\"id\":%lld%s}", (long long)number(row, "id"), more);
	json_decref(row);
}

static size_t n_runs(struct stack *f, int64_t contact, const char *plan, const char *state)
{
	json_t *list = tell(f, "run.list", "{\"contact\":%lld,\"state\":\"%s\",\"limit\":1000}",
			    (long long)contact, state);
	json_t *run;
	size_t i, n = 0;

	json_array_foreach (json_object_get(list, "items"), i, run)
		n += strcmp(text(run, "plan"), plan) == 0;
	json_decref(list);
	return n;
}

static void complain(struct stack *f, int64_t contact, const char *what)
{
	DO(f, "complaint.add", "{\"contact\":%lld,\"text\":\"%s\"}", (long long)contact, what);
}

static void score(struct stack *f, int64_t contact, int value)
{
	DO(f, "satisfaction.record", "{\"contact\":%lld,\"score\":%d}", (long long)contact, value);
}

/* "resolved 2026-12-05" */
static void expect_complaint(struct stack *f, int64_t id, const char *state_and_day)
{
	json_t *got = tell(f, "complaint.get", "{\"id\":%lld}", (long long)id),
	       *c = json_object_get(got, "complaint");
	char is[64];

	(void)snprintf(is, sizeof is, "%s %s", text(c, "state"), text(c, "resolved_day"));
	assert_string_equal(is, state_and_day);
	json_decref(got);
}

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

static void a_score_of_six_starts_a_repair_by_any_route(void **state)
{
	struct stack *f = three_clients(state);

	score(f, 1, 6);
	assert_int_equal(n_runs(f, 1, "repair", "active"), 1);
	do_step_of(f, 3, "after-sale", "satisfaction", ",\"score\":0,\"note\":\"awful\"");
	assert_int_equal(n_runs(f, 3, "repair", "active"), 1);
	assert_int_equal(n_runs(f, 2, "repair", "active"), 0);
}

static void an_old_score_says_nothing_of_today(void **state)
{
	struct stack *f = three_clients(state);

	score(f, 1, 9);
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":2,\"day\":\"2026-11-30\"}");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":7,\"day\":\"2026-11-30\"}");
	assert_int_equal(n_runs(f, 1, "repair", "active"), 0);
	assert_int_equal(n_runs(f, 1, "recheck", "active"), 0);
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

static void a_score_does_the_steps_that_are_due_within_14_days(void **state)
{
	struct stack *f = three_clients(state);
	json_t *got;

	at_noon(f, "2026-12-01");
	got = tell(f, "satisfaction.record", "{\"contact\":1,\"score\":10}");
	assert_int_equal(json_array_size(json_object_get(got, "also_done")), 1);
	json_decref(got);
	expect_step(f, 1, "satisfaction", "done", "2026-12-15T09:00");
	expect_step(f, 1, "first-ask", "waiting", "2026-12-02T09:00");
	expect_step(f, 1, "half-year", "scheduled", "2027-06-09T09:00");
	expect_step(f, 2, "satisfaction", "scheduled", "2026-12-15T09:00"); /* not Ben's */
	/* One of an earlier day is no answer to what is asked later. */
	DO(f, "satisfaction.record", "{\"contact\":3,\"score\":10,\"day\":\"2026-11-30\"}");
	expect_step(f, 3, "satisfaction", "scheduled", "2026-12-15T09:00");
}

static void a_compliment_on_day_three_does_the_satisfaction_call(void **state)
{
	struct stack *f = three_clients(state);

	at_noon(f, "2026-12-04");
	DO(f, "compliment.add", "{\"contact\":1,\"text\":\"The best ever\"}");
	expect_step(f, 1, "satisfaction", "done", "2026-12-15T09:00");
	/* 5 Dec is a Saturday. */
	expect_step(f, 1, "first-ask", "waiting", "2026-12-07T09:00");
}

static void a_score_given_in_doing_a_step_does_it_once(void **state)
{
	struct stack *f = three_clients(state);
	json_t *touches;

	do_step_of(f, 1, "after-sale", "satisfaction", ",\"score\":9,\"note\":\"Lovely\"");
	touches = tell(f, "touch.list", "{\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(touches, "items")), 1);
	json_decref(touches);
	expect_step(f, 1, "first-ask", "waiting", "2026-12-02T09:00");
}

static void the_score_of_the_repair_may_come_ahead_of_its_day(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "x");
	do_step_of(f, 1, "repair", "fix", "");
	score(f, 1, 9);
	assert_int_equal(n_runs(f, 1, "repair", "active"), 0);
	expect_step(f, 2, "service", "scheduled", "2026-12-03T09:00");
}

static void a_bad_score_of_the_repair_starts_the_next_one(void **state)
{
	struct stack *f = three_clients(state);

	complain(f, 1, "x");
	do_step_of(f, 1, "repair", "fix", "");
	at_noon(f, "2026-12-15");
	do_step_of(f, 1, "repair", "score", ",\"score\":4");
	assert_int_equal(n_runs(f, 1, "repair", "active"), 1);
	assert_int_equal(n_runs(f, 1, "repair", "ended"), 1);
	expect_of(f, 1, "repair", "fix", "scheduled 2026-12-21T09:00"); /* 20 Dec is a Sunday */
	/* Held all the while: its day is the one it had. */
	expect_step(f, 2, "service", "waiting", "2026-12-03T09:00");
}

static void a_middling_score_is_asked_for_once_more(void **state)
{
	struct stack *f = three_clients(state);

	score(f, 1, 7);
	expect_of(f, 1, "recheck", "score", "scheduled 2026-12-31T09:00");
	/* While it is open, and by doing it, none other starts. */
	at_noon(f, "2026-12-03");
	score(f, 1, 7);
	assert_int_equal(n_runs(f, 1, "recheck", "active"), 1);
	at_noon(f, "2026-12-31");
	do_step_of(f, 1, "recheck", "score", ",\"score\":8");
	assert_int_equal(n_runs(f, 1, "recheck", "active"), 0);
	assert_int_equal(n_runs(f, 1, "recheck", "ended"), 1);
	score(f, 1, 7);
	assert_int_equal(n_runs(f, 1, "recheck", "active"), 1);
}

static void a_recheck_done_ahead_by_another_score_starts_none_either(void **state)
{
	struct stack *f = three_clients(state);

	score(f, 1, 7);
	at_noon(f, "2026-12-20");
	score(f, 1, 7);
	expect_of(f, 1, "recheck", "score", "done 2026-12-31T09:00");
	assert_int_equal(n_runs(f, 1, "recheck", "active"), 0);
}

static void an_eight_with_a_compliment_is_enough(void **state)
{
	struct stack *f = three_clients(state);

	score(f, 1, 8);
	assert_int_equal(n_runs(f, 1, "recheck", "active"), 1);
	DO(f, "compliment.add", "{\"contact\":2,\"text\":\"x\",\"day\":\"2025-12-01\"}");
	score(f, 2, 8); /* 365 days old */
	assert_int_equal(n_runs(f, 2, "recheck", "active"), 0);
	DO(f, "compliment.add", "{\"contact\":3,\"text\":\"x\",\"day\":\"2025-11-30\"}");
	score(f, 3, 8); /* 366 */
	assert_int_equal(n_runs(f, 3, "recheck", "active"), 1);
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

static int64_t promise(struct stack *f, int64_t contact, const char *due)
{
	json_t *got =
		tell(f, "promise.add", "{\"contact\":%lld,\"text\":\"quote\",\"due_day\":\"%s\"}",
		     (long long)contact, due);
	int64_t id = number(json_object_get(got, "promise"), "id");

	json_decref(got);
	return id;
}

static void promises_late_or_broken_start_a_repair_and_open_ones_none(void **state)
{
	struct stack *f = three_clients(state);

	promise(f, 1, "2026-12-04");
	promise(f, 3, "2026-12-04");
	at_noon(f, "2026-12-08");
	assert_int_equal(n_runs(f, 1, "repair", "active"), 0);
	DO(f, "promise.keep", "{\"id\":1}");
	DO(f, "promise.break", "{\"id\":2}");
	expect_of(f, 1, "repair", "call", "scheduled 2026-12-09T09:00");
	expect_of(f, 3, "repair", "fix", "scheduled 2026-12-14T09:00"); /* 13 Dec is a Sunday */
}

static void the_follow_ups_of_promises_go_on(void **state)
{
	struct stack *f = three_clients(state);
	json_t *got, *task;

	complain(f, 2, "x");
	promise(f, 1, "2026-12-04");
	got = tell(f, "followup.list", "{\"contact\":1,\"kind\":\"task\"}");
	task = json_array_get(json_object_get(got, "items"), 0);
	assert_string_equal(text(task, "state"), "scheduled");
	json_decref(got);
}

static void a_promise_may_go_wrong_twice(void **state)
{
	struct stack *f = three_clients(state);
	int64_t id = promise(f, 1, "2026-12-02");
	json_t *why, *row;

	at_noon(f, "2026-12-03");
	DO(f, "promise.redate", "{\"id\":%lld,\"due_day\":\"2027-01-15\",\"reason\":\"x\"}",
	   (long long)id);
	do_step_of(f, 1, "repair", "fix", "");
	do_step_of(f, 1, "repair", "score", ",\"score\":9");
	assert_int_equal(n_runs(f, 1, "repair", "ended"), 1);
	at_noon(f, "2027-01-13");
	DO(f, "promise.break", "{\"id\":%lld}", (long long)id);
	/* The same run, its steps anew. */
	assert_int_equal(n_runs(f, 1, "repair", "ended"), 0);
	assert_int_equal(n_runs(f, 1, "repair", "active"), 1);
	expect_of(f, 1, "repair", "call", "scheduled 2027-01-14T09:00");
	expect_of(f, 1, "repair", "score", "waiting 2027-02-01T09:00");
	expect_wait(f, 2, "yearly", "repair");
	at_noon(f, "2027-01-18");
	do_step_of(f, 1, "repair", "fix", "");
	expect_of(f, 1, "repair", "score", "scheduled 2027-02-01T09:00");
	row = step_of(f, 1, "repair", "score");
	why = tell(f, "followup.why", "{\"id\":%lld}", (long long)number(row, "id"));
	assert_non_null(strstr(text(why, "text"), "anchored at promise 1 on Wed 13 Jan 2027"));
	json_decref(why);
	json_decref(row);
	do_step_of(f, 1, "repair", "score", ",\"score\":9");
	assert_int_equal(n_runs(f, 1, "repair", "ended"), 1);
	expect_wait(f, 2, "yearly", "-");
}

static void a_repair_before_the_fix_is_one_for_all_that_joins(void **state)
{
	struct stack *f = three_clients(state);
	json_t *brief, *repair;

	complain(f, 1, "x");
	promise(f, 2, "2026-12-02");
	at_noon(f, "2026-12-03");
	DO(f, "promise.break", "{\"id\":1}");
	score(f, 2, 5);
	brief = tell(f, "contact.brief", "{\"id\":2}");
	repair = json_object_get(brief, "repair");
	assert_int_equal(json_array_size(json_object_get(repair, "causes")), 3);
	assert_string_equal(text(repair, "since"), "2026-12-01");
	assert_int_equal(json_array_size(json_object_get(brief, "complaints")), 1);
	assert_int_equal(json_array_size(json_object_get(brief, "satisfaction")), 1);
	json_decref(brief);
	/* The last complaint resolved does the fix, of all of them. */
	DO(f, "complaint.resolve", "{\"id\":1}");
	expect_of(f, 1, "repair", "fix", "done 2026-12-07T09:00");
	brief = tell(f, "contact.brief", "{\"id\":1}");
	repair = json_object_get(brief, "repair");
	for (size_t i = 0; i < 3; i++)
		assert_true(json_is_false(json_object_get(
			json_array_get(json_object_get(repair, "causes"), i), "open")));
	json_decref(brief);
}

static void a_repair_is_not_applied_by_hand(void **state)
{
	struct stack *f = three_clients(state);

	assert_int_equal(refused(f, "plan.apply", "{\"plan\":\"repair\",\"contact\":1}"), 101);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_complaint_starts_a_repair_with_its_dates),
		WITH_PLANS(a_repair_of_old_trouble_counts_from_today),
		WITH_PLANS(a_score_of_six_starts_a_repair_by_any_route),
		WITH_PLANS(an_old_score_says_nothing_of_today),
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
		WITH_PLANS(a_score_does_the_steps_that_are_due_within_14_days),
		WITH_PLANS(a_compliment_on_day_three_does_the_satisfaction_call),
		WITH_PLANS(a_score_given_in_doing_a_step_does_it_once),
		WITH_PLANS(the_score_of_the_repair_may_come_ahead_of_its_day),
		WITH_PLANS(a_bad_score_of_the_repair_starts_the_next_one),
		WITH_PLANS(a_middling_score_is_asked_for_once_more),
		WITH_PLANS(a_recheck_done_ahead_by_another_score_starts_none_either),
		WITH_PLANS(an_eight_with_a_compliment_is_enough),
		WITH_PLANS(trouble_comes_and_goes_with_the_household),
		WITH_PLANS(promises_late_or_broken_start_a_repair_and_open_ones_none),
		WITH_PLANS(the_follow_ups_of_promises_go_on),
		WITH_PLANS(a_promise_may_go_wrong_twice),
		WITH_PLANS(a_repair_before_the_fix_is_one_for_all_that_joins),
		WITH_PLANS(a_repair_is_not_applied_by_hand),
		WITH_PLANS(why_names_the_trouble),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
