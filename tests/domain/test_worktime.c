/* Working days and hours: named cases, then random calendars against a day-by-day count. */
#include "domain/worktime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>

#include "base/cleanup.h"

#define MONDAY_TO_FRIDAY 0x1f
#define SUNDAY_TO_THURSDAY 0x4f

static struct worktime office(uint8_t week, const struct day *holidays, size_t n)
{
	return (struct worktime){
		.week = week,
		.start = 540,
		.end = 1080,
		.quiet_start = 1200,
		.quiet_end = 480,
		.holidays = holidays,
		.n_holidays = n,
	};
}

static struct day day_of(const char *text)
{
	struct day d = NO_DAY;

	assert_true(day_parse(text, &d));
	return d;
}

static void assert_day(struct day got, const char *want)
{
	char text[DAY_TEXT_SIZE];

	assert_string_equal(day_format(got, text), want);
}

static void weekends_and_holidays_are_no_workdays(void **state)
{
	const struct day holidays[] = {day_of("2026-12-25"), day_of("2027-01-01")};
	struct worktime w = office(MONDAY_TO_FRIDAY, holidays, ARRAY_LEN(holidays));

	(void)state;
	assert_true(worktime_is_workday(&w, day_of("2026-12-24")));
	assert_false(worktime_is_workday(&w, day_of("2026-12-25")));
	assert_false(worktime_is_workday(&w, day_of("2026-12-26")));
	assert_true(worktime_is_holiday(&w, day_of("2027-01-01")));
	assert_false(worktime_is_holiday(&w, day_of("2026-12-26")));
	assert_day(worktime_workday_from(&w, day_of("2026-12-25")), "2026-12-28");
	assert_day(worktime_workday_until(&w, day_of("2027-01-03")), "2026-12-31");
}

static void business_days_count_from_the_day_itself(void **state)
{
	static const struct {
		uint8_t week;
		const char *from;
		int n;
		const char *want;
	} cases[] = {
		{MONDAY_TO_FRIDAY, "2026-11-20", 1, "2026-11-23"},
		{MONDAY_TO_FRIDAY, "2026-11-21", 1, "2026-11-23"}, /* a Saturday */
		{MONDAY_TO_FRIDAY, "2026-11-21", 0, "2026-11-23"},
		{MONDAY_TO_FRIDAY, "2026-11-20", 0, "2026-11-20"},
		{MONDAY_TO_FRIDAY, "2026-11-20", 5, "2026-11-27"},
		{MONDAY_TO_FRIDAY, "2026-11-23", -1, "2026-11-20"},
		{MONDAY_TO_FRIDAY, "2026-11-22", -1, "2026-11-20"},
		{SUNDAY_TO_THURSDAY, "2026-11-19", 1, "2026-11-22"},
		{SUNDAY_TO_THURSDAY, "2026-11-20", 2, "2026-11-23"},
		{0x01, "2026-11-20", 3, "2026-12-07"}, /* Mondays only */
		{0x00, "2026-11-20", 3, "2026-11-23"}, /* no working day: each one is */
		{0x80, "2026-11-20", 3, "2026-11-23"},
		{0x7f, "2026-11-20", 3, "2026-11-23"},
		{MONDAY_TO_FRIDAY, "2026-11-20", INT_MAX, "2200-01-01"},
		{MONDAY_TO_FRIDAY, "2026-11-20", INT_MIN, "1899-12-29"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct worktime w = office(cases[i].week, NULL, 0);

		assert_day(worktime_plus_workdays(&w, day_of(cases[i].from), cases[i].n),
			   cases[i].want);
	}
}

static void working_minutes_run_only_in_working_hours(void **state)
{
	static const struct {
		const char *from;
		int minute, minutes;
		const char *want;
		int want_minute;
	} cases[] = {
		{"2026-11-20", 1060, 60, "2026-11-23", 580}, /* Friday 17:40 to Monday 09:40 */
		{"2026-11-20", 1060, 20, "2026-11-23", 540}, /* the end is no working minute */
		{"2026-11-20", 1060, 19, "2026-11-20", 1079},
		{"2026-11-20", 0, 60, "2026-11-20", 600},
		{"2026-11-20", 1439, 0, "2026-11-23", 540},
		{"2026-11-21", 700, 30, "2026-11-23", 570},
		{"2026-11-20", 600, 0, "2026-11-20", 600},
		{"2026-11-20", 600, -60, "2026-11-20", 600},
		{"2026-11-20", 540, 540 * 5, "2026-11-27", 540},
		{"2026-11-20", 540, INT_MAX, "2200-01-01", 847},
	};
	struct worktime w = office(MONDAY_TO_FRIDAY, NULL, 0);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct moment from = {day_of(cases[i].from), cases[i].minute};
		struct moment got = worktime_plus_minutes(&w, from, cases[i].minutes);

		assert_day(got.day, cases[i].want);
		assert_int_equal(got.minute, cases[i].want_minute);
	}
}

