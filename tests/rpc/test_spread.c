/* What is overdue, spread over working days; and snoozing, with what it means for promises. */
#include <time.h>

#include "rpc/story.h"

#include "rpc/history.h"

#define FRIDAY "2026-12-04"

/* 2026-12-01 is a Tuesday; the clock shows 12:00 UTC, and that is the zone. */
static void people(struct stack *f, int n)
{
	for (int i = 0; i < n; i++)
		DO(f, "contact.add", "{\"name\":\"Client %d\"}", i + 1);
}

static void remind(struct stack *f, int contact, const char *kind, const char *due)
{
	DO(f, "followup.add", "{\"contact\":%d,\"kind\":\"%s\",\"title\":\"x\",\"due\":\"%s\"}",
	   contact, kind, due);
}

static void expect(struct stack *f, int id, const char *want)
{
	json_t *answered = tell(f, "followup.get", "{\"id\":%d}", id);
	const json_t *row = json_object_get(answered, "followup");
	char got[100];

	(void)snprintf(got, sizeof got, "%s %s", text(row, "state"), text(row, "due"));
	if (strcmp(got, want) != 0)
		fail_msg("%d: '%s', not '%s'", id, got, want);
	json_decref(answered);
}

/* Days and what they get: "2026-12-08 2,2026-12-09 1". */
static void days_of(const json_t *spread, struct str *to)
{
	const json_t *day;
	size_t i;

	str_reset(to);
	json_array_foreach (json_object_get(spread, "days"), i, day)
		str_addf(to, "%s%s %lld", i ? "," : "", text(day, "day"),
			 (long long)number(day, "n"));
}

static void expect_days(struct stack *f, const char *params, const char *want)
{
	json_t *spread = tell(f, "agenda.spread", "%s", params);
	_cleanup_str_ struct str got = {0};

	days_of(spread, &got);
	if (strcmp(str_text(&got), want) != 0)
		fail_msg("%s: '%s', not '%s'", params, str_text(&got), want);
	json_decref(spread);
}

static void it_is_shown_first_then_done_as_shown_and_undone_as_one(void **state)
{
	_cleanup_str_ struct str before = {0}, shown = {0}, done = {0}, after = {0};
	struct stack *f = *state;
	json_t *plan, *applied;

	people(f, 2);
	for (int i = 0; i < 5; i++)
		remind(f, 1, "call", "2026-12-02T10:00");
	remind(f, 2, "thank-you", "2026-12-03");
	remind(f, 2, "call", "2026-12-07T15:00"); /* a Monday, of which it takes one */
	at_noon(f, FRIDAY);
	dump_facts(f, &before);
	plan = tell(f, "agenda.spread", "{\"cap\":2}");
	days_of(plan, &shown);
	assert_string_equal(str_text(&shown), "2026-12-04 3,2026-12-07 1,2026-12-08 2");
	assert_int_equal(number(plan, "today"), 1);
	assert_int_equal(number(plan, "overdue"), 6);
	assert_true(json_is_null(json_object_get(plan, "journal")));
	dump_facts(f, &after);
	assert_string_equal(str_text(&before), str_text(&after));
	applied = tell(f, "agenda.spread", "{\"cap\":2,\"apply\":true}");
	days_of(applied, &done);
	assert_string_equal(str_text(&shown), str_text(&done));
	assert_true(json_equal(json_object_get(plan, "days"), json_object_get(applied, "days")));
	expect(f, 6, "scheduled 2026-12-04");
	expect(f, 1, "scheduled 2026-12-04"); /* its time has passed: any time */
	expect(f, 3, "scheduled 2026-12-07T10:00");
	expect(f, 5, "scheduled 2026-12-08T10:00");
	expect_days(f, "{\"cap\":2}", "");
	(void)stack_tick(f);
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)number(applied, "journal"));
	(void)stack_tick(f);
	dump_facts(f, &after);
	assert_string_equal(str_text(&before), str_text(&after));
	json_decref(plan);
	json_decref(applied);
}

static void what_is_moved_to_today_is_told_of_no_second_time(void **state)
{
	struct stack *f = *state;
	json_t *status;

	people(f, 1);
	for (int i = 0; i < 5; i++)
		remind(f, 1, "call", "2026-12-02");
	at_noon(f, FRIDAY);
	DO(f, "agenda.spread", "{\"cap\":3,\"apply\":true}");
	(void)stack_tick(f);
	status = tell(f, "system.status", "{}");
	assert_int_equal(number(json_object_get(status, "delivery"), "undelivered"), 0);
	assert_int_equal(number(json_object_get(status, "agenda"), "due_today"), 3);
	json_decref(status);
	pass_days(f, 3);
	status = tell(f, "system.status", "{}"); /* those of Monday come as any other */
	assert_int_equal(number(json_object_get(status, "delivery"), "undelivered"), 2);
	json_decref(status);
}

