/* How a date is split into words, and how it is quoted. */
#include "domain/datetext_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"

/* One more word, digit or letter than any date has is none. */
static void a_text_is_split_into_so_many_words_at_most(void **state)
{
	static const struct {
		const char *text;
		bool want;
		int n; /* words, numbers and signs */
	} cases[] = {
		{"", true, 0},
		{"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", true, 16},
		{"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", false, 16},
		{"12345678", true, 1},
		{"123456789", false, 1},
		{"fri,9:30 \t+2", true, 6},
		{"fri;", false, 2},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct token_list list;
		int n = 0;

		(void)memset(&list, 0x55, sizeof list); /* of the text before it */
		assert_int_equal(datetext_split(cases[i].text, &list), cases[i].want);
		while (list.all[n].kind != TOKEN_END)
			n++;
		assert_int_equal(n, cases[i].n);
	}
}

static void a_text_too_long_is_not_split(void **state)
{
	char text[DATETEXT_LENGTH_MAX + 2];
	struct token_list list;

	(void)state;
	(void)memset(text, ' ', sizeof text);
	text[DATETEXT_LENGTH_MAX + 1] = '\0';
	assert_false(datetext_split(text, &list));
	assert_true(datetext_split(text + 1, &list));
}

static void a_quote_ends_with_its_text(void **state)
{
	char to[DATETEXT_QUOTE_SIZE] = "what was quoted before";

	(void)state;
	assert_string_equal(datetext_quote("fri", to), "fri");
	assert_string_equal(datetext_quote("", to), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_split_into_so_many_words_at_most),
		cmocka_unit_test(a_text_too_long_is_not_split),
		cmocka_unit_test(a_quote_ends_with_its_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
