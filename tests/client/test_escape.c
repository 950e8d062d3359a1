/* Stored text on its way out: nothing in it may drive a terminal, a table or a shell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "escape.h"

static void unsafe_characters_are_made_visible(void **state)
{
	static const struct {
		enum escape_kind kind;
		const char *text, *want;
	} cases[] = {
		{ESCAPE_LINE, "Ana Ruiz", "Ana Ruiz"},
		{ESCAPE_LINE, "José 日本 🙂", "José 日本 🙂"},
		{ESCAPE_LINE, "\033]0;title\a", "\\x1b]0;title\\x07"},
		{ESCAPE_LINE, "a\tb\nc\rd", "a b c\\x0dd"},
		{ESCAPE_LINE, "\x7f", "\\x7f"},
		{ESCAPE_LINE,
		 "\xc2\x9b"
		 "31m",
		 "\\x9b31m"}, /* C1 */
		{ESCAPE_LINE,
		 "a\xe2\x80\xae"
		 "b",
		 "a<U+202E>b"}, /* right to left override */
		{ESCAPE_LINE,
		 "a\xe2\x80\x8b"
		 "b",
		 "a<U+200B>b"}, /* zero width space */
		{ESCAPE_LINE,
		 "\xef\xbb\xbf"
		 "a",
		 "<U+FEFF>a"},                                  /* byte order mark */
		{ESCAPE_LINE, "\xf3\xa0\x81\x81", "<U+E0041>"}, /* tag letter */
		{ESCAPE_LINE, "\xff\xc3", "\\xff\\xc3"},        /* no UTF-8 */
		{ESCAPE_LINE, "\xef\xbf\xbd", "\xef\xbf\xbd"},  /* U+FFFD itself */
		{ESCAPE_LINES, "a\tb\nc\033", "a b\nc\\x1b"},
		{ESCAPE_PLAIN, "a\tb\nc\\d", "a\\tb\\nc\\\\d"},
		{ESCAPE_JSON, "\"\xc2\x9b\xe2\x80\xae\"", "\"\\u009b\\u202e\""},
		{ESCAPE_JSON, "\"\xf3\xa0\x81\x81\"", "\"\\udb40\\udc41\""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str got = {0};

		escape_add(&got, cases[i].text, cases[i].kind);
		assert_string_equal(str_text(&got), cases[i].want);
	}
}

/* Every character there is, but the surrogates, which UTF-8 has not. */
static void no_character_comes_through_that_is_unsafe(void **state)
{
	static const enum escape_kind kinds[] = {ESCAPE_LINE, ESCAPE_PLAIN, ESCAPE_JSON};

	(void)state;
	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		char text[5] = {0};

		if (!utf8_is_unsafe(c))
			continue;
		utf8_encode(c, text);
		for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
			_cleanup_str_ struct str got = {0};

			escape_add(&got, text, kinds[k]);
			for (size_t i = 0; i < got.len; i++)
				assert_in_range((unsigned char)got.data[i], ' ', '~');
		}
	}
}

static void escaped_json_is_the_same_value(void **state)
{
	static const char text[] = "\xf3\xa0\x81\x81 \xc2\x9b \xe2\x80\xae José 🙂";
	json_auto_t *before = json_pack("{s:s}", "name", text), *after = NULL;
	char *dumped = json_dumps(before, JSON_COMPACT);
	_cleanup_str_ struct str safe = {0};

	(void)state;
	escape_add(&safe, dumped, ESCAPE_JSON);
	after = json_loads(str_text(&safe), 0, NULL);
	assert_true(json_equal(before, after));
	free(dumped);
}

static void a_hint_for_the_shell_is_one_word(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"ana", "ana"},
		{"", "''"},
		{"Ana Ruiz", "'Ana Ruiz'"},
		{"$(rm -rf ~)", "'$(rm -rf ~)'"},
		{"`x`", "'`x`'"},
		{"O'Brien", "'O'\\''Brien'"},
		{"-rf", "'-rf'"},
		{"a\nb", "'a b'"},
		{"\033", "'\\x1b'"},
		{"josé", "'josé'"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str got = {0};

		escape_add_shell(&got, cases[i].text);
		assert_string_equal(str_text(&got), cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unsafe_characters_are_made_visible),
		cmocka_unit_test(no_character_comes_through_that_is_unsafe),
		cmocka_unit_test(escaped_json_is_the_same_value),
		cmocka_unit_test(a_hint_for_the_shell_is_one_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
