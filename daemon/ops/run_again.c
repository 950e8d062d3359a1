/* A plan that runs a second time on one anchor: its steps are planted anew in the same run. */
#include "ops/run.h"
#include "store/followup.h"
#include "store/plan.h"

static int count_rounds(struct op *op, int64_t run, int *ret)
{
	struct followups rows;
	int r;

	*ret = 0;
	r = store_followup_of_run(op->store, run, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		if (rows.items[i].occurrence > *ret)
			*ret = rows.items[i].occurrence;
	return r;
}

int op_run_start_again(struct op *op, const char *name, const struct run_anchor *anchor,
		       struct run *ret)
{
	struct plan *plan = arena_alloc(op->arena, sizeof *plan);
	struct run_anchor again = *anchor;
	int r;

	r = store_plan_get(op->store, name, 0, op->arena, plan);
	if (r == 0)
		r = store_run_find(op->store, plan->id, anchor->kind, anchor->id, op->arena, ret);
	if (r == VOUCH_E_NOT_FOUND || (r == 0 && !ret->id))
		return op_run_start(op, name, anchor, ret);
	if (r == 0)
		r = count_rounds(op, ret->id, &again.n_rounds);
	if (r)
		return r;
	ret->plan_version = plan->version_id;
	ret->plan_number = plan->version;
	ret->anchor_day = anchor->day;
	ret->state = RUN_ACTIVE;
	ret->reason = NULL;
	r = store_run_update(op->store, ret);
	op->plan = plan;
	op->plan_run = 0;
	return r ? r : run_plant(op, ret, plan, &again);
}