static void after_hours_and_on_days_off_it_begins_on_the_next_working_day(void **state)
{
	struct stack *f = *state;

	people(f, 1);
	remind(f, 1, "call", "2026-12-02");
	remind(f, 1, "thank-you", "2026-12-02");
	DO(f, "dev.clock", "{\"now\":\"2026-12-04T18:30:00Z\"}");
	expect_days(f, "{}", "2026-12-07 2");
	at_noon(f, "2026-12-05");
	expect_days(f, "{}", "2026-12-07 2");
	DO(f, "away.set", "{\"from\":\"2026-12-07\",\"until\":\"2026-12-10\"}");
	expect_days(f, "{}", "2026-12-10 2"); /* nor on a day that will be one away */
}

static void promises_keep_their_day_and_asks_their_own_cap(void **state)
{
	struct stack *f = *state;

	people(f, 7);
	DO(f, "promise.add", "{\"contact\":1,\"text\":\"a key\",\"due_day\":\"2026-12-02\"}");
	for (int i = 1; i <= 5; i++) {
		DO(f, "contact.update", "{\"id\":%d,\"partner\":true}", i);
		for (int k = 0; k < 2; k++)
			DO(f, "touch.log",
			   "{\"contact\":%d,\"channel\":\"call\",\"direction\":\"out\",\"gave\":"
			   "true}",
			   i);
	}
	for (int i = 2; i <= 5; i++)
		remind(f, i, "ask", "2026-12-02");
	remind(f, 6, "call", "2026-12-02");
	pass_days(f, 2);
	at_noon(f, FRIDAY);
	expect_days(f, "{\"cap\":20}", "2026-12-04 4,2026-12-07 1");
	DO(f, "agenda.spread", "{\"cap\":20,\"apply\":true}");
	expect(f, 1, "scheduled 2026-12-01T13:00");
	(void)stack_tick(f);
	expect(f, 4, "scheduled 2026-12-04"); /* earned still, and asked today */
	expect(f, 5, "scheduled 2026-12-07");
}

static void what_came_too_late_to_be_of_use_expires_and_the_next_is_planted(void **state)
{
	struct stack *f = *state;
	json_t *spread, *row;

	people(f, 1);
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	at_noon(f, "2027-04-01");
	spread = tell(f, "agenda.spread", "{\"apply\":true}");
	assert_true(json_array_size(json_object_get(spread, "expired")) > 0);
	json_decref(spread);
	expect_step(f, 1, "service", "expired", "2026-12-03T09:00");
	expect_step(f, 1, "value", "scheduled", "2027-08-30T09:00");
	row = step(f, 1, "satisfaction"); /* a score is asked for, however late */
	assert_string_equal(text(row, "state"), "scheduled");
	json_decref(row);
	expect_sound(f);
}

static void a_day_named_by_hand_never_expires_and_counts_as_ours_again(void **state)
{
	struct stack *f = *state;
	json_t *row;

	people(f, 1);
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	row = step(f, 1, "service");
	DO(f, "followup.snooze", "{\"id\":%lld,\"until\":\"2026-12-08\"}",
	   (long long)number(row, "id"));
	json_decref(row);
	at_noon(f, "2026-12-28");
	DO(f, "agenda.spread", "{\"apply\":true}");
	row = step(f, 1, "service");
	assert_string_equal(text(row, "due"), "2026-12-28");
	assert_false(json_is_true(json_object_get(row, "pinned")));
	json_decref(row);
}

static void the_agenda_offers_it_where_more_is_overdue_than_is_done_in_a_day(void **state)
{
	struct stack *f = *state;
	json_t *agenda;

	people(f, 1);
	for (int i = 0; i < 12; i++)
		remind(f, 1, "call", "2026-12-02");
	at_noon(f, FRIDAY);
	agenda = tell(f, "agenda.get", "{}");
	assert_true(json_is_null(json_object_get(agenda, "spread")));
	json_decref(agenda);
	remind(f, 1, "call", "2026-12-04T13:00");
	pass_days(f, 1);
	agenda = tell(f, "agenda.get", "{}");
	assert_int_equal(number(json_object_get(agenda, "spread"), "overdue"), 13);
	assert_int_equal(number(json_object_get(agenda, "spread"), "cap"), 12);
	json_decref(agenda);
}

