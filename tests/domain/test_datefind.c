/* Days that are counted from now: up to the last day there is, and no further. */
#include "domain/datefind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>

#include "base/cleanup.h"

static const struct worktime work = {.week = 0x1f, .start = 540, .end = 1080};

static void a_count_ends_on_the_last_day_or_leaves_them_all(void **state)
{
	const int all = DAY_LAST.n - DAY_FIRST.n;
	const struct {
		int n;
		enum date_unit unit;
		bool is_in_range;
	} cases[] = {
		{all, UNIT_DAY, true},           {all + 1, UNIT_DAY, false},
		{all / 7, UNIT_WEEK, true},      {all / 7 + 1, UNIT_WEEK, false},
		{3599, UNIT_MONTH, true},        {3600, UNIT_MONTH, false},
		{1199, UNIT_QUARTER, true},      {1200, UNIT_QUARTER, false},
		{299, UNIT_YEAR, true},          {300, UNIT_YEAR, false},
		{all * 24, UNIT_HOUR, true},     {all * 24 + 24, UNIT_HOUR, false},
		{all * 1440, UNIT_MINUTE, true}, {all * 1440 + 1440, UNIT_MINUTE, false},
		{INT_MAX, UNIT_MINUTE, false},   {INT_MAX, UNIT_HOUR, false},
		{INT_MAX, UNIT_DAY, false},      {INT_MAX, UNIT_WORKDAY, false},
		{INT_MAX, UNIT_WEEK, false},     {INT_MAX, UNIT_MONTH, false},
		{INT_MAX, UNIT_QUARTER, false},  {INT_MAX, UNIT_YEAR, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct moment now = {DAY_FIRST, 0};
		struct moment later = datefind_later(&work, now, cases[i].n, cases[i].unit);

		if (day_in_range(later.day) != cases[i].is_in_range)
			fail_msg("%d of unit %d", cases[i].n, (int)cases[i].unit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_count_ends_on_the_last_day_or_leaves_them_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
