/* What a notification server is told, character by character. */
#include "io/markup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void only_three_characters_are_escaped(void **state)
{
	static const struct {
		const char *from, *want;
	} cases[] = {
		{"", ""},
		{"plain", "plain"},
		{"<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"},
		{"Priya & Tom", "Priya &amp; Tom"},
		{"<3 you", "&lt;3 you"},
		{"&amp;", "&amp;amp;"},
		{"<img src=\"http://x/y.png\">", "&lt;img src=\"http://x/y.png\"&gt;"},
		{"<a href='x'>", "&lt;a href='x'&gt;"},
		{"O'Brien said \"yes\"", "O'Brien said \"yes\""},
		{"Zoë\nline two", "Zoë\nline two"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str got = {0};

		markup_escape(&got, cases[i].from);
		assert_string_equal(str_text(&got), cases[i].want);
	}
}

static void long_text_ends_in_an_ellipsis_between_characters(void **state)
{
	static const struct {
		const char *from;
		size_t max;
		const char *want;
	} cases[] = {
		{"", 5, ""},
		{"abcd", 5, "abcd"},
		{"abcde", 5, "abcde"},
		{"abcdef", 5, "abcd…"},
		{"ééééé", 5, "ééééé"},
		{"éééééé", 5, "éééé…"},
		{"日本語日本語", 3, "日本…"},
		{"abc", 1, "…"},
		{"a", 1, "a"},
		{"abc", 0, ""},
		{"abce\u0301f", 5, "abc…"},            /* e and its accent stay together */
		{"abc\u0301defg", 5, "abc\u0301…"},    /* the accent is a character of the five */
		{"ab👩\u200d👧cd", 5, "ab…"},            /* a family is one picture */
		{"ab👍🏽cde", 5, "ab👍🏽…"}, /* a thumb and its skin */
		{"e\u0301\u0301\u0301\u0301\u0301", 3, "…"}, /* nothing fits but the dots */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str got = {0};

		markup_cut(&got, cases[i].from, cases[i].max, MARKUP_LINES);
		assert_string_equal(str_text(&got), cases[i].want);
	}
}

static void a_text_one_over_the_limit_is_cut_to_the_limit(void **state)
{
	static const size_t limits[] = {80, 200};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(limits); i++)
		for (size_t n = limits[i] - 1; n <= limits[i] + 1; n++) {
			_cleanup_str_ struct str from = {0}, got = {0};
			bool is_cut = n > limits[i];

			for (size_t c = 0; c < n; c++)
				str_add_char(&from, 'x');
			markup_cut(&got, str_text(&from), limits[i], MARKUP_LINES);
			/* "…" is three bytes */
			assert_int_equal(got.len, is_cut ? limits[i] - 1 + 3 : n);
		}
}

static void what_deceives_or_breaks_markup_is_left_out(void **state)
{
	static const struct {
		const char *from;
		enum markup_lines lines;
		const char *want;
	} cases[] = {
		{"two\nlines", MARKUP_LINES, "two\nlines"},
		{"two\nlines", MARKUP_ONE_LINE, "two lines"},
		{"two\r\nlines", MARKUP_ONE_LINE, "two lines"},
		{"a\tb", MARKUP_LINES, "a b"},
		{"a\x1b[31mb", MARKUP_LINES, "a[31mb"},
		{"a\x7f\xc2\x85z", MARKUP_LINES, "az"},
		{"a\u202Egpj.exe", MARKUP_LINES, "agpj.exe"},
		{"a\xff"
		 "b",
		 MARKUP_LINES, "a\uFFFDb"},
		{"cut short \xe2\x82", MARKUP_LINES, "cut short \uFFFD\uFFFD"},
		{"می\u200cخواهم", MARKUP_LINES, "می\u200cخواهم"},
		{"a\uFFFEb\uFFFFc\U0001FFFEd", MARKUP_LINES, "abcd"}, /* sd-bus refuses them */
		{"a\uFDCF\uFDD0\uFDEF\uFDF0b", MARKUP_LINES, "a\uFDCF\uFDF0b"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str got = {0};

		markup_cut(&got, cases[i].from, 100, cases[i].lines);
		assert_string_equal(str_text(&got), cases[i].want);
	}
}

static void both_append_to_what_is_there(void **state)
{
	_cleanup_str_ struct str got = {0};

	(void)state;
	str_add(&got, "1 & ");
	markup_escape(&got, "2 & ");
	markup_cut(&got, "three", 3, MARKUP_LINES);
	assert_string_equal(str_text(&got), "1 & 2 &amp; th…");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_three_characters_are_escaped),
		cmocka_unit_test(long_text_ends_in_an_ellipsis_between_characters),
		cmocka_unit_test(a_text_one_over_the_limit_is_cut_to_the_limit),
		cmocka_unit_test(what_deceives_or_breaks_markup_is_left_out),
		cmocka_unit_test(both_append_to_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
