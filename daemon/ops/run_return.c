/* Cancelled follow-ups that come back. */
#include "ops/run_return.h"

#include "base/str.h"
#include "domain/recur.h"
#include "ops/flow.h"
#include "store/followup.h"
#include "store/run.h"

static const struct followup *before_of(const struct followups *rows, const struct plan_step *step,
					int occurrence)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->items[i].occurrence == occurrence &&
		    str_equal(rows->items[i].step, step->after))
			return &rows->items[i];
	return NULL;
}

/* Where a step falls, counted from the anchor; a series goes on with its next day. */
static struct placed place(const struct op *op, const struct run *run, const struct plan_step *step,
			   struct followup *f)
{
	const struct plan_clock clock = flow_clock(op);
	const struct moment anchor = {run->anchor_day, op->env->work.start};
	struct offset offset = {0};
	struct placed at;
	struct day next;

	(void)offset_parse(step->offset, &offset);
	at = plan_place(&offset, anchor, step->kind, &clock);
	if (!step->repeat)
		return at;
	f->series_day = at.planned_day;
	if (!day_before(at.planned_day, op->today))
		return at;
	next = recur_next(step->repeat, at.planned_day, day_plus(op->today, -1));
	return day_is_none(next)
		       ? at
		       : plan_move(next, at.planned_minute, run->anchor_day, step->kind, &clock);
}

static struct placed place_after(const struct op *op, const struct plan_step *step, struct day day)
{
	const struct plan_clock clock = flow_clock(op);
	const struct moment from = {day, op->env->work.start};
	struct offset offset = {0};

	(void)offset_parse(step->offset, &offset);
	return plan_place(&offset, from, step->kind, &clock);
}

/* Would a new one be stored as cancelled? Then one that was ended stays so. */
static int is_stopped(struct op *op, const struct followup *f, bool *ret)
{
	struct followup made = *f;
	int r;

	made.state = FOLLOWUP_WAITING;
	made.waits_for = WAIT_AFTER;
	r = flow_settle_new(op, &made);
	*ret = r == 0 && !followup_is_open(made.state);
	return r;
}

/* Back to waiting for the step before it; its day is an estimate until that is done. */
static int wait_again(struct op *op, struct followup *f, const struct placed *at,
		      const struct motive *motive)
{
	bool stays_ended;
	int r;

	r = is_stopped(op, f, &stays_ended);
	if (r || stays_ended)
		return r;
	f->planned_day = at->planned_day;
	f->planned_minute = at->planned_minute;
	f->due_day = at->due.day;
	f->due_minute = at->due.minute;
	f->ended_day = NO_DAY;
	return flow_hold(op, f, WAIT_AFTER, motive);
}

static bool is_stale(const struct op *op, const struct plan_step *step, struct day planned)
{
	return !step->after && !step->repeat &&
	       plan_is_stale(step->kind, op->today.n - planned.n, op->settings->stale_days,
			     op->settings->stale_days_thank);
}

/* Too long past to come back; what follows it stays cancelled. */
static int expire(struct op *op, struct followup *f, const struct placed *at)
{
	const struct motive motive = MOTIVE(RULE_STALE);

	if (f->state == FOLLOWUP_EXPIRED)
		return 0;
	f->due_day = at->planned_day;
	f->due_minute = at->planned_minute;
	f->ended_day = NO_DAY;
	return flow_end(op, f, FOLLOWUP_EXPIRED, &motive);
}

static int return_after(struct op *op, const struct run *run, const struct plan_step *step,
			struct followup *f, const struct motive *motive)
{
	const struct followup *before;
	struct followups rows;
	struct placed at;
	int r;

	r = store_followup_of_run(op->store, run->id, op->arena, &rows);
	if (r)
		return r;
	before = before_of(&rows, step, f->occurrence);
	if (before && followup_is_open(before->state)) {
		at = place_after(op, step, before->due_day);
		return wait_again(op, f, &at, motive);
	}
	if (before && before->state != FOLLOWUP_DONE && before->state != FOLLOWUP_SKIPPED)
		return 0;
	at = place_after(op, step, before ? before->ended_day : run->anchor_day);
	f->planned_day = at.planned_day;
	f->planned_minute = at.planned_minute;
	return flow_schedule(op, f, at.due.day, at.due.minute, motive);
}

static int return_row(struct op *op, const struct run *run, const struct plan_step *step,
		      struct followup *f, const struct motive *motive)
{
	struct placed at;

