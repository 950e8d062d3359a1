/* Two weeks away: what is held back, what is not, and what comes back, told over the methods. */
#include "rpc/trouble.h"

#include "rpc/derived.h"

/* 2026-12-01 is a Tuesday; the clock shows 12:00 UTC, and that is the zone. */
static void two_people(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
}

static void remind(struct stack *f, const char *kind, const char *due)
{
	DO(f, "followup.add", "{\"contact\":1,\"kind\":\"%s\",\"title\":\"x\",\"due\":\"%s\"}",
	   kind, due);
}

static void away(struct stack *f, const char *until)
{
	DO(f, "away.set", "{\"until\":\"%s\"}", until);
	(void)stack_tick(f);
}

/* "scheduled 2026-12-04", "waiting away 2026-12-04" */
static void expect(struct stack *f, int id, const char *want)
{
	json_t *answered = tell(f, "followup.get", "{\"id\":%d}", id);
	const json_t *row = json_object_get(answered, "followup");
	const char *waits = text(row, "waits_for");
	char got[100];

	(void)snprintf(got, sizeof got, "%s%s%s %s", text(row, "state"), *waits == '-' ? "" : " ",
		       *waits == '-' ? "" : waits, text(row, "due"));
	if (strcmp(got, want) != 0)
		fail_msg("%d: '%s', not '%s'", id, got, want);
	json_decref(answered);
}

static void expect_rule(struct stack *f, int id, const char *want)
{
	json_t *why = tell(f, "followup.why", "{\"id\":%d}", id);
	const json_t *moves = json_object_get(why, "moves");
	const json_t *last = json_array_get(moves, json_array_size(moves) - 1);

	if (strcmp(text(last, "rule"), want) != 0)
		fail_msg("%d was moved by %s, not %s", id, text(last, "rule"), want);
	json_decref(why);
}

/* How many are overdue, and how many wait to be shown. */
static void expect_counts(struct stack *f, int overdue, int held, int undelivered)
{
	json_t *agenda = tell(f, "agenda.get", "{}"), *status = tell(f, "system.status", "{}");

	assert_int_equal(number(json_object_get(agenda, "counts"), "overdue"), overdue);
	assert_int_equal(number(json_object_get(agenda, "away"), "held"), held);
	assert_int_equal(number(json_object_get(status, "away"), "held"), held);
	assert_int_equal(number(json_object_get(status, "delivery"), "undelivered"), undelivered);
	json_decref(agenda);
	json_decref(status);
}

static void what_falls_due_is_held_until_the_day_of_return_and_keeps_its_day(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-04");
	remind(f, "task", "2026-12-10T10:00");
	remind(f, "call", "2026-12-20");
	away(f, "2026-12-14");
	expect(f, 1, "scheduled 2026-12-04"); /* its day is still to come */
	pass_days(f, 12);
	expect(f, 1, "waiting away 2026-12-04");
	expect(f, 2, "waiting away 2026-12-10T10:00");
	expect(f, 3, "scheduled 2026-12-20");
	expect_counts(f, 0, 2, 0);
	DO(f, "dev.advance", "{\"seconds\":%d}", 12 * 3600); /* to the midnight it ends at */
	expect(f, 1, "scheduled 2026-12-04");
	expect(f, 2, "scheduled 2026-12-10T10:00");
	expect_rule(f, 1, "back");
	expect_counts(f, 2, 0, 2);
	expect_sound(f);
}

static void after_sleep_too(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-04");
	away(f, "2026-12-14");
	at_noon(f, "2026-12-16");
	expect(f, 1, "scheduled 2026-12-04");
	expect_counts(f, 1, 0, 1);
}

static void what_is_overdue_already_is_held_and_its_pop_up_comes_down(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-02");
	remind(f, "visit", "2026-12-03");
	at_noon(f, "2026-12-07");
	expect_counts(f, 2, 0, 2);
	away(f, "2026-12-14");
	expect(f, 1, "waiting away 2026-12-02");
	expect_rule(f, 1, "away");
	expect_counts(f, 0, 2, 0);
	DO(f, "away.clear", "{}");
	(void)stack_tick(f);
	expect(f, 1, "scheduled 2026-12-02");
	expect_counts(f, 2, 0, 2);
}

