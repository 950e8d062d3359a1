/* Which follow-ups a run makes, in which state, and where they fall. */
#include "domain/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"

static const struct worktime office = {
	.week = 0x1f, .start = 540, .end = 1080, .quiet_start = 1200, .quiet_end = 480};

static struct day day(const char *text)
{
	struct day d;

	assert_true(day_parse(text, &d));
	return d;
}

static void say_moment(struct str *to, struct day d, int minute)
{
	char text[DAY_TEXT_SIZE];

	str_addf(to, " %s %02d:%02d", day_format(d, text), minute / 60, minute % 60);
}

/* "a scheduled: 2026-12-05 09:00, due 2026-12-07 09:00", a line each; "#2" where it is the second
 * of a series, and the day the series counts from; the rule where it is not simply planted. */
static void say_row(struct str *to, const struct plan *plan, const struct plan_row *row)
{
	char text[DAY_TEXT_SIZE];

	str_addf(to, "%s %s:", plan->steps[row->step].key,
		 row->waits_for < 0 ? followup_states[row->state] : followup_waits[row->waits_for]);
	assert_int_equal(row->waits_for >= 0, row->state == FOLLOWUP_WAITING);
	assert_true(row->waits_for >= -1);
	say_moment(to, row->at.planned_day, row->at.planned_minute);
	str_add(to, ", due");
	say_moment(to, row->at.due.day, row->at.due.minute);
	if (row->occurrence != 1)
		str_addf(to, " #%d", row->occurrence);
	if (!day_is_none(row->series_day))
		str_addf(to, " from %s", day_format(row->series_day, text));
	if (row->rule != RULE_PLANTED)
		str_addf(to, ", %s", move_rules[row->rule]);
	str_add(to, "\n");
}

enum {
	IMPORT = 1,
	PROMISES = 2,
	REFERRER = 4, /* somebody sent them */
	ONLY_REFERRER = 8,
	FIRST_TAKEN = 16, /* a newer run makes the first step */
};

#define STEPS 4
#define STEP(k, o, ...)                                                                            \
	{                                                                                          \
		.key = k, .offset = o, .channel = -1, __VA_ARGS__                                  \
	}

struct laid {
	const char *anchor;
	unsigned with;
	struct plan_step steps[STEPS];
	const char *want;
};

static void lay(const struct laid *c, struct day today, struct str *to)
{
	const bool taken[STEPS] = {c->with & FIRST_TAKEN};
	const struct plan_context context = {
		.clock = {.work = &office, .now = {today, 720}, .entered = today},
		.anchor = {day(c->anchor), 600},
		.stale_days = 10,
		.stale_days_thank = 30,
		.is_import = c->with & IMPORT,
		.has_promises = c->with & PROMISES,
		.has_referrer = c->with & REFERRER,
		.is_for_referrer = c->with & ONLY_REFERRER,
		.is_taken = c->with & FIRST_TAKEN ? taken : NULL,
	};
	struct plan_step steps[STEPS];
	struct plan plan = {.name = "p", .steps = steps};
	struct plan_row rows[PLAN_ROWS_MAX];
	size_t n;

	memcpy(steps, c->steps, sizeof steps);
	while (plan.n_steps < STEPS && steps[plan.n_steps].key)
		plan.n_steps++;
	n = plan_lay(&plan, &context, rows);
	for (size_t i = 0; i < n; i++)
		say_row(to, &plan, &rows[i]);
}

static void check(const struct laid *cases, size_t n, const char *today)
{
	size_t n_wrong = 0;

	for (size_t i = 0; i < n; i++) {
		_cleanup_str_ struct str got = {0};

		lay(&cases[i], day(today), &got);
		if (strcmp(str_text(&got), cases[i].want) == 0)
			continue;
		print_error("case %zu:\n%s", i, str_text(&got));
		n_wrong++;
	}
	assert_int_equal(n_wrong, 0);
}

#define CALL .kind = KIND_CALL