static double seconds(void)
{
	struct timespec t;

	(void)timespec_get(&t, TIME_UTC);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void a_thousand_are_spread_as_one(void **state)
{
	struct stack *f = *state;
	double start, shown, applied;
	json_t *spread;

	people(f, 100);
	for (int i = 0; i < 1000; i++)
		remind(f, 1 + i % 100, i % 3 ? "call" : "message", "2026-12-02");
	at_noon(f, FRIDAY);
	start = seconds();
	DO(f, "agenda.spread", "{}");
	shown = seconds();
	spread = tell(f, "agenda.spread", "{\"apply\":true}");
	applied = seconds();
	DO(f, "journal.undo", "{}");
	print_message("1000 overdue: shown in %.2f s, applied in %.2f s, undone in %.2f s\n",
		      shown - start, applied - shown, seconds() - applied);
	assert_int_equal(number(json_object_get(spread, "counts"), "moved"), 1000);
	assert_int_equal(json_array_size(json_object_get(spread, "days")), 84);
	json_decref(spread);
}

/* The warnings of an answer: "1 breaks", "1 target", "". */
static void expect_warning(json_t *answered, const char *want)
{
	const json_t *list = json_object_get(answered, "warnings");
	const json_t *first = json_array_get(list, 0);
	char got[40] = "";

	if (first)
		(void)snprintf(got, sizeof got, "%lld %s", (long long)number(first, "promise"),
			       json_is_true(json_object_get(first, "breaks")) ? "breaks"
									      : "target");
	if (strcmp(got, want) != 0)
		fail_msg("warned '%s', not '%s'", got, want);
	json_decref(answered);
}

static void to_snooze_past_a_promise_is_said(void **state)
{
	static const struct {
		const char *until, *want;
	} cases[] = {
		{"2026-12-07", ""},
		{"2026-12-08", "1 target"},
		{"2026-12-08T23:00", "1 target"},
		{"2026-12-09", "1 breaks"},
	};
	struct stack *f = *state;

	people(f, 1);
	remind(f, 1, "call", "2026-12-04");
	DO(f, "promise.add", "{\"contact\":1,\"text\":\"a key\",\"due_day\":\"2026-12-08\"}");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		expect_warning(tell(f, "followup.snooze",
				    "{\"ids\":[1,2],\"until\":\"%s\",\"dry_run\":true}",
				    cases[i].until),
			       cases[i].want);
		expect(f, 2, "scheduled 2026-12-07");
	}
	expect_warning(tell(f, "followup.snooze", "{\"id\":1,\"until\":\"2026-12-20\"}"), "");
	expect_warning(tell(f, "followup.update", "{\"id\":2,\"due\":\"2026-12-08\"}"), "1 target");
	expect_warning(tell(f, "followup.update", "{\"id\":2,\"title\":\"y\"}"), "");
	expect_warning(tell(f, "followup.snooze", "{\"id\":2,\"until\":\"2026-12-10\"}"),
		       "1 breaks");
	expect(f, 2, "scheduled 2026-12-10");
}

static void a_dry_run_refuses_what_the_real_one_would_and_writes_nothing(void **state)
{
	_cleanup_str_ struct str before = {0}, after = {0};
	struct stack *f = *state;

	people(f, 1);
	remind(f, 1, "call", "2026-12-04");
	remind(f, 1, "call", "2026-12-04");
	DO(f, "followup.skip", "{\"id\":2}");
	dump_facts(f, &before);
	assert_int_equal(refused(f, "followup.snooze",
				 "{\"id\":1,\"until\":\"2026-12-01\",\"dry_run\":true}"),
			 101);
	assert_int_equal(refused(f, "followup.snooze",
				 "{\"ids\":[1,2],\"until\":\"2026-12-09\",\"dry_run\":true}"),
			 310);
	DO(f, "followup.snooze", "{\"id\":1,\"until\":\"2026-12-09\",\"dry_run\":true}");
	dump_facts(f, &after);
	assert_string_equal(str_text(&before), str_text(&after));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(it_is_shown_first_then_done_as_shown_and_undone_as_one),
		WITH_PLANS(what_is_moved_to_today_is_told_of_no_second_time),
		WITH_PLANS(after_hours_and_on_days_off_it_begins_on_the_next_working_day),
		WITH_PLANS(promises_keep_their_day_and_asks_their_own_cap),
		WITH_PLANS(what_came_too_late_to_be_of_use_expires_and_the_next_is_planted),
		WITH_PLANS(a_day_named_by_hand_never_expires_and_counts_as_ours_again),
		WITH_PLANS(the_agenda_offers_it_where_more_is_overdue_than_is_done_in_a_day),
		WITH_PLANS(a_thousand_are_spread_as_one),
		WITH_PLANS(to_snooze_past_a_promise_is_said),
		WITH_PLANS(a_dry_run_refuses_what_the_real_one_would_and_writes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