static void many_are_held_and_let_go_in_slices(void **state)
{
	struct stack *f = *state;

	two_people(f);
	for (int i = 0; i < 2 * TICK_SLICE + 7; i++)
		remind(f, "call", "2026-12-02");
	at_noon(f, "2026-12-03");
	DO(f, "away.set", "{\"until\":\"2026-12-14\"}");
	expect_counts(f, 2 * TICK_SLICE + 7, 2 * TICK_SLICE + 7, 2 * TICK_SLICE + 7);
	assert_true(stack_next(f, f->now + 1) <= f->now); /* the alarm goes at once */
	(void)stack_tick(f);
	expect_counts(f, 0, 2 * TICK_SLICE + 7, 0);
	assert_true(stack_next(f, f->now + 40 * 86400) <= 1797206400); /* 14 Dec, midnight */
	at_noon(f, "2026-12-14");
	expect_counts(f, 2 * TICK_SLICE + 7, 0, 2 * TICK_SLICE + 7);
}

static void slices_whose_time_is_over_do_one_each_and_leave_nothing(void **state)
{
	struct stack *f = *state;

	two_people(f);
	for (int i = 0; i < 7; i++)
		remind(f, "call", "2026-12-02");
	f->until = 1; /* long ago */
	at_noon(f, "2026-12-03");
	expect_counts(f, 7, 0, 7);
	assert_true(f->n_ticks >= 7);
	DO(f, "away.set", "{\"until\":\"2026-12-14\"}");
	f->n_ticks = 0;
	(void)stack_tick(f);
	expect_counts(f, 0, 7, 0);
	assert_true(f->n_ticks >= 7);
}

static void promises_go_on(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-04");
	DO(f, "promise.add", "{\"contact\":1,\"text\":\"the quote\",\"due_day\":\"2026-12-09\"}");
	away(f, "2026-12-14");
	pass_days(f, 8);
	expect(f, 1, "waiting away 2026-12-04");
	expect(f, 2, "scheduled 2026-12-08");
	expect_counts(f, 1, 1, 1);
	DO(f, "promise.keep", "{\"id\":1}");
	expect(f, 2, "done 2026-12-08");
	expect_sound(f);
}

static void an_absence_to_come_holds_nothing_before_it_begins(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-02");
	remind(f, "call", "2026-12-10");
	DO(f, "away.set", "{\"from\":\"2026-12-07\",\"until\":\"2026-12-14\"}");
	(void)stack_tick(f);
	pass_days(f, 1);
	expect_counts(f, 0, 0, 1);
	assert_true(stack_next(f, f->now + 40 * 86400) <= 1796601600); /* 7 Dec, midnight */
	pass_days(f, 5);
	expect(f, 1, "waiting away 2026-12-02");
	expect_counts(f, 0, 1, 0);
	pass_days(f, 4);
	expect(f, 2, "waiting away 2026-12-10");
}

static void set_again_it_is_replaced(void **state)
{
	struct stack *f = *state;
	json_t *set;

	two_people(f);
	remind(f, "call", "2026-12-02");
	away(f, "2026-12-14");
	pass_days(f, 2);
	set = tell(f, "away.set", "{\"until\":\"2026-12-10\"}");
	assert_string_equal(text(json_object_get(set, "away"), "from"), "2026-12-01");
	assert_int_equal(number(json_object_get(set, "away"), "days"), 9);
	assert_int_equal(number(json_object_get(set, "away"), "held"), 1);
	json_decref(set);
	pass_days(f, 7);
	expect(f, 1, "scheduled 2026-12-02");
	away(f, "2026-12-20");
	expect(f, 1, "waiting away 2026-12-02");
	DO(f, "away.set", "{\"from\":\"2026-12-15\",\"until\":\"2026-12-20\"}"); /* not yet */
	(void)stack_tick(f);
	expect(f, 1, "scheduled 2026-12-02");
	expect_sound(f);
}