static void without_working_hours_the_whole_day_is_open(void **state)
{
	struct worktime w = office(MONDAY_TO_FRIDAY, NULL, 0);
	struct moment m = {day_of("2026-11-20"), 1430};

	(void)state;
	w.start = w.end = 600;
	assert_true(worktime_is_open(&w, m));
	m = worktime_plus_minutes(&w, m, 20);
	assert_day(m.day, "2026-11-23");
	assert_int_equal(m.minute, 10);
}

static void working_hours_end_with_the_day(void **state)
{
	struct worktime w = office(MONDAY_TO_FRIDAY, NULL, 0);
	struct moment m = {day_of("2026-11-20"), 0};

	(void)state;
	w.start = -30;
	w.end = 1500;
	assert_true(worktime_is_open(&w, m));
	m = worktime_plus_minutes(&w, m, 1440);
	assert_day(m.day, "2026-11-23");
	assert_int_equal(m.minute, 0);
}

static void the_week_starts_after_its_longest_rest(void **state)
{
	static const struct {
		uint8_t week;
		enum weekday want;
	} cases[] = {
		{MONDAY_TO_FRIDAY, MONDAY},
		{SUNDAY_TO_THURSDAY, SUNDAY},
		{0x3e, TUESDAY},
		{0x7f, MONDAY},
		{0x00, MONDAY},
		{0x08, THURSDAY},
		{0x1b, MONDAY}, /* Wednesday off as well */
		{0x4d, SUNDAY}, /* Tuesday off, and Friday and Saturday */
		{0x3f, MONDAY},
		{0x7d, WEDNESDAY},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct worktime w = office(cases[i].week, NULL, 0);

		assert_int_equal(worktime_week_start(&w), cases[i].want);
	}
}

static void quiet_hours_may_span_midnight(void **state)
{
	struct worktime w = office(MONDAY_TO_FRIDAY, NULL, 0);

	(void)state;
	for (int minute = 0; minute < 1440; minute++)
		assert_int_equal(worktime_is_quiet(&w, minute), minute < 480 || minute >= 1200);
	w.quiet_start = 720;
	w.quiet_end = 780;
	for (int minute = 0; minute < 1440; minute++)
		assert_int_equal(worktime_is_quiet(&w, minute), minute >= 720 && minute < 780);
	w.quiet_end = 720;
	for (int minute = 0; minute < 1440; minute++)
		assert_false(worktime_is_quiet(&w, minute));
}

static void four_hundred_days_off_count_as_working_days(void **state)
{
	struct day holidays[500];
	struct day first = day_of("2026-11-24"); /* a Tuesday */
	struct worktime w = office(MONDAY_TO_FRIDAY, holidays, 399);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(holidays); i++)
		holidays[i] = day_plus(first, (int)i);

	/* 399 days end on Monday 2027-12-27. */
	assert_false(worktime_is_workday(&w, first));
	assert_int_equal(worktime_workday_from(&w, first).n, day_plus(first, 399).n);
	w.n_holidays = 400;
	assert_true(worktime_is_workday(&w, first));
	assert_true(worktime_is_workday(&w, day_plus(first, 399)));
	assert_true(worktime_is_workday(&w, day_plus(first, 4))); /* a Saturday of the stretch */
	assert_false(worktime_is_workday(&w, day_plus(first, -2)));
	w.n_holidays = 500;
	assert_true(worktime_is_workday(&w, day_plus(first, 450)));
	assert_day(worktime_plus_workdays(&w, first, 10), "2026-12-04");
}

