/* Keeping in touch, told over the methods: calls planned by how long nobody has spoken. */
#include "base/cleanup.h"
#include "rpc/story.h"

#include "rpc/derived.h"

/* 2026-12-01 is a Tuesday; the clock shows 12:00 UTC, and that is the zone. */
static void speak(struct stack *f)
{
	DO(f, "touch.log", "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\"}");
}

/* Spoken to today, of class A: the next call is on Thursday, 31 December. */
static void ana_of_class_a(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	speak(f);
	DO(f, "contact.update", "{\"id\":1,\"cadence\":\"A\"}");
}

/* "scheduled 2026-12-30": every call to keep in touch of contact 1, in the order they were made. */
static void expect_calls(struct stack *f, const char *want)
{
	json_t *list = tell(f, "followup.list", "{\"contact\":1,\"limit\":1000}"), *row;
	_cleanup_str_ struct str got = {0};
	size_t i;

	for (int64_t id = 1; id < 50; id++)
		json_array_foreach (json_object_get(list, "items"), i, row)
			if (number(row, "id") == id &&
			    strcmp(text(json_object_get(row, "plan"), "name"), "keep-in-touch") ==
				    0)
				str_addf(&got, "%s%s %.10s", got.len ? ", " : "",
					 text(row, "state"), text(row, "due"));
	if (strcmp(str_text(&got), want) != 0)
		fail_msg("'%s', not '%s'", str_text(&got), want);
	json_decref(list);
}

static void expect_last_rule(struct stack *f, int64_t id, const char *want)
{
	json_t *why = tell(f, "followup.why", "{\"id\":%lld}", (long long)id);
	const json_t *moves = json_object_get(why, "moves");
	const json_t *last = json_array_get(moves, json_array_size(moves) - 1);

	if (strcmp(text(last, "rule"), want) != 0)
		fail_msg("%s, not %s: %s", text(last, "rule"), want, text(why, "text"));
	json_decref(why);
}

static void expect_rebuilt(struct stack *f)
{
	_cleanup_str_ struct str difference = {0};

	if (derived_differs(f->env.store, &difference))
		fail_msg("%s", str_text(&difference));
}

static void a_call_is_planned_two_weeks_ahead_of_its_day(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	pass_days(f, 15);
	expect_calls(f, "");
	pass_days(f, 1);
	expect_calls(f, "scheduled 2026-12-31");
	expect_last_rule(f, 1, "quiet");
	expect_rebuilt(f);
}

static void a_word_both_ways_counts_anew_and_one_that_is_left_does_not(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	pass_days(f, 20);
	DO(f, "touch.log", "{\"contact\":1,\"channel\":\"message\",\"direction\":\"out\"}");
	expect_calls(f, "scheduled 2026-12-31");
	speak(f);
	expect_calls(f, "cancelled 2026-12-31");
	expect_last_rule(f, 1, "spoken");
	pass_days(f, 16);
	expect_calls(f, "cancelled 2026-12-31, scheduled 2027-01-20");
	expect_rebuilt(f);
}

static void a_call_made_counts_anew(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	pass_days(f, 30);
	DO(f, "followup.done", "{\"id\":1}");
	expect_calls(f, "done 2026-12-31");
	pass_days(f, 16);
	expect_calls(f, "done 2026-12-31, scheduled 2027-02-01");
}

/* Its end counts as a word would. */
static void end_and_expect_the_next(struct stack *f, const char *method, const char *state)
{
	_cleanup_str_ struct str want = {0};

	ana_of_class_a(f);
	pass_days(f, 20);
	DO(f, method, "{\"id\":1}");
	str_addf(&want, "%s 2026-12-31", state);
	expect_calls(f, str_text(&want));
	expect_rebuilt(f);
	pass_days(f, 15);
	expect_calls(f, str_text(&want));
	pass_days(f, 1);
	str_add(&want, ", scheduled 2027-01-20");
	expect_calls(f, str_text(&want));
}

static void one_that_is_skipped_counts_anew(void **state)
{
	end_and_expect_the_next(*state, "followup.skip", "skipped");
}

static void one_that_a_person_cancels_counts_anew(void **state)
{
	end_and_expect_the_next(*state, "followup.cancel", "cancelled");
}

static void one_that_reached_nobody_counts_anew(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	pass_days(f, 30);
	for (int i = 0; i < 4; i++)
		DO(f, "followup.done", "{\"id\":1,\"outcome\":\"no-answer\"}");
	expect_calls(f, "done 2027-01-07");
	pass_days(f, 16);
	expect_calls(f, "done 2027-01-07, scheduled 2027-02-01");
	expect_rebuilt(f);
}

static void it_is_silent_while_something_else_is_due_about_then(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"visit\",\"title\":\"x\",\"due\":\"2027-01-14\"}");
	pass_days(f, 43);
	expect_calls(f, "");
	/* Not done: it is waited for. */
	pass_days(f, 20);
	expect_calls(f, "");
	DO(f, "followup.skip", "{\"id\":1}");
	expect_calls(f, "scheduled 2027-02-02");
	expect_rebuilt(f);
}

