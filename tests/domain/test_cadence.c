/* When somebody was not heard from for too long. */
#include "domain/cadence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

#define TODAY 1000

/* Yellow from the whole of the interval on, red from beyond half as much again. */
static void a_silence_is_yellow_and_then_red(void **state)
{
	static const struct {
		int interval, days; /* since a word both ways; -1: none is known */
		enum silence want;
	} cases[] = {
		{30, 0, SILENCE_NONE},      {30, 29, SILENCE_NONE},    {30, 30, SILENCE_YELLOW},
		{30, 45, SILENCE_YELLOW},   {30, 46, SILENCE_RED},     {90, 89, SILENCE_NONE},
		{90, 90, SILENCE_YELLOW},   {90, 135, SILENCE_YELLOW}, {90, 136, SILENCE_RED},
		{180, 270, SILENCE_YELLOW}, {180, 271, SILENCE_RED},   {7, 10, SILENCE_YELLOW},
		{7, 11, SILENCE_RED},       {30, -1, SILENCE_NONE},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct day today = {TODAY};
		struct day last = NO_DAY;

		if (cases[i].days >= 0)
			last = day_plus(today, -cases[i].days);
		if (cadence_silence(last, today, cases[i].interval) != cases[i].want)
			fail_msg("%d days of %d", cases[i].days, cases[i].interval);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_silence_is_yellow_and_then_red),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
