/* Plans: put, read, listed. */
#include "ops/plan.h"

#include "base/str.h"
#include "ops/refuse.h"
#include "store/plan.h"

static bool same_tries(const struct plan_step *a, const struct plan_step *b)
{
	if (a->n_tries != b->n_tries)
		return false;
	for (size_t i = 0; i < a->n_tries; i++)
		if (!str_equal(a->tries[i], b->tries[i]))
			return false;
	return true;
}

static bool same_step(const struct plan_step *a, const struct plan_step *b)
{
	return str_equal(a->key, b->key) && str_equal(a->offset, b->offset) &&
	       str_equal(a->after, b->after) && a->kind == b->kind && a->channel == b->channel &&
	       a->to == b->to && a->scope == b->scope && a->when == b->when &&
	       a->has_gate == b->has_gate && str_equal(a->part_of, b->part_of) &&
	       a->gives == b->gives && a->score == b->score && str_equal(a->repeat, b->repeat) &&
	       same_tries(a, b) && str_equal(a->text, b->text) && str_equal(a->reason, b->reason);
}

static bool same_plan(const struct plan *a, const struct plan *b)
{
	if (!str_equal(a->title, b->title) || a->n_steps != b->n_steps)
		return false;
	for (size_t i = 0; i < a->n_steps; i++)
		if (!same_step(&a->steps[i], &b->steps[i]))
			return false;
	return true;
}

static int refuse(struct op *op, const struct plan_fault *faults, size_t n)
{
	struct op_fault *all = arena_array(op->arena, n, sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = (struct op_fault){
			arena_printf(op->arena, "document.%s", faults[i].field),
			arena_strdup(op->arena, faults[i].reason),
		};
	op->fail_faults = all;
	op->n_fail_faults = n;
	return op_fail(op, VOUCH_E_PLAN_INVALID, all[0].field, "%s: %s", all[0].field,
		       all[0].reason);
}

int op_plan_put(struct op *op, struct plan *plan)
{
	struct plan_fault *faults = arena_array(op->arena, PLAN_FAULTS_MAX, sizeof *faults);
	struct plan newest;
	size_t n;
	int r;

	n = plan_check(plan, faults);
	if (n)
		return refuse(op, faults, n);
	r = store_plan_get(op->store, plan->name, 0, op->arena, &newest);
	if (r == 0 && same_plan(plan, &newest)) {
		*plan = newest;
		return 0;
	}
	if (r && r != VOUCH_E_NOT_FOUND)
		return r;
	return store_plan_put(op->store, plan, op->now);
}

int op_plan_get(struct op *op, const char *name, int version, struct plan *ret)
{
	int r;

	r = store_plan_get(op->store, name, version, op->arena, ret);
	if (version)
		return op_not_found(op, r, "version", "there is no version %d of the plan '%s'",
				    version, name);
	return op_not_found(op, r, "name", "there is no plan called '%s'", name);
}

int op_plan_list(struct op *op, const char *after, int limit, struct plan **ret, size_t *ret_n)
{
	return store_plan_list(op->store, after, limit, op->arena, ret, ret_n);
}

int op_plan_exists(struct op *op, const char *name, bool *ret)
{
	struct plan plan;
	int r;

	r = store_plan_get(op->store, name, 0, op->arena, &plan);
	*ret = r == 0;
	return r == VOUCH_E_NOT_FOUND ? 0 : r;
}
