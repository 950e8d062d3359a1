/* Cursors: integers that read back, and nothing else. */
#include "rpc/params.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void cursors_are_whole_numbers_with_points(void **state)
{
	static const struct {
		const char *text;
		bool is_good;
	} cases[] = {
		{"1733040000.2.15", true},
		{"-9223372036854775808.0.9223372036854775807", true},
		{"1.2", false},
		{"1.2.3.4", false},
		{"1.2.", false},
		{"", false},
		{"1..3", false},
		{"1.2.x", false},
		{" 1.2.3", false},
		{"1.2.9223372036854775808", false},
		{"1.2.3 ", false},
		{"1.+2.3", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t n[3];

		if (cursor_read(cases[i].text, n, 3) != cases[i].is_good)
			fail_msg("%s", cases[i].text);
	}
}

static void a_cursor_reads_back(void **state)
{
	static const int64_t values_in[] = {INT64_MIN, -1, 0, 7, INT64_MAX};
	struct arena *arena = arena_new();
	int64_t out[5];

	(void)state;
	assert_true(cursor_read(cursor_write(values_in, 5, arena), out, 5));
	assert_memory_equal(out, values_in, sizeof out);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cursors_are_whole_numbers_with_points),
		cmocka_unit_test(a_cursor_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
