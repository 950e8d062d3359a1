/* What follows when a follow-up ends. */
#include "ops/flow_end.h"

#include <string.h>

#include "base/str.h"
#include "domain/recur.h"
#include "ops/ask.h"
#include "ops/date.h"
#include "ops/flow.h"
#include "ops/referrer.h"
#include "ops/repair.h"
#include "ops/run.h"
#include "store/followup.h"
#include "store/run.h"

static bool ends_well(const struct followup *f)
{
	return f->state == FOLLOWUP_DONE || f->state == FOLLOWUP_SKIPPED;
}

/* The row of a step for one round of a series; null where it was not made. */
static struct followup *row_of(const struct followups *rows, const char *key, int occurrence)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->items[i].occurrence == occurrence && str_equal(rows->items[i].step, key))
			return &rows->items[i];
	return NULL;
}

static struct placed after_place(const struct op *op, const struct plan_step *step,
				 const struct followup *before)
{
	const struct plan_clock clock = flow_clock(op);
	const struct moment from = {before->ended_day, op->env->work.start};
	struct offset offset = {0};

	(void)offset_parse(step->offset, &offset);
	return plan_place(&offset, from, step->kind, &clock);
}

static int date_step(struct op *op, struct followup *f, const struct plan_step *step,
		     const struct followup *before)
{
	const struct motive motive = {RULE_AFTER, CAUSE_FOLLOWUP, before->id, NULL};
	struct placed at = after_place(op, step, before);

	f->planned_day = at.planned_day;
	f->planned_minute = at.planned_minute;
	return flow_schedule(op, f, at.due.day, at.due.minute, &motive);
}

/* The ask that a part belongs to, in the round at hand; *ret_id 0 where the step is no part.
 * False where that ask ended without an answer that the part could follow. */
static bool find_ask(const struct followups *rows, const struct plan_step *step, int occurrence,
		     int64_t *ret_id)
{
	const struct followup *ask;

	*ret_id = 0;
	if (!step->part_of)
		return true;
	ask = row_of(rows, step->part_of, occurrence);
	if (!ask || (!followup_is_open(ask->state) && ask->state != FOLLOWUP_DONE))
		return false;
	*ret_id = ask->id;
	return true;
}

/* What is still open of the step from the round before gives way. */
static int supersede(struct op *op, const struct followups *rows, const struct plan_step *step,
		     const struct followup *before)
{
	const struct motive motive = {RULE_SUPERSEDED, CAUSE_FOLLOWUP, before->id, NULL};
	int r = 0;

	if (step->scope != SCOPE_CONTACT && step->kind != KIND_ASK)
		return 0;
	for (size_t i = 0; r == 0 && i < rows->n; i++)
		if (str_equal(rows->items[i].step, step->key) &&
		    followup_is_open(rows->items[i].state))
			r = flow_end(op, &rows->items[i], FOLLOWUP_CANCELLED, &motive);
	return r;
}

static struct followup later_round(const struct op *op, const struct plan_step *step,
				   const struct followup *before)
{
	struct placed at = after_place(op, step, before);

	return (struct followup){
		.contact = before->contact,
		.sale = before->sale,
		.run = before->run,
		.step = step->key,
		.occurrence = before->occurrence,
		.kind = step->kind,
		.channel = step->channel,
		.title = step->text,
		.reason = step->reason,
		.scope = step->scope,
		.has_gate = step->has_gate,
		.gives = step->gives,
		.score = step->score,
		.series_day = NO_DAY,
		.state = FOLLOWUP_SCHEDULED,
		.waits_for = -1,
		.planned_day = at.planned_day,
		.planned_minute = at.planned_minute,
		.due_day = at.due.day,
		.due_minute = at.due.minute,
		.outcome = -1,
		.ended_day = NO_DAY,
	};
}

/* A later round of a series: the step after it was not made beforehand, since the last
 * round's own was still open then. */
static int make_step(struct op *op, const struct run *run, const struct followups *rows,
		     const struct plan_step *step, const struct followup *before)
{
	const struct motive motive = {RULE_AFTER, CAUSE_FOLLOWUP, before->id, NULL};
	struct followup f = later_round(op, step, before);
	bool is_ours;
	int r;

	if (!find_ask(rows, step, before->occurrence, &f.part_of))
		return 0;
	r = run_claim(op, run, step, &is_ours);
	if (r || !is_ours)
		return r;
	r = supersede(op, rows, step, before);
	f.contact = run->contact;
	return r ? r : referrer_plant(op, run, step, &f, &motive);
}

