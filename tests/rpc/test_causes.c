/* What starts a repair or a recheck, and what a score or a compliment does. 2026-12-01 is a
 * Tuesday. */
#include "rpc/trouble.h"

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

static void a_broken_promise_not_put_right_is_carried_over(void **state)
{
	struct stack *f = three_clients(state);
	json_t *brief, *causes;

	promise(f, 1, "2026-12-04");
	DO(f, "promise.break", "{\"id\":1}");
	for (int i = 0; i < 4; i++)
		do_step_of(f, 1, "repair", "fix", ",\"outcome\":\"no-answer\"");
	complain(f, 2, "y");
	brief = tell(f, "contact.brief", "{\"id\":1}");
	causes = json_object_get(json_object_get(brief, "repair"), "causes");
	assert_int_equal(json_array_size(causes), 2);
	assert_string_equal(text(json_array_get(causes, 0), "kind"), "complaint");
	assert_string_equal(text(json_array_get(causes, 1), "kind"), "promise");
	json_decref(brief);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_score_of_six_starts_a_repair_by_any_route),
		WITH_PLANS(an_old_score_says_nothing_of_today),
		WITH_PLANS(a_score_does_the_steps_that_are_due_within_14_days),
		WITH_PLANS(a_compliment_on_day_three_does_the_satisfaction_call),
		WITH_PLANS(a_score_given_in_doing_a_step_does_it_once),
		WITH_PLANS(the_score_of_the_repair_may_come_ahead_of_its_day),
		WITH_PLANS(a_bad_score_of_the_repair_starts_the_next_one),
		WITH_PLANS(a_middling_score_is_asked_for_once_more),
		WITH_PLANS(a_recheck_done_ahead_by_another_score_starts_none_either),
		WITH_PLANS(an_eight_with_a_compliment_is_enough),
		WITH_PLANS(promises_late_or_broken_start_a_repair_and_open_ones_none),
		WITH_PLANS(the_follow_ups_of_promises_go_on),
		WITH_PLANS(a_promise_may_go_wrong_twice),
		WITH_PLANS(a_repair_before_the_fix_is_one_for_all_that_joins),
		WITH_PLANS(a_broken_promise_not_put_right_is_carried_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
