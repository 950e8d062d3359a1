/* Growing strings, and small questions about text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/str.h"

static void a_string_without_additions_is_empty_text(void **state)
{
	struct str s = {0};

	(void)state;
	assert_string_equal(str_text(&s), "");
	str_reset(&s);
	str_add(&s, "");
	assert_string_equal(str_text(&s), "");
	str_deinit(&s);
	assert_string_equal(str_text(&s), "");
	str_deinit(&s);
}

static void additions_follow_each_other(void **state)
{
	_cleanup_str_ struct str s = {0};

	(void)state;
	str_add(&s, "one");
	str_add_char(&s, ',');
	str_add_n(&s, "two and more", 3);
	str_addf(&s, ",%d%%", 3);
	assert_string_equal(str_text(&s), "one,two,3%");
	assert_int_equal(s.len, 10);
}

static void zero_bytes_count(void **state)
{
	_cleanup_str_ struct str s = {0};

	(void)state;
	str_add_n(&s, "a\0b", 3);
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.data, "a\0b", 4);
}

static void a_string_grows_through_every_length(void **state)
{
	_cleanup_str_ struct str s = {0};

	(void)state;
	for (size_t n = 0; n < 3000; n++) {
		assert_int_equal(s.len, n);
		str_add_char(&s, (char)('a' + n % 26));
		assert_int_equal(s.data[s.len], '\0');
	}
	for (size_t n = 0; n < 3000; n++)
		assert_int_equal(s.data[n], 'a' + n % 26);
}

static void a_long_print_fits_from_any_fill(void **state)
{
	(void)state;
	for (int fill = 0; fill < 130; fill++) {
		_cleanup_str_ struct str s = {0};

		for (int i = 0; i < fill; i++)
			str_add_char(&s, '.');
		str_addf(&s, "%0*d", fill + 1, 5);
		assert_int_equal(s.len, 2 * fill + 1);
		assert_int_equal(strlen(str_text(&s)), s.len);
	}
}

static void a_reset_string_starts_over(void **state)
{
	_cleanup_str_ struct str s = {0};

	(void)state;
	str_add(&s, "before");
	str_reset(&s);
	assert_string_equal(str_text(&s), "");
	str_add(&s, "after");
	assert_string_equal(str_text(&s), "after");
}

static void null_equals_only_null(void **state)
{
	static const struct {
		const char *a, *b;
		bool is_equal;
	} cases[] = {
		{NULL, NULL, true}, {NULL, "", false}, {"", NULL, false},  {"", "", true},
		{"a", "a", true},   {"a", "A", false}, {"a", "ab", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(str_equal(cases[i].a, cases[i].b), cases[i].is_equal);
}

static void a_prefix_is_the_beginning(void **state)
{
	(void)state;
	assert_true(str_starts_with("followup.done", "followup."));
	assert_true(str_starts_with("same", "same"));
	assert_true(str_starts_with("any", ""));
	assert_false(str_starts_with("follow", "followup"));
	assert_false(str_starts_with("", "a"));
}

static void a_copy_is_cut_and_terminated(void **state)
{
	static const struct {
		const char *from;
		size_t size;
		const char *want;
	} cases[] = {
		{"abc", 8, "abc"}, {"abc", 4, "abc"}, {"abc", 3, "ab"},
		{"abc", 1, ""},    {"", 1, ""},       {NULL, 4, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char to[9] = "########";

		str_copy(to, cases[i].size, cases[i].from);
		assert_string_equal(to, cases[i].want);
		if (cases[i].size < 8)
			assert_int_equal(to[cases[i].size], '#');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_string_without_additions_is_empty_text),
		cmocka_unit_test(additions_follow_each_other),
		cmocka_unit_test(zero_bytes_count),
		cmocka_unit_test(a_string_grows_through_every_length),
		cmocka_unit_test(a_long_print_fits_from_any_fill),
		cmocka_unit_test(a_reset_string_starts_over),
		cmocka_unit_test(null_equals_only_null),
		cmocka_unit_test(a_prefix_is_the_beginning),
		cmocka_unit_test(a_copy_is_cut_and_terminated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