static void a_task_and_a_day_further_off_do_not_silence_it(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"task\",\"title\":\"x\",\"due\":\"2027-01-02\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"visit\",\"title\":\"x\",\"due\":\"2027-01-15\"}");
	pass_days(f, 16);
	expect_calls(f, "scheduled 2026-12-31");
}

static void one_that_falls_due_beside_another_is_taken_back(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	pass_days(f, 20);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"visit\",\"title\":\"x\",\"due\":\"2027-01-04\"}");
	expect_calls(f, "scheduled 2026-12-31");
	pass_days(f, 10);
	expect_calls(f, "cancelled 2026-12-31");
	expect_last_rule(f, 1, "superseded");
	DO(f, "followup.cancel", "{\"id\":2}");
	expect_calls(f, "cancelled 2026-12-31, scheduled 2026-12-31");
	expect_rebuilt(f);
}

/* Nobody has spoken to her: a call that came too late to be of use counts for nothing. */
static void one_that_expired_is_planned_anew_at_once(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	pass_days(f, 45);
	expect_calls(f, "scheduled 2026-12-31");
	DO(f, "agenda.spread", "{\"apply\":true}");
	expect_calls(f, "expired 2026-12-31, scheduled 2027-01-15");
	expect_last_rule(f, 1, "outdated");
	expect_rebuilt(f);
	DO(f, "journal.undo", "{}");
	expect_calls(f, "scheduled 2026-12-31");
	expect_rebuilt(f);
}

static void another_class_makes_another_day(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	pass_days(f, 20);
	DO(f, "contact.update", "{\"id\":1,\"cadence\":\"B\"}");
	expect_calls(f, "cancelled 2026-12-31");
	DO(f, "contact.update", "{\"id\":1,\"cadence\":\"A\"}");
	expect_calls(f, "cancelled 2026-12-31, scheduled 2026-12-31");
	DO(f, "contact.update", "{\"id\":1,\"cadence\":\"none\"}");
	expect_calls(f, "cancelled 2026-12-31, cancelled 2026-12-31");
	expect_rebuilt(f);
}

static void who_is_paused_or_stopped_is_not_called(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	pass_days(f, 20);
	DO(f, "contact.pause", "{\"id\":1}");
	expect_calls(f, "cancelled 2026-12-31");
	DO(f, "contact.resume", "{\"id\":1}");
	expect_calls(f, "cancelled 2026-12-31, scheduled 2026-12-31");
	DO(f, "suppression.add", "{\"contact\":1,\"channel\":\"call\",\"reason\":\"asked\"}");
	expect_calls(f, "cancelled 2026-12-31, cancelled 2026-12-31");
	pass_days(f, 40);
	expect_calls(f, "cancelled 2026-12-31, cancelled 2026-12-31");
	DO(f, "suppression.remove", "{\"id\":1,\"reason\":\"asked us back\"}");
	expect_calls(f, "cancelled 2026-12-31, cancelled 2026-12-31, scheduled 2027-02-01");
	expect_rebuilt(f);
}

static void what_a_word_has_ended_returns_when_it_is_taken_back(void **state)
{
	struct stack *f = *state;
	json_t *said;

	ana_of_class_a(f);
	pass_days(f, 20);
	said = tell(f, "touch.log", "{\"contact\":1,\"channel\":\"visit\",\"direction\":\"both\"}");
	expect_calls(f, "cancelled 2026-12-31");
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)number(said, "journal"));
	expect_calls(f, "scheduled 2026-12-31");
	expect_rebuilt(f);
	json_decref(said);
}

/* The next was planned by the clock meanwhile: of the two one stays. */
static void what_returns_late_is_planned_once(void **state)
{
	struct stack *f = *state;
	json_t *said;

	ana_of_class_a(f);
	pass_days(f, 20);
	said = tell(f, "touch.log", "{\"contact\":1,\"channel\":\"visit\",\"direction\":\"both\"}");
	pass_days(f, 16);
	expect_calls(f, "cancelled 2026-12-31, scheduled 2027-01-20");
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)number(said, "journal"));
	expect_calls(f, "cancelled 2026-12-31, cancelled 2027-01-20, scheduled 2027-01-06");
	expect_rebuilt(f);
	json_decref(said);
}

/* Contact 1 to 5, of class A: one a day from the day after they were entered. */
/* No day of December has more of the first sixty than that. */
static void expect_at_most_a_day(struct stack *f, int most)
{
	int n_of[32] = {0};

	for (int id = 1; id <= 60; id++) {
		json_t *list = tell(f, "followup.list", "{\"contact\":%d}", id);
		const json_t *row = json_array_get(json_object_get(list, "items"), 0);
		const char *due = text(row, "due");
		int day = (due[8] - '0') * 10 + due[9] - '0';

		assert_in_range(day, 1, 31);
		n_of[day]++;
		json_decref(list);
	}
	for (int day = 1; day <= 31; day++)
		assert_in_range(n_of[day], 0, most);
}

