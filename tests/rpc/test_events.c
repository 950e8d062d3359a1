/* Subscriptions: what a connection is told, and what it has missed. */
#include "ops/event.h"

#include "rpc/stack.h"
#include "store/event.h"
#include "store/raw.h"
#include "vouch/limits.h"

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
	assert_true(rpc_events(s->rpc, s->peer, &s->reply));
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

static size_t lines_in(const char *text)
{
	size_t n = 0;

	for (; (text = strchr(text, '\n')); text++)
		n++;
	return n;
}

/* As an older or newer vouchd has left it. */
static void leave(struct stack *s, const char *kind)
{
	const struct event_row row = {.at = NOON, .kind = kind, .about = 1};
	int64_t seq;

	assert_int_equal(op_group_begin(&s->env), 0);
	assert_int_equal(store_event_add(s->env.store, &row, &seq), 0);
	assert_int_equal(op_group_commit(&s->env), 0);
}

static void kinds_of_another_version_hide_no_event(void **state)
{
	struct stack *s = *state;

	(void)send(s, SUBSCRIBE("{}"));
	for (int i = 0; i < 450; i++)
		leave(s, i == 449 ? "sale.changed" : "moon.rose");
	assert_string_equal(pushed(s), EVENT("450", "sale.changed", "1"));
	assert_string_equal(pushed(s), "");
}

static void what_is_older_than_the_newest_10000_is_a_gap(void **state)
{
	struct stack *s = *state;

	for (int i = 0; i < VOUCH_EVENTS_KEPT + 2; i++)
		leave(s, "sale.changed");
	assert_string_equal(send(s, SUBSCRIBE("{\"since\":1}")), SUBSCRIBED("10002", "true"));
	assert_string_equal(pushed(s), "");
	assert_string_equal(send(s, SUBSCRIBE("{\"since\":2}")), SUBSCRIBED("10002", "false"));
	assert_int_equal(lines_in(pushed(s)), VOUCH_EVENTS_KEPT);
}

/* One transaction may tell more than is kept: who listens hears that some are gone. */
static void a_gap_before_a_listener_is_told_with_the_next_event(void **state)
{
	struct stack *s = *state;
	const char *first;

	(void)send(s, SUBSCRIBE("{}"));
	for (int i = 0; i < VOUCH_EVENTS_KEPT + 1; i++)
		leave(s, "sale.changed");
	first = pushed(s);
	assert_int_equal(lines_in(first), VOUCH_EVENTS_KEPT);
	assert_non_null(strstr(first, "\"seq\":2,"));
	assert_true(strstr(first, "\"gap\":true") < strchr(first, '\n'));
	assert_null(strstr(strchr(first, '\n'), "\"gap\""));
}

static void a_second_subscription_takes_the_place_of_the_first(void **state)
{
	struct stack *s = *state;

	(void)send(s, SUBSCRIBE("{\"kinds\":[\"sale.changed\"]}"));
	happen(s, EVENT_SALE_CHANGED, 1);
	happen(s, EVENT_FOLLOWUP_DUE, 2);
	(void)send(s, SUBSCRIBE("{\"kinds\":[\"followup.due\"],\"since\":0}"));
	assert_string_equal(pushed(s), EVENT("2", "followup.due", "2"));
	happen(s, EVENT_SALE_CHANGED, 3);
	happen(s, EVENT_FOLLOWUP_DUE, 4);
	assert_string_equal(pushed(s), EVENT("4", "followup.due", "4"));
}

#define ADD(name)                                                                                  \
	"{\"jsonrpc\":\"2.0\",\"method\":\"contact.add\",\"params\":{\"name\":\"" name "\"}}"

/* What a batch does after it has subscribed is told, and what it did before is not. */
static void a_batch_may_subscribe_between_two_writes(void **state)
{
	struct stack *s = *state;

	assert_string_equal(
		send(s, "[" ADD("Ana") "," SUBSCRIBE("{}") "," ADD("Ben") "]"),
		"[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"seq\":1,\"gap\":false}}]\n");
	assert_non_null(strstr(pushed(s), "\"seq\":2,\"kind\":\"contact.changed\",\"id\":2"));
	assert_int_equal(lines_in(str_text(&s->reply)), 1);
}

static struct rpc_peer *another(struct stack *s, const char *params)
{
	struct rpc_peer *first = s->peer, *peer = rpc_peer_new();

	s->peer = peer;
	(void)send(s, params);
	s->peer = first;
	return peer;
}

/* They share what was read for one of them: none may hear what is another's. */
static void many_subscribers_are_each_told_their_own(void **state)
{
	static const char *const params[] = {SUBSCRIBE("{}"), SUBSCRIBE("{}"),
					     SUBSCRIBE("{\"kinds\":[\"sale.changed\"]}"),
					     SUBSCRIBE("{\"since\":0}"), SUBSCRIBE("{}")};
	static const size_t want[] = {2, 2, 1, 3, 2};
	struct rpc_peer *peers[5];
	struct stack *s = *state;

	happen(s, EVENT_SALE_CHANGED, 1);
	for (size_t i = 0; i < 5; i++)
		peers[i] = another(s, params[i]);
	happen(s, EVENT_SALE_CHANGED, 2);
	happen(s, EVENT_FOLLOWUP_DUE, 3);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < 5; i++) {
			str_reset(&s->reply);
			assert_true(rpc_events(s->rpc, peers[i], &s->reply));
			assert_int_equal(lines_in(str_text(&s->reply)), round ? 0 : want[i]);
		}
	happen(s, EVENT_SALE_CHANGED, 4);
	for (size_t i = 0; i < 5; i++) {
		str_reset(&s->reply);
		assert_true(rpc_events(s->rpc, peers[i], &s->reply));
		assert_string_equal(str_text(&s->reply), EVENT("4", "sale.changed", "4"));
		rpc_peer_free(peers[i]);
	}
}

static void who_cannot_be_told_is_to_be_cut_off(void **state)
{
	struct stack *s = *state;

	(void)send(s, SUBSCRIBE("{}"));
	happen(s, EVENT_SALE_CHANGED, 1);
	raw_exec(store_db(s->env.store), "ALTER TABLE event RENAME TO gone");
	assert_false(rpc_events(s->rpc, s->peer, &s->reply));
	raw_exec(store_db(s->env.store), "ALTER TABLE gone RENAME TO event");
	assert_string_equal(pushed(s), EVENT("1", "sale.changed", "1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACK(a_subscriber_is_told_what_comes_after),
		WITH_STACK(a_subscriber_may_name_kinds_and_where_to_start),
		WITH_STACK(a_subscriber_of_another_database_is_told_of_the_gap),
		WITH_STACK(many_events_are_pushed_whole),
		WITH_STACK(kinds_of_another_version_hide_no_event),
		WITH_STACK(what_is_older_than_the_newest_10000_is_a_gap),
		WITH_STACK(a_gap_before_a_listener_is_told_with_the_next_event),
		WITH_STACK(a_second_subscription_takes_the_place_of_the_first),
		WITH_STACK(a_batch_may_subscribe_between_two_writes),
		WITH_STACK(many_subscribers_are_each_told_their_own),
		WITH_STACK(who_cannot_be_told_is_to_be_cut_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
