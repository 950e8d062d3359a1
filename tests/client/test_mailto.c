/* E-mail addresses of RFC 6068: whatever is in them stays data. */
#include "mailto.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"

static void what_has_a_meaning_is_encoded(void **state)
{
	static const struct {
		const char *address, *subject, *body, *want;
	} cases[] = {
		{"ana@example.org", NULL, NULL, "mailto:ana@example.org"},
		{"ana@example.org", "", "", "mailto:ana@example.org"},
		{"ana@example.org", "Hi", NULL, "mailto:ana@example.org?subject=Hi"},
		{"ana@example.org", NULL, "a\nb\r\n", "mailto:ana@example.org?body=a%0D%0Ab%0D%0A"},
		{"a+b@example.org", "x & y?", "100% = #1",
		 "mailto:a%2Bb@example.org?subject=x%20%26%20y%3F&body=100%25%20%3D%20%231"},
		/* Another recipient, a header, a command of a shell: none of them comes out. */
		{"a,b@c?bcc=x@example.org", NULL, NULL, "mailto:a%2Cb%40c%3Fbcc%3Dx@example.org"},
		{"a@b", "x\nBcc: c@d", "$(rm -r ~) `x` \"'\\;|&",
		 "mailto:a@b?subject=x%20Bcc%3A%20c%40d&body=%24%28rm%20-r%20~%29%20%60x%60%20"
		 "%22%27%5C%3B%7C%26"},
		{"a@b", NULL, "\xc3\xa9\x1b[31m\xe2\x80\xae",
		 "mailto:a@b?body=%C3%A9%1B%5B31m%E2%80%AE"},
		{"a@b", "-_.~", "AZaz09", "mailto:a@b?subject=-_.~&body=AZaz09"},
		{"none", NULL, NULL, "mailto:none"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str out = {0};

		assert_false(mailto_make(&out, cases[i].address, cases[i].subject, cases[i].body));
		assert_string_equal(str_text(&out), cases[i].want);
	}
}

/* n bytes of words of nine letters, or of one. */
static void fill(struct str *to, size_t n, bool has_words)
{
	str_reset(to);
	while (to->len < n)
		str_add_char(to, has_words && to->len % 10 == 9 ? ' ' : 'x');
}

static size_t count(const char *text, char c)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == c;
	return n;
}

static void a_long_text_is_cut_at_a_word(void **state)
{
	_cleanup_str_ struct str body = {0}, out = {0};

	(void)state;
	fill(&body, MAILTO_BODY_MAX, true);
	assert_false(mailto_make(&out, "a@b", NULL, str_text(&body)));
	fill(&body, MAILTO_BODY_MAX + 1, true);
	str_reset(&out);
	assert_true(mailto_make(&out, "a@b", NULL, str_text(&body)));
	assert_non_null(strstr(str_text(&out), "xxxxxxxxx%20%E2%80%A6"));
	assert_int_equal(count(strchr(str_text(&out), '='), 'x') % 9, 0);
}

static void a_text_of_one_word_is_cut_between_characters(void **state)
{
	_cleanup_str_ struct str body = {0}, out = {0};

	(void)state;
	str_add_char(&body, 'x');
	while (body.len <= MAILTO_BODY_MAX)
		str_add(&body, "\xc3\xa9");
	assert_true(mailto_make(&out, "a@b", NULL, str_text(&body)));
	assert_non_null(strstr(str_text(&out), "%C3%A9%20%E2%80%A6"));
	assert_null(strstr(str_text(&out), "%C3%20"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_has_a_meaning_is_encoded),
		cmocka_unit_test(a_long_text_is_cut_at_a_word),
		cmocka_unit_test(a_text_of_one_word_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