static void days_that_make_no_absence_are_refused(void **state)
{
	struct stack *f = *state;

	assert_int_equal(refused(f, "away.set", "{\"until\":\"2026-12-01\"}"), 101);
	assert_int_equal(refused(f, "away.set", "{\"until\":\"2026-11-20\"}"), 101);
	assert_int_equal(
		refused(f, "away.set", "{\"from\":\"2026-11-30\",\"until\":\"2026-12-10\"}"), 101);
	assert_int_equal(
		refused(f, "away.set", "{\"from\":\"2026-12-10\",\"until\":\"2026-12-10\"}"), 101);
	assert_int_equal(refused(f, "away.set", "{\"until\":\"2027-12-03\"}"), 101);
	DO(f, "away.set", "{\"until\":\"2027-12-02\"}");
	DO(f, "away.clear", "{}");
	assert_int_equal(refused(f, "away.clear", "{}"), 100);
}

static void undo_takes_an_absence_back_and_the_end_of_one(void **state)
{
	struct stack *f = *state;
	json_t *cleared, *undone;

	two_people(f);
	remind(f, "call", "2026-12-02");
	pass_days(f, 2);
	away(f, "2026-12-14");
	expect(f, 1, "waiting away 2026-12-02");
	undone = tell(f, "journal.undo", "{}");
	(void)stack_tick(f);
	expect(f, 1, "scheduled 2026-12-02");
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)number(undone, "journal"));
	json_decref(undone);
	(void)stack_tick(f);
	expect(f, 1, "waiting away 2026-12-02");
	cleared = tell(f, "away.clear", "{}");
	assert_int_equal(number(cleared, "released"), 1);
	json_decref(cleared);
	(void)stack_tick(f);
	expect(f, 1, "scheduled 2026-12-02");
	DO(f, "journal.undo", "{}");
	(void)stack_tick(f);
	expect(f, 1, "waiting away 2026-12-02");
	expect_sound(f);
}

/* A call to keep in touch, that something overdue holds back, is held back by it again. */
static void an_absence_taken_back_leaves_the_calls_to_keep_in_touch_as_they_were(void **state)
{
	static const char looks[] = "SELECT contact, due_day, look_day FROM cadence_fact";
	struct str before = {0}, meanwhile = {0}, after = {0};
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-02");
	remind(f, "call", "2026-12-05");
	DO(f, "contact.update", "{\"id\":1,\"cadence\":\"A\"}");
	DO(f, "touch.log",
	   "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\","
	   "\"day\":\"2026-11-10\"}");
	pass_days(f, 2);
	derived_dump_of(f->env.store, looks, &before);
	away(f, "2026-12-14");
	derived_dump_of(f->env.store, looks, &meanwhile);
	DO(f, "journal.undo", "{}");
	(void)stack_tick(f);
	derived_dump_of(f->env.store, looks, &after);
	assert_string_not_equal(str_text(&meanwhile), str_text(&before));
	assert_string_equal(str_text(&after), str_text(&before));
	str_deinit(&before);
	str_deinit(&meanwhile);
	str_deinit(&after);
}

/* A row that an undo puts back is as it was then; the clock makes it agree with today. */
static void what_an_undo_puts_back_is_held_or_let_go_by_the_clock(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-02");
	pass_days(f, 2);
	DO(f, "followup.skip", "{\"id\":1}");
	away(f, "2026-12-14");
	DO(f, "journal.undo", "{\"id\":5}");
	(void)stack_tick(f);
	expect(f, 1, "waiting away 2026-12-02");
	DO(f, "followup.skip", "{\"id\":1}");
	pass_days(f, 12);
	DO(f, "journal.undo", "{}");
	expect(f, 1, "waiting away 2026-12-02");
	(void)stack_tick(f);
	expect(f, 1, "scheduled 2026-12-02");
}

static void a_held_one_may_be_done_skipped_tried_and_given_a_day_after_the_return(void **state)
{
	struct stack *f = *state;

	two_people(f);
	for (int i = 0; i < 6; i++)
		remind(f, "call", "2026-12-02");
	pass_days(f, 2);
	away(f, "2026-12-14");
	DO(f, "followup.done", "{\"id\":1}");
	expect(f, 1, "done 2026-12-02");
	DO(f, "followup.skip", "{\"id\":2}");
	DO(f, "followup.done", "{\"id\":3,\"outcome\":\"no-answer\"}");
	expect(f, 3, "scheduled 2026-12-04T09:00");
	assert_int_equal(refused(f, "followup.snooze", "{\"id\":4,\"until\":\"2026-12-13\"}"), 101);
	DO(f, "followup.snooze", "{\"id\":4,\"until\":\"2026-12-14\"}");
	expect(f, 4, "scheduled 2026-12-14");
	DO(f, "followup.update", "{\"id\":5,\"kind\":\"visit\"}");
	expect(f, 5, "waiting away 2026-12-02"); /* it goes on waiting, whatever it is now */
	DO(f, "followup.cancel", "{\"id\":6}");
	pass_days(f, 1);
	expect(f, 3, "waiting away 2026-12-04T09:00");
	pass_days(f, 11);
	expect(f, 4, "scheduled 2026-12-14");
	expect(f, 5, "scheduled 2026-12-02");
}

