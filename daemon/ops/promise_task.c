/* The follow-up of a promise: a task on its target day. */
#include "ops/promise_task.h"

#include "ops/promise.h"
#include "ops/promise_lines.h"
#include "ops/title.h"
#include "store/followup.h"

/* The target day, at any time; where that is past, today; where today's morning is, in an hour
 * unless that is too late in the day. */
static struct moment due_of(const struct op *op, const struct promise *p)
{
	const struct worktime *w = &op->env->work;
	struct moment due = {day_later(p->target_day, op->today), ANY_MINUTE};
	int soon = op->local.minute + 60;

	if (day_equal(due.day, op->today) && op->local.minute >= w->start && soon < 24 * 60 &&
	    !worktime_is_quiet(w, soon))
		due.minute = soon;
	return due;
}

int promise_task_plant(struct op *op, const struct promise *p)
{
	const struct motive motive = {RULE_PROMISED, CAUSE_PROMISE, p->id, NULL};
	struct moment due = due_of(op, p);
	struct followup f = {
		.contact = p->contact,
		.sale = p->sale,
		.occurrence = 1,
		.kind = KIND_TASK,
		.channel = -1,
		.title = op_title(op, p->text),
		.series_day = NO_DAY,
		.state = FOLLOWUP_SCHEDULED,
		.waits_for = -1,
		.planned_day = p->target_day,
		.planned_minute = ANY_MINUTE,
		.due_day = due.day,
		.due_minute = due.minute,
		.outcome = -1,
		.ended_day = NO_DAY,
		.about = ABOUT_PROMISE,
		.about_id = p->id,
	};

	return flow_add(op, &f, &motive);
}

int promise_task_move(struct op *op, const struct promise *p, const char *reason)
{
	const struct motive motive = {RULE_REDATED, CAUSE_PROMISE, p->id, reason};
	struct moment due = due_of(op, p);
	struct followups rows;
	struct followup *f;
	int r;

	r = store_followup_about(op->store, ABOUT_PROMISE, p->id, op->arena, &rows);
	if (r)
		return r;
	if (rows.n == 0)
		return promise_task_plant(op, p);
	f = &rows.items[rows.n - 1];
	f->planned_day = p->target_day;
	f->planned_minute = ANY_MINUTE;
	f->is_pinned = false;
	f->outcome = -1;
	return flow_schedule(op, f, due.day, due.minute, &motive);
}

int promise_task_end(struct op *op, const struct promise *p, enum followup_state state,
		     const struct motive *motive)
{
	struct followups rows;
	int r;

	r = store_followup_about(op->store, ABOUT_PROMISE, p->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		struct followup *f = &rows.items[i];

		if (!followup_is_open(f->state))
			continue;
		f->ended_day = p->ended_day;
		if (state == FOLLOWUP_DONE)
			f->outcome = (int)OUTCOME_DONE;
		r = flow_end(op, f, state, motive);
	}
	return r;
}

int promise_task_follow(struct op *op, const struct promise *p)
{
	struct followups rows;
	int r;

	r = store_followup_about(op->store, ABOUT_PROMISE, p->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		rows.items[i].contact = p->contact;
		r = store_followup_update(op->store, &rows.items[i]);
	}
	return r;
}

int op_promise_next(struct op *op, int64_t id, struct followup *ret)
{
	struct followups rows;
	int r;

	*ret = (struct followup){0};
	r = store_followup_about(op->store, ABOUT_PROMISE, id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		if (followup_is_open(rows.items[i].state))
			*ret = rows.items[i];
	return r;
}

const char *op_promise_reason(struct op *op, int64_t id)
{
	struct promise p;

	if (store_promise_get(op->store, id, op->arena, &p))
		return "promised";
	return arena_printf(op->arena, "promised for %s", say_day(op, p.due_day));
}
