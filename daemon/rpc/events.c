/* Subscriptions: events.subscribe, and the notifications that follow. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "domain/words.h"
#include "ops/event.h"
#include "rpc/method.h"
#include "rpc/methods.h"
#include "rpc/peer.h"
#include "rpc/render.h"
#include "rpc/rpc.h"

#define SLICE 200 /* events read at once */
#define ALL_KINDS ((UINT32_C(1) << N_EVENT_KINDS) - 1)

struct subscribe_params {
	struct given given;
	struct texts kinds;
	int64_t since;
};

static const struct param subscribe_params[] = {
	{.name = "kinds",
	 .type = PARAM_TEXTS,
	 .offset = offsetof(struct subscribe_params, kinds),
	 .max = N_EVENT_KINDS,
	 .words = event_kinds,
	 .help = "only these kinds; all where absent"},
	{.name = "since",
	 .type = PARAM_INT,
	 .offset = offsetof(struct subscribe_params, since),
	 .min = 0,
	 .max = INT64_MAX,
	 .fallback = -1,
	 .help = "the last seq that was seen; what came after it is sent"},
	{0},
};

static uint32_t kinds_of(const struct texts *kinds)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < kinds->n; i++)
		bits |= UINT32_C(1) << word_index(event_kinds, kinds->items[i]);
	return kinds->n ? bits : ALL_KINDS;
}

static int events_subscribe(struct call *c, const void *params, json_t **ret)
{
	const struct subscribe_params *p = params;
	struct event *first;
	int64_t newest;
	bool has_gap = false;
	json_t *result;
	int n, r;

	r = op_event_newest(c->op, &newest);
	if (r)
		return r;
	if (p->since >= 0) {
		r = op_event_since(c->op, p->since, 1, &first, &n, &has_gap);
		if (r)
			return r;
	}

	/* After a gap the client reads everything again: older events are of no use to it. */
	*c->peer = (struct rpc_peer){
		.is_subscriber = true,
		.kinds = kinds_of(&p->kinds),
		.seq = p->since >= 0 && !has_gap ? p->since : newest,
	};
	if (c->peer->seq < newest)
		c->op->env->has_new_events = true;
	result = json_object();
	set_int(result, "seq", newest);
	set_bool(result, "gap", has_gap);
	*ret = result;
	return 0;
}

static int events_unsubscribe(struct call *c, const void *params, json_t **ret)
{
	(void)params;
	*c->peer = (struct rpc_peer){0};
	*ret = json_object();
	return 0;
}

const struct method events_methods[] = {
	{"events.subscribe", subscribe_params, sizeof(struct subscribe_params), events_subscribe,
	 METHOD_READ, "Be told of changes, as notifications \"event\" on this connection",
	 "seq of the newest event; gap where events after `since` are gone"},
	{"events.unsubscribe", NULL, 0, events_unsubscribe, METHOD_READ,
	 "Be told of changes no longer", "an empty object"},
	{0},
};

static void add_event(struct str *out, const struct event *e, bool has_gap)
{
	json_t *line = json_object(), *params = json_object();
	char *text;

	set_int(params, "seq", e->seq);
	set_text(params, "kind", event_kinds[e->kind]);
	set_int(params, "id", e->id);
	set_id(params, "contact", e->contact);
	set_instant(params, "at", e->at);
	if (has_gap)
		set_bool(params, "gap", true);
	set_text(line, "jsonrpc", "2.0");
	set_text(line, "method", "event");
	set_object(line, "params", params);
	text = json_dumps(line, JSON_COMPACT);
	str_add(out, text);
	str_add_char(out, '\n');
	free(text);
	json_decref(line);
}

/* Appends one slice; how many events were read, or an error. */
static int push_slice(struct op *op, struct rpc_peer *peer, struct str *out)
{
	struct event *events;
	bool has_gap;
	int n, r;

	r = op_event_since(op, peer->seq, SLICE, &events, &n, &has_gap);
	if (r)
		return r < 0 ? r : -r;
	peer->has_gap |= has_gap && n;
	for (int i = 0; i < n; i++) {
		peer->seq = events[i].seq;
		if (!(peer->kinds & UINT32_C(1) << events[i].kind))
			continue;
		add_event(out, &events[i], peer->has_gap);
		peer->has_gap = false;
	}
	return n;
}

/* All slices; false where they could not be read. */
static bool push_all(const struct rpc_options *options, struct rpc_peer *peer, struct str *out)
{
	struct op op = {.actor = OP_USER, .method = "event"};
	struct arena *arena = arena_new();
	int n = SLICE;

	for (; n == SLICE; arena_reset(arena)) {
		op_look(&op, options->env, arena, options->now(options->user));
		n = push_slice(&op, peer, out);
	}
	if (n < 0)
		log_error("event: %s", strerror(-n));
	arena_free(arena);
	return n >= 0;
}

static bool stands_at(const struct rpc_peer *a, const struct rpc_peer *b)
{
	return a->seq == b->seq && a->kinds == b->kinds && a->has_gap == b->has_gap;
}

bool rpc_events(struct rpc *rpc, struct rpc_peer *peer, struct str *out)
{
	const struct rpc_options *options = rpc_options(rpc);
	struct rpc_pushed *pushed = rpc_pushed(rpc);
	size_t before = out->len;

	if (!peer->is_subscriber)
		return true;
	if (pushed->is_set && pushed->n_events == options->env->n_events &&
	    stands_at(&pushed->before, peer)) {
		str_add_n(out, str_text(&pushed->text), pushed->text.len);
		*peer = pushed->after;
		return true;
	}
	pushed->is_set = false;
	pushed->n_events = options->env->n_events;
	pushed->before = *peer;
	if (!push_all(options, peer, out))
		return false;
	pushed->is_set = true;
	pushed->after = *peer;
	str_reset(&pushed->text);
	str_add_n(&pushed->text, str_text(out) + before, out->len - before);
	return true;
}