static void those_never_spoken_to_are_spread_over_the_interval(void **state)
{
	struct stack *f = *state;

	for (int i = 1; i <= 60; i++)
		DO(f, "contact.add", "{\"name\":\"C%d\",\"cadence\":\"A\"}", i);
	pass_days(f, 40);
	expect_step(f, 1, "call", "scheduled", "2026-12-21T09:00"); /* from a Sunday */
	expect_step(f, 2, "call", "scheduled", "2026-12-09T09:00");
	expect_step(f, 3, "call", "scheduled", "2026-12-28T09:00");
	expect_step(f, 4, "call", "scheduled", "2026-12-16T09:00");
	expect_step(f, 5, "call", "scheduled", "2026-12-04T09:00");
	expect_step(f, 6, "call", "scheduled", "2026-12-23T09:00");
	expect_at_most_a_day(f, 7); /* two or three, and a weekend's on the Monday after */
	expect_rebuilt(f);
}

static void other_intervals_are_heeded(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	pass_days(f, 20);
	f->settings.cadence_days[CADENCE_A] = 60;
	pass_days(f, 11);
	expect_calls(f, "cancelled 2026-12-31");
	at_noon(f, "2027-01-16");
	expect_calls(f, "cancelled 2026-12-31, scheduled 2027-02-01");
	expect_rebuilt(f);
}

static void one_that_was_snoozed_is_kept(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	pass_days(f, 20);
	DO(f, "followup.snooze", "{\"ids\":[1],\"until\":\"2027-01-05\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"visit\",\"title\":\"x\",\"due\":\"2027-01-06\"}");
	pass_days(f, 30);
	expect_calls(f, "scheduled 2027-01-05");
}

/* It takes along what the clock has planned for them, and brings it back. */
static void who_is_taken_back_takes_their_calls_along(void **state)
{
	struct stack *f = *state;
	json_t *added, *undone;

	added = tell(f, "contact.add", "{\"name\":\"Ana\",\"cadence\":\"B\"}");
	DO(f, "contact.update", "{\"id\":1,\"cadence\":null}");
	DO(f, "journal.undo", "{}");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	pass_days(f, 50);
	expect_calls(f, "scheduled 2027-01-26");
	undone = tell(f, "journal.undo", "{\"id\":%lld}", (long long)number(added, "journal"));
	expect_rebuilt(f);
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)number(undone, "journal"));
	expect_calls(f, "scheduled 2027-01-26");
	expect_rebuilt(f);
	json_decref(added);
	json_decref(undone);
}

static void a_call_that_a_person_has_made_is_in_the_way(void **state)
{
	struct stack *f = *state;
	json_t *added = tell(f, "contact.add", "{\"name\":\"Ana\",\"cadence\":\"B\"}");

	pass_days(f, 50);
	DO(f, "followup.skip", "{\"id\":1}");
	assert_int_equal(
		refused(f, "journal.undo", "{\"id\":%lld}", (long long)number(added, "journal")),
		VOUCH_E_UNDO_CONFLICT);
	json_decref(added);
}

/* Those who send people and have no class cost nothing and are not called. */
static void who_has_no_class_is_left_alone(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	speak(f);
	pass_days(f, 400);
	expect_calls(f, "");
	expect_rebuilt(f);
}

static void a_plan_begun_by_hand_is_no_concern_of_the_cadence(void **state)
{
	struct stack *f = *state;

	ana_of_class_a(f);
	DO(f, "plan.apply", "{\"plan\":\"keep-in-touch\",\"contact\":1}");
	speak(f);
	expect_calls(f, "scheduled 2026-12-01");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_call_is_planned_two_weeks_ahead_of_its_day),
		WITH_PLANS(a_word_both_ways_counts_anew_and_one_that_is_left_does_not),
		WITH_PLANS(a_call_made_counts_anew),
		WITH_PLANS(one_that_is_skipped_counts_anew),
		WITH_PLANS(one_that_a_person_cancels_counts_anew),
		WITH_PLANS(one_that_reached_nobody_counts_anew),
		WITH_PLANS(it_is_silent_while_something_else_is_due_about_then),
		WITH_PLANS(a_task_and_a_day_further_off_do_not_silence_it),
		WITH_PLANS(one_that_falls_due_beside_another_is_taken_back),
		WITH_PLANS(one_that_expired_is_planned_anew_at_once),
		WITH_PLANS(another_class_makes_another_day),
		WITH_PLANS(who_is_paused_or_stopped_is_not_called),
		WITH_PLANS(what_a_word_has_ended_returns_when_it_is_taken_back),
		WITH_PLANS(what_returns_late_is_planned_once),
		WITH_PLANS(those_never_spoken_to_are_spread_over_the_interval),
		WITH_PLANS(other_intervals_are_heeded),
		WITH_PLANS(one_that_was_snoozed_is_kept),
		WITH_PLANS(who_has_no_class_is_left_alone),
		WITH_PLANS(who_is_taken_back_takes_their_calls_along),
		WITH_PLANS(a_call_that_a_person_has_made_is_in_the_way),
		WITH_PLANS(a_plan_begun_by_hand_is_no_concern_of_the_cadence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
