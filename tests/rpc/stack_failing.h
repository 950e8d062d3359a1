/* What is done in a stack fails first: see failing.h. For stack.h. */
#pragma once

#include "rpc/render.h"

#define FAILING_SLICE 10 /* items of an import */

static inline bool failing_is_told(struct stack *f, const char *reply)
{
	if (!strstr(reply, "\"code\":-32603,")) {
		op_group_rollback(&f->env);
		return false;
	}
	return op_group_is_alive(&f->env) ? op_group_commit(&f->env) == 0
					  : op_group_commit(&f->env) != 0;
}

/* Does any part of it ask without an id? Of its failure nobody is told. */
static inline bool failing_is_untold(const char *request, size_t n)
{
	json_t *json = json_loadb(request, n, 0, NULL), *one;
	bool is_untold = json_is_object(json) && !json_object_get(json, "id");
	size_t i;

	json_array_foreach (json, i, one)
		is_untold |= json_is_object(one) && !json_object_get(one, "id");
	json_decref(json);
	return is_untold;
}

/* Whether the statement was there to fail. What was done all the same is taken back with its group,
 * as where a commit fails: it is asked for again. */
static inline bool failing_ask(struct stack *f, const char *request, size_t n, int64_t at)
{
	struct failing *t = &f->failing;
	struct str reply = {0};
	bool is_told;

	failing_arm(t, f->env.store, at);
	assert_int_equal(op_group_begin(&f->env), 0);
	rpc_handle(f->rpc, f->peer, request, n, &reply);
	is_told = failing_is_told(f, str_text(&reply));
	failing_arm(t, f->env.store, 0);
	if (t->has_failed && !is_told && !failing_is_untold(request, n))
		failing_note(t, request, str_text(&reply));
	t->n_failures += t->has_failed;
	str_deinit(&reply);
	return t->has_failed;
}

struct failing_work {
	enum op_actor actor;
	const char *method;
	int (*run)(struct op *op, void *arg);
	void *arg;
};

static inline int failing_tick(struct op *op, void *arg)
{
	bool has_more;

	(void)arg;
	return op_tick(op, &has_more);
}

static inline int failing_import(struct op *op, void *arg)
{
	bool is_importing;

	(void)arg;
	return op_import_slice(op, FAILING_SLICE, &is_importing);
}

static inline int failing_undo(struct op *op, void *arg)
{
	bool is_undoing;

	(void)arg;
	return op_undo_slice(op, &is_undoing);
}

/* As failing_ask(), for what goes on between requests. */
static inline bool failing_run(struct stack *f, const struct failing_work *work, int64_t at)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = work->actor, .method = work->method};
	struct failing *t = &f->failing;
	int r;

	failing_arm(t, f->env.store, at);
	assert_int_equal(op_group_begin(&f->env), 0);
	r = op_begin(&op, &f->env, arena, f->now);
	if (r == 0)
		r = op_end(&op, work->run(&op, work->arg));
	op_group_rollback(&f->env);
	failing_arm(t, f->env.store, 0);
	if (t->has_failed && r == 0)
		failing_note(t, work->method, "done");
	t->n_failures += t->has_failed;
	arena_free(arena);
	return t->has_failed;
}

static inline void failing_each(struct stack *f, const struct failing_work *work)
{
	struct failing *t = &f->failing;

	for (int way = 0; way < 2; way++) {
		t->is_prepare = way;
		for (int64_t at = t->first; failing_run(f, work, at); at += t->step)
			;
	}
}

/* What the clock is moved for: the next piece of each of them. */
static inline void failing_between(struct stack *f, const char *request)
{
	static const struct failing_work undo = {OP_USER, "journal.undo", failing_undo, NULL},
					 import = {OP_IMPORT, "import.commit", failing_import,
						   NULL},
					 clock = {OP_CLOCK, "tick", failing_tick, NULL};
	json_t *json = json_loads(request, 0, NULL);
	const json_t *params = json_object_get(json, "params");
	const char *when = json_string_value(json_object_get(params, "now"));
	int64_t now = f->now, until = now;

	if (f->env.is_undoing)
		failing_each(f, &undo);
	else if (f->env.is_importing)
		failing_each(f, &import);
	else if (when ? instant_parse(when, &until) : json_is_object(params))
		f->now =
			when ? until : now + json_integer_value(json_object_get(params, "seconds"));
	if (f->now > now)
		failing_each(f, &clock);
	f->now = now;
	json_decref(json);
}

/* Before each request; the first to fail is another each time, so that in the end each statement
 * that often runs has. */
static inline void failing_before(struct stack *f, const char *request, size_t n)
{
	struct failing *t = &f->failing;

	t->first = t->first % t->step + 1;
	if (memmem(request, n, "\"dev.", 5)) {
		failing_between(f, request);
		return;
	}
	for (int way = 0; way < 2; way++) {
		t->is_prepare = way;
		for (int64_t at = t->first; failing_ask(f, request, n, at); at += t->step)
			;
	}
}
