/* What vouchd answers is read as jansson would read it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "answer.h"
#include "base/cleanup.h"

static const char *const texts[] = {
	"{}",
	" { } ",
	"{\"a\":[]}",
	"{\"a\":[1,2,{\"b\":null}],\"c\":true,\"d\":false}",
	"{\"a\" : [ 1 ,\t2 ] ,\r\n\"b\":\"\"}",
	"{\"a\":0}",
	"{\"a\":-1}",
	"{\"a\":-0}",
	"{\"a\":01}",
	"{\"a\":1.5}",
	"{\"a\":1e3}",
	"{\"a\":1E3}",
	"{\"a\":-2.5e-3}",
	"{\"a\":999999999999999999}",
	"{\"a\":1000000000000000000}",
	"{\"a\":9223372036854775807}",
	"{\"a\":9223372036854775808}",
	"{\"a\":1x}",
	"{\"a\":nul}",
	"{\"a\":nulls}",
	"{\"a\":NULL}",
	"{\"a\":}",
	"{\"a\"}",
	"{\"a\":1,}",
	"{\"a\":[1,]}",
	"{\"a\":[1}",
	"{,}",
	"{a:1}",
	"{\"a\":1}}",
	"{\"a\":1} {}",
	"{\"a\":1",
	"{\"a",
	"{\"a\\",
	"{\"a\":\"\\",
	"",
	"[1]",
	"1",
	"null",
	"{\"a\":1,\"a\":2}",
	"{\"\":1}",
	"{\"a\\n\":1}",
	"{\"\\u00e9\":1}",
	"{\"a\":\"b\\\"c\\\\d\\/\\n\\t\"}",
	"{\"a\":\"\\u00e9\\ud83d\\ude00\"}",
	"{\"a\":\"\\ud83d\"}",
	"{\"a\":\"\\u0000\"}",
	"{\"a\":\"\\x\"}",
	"{\"a\":\"\xC3\xA9\xF0\x9F\x98\x80\"}",
	"{\"\xC3\xA9\":1}",
	"{\"a\":\"\xC3\"}",
	"{\"a\":\"\xFF\"}",
	"{\"a\":\"\xED\xA0\x80\"}",
	"{\"a\":\"\xC0\x80\"}",
	"{\"\xFF\":1}",
	"{\"a\":\"x\ny\"}",
	"{\"a\":\"\x7F\"}",
};

static void expect_same(const char *text, size_t n)
{
	json_auto_t *want = json_loadb(text, n, 0, NULL), *got = answer_parse(text, n);

	if (!want != !got || (want && !json_equal(want, got)))
		fail_msg("read otherwise: %.*s", (int)n, text);
}

static void every_text_is_read_as_jansson_reads_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		expect_same(texts[i], strlen(texts[i]));
}

static void a_text_cut_anywhere_is_refused_alike(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		for (size_t n = 0; n < strlen(texts[i]); n++)
			expect_same(texts[i], n);
}

static void a_zero_byte_ends_nothing(void **state)
{
	static const char text[] = "{\"a\":1}\0";
	static const char within[] = "{\"a\":\"b\0c\"}";

	(void)state;
	expect_same(text, sizeof text - 1);
	expect_same(within, sizeof within - 1);
}

static void nesting_deeper_than_an_answers_is_read_too(void **state)
{
	char text[1024] = "{\"a\":";
	size_t n = strlen(text);

	(void)state;
	memset(text + n, '[', 200);
	memset(text + n + 200, ']', 200);
	text[n + 400] = '}';
	expect_same(text, n + 401);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_is_read_as_jansson_reads_it),
		cmocka_unit_test(a_text_cut_anywhere_is_refused_alike),
		cmocka_unit_test(a_zero_byte_ends_nothing),
		cmocka_unit_test(nesting_deeper_than_an_answers_is_read_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
