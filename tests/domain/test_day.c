/* The calendar, against a count of days that knows only the lengths of the months. */
#include "domain/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <string.h>

#include "base/cleanup.h"

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int length_of(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return lengths[month - 1] + (month == 2 && is_leap(year));
}

/* 1900-01-01 was a Monday. */
static void each_day_from_1900_to_2199_goes_to_its_date_and_back(void **state)
{
	struct civil want = {1900, 1, 1};
	int n = DAY_FIRST.n;

	(void)state;
	for (; want.year < 2200; n++) {
		struct day d = {n};
		struct civil c = day_to_civil(d);

		assert_memory_equal(&c, &want, sizeof(c));
		assert_int_equal(day_from_civil(want.year, want.month, want.day).n, n);
		assert_int_equal(day_weekday(d), (n - DAY_FIRST.n) % 7);
		assert_true(day_in_range(d));
		assert_true(day_is_civil(c.year, c.month, c.day));
		assert_int_equal(day_of_month_last(c.year, c.month), length_of(c.year, c.month));
		if (++want.day <= length_of(want.year, want.month))
			continue;
		want.day = 1;
		want.month = want.month % 12 + 1;
		want.year += want.month == 1;
	}
	assert_int_equal(n, DAY_LAST.n + 1);
	assert_false(day_in_range((struct day){n}));
	assert_false(day_in_range(day_plus(DAY_FIRST, -1)));
}

static void each_day_reads_back_from_its_text(void **state)
{
	char text[DAY_TEXT_SIZE];

	(void)state;
	for (int n = DAY_FIRST.n; n <= DAY_LAST.n; n++) {
		struct day d = NO_DAY;

		assert_true(day_parse(day_format((struct day){n}, text), &d));
		assert_int_equal(d.n, n);
	}
}

