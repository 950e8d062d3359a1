/* Writes: the journal's number in the answer, and requests that are sent twice. */
#include <sqlite3.h>

#include "base/cleanup.h"
#include "rpc/stack.h"
#include "vouch/limits.h"

static const char *add(struct stack *s, const char *params)
{
	_cleanup_str_ struct str line = {0};

	str_addf(&line, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"contact.add\",\"params\":%s}",
		 params);
	return send(s, str_text(&line));
}

/* A number of the result: its "journal", or the id of its contact. */
static int64_t number(const char *reply, bool is_journal)
{
	json_t *json = json_loads(reply, 0, NULL);
	const json_t *result = json_object_get(json, "result");
	const json_t *value = is_journal
				      ? json_object_get(result, "journal")
				      : json_object_get(json_object_get(result, "contact"), "id");
	int64_t n;

	if (!json_is_integer(value))
		fail_msg("%s", reply);
	n = json_integer_value(value);
	json_decref(json);
	return n;
}

static void a_write_answers_with_its_journal_entry(void **state)
{
	int64_t first = number(add(*state, "{\"name\":\"Ruiz\"}"), true);

	assert_true(first > 0);
	assert_int_equal(number(add(*state, "{\"name\":\"Kim\"}"), true), first + 1);
}

static void a_request_sent_twice_is_done_once(void **state)
{
	static const char *const again[] = {
		"{\"name\":\"Ruiz\",\"address\":{\"city\":\"Lyon\",\"street\":\"A\"},"
		"\"idempotency_key\":\"k\"}",
		/* the same in another order */
		"{\"idempotency_key\":\" k \",\"address\":{\"street\":\"A\",\"city\":\"Lyon\"},"
		"\"name\":\"Ruiz\"}",
	};
	_cleanup_str_ struct str first = {0};
	struct stack *s = *state;

	str_add(&first, add(s, again[0]));
	assert_int_equal(code_of(str_text(&first)), 0);
	s->now += 3600;
	for (size_t i = 0; i < ARRAY_LEN(again); i++)
		assert_string_equal(add(s, again[i]), str_text(&first));
	assert_int_equal(number(add(s, "{\"name\":\"Kim\"}"), false),
			 number(str_text(&first), false) + 1);
}

static void a_key_of_another_request_is_a_conflict(void **state)
{
	const char *reply;

	(void)add(*state, "{\"name\":\"Ruiz\",\"idempotency_key\":\"k\"}");
	reply = add(*state, "{\"name\":\"Kim\",\"idempotency_key\":\"k\"}");
	assert_int_equal(code_of(reply), 101);
	assert_non_null(strstr(reply, "\"data\":{\"name\":\"conflict\","
				      "\"field\":\"idempotency_key\"}"));
}

static void a_key_is_forgotten_after_seven_days(void **state)
{
	struct stack *s = *state;
	const char *params = "{\"name\":\"Ruiz\",\"idempotency_key\":\"k\"}";
	int64_t first = number(add(s, params), false);

	s->now += (int64_t)7 * 86400 - 1;
	assert_int_equal(number(add(s, params), false), first);
	s->now += 1;
	assert_int_equal(number(add(s, params), false), first + 1);
}

static void a_key_has_1_to_64_characters(void **state)
{
	static const struct {
		int n, code;
	} cases[] = {{0, -32602}, {1, 0}, {63, 0}, {64, 0}, {65, -32602}};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str params = {0};

		str_add(&params, "{\"name\":\"Ruiz\",\"idempotency_key\":\"");
		for (int c = 0; c < cases[i].n; c++)
			str_add(&params, "\xc3\xa9");
		str_add(&params, "\"}");
		assert_int_equal(code_of(add(*state, str_text(&params))), cases[i].code);
	}
}

static void faults_of_the_key_and_of_the_params_are_told_together(void **state)
{
	const char *reply = add(*state, "{\"nmae\":\"Ruiz\",\"idempotency_key\":7}");

	assert_int_equal(code_of(reply), -32602);
	assert_non_null(strstr(reply, "{\"field\":\"idempotency_key\","
				      "\"reason\":\"must be text\"}"));
	assert_non_null(strstr(reply, "\"field\":\"nmae\""));
}

static void a_method_that_only_reads_takes_no_key(void **state)
{
	assert_int_equal(
		code_of(send(*state, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"contact.list\","
				     "\"params\":{\"idempotency_key\":\"k\"}}")),
		-32602);
}

static void a_full_disk_undoes_a_whole_batch_and_says_so_to_each(void **state)
{
	_cleanup_str_ struct str line = {0};
	struct stack *s = *state;
	const char *reply;
	json_t *answers, *answer;
	size_t i;

	(void)add(s, "{\"name\":\"Ruiz\"}");
	assert_int_equal(
		sqlite3_exec(store_db(s->env.store), "PRAGMA max_page_count = 1", NULL, NULL, NULL),
		0); /* no page more than there are */
	for (int k = 0; k < VOUCH_BATCH_MAX; k++)
		str_addf(&line,
			 "%c{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"contact.add\","
			 "\"params\":{\"name\":\"%0200d\"}}",
			 k ? ',' : '[', k, k);
	str_add_char(&line, ']');
	str_reset(&s->reply);
	assert_int_equal(op_group_begin(&s->env), 0);
	rpc_handle(s->rpc, s->peer, line.data, line.len, &s->reply);
	assert_false(op_group_is_alive(&s->env));
	answers = json_loads(str_text(&s->reply), 0, NULL);
	assert_int_equal(json_array_size(answers), VOUCH_BATCH_MAX);
	json_array_foreach (answers, i, answer)
		assert_int_equal(json_integer_value(
					 json_object_get(json_object_get(answer, "error"), "code")),
				 104);
	json_decref(answers);

	/* Reading goes on, and nothing of it was kept. */
	reply = send(s, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"contact.list\"}");
	assert_null(strstr(reply, "\"name\":\"0"));
	assert_non_null(strstr(reply, "\"name\":\"Ruiz\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACK(a_write_answers_with_its_journal_entry),
		WITH_STACK(a_request_sent_twice_is_done_once),
		WITH_STACK(a_key_of_another_request_is_a_conflict),
		WITH_STACK(a_key_is_forgotten_after_seven_days),
		WITH_STACK(a_key_has_1_to_64_characters),
		WITH_STACK(faults_of_the_key_and_of_the_params_are_told_together),
		WITH_STACK(a_method_that_only_reads_takes_no_key),
		WITH_STACK(a_full_disk_undoes_a_whole_batch_and_says_so_to_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
