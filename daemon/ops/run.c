/* Runs: a plan applied to an anchor. */
#include "ops/run.h"

#include "base/str.h"
#include "ops/flow_end.h"
#include "ops/promise.h"
#include "ops/referrer.h"
#include "ops/refuse.h"
#include "ops/run_return.h"
#include "ops/sale.h"
#include "store/followup.h"
#include "store/plan.h"
#include "store/run.h"

int run_context(struct op *op, const struct run_anchor *anchor, const bool *taken,
		struct plan_context *ret)
{
	bool is_now = day_equal(anchor->day, op->today);
	struct promises open = {0};
	int64_t referrer = 0;
	int r = 0;

	if (anchor->contact)
		r = op_promise_open_of(op, anchor->contact, anchor->sale, &open);
	if (r == 0 && anchor->contact)
		r = referrer_of(op, anchor->kind, anchor->id, anchor->contact, &referrer);
	*ret = (struct plan_context){
		.clock = flow_clock(op),
		.anchor = {anchor->day, anchor->minute ? anchor->minute
					: is_now       ? op->local.minute
						       : op->env->work.start},
		.has_referrer = referrer != 0,
		.is_for_referrer = anchor->is_for_referrer,
		.stale_days = op->settings->stale_days,
		.stale_days_thank = op->settings->stale_days_thank,
		.is_import = anchor->is_import,
		.has_promises = open.n > 0,
		.is_taken = taken,
	};
	return r;
}

static int64_t part_of(const struct plan *plan, const struct plan_step *step, const int64_t *ids)
{
	int i = plan_step_index(plan, step->part_of);

	return i < 0 ? 0 : ids[i];
}

/* What a run was started for made its rows. */
static struct motive planted_by(const struct run *run, enum move_rule rule)
{
	switch (run->anchor_kind) {
	case ANCHOR_COMPLAINT:
		return (struct motive){rule, CAUSE_COMPLAINT, run->anchor_id, NULL};
	case ANCHOR_SCORE:
		return (struct motive){rule, CAUSE_SCORE, run->anchor_id, NULL};
	case ANCHOR_PROMISE:
		return (struct motive){rule, CAUSE_PROMISE, run->anchor_id, NULL};
	case ANCHOR_REFERRAL:
		return (struct motive){rule, CAUSE_REFERRAL, run->anchor_id, NULL};
	case ANCHOR_CONTACT:
	case ANCHOR_SALE:
		break;
	}
	return (struct motive){rule, run->sale ? CAUSE_SALE : -1, run->sale, NULL};
}

static int plant_row(struct op *op, const struct run *run, const struct plan *plan,
		     const struct plan_row *row, int64_t *ids, struct followup *ret)
{
	const struct plan_step *step = &plan->steps[row->step];
	const struct motive motive = planted_by(run, row->rule);
	int r;

	*ret = (struct followup){
		.contact = run->contact,
		.sale = run->sale,
		.run = run->id,
		.step = step->key,
		.occurrence = row->occurrence,
		.kind = step->kind,
		.channel = step->channel,
		.title = step->text,
		.reason = step->reason,
		.scope = step->scope,
		.has_gate = step->has_gate,
		.part_of = part_of(plan, step, ids),
		.gives = step->gives,
		.score = step->score,
		.repeat = step->repeat,
		.series_day = row->series_day,
		.state = row->state,
		.waits_for = row->waits_for,
		.planned_day = row->at.planned_day,
		.planned_minute = row->at.planned_minute,
		.due_day = row->at.due.day,
		.due_minute = row->at.due.minute,
		.outcome = -1,
		.ended_day = followup_is_open(row->state) ? NO_DAY : op->today,
	};
	r = referrer_plant(op, run, step, ret, &motive);
	ids[row->step] = ret->id;
	return r;
}

/* What follows those that were cancelled as they were made, by a suppression, or skipped. */
static int follow_stopped(struct op *op, const struct followup *made, size_t n)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++)
		if (made[i].state == FOLLOWUP_CANCELLED || made[i].state == FOLLOWUP_SKIPPED)
			r = flow_follow(op, &made[i]);
	return r;
}

/* What a run is to plant. */
struct layout {
	struct steps_elsewhere others;
	bool taken[VOUCH_STEPS_MAX];
	struct plan_row rows[PLAN_ROWS_MAX];
	size_t n;
};

static int lay(struct op *op, const struct run *run, const struct plan *plan,
	       const struct run_anchor *anchor, struct layout *ret)
{
	struct plan_context context;
	int r;

	*ret = (struct layout){0};
	r = store_followup_steps_elsewhere(op->store, run, op->arena, &ret->others);
	if (r == 0 && !anchor->n_rounds)
		run_mark_taken(run, &ret->others, plan, ret->taken);
	if (r == 0)
		r = run_context(op, anchor, ret->taken, &context);
	if (r == 0)
		ret->n = plan_lay(plan, &context, ret->rows);
	return r;
}