static void death_and_stops_end_or_hold_what_is_held(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-02");
	remind(f, "visit", "2026-12-02");
	remind(f, "message", "2026-12-02");
	pass_days(f, 2);
	away(f, "2026-12-14");
	DO(f, "suppression.add", "{\"contact\":1,\"channel\":\"call\",\"reason\":\"asked\"}");
	DO(f, "suppression.add",
	   "{\"contact\":1,\"channel\":\"visit\",\"reason\":\"moving\",\"until\":\"2026-12-20\"}");
	expect(f, 1, "cancelled 2026-12-02");
	expect(f, 2, "waiting away 2026-12-02");
	pass_days(f, 11);
	expect(f, 2, "waiting suppression 2026-12-02");
	expect_rule(f, 2, "suppressed");
	expect(f, 3, "scheduled 2026-12-02");
	away(f, "2026-12-24");
	expect(f, 3, "waiting away 2026-12-02");
	pass_days(f, 7); /* the stop ends, and its visit is due on a day away */
	expect(f, 2, "waiting away 2026-12-21T09:00");
	DO(f, "contact.deceased", "{\"id\":1}");
	expect(f, 2, "cancelled 2026-12-21T09:00");
	expect(f, 3, "cancelled 2026-12-02");
	expect_sound(f);
}

static void a_pause_that_ends_on_a_day_away_is_followed_by_that(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-02");
	DO(f, "contact.pause", "{\"id\":1,\"until\":\"2026-12-08\"}");
	away(f, "2026-12-14");
	pass_days(f, 8);
	expect(f, 1, "waiting away 2026-12-08T09:00");
	DO(f, "contact.pause", "{\"id\":1,\"until\":\"2026-12-18\"}");
	expect(f, 1, "waiting away 2026-12-08T09:00");
	pass_days(f, 6);
	expect(f, 1, "waiting pause 2026-12-08T09:00");
	pass_days(f, 4);
	expect(f, 1, "scheduled 2026-12-18T09:00");
	expect_sound(f);
}

/* Ana and Ben share a household; all three have bought on 1 Dec. Away from 11 Dec to 4 Jan. */
static void two_weeks_over_christmas(void **state)
{
	struct stack *f = three_clients(state);
	json_t *row;

	done(f, 3, "thank");
	pass_days(f, 2);
	done(f, 3, "service");
	DO(f, "satisfaction.record", "{\"contact\":3,\"score\":10}"); /* the ask: the 4th */
	DO(f, "promise.add", "{\"contact\":3,\"text\":\"a spare key\",\"due_day\":\"2026-12-22\"}");
	pass_days(f, 1);
	expect_wait(f, 3, "first-ask", "-");
	pass_days(f, 7);
	away(f, "2027-01-04");
	expect_wait(f, 3, "first-ask", "away"); /* earned, due, and held */
	expect_wait(f, 1, "thank", "away");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"it beeps\"}"); /* what is held stays so */
	expect_wait(f, 1, "service", "away");
	expect_wait(f, 2, "value", "repair");
	pass_days(f, 12);
	DO(f, "promise.keep", "{\"id\":1,\"day\":\"2026-12-22\"}");
	row = step_of(f, 1, "repair", "call");
	assert_string_equal(text(row, "waits_for"), "away");
	json_decref(row);
	/* What asks for a score is dropped on its day while the household is in trouble. */
	expect_step(f, 2, "satisfaction", "skipped", "2026-12-15T09:00");
	pass_days(f, 12); /* back since the 4th */
	expect_step(f, 3, "first-ask", "scheduled", "2026-12-04T09:00");
	expect_step(f, 1, "thank", "scheduled", "2026-12-01T13:00");
	expect_wait(f, 1, "service", "repair"); /* and now for what has come meanwhile */
	row = step_of(f, 1, "repair", "call");
	assert_string_equal(text(row, "state"), "scheduled");
	json_decref(row);
	DO(f, "complaint.resolve", "{\"id\":1}");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":9}");
	expect_wait(f, 1, "service", "-");
	expect_sound(f);
}

