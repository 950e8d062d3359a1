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

/* Back to waiting for the step before it; its day is an estimate until that is done. */
static int wait_again(struct op *op, struct followup *f, const struct plan_step *step,
		      const struct followup *before, const struct motive *motive)
{
	const struct plan_clock clock = flow_clock(op);
	struct offset offset = {0};
	struct placed at;

	(void)offset_parse(step->offset, &offset);
	at = plan_place(&offset, (struct moment){before->due_day, op->env->work.start}, step->kind,
			&clock);
	f->planned_day = at.planned_day;
	f->planned_minute = at.planned_minute;
	f->due_day = at.due.day;
	f->due_minute = at.due.minute;
	f->ended_day = NO_DAY;
	return flow_hold(op, f, WAIT_AFTER, motive);
}

static int return_row(struct op *op, const struct run *run, const struct plan_step *step,
		      struct followup *f, const struct motive *motive)
{
	const struct plan_clock clock = flow_clock(op);
	const struct followup *before;
	struct followups rows;
	struct placed at;
	int r;

	if (!step->after) {
		at = place(op, run, step, f);
	} else {
		struct offset offset = {0};

		r = store_followup_of_run(op->store, run->id, op->arena, &rows);
		if (r)
			return r;
		before = before_of(&rows, step, f->occurrence);
		if (before && followup_is_open(before->state))
			return wait_again(op, f, step, before, motive);
		if (before && before->state != FOLLOWUP_DONE && before->state != FOLLOWUP_SKIPPED)
			return 0;
		(void)offset_parse(step->offset, &offset);
		at = plan_place(&offset,
				(struct moment){before ? before->ended_day : run->anchor_day,
						op->env->work.start},
				step->kind, &clock);
	}
	f->planned_day = at.planned_day;
	f->planned_minute = at.planned_minute;
	return flow_schedule(op, f, at.due.day, at.due.minute, motive);
}

static int return_rows(struct op *op, const struct run *run, const struct followups *rows,
		       const bool *taken, const struct motive *motive)
{
	const struct plan *plan;
	int r;

	r = flow_plan(op, run->plan_version, &plan);
	for (size_t i = 0; r == 0 && i < rows->n; i++) {
		int step = plan_step_index(plan, rows->items[i].step);

		if (rows->items[i].run == run->id && step >= 0 && !(taken && taken[step]))
			r = return_row(op, run, &plan->steps[step], &rows->items[i], motive);
	}
	return r;
}

int run_take_up(struct op *op, struct run *run, struct day day)
{
	static const enum move_rule rules[] = {RULE_REOPENED, RULE_REFUNDED, RULE_RUN_STOPPED};
	const struct motive motive = {RULE_RETURNED, run->sale ? CAUSE_SALE : -1, run->sale, NULL};
	bool taken[VOUCH_STEPS_MAX];
	const struct plan *plan;
	struct followups rows;
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
	for (size_t i = 0; r == 0 && i < sizeof rules / sizeof *rules; i++) {
		bool by_run = rules[i] == RULE_RUN_STOPPED;

		r = store_move_cancelled_by(op->store, rules[i], by_run ? CAUSE_RUN : CAUSE_SALE,
					    by_run ? run->id : run->sale, op->arena, &rows);
		if (r == 0)
			r = return_rows(op, run, &rows, taken, &motive);
	}
	return r;
}

int run_give_back(struct op *op, const struct run *run)
{
	const struct motive motive = {RULE_RETURNED, run->sale ? CAUSE_SALE : CAUSE_RUN,
				      run->sale ? run->sale : run->id, NULL};
	struct followups rows;
	struct run older = {0};
	bool taken[VOUCH_STEPS_MAX];
	const struct plan *plan;
	int r;

	r = store_move_cancelled_by(op->store, RULE_TAKEN_OVER, run->sale ? CAUSE_SALE : CAUSE_RUN,
				    run->sale ? run->sale : run->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		if (rows.items[i].run == older.id)
			continue;
		r = store_run_get(op->store, rows.items[i].run, op->arena, &older);
		if (r == 0 && older.state == RUN_STOPPED)
			continue;
		if (r == 0 && older.state == RUN_ENDED) {
			older.state = RUN_ACTIVE;
			r = store_run_update(op->store, &older);
		}
		if (r == 0)
			r = flow_plan(op, older.plan_version, &plan);
		if (r == 0)
			r = run_taken(op, &older, plan, taken);
		if (r == 0)
			r = return_rows(op, &older, &rows, taken, &motive);
	}
	return r;
}
