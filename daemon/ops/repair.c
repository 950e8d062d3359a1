/* Repairs: what has gone wrong with a household is put right first. */
#include "ops/repair.h"

#include "base/str.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/run.h"
#include "store/complaint.h"
#include "store/contact.h"
#include "store/contact_fact.h"
#include "store/followup.h"
#include "store/promise.h"

static const enum anchor_kind anchors[] = {
	[REPAIR_COMPLAINT] = ANCHOR_COMPLAINT,
	[REPAIR_SCORE] = ANCHOR_SCORE,
	[REPAIR_PROMISE] = ANCHOR_PROMISE,
};
static const enum cause move_causes[] = {
	[REPAIR_COMPLAINT] = CAUSE_COMPLAINT,
	[REPAIR_SCORE] = CAUSE_SCORE,
	[REPAIR_PROMISE] = CAUSE_PROMISE,
};

/* The fix of the newest round of a run; ret->id 0 where there is none. */
static int find_fix(struct op *op, int64_t run, struct followup *ret)
{
	struct followups rows;
	int r;

	*ret = (struct followup){0};
	r = store_followup_of_run(op->store, run, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		if (str_equal(rows.items[i].step, REPAIR_FIX) &&
		    rows.items[i].occurrence >= ret->occurrence)
			*ret = rows.items[i];
	return r;
}

/* A promise that goes wrong twice in one repair is one of its causes once. */
static int add_cause(struct op *op, int64_t run, int occurrence, const struct repair_cause *cause)
{
	struct repair_cause new = *cause, *old;
	size_t n;
	int r;

	r = store_repair_causes(op->store, run, occurrence, op->arena, &old, &n);
	if (r)
		return r;
	for (size_t i = 0; i < n; i++)
		if (old[i].kind == cause->kind && old[i].id == cause->id)
			return 0;
	new.run = run;
	new.occurrence = occurrence;
	return store_repair_cause_add(op->store, &new, op->now);
}

/* The last steps first, so that each is told of the new trouble and not that the one before it
 * was cancelled. */
static int give_way(struct op *op, int64_t run, const struct repair_cause *cause)
{
	const struct motive motive = {RULE_NEW_TROUBLE, (int)move_causes[cause->kind], cause->id,
				      NULL};
	struct followups rows;
	int r;

	r = store_followup_of_run(op->store, run, op->arena, &rows);
	for (size_t i = rows.n; r == 0 && i-- > 0;)
		if (followup_is_open(rows.items[i].state))
			r = flow_end(op, &rows.items[i], FOLLOWUP_CANCELLED, &motive);
	return r;
}

/* The day of the cause, unless that lies too long back for its steps, or before the repair that
 * went before. */
static int anchor_day(struct op *op, const struct repair_cause *cause, struct day *ret)
{
	struct day last;
	int r;

	r = store_repair_last_day(op->store, cause->contact, &last);
	if (r)
		return r;
	*ret = cause->day;
	if (op->today.n - cause->day.n > op->settings->stale_days)
		*ret = op->today;
	if (!day_is_none(last))
		*ret = day_later(*ret, last);
	return 0;
}

/* What the repair before it has left undone is put right by this one, and so is every complaint
 * of the household that is open. */
static int carry_over(struct op *op, int64_t run, int occurrence, const struct repair_cause *cause,
		      const struct followup *old_fix)
{
	struct complaint *open;
	struct repair_cause *old;
	size_t n_open, n_old = 0;
	int r = 0;

	if (old_fix->id)
		r = store_repair_causes(op->store, old_fix->run, old_fix->occurrence, op->arena,
					&old, &n_old);
	for (size_t i = 0; r == 0 && i < n_old; i++)
		if (old[i].is_open)
			r = add_cause(op, run, occurrence, &old[i]);
	if (r == 0)
		r = store_complaint_open_of_household(op->store, cause->contact, op->arena, &open,
						      &n_open);
	for (size_t i = 0; r == 0 && i < n_open; i++) {
		const struct repair_cause other = {.kind = REPAIR_COMPLAINT,
						   .id = open[i].id,
						   .contact = open[i].contact,
						   .day = open[i].day};

		r = add_cause(op, run, occurrence, &other);
	}
	return r;
}

static int start(struct op *op, const struct repair_cause *cause, const struct followup *old_fix)
{
	struct run_anchor anchor = {
		.kind = anchors[cause->kind],
		.id = cause->id,
		.contact = cause->contact,
		.sale = cause->sale,
	};
	struct followup fix;
	struct run run;
	int r;

	r = anchor_day(op, cause, &anchor.day);
	if (r == 0)
		r = op_run_start_again(op, PLAN_REPAIR, &anchor, &run);
	if (r == 0)
		r = find_fix(op, run.id, &fix);
	if (r == 0)
		r = add_cause(op, run.id, fix.occurrence, cause);
	return r ? r : carry_over(op, run.id, fix.occurrence, cause, old_fix);
}

int op_repair_cause(struct op *op, const struct repair_cause *cause)
{
	struct household_trouble trouble;
	struct followup fix = {0};
	int r;

	r = store_repair_trouble(op->store, cause->contact, &trouble);
	if (r == 0 && trouble.run)
		r = find_fix(op, trouble.run, &fix);
	if (r)
		return r;
	if (fix.id && followup_is_open(fix.state))
		return add_cause(op, trouble.run, fix.occurrence, cause);
	if (trouble.run)
		r = give_way(op, trouble.run, cause);
	return r ? r : start(op, cause, &fix);
}

/* Which of several goes on: the oldest whose fix is not done, so that no date changes, else the
 * newest. */
static int choose(struct op *op, const int64_t *runs, size_t n, struct followup *ret_fix)
{
	struct followup fix;
	int r = 0;

	*ret_fix = (struct followup){0};
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = find_fix(op, runs[i], &fix);
		if (!ret_fix->id || !followup_is_open(ret_fix->state))
			*ret_fix = fix;
	}
	return r;
}

