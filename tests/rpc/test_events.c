/* Subscriptions: what a connection is told, and what it has missed. */
#include "ops/event.h"

#include "rpc/stack.h"

static void happen(struct stack *s, enum event_kind kind, int64_t id)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_USER, .method = "test"};

	assert_int_equal(op_group_begin(&s->env), 0);
	assert_int_equal(op_begin(&op, &s->env, arena, NOON), 0);
	assert_int_equal(op_event(&op, kind, id, 0), 0);
	assert_int_equal(op_end(&op, 0), 0);
	assert_int_equal(op_group_commit(&s->env), 0);
	arena_free(arena);
}

#define SUBSCRIBE(params)                                                                          \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"events.subscribe\",\"params\":" params "}"
#define UNSUBSCRIBE "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"events.unsubscribe\"}"
#define SUBSCRIBED(seq, gap)                                                                       \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"seq\":" seq ",\"gap\":" gap "}}\n"
#define EVENT(seq, kind, id)                                                                       \
	"{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"seq\":" seq ",\"kind\":\"" kind   \
	"\",\"id\":" id ",\"contact\":null,\"at\":\"2026-12-01T12:00:00Z\"}}\n"

static const char *pushed(struct stack *s)
{
	str_reset(&s->reply);
	rpc_events(s->rpc, s->peer, &s->reply);
	return str_text(&s->reply);
}

static void a_subscriber_is_told_what_comes_after(void **state)
{
	struct stack *s = *state;

	happen(s, EVENT_SALE_CHANGED, 5);
	assert_string_equal(pushed(s), "");
	assert_false(rpc_peer_is_subscriber(s->peer));
	assert_string_equal(send(s, SUBSCRIBE("{}")), SUBSCRIBED("1", "false"));
	assert_true(rpc_peer_is_subscriber(s->peer));
	assert_string_equal(pushed(s), "");
	happen(s, EVENT_SALE_CHANGED, 6);
	happen(s, EVENT_FOLLOWUP_DUE, 7);
	assert_string_equal(pushed(s),
			    EVENT("2", "sale.changed", "6") EVENT("3", "followup.due", "7"));
	assert_string_equal(pushed(s), "");
	(void)send(s, UNSUBSCRIBE);
	happen(s, EVENT_SALE_CHANGED, 8);
	assert_string_equal(pushed(s), "");
}

static void a_subscriber_may_name_kinds_and_where_to_start(void **state)
{
	struct stack *s = *state;

	for (int i = 0; i < 3; i++)
		happen(s, i == 1 ? EVENT_FOLLOWUP_DUE : EVENT_SALE_CHANGED, i);
	s->env.has_new_events = false;
	(void)send(s, SUBSCRIBE("{\"kinds\":[\"followup.due\"],\"since\":0}"));
	assert_true(s->env.has_new_events); /* the edge must push */
	assert_string_equal(pushed(s), EVENT("2", "followup.due", "1"));
	assert_int_equal(code_of(send(s, SUBSCRIBE("{\"kinds\":[\"followup.eaten\"]}"))), -32602);
}

static void a_subscriber_of_another_database_is_told_of_the_gap(void **state)
{
	struct stack *s = *state;

	happen(s, EVENT_SALE_CHANGED, 1);
	assert_string_equal(send(s, SUBSCRIBE("{\"since\":99}")), SUBSCRIBED("1", "true"));
	assert_string_equal(pushed(s), "");
	happen(s, EVENT_SALE_CHANGED, 2);
	assert_string_equal(pushed(s), EVENT("2", "sale.changed", "2"));
}

static void many_events_are_pushed_whole(void **state)
{
	struct stack *s = *state;
	int n = 0;

	(void)send(s, SUBSCRIBE("{}"));
	for (int i = 0; i < 450; i++)
		happen(s, EVENT_SALE_CHANGED, i);
	for (const char *c = pushed(s); (c = strchr(c, '\n')); c++)
		n++;
	assert_int_equal(n, 450);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACK(a_subscriber_is_told_what_comes_after),
		WITH_STACK(a_subscriber_may_name_kinds_and_where_to_start),
		WITH_STACK(a_subscriber_of_another_database_is_told_of_the_gap),
		WITH_STACK(many_events_are_pushed_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
