/* The whole stack below a socket for tests: a store in memory, a clock, one connection. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/zone.h"
#include "ops/import.h"
#include "ops/op.h"
#include "ops/tick.h"
#include "ops/undo.h"
#include "rpc/failing.h"
#include "rpc/rpc.h"
#include "store/db.h"

#define NOON 1796126400 /* 2026-12-01T12:00:00Z */

struct stack {
	struct op_env env;
	uint64_t until; /* of a tick, see ops/op.h */
	int n_ticks;
	struct settings settings;
	struct zone *zone;
	struct rpc *rpc;
	struct rpc_peer *peer;
	struct str reply;
	int64_t now;
	int n_groups_seen;      /* dev calls that found a group open */
	struct failing failing; /* each so many statements of a request, before it is done */
};

#include "rpc/stack_failing.h"

static inline int64_t stack_now(void *user)
{
	return ((const struct stack *)user)->now;
}

/* What the turns do: imports go on to their end. */
static inline void stack_import(struct stack *f)
{
	struct arena *arena = arena_new();

	while (f->env.is_importing) {
		struct op op = {.actor = OP_IMPORT, .method = "import.commit"};

		assert_int_equal(op_group_begin(&f->env), 0);
		assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
		assert_int_equal(op_end(&op, op_import_slice(&op, 10, &f->env.is_importing)), 0);
		assert_int_equal(op_group_commit(&f->env), 0);
	}
	arena_free(arena);
}

static inline void stack_undo(struct stack *f)
{
	struct arena *arena = arena_new();

	while (f->env.is_undoing) {
		struct op op = {.actor = OP_USER, .method = "journal.undo"};

		assert_int_equal(op_group_begin(&f->env), 0);
		assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
		assert_int_equal(op_end(&op, op_undo_slice(&op, &f->env.is_undoing)), 0);
		assert_int_equal(op_group_commit(&f->env), 0);
	}
	arena_free(arena);
}

/* What the alarm does: what is due by now is noticed. */
static inline int stack_tick(struct stack *f)
{
	struct arena *arena = arena_new();
	bool has_more = true;
	int r = 0;

	while (!r && has_more) {
		struct op op = {.actor = OP_CLOCK, .method = "tick", .until = f->until};

		f->n_ticks++;
		assert_int_equal(op_group_begin(&f->env), 0);
		assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
		r = op_end(&op, op_tick(&op, &has_more));
		assert_int_equal(op_group_commit(&f->env), 0);
	}
	arena_free(arena);
	return r;
}

/* The next instant at which something falls due, at most `end`. */
static inline int64_t stack_next(struct stack *f, int64_t end)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_CLOCK, .method = "tick"};
	int64_t next;

	op_look(&op, &f->env, arena, f->now);
	assert_int_equal(op_tick_next(&op, &next), 0);
	arena_free(arena);
	if (next == NO_INSTANT || next > end)
		return end;
	return next > f->now ? next : f->now;
}

static inline int stack_set_clock(int64_t now, void *user)
{
	struct stack *f = user;

	f->n_groups_seen += op_group_is_alive(&f->env);
	stack_undo(f);
	stack_import(f);
	f->now = now;
	return stack_tick(f);
}

static inline int stack_advance(int64_t seconds, void *user)
{
	struct stack *f = user;

	f->n_groups_seen += op_group_is_alive(&f->env);
	stack_undo(f);
	stack_import(f);
	if (seconds == 13)
		return -EIO;
	for (int64_t end = f->now + seconds; f->now < end;) {
		int64_t next = stack_next(f, end);

		f->now = next > f->now ? next : f->now + 1;
		if (stack_tick(f))
			return -EIO;
	}
	return 0;
}

static inline void stack_start(struct stack *f, bool is_dev)
{
	struct rpc_options options = {
		.env = &f->env,
		.is_dev = is_dev,
		.user = f,
		.now = stack_now,
		.set_clock = stack_set_clock,
		.advance = stack_advance,
	};

	rpc_free(f->rpc);
	f->rpc = rpc_new(&options);
}

static inline int set_up(void **state)
{
	struct stack *f = calloc(1, sizeof *f);
	struct store_options options = {.now = NOON};
	const char *step = getenv("FAILING_STEP");
	char why[STORE_WHY_SIZE];

	f->now = NOON;
	f->failing.step = step ? (int)strtol(step, NULL, 10) : 0;
	settings_defaults(&f->settings);
	assert_int_equal(zone_load("UTC", &f->zone), 0);
	f->env = (struct op_env){
		.settings = &f->settings,
		.zone = f->zone,
		.work = {.week = f->settings.work_week, .start = 540, .end = 1080},
	};
	assert_int_equal(store_open(&options, &f->env.store, why), 0);
	stack_start(f, true);
	f->peer = rpc_peer_new();
	*state = f;
	return 0;
}

static inline int tear_down(void **state)
{
	struct stack *f = *state;
	int n_silent = f->failing.n_silent;

	rpc_peer_free(f->peer);
	rpc_free(f->rpc);
	store_close(f->env.store);
	op_env_deinit(&f->env);
	zone_free(f->zone);
	str_deinit(&f->reply);
	free(f);
	return n_silent;
}

/* The answer to a line in a group of its own. */
static inline const char *send_n(struct stack *f, const char *line, size_t n)
{
	str_reset(&f->reply);
	if (f->failing.step)
		failing_before(f, line, n);
	assert_int_equal(op_group_begin(&f->env), 0);
	rpc_handle(f->rpc, f->peer, line, n, &f->reply);
	assert_int_equal(op_group_commit(&f->env), 0);
	return str_text(&f->reply);
}

static inline const char *send(struct stack *f, const char *line)
{
	return send_n(f, line, strlen(line));
}

/* The code of the one error that a line is answered with, 0 for a result; checks the frame. */
static inline int code_of(const char *reply)
{
	json_t *json = json_loads(reply, 0, NULL);
	int code;

	if (!json)
		fail_msg("no JSON: %s", reply);
	assert_string_equal(json_string_value(json_object_get(json, "jsonrpc")), "2.0");
	assert_non_null(json_object_get(json, "id"));
	code = (int)json_integer_value(json_object_get(json_object_get(json, "error"), "code"));
	assert_int_equal(json_object_size(json), 3);
	assert_int_equal(code == 0, json_object_get(json, "result") != NULL);
	json_decref(json);
	return code;
}

#define ERROR(id, code, message, data)                                                             \
	"{\"jsonrpc\":\"2.0\",\"id\":" id ",\"error\":{\"code\":" code ",\"message\":\"" message   \
	"\",\"data\":{" data "}}}"
#define NO_METHOD(id) ERROR(id, "-32601", "Method not found", "\"name\":\"method-not-found\"")
#define INVALID(id, reason)                                                                        \
	ERROR(id, "-32600", "Invalid Request",                                                     \
	      "\"name\":\"invalid-request\",\"reason\":\"" reason "\"")

#define WITH_STACK(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
