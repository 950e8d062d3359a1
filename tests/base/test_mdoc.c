/* Plain text as a source of manual pages: nothing of it is a request or an escape. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/mdoc.h"
#include "base/str.h"

#define TEN "xxxxxxxxx "

static void each_text_is_lines_that_show_it(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"", ""},
		{" \n ", ""},
		{"one  two\nthree", "one two three\n"},
		{"One. Two", "One.\nTwo\n"}, /* a new line for each sentence */
		{"Is it? Yes! So", "Is it?\nYes!\nSo\n"},
		{"and so on ... still", "and so on ... still\n"},
		{". is no request", "\\&. is no request\n"},
		{"End. .Dd is none either", "End.\n\\&.Dd is none either\n"},
		{"'tis none", "\\&'tis none\n"},
		{"it .is none within", "it .is none within\n"},
		{"a\\b", "a\\eb\n"},
		{"say \"so\"", "say \\(dqso\\(dq\n"},
		{TEN TEN TEN TEN TEN TEN TEN "xxxxxxxx x",
		 TEN TEN TEN TEN TEN TEN TEN "xxxxxxxx\nx\n"},
		{TEN TEN TEN TEN TEN TEN TEN "xxxxxx .x",
		 TEN TEN TEN TEN TEN TEN TEN "xxxxxx .x\n"},
		{TEN TEN TEN TEN TEN TEN TEN "xxxxxxxx .x",
		 TEN TEN TEN TEN TEN TEN TEN "xxxxxxxx\n\\&.x\n"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_free_ char *got = NULL;
		size_t n;
		FILE *to = open_memstream(&got, &n);

		assert_non_null(to);
		mdoc_text(to, cases[i].text);
		assert_int_equal(fclose(to), 0);
		assert_string_equal(got, cases[i].want);
	}
}

static void an_item_is_quoted(void **state)
{
	_cleanup_free_ char *got = NULL;
	size_t n;
	FILE *to = open_memstream(&got, &n);

	(void)state;
	assert_non_null(to);
	mdoc_item(to, "Cm", "say \"a\\b\"");
	assert_int_equal(fclose(to), 0);
	assert_string_equal(got, ".It Cm \"say \\(dqa\\eb\\(dq\"\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_text_is_lines_that_show_it),
		cmocka_unit_test(an_item_is_quoted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
