/* Frames: envelopes, ids, batches, and the way of a request to its answer. */
#include "rpc/rpc.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "rpc/stack.h"
#include "vouch/limits.h"

static void ids_come_back_as_they_were_sent(void **state)
{
	static const struct {
		const char *id, *want;
	} cases[] = {
		{"1", NO_METHOD("1")},
		{"-9223372036854775808", NO_METHOD("-9223372036854775808")},
		{"1.5", NO_METHOD("1.5")},
		{"\"\"", NO_METHOD("\"\"")},
		{"\"a\\u00e9\\n\"", NO_METHOD("\"a\xc3\xa9\\n\"")},
		{"null", NO_METHOD("null")},
		{"[1]", INVALID("null", "an id is text, a number or null")},
		{"{}", INVALID("null", "an id is text, a number or null")},
		{"true", INVALID("null", "an id is text, a number or null")},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char line[128], want[256];

		(void)snprintf(line, sizeof line,
			       "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"nothing\"}",
			       cases[i].id);
		(void)snprintf(want, sizeof want, "%s\n", cases[i].want);
		assert_string_equal(send(*state, line), want);
	}
}

static void an_envelope_that_is_none_is_refused(void **state)
{
	static const struct {
		const char *line, *want;
	} cases[] = {
		{"1", INVALID("null", "a request is an object")},
		{"\"rpc\"", INVALID("null", "a request is an object")},
		{"null", INVALID("null", "a request is an object")},
		{"{}", INVALID("null", "jsonrpc must be the text 2.0")},
		{"{\"id\":4,\"method\":\"a\"}", INVALID("4", "jsonrpc must be the text 2.0")},
		{"{\"jsonrpc\":2.0,\"id\":4,\"method\":\"a\"}",
		 INVALID("4", "jsonrpc must be the text 2.0")},
		{"{\"jsonrpc\":\"1.0\",\"id\":4,\"method\":\"a\"}",
		 INVALID("4", "jsonrpc must be the text 2.0")},
		{"{\"jsonrpc\":\"2.0\",\"id\":4}", INVALID("4", "method must be text")},
		{"{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":1}",
		 INVALID("4", "method must be text")},
		{"{\"jsonrpc\":\"2.0\",\"method\":1}", INVALID("null", "method must be text")},
		{"{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"a\",\"params\":\"b\"}",
		 INVALID("4", "params must be an object")},
		{"{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"a\",\"params\":null}",
		 INVALID("4", "params must be an object")},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char want[256];

		(void)snprintf(want, sizeof want, "%s\n", cases[i].want);
		assert_string_equal(send(*state, cases[i].line), want);
	}
}

static void empty_lines_and_carriage_returns_are_taken(void **state)
{
	assert_string_equal(send(*state, ""), "");
	assert_string_equal(send(*state, "\r"), "");
	assert_string_equal(send(*state, "\n"), "");
	assert_string_equal(send(*state, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}\r\n"),
			    NO_METHOD("1") "\n");
}

static void a_batch_is_answered_in_order_without_its_notifications(void **state)
{
	assert_string_equal(send(*state, "[{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"x\"},"
					 "{\"jsonrpc\":\"2.0\",\"method\":\"x\"},7,"
					 "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"x\"}]"),
			    "[" NO_METHOD("2") "," INVALID(
				    "null", "a request is an object") "," NO_METHOD("\"a\"") "]\n");
	assert_string_equal(send(*state, "[]"),
			    INVALID("null", "a batch has at least one request") "\n");
	assert_string_equal(send(*state, "[{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]"), "");
}

static void a_batch_may_have_100_requests(void **state)
{
	for (int n = VOUCH_BATCH_MAX - 1; n <= VOUCH_BATCH_MAX + 1; n++) {
		_cleanup_str_ struct str text = {0};
		const char *reply;
		json_t *answers;

		for (int i = 0; i < n; i++)
			str_addf(&text, "%c{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"x\"}",
				 i ? ',' : '[', i);
		str_add_char(&text, ']');
		reply = send(*state, str_text(&text));
		answers = json_loads(reply, 0, NULL);
		if (n <= VOUCH_BATCH_MAX)
			assert_int_equal(json_array_size(answers), n);
		else
			assert_int_equal(code_of(reply), -32600);
		json_decref(answers);
	}
}

static void a_batch_whose_answers_grow_too_large_is_cut_short(void **state)
{
	_cleanup_str_ struct str text = {0};
	const char *reply;

	for (int i = 0; i < VOUCH_BATCH_MAX; i++)
		str_addf(&text, "%c{\"jsonrpc\":\"2.0\",\"id\":\"%0100000d\",\"method\":\"x\"}",
			 i ? ',' : '[', i);
	str_add_char(&text, ']');
	reply = send(*state, str_text(&text));
	assert_non_null(strstr(reply, "\"code\":102"));
	assert_non_null(strstr(reply, "\"code\":-32601"));
}

static void a_notification_is_never_answered(void **state)
{
	static const char *const lines[] = {
		"{\"jsonrpc\":\"2.0\",\"method\":\"system.hello\"}",
		"{\"jsonrpc\":\"2.0\",\"method\":\"nothing\"}",
		"{\"jsonrpc\":\"2.0\",\"method\":\"system.hello\",\"params\":{\"x\":1}}",
		"{\"jsonrpc\":\"2.0\",\"method\":\"system.hello\",\"params\":[]}",
		"{\"jsonrpc\":\"2.0\",\"method\":\"calendar.parse\",\"params\":{\"text\":\"?\"}}",
	};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		assert_string_equal(send(*state, lines[i]), "");
}

