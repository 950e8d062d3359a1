/* Hostile JSON: refused before or by the parser, in linear time, with one code. */
#include "rpc/scan.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "rpc/stack.h"

static void text_that_is_no_json_is_a_parse_error(void **state)
{
	static const struct {
		const char *line;
		size_t n; /* 0: as a string */
	} cases[] = {
		{"{", 0},
		{"[1,]", 0},
		{"{\"a\":1,}", 0},
		{"{'a':1}", 0},
		{"{\"a\":NaN}", 0},
		{"{\"a\":Infinity}", 0},
		{"{\"a\":01}", 0},
		{"{\"a\":+1}", 0},
		{"{\"a\":1.}", 0},
		{"{\"a\":1e400}", 0},
		{"{\"a\":9223372036854775808}", 0},
		{"{} {}", 0},
		{"{}x", 0},
		{"{} // no", 0},
		{"/* no */ {}", 0},
		{"\xef\xbb\xbf{}", 0},               /* a byte order mark */
		{"{\"a\":\"\xff\"}", 0},             /* no UTF-8 */
		{"{\"a\":\"\xc0\xaf\"}", 0},         /* overlong */
		{"{\"a\":\"\xed\xa0\x80\"}", 0},     /* a surrogate */
		{"{\"a\":\"\xf4\x90\x80\x80\"}", 0}, /* above U+10FFFF */
		{"{\"a\":\"\\ud800\"}", 0},
		{"{\"a\":\"\\udc00\\ud800\"}", 0},
		{"{\"a\":\"\\u0000\"}", 0},
		{"{\"\\u0000\":1}", 0},
		{"{\"a\":\"\\x41\"}", 0},
		{"{\"a\":\"tab\there\"}", 0},
		{"{\"a\":1,\"a\":2}", 0},
		{"{\"a\":1,\"\\u0061\":2}", 0}, /* the same key, spelt otherwise */
		{"{}\0", 3},
		{"{\"a\":\"\0\"}", 9},
		{"{\"a\":tru}", 0},
		{"{\"a\":\"", 0},
		{"{\"a\":\"\\", 0},
		{"]", 0},
		{"}", 0},
		{":", 0},
		{"\x1b[31m", 0},
		{" ", 0},
		{"\xff\xfe{\0}\0", 6}, /* UTF-16 */
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t n = cases[i].n ? cases[i].n : strlen(cases[i].line);
		const char *reply = send_n(*state, cases[i].line, n);

		if (code_of(reply) != -32700)
			fail_msg("%zu: %s", i, reply);
		assert_non_null(strstr(reply, "\"id\":null"));
		assert_non_null(strstr(reply, "\"name\":\"parse-error\""));
	}
}

static void depth_is_looked_at_before_parsing(void **state)
{
	static const struct {
		size_t depth;
		bool is_good;
	} cases[] = {{31, true}, {32, true}, {33, false}, {2048, false}, {1000000, false}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (int is_object = 0; is_object < 2; is_object++) {
			_cleanup_str_ struct str text = {0};

			for (size_t d = 0; d < cases[i].depth; d++)
				str_add(&text, is_object ? "{\"a\":" : "[");
			assert_int_equal(scan_json(text.data, text.len) == NULL, cases[i].is_good);
		}
}

static void a_request_too_deep_is_answered(void **state)
{
	for (size_t depth = 31; depth <= 33; depth++) {
		_cleanup_str_ struct str text = {0};

		str_add(&text, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":");
		for (size_t i = 1; i < depth; i++)
			str_add_char(&text, '[');
		for (size_t i = 1; i < depth; i++)
			str_add_char(&text, ']');
		str_add_char(&text, '}');
		assert_int_equal(code_of(send(*state, str_text(&text))),
				 depth <= 32 ? -32601 : -32700);
	}
}

static void brackets_inside_strings_are_no_depth(void **state)
{
	_cleanup_str_ struct str text = {0};

	(void)state;
	str_add(&text, "{\"a\\\"");
	for (int i = 0; i < 100; i++)
		str_add(&text, "[{:\\\\\\\"");
	str_add(&text, "\":[[\"]\"]]}");
	assert_null(scan_json(text.data, text.len));
}

static void depth_that_was_left_again_is_not_counted(void **state)
{
	_cleanup_str_ struct str text = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		str_add(&text, "[{}],");
	for (int i = 0; i < 1000; i++)
		str_add_char(&text, ']'); /* no JSON, but no underflow either */
	assert_null(scan_json(text.data, text.len));
}

static void an_object_may_have_256_members(void **state)
{
	for (int n = 255; n <= 257; n++) {
		_cleanup_str_ struct str text = {0};

		str_add(&text,
			"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"o\":[{");
		for (int i = 0; i < n; i++)
			str_addf(&text, "%s\"k%d\":%d", i ? "," : "", i, i);
		str_add(&text, "},{\"a\":1}]}}");
		assert_int_equal(code_of(send(*state, str_text(&text))),
				 n <= SCAN_KEYS_MAX ? -32601 : -32700);
	}
}

static void a_megabyte_of_escapes_takes_linear_time(void **state)
{
	int64_t took[2];

	for (size_t i = 0; i < 2; i++) {
		_cleanup_str_ struct str text = {0};
		int64_t before;

		str_add(&text, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"");
		for (int k = 0; k < (i ? 160000 : 40000); k++)
			str_add(&text, "\\u00e9");
		str_add(&text, "\"}");
		before = clock_monotonic_ms();
		assert_int_equal(code_of(send(*state, str_text(&text))), -32601);
		took[i] = clock_monotonic_ms() - before;
	}
	assert_true(took[1] < 12 * (took[0] + 20)); /* four times the text */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACK(text_that_is_no_json_is_a_parse_error),
		WITH_STACK(depth_is_looked_at_before_parsing),
		WITH_STACK(a_request_too_deep_is_answered),
		WITH_STACK(brackets_inside_strings_are_no_depth),
		WITH_STACK(depth_that_was_left_again_is_not_counted),
		WITH_STACK(an_object_may_have_256_members),
		WITH_STACK(a_megabyte_of_escapes_takes_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