/* A repair ends, and what it was for is put right by another. */
static int hand_over(struct op *op, int64_t run, const struct followup *to)
{
	struct repair_cause *rows, *others;
	size_t n = 0, n_others = 0;
	struct followup fix;
	int r;

	r = find_fix(op, run, &fix);
	if (r == 0)
		r = store_repair_causes(op->store, to->run, to->occurrence, op->arena, &others,
					&n_others);
	if (r == 0)
		r = store_repair_causes(op->store, run, fix.occurrence, op->arena, &rows, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (rows[i].is_open || followup_is_open(fix.state))
			r = add_cause(op, to->run, to->occurrence, &rows[i]);
	return r || n_others == 0 ? r : give_way(op, run, &others[0]);
}

int repair_meet(struct op *op, int64_t contact)
{
	struct followup fix;
	int64_t *runs;
	size_t n;
	int r;

	r = store_repair_running(op->store, contact, op->arena, &runs, &n);
	if (r || n < 2)
		return r;
	r = choose(op, runs, n, &fix);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (runs[i] != fix.run)
			r = hand_over(op, runs[i], &fix);
	return r;
}

/* Does nobody put it right any more? */
static int is_left(struct op *op, const struct repair_cause *cause, bool *ret)
{
	struct household_trouble trouble;
	enum contact_state state;
	int r;

	*ret = false;
	if (cause->kind == REPAIR_COMPLAINT && !cause->is_open)
		return 0;
	r = store_contact_state(op->store, cause->contact, &state);
	if (r == 0)
		r = store_repair_trouble(op->store, cause->contact, &trouble);
	*ret = r == 0 && contact_is_live(state) && !trouble.run;
	return r;
}

int repair_pass_on(struct op *op, int64_t run)
{
	struct repair_cause *rows;
	struct followup fix;
	size_t n = 0;
	int r;

	r = find_fix(op, run, &fix);
	if (r || fix.state == FOLLOWUP_DONE)
		return r;
	r = store_repair_causes(op->store, run, fix.occurrence, op->arena, &rows, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		bool left;

		r = is_left(op, &rows[i], &left);
		if (r == 0 && left)
			r = op_repair_cause(op, &rows[i]);
	}
	return r;
}

int repair_part(struct op *op, int64_t contact)
{
	int64_t *runs;
	size_t n = 0;
	int r;

	r = store_repair_running(op->store, contact, op->arena, &runs, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = repair_pass_on(op, runs[i]);
	return r;
}

int repair_complaint_resolved(struct op *op, const struct complaint *c)
{
	const struct motive motive = {RULE_FIXED, CAUSE_COMPLAINT, c->id, NULL};
	struct repair_cause *rows;
	struct followup fix;
	int occurrence, r;
	int64_t run;
	size_t n = 0;

	r = store_repair_of_complaint(op->store, c->id, &run, &occurrence);
	if (r || !run)
		return r;
	r = store_repair_causes(op->store, run, occurrence, op->arena, &rows, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (rows[i].kind == REPAIR_COMPLAINT && rows[i].is_open)
			return 0;
	if (r == 0)
		r = find_fix(op, run, &fix);
	if (r || !followup_is_open(fix.state) || fix.occurrence != occurrence)
		return r;
	fix.outcome = OUTCOME_DONE;
	fix.ended_day = c->resolved_day;
	return flow_end(op, &fix, FOLLOWUP_DONE, &motive);
}

static int resolve(struct op *op, const struct repair_cause *cause, struct day day)
{
	struct complaint c;
	int r;

	r = store_complaint_get(op->store, cause->id, op->arena, &c);
	if (r)
		return r;
	c.state = COMPLAINT_RESOLVED;
	c.resolved_day = day_later(day, c.day);
	c.resolved_entry = op->journal;
	r = store_complaint_update(op->store, &c);
	/* Another of the household than whose fix was done has one fewer open. */
	if (r == 0)
		r = store_contact_fact_refresh(op->store, c.contact);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, c.contact, c.contact);
}

static int right(struct op *op, int64_t run, const struct repair_cause *cause, struct day day)
{
	struct household_trouble trouble;
	int r;

	/* Who has left the household has a repair of their own. */
	r = store_repair_trouble(op->store, cause->contact, &trouble);
	if (r || (trouble.run && trouble.run != run))
		return r;
	switch (cause->kind) {
	case REPAIR_COMPLAINT:
		return resolve(op, cause, day);
	case REPAIR_PROMISE:
		r = store_promise_set_righted(op->store, cause->id, day, op->journal);
		return r ? r : op_event(op, EVENT_PROMISE_CHANGED, cause->id, cause->contact);
	case REPAIR_SCORE:
		break;
	}
	return 0;
}

/* The steps on the way to the fix have no purpose once it is done. */
static int skip_before(struct op *op, const struct followup *fix)
{
	const struct motive motive = {RULE_FIXED, CAUSE_FOLLOWUP, fix->id, NULL};
	struct followups rows;
	int r;

	r = store_followup_of_run(op->store, fix->run, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		struct followup *f = &rows.items[i];

		if (followup_is_open(f->state) && !f->score && f->waits_for != WAIT_AFTER &&
		    !day_before(fix->planned_day, f->planned_day))
			r = flow_end(op, f, FOLLOWUP_SKIPPED, &motive);
	}
	return r;
}

int repair_step_done(struct op *op, const struct run *run, const struct followup *f)
{
	struct repair_cause *rows;
	size_t n = 0;
	int r;

	if (f->state != FOLLOWUP_DONE || f->outcome == OUTCOME_NOT_REACHED ||
	    !str_equal(f->step, REPAIR_FIX) || !str_equal(run->plan_name, PLAN_REPAIR))
		return 0;
	r = store_repair_causes(op->store, run->id, f->occurrence, op->arena, &rows, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (rows[i].is_open)
			r = right(op, run->id, &rows[i], f->ended_day);
	return r ? r : skip_before(op, f);
}

/* Those that are open now. */
static int read_steps(struct op *op, int64_t run, struct repair *ret)
{
	struct followups rows;
	int r;

	r = store_followup_of_run(op->store, run, op->arena, &rows);
	if (r)
		return r;
	ret->steps = arena_array(op->arena, rows.n, sizeof *ret->steps);
	for (size_t i = 0; i < rows.n; i++)
		if (followup_is_open(rows.items[i].state))
			ret->steps[ret->n_steps++] = rows.items[i];
	return 0;
}

int op_repair_of(struct op *op, int64_t contact, struct repair *ret)
{
	struct household_trouble trouble;
	struct followup fix;
	int r;

	*ret = (struct repair){0};
	r = store_repair_trouble(op->store, contact, &trouble);
	if (r)
		return r;
	ret->n_held = trouble.n_held;
	if (!trouble.run)
		return 0;
	r = op_run_get(op, trouble.run, &ret->run);
	if (r == 0)
		r = find_fix(op, trouble.run, &fix);
	if (r == 0)
		r = store_repair_causes(op->store, trouble.run, fix.occurrence, op->arena,
					&ret->causes, &ret->n_causes);
	return r ? r : read_steps(op, trouble.run, ret);
}