static void params_are_given_by_name(void **state)
{
	assert_string_equal(
		send(*state, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"calendar.parse\","
			     "\"params\":[\"fri\"]}"),
		ERROR("1", "-32602",
		      "Invalid params: params: must be an object: params go by their names",
		      "\"name\":\"invalid-params\",\"field\":\"params\","
		      "\"reason\":\"must be an object: params go by their names\"") "\n");
}

static void each_fault_is_in_the_answer(void **state)
{
	assert_string_equal(
		send(*state, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"calendar.parse\","
			     "\"params\":{\"txt\":\"fri\"}}"),
		ERROR("1", "-32602", "Invalid params: txt: unknown; did you mean 'text'?",
		      "\"name\":\"invalid-params\",\"field\":\"txt\","
		      "\"reason\":\"unknown; did you mean 'text'?\",\"faults\":["
		      "{\"field\":\"txt\",\"reason\":\"unknown; did you mean 'text'?\"},"
		      "{\"field\":\"text\",\"reason\":\"is required\"}]") "\n");
}

static void a_refusal_has_its_code_name_and_field(void **state)
{
	const char *reply = send(*state, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
					 "\"calendar.parse\",\"params\":{\"text\":\"nonsense\"}}");

	assert_int_equal(code_of(reply), 106);
	assert_non_null(strstr(reply, "\"data\":{\"name\":\"bad-date\",\"field\":\"text\"}"));
}

static void dev_methods_are_unknown_without_dev(void **state)
{
	struct stack *s = *state;
	const char *line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"dev.advance\","
			   "\"params\":{\"seconds\":60}}";

	stack_start(s, false);
	assert_string_equal(send(s, line), NO_METHOD("1") "\n");
	assert_int_equal(s->now, NOON);
	stack_start(s, true);
	assert_string_equal(send(s, line),
			    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{"
			    "\"now\":\"2026-12-01T12:01:00Z\",\"today\":\"2026-12-01\"}}\n");
}

static void the_clock_moves_between_groups(void **state)
{
	struct stack *s = *state;
	const char *reply;

	reply = send(s, "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"dev.clock\","
			"\"params\":{\"now\":\"2027-01-01T00:00:00Z\"}},"
			"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"system.hello\"}]");
	assert_int_equal(s->n_groups_seen, 0);
	assert_non_null(strstr(reply, "\"now\":\"2027-01-01T00:00:00Z\",\"today\""));
	assert_non_null(strstr(reply, "\"pid\""));
}

static void a_machine_failure_tells_nothing_of_itself(void **state)
{
	assert_string_equal(send(*state, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"
					 "\"dev.advance\",\"params\":{\"seconds\":13}}"),
			    ERROR("1", "-32603", "the machine failed; see the log",
				  "\"name\":\"internal-error\"") "\n");
}

#define FULL(id)                                                                                   \
	ERROR(id, "104", "The disk is full, so nothing was changed.", "\"name\":\"storage-full\"")

static void requests_that_were_undone_are_told_so_by_their_ids(void **state)
{
	static const char batch[] = "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"},"
				    "{\"jsonrpc\":\"2.0\",\"method\":\"b\"},"
				    "{\"jsonrpc\":\"2.0\",\"id\":\"c\",\"method\":\"c\"},3]";
	static const char one[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}";
	_cleanup_str_ struct str reply = {0};

	(void)state;
	rpc_handle_failed(batch, sizeof batch - 1, 104, NULL, &reply);
	assert_string_equal(str_text(&reply), "[" FULL("1") "," FULL("\"c\"") "," INVALID(
						      "null", "a request is an object") "]\n");
	str_reset(&reply);
	rpc_handle_failed(one, sizeof one - 1, -32603, NULL, &reply);
	assert_int_equal(code_of(str_text(&reply)), -32603);
}

static void nothing_runs_once_the_group_is_gone(void **state)
{
	static const char line[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system.hello\"}";
	struct stack *s = *state;

	str_reset(&s->reply);
	rpc_handle(s->rpc, s->peer, line, sizeof line - 1, &s->reply);
	assert_int_equal(code_of(str_text(&s->reply)), -32603);
}

static void the_lines_for_the_edge_are_whole(void **state)
{
	(void)state;
	assert_int_equal(code_of(rpc_line_too_long), -32600);
	assert_int_equal(code_of(rpc_line_too_many_connections), 107);
	assert_int_equal(rpc_line_too_long[strlen(rpc_line_too_long) - 1], '\n');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACK(ids_come_back_as_they_were_sent),
		WITH_STACK(an_envelope_that_is_none_is_refused),
		WITH_STACK(empty_lines_and_carriage_returns_are_taken),
		WITH_STACK(a_batch_is_answered_in_order_without_its_notifications),
		WITH_STACK(a_batch_may_have_100_requests),
		WITH_STACK(a_batch_whose_answers_grow_too_large_is_cut_short),
		WITH_STACK(a_notification_is_never_answered),
		WITH_STACK(params_are_given_by_name),
		WITH_STACK(each_fault_is_in_the_answer),
		WITH_STACK(a_refusal_has_its_code_name_and_field),
		WITH_STACK(dev_methods_are_unknown_without_dev),
		WITH_STACK(the_clock_moves_between_groups),
		WITH_STACK(a_machine_failure_tells_nothing_of_itself),
		WITH_STACK(requests_that_were_undone_are_told_so_by_their_ids),
		WITH_STACK(nothing_runs_once_the_group_is_gone),
		WITH_STACK(the_lines_for_the_edge_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