/* 2026-12-01 is a Tuesday; it is noon. */
static void a_step_waits_for_what_it_comes_after_belongs_to_or_must_earn(void **state)
{
	static const struct laid cases[] = {
		{"2026-12-01",
		 0,
		 {STEP("a", "+4", CALL), STEP("b", "+2 14:30", CALL, .after = "a"),
		  STEP("c", "+1h", CALL, .after = "b")},
		 "a scheduled: 2026-12-05 09:00, due 2026-12-07 09:00\n"
		 "b after: 2026-12-09 14:30, due 2026-12-09 14:30\n"
		 "c after: 2026-12-09 15:30, due 2026-12-09 15:30\n"},
		{"2026-12-01",
		 0,
		 {STEP("ask", "+3", .kind = KIND_ASK, .has_gate = true),
		  STEP("list", "+5", CALL, .part_of = "ask"),
		  STEP("thank", "+1", CALL, .after = "ask", .part_of = "ask")},
		 "ask gate: 2026-12-04 09:00, due 2026-12-04 09:00\n"
		 "list part-of: 2026-12-06 09:00, due 2026-12-07 09:00\n"
		 "thank after: 2026-12-05 09:00, due 2026-12-07 09:00\n"},
		/* what a newer run makes is not made, nor what follows it */
		{"2026-12-01",
		 FIRST_TAKEN,
		 {STEP("a", "+4", CALL), STEP("b", "+2", CALL, .after = "a"),
		  STEP("c", "+3", CALL)},
		 "c scheduled: 2026-12-04 09:00, due 2026-12-04 09:00\n"},
		/* steps to the referrer need one, and may be all that is wanted */
		{"2026-12-01",
		 0,
		 {STEP("a", "+4", CALL, .to = TO_REFERRER), STEP("b", "+2", CALL, .after = "a"),
		  STEP("c", "+3", CALL)},
		 "c scheduled: 2026-12-04 09:00, due 2026-12-04 09:00\n"},
		{"2026-12-01",
		 REFERRER,
		 {STEP("a", "+4", CALL, .to = TO_REFERRER), STEP("b", "+2", CALL, .after = "a"),
		  STEP("c", "+3", CALL)},
		 "a scheduled: 2026-12-05 09:00, due 2026-12-07 09:00\n"
		 "b after: 2026-12-09 09:00, due 2026-12-09 09:00\n"
		 "c scheduled: 2026-12-04 09:00, due 2026-12-04 09:00\n"},
		{"2026-12-01",
		 REFERRER | ONLY_REFERRER,
		 {STEP("a", "+4", CALL, .to = TO_REFERRER), STEP("b", "+2", CALL, .after = "a"),
		  STEP("c", "+3", CALL)},
		 "a scheduled: 2026-12-05 09:00, due 2026-12-07 09:00\n"},
		/* hours from an anchor that has passed: in an hour */
		{"2026-11-30",
		 0,
		 {STEP("a", "+1h", CALL)},
		 "a scheduled: 2026-11-30 11:00, due 2026-12-01 13:00\n"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), "2026-12-01");
}

