/* Which imports still have slices to be done. */
#include "domain/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void one_that_runs_is_neither_open_nor_at_its_end(void **state)
{
	static const struct {
		enum import_state state;
		bool want;
	} cases[] = {
		{IMPORT_OPEN, false},    {IMPORT_CHECKING, true}, {IMPORT_APPLYING, true},
		{IMPORT_PLANTING, true}, {IMPORT_DONE, false},    {IMPORT_REFUSED, false},
		{IMPORT_ABORTED, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (import_is_running(cases[i].state) != cases[i].want)
			fail_msg("%s", import_states[cases[i].state]);
	assert_null(import_states[ARRAY_LEN(cases)]);
	assert_false(import_is_running((enum import_state)ARRAY_LEN(cases)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_runs_is_neither_open_nor_at_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