/* A score step whose day had come before the trouble waits for its end, held by an absence or not.
 */
static void a_score_step_held_before_the_trouble_waits_for_its_end(void **state)
{
	struct stack *f = three_clients(state);

	away(f, "2027-01-04");
	pass_days(f, 16);
	expect_wait(f, 1, "satisfaction", "away");
	DO(f, "complaint.add", "{\"contact\":2,\"text\":\"it beeps\"}");
	pass_days(f, 20);
	expect_wait(f, 1, "satisfaction", "repair");
	pass_days(f, 3);
	expect_wait(f, 1, "satisfaction", "repair");
	expect_sound(f);
}

/* The gate may open meanwhile: what is let go by it is due, and held all the same. */
static void an_ask_that_is_earned_on_a_day_away_waits_for_the_return(void **state)
{
	struct stack *f = three_clients(state);

	done(f, 3, "thank");
	pass_days(f, 3);
	done(f, 3, "service");
	away(f, "2027-01-04");
	DO(f, "satisfaction.record", "{\"contact\":3,\"score\":10}");
	pass_days(f, 4);
	expect_wait(f, 3, "first-ask", "away");
	at_noon(f, "2027-01-04");
	expect_wait(f, 3, "first-ask", "-");
	expect_sound(f);
}

static void what_will_be_held_is_said_when_it_is_added(void **state)
{
	static const struct {
		const char *due, *until;
	} cases[] = {
		{"2026-12-06", "-"},
		{"2026-12-07", "2026-12-14"},
		{"2026-12-13T23:00", "2026-12-14"},
		{"2026-12-14", "-"},
	};
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "away.set", "{\"from\":\"2026-12-07\",\"until\":\"2026-12-14\"}");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *added =
			tell(f, "followup.add",
			     "{\"contact\":1,\"kind\":\"call\",\"title\":\"x\",\"due\":\"%s\"}",
			     cases[i].due);
		int64_t id = number(json_object_get(added, "followup"), "id");
		json_t *done = tell(f, "followup.done",
				    "{\"id\":%lld,\"next\":{\"kind\":\"call\",\"due\":\"%s\"}}",
				    (long long)id, cases[i].due);

		assert_string_equal(text(added, "held_until"), cases[i].until);
		assert_string_equal(text(done, "held_until"), cases[i].until);
		json_decref(added);
		json_decref(done);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(what_falls_due_is_held_until_the_day_of_return_and_keeps_its_day),
		WITH_PLANS(after_sleep_too),
		WITH_PLANS(what_is_overdue_already_is_held_and_its_pop_up_comes_down),
		WITH_PLANS(many_are_held_and_let_go_in_slices),
		WITH_PLANS(slices_whose_time_is_over_do_one_each_and_leave_nothing),
		WITH_PLANS(promises_go_on),
		WITH_PLANS(an_absence_to_come_holds_nothing_before_it_begins),
		WITH_PLANS(set_again_it_is_replaced),
		WITH_PLANS(days_that_make_no_absence_are_refused),
		WITH_PLANS(undo_takes_an_absence_back_and_the_end_of_one),
		WITH_PLANS(an_absence_taken_back_leaves_the_calls_to_keep_in_touch_as_they_were),
		WITH_PLANS(what_an_undo_puts_back_is_held_or_let_go_by_the_clock),
		WITH_PLANS(a_held_one_may_be_done_skipped_tried_and_given_a_day_after_the_return),
		WITH_PLANS(death_and_stops_end_or_hold_what_is_held),
		WITH_PLANS(a_pause_that_ends_on_a_day_away_is_followed_by_that),
		WITH_PLANS(two_weeks_over_christmas),
		WITH_PLANS(a_score_step_held_before_the_trouble_waits_for_its_end),
		WITH_PLANS(an_ask_that_is_earned_on_a_day_away_waits_for_the_return),
		WITH_PLANS(what_will_be_held_is_said_when_it_is_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