/* DESIGN section 4: no flood of what is past. */
static void what_is_too_long_past_expires_and_what_follows_it_is_cancelled(void **state)
{
	static const struct laid cases[] = {
		{"2026-11-01",
		 0,
		 {STEP("a", "+19", CALL), STEP("b", "+5", CALL, .after = "a"),
		  STEP("c", "+3h", CALL, .after = "b"), STEP("d", "+20", CALL)},
		 "a expired: 2026-11-20 09:00, due 2026-11-20 09:00, stale\n"
		 "b cancelled: 2026-11-25 09:00, due 2026-11-25 09:00, before-ended\n"
		 "c cancelled: 2026-11-25 09:00, due 2026-11-25 09:00, before-ended\n"
		 "d scheduled: 2026-11-21 09:00, due 2026-12-01 13:00\n"},
		{"2026-11-01",
		 0,
		 {STEP("a", "0", .kind = KIND_THANK_YOU),
		  STEP("b", "+1 10:00", .kind = KIND_THANK_YOU)},
		 "a scheduled: 2026-11-01 09:00, due 2026-12-01 13:00\n"
		 "b scheduled: 2026-11-02 10:00, due 2026-12-01 13:00\n"},
		{"2026-10-31",
		 0,
		 {STEP("a", "0", .kind = KIND_THANK_YOU)},
		 "a expired: 2026-10-31 09:00, due 2026-10-31 09:00, stale\n"},
		/* of a series the next one is made, from today on */
		{"2026-01-01",
		 0,
		 {STEP("v", "+90", CALL, .repeat = "180"), STEP("l", "+7", CALL, .after = "v")},
		 "v expired: 2026-04-01 09:00, due 2026-04-01 09:00 from 2026-04-01, stale\n"
		 "v scheduled: 2027-03-27 09:00, due 2027-03-29 09:00 #2 from 2026-04-01\n"
		 "l after: 2027-04-05 09:00, due 2027-04-05 09:00 #2\n"},
		{"2026-01-01",
		 IMPORT,
		 {STEP("v", "+90", CALL, .repeat = "244")},
		 "v scheduled: 2026-12-01 09:00, due 2026-12-01 13:00 #2 from 2026-04-01\n"},
		{"2026-01-01",
		 0,
		 {STEP("v", "+90", CALL, .repeat = "FREQ=YEARLY;COUNT=1")},
		 "v expired: 2026-04-01 09:00, due 2026-04-01 09:00 from 2026-04-01, stale\n"},
		{"2026-11-01",
		 0,
		 {STEP("v", "+60", CALL, .repeat = "180")},
		 "v scheduled: 2026-12-31 09:00, due 2026-12-31 09:00 from 2026-12-31\n"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), "2026-12-01");
}

static void what_is_for_promises_is_passed_over_where_there_are_none(void **state)
{
	static const struct laid cases[] = {
		{"2026-12-01",
		 PROMISES,
		 {STEP("a", "+4", CALL, .when = WHEN_HAS_PROMISES),
		  STEP("b", "+1", CALL, .after = "a")},
		 "a scheduled: 2026-12-05 09:00, due 2026-12-07 09:00\n"
		 "b after: 2026-12-08 09:00, due 2026-12-08 09:00\n"},
		{"2026-12-01",
		 0,
		 {STEP("a", "+4", CALL, .when = WHEN_HAS_PROMISES),
		  STEP("b", "+1", CALL, .after = "a"),
		  STEP("c", "+1", .kind = KIND_ASK, .after = "a", .has_gate = true),
		  STEP("d", "+1", CALL, .after = "a", .part_of = "c")},
		 "b scheduled: 2026-12-06 09:00, due 2026-12-07 09:00\n"
		 "c gate: 2026-12-06 09:00, due 2026-12-07 09:00\n"
		 "d part-of: 2026-12-06 09:00, due 2026-12-07 09:00\n"},
		/* only what comes next to it does not wait */
		{"2026-12-01",
		 0,
		 {STEP("a", "+4", CALL, .when = WHEN_HAS_PROMISES),
		  STEP("b", "+1", CALL, .after = "a"), STEP("c", "+1", CALL, .after = "b")},
		 "b scheduled: 2026-12-06 09:00, due 2026-12-07 09:00\n"
		 "c after: 2026-12-08 09:00, due 2026-12-08 09:00\n"},
		/* nor is there anything behind what an import leaves out */
		{"2026-11-01",
		 IMPORT,
		 {STEP("a", "+4", CALL, .when = WHEN_HAS_PROMISES),
		  STEP("b", "+1", CALL, .after = "a"), STEP("c", "+1", CALL, .after = "b")},
		 ""},
		/* two of them, one after the other */
		{"2026-12-01",
		 0,
		 {STEP("a", "+4", CALL, .when = WHEN_HAS_PROMISES),
		  STEP("b", "+1", CALL, .after = "a", .when = WHEN_HAS_PROMISES),
		  STEP("c", "+1", CALL, .after = "b")},
		 "c scheduled: 2026-12-07 09:00, due 2026-12-07 09:00\n"},
		/* what comes after may be past by itself */
		{"2026-11-01",
		 0,
		 {STEP("a", "+10", CALL, .when = WHEN_HAS_PROMISES),
		  STEP("b", "+2", CALL, .after = "a")},
		 "b expired: 2026-11-13 09:00, due 2026-11-13 09:00, stale\n"},
		{"2026-11-01",
		 IMPORT,
		 {STEP("a", "+10", CALL, .when = WHEN_HAS_PROMISES),
		  STEP("b", "+2", CALL, .after = "a")},
		 ""},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), "2026-12-01");
}

