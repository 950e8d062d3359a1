/* Shares, medians, how far things came, and what is silent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "domain/numbers.h"

#define DAY(text) day_of(text)

static struct day day_of(const char *text)
{
	struct day day = NO_DAY;

	assert_true(!text || day_parse(text, &day));
	return day;
}

static const struct {
	const char *from, *to, *want_from, *want_to;
	bool is_month;
	size_t months;
} ranges[] = {
	{NULL, NULL, "2025-12-02", "2026-12-01", false, 13},
	{NULL, NULL, "2026-12-01", "2026-12-01", true, 1},
	{NULL, "2026-02-10", "2025-02-11", "2026-02-10", false, 13},
	{NULL, "2026-02-10", "2026-02-01", "2026-02-10", true, 1},
	{"2026-11-30", NULL, "2026-11-30", "2026-12-01", false, 2},
	{"2026-11-30", NULL, "2026-11-30", "2026-12-01", true, 2},
	{"2024-01-31", "2024-12-01", "2024-01-31", "2024-12-01", false, 12},
	{"1999-12-31", "2000-01-01", "1999-12-31", "2000-01-01", false, 2},
};

static void a_range_is_what_was_asked_for_or_the_last_twelve_months(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
		struct numbers_range r = numbers_range(DAY(ranges[i].from), DAY(ranges[i].to),
						       DAY("2026-12-01"), ranges[i].is_month);

		assert_int_equal(r.from.n, DAY(ranges[i].want_from).n);
		assert_int_equal(r.to.n, DAY(ranges[i].want_to).n);
		assert_int_equal(numbers_months(&r), ranges[i].months);
		assert_int_equal(numbers_month_of(&r, r.from), 0);
		assert_int_equal(numbers_month_of(&r, r.to), ranges[i].months - 1);
	}
}

static const struct {
	int64_t n, of;
	int share, percent;
} shares[] = {
	{0, 0, -1, -1},
	{5, 0, -1, -1},
	{0, 7, 0, 0},
	{7, 7, 10000, 100},
	{1, 1, 10000, 100},
	{1, 3, 3333, 33},
	{2, 3, 6667, 67},
	{1, 2, 5000, 50},
	{1, 1000, 10, 1},
	{999, 1000, 9990, 99},
	{1, 30000, 0, 1},
	{29999, 30000, 10000, 99},
	{INT64_MAX, INT64_MAX, 10000, 100},
};

static void a_percent_is_all_or_nothing_only_where_it_is_so(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shares); i++) {
		assert_int_equal(numbers_share(shares[i].n, shares[i].of), shares[i].share);
		assert_int_equal(numbers_percent(shares[i].n, shares[i].of), shares[i].percent);
	}
}

static int by_value(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

static void the_median_is_that_of_the_sorted_values(void **state)
{
	uint64_t dice = 7;

	(void)state;
	assert_int_equal(numbers_median(NULL, 0), -1);
	for (int round = 0; round < 3000; round++) {
		int32_t values[40], sorted[40];
		size_t n = 1 + (size_t)round % ARRAY_LEN(values);

		for (size_t i = 0; i < n; i++) {
			dice = dice * 6364136223846793005 + 1442695040888963407;
			values[i] = (int32_t)(dice >> 33) % (round % 3 ? 1000 : 4);
		}
		memcpy(sorted, values, sizeof sorted);
		qsort(sorted, n, sizeof *sorted, by_value);
		assert_int_equal(numbers_median(values, n),
				 (int64_t)sorted[n / 2] + sorted[(n - 1) / 2]);
	}
}

/* A million of one value, or in order, take no longer than any others. */
static void a_median_of_a_million_is_quick(void **state)
{
	size_t n = 1000000;
	int32_t *values = malloc(n * sizeof *values);

	(void)state;
	assert_non_null(values);
	for (size_t i = 0; i < n; i++)
		values[i] = 5;
	assert_int_equal(numbers_median(values, n), 10);
	for (size_t i = 0; i < n; i++)
		values[i] = (int32_t)i;
	assert_int_equal(numbers_median(values, n), 999999);
	free(values);
}

