/* Offsets, the moving rules, and what is wrong with a plan. */
#include "domain/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"

static const struct worktime office = {
	.week = 0x1f, .start = 540, .end = 1080, .quiet_start = 1200, .quiet_end = 480};

static struct day day(const char *text)
{
	struct day d;

	assert_true(day_parse(text, &d));
	return d;
}

static const char *say(struct moment m)
{
	static char text[32];
	char of_day[DAY_TEXT_SIZE];

	(void)snprintf(text, sizeof text, "%s %02d:%02d", day_format(m.day, of_day), m.minute / 60,
		       m.minute % 60);
	return text;
}

static void offsets_are_read_strictly(void **state)
{
	static const struct {
		const char *text;
		bool is_good;
		int n;
		enum offset_unit unit;
		int minute;
	} cases[] = {
		{"0", true, 0, OFFSET_DAYS, ANY_MINUTE},
		{"+14", true, 14, OFFSET_DAYS, ANY_MINUTE},
		{"14", true, 14, OFFSET_DAYS, ANY_MINUTE},
		{"+1bd", true, 1, OFFSET_WORKDAYS, ANY_MINUTE},
		{"+1h", true, 1, OFFSET_HOURS, ANY_MINUTE},
		{"+2 14:30", true, 2, OFFSET_DAYS, 870},
		{"+2bd 00:00", true, 2, OFFSET_WORKDAYS, 0},
		{"+3660", true, 3660, OFFSET_DAYS, ANY_MINUTE},
		{"+400h", true, 400, OFFSET_HOURS, ANY_MINUTE},
		{"+3661", false, 0, 0, 0},
		{"+401h", false, 0, 0, 0},
		{"", false, 0, 0, 0},
		{"+", false, 0, 0, 0},
		{"-1", false, 0, 0, 0},
		{"+1d", false, 0, 0, 0},
		{"+1 bd", false, 0, 0, 0},
		{"+1b", false, 0, 0, 0},
		{"+1bx", false, 0, 0, 0},
		{"+1 23:59", true, 1, OFFSET_DAYS, 1439},
		{"+1 9:05", true, 1, OFFSET_DAYS, 545},
		{"+0bd", true, 0, OFFSET_WORKDAYS, ANY_MINUTE},
		{"+1 9:055", false, 0, 0, 0},
		{"+1 9:0x", false, 0, 0, 0},
		{"+1 x:00", false, 0, 0, 0},
		{"+1 9.00", false, 0, 0, 0},
		{"+1bdx", false, 0, 0, 0},
		{"+1b", false, 0, 0, 0},
		{"+1hx", false, 0, 0, 0},
		{"+3661h", false, 0, 0, 0},
		{"++1", false, 0, 0, 0},
		{"+1h 09:00", false, 0, 0, 0},
		{"+1 24:00", false, 0, 0, 0},
		{"+1 09:60", false, 0, 0, 0},
		{"+1 9:5", false, 0, 0, 0},
		{"+1  09:00", false, 0, 0, 0},
		{"+99999999999999999999", false, 0, 0, 0},
		{"tomorrow", false, 0, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct offset o = {0};

		if (offset_parse(cases[i].text, &o) != cases[i].is_good)
			fail_msg("'%s'", cases[i].text);
		if (!cases[i].is_good)
			continue;
		assert_int_equal(o.n, cases[i].n);
		assert_int_equal(o.unit, cases[i].unit);
		assert_int_equal(o.minute, cases[i].minute);
	}
}

/* 2026-12-01 is a Tuesday. */
static void steps_move_by_the_rules(void **state)
{
	static const struct {
		const char *offset, *anchor;
		enum followup_kind kind;
		const char *today;
		int minute; /* of now */
		const char *want;
	} cases[] = {
		/* to the next working day */
		{"+4", "2026-12-01", KIND_CALL, "2026-12-01", 720, "2026-12-07 09:00"},
		{"+2", "2026-12-01", KIND_CALL, "2026-12-01", 720, "2026-12-03 09:00"},
		{"+2 14:30", "2026-12-01", KIND_CALL, "2026-12-01", 720, "2026-12-03 14:30"},
		/* a thank-you to the previous one */
		{"+4", "2026-12-01", KIND_THANK_YOU, "2026-12-01", 720, "2026-12-04 09:00"},
		/* unless that lies before the anchor, the day of entry, or now */
		{"0", "2026-12-05", KIND_THANK_YOU, "2026-12-05", 720, "2026-12-07 09:00"},
		{"0", "2026-12-06", KIND_THANK_YOU, "2026-12-06", 720, "2026-12-07 09:00"},
		{"+1", "2026-12-04", KIND_THANK_YOU, "2026-12-04", 480, "2026-12-04 09:00"},
		{"+1", "2026-12-04", KIND_THANK_YOU, "2026-12-04", 720, "2026-12-07 09:00"},
		{"+1", "2026-12-04", KIND_THANK_YOU, "2026-12-04", 540, "2026-12-07 09:00"},
		/* business days count working days only */
		{"+1bd", "2026-12-04", KIND_CALL, "2026-12-04", 720, "2026-12-07 09:00"},
		{"+5bd", "2026-12-01", KIND_CALL, "2026-12-01", 720, "2026-12-08 09:00"},
		/* a time of today that has passed: in one hour */
		{"0", "2026-12-01", KIND_CALL, "2026-12-01", 720, "2026-12-01 13:00"},
		{"0", "2026-12-01", KIND_CALL, "2026-12-01", 539, "2026-12-01 09:00"},
		{"0", "2026-12-01", KIND_CALL, "2026-12-01", 540, "2026-12-01 10:00"},
		{"0", "2026-12-01", KIND_CALL, "2026-12-01", 1139, "2026-12-01 19:59"},
		/* or the next working morning where that hour is quiet */
		{"0", "2026-12-01", KIND_CALL, "2026-12-01", 1140, "2026-12-02 09:00"},
		{"0", "2026-12-04", KIND_CALL, "2026-12-04", 1400, "2026-12-07 09:00"},
		/* a day that has passed is as today */
		{"+2", "2026-11-25", KIND_CALL, "2026-12-01", 720, "2026-12-01 13:00"},
		{"+2", "2026-11-25", KIND_CALL, "2026-12-05", 720, "2026-12-07 09:00"},
		/* working hours */
		{"+1h", "2026-12-04", KIND_CALL, "2026-12-04", 1060, "2026-12-07 09:40"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct offset offset;
		struct plan_clock clock = {.work = &office,
					   .now = {day(cases[i].today), cases[i].minute},
					   .entered = day(cases[i].today)};
		struct placed p;

		assert_true(offset_parse(cases[i].offset, &offset));
		p = plan_place(&offset, (struct moment){day(cases[i].anchor), cases[i].minute},
			       cases[i].kind, &clock);
		if (strcmp(say(p.due), cases[i].want) != 0)
			fail_msg("%s from %s: %s, not %s", cases[i].offset, cases[i].anchor,
				 say(p.due), cases[i].want);
	}
}

/* Without quiet hours an hour from now is any of today, and no other day's. */
static void a_time_that_has_passed_is_in_an_hour_of_the_same_day(void **state)
{
	static const struct worktime never_quiet = {.week = 0x1f, .start = 540, .end = 1080};
	static const struct {
		const char *today;
		int minute;
		const char *want;
	} cases[] = {
		{"2026-12-01", 1378, "2026-12-01 23:58"}, {"2026-12-01", 1379, "2026-12-01 23:59"},
		{"2026-12-01", 1380, "2026-12-02 09:00"}, {"2026-12-04", 1380, "2026-12-07 09:00"},
		{"2026-12-05", 720, "2026-12-07 09:00"},  {"2026-12-05", 30, "2026-12-07 09:00"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct day today = day(cases[i].today);
		const struct plan_clock clock = {
			.work = &never_quiet, .now = {today, cases[i].minute}, .entered = today};
		struct placed p =
			plan_move(day_plus(today, -9), ANY_MINUTE, today, KIND_CALL, &clock);

		assert_string_equal(say(p.due), cases[i].want);
		assert_int_equal(p.planned_day.n, today.n - 9);
		assert_int_equal(p.planned_minute, 540);
	}
}

static void where_the_first_working_hour_is_quiet_the_next_morning_is_next(void **state)
{
	static const struct worktime quiet_until_11 = {
		.week = 0x1f, .start = 540, .end = 1080, .quiet_start = 1200, .quiet_end = 660};
	const struct day today = day("2026-12-01");
	struct plan_clock clock = {.work = &quiet_until_11, .now = {today, 539}, .entered = today};

	(void)state;
	assert_string_equal(say(plan_move(today, 0, today, KIND_CALL, &clock).due),
			    "2026-12-01 09:00");
	clock.now.minute = 540;
	assert_string_equal(say(plan_move(today, 0, today, KIND_CALL, &clock).due),
			    "2026-12-02 09:00");
}

static void a_step_is_found_by_its_key(void **state)
{
	struct plan_step steps[] = {{.key = "a"}, {.key = "b"}, {.key = "c"}};
	const struct plan plan = {.steps = steps, .n_steps = 2};

	(void)state;
	assert_int_equal(plan_step_index(&plan, "a"), 0);
	assert_int_equal(plan_step_index(&plan, "b"), 1);
	assert_int_equal(plan_step_index(&plan, "c"), -1);
	assert_int_equal(plan_step_index(&plan, NULL), -1);
}

static void a_thank_you_keeps_longer(void **state)
{
	(void)state;
	assert_false(plan_is_stale(KIND_CALL, 10, 10, 30));
	assert_true(plan_is_stale(KIND_CALL, 11, 10, 30));
	assert_false(plan_is_stale(KIND_THANK_YOU, 30, 10, 30));
	assert_true(plan_is_stale(KIND_THANK_YOU, 31, 10, 30));
}

/* Whatever the anchor and the hour: never before now, on a working day, never in quiet hours
 * but where a step names its time. */
static void no_step_is_due_before_now_or_on_a_day_off(void **state)
{
	(void)state;
	for (int d = 0; d < 400; d++)
		for (int minute = 0; minute < 1440; minute += 37)
			for (int n = 0; n < 40; n += 3) {
				struct day today = day_plus(day("2026-01-01"), d);
				struct offset offset = {n, OFFSET_DAYS, ANY_MINUTE};
				struct plan_clock clock = {
					.work = &office, .now = {today, minute}, .entered = today};
				struct placed p = plan_place(
					&offset, (struct moment){day_plus(today, -20), 540},
					n % 2 ? KIND_CALL : KIND_THANK_YOU, &clock);

				assert_true(moment_compare(p.due, clock.now) > 0);
				assert_true(worktime_is_workday(&office, p.due.day));
				assert_false(worktime_is_quiet(&office, p.due.minute));
			}
}

#define STEP(k, o, ...)                                                                            \
	{                                                                                          \
		.key = k, .offset = o, .channel = -1, __VA_ARGS__                                  \
	}

static void faults_are_named_with_their_place(void **state)
{
	static const struct {
		struct plan_step steps[2];
		const char *field; /* null: no fault */
	} cases[] = {
		{{STEP("a", "+1", .kind = KIND_CALL), STEP("b", "+1", .kind = KIND_CALL)}, NULL},
		{{STEP("a", "+1", .kind = KIND_CALL), STEP("a", "+1", .kind = KIND_CALL)},
		 "steps[1].key"},
		{{STEP("A", "+1", .kind = KIND_CALL), STEP("b", "+1", .kind = KIND_CALL)},
		 "steps[0].key"},
		{{STEP("a b", "+1", .kind = KIND_CALL), STEP("b", "+1", .kind = KIND_CALL)},
		 "steps[0].key"},
		{{STEP("a", "soon", .kind = KIND_CALL), STEP("b", "+1", .kind = KIND_CALL)},
		 "steps[0].offset"},
		{{STEP("a", "+1", .kind = KIND_CALL),
		  STEP("b", "+1", .kind = KIND_CALL, .after = "a")},
		 NULL},
		{{STEP("a", "+1", .kind = KIND_CALL, .after = "b"),
		  STEP("b", "+1", .kind = KIND_CALL)},
		 "steps[0].after"},
		{{STEP("a", "+1", .kind = KIND_CALL),
		  STEP("b", "+1", .kind = KIND_CALL, .after = "b")},
		 "steps[1].after"},
		{{STEP("a", "+1", .kind = KIND_CALL),
		  STEP("b", "+1", .kind = KIND_CALL, .after = "c")},
		 "steps[1].after"},
		{{STEP("a", "+1", .kind = KIND_ASK), STEP("b", "+1", .kind = KIND_CALL)},
		 "steps[0].gate"},
		{{STEP("a", "+1", .kind = KIND_ASK, .has_gate = true),
		  STEP("b", "+1", .kind = KIND_CALL)},
		 NULL},
		{{STEP("a", "+1", .kind = KIND_CALL, .has_gate = true),
		  STEP("b", "+1", .kind = KIND_CALL)},
		 "steps[0].gate"},
		{{STEP("a", "+1", .kind = KIND_REVIEW_REQUEST), STEP("b", "+1", .kind = KIND_CALL)},
		 NULL},
		{{STEP("a", "+1", .kind = KIND_REVIEW_REQUEST, .has_gate = true),
		  STEP("b", "+1", .kind = KIND_CALL)},
		 "steps[0].gate"},
		{{STEP("a", "+1", .kind = KIND_CALL, .when = WHEN_NOT_REACHED),
		  STEP("b", "+1", .kind = KIND_CALL)},
		 "steps[0].when"},
		{{STEP("a", "+1", .kind = KIND_CALL),
		  STEP("b", "+1", .kind = KIND_CALL, .when = WHEN_NOT_REACHED, .after = "a")},
		 NULL},
		{{STEP("a", "+1", .kind = KIND_ASK, .has_gate = true),
		  STEP("b", "+1", .kind = KIND_ASK, .has_gate = true, .after = "a",
		       .part_of = "a")},
		 NULL},
		{{STEP("a", "+1", .kind = KIND_CALL),
		  STEP("b", "+1", .kind = KIND_CALL, .after = "a", .part_of = "a")},
		 "steps[1].part_of"},
		{{STEP("a", "+1", .kind = KIND_ASK, .has_gate = true),
		  STEP("b", "+1", .kind = KIND_CALL, .part_of = "a")},
		 "steps[1].part_of"},
		{{STEP("a", "+1", .kind = KIND_CALL, .repeat = "180"),
		  STEP("b", "+1", .kind = KIND_CALL)},
		 NULL},
		{{STEP("a", "+1", .kind = KIND_CALL, .repeat = "FREQ=YEARLY"),
		  STEP("b", "+1", .kind = KIND_CALL)},
		 NULL},
		{{STEP("a", "+1", .kind = KIND_CALL, .repeat = "0"),
		  STEP("b", "+1", .kind = KIND_CALL)},
		 "steps[0].repeat"},
		{{STEP("a", "+1", .kind = KIND_CALL, .repeat = "FREQ=SOMETIMES"),
		  STEP("b", "+1", .kind = KIND_CALL)},
		 "steps[0].repeat"},
		{{STEP("a", "+1", .kind = KIND_CALL),
		  STEP("b", "+1", .kind = KIND_CALL, .after = "a", .repeat = "30")},
		 "steps[1].repeat"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct plan_step steps[2] = {cases[i].steps[0], cases[i].steps[1]};
		const struct plan plan = {.name = "p", .steps = steps, .n_steps = 2};
		struct plan_fault faults[PLAN_FAULTS_MAX];
		size_t n = plan_check(&plan, faults);

		if (n != (cases[i].field ? 1 : 0))
			fail_msg("case %zu: %zu faults, first at %s", i, n,
				 n ? faults[0].field : "-");
		if (n)
			assert_string_equal(faults[0].field, cases[i].field);
	}
}

static void a_fault_says_what_would_be_right(void **state)
{
	static const struct {
		const char *after, *part_of;
		const char *field, *reason;
	} cases[] = {
		{"nobody", NULL, "steps[0].after", "no step has this key"},
		{"a", NULL, "steps[0].after", "must name a step above this one"},
		{"b", NULL, "steps[0].after", "must name a step above this one"},
		{"a", "a", "steps[0].part_of", "must name a step above this one"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct plan_step steps[] = {
			STEP("a", "+1", .kind = KIND_CALL, .after = cases[i].after,
			     .part_of = cases[i].part_of),
			STEP("b", "+1", .kind = KIND_CALL),
		};
		const struct plan plan = {.name = "p", .steps = steps, .n_steps = 2};
		struct plan_fault faults[PLAN_FAULTS_MAX];
		size_t n = plan_check(&plan, faults);

		assert_int_equal(n, cases[i].part_of ? 2 : 1);
		assert_string_equal(faults[n - 1].field, cases[i].field);
		assert_string_equal(faults[n - 1].reason, cases[i].reason);
	}
}

static void leads_fall_from_a_year_to_a_day(void **state)
{
	static const struct {
		int64_t leads[3];
		size_t n;
		bool is_good;
	} cases[] = {
		{{7, 1}, 2, true},     {{365}, 1, true},       {{366}, 1, false},
		{{0}, 1, false},       {{1, 7}, 2, false},     {{7, 7}, 2, false},
		{{14, 7, 1}, 3, true}, {{14, 1, 7}, 3, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct plan_step step = STEP("a", "+5", .kind = KIND_CALL, .leads = cases[i].leads,
					     .n_leads = cases[i].n);
		const struct plan plan = {.name = "p", .steps = &step, .n_steps = 1};
		struct plan_fault faults[PLAN_FAULTS_MAX];
		size_t n = plan_check(&plan, faults);

		assert_int_equal(n, cases[i].is_good ? 0 : 1);
		if (n)
			assert_string_equal(faults[0].field, "steps[0].leads");
	}
}

static void each_try_is_an_offset(void **state)
{
	struct {
		const char *tries[2];
		size_t n, n_faults;
	} cases[] = {
		{{NULL}, 0, 0},       {{"+1bd", "+2h"}, 2, 0},  {{"+1bd", "soon"}, 2, 1},
		{{"", "soon"}, 2, 2}, {{"+1bd", "soon"}, 1, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct plan_step step = STEP("a", "+5", .kind = KIND_CALL, .tries = cases[i].tries,
					     .n_tries = cases[i].n);
		const struct plan plan = {.name = "p", .steps = &step, .n_steps = 1};
		struct plan_fault faults[PLAN_FAULTS_MAX];
		size_t n = plan_check(&plan, faults);

		assert_int_equal(n, cases[i].n_faults);
		if (n)
			assert_string_equal(faults[0].field, "steps[0].tries");
	}
}

static void a_repair_has_a_fix_and_an_end(void **state)
{
	static const struct {
		const char *name, *key, *repeat, *second_repeat;
		size_t n_steps;
		const char *field; /* null: no fault */
	} cases[] = {
		{"repair", "fix", NULL, NULL, 1, NULL},
		{"repair", "done", NULL, NULL, 1, "steps[0].key"},
		{"repair", "fix", "30", NULL, 1, "steps[0].repeat"},
		{"repair", "fix", NULL, "30", 2, "steps[1].repeat"},
		{"repair", "fix", NULL, "30", 1, NULL}, /* it has no second */
		{"p", "done", "30", "30", 2, NULL},
		{NULL, "done", "30", "30", 2, NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct plan_step steps[] = {
			STEP(cases[i].key, "+5", .kind = KIND_CALL, .repeat = cases[i].repeat),
			STEP("second", "+9", .kind = KIND_CALL, .repeat = cases[i].second_repeat),
		};
		const struct plan plan = {
			.name = cases[i].name, .steps = steps, .n_steps = cases[i].n_steps};
		struct plan_fault faults[PLAN_FAULTS_MAX];

		assert_int_equal(plan_check(&plan, faults), cases[i].field ? 1 : 0);
		if (cases[i].field)
			assert_string_equal(faults[0].field, cases[i].field);
	}
}

static void an_import_whose_score_is_past_makes_only_what_serves(void **state)
{
	struct plan_step steps[] = {
		STEP("score", "+14", .kind = KIND_CALL, .score = true),
		STEP("list", "+30", .kind = KIND_CALL, .scope = SCOPE_CONTACT),
		STEP("value", "+90", .kind = KIND_CALL, .scope = SCOPE_CONTACT, .gives = true,
		     .repeat = "180"),
		STEP("later", "+7", .kind = KIND_CALL, .after = "value", .scope = SCOPE_CONTACT),
	};
	const struct plan plan = {.name = "p", .steps = steps, .n_steps = ARRAY_LEN(steps)};
	struct plan_context context = {
		.clock = {.work = &office,
			  .now = {day("2026-12-01"), 720},
			  .entered = day("2026-12-01")},
		.anchor = {day("2026-08-03"), 540},
		.stale_days = 10,
		.stale_days_thank = 30,
		.is_import = true,
	};
	struct plan_row rows[PLAN_ROWS_MAX];

	(void)state;
	assert_int_equal(plan_lay(&plan, &context, rows), 2);
	assert_int_equal(rows[0].step, 2);
	assert_string_equal(say(rows[0].at.due), "2027-04-30 09:00");
	assert_int_equal(rows[1].step, 3);
	context.anchor.day = day("2026-11-20");
	assert_int_equal(plan_lay(&plan, &context, rows), 4);
	context.anchor.day = day("2026-11-16"); /* the score lies on Monday the 30th: yesterday */
	assert_int_equal(plan_lay(&plan, &context, rows), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets_are_read_strictly),
		cmocka_unit_test(steps_move_by_the_rules),
		cmocka_unit_test(a_time_that_has_passed_is_in_an_hour_of_the_same_day),
		cmocka_unit_test(where_the_first_working_hour_is_quiet_the_next_morning_is_next),
		cmocka_unit_test(a_step_is_found_by_its_key),
		cmocka_unit_test(a_thank_you_keeps_longer),
		cmocka_unit_test(no_step_is_due_before_now_or_on_a_day_off),
		cmocka_unit_test(faults_are_named_with_their_place),
		cmocka_unit_test(a_fault_says_what_would_be_right),
		cmocka_unit_test(leads_fall_from_a_year_to_a_day),
		cmocka_unit_test(each_try_is_an_offset),
		cmocka_unit_test(a_repair_has_a_fix_and_an_end),
		cmocka_unit_test(an_import_whose_score_is_past_makes_only_what_serves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