static int plant(struct op *op, struct run *run, const struct plan *plan,
		 const struct run_anchor *anchor, struct layout *l)
{
	struct followup *made = arena_array(op->arena, l->n, sizeof *made);
	int64_t ids[VOUCH_STEPS_MAX] = {0};
	size_t n_open = 0;
	int r;

	r = run_take_from(op, run, &l->others, plan, l->taken);
	for (size_t i = 0; r == 0 && i < l->n; i++) {
		struct plan_row *row = &l->rows[i];

		row->occurrence += anchor->n_rounds;
		if (row->rule == RULE_PLANTED)
			row->rule = anchor->rule;
		r = plant_row(op, run, plan, row, ids, &made[i]);
		n_open += followup_is_open(made[i].state) && made[i].run == run->id;
	}
	if (r == 0 && n_open == 0) {
		if (run->state == RUN_ENDED)
			return 0;
		run->state = RUN_ENDED;
		return store_run_update(op->store, run);
	}
	if (r == 0)
		r = follow_stopped(op, made, l->n);
	return r ? r : store_run_get(op->store, run->id, op->arena, run);
}

int run_plant(struct op *op, struct run *run, const struct plan *plan,
	      const struct run_anchor *anchor)
{
	struct layout l;
	int r;

	r = lay(op, run, plan, anchor, &l);
	return r ? r : plant(op, run, plan, anchor, &l);
}

/* The step's newest row of each; -1 where the run has none. */
static void rows_by_step(const struct plan *plan, const struct followups *rows, int *ret)
{
	for (size_t i = 0; i < plan->n_steps; i++)
		ret[i] = -1;
	for (size_t i = 0; i < rows->n; i++) {
		int step = plan_step_index(plan, rows->items[i].step);

		if (step >= 0)
			ret[step] = (int)i;
	}
}

/* A step missing in a run whose earlier step is there already: dated by that, or not made. */
static bool fit_to_run(const struct op *op, const struct plan_step *step,
		       const struct followup *before, struct plan_row *row)
{
	const struct followup_holds holds = {.is_part_open = step->part_of != NULL,
					     .is_gate_closed = step->has_gate};
	const struct plan_clock clock = flow_clock(op);
	struct offset offset = {0};

	if (followup_is_open(before->state))
		return true;
	if (before->state != FOLLOWUP_DONE && before->state != FOLLOWUP_SKIPPED)
		return false;
	(void)offset_parse(step->offset, &offset);
	row->at = plan_place(&offset, (struct moment){before->ended_day, op->env->work.start},
			     step->kind, &clock);
	row->waits_for = followup_hold(&holds);
	row->state = row->waits_for < 0 ? FOLLOWUP_SCHEDULED : FOLLOWUP_WAITING;
	return true;
}

int run_fill(struct op *op, const struct run *run, const struct plan *plan, const bool *taken)
{
	const struct run_anchor anchor = {.contact = run->contact,
					  .sale = run->sale,
					  .day = run->anchor_day,
					  .is_import = run->is_imported};
	struct plan_row *rows = arena_array(op->arena, PLAN_ROWS_MAX, sizeof *rows);
	struct plan_context context;
	int64_t ids[VOUCH_STEPS_MAX] = {0};
	int have[VOUCH_STEPS_MAX];
	struct followup *made = arena_array(op->arena, PLAN_ROWS_MAX, sizeof *made);
	struct followups old;
	size_t n, n_made = 0;
	int r;

	r = store_followup_of_run(op->store, run->id, op->arena, &old);
	if (r == 0)
		r = run_context(op, &anchor, taken, &context);
	if (r)
		return r;
	rows_by_step(plan, &old, have);
	for (size_t i = 0; i < plan->n_steps; i++)
		ids[i] = have[i] >= 0 ? old.items[have[i]].id : 0;
	n = plan_lay(plan, &context, rows);
	for (size_t i = 0; r == 0 && i < n; i++) {
		const struct plan_step *step = &plan->steps[rows[i].step];
		int before = plan_step_index(plan, step->after);

		if (step->scope != SCOPE_CONTACT || have[rows[i].step] >= 0 ||
		    !followup_is_open(rows[i].state))
			continue;
		if (before >= 0 && have[before] >= 0 &&
		    !fit_to_run(op, step, &old.items[have[before]], &rows[i]))
			continue;
		r = plant_row(op, run, plan, &rows[i], ids, &made[n_made++]);
	}
	return r ? r : follow_stopped(op, made, n_made);
}