static void moments_are_in_order(void **state)
{
	struct moment a = {{5}, 10}, b = {{5}, 11}, c = {{6}, 0};

	(void)state;
	assert_int_equal(moment_compare(a, b), -1);
	assert_int_equal(moment_compare(b, a), 1);
	assert_int_equal(moment_compare(a, a), 0);
	assert_int_equal(moment_compare(b, c), -1);
	assert_int_equal(moment_compare(c, b), 1);
}

/* Random calendars. */

static uint32_t random_below(uint64_t *seed, uint32_t n)
{
	*seed = *seed * 6364136223846793005U + 1442695040888963407U;
	return (uint32_t)(*seed >> 33) % n;
}

#define HOLIDAYS_MAX 300

/* Holidays in runs and alone, in the years after 2026. */
static struct worktime random_calendar(uint64_t *seed, struct day holidays[HOLIDAYS_MAX])
{
	static const uint8_t weeks[] = {MONDAY_TO_FRIDAY, SUNDAY_TO_THURSDAY, 0x01, 0x40, 0, 0x7f};
	uint32_t pick = random_below(seed, 12);
	uint8_t week = pick < ARRAY_LEN(weeks) ? weeks[pick] : (uint8_t)random_below(seed, 128);
	struct worktime w = office(week, holidays, random_below(seed, HOLIDAYS_MAX));
	int n = 20700;

	for (size_t i = 0; i < w.n_holidays; i++) {
		n += 1 + (int)(random_below(seed, 4) ? 0 : random_below(seed, 20));
		holidays[i] = (struct day){n};
	}
	w.start = (int)random_below(seed, 1440);
	w.end = w.start + 1 + (int)random_below(seed, (uint32_t)(1440 - w.start));
	return w;
}

static bool naive_workday(const struct worktime *w, struct day d)
{
	if (w->week == 0)
		return true;
	for (size_t i = 0; i < w->n_holidays; i++)
		if (day_equal(w->holidays[i], d))
			return false;
	return w->week >> day_weekday(d) & 1;
}

static void random_calendars_agree_with_a_day_by_day_count(void **state)
{
	struct day holidays[HOLIDAYS_MAX];
	uint64_t seed = 20261121;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct worktime w = random_calendar(&seed, holidays);
		struct day from = {20700 + (int)random_below(&seed, 900)};
		struct day next = from, plus = from;
		int n = 1 + (int)random_below(&seed, 9);

		while (!naive_workday(&w, next))
			next = day_plus(next, 1);
		for (int left = n; left > 0; left -= naive_workday(&w, plus))
			plus = day_plus(plus, 1);
		if (next.n - from.n >= 200 || plus.n - from.n >= 380)
			continue; /* near a stretch of 400 days off */
		assert_int_equal(worktime_is_workday(&w, from), day_equal(next, from));
		assert_int_equal(worktime_workday_from(&w, from).n, next.n);
		assert_int_equal(worktime_plus_workdays(&w, from, 0).n, next.n);
		assert_int_equal(worktime_plus_workdays(&w, from, n).n, plus.n);
		assert_int_equal(worktime_plus_workdays(&w, worktime_workday_until(&w, plus), -n).n,
				 worktime_workday_until(&w, from).n);
	}
}

static void working_minutes_agree_with_a_minute_by_minute_count(void **state)
{
	struct day holidays[HOLIDAYS_MAX];
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct worktime w = random_calendar(&seed, holidays);
		struct moment m = {{20700 + (int)random_below(&seed, 900)},
				   (int)random_below(&seed, 1440)};
		int minutes = (int)random_below(&seed, 600);
		struct moment got = worktime_plus_minutes(&w, m, minutes);

		/* Each open minute passed is one minute worked. */
		for (int left = minutes; left > 0 || !worktime_is_open(&w, m);) {
			left -= worktime_is_open(&w, m);
			m.minute++;
			if (m.minute == 1440)
				m = (struct moment){worktime_workday_from(&w, day_plus(m.day, 1)),
						    0};
		}
		assert_int_equal(moment_compare(got, m), 0);
	}
}