static void an_import_makes_no_past_step(void **state)
{
	static const struct laid cases[] = {
		{"2026-11-01",
		 IMPORT,
		 {STEP("a", "+29", CALL), STEP("b", "+30", CALL), STEP("c", "+31", CALL),
		  STEP("d", "+1", CALL, .after = "a")},
		 "b scheduled: 2026-12-01 09:00, due 2026-12-01 13:00\n"
		 "c scheduled: 2026-12-02 09:00, due 2026-12-02 09:00\n"},
		/* a first score in the past: only what serves is made */
		{"2026-11-01",
		 IMPORT,
		 {STEP("s", "+20", CALL, .score = true),
		  STEP("v", "+90", CALL, .gives = true, .scope = SCOPE_CONTACT),
		  STEP("w", "+90", CALL, .gives = true, .scope = SCOPE_SALE),
		  STEP("x", "+90", CALL, .scope = SCOPE_CONTACT)},
		 "v scheduled: 2027-01-30 09:00, due 2027-02-01 09:00\n"},
		{"2026-11-01",
		 IMPORT,
		 {STEP("a", "+90", CALL), STEP("s", "+20", CALL, .score = true)},
		 ""},
		/* the first score that counts from the anchor, and where none does */
		{"2026-11-01",
		 IMPORT,
		 {STEP("a", "+90", CALL), STEP("s", "+1", CALL, .after = "a", .score = true),
		  STEP("t", "+30", CALL, .score = true)},
		 "a scheduled: 2027-01-30 09:00, due 2027-02-01 09:00\n"
		 "s after: 2027-02-02 09:00, due 2027-02-02 09:00\n"
		 "t scheduled: 2026-12-01 09:00, due 2026-12-01 13:00\n"},
		{"2026-11-01",
		 IMPORT,
		 {STEP("a", "+90", CALL), STEP("s", "+1", CALL, .after = "a", .score = true)},
		 "a scheduled: 2027-01-30 09:00, due 2027-02-01 09:00\n"
		 "s after: 2027-02-02 09:00, due 2027-02-02 09:00\n"},
		/* entered by hand all of it is */
		{"2026-11-01",
		 0,
		 {STEP("s", "+20", CALL, .score = true), STEP("x", "+90", CALL)},
		 "s scheduled: 2026-11-21 09:00, due 2026-12-01 13:00\n"
		 "x scheduled: 2027-01-30 09:00, due 2027-02-01 09:00\n"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), "2026-12-01");
}

static void no_step_is_made_beyond_the_calendar(void **state)
{
	static const struct laid cases[] = {
		{"2199-12-29",
		 0,
		 {STEP("a", "+2", CALL), STEP("b", "+3", CALL), STEP("c", "+9", CALL, .after = "a"),
		  STEP("d", "0", CALL, .after = "b")},
		 "a scheduled: 2199-12-31 09:00, due 2199-12-31 09:00\n"},
		{"2199-12-29", IMPORT, {STEP("v", "0", CALL, .repeat = "9")}, ""},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), "2199-12-30");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_waits_for_what_it_comes_after_belongs_to_or_must_earn),
		cmocka_unit_test(what_is_too_long_past_expires_and_what_follows_it_is_cancelled),
		cmocka_unit_test(what_is_for_promises_is_passed_over_where_there_are_none),
		cmocka_unit_test(an_import_makes_no_past_step),
		cmocka_unit_test(no_step_is_made_beyond_the_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