static void revenue_is_never_mixed_across_currencies(void **state)
{
	const struct numbers_range range = {DAY("2026-10-15"), DAY("2026-12-14")};
	const struct sales_row rows[] = {
		{DAY("2026-10-15"), SOURCE_REFERRAL, "USD", 2, 2, 30000},
		{DAY("2026-11-01"), SOURCE_REFERRAL, "EUR", 2, 1, 50000},
		{DAY("2026-11-30"), SOURCE_OTHER, "JPY", 0, 1, 700},
		{DAY("2026-12-01"), -1, NULL, 0, 3, 0},
		{DAY("2026-12-14"), SOURCE_OTHER, "EUR", 2, 1, INT64_MAX - 1000},
	};
	int64_t amounts[N_NUMBERS_SOURCES * 3] = {0}, by_month[N_NUMBERS_SOURCES * 3] = {0};
	struct money_sum sums[ARRAY_LEN(rows)];
	struct sources_numbers s = {
		.n_months = numbers_months(&range),
		.revenue = sums,
		.amounts = amounts,
		.by_month = by_month,
	};

	(void)state;
	s.n_currencies = numbers_currencies(rows, ARRAY_LEN(rows), sums);
	assert_int_equal(s.n_currencies, 3);
	assert_string_equal(sums[0].currency, "EUR");
	assert_string_equal(sums[1].currency, "JPY");
	assert_string_equal(sums[2].currency, "USD");
	numbers_sources(rows, ARRAY_LEN(rows), &range, &s);
	assert_int_equal(s.sales, 8);
	assert_int_equal(s.of[SOURCE_REFERRAL], 3);
	assert_int_equal(s.of[N_NUMBERS_SOURCES - 1], 3);
	assert_int_equal(sums[0].amount, INT64_MAX); /* and not another number */
	assert_int_equal(sums[1].amount, 700);
	assert_int_equal(sums[2].amount, 30000);
	assert_int_equal(amounts[SOURCE_REFERRAL * 3], 50000);
	assert_int_equal(amounts[SOURCE_REFERRAL * 3 + 2], 30000);
	assert_int_equal(amounts[SOURCE_OTHER * 3 + 1], 700);
	assert_int_equal(by_month[SOURCE_REFERRAL * 3 + 0], 2);
	assert_int_equal(by_month[SOURCE_REFERRAL * 3 + 1], 1);
	assert_int_equal(by_month[SOURCE_OTHER * 3 + 2], 1);
	assert_int_equal(by_month[(N_NUMBERS_SOURCES - 1) * 3 + 2], 3);
}

#define NONE INT32_MIN

static void a_stage_was_not_reached_without_those_before_it(void **state)
{
	const struct funnel_row rows[] = {
		{{{10}, {10}, {12}, {NONE}, {20}, {50}}, true}, /* the meeting's day is not known */
		{{{10}, {14}, {14}, {18}, {NONE}, {NONE}}, true},
		{{{NONE}, {5}, {3}, {NONE}, {NONE}, {NONE}}, true}, /* put down too early */
		{{{NONE}, {30}, {NONE}, {NONE}, {NONE}, {NONE}}, false},
	};
	static const int64_t want_n[] = {0, 4, 3, 2, 1, 1};
	static const int64_t want_medians[] = {-1, 4, 0, 8, -1, 60};
	struct funnel_numbers f = {0};
	int32_t scratch[ARRAY_LEN(rows)];

	(void)state;
	numbers_funnel(rows, ARRAY_LEN(rows), scratch, &f);
	for (int stage = FUNNEL_NAMES; stage < N_FUNNEL_STAGES; stage++)
		assert_int_equal(f.n[stage], want_n[stage]);
	for (int stage = 0; stage < N_FUNNEL_STAGES; stage++)
		assert_int_equal(f.medians[stage], want_medians[stage]);
	assert_int_equal(f.received, 3);
	assert_int_equal(numbers_rate(&f, FUNNEL_ASKS), -1);
	assert_int_equal(numbers_rate(&f, FUNNEL_NAMES), -1);
	assert_int_equal(numbers_rate(&f, FUNNEL_CONTACTED), 7500);
	f.asks = (struct asks_numbers){.counted = 4, .with_names = 1};
	assert_int_equal(numbers_rate(&f, FUNNEL_NAMES), 2500);
}

static void whom_no_day_is_known_of_was_named(void **state)
{
	const struct funnel_row row = {{{NONE}, {NONE}, {NONE}, {NONE}, {NONE}, {NONE}}, true};
	struct funnel_numbers f = {0};
	int32_t scratch[1];

	(void)state;
	numbers_funnel(&row, 1, scratch, &f);
	assert_int_equal(f.n[FUNNEL_NAMES], 1);
	assert_int_equal(f.n[FUNNEL_CONTACTED], 0);
}