	if (step->after)
		return return_after(op, run, step, f, motive);
	at = place(op, run, step, f);
	f->planned_day = at.planned_day;
	f->planned_minute = at.planned_minute;
	if (is_stale(op, step, at.planned_day))
		return expire(op, f, &at);
	return flow_schedule(op, f, at.due.day, at.due.minute, motive);
}

/* What made it end as it did. */
static int last_rule(struct op *op, const struct followup *f, enum move_rule *ret)
{
	struct followup_move *moves;
	size_t n;
	int r;

	r = store_move_list(op->store, f->id, op->arena, &moves, &n);
	*ret = r == 0 && n ? moves[n - 1].rule : RULE_DONE;
	return r;
}

/* Ended by the plan itself or by what happened to its sale; never what a person ended. */
static bool may_return(enum move_rule rule)
{
	return rule == RULE_REOPENED || rule == RULE_REFUNDED || rule == RULE_RUN_STOPPED ||
	       rule == RULE_TAKEN_OVER || rule == RULE_STALE || rule == RULE_BEFORE_ENDED;
}

/* A later round's row of a step is the one that returns, not the rounds before it. */
static bool has_later_round(const struct followups *rows, const struct followup *f)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->items[i].occurrence > f->occurrence &&
		    str_equal(rows->items[i].step, f->step))
			return true;
	return false;
}

static int return_rows(struct op *op, const struct run *run, const struct plan *plan,
		       const bool *taken, const struct motive *motive)
{
	struct followups rows;
	enum move_rule rule;
	int r;

	r = store_followup_of_run(op->store, run->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		struct followup *f = &rows.items[i];
		int step = plan_step_index(plan, f->step);

		if (step < 0 || taken[step] || has_later_round(&rows, f) ||
		    (f->state != FOLLOWUP_CANCELLED && f->state != FOLLOWUP_EXPIRED))
			continue;
		r = last_rule(op, f, &rule);
		if (r == 0 && may_return(rule))
			r = return_row(op, run, &plan->steps[step], f, motive);
	}
	return r;
}

int run_take_up(struct op *op, struct run *run, struct day day)
{
	const struct motive motive = {RULE_RETURNED, run->sale ? CAUSE_SALE : CAUSE_RUN,
				      run->sale ? run->sale : run->id, NULL};
	bool taken[VOUCH_STEPS_MAX];
	const struct plan *plan;
	int r;

	run->anchor_day = day;
	run->state = RUN_ACTIVE;
	run->reason = NULL;
	r = store_run_update(op->store, run);
	if (r == 0)
		r = flow_plan(op, run->plan_version, &plan);
	if (r == 0)
		r = run_taken(op, run, plan, taken);
	if (r == 0)
		r = run_take_over(op, run, plan, taken);
	if (r == 0)
		r = run_fill(op, run, plan, taken);
	return r ? r : return_rows(op, run, plan, taken, &motive);
}

/* The newest other run of the same plan for the same contact; ret->id 0 where there is none. */
static int find_heir(struct op *op, const struct run *run, struct run *ret)
{
	const struct run_filter filter = {.contact = run->contact, .state = -1, .limit = 1000};
	struct run *runs;
	size_t n;
	int r;

	*ret = (struct run){0};
	r = store_run_list(op->store, &filter, op->arena, &runs, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (runs[i].plan == run->plan && runs[i].id != run->id &&
		    runs[i].state != RUN_STOPPED && (!ret->id || run_is_newer(&runs[i], ret)))
			*ret = runs[i];
	return r;
}

int run_give_back(struct op *op, const struct run *run)
{
	const struct motive motive = {RULE_RETURNED, run->sale ? CAUSE_SALE : CAUSE_RUN,
				      run->sale ? run->sale : run->id, NULL};
	bool taken[VOUCH_STEPS_MAX];
	const struct plan *plan;
	struct run heir;
	int r;

	r = find_heir(op, run, &heir);
	if (r || !heir.id)
		return r;
	if (heir.state == RUN_ENDED) {
		heir.state = RUN_ACTIVE;
		r = store_run_update(op->store, &heir);
	}
	if (r == 0)
		r = flow_plan(op, heir.plan_version, &plan);
	if (r == 0)
		r = run_taken(op, &heir, plan, taken);
	if (r == 0)
		r = run_fill(op, &heir, plan, taken);
	/* What it has already keeps its day: only what was taken from it is given back. */
	for (size_t step = 0; r == 0 && step < plan->n_steps; step++)
		taken[step] = taken[step] || plan->steps[step].scope != SCOPE_CONTACT;
	if (r == 0)
		r = return_rows(op, &heir, plan, taken, &motive);
	return r ? r : flow_facts(op, heir.contact);
}
