/* Lines in, lines out: JSON, batches and the envelope of JSON-RPC 2.0. */
#include "rpc/rpc.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/xalloc.h"
#include "rpc/dispatch.h"
#include "rpc/peer.h"
#include "rpc/scan.h"
#include "vouch/errors.h"
#include "vouch/limits.h"

#define ERROR_LINE(code, message, name, reason)                                                    \
	"{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":" code ",\"message\":\"" message     \
	"\",\"data\":{\"name\":\"" name "\",\"reason\":\"" reason "\"}}}\n"

const char rpc_line_too_long[] =
	ERROR_LINE("-32600", "Invalid Request", "invalid-request", "a line may have 1 MiB");
const char rpc_line_too_many_connections[] =
	ERROR_LINE("107", "Too many programs are connected; try again later.",
		   "too-many-connections", "see max_connections in the settings");

/* The answers of a batch above which the rest of it is refused. */
#define BATCH_BYTES_MAX VOUCH_SUBSCRIBER_MAX

#define ROOM_KEPT (256 * 1024) /* bytes of it that are kept for the next request */

struct rpc {
	struct rpc_options options;
	struct arena *arena; /* of the request at hand */
	struct str room;     /* for its result: to take a large piece anew for each costs malloc
				a tour of all the small ones that the last has left */
	int ended_code;      /* of the request that ended the group */
	struct rpc_pushed pushed;
};

struct rpc *rpc_new(const struct rpc_options *options)
{
	struct rpc *rpc = xcalloc(1, sizeof *rpc);

	rpc->options = *options;
	rpc->arena = arena_new();
	return rpc;
}

void rpc_free(struct rpc *rpc)
{
	if (!rpc)
		return;
	str_deinit(&rpc->room);
	str_deinit(&rpc->pushed.text);
	arena_free(rpc->arena);
	free(rpc);
}

const struct rpc_options *rpc_options(const struct rpc *rpc)
{
	return &rpc->options;
}

struct rpc_pushed *rpc_pushed(struct rpc *rpc)
{
	return &rpc->pushed;
}

struct rpc_peer *rpc_peer_new(void)
{
	return xcalloc(1, sizeof(struct rpc_peer));
}

void rpc_peer_free(struct rpc_peer *peer)
{
	free(peer);
}

bool rpc_peer_is_subscriber(const struct rpc_peer *peer)
{
	return peer->is_subscriber;
}

/* What is done with each request of a line that is one. */
struct frame {
	struct outcome (*answer)(const struct frame *frame, const struct request *request);
	struct rpc *rpc;
	struct rpc_peer *peer;
	struct arena *arena;
	int code; /* for those undone */
	const char *text;
};

/* Why this is no request of JSON-RPC 2.0; null when it is one. */
static const char *read_envelope(json_t *json, struct request *ret)
{
	const json_t *version = json_object_get(json, "jsonrpc");
	const json_t *method = json_object_get(json, "method");
	json_t *params = json_object_get(json, "params"), *id = json_object_get(json, "id");

	*ret = (struct request){.params = params};
	if (!json_is_object(json))
		return "a request is an object";
	if (id && !json_is_string(id) && !json_is_number(id) && !json_is_null(id))
		return "an id is text, a number or null";
	ret->id = id;
	if (!json_is_string(version) || strcmp(json_string_value(version), "2.0") != 0)
		return "jsonrpc must be the text 2.0";
	if (!json_is_string(method))
		return "method must be text";
	if (params && !json_is_object(params) && !json_is_array(params))
		return "params must be an object";
	ret->method = json_string_value(method);
	return NULL;
}

/* Appends an answer, or nothing for a notification. */
static void answer_one(const struct frame *frame, json_t *json, struct str *to)
{
	struct request request;
	const char *why = read_envelope(json, &request);
	struct outcome o = why ? outcome_error(VOUCH_RPC_INVALID_REQUEST, NULL, why)
			       : frame->answer(frame, &request);

	if (why || request.id)
		reply_add(to, request.id, &o);
	outcome_deinit(&o);
	arena_reset(frame->arena);
}

static void answer_error(int code, const char *reason, struct str *to)
{
	struct outcome o = outcome_error(code, NULL, reason);

	reply_add(to, NULL, &o);
	outcome_deinit(&o);
}

