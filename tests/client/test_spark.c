/* Columns and bars: every number has a picture, and both alphabets the same width. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <limits.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "spark.h"

static void a_column_is_as_high_as_its_value(void **state)
{
	static const struct {
		long long values[12];
		size_t n;
		long long max;
		const char *blocks, *ascii;
	} cases[] = {
		{{0}, 0, 0, "", ""},
		{{0, 0, 0}, 3, 0, "▁▁▁", "   "},
		{{0, 1, 2, 3, 4, 5, 6, 7}, 8, 7, "▁▂▃▄▅▆▇█", " .:-=+*#"},
		{{1}, 1, 1, "█", "#"},
		{{0, 1, 100}, 3, 100, "▁▂█", " .#"}, /* a little is not nothing */
		{{99, 100}, 2, 100, "██", "##"},
		{{1, 2, 1}, 3, 4, "▃▅▃", ":=:"},
		{{-3, 2, 9}, 3, 2, "▁██", " ##"}, /* below nothing, above the most */
		{{5}, 1, 0, "█", "#"},
		{{LLONG_MIN, LLONG_MAX}, 2, LLONG_MAX, "▁█", " #"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str blocks = {0}, ascii = {0};

		spark_add(&blocks, cases[i].values, cases[i].n, cases[i].max, false);
		assert_string_equal(str_text(&blocks), cases[i].blocks);
		spark_add(&ascii, cases[i].values, cases[i].n, cases[i].max, true);
		assert_string_equal(str_text(&ascii), cases[i].ascii);
	}
}

static void a_bar_is_as_long_as_its_value(void **state)
{
	static const struct {
		long long value, max;
		size_t width;
		const char *blocks, *ascii;
	} cases[] = {
		{0, 0, 10, "", ""},
		{0, 9, 10, "", ""},
		{9, 9, 10, "██████████", "##########"},
		{1, 2, 10, "█████", "#####"},
		{1, 1000, 10, "▏", "#"},
		{1, 16, 2, "▏", "#"},
		{3, 16, 2, "▍", "#"},
		{15, 16, 2, "█▉", "##"},
		{-1, 9, 10, "", ""},
		{20, 9, 3, "███", "###"},
		{LLONG_MAX, LLONG_MAX, 2, "██", "##"},
		{5, 9, 0, "", ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str blocks = {0}, ascii = {0};

		spark_add_bar(&blocks, cases[i].value, cases[i].max, cases[i].width, false);
		assert_string_equal(str_text(&blocks), cases[i].blocks);
		spark_add_bar(&ascii, cases[i].value, cases[i].max, cases[i].width, true);
		assert_string_equal(str_text(&ascii), cases[i].ascii);
	}
}

static void the_most_of_nothing_is_nothing(void **state)
{
	static const long long values[] = {-2, 3, 1}, negative[] = {-2};

	(void)state;
	assert_int_equal(spark_max(values, ARRAY_LEN(values)), 3);
	assert_int_equal(spark_max(negative, 1), 0);
	assert_int_equal(spark_max(NULL, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_column_is_as_high_as_its_value),
		cmocka_unit_test(a_bar_is_as_long_as_its_value),
		cmocka_unit_test(the_most_of_nothing_is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
