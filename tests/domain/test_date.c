/* Named days: how they are written, when they come, and where their follow-up falls. */
#include "domain/date.h"

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
	struct day d = NO_DAY;

	assert_true(!*text || day_parse(text, &d));
	return d;
}

static struct date date_of(const char *what, const char *text, bool is_yearly, int lead_days)
{
	struct date d = {.what = what, .is_yearly = is_yearly, .lead_days = lead_days};

	assert_true(date_read(text, &d));
	return d;
}

static void days_are_read_strictly_and_written_back(void **state)
{
	static const char *const good[] = {"2026-05-03", "--05-03",    "--02-29",
					   "2028-02-29", "1900-01-01", "2199-12-31"};
	static const char *const bad[] = {
		"",           "--",       "2026-02-29",       "--02-30",
		"--2-3",      "-05-03",   "--0503",           "1899-12-31",
		"2200-01-01", "--05-03 ", "2026-05-03T09:00", "-x05-03"};
	char text[DATE_TEXT_SIZE];
	struct date d = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		assert_true(date_read(good[i], &d));
		assert_string_equal(date_write(&d, text), good[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (date_read(bad[i], &d))
			fail_msg("'%s' was read", bad[i]);
}

static void a_birthday_is_one_however_it_is_written(void **state)
{
	(void)state;
	assert_string_equal(date_what("BirthDay"), DATE_BIRTHDAY);
	assert_string_equal(date_what("Renewal"), DATE_RENEWAL);
	assert_string_equal(date_what("Birthdays"), "Birthdays");
}

/* A day without a year, a birthday and a renewal come back each year; a renewal takes 45 days. */
static void what_comes_back_and_is_told_ahead_lies_in_its_name(void **state)
{
	static const struct {
		const char *what, *day;
		bool is_yearly;
		int lead_days;
	} cases[] = {
		{DATE_BIRTHDAY, "1976-05-03", true, 0}, {DATE_BIRTHDAY, "--05-03", true, 0},
		{DATE_RENEWAL, "2027-05-03", true, 45}, {DATE_RENEWAL, "--05-03", true, 45},
		{"wedding day", "--05-03", true, 0},    {"moves in", "2027-05-03", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct date d = date_of(cases[i].what, cases[i].day, false, 0);

		assert_int_equal(date_is_yearly_by_default(&d), cases[i].is_yearly);
		assert_int_equal(date_lead_days_by_default(&d), cases[i].lead_days);
	}
}

static void the_next_day_is_the_first_from_then_on(void **state)
{
	static const struct {
		const char *day;
		bool is_yearly;
		const char *from, *want;
		int turns; /* as a birthday */
	} cases[] = {
		{"--05-03", true, "2026-05-03", "2026-05-03", 0},
		{"--05-03", true, "2026-05-04", "2027-05-03", 0},
		{"1976-05-03", true, "2026-01-01", "2026-05-03", 50},
		{"1976-05-03", true, "2026-12-31", "2027-05-03", 51},
		/* 29 February: every fourth year, the 28th in between. */
		{"2024-02-29", true, "2025-01-01", "2025-02-28", 1},
		{"2024-02-29", true, "2025-03-01", "2026-02-28", 2},
		{"--02-29", true, "2028-02-28", "2028-02-29", 0},
		{"--02-29", true, "2100-01-01", "2100-02-28", 0},
		{"--02-29", true, "2027-02-28", "2027-02-28", 0},
		/* It begins in its year. */
		{"2028-03-01", true, "2026-12-01", "2028-03-01", 0},
		{"2028-03-01", true, "2028-03-02", "2029-03-01", 1},
		/* Once. */
		{"2027-01-15", false, "2026-12-01", "2027-01-15", 0},
		{"2027-01-15", false, "2027-01-15", "2027-01-15", 0},
		{"2027-01-15", false, "2027-01-16", "", 0},
		/* No day lies beyond the calendar. */
		{"--05-03", true, "2199-05-03", "2199-05-03", 0},
		{"--05-03", true, "2199-05-04", "", 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct date d = date_of(DATE_BIRTHDAY, cases[i].day, cases[i].is_yearly, 0);
		struct day next = date_next(&d, day(cases[i].from));
		char text[DAY_TEXT_SIZE];

		if (!day_equal(next, day(cases[i].want)))
			fail_msg("%s from %s: %s", cases[i].day, cases[i].from,
				 day_format(next, text));
		assert_int_equal(date_turns(&d, next), cases[i].turns);
	}
}

static void only_birthdays_turn_an_age(void **state)
{
	struct date d = date_of("wedding day", "1976-05-03", true, 0);

	(void)state;
	assert_int_equal(date_turns(&d, day("2026-05-03")), 0);
}

/* 2026-12-01 is a Tuesday, the 6th a Sunday. */
static void follow_ups_fall_in_time(void **state)
{
	static const struct {
		const char *what, *day;
		int lead_days;
		const char *now; /* a day and its hour */
		int hour;
		const char *planned, *due;
		int minute;
	} cases[] = {
		{"birthday", "--12-08", 0, "2026-12-01", 12, "2026-12-08", "2026-12-08", -1},
		{"birthday", "--12-06", 0, "2026-12-01", 12, "2026-12-06", "2026-12-04", -1},
		{"birthday", "--12-14", 7, "2026-12-01", 12, "2026-12-07", "2026-12-07", -1},
		{"birthday", "--12-13", 7, "2026-12-01", 12, "2026-12-06", "2026-12-04", -1},
		/* Entered on the Friday, before and after nine, on the day off, on the day. */
		{"birthday", "--12-06", 0, "2026-12-04", 8, "2026-12-06", "2026-12-04", -1},
		{"birthday", "--12-06", 0, "2026-12-04", 15, "2026-12-06", "2026-12-04", 960},
		{"birthday", "--12-06", 0, "2026-12-05", 12, "2026-12-06", "2026-12-06", -1},
		{"birthday", "--12-06", 0, "2026-12-06", 12, "2026-12-06", "2026-12-06", -1},
		{"birthday", "--12-01", 0, "2026-12-01", 12, "2026-12-01", "2026-12-01", 780},
		{"birthday", "--12-01", 0, "2026-12-01", 9, "2026-12-01", "2026-12-01", 600},
		{"birthday", "--12-01", 0, "2026-12-01", 22, "2026-12-01", "2026-12-01", -1},
		/* The others: the working day after, but not after the day itself. */
		{"renewal", "2027-03-03", 45, "2026-12-01", 12, "2027-01-17", "2027-01-18", -1},
		{"renewal", "2026-12-20", 45, "2026-12-01", 12, "2026-11-05", "2026-12-01", 780},
		{"renewal", "2026-12-20", 45, "2026-12-05", 12, "2026-11-05", "2026-12-07", 540},
		{"renewal", "2026-12-06", 1, "2026-12-01", 12, "2026-12-05", "2026-12-04", -1},
		{"permit", "2026-12-06", 0, "2026-12-01", 12, "2026-12-06", "2026-12-04", -1},
		{"permit", "2026-12-07", 2, "2026-12-01", 12, "2026-12-05", "2026-12-07", -1},
		{"permit", "2026-12-07", 0, "2026-12-01", 12, "2026-12-07", "2026-12-07", -1},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct date d = date_of(cases[i].what, cases[i].day, true, cases[i].lead_days);
		const struct plan_clock clock = {.work = &office,
						 .now = {day(cases[i].now), cases[i].hour * 60},
						 .entered = day(cases[i].now)};
		struct placed p = date_place(&d, date_next(&d, clock.now.day), &clock);
		char text[DAY_TEXT_SIZE];

		assert_true(day_equal(p.planned_day, day(cases[i].planned)));
		if (!day_equal(p.due.day, day(cases[i].due)) || p.due.minute != cases[i].minute)
			fail_msg("case %zu: %s at %d", i, day_format(p.due.day, text),
				 p.due.minute);
	}
}

static void each_has_its_own_time_to_be_late(void **state)
{
	static const struct {
		const char *what;
		bool is_yearly;
		const char *want;
	} cases[] = {
		{"birthday", true, "2026-05-07"},
		{"renewal", true, "2026-05-11"},
		{"wedding day", true, "2026-06-03"},
		{"permit", false, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct date d = date_of(cases[i].what, "2026-05-03", cases[i].is_yearly, 0);

		assert_true(day_equal(date_too_late(&d, day("2026-05-03")), day(cases[i].want)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_read_strictly_and_written_back),
		cmocka_unit_test(a_birthday_is_one_however_it_is_written),
		cmocka_unit_test(what_comes_back_and_is_told_ahead_lies_in_its_name),
		cmocka_unit_test(the_next_day_is_the_first_from_then_on),
		cmocka_unit_test(only_birthdays_turn_an_age),
		cmocka_unit_test(follow_ups_fall_in_time),
		cmocka_unit_test(each_has_its_own_time_to_be_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