int op_run_start(struct op *op, const char *name, const struct run_anchor *anchor, struct run *ret)
{
	const struct plan *plan;
	struct layout l;
	int r;

	r = flow_newest_plan(op, name, anchor->is_import, &plan);
	if (r)
		return r;
	r = store_run_find(op->store, plan->id, anchor->kind, anchor->id, op->arena, ret);
	if (r)
		return r;
	if (ret->id && ret->state != RUN_STOPPED)
		return op_fail(op, VOUCH_E_RUN_STATE, "plan", "the plan '%s' %s on %s %lld", name,
			       ret->state == RUN_ACTIVE ? "already runs" : "has run already",
			       anchor_kinds[anchor->kind], (long long)anchor->id);
	if (ret->id)
		return run_take_up(op, ret, anchor->day);
	*ret = (struct run){
		.id = INT64_MAX, /* the newest, until it has its own */
		.plan = plan->id,
		.plan_version = plan->version_id,
		.plan_name = plan->name,
		.plan_number = plan->version,
		.anchor_kind = anchor->kind,
		.anchor_id = anchor->id,
		.contact = anchor->contact,
		.sale = anchor->sale,
		.anchor_day = anchor->day,
		.anchor_minute = anchor->minute ? anchor->minute : ANY_MINUTE,
		.state = RUN_ACTIVE,
		.is_imported = anchor->is_import,
		.created_at = op->now,
	};
	r = lay(op, ret, plan, anchor, &l);
	if (r == 0 && l.n == 0)
		ret->state = RUN_ENDED;
	if (r == 0)
		r = store_run_add(op->store, ret);
	op->plan = plan;
	op->plan_run = ret->id;
	return r ? r : plant(op, ret, plan, anchor, &l);
}

int op_run_stop(struct op *op, struct run *run, const struct motive *motive)
{
	struct followups rows;
	int r;

	r = store_followup_of_run(op->store, run->id, op->arena, &rows);
	for (size_t i = rows.n; r == 0 && i-- > 0;)
		if (followup_is_open(rows.items[i].state))
			r = referrer_stop(op, run, &rows.items[i], motive);
	if (r)
		return r;
	r = store_run_get(op->store, run->id, op->arena, run);
	if (r)
		return r;
	run->state = RUN_STOPPED;
	run->reason = motive->reason;
	r = store_run_update(op->store, run);
	if (r || (motive->rule != RULE_REFUNDED && motive->rule != RULE_REOPENED))
		return r;
	return run_give_back(op, run);
}

int op_run_stop_of_sale(struct op *op, int64_t sale, const char *plan, const struct motive *motive)
{
	struct run *runs;
	size_t n;
	int r;

	r = store_run_of_anchor(op->store, ANCHOR_SALE, sale, op->arena, &runs, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (runs[i].state != RUN_STOPPED && (!plan || str_equal(runs[i].plan_name, plan)))
			r = op_run_stop(op, &runs[i], motive);
	return r;
}

int op_run_stop_by_id(struct op *op, int64_t id, const char *reason, struct run *ret)
{
	const struct motive motive = {RULE_RUN_STOPPED, CAUSE_RUN, id, reason};
	int64_t referrer = 0;
	int r;

	r = store_run_get(op->store, id, op->arena, ret);
	if (r)
		return op_not_found(op, r, "id", "there is no run %lld", (long long)id);
	if (ret->state != RUN_ACTIVE)
		return op_fail(op, VOUCH_E_RUN_STATE, "id", "run %lld is %s already", (long long)id,
			       run_states[ret->state]);
	r = op_run_stop(op, ret, &motive);
	if (r == 0)
		r = referrer_of(op, ret->anchor_kind, ret->anchor_id, ret->contact, &referrer);
	if (r == 0 && referrer)
		r = flow_facts(op, referrer);
	return r ? r : flow_facts(op, ret->contact);
}

int op_run_list(struct op *op, const struct run_filter *filter, struct run **ret, size_t *ret_n)
{
	return store_run_list(op->store, filter, op->arena, ret, ret_n);
}

int op_run_followups(struct op *op, int64_t run, struct followup **ret, size_t *ret_n)
{
	struct followups rows;
	int r;

	r = store_followup_of_run(op->store, run, op->arena, &rows);
	if (r)
		return r;
	*ret = rows.items;
	*ret_n = rows.n;
	return 0;
}

int op_run_get(struct op *op, int64_t id, struct run *ret)
{
	int r;

	r = store_run_get(op->store, id, op->arena, ret);
	return op_not_found(op, r, "id", "there is no run %lld", (long long)id);
}
