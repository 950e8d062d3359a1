/* Which days of an absence are days away. */
#include "domain/away.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

/* From the 10th day on, at work again on the 20th. */
static void the_day_of_return_is_a_day_at_work(void **state)
{
	static const struct {
		int64_t id; /* 0: none is planned */
		int day, ended;
		bool want;
	} cases[] = {
		{1, 9, INT32_MIN, false},  {1, 10, INT32_MIN, true},  {1, 19, INT32_MIN, true},
		{1, 20, INT32_MIN, false}, {0, 15, INT32_MIN, false}, {1, 15, 12, false},
		{1, 11, 12, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct away away = {
			.id = cases[i].id,
			.from = {10},
			.until = {20},
			.ended_day = {cases[i].ended},
		};

		if (away_is_on(&away, (struct day){cases[i].day}) != cases[i].want)
			fail_msg("case %zu", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_day_of_return_is_a_day_at_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
