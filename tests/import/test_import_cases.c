/* Files by hand, good, odd and bad: exactly what is taken of them, and why the rest is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "import/cases.h"
#include "import/reading.h"

#define CASES_MIN 380

static void every_case_becomes_what_is_written(void **state)
{
	static const struct cases all[] = {
		{"vCard", TEST_SOURCE_DIR "/import/vcards/cases.txt", reading_of_cards},
		{"calendar", TEST_SOURCE_DIR "/import/calendars/cases.txt", reading_of_calendar},
		{"CSV", TEST_SOURCE_DIR "/import/rows/cases.txt", reading_of_rows},
	};
	size_t n = 0, n_bad = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		size_t bad, k = cases_run(&all[i], &bad);

		print_message("%zu %s cases\n", k, all[i].name);
		n += k;
		n_bad += bad;
	}
	print_message("%zu cases in all\n", n);
	assert_int_equal(n_bad, 0);
	assert_true(n >= CASES_MIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_becomes_what_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
