/* Words of a vocabulary, and their places. */
#include "domain/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

static const char *const colours[] = {"red", "green", "blue", NULL};

static void a_word_is_found_as_it_is_written(void **state)
{
	static const struct {
		const char *text;
		int want;
	} cases[] = {
		{"red", 0}, {"green", 1}, {"blue", 2}, {"Red", -1},
		{"re", -1}, {"reds", -1}, {"", -1},    {NULL, -1},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(word_index(colours, cases[i].text), cases[i].want);
}

static void no_place_has_no_word(void **state)
{
	(void)state;
	assert_string_equal(word_at(colours, 0), "red");
	assert_string_equal(word_at(colours, 2), "blue");
	assert_null(word_at(colours, -1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_is_found_as_it_is_written),
		cmocka_unit_test(no_place_has_no_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
