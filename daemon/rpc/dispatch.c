/* One request, from its method's name to its outcome. */
#include "rpc/dispatch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "rpc/method.h"
#include "rpc/render.h"
#include "vouch/errors.h"
#include "vouch/limits.h"

#define FNV_OFFSET UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)
#define KEY "idempotency_key"

struct key_params {
	struct given given;
	const char *key;
};
const struct param write_params[] = {
	{.name = KEY,
	 .type = PARAM_TEXT,
	 .offset = offsetof(struct key_params, key),
	 .min = 1,
	 .max = VOUCH_IDEMPOTENCY_KEY_MAX,
	 .help = "a name for this request: sent again, it is answered and not done again"},
	{0},
};

/* A request on its way through. */
struct run {
	struct rpc *rpc;
	struct rpc_peer *peer;
	const struct method *method;
	struct arena *arena;
	const json_t *json; /* the params as sent, without the key */
	void *params;
	const char *key; /* null: none */
	struct str *room;
	const char *result; /* in the room, or in the arena */
};

static uint64_t fnv1a(uint64_t hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * FNV_PRIME;
	return hash;
}

/* Of method and params, whatever the order in which they were written. */
static int64_t run_hash(const struct run *run)
{
	_cleanup_free_ char *text = NULL;
	uint64_t hash = fnv1a(fnv1a(FNV_OFFSET, run->method->name), "\n");
	int64_t signed_hash;

	if (run->json)
		text = json_dumps(run->json, JSON_SORT_KEYS | JSON_COMPACT);
	hash = fnv1a(hash, text ? text : "{}");
	memcpy(&signed_hash, &hash, sizeof hash);
	return signed_hash;
}

static struct outcome params_outcome(const struct param_faults *faults, struct arena *arena)
{
	const struct param_fault *first = &faults->items[0];
	struct outcome o = outcome_error(VOUCH_RPC_INVALID_PARAMS, NULL, NULL);
	json_t *all;

	o.message = arena_printf(arena, "Invalid params: %s: %s", first->field, first->reason);
	set_text(o.data, "field", first->field);
	set_text(o.data, "reason", first->reason);
	if (faults->n < 2)
		return o;
	all = json_array();
	for (size_t i = 0; i < faults->n; i++) {
		json_t *fault = json_object();

		set_text(fault, "field", faults->items[i].field);
		set_text(fault, "reason", faults->items[i].reason);
		(void)json_array_append_new(all, fault);
	}
	set_object(o.data, "faults", all);
	return o;
}

/* What an operation or the store has answered. */
static struct outcome code_outcome(const struct run *run, const struct op *op, int r)
{
	struct outcome o;
	json_t *all;

	if ((r < 0 || r == VOUCH_E_READ_ONLY) && op_is_damaged(rpc_options(run->rpc)->env))
		return outcome_error(VOUCH_E_DAMAGED, NULL, NULL);
	if (r < 0) {
		log_error("%s: %s", run->method->name, strerror(-r));
		return outcome_error(VOUCH_RPC_INTERNAL_ERROR, NULL, NULL);
	}
	if (!op || op->fail_code != r)
		return outcome_error(r, NULL, NULL);
	o = outcome_error(r, op->fail_text, NULL);
	if (op->fail_field)
		set_text(o.data, "field", op->fail_field);
	if (!op->fail_faults)
		return o;
	all = json_array();
	for (size_t i = 0; i < op->n_fail_faults; i++) {
		json_t *fault = json_object();

		set_text(fault, "field", op->fail_faults[i].field);
		set_text(fault, "reason", op->fail_faults[i].reason);
		(void)json_array_append_new(all, fault);
	}
	set_object(o.data, "faults", all);
	return o;
}

static int add_dumped(const char *bytes, size_t n, void *to)
{
	str_add_n(to, bytes, n);
	return 0;
}

static int call_method(struct run *run, struct op *op)
{
	struct call call = {.op = op, .rpc = run->rpc, .peer = run->peer};
	json_t *result = NULL;
	int r;

	r = run->method->call(&call, run->params, &result);
	if (r) {
		json_decref(result); /* as far as it came */
		return r;
	}
	if (run->method->flags & METHOD_WRITE)
		set_id(result, "journal", op_journal_id(op));
	str_reset(run->room);
	r = json_dump_callback(result, add_dumped, run->room, JSON_COMPACT | RENDER_DIGITS);
	json_decref(result);
	if (r)
		return -ENOMEM;
	run->result = str_text(run->room);
	return 0;
}

/* Inside the savepoint: what an earlier request with the key was answered, or the work. */
static int run_once(struct run *run, struct op *op)
{
	const char *earlier = NULL;
	int64_t hash = 0;
	int r;

	if (run->key) {
		hash = run_hash(run);
		r = op_recall(op, run->key, hash, &earlier);
		if (r)
			return r;
	}
	if (earlier) {
		run->result = earlier;
		return 0;
	}

	r = call_method(run, op);
	if (r || !run->key)
		return r;
	return op_remember(op, run->key, hash, run->result);
}

static struct outcome run_in_group(struct run *run)
{
	const struct rpc_options *options = rpc_options(run->rpc);
	struct op op = {.actor = OP_USER, .method = run->method->name};
	int r;

	r = op_begin(&op, options->env, run->arena, options->now(options->user));
	if (r)
		return code_outcome(run, NULL, r);
	r = run_once(run, &op);
	r = op_end(&op, r);
	if (!r)
		return (struct outcome){.result = run->result};
	return code_outcome(run, &op, r);
}

/* The clock must not stand inside a transaction: what was done so far is kept first. */
static struct outcome run_between_groups(struct run *run)
{
	struct op_env *env = rpc_options(run->rpc)->env;
	int r, begun;

	r = op_group_commit(env);
	if (r)
		return code_outcome(run, NULL, r);
	r = call_method(run, NULL);
	begun = op_group_begin(env);
	if (!r && !begun)
		return (struct outcome){.result = run->result};
	return code_outcome(run, NULL, r ? r : begun);
}

static bool read_params(struct run *run, json_t *json, struct param_faults *faults)
{
	struct key_params key = {.key = NULL};

	if (json_is_array(json)) {
		faults->items[faults->n++] = (struct param_fault){
			"params", "must be an object: params go by their names"};
		return false;
	}
	if (run->method->flags & METHOD_WRITE && json_object_get(json, KEY)) {
		json_t *only = json_object();

		(void)json_object_set(only, KEY, json_object_get(json, KEY));
		(void)params_read(write_params, only, &key, run->arena, faults);
		(void)json_object_del(json, KEY);
		json_decref(only);
	}
	run->key = key.key;
	run->json = json;
	run->params = arena_alloc(run->arena, run->method->size);
	return params_read(run->method->params, json, run->params, run->arena, faults);
}

struct outcome dispatch(struct rpc *rpc, struct rpc_peer *peer, const struct request *request,
			struct arena *arena, struct str *room)
{
	const struct method *method = method_find(request->method);
	struct run run = {.rpc = rpc, .peer = peer, .method = method, .arena = arena, .room = room};
	struct param_faults faults = {.n = 0};

	if (!method || (method->flags & METHOD_DEV && !rpc_options(rpc)->is_dev))
		return outcome_error(VOUCH_RPC_METHOD_NOT_FOUND, NULL, NULL);
	if (!read_params(&run, request->params, &faults))
		return params_outcome(&faults, arena);
	return method->flags & METHOD_DEV ? run_between_groups(&run) : run_in_group(&run);
}