static void every_answer_is_a_working_day_or_hour_and_does_not_go_back(void **state)
{
	struct day holidays[HOLIDAYS_MAX];
	uint64_t seed = 99;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct worktime w = random_calendar(&seed, holidays);
		struct moment m = {{20700 + (int)random_below(&seed, 3000)},
				   (int)random_below(&seed, 1440)};
		int a = (int)random_below(&seed, 3000), b = (int)random_below(&seed, 3000);
		struct moment open = worktime_next_open(&w, m);
		struct moment later = worktime_plus_minutes(&w, m, a);
		struct moment both = worktime_plus_minutes(&w, later, b);

		assert_true(worktime_is_open(&w, open));
		assert_true(worktime_is_open(&w, later));
		assert_int_equal(moment_compare(open, worktime_plus_minutes(&w, m, 0)), 0);
		assert_true(moment_compare(m, open) <= 0 && moment_compare(open, later) <= 0);
		assert_int_equal(moment_compare(both, worktime_plus_minutes(&w, m, a + b)), 0);
		/* what plus adds, between counts */
		assert_int_equal(worktime_minutes_between(&w, m, later), a);
		assert_int_equal(worktime_minutes_between(&w, later, m), 0);
		assert_true(worktime_is_workday(&w, worktime_workday_until(&w, m.day)));
		assert_true(worktime_workday_until(&w, m.day).n <= m.day.n);
	}
}

static void no_value_is_without_an_answer(void **state)
{
	static const int days[] = {INT_MIN, INT_MIN + 1, -1, 0, INT_MAX - 1, INT_MAX};
	struct day all[] = {{INT_MIN + 1}, {0}, {INT_MAX}};

	(void)state;
	for (unsigned week = 0; week < 256; week++) {
		struct worktime w = office((uint8_t)week, all, ARRAY_LEN(all));

		for (size_t i = 0; i < ARRAY_LEN(days); i++) {
			struct moment m = {{days[i]}, days[ARRAY_LEN(days) - 1 - i]};

			(void)worktime_is_workday(&w, m.day);
			(void)worktime_workday_from(&w, m.day);
			(void)worktime_workday_until(&w, m.day);
			(void)worktime_plus_workdays(&w, m.day, days[i]);
			(void)worktime_is_quiet(&w, m.minute);
			(void)worktime_next_open(&w, m);
			(void)worktime_plus_minutes(&w, m, m.minute);
			(void)worktime_minutes_between(&w, m, (struct moment){{0}, 700});
			assert_int_equal(worktime_minutes_between(&w, (struct moment){{0}, 700},
								  (struct moment){{INT_MAX}, 0}),
					 0);
		}
	}
	assert_true(day_is_none(worktime_workday_from(&(struct worktime){.week = 1}, NO_DAY)));
	assert_true(day_is_none(worktime_workday_until(&(struct worktime){.week = 1}, NO_DAY)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weekends_and_holidays_are_no_workdays),
		cmocka_unit_test(business_days_count_from_the_day_itself),
		cmocka_unit_test(working_minutes_run_only_in_working_hours),
		cmocka_unit_test(without_working_hours_the_whole_day_is_open),
		cmocka_unit_test(working_hours_end_with_the_day),
		cmocka_unit_test(the_week_starts_after_its_longest_rest),
		cmocka_unit_test(quiet_hours_may_span_midnight),
		cmocka_unit_test(four_hundred_days_off_count_as_working_days),
		cmocka_unit_test(moments_are_in_order),
		cmocka_unit_test(random_calendars_agree_with_a_day_by_day_count),
		cmocka_unit_test(working_minutes_agree_with_a_minute_by_minute_count),
		cmocka_unit_test(every_answer_is_a_working_day_or_hour_and_does_not_go_back),
		cmocka_unit_test(no_value_is_without_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