static int follow_step(struct op *op, const struct run *run, const struct followups *rows,
		       const struct plan_step *step, const struct followup *before)
{
	const struct motive motive = {RULE_BEFORE_ENDED, CAUSE_FOLLOWUP, before->id, NULL};
	struct followup *f = row_of(rows, step->key, before->occurrence);

	if (f && !(f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_AFTER))
		return 0;
	if (!ends_well(before))
		return f ? flow_end(op, f, FOLLOWUP_CANCELLED, &motive) : 0;
	if (f)
		return date_step(op, f, step, before);
	if (before->occurrence > 1)
		return make_step(op, run, rows, step, before);
	return 0;
}

static int plant_next(struct op *op, const struct followup *f, struct day anchor)
{
	const struct motive motive = {RULE_NEXT, CAUSE_FOLLOWUP, f->id, NULL};
	const struct plan_clock clock = flow_clock(op);
	struct day day = recur_next(f->repeat, f->series_day, day_later(f->planned_day, op->today));
	struct followup next = *f;
	struct placed at = {.planned_day = day, .planned_minute = f->planned_minute};

	if (day_is_none(day))
		return 0;
	at.due = (struct moment){day, f->planned_minute};
	if (f->run)
		at = plan_move(day, f->planned_minute, anchor, f->kind, &clock);
	next.occurrence++;
	next.state = FOLLOWUP_SCHEDULED;
	next.waits_for = -1;
	next.planned_day = at.planned_day;
	next.planned_minute = at.planned_minute;
	next.due_day = at.due.day;
	next.due_minute = at.due.minute;
	next.note = NULL;
	next.is_pinned = false;
	next.tries_used = 0;
	next.outcome = -1;
	next.ended_day = NO_DAY;
	return flow_add(op, &next, &motive);
}

/* An ask that was not made has no yes that its parts could follow. */
static bool ends_its_parts(const struct followup *f)
{
	return f->state != FOLLOWUP_DONE || f->outcome == (int)OUTCOME_NOT_REACHED;
}

static int cancel_parts(struct op *op, const struct followup *ask)
{
	const struct motive motive = {RULE_BEFORE_ENDED, CAUSE_FOLLOWUP, ask->id, NULL};
	struct followups parts;
	int r;

	r = store_followup_parts(op->store, ask->id, op->arena, &parts);
	for (size_t i = 0; r == 0 && i < parts.n; i++)
		if (followup_is_open(parts.items[i].state))
			r = flow_end(op, &parts.items[i], FOLLOWUP_CANCELLED, &motive);
	return r;
}

/* Keeping in touch goes on for as long as the contact is served. */
static int end_run_if_over(struct op *op, struct run *run)
{
	bool is_open;
	int r;

	if (str_equal(run->plan_name, PLAN_KEEP_IN_TOUCH))
		return 0;
	r = store_followup_is_run_open(op->store, run->id, &is_open);
	if (r || is_open)
		return r;
	run->state = RUN_ENDED;
	return store_run_update(op->store, run);
}

static bool has_step_after(const struct plan *plan, const char *key)
{
	for (size_t i = 0; i < plan->n_steps; i++)
		if (str_equal(plan->steps[i].after, key))
			return true;
	return false;
}

static int follow_in_run(struct op *op, const struct followup *f, struct run *run)
{
	const struct plan *plan;
	struct followups rows;
	int r;

	r = flow_plan(op, run->plan_version, &plan);
	if (r || !has_step_after(plan, f->step))
		return r;
	r = store_followup_of_run(op->store, run->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < plan->n_steps; i++)
		if (str_equal(plan->steps[i].after, f->step))
			r = follow_step(op, run, &rows, &plan->steps[i], f);
	return r;
}

int flow_follow(struct op *op, const struct followup *f)
{
	struct run run = {.anchor_day = f->planned_day};
	int r = 0;

	if (f->run) {
		r = store_run_get(op->store, f->run, op->arena, &run);
		if (r == 0)
			r = follow_in_run(op, f, &run);
		if (r == 0)
			r = repair_step_done(op, &run, f);
	}
	if (r == 0 && f->kind == KIND_ASK)
		r = ends_its_parts(f) ? cancel_parts(op, f) : ask_look_at_parts(op, f);
	if (r == 0 && f->repeat && f->state != FOLLOWUP_CANCELLED)
		r = plant_next(op, f, run.anchor_day);
	if (r == 0 && followup_is_of_date(f) && f->state != FOLLOWUP_CANCELLED)
		r = date_follow(op, f);
	if (r == 0 && f->run && run.state == RUN_ACTIVE)
		r = end_run_if_over(op, &run);
	return r;
}