static void within_an_hour_is_sixty_minutes_and_not_more(void **state)
{
	int32_t minutes[] = {60, 61, 0, 540};
	struct funnel_numbers f = {.within_an_hour = 9};

	(void)state;
	numbers_hours(minutes, ARRAY_LEN(minutes), &f);
	assert_int_equal(f.hours_n, 4);
	assert_int_equal(f.within_an_hour, 2);
	assert_int_equal(f.hours_median, 121);
	numbers_hours(minutes, 0, &f);
	assert_int_equal(f.hours_median, -1);
}

static const struct {
	struct promises_numbers p;
	int64_t tenths;
} early[] = {
	{{.kept_on_time = 0}, 0},
	{{.kept_on_time = 3, .days_early = 4}, 13},
	{{.kept_on_time = 1, .kept_late = 1, .days_early = -1}, -5},
	{{.kept_late = 3, .days_early = -5}, -17},
	{{.kept_on_time = 4, .days_early = 3}, 8}, /* 7.5 */
	{{.kept_late = 4, .days_early = -3}, -8},
};

static void the_mean_is_of_what_was_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(early); i++)
		assert_int_equal(numbers_mean_early(&early[i].p), early[i].tenths);
}

static const struct {
	int days, quiet;
	bool is_yellow, is_red;
} silences[] = {
	{30, 29, false, false},  {30, 30, true, false},   {30, 45, true, false},
	{30, 46, false, true},   {7, 10, true, false},    {7, 11, false, true},
	{180, 270, true, false}, {180, 271, false, true},
};

static void red_begins_beyond_half_as_much_again(void **state)
{
	struct day today = DAY("2026-12-01");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(silences); i++) {
		struct day last = day_plus(today, -silences[i].quiet);
		struct day yellow = numbers_yellow_day(today, silences[i].days);
		struct day red = numbers_red_day(today, silences[i].days);

		assert_int_equal(last.n <= red.n, silences[i].is_red);
		assert_int_equal(last.n <= yellow.n && last.n > red.n, silences[i].is_yellow);
		assert_int_equal(2 * silences[i].quiet > 3 * silences[i].days, silences[i].is_red);
	}
}

static void equal_steps_are_told_by_plan_step_and_offset(void **state)
{
	struct step_numbers steps[] = {
		{"p", "b", "+1", 20, 10},
		{"p", "a", "+2", 20, 10},
		{"p", "a", "+1", 20, 10},
		{"o", "z", "+9", 20, 10},
	};
	static const struct {
		const char *plan, *step, *offset;
	} want[] = {{"o", "z", "+9"}, {"p", "a", "+1"}, {"p", "a", "+2"}, {"p", "b", "+1"}};

	(void)state;
	assert_int_equal(numbers_steps(steps, ARRAY_LEN(steps)), ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		assert_string_equal(steps[i].plan, want[i].plan);
		assert_string_equal(steps[i].step, want[i].step);
		assert_string_equal(steps[i].offset, want[i].offset);
	}
}

static void of_a_step_with_too_few_cases_nothing_is_said(void **state)
{
	struct step_numbers steps[] = {
		{"p", "a", "+1", 19, 19}, {"p", "d", "+1", 20, 10}, {"p", "b", "+1", 20, 1},
		{"p", "c", "+1", 40, 2},  {"o", "d", "+1", 20, 10}, {"p", "e", "+1", 1, 0},
	};
	static const char *const want[] = {"d", "d", "c", "b"};
	static const char *const plans[] = {"o", "p", "p", "p"};
	size_t n = numbers_steps(steps, ARRAY_LEN(steps));

	(void)state;
	assert_int_equal(n, ARRAY_LEN(want));
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(steps[i].step, want[i]);
		assert_string_equal(steps[i].plan, plans[i]);
	}
	assert_int_equal(numbers_steps(steps, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_is_what_was_asked_for_or_the_last_twelve_months),
		cmocka_unit_test(a_percent_is_all_or_nothing_only_where_it_is_so),
		cmocka_unit_test(the_median_is_that_of_the_sorted_values),
		cmocka_unit_test(a_median_of_a_million_is_quick),
		cmocka_unit_test(revenue_is_never_mixed_across_currencies),
		cmocka_unit_test(a_stage_was_not_reached_without_those_before_it),
		cmocka_unit_test(whom_no_day_is_known_of_was_named),
		cmocka_unit_test(within_an_hour_is_sixty_minutes_and_not_more),
		cmocka_unit_test(the_mean_is_of_what_was_kept),
		cmocka_unit_test(red_begins_beyond_half_as_much_again),
		cmocka_unit_test(equal_steps_are_told_by_plan_step_and_offset),
		cmocka_unit_test(of_a_step_with_too_few_cases_nothing_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