static struct outcome answer_failed(const struct frame *frame, const struct request *request)
{
	(void)request;
	return outcome_error(frame->code, frame->text, NULL);
}

static struct outcome refuse_large(const struct frame *frame, const struct request *request)
{
	(void)frame;
	(void)request;
	return outcome_error(VOUCH_E_TOO_LARGE,
			     "The answers to this batch are too large; ask for less at once.",
			     NULL);
}

static void answer_batch(const struct frame *frame, json_t *batch, struct str *to)
{
	struct frame refusing = *frame;
	_cleanup_str_ struct str all = {0}, one = {0};
	size_t i;
	json_t *json;

	refusing.answer = refuse_large;
	json_array_foreach (batch, i, json) {
		str_reset(&one);
		answer_one(all.len > BATCH_BYTES_MAX ? &refusing : frame, json, &one);
		if (!one.len)
			continue;
		str_add_char(&all, all.len ? ',' : '[');
		str_add_n(&all, one.data, one.len);
	}
	if (!all.len)
		return;
	str_add_n(to, all.data, all.len);
	str_add_char(to, ']');
}

static struct outcome answer_run(const struct frame *frame, const struct request *request)
{
	const struct op_env *env = frame->rpc->options.env;
	struct outcome o;

	if (!op_group_is_alive(env))
		return outcome_error(VOUCH_RPC_INTERNAL_ERROR, NULL, NULL);
	o = dispatch(frame->rpc, frame->peer, request, frame->arena, &frame->rpc->room);
	if (!op_group_is_alive(env))
		frame->rpc->ended_code = o.code;
	return o;
}

/* A request that ends the group undoes what the others of its batch have been answered. */
static void run_batch(const struct frame *frame, json_t *batch, struct str *to)
{
	struct frame failing = {.answer = answer_failed, .arena = frame->arena};
	_cleanup_str_ struct str all = {0};

	answer_batch(frame, batch, &all);
	if (frame->rpc && !op_group_is_alive(frame->rpc->options.env)) {
		failing.code = frame->rpc->ended_code;
		str_reset(&all);
		answer_batch(&failing, batch, &all);
	}
	if (all.len)
		str_add_n(to, all.data, all.len);
}

static void answer_json(const struct frame *frame, json_t *json, struct str *to)
{
	if (!json_is_array(json))
		answer_one(frame, json, to);
	else if (json_array_size(json) == 0)
		answer_error(VOUCH_RPC_INVALID_REQUEST, "a batch has at least one request", to);
	else if (json_array_size(json) > VOUCH_BATCH_MAX)
		answer_error(VOUCH_RPC_INVALID_REQUEST, "a batch has at most 100 requests", to);
	else
		run_batch(frame, json, to);
}

static void answer_line(const struct frame *frame, const char *line, size_t n, struct str *reply)
{
	size_t before = reply->len;
	const char *why;
	json_error_t error;
	json_t *json;

	while (n && (line[n - 1] == '\n' || line[n - 1] == '\r'))
		n--;
	if (!n)
		return;
	why = scan_json(line, n);
	json = why ? NULL : json_loadb(line, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (json)
		answer_json(frame, json, reply);
	else
		answer_error(VOUCH_RPC_PARSE_ERROR, why ? why : error.text, reply);
	json_decref(json);
	if (reply->len > before)
		str_add_char(reply, '\n');
}

void rpc_handle(struct rpc *rpc, struct rpc_peer *peer, const char *line, size_t n,
		struct str *reply)
{
	struct frame frame = {.answer = answer_run, .rpc = rpc, .peer = peer, .arena = rpc->arena};

	rpc->ended_code = VOUCH_RPC_INTERNAL_ERROR;
	answer_line(&frame, line, n, reply);
	if (rpc->room.cap > ROOM_KEPT)
		str_deinit(&rpc->room);
}

void rpc_handle_failed(const char *line, size_t n, int code, const char *text, struct str *reply)
{
	struct arena *arena = arena_new();
	struct frame frame = {.answer = answer_failed, .arena = arena, .code = code, .text = text};

	answer_line(&frame, line, n, reply);
	arena_free(arena);
}