static void months_and_days_carry(void **state)
{
	static const struct {
		int year, month, day;
		const char *want;
	} cases[] = {
		{2026, 13, 1, "2027-01-01"},  {2026, 0, 1, "2025-12-01"},
		{2026, 2, 30, "2026-03-02"},  {2024, 2, 30, "2024-03-01"},
		{2026, 1, 0, "2025-12-31"},   {2026, -11, 1, "2025-01-01"},
		{2026, 12, 32, "2027-01-01"}, {2026, 1, 366, "2027-01-01"},
	};
	char text[DAY_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_string_equal(
			day_format(day_from_civil(cases[i].year, cases[i].month, cases[i].day),
				   text),
			cases[i].want);
}

static void only_dates_of_the_calendar_are_civil(void **state)
{
	static const struct {
		int year, month, day;
		bool want;
	} cases[] = {
		{2024, 2, 29, true},  {2026, 2, 29, false}, {1900, 2, 29, false},
		{2000, 2, 29, true},  {2100, 2, 29, false}, {2026, 4, 31, false},
		{2026, 12, 31, true}, {2026, 0, 1, false},  {2026, 13, 1, false},
		{2026, 1, 0, false},  {2026, 1, 32, false}, {2026, -1, -1, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(day_is_civil(cases[i].year, cases[i].month, cases[i].day),
				 cases[i].want);
}

static void only_ten_characters_of_a_date_are_a_date(void **state)
{
	static const char *const refused[] = {
		"",
		"2026",
		"2026-12",
		"2026-12-1",
		"2026-12-01 ",
		" 2026-12-01",
		"2026-12-011",
		"2026/12/01",
		"2026-13-01",
		"2026-00-10",
		"2026-02-29",
		"2026-04-31",
		"2026-01-00",
		"20261201",
		"+026-12-01",
		"-026-12-01",
		"2026-+1-01",
		"2026- 1-01",
		"2026-12-0x",
		"2026-12-01T",
		"2026-1-001",
		"202a-12-01",
		"2026-12\n01",
		"\xff\xff\xff\xff-12-01",
	};
	struct day d = {42};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++)
		assert_false(day_parse(refused[i], &d));
	assert_false(day_parse(NULL, &d));
	assert_int_equal(d.n, 42);
	assert_true(day_parse("0000-01-01", &d));
	assert_true(day_parse("0001-01-01", &d));
	assert_true(day_parse("9999-12-31", &d));
}

static void months_added_clamp_to_the_last_day(void **state)
{
	static const struct {
		const char *from;
		int months;
		const char *want;
	} cases[] = {
		{"2026-01-31", 1, "2026-02-28"},    {"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},   {"2024-02-29", 48, "2028-02-29"},
		{"2026-12-31", 2, "2027-02-28"},    {"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -1, "2025-12-15"},   {"2026-01-15", -25, "2023-12-15"},
		{"2026-11-21", 0, "2026-11-21"},    {"2000-02-29", 1200, "2100-02-28"},
		{"1900-01-31", 3599, "2199-12-31"},
	};
	char text[DAY_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct day d = NO_DAY;

		assert_true(day_parse(cases[i].from, &d));
		assert_string_equal(day_format(day_plus_months(d, cases[i].months), text),
				    cases[i].want);
	}
}

static void no_value_is_without_an_answer(void **state)
{
	static const int values[] = {INT_MIN, INT_MIN + 1, -1, 0, 1, INT_MAX - 1, INT_MAX};
	char text[DAY_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		struct day d = {values[i]};

		for (size_t j = 0; j < ARRAY_LEN(values); j++) {
			assert_false(day_is_none(day_from_civil(values[i], values[j], values[j])));
			(void)day_plus_months(d, values[j]);
			(void)day_of_month_last(values[i], values[j]);
		}
		assert_true(strlen(day_format(d, text)) < DAY_TEXT_SIZE);
		assert_in_range(day_weekday(d), MONDAY, SUNDAY);
	}
	assert_true(day_is_none(day_plus_months(NO_DAY, 3)));
	assert_string_equal(day_format(NO_DAY, text), "");
	(void)day_of_local(INT64_MIN);
	(void)day_of_local(INT64_MAX);
	assert_in_range(minute_of_local(INT64_MIN), 0, 1439);
}

/* Eras of 400 years begin in March; before year 0 they count on backwards. */
static void days_far_from_ours_are_days_too(void **state)
{
	static const struct {
		int year, month, day;
		int n;
		const char *text;
	} cases[] = {
		{1, 1, 1, -719162, "0001-01-01"},
		{0, 3, 1, -719468, "0000-03-01"},
		{0, 2, 29, -719469, "0000-02-29"},
		{0, 1, 1, -719528, "0000-01-01"},
		{-1, 12, 31, -719529, "-001-12-31"},
		{-400, 3, 1, -865565, "-400-03-01"},
		{-400, 2, 29, -865566, "-400-02-29"},
		{9999, 12, 31, 2932896, "9999-12-31"},
		{10000, 1, 1, 2932897, "10000-01-01"},
		{5881580, 7, 11, INT_MAX, "5881580-07-11"},
		{-5877641, 6, 24, INT_MIN + 1, "-5877641-06-24"},
	};
	char text[DAY_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct civil c = day_to_civil((struct day){cases[i].n});

		memset(text, '5', sizeof text); /* of the day before it */
		assert_int_equal(day_from_civil(cases[i].year, cases[i].month, cases[i].day).n,
				 cases[i].n);
		assert_int_equal(c.year, cases[i].year);
		assert_int_equal(c.month, cases[i].month);
		assert_int_equal(c.day, cases[i].day);
		assert_string_equal(day_format((struct day){cases[i].n}, text), cases[i].text);
	}
}

static void what_lies_beyond_all_days_is_the_last_of_them(void **state)
{
	(void)state;
	assert_int_equal(day_from_civil(5881580, 7, 12).n, INT_MAX);
	assert_int_equal(day_from_civil(INT_MAX, 1, 1).n, INT_MAX);
	/* not the one below, which says that there is no day */
	assert_int_equal(day_from_civil(-5877641, 6, 23).n, INT_MIN + 1);
	assert_int_equal(day_from_civil(INT_MIN, 1, 1).n, INT_MIN + 1);
	assert_int_equal(day_plus_months((struct day){INT_MAX}, 1).n, INT_MAX);
	assert_int_equal(day_plus_months((struct day){INT_MIN + 1}, -1).n, INT_MIN + 1);
	assert_int_equal(day_of_local(INT64_MAX).n, INT_MAX);
	assert_int_equal(day_of_local(INT64_MIN).n, INT_MIN + 1);
}

static void local_time_is_a_day_and_a_minute_also_before_1970(void **state)
{
	static const struct {
		int64_t local;
		int day, minute;
	} cases[] = {
		{0, 0, 0},
		{59, 0, 0},
		{60, 0, 1},
		{86399, 0, 1439},
		{86400, 1, 0},
		{-1, -1, 1439},
		{-86400, -1, 0},
		{-86401, -2, 1439},
		{-60, -1, 1439},
		{-61, -1, 1438},
		{1795255200, 20778, 600},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(day_of_local(cases[i].local).n, cases[i].day);
		assert_int_equal(minute_of_local(cases[i].local), cases[i].minute);
	}
	assert_int_equal(day_to_local((struct day){20778}, 600), 1795255200);
}

static void days_and_months_have_their_names(void **state)
{
	(void)state;
	assert_string_equal(weekday_name(MONDAY), "Monday");
	assert_string_equal(weekday_name(SUNDAY), "Sunday");
	assert_string_equal(weekday_short(SATURDAY), "Sat");
	assert_string_equal(weekday_short(SUNDAY), "Sun");
	assert_string_equal(weekday_name((enum weekday)7), "");
	assert_string_equal(weekday_short((enum weekday)7), "");
	for (int month = 1; month <= 12; month++) {
		assert_int_equal(strlen(month_short(month)), 3);
		assert_int_equal(strncmp(month_name(month), month_short(month), 3), 0);
	}
	assert_string_equal(month_name(1), "January");
	assert_string_equal(month_name(12), "December");
	for (int i = 0; i < 2; i++) {
		assert_string_equal(month_short(i * 13), "");
		assert_string_equal(month_name(i * 13), "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_day_from_1900_to_2199_goes_to_its_date_and_back),
		cmocka_unit_test(each_day_reads_back_from_its_text),
		cmocka_unit_test(months_and_days_carry),
		cmocka_unit_test(only_dates_of_the_calendar_are_civil),
		cmocka_unit_test(only_ten_characters_of_a_date_are_a_date),
		cmocka_unit_test(months_added_clamp_to_the_last_day),
		cmocka_unit_test(no_value_is_without_an_answer),
		cmocka_unit_test(days_far_from_ours_are_days_too),
		cmocka_unit_test(what_lies_beyond_all_days_is_the_last_of_them),
		cmocka_unit_test(local_time_is_a_day_and_a_minute_also_before_1970),
		cmocka_unit_test(days_and_months_have_their_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
