/* How follow-ups come to be and move. */
#include "ops/flow.h"

#include "base/str.h"
#include "ops/ask.h"
#include "ops/cadence.h"
#include "ops/due.h"
#include "ops/event.h"
#include "ops/flow_end.h"
#include "ops/flow_look.h"
#include "ops/gate.h"
#include "ops/refuse.h"
#include "ops/repair.h"
#include "ops/suppression.h"
#include "store/contact.h"
#include "store/contact_fact.h"
#include "store/followup.h"
#include "store/plan.h"
#include "store/run.h"

struct plan_clock flow_clock(const struct op *op)
{
	return (struct plan_clock){
		.work = &op->env->work,
		.now = op->local,
		.entered = op->today,
	};
}

int flow_plan(struct op *op, int64_t plan_version, const struct plan **ret)
{
	struct plan *plan;
	int r;

	if (op->plan && op->plan->version_id == plan_version) {
		*ret = op->plan;
		return 0;
	}
	plan = arena_alloc(op->arena, sizeof *plan);
	r = store_plan_by_version_id(op->store, plan_version, op->arena, plan);
	if (r)
		return r;
	op->plan = plan;
	op->plan_run = 0;
	*ret = plan;
	return 0;
}

int flow_newest_plan(struct op *op, const char *name, bool is_import, const struct plan **ret)
{
	struct plan *plan;
	int r;

	if (is_import && op->newest && str_equal(op->newest->name, name)) {
		*ret = op->newest;
		return 0;
	}
	plan = arena_alloc(op->arena, sizeof *plan);
	r = store_plan_get(op->store, name, 0, op->arena, plan);
	if (r)
		return op_not_found(op, r, "plan", "there is no plan called '%s'", name);
	op->newest = plan;
	*ret = plan;
	return 0;
}

/* Each follow-up of a run is asked for its step, and a run keeps its plan. */
static int plan_of_run(struct op *op, int64_t id, const struct plan **ret)
{
	struct run run;
	int r;

	if (op->plan && op->plan_run == id) {
		*ret = op->plan;
		return 0;
	}
	r = store_run_get(op->store, id, op->arena, &run);
	if (r == 0)
		r = flow_plan(op, run.plan_version, ret);
	if (r == 0)
		op->plan_run = id;
	return r;
}

int flow_step(struct op *op, const struct followup *f, const struct plan_step **ret)
{
	const struct plan *plan;
	int i, r;

	*ret = NULL;
	if (!f->run)
		return 0;
	r = plan_of_run(op, f->run, &plan);
	if (r)
		return r;
	i = plan_step_index(plan, f->step);
	if (i >= 0)
		*ret = &plan->steps[i];
	return 0;
}

static int derive(struct op *op, struct followup *f)
{
	int r;

	r = due_instant(op, f, &f->due_at);
	f->rank = followup_rank(f);
	return r ? r : flow_next_at(op, f, false, &f->next_at);
}

static int tell(struct op *op, const struct followup *f)
{
	op->env->is_stepped = true;
	return op_event(op, EVENT_FOLLOWUP_CHANGED, f->id, f->contact);
}

static int add_move(struct op *op, const struct followup *from, const struct followup *to,
		    const struct motive *motive)
{
	const struct followup_move move = {
		.followup = to->id,
		.at = op->now,
		.rule = motive->rule,
		.from_state = from ? (int)from->state : -1,
		.to_state = to->state,
		.from_day = from ? from->due_day : NO_DAY,
		.from_minute = from ? from->due_minute : ANY_MINUTE,
		.to_day = to->due_day,
		.to_minute = to->due_minute,
		.cause = motive->cause,
		.cause_id = motive->cause_id,
		.reason = motive->reason,
	};

	return store_move_add(op->store, &move);
}

static void cancel(const struct op *op, struct followup *f)
{
	f->state = FOLLOWUP_CANCELLED;
	f->waits_for = -1;
	f->ended_day = op->today;
}

static bool is_endless(enum suppression_force force, enum contact_state state)
{
	return force == SUPPRESSION_ENDLESS || state == CONTACT_DECEASED || state == CONTACT_ERASED;
}

int flow_settle(struct op *op, struct followup *f)
{
	struct followup_holds holds = {
		.is_gate_closed = f->has_gate,
	};
	enum suppression_force force = SUPPRESSION_NONE;
	enum contact_state state;
	int r;

	/* Trouble, a pause, a suppression: what is owed is done all the same. */
	if (followup_is_owed(f) || !f->contact) {
		f->state = FOLLOWUP_SCHEDULED;
		f->waits_for = -1;
		return 0;
	}
	r = store_contact_state(op->store, f->contact, &state);
	if (r == 0 && f->part_of)
		r = ask_part_waits(op, f, &holds.is_part_open);
	if (r == 0)
		r = repair_wait_of(op, f, &holds.trouble);
	if (r == 0)
		r = suppression_of(op, f, &force);
	if (r)
		return r;
	holds.is_contact_paused = state == CONTACT_PAUSED;
	holds.is_suppressed = force == SUPPRESSION_UNTIL;
	f->waits_for = followup_hold(&holds);
	f->state = f->waits_for < 0 ? FOLLOWUP_SCHEDULED : FOLLOWUP_WAITING;
	if (is_endless(force, state))
		cancel(op, f);
	return 0;
}

/* What waits for something else goes on waiting, unless nothing may come of it. */
static int settle_waiting(struct op *op, struct followup *f)
{
	enum suppression_force force;
	enum contact_state state;
	int r;

	if (followup_is_owed(f) || !f->contact)
		return 0;
	r = store_contact_state(op->store, f->contact, &state);
	if (r == 0)
		r = suppression_of(op, f, &force);
	if (r == 0 && is_endless(force, state))
		cancel(op, f);
	return r;
}

int flow_settle_new(struct op *op, struct followup *f)
{
	if (f->state == FOLLOWUP_SCHEDULED ||
	    (f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_GATE) ||
	    (followup_waits_for_answer(f) && f->part_of))
		return flow_settle(op, f);
	return followup_is_open(f->state) ? settle_waiting(op, f) : 0;
}

/* Why it was cancelled, or held, by flow_settle. */
static int stop_motive(struct op *op, const struct followup *f, struct motive *ret)
{
	enum contact_state state;
	int r;

	r = store_contact_state(op->store, f->contact, &state);
	if (r)
		return r;
	if (state != CONTACT_DECEASED && state != CONTACT_ERASED)
		return suppression_motive(op, f, ret);
	*ret = (struct motive){state == CONTACT_ERASED ? RULE_ERASED : RULE_DECEASED, CAUSE_CONTACT,
			       f->contact, NULL};
	return 0;
}

static bool is_suppressed(const struct followup *f)
{
	return f->state == FOLLOWUP_CANCELLED || f->waits_for == WAIT_SUPPRESSION;
}

/* The move to what a suppression made of it, told as that. */
static int add_stop(struct op *op, const struct followup *from, const struct followup *f)
{
	struct motive motive;
	int r;

	r = stop_motive(op, f, &motive);
	return r ? r : add_move(op, from, f, &motive);
}

int flow_add(struct op *op, struct followup *f, const struct motive *motive)
{
	struct followup made = *f;
	bool is_stopped;
	int r;

	r = flow_settle_new(op, f);
	if (r)
		return r;
	is_stopped = followup_is_open(made.state) && is_suppressed(f);
	r = derive(op, f);
	f->created_at = op->now;
	if (r == 0)
		r = store_followup_add(op->store, f);
	made.id = f->id;
	if (r == 0)
		r = add_move(op, NULL, is_stopped ? &made : f, motive);
	if (r == 0 && is_stopped)
		r = add_stop(op, &made, f);
	return r ? r : tell(op, f);
}

/* What stood in the way of a call to keep in touch does so no more, or on another day. */
static bool gives_way(const struct followup *from, const struct followup *f)
{
	return from->state == FOLLOWUP_SCHEDULED &&
	       (f->state != FOLLOWUP_SCHEDULED || !day_equal(from->due_day, f->due_day));
}

static int write_change(struct op *op, struct followup *f, const struct followup *from,
			const struct motive *motive)
{
	int r;

	r = derive(op, f);
	if (r == 0)
		r = store_followup_update(op->store, f);
	if (r == 0)
		r = add_move(op, from, f, motive);
	if (gives_way(from, f))
		cadence_note_given_way(op, f->contact);
	return r ? r : tell(op, f);
}

static int write_stop(struct op *op, struct followup *f, const struct followup *from)
{
	struct motive motive;
	int r;

	r = stop_motive(op, f, &motive);
	if (r == 0)
		r = write_change(op, f, from, &motive);
	return r || followup_is_open(f->state) ? r : flow_follow(op, f);
}

int flow_schedule(struct op *op, struct followup *f, struct day day, int minute,
		  const struct motive *motive)
{
	const struct followup from = *f;
	int r;

	f->due_day = day;
	f->due_minute = minute;
	f->ended_day = NO_DAY;
	r = flow_settle(op, f);
	if (r)
		return r;
	return is_suppressed(f) ? write_stop(op, f, &from) : write_change(op, f, &from, motive);
}

int flow_let_go(struct op *op, struct followup *f, struct day day, int minute,
		const struct motive *motive)
{
	const struct followup from = *f;
	int r;

	f->due_day = day;
	f->due_minute = minute;
	r = flow_settle(op, f);
	if (r)
		return r;
	if (is_suppressed(f))
		return write_stop(op, f, &from);
	if (f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_GATE) {
		f->state = FOLLOWUP_SCHEDULED;
		f->waits_for = -1;
	}
	return write_change(op, f, &from, motive);
}

int flow_release(struct op *op, struct followup *f, const struct motive *motive)
{
	struct moment open;
	int64_t due_at;
	int r;

	r = due_instant(op, f, &due_at);
	if (r)
		return r;
	if (due_at > op->now)
		return flow_schedule(op, f, f->due_day, f->due_minute, motive);
	open = worktime_next_open(&op->env->work, op->local);
	r = due_moment(op, f, &open);
	return r ? r : flow_schedule(op, f, open.day, open.minute, motive);
}

int flow_hold(struct op *op, struct followup *f, enum followup_wait wait,
	      const struct motive *motive)
{
	const struct followup from = *f;

	f->state = FOLLOWUP_WAITING;
	f->waits_for = (int)wait;
	return write_change(op, f, &from, motive);
}

int flow_end(struct op *op, struct followup *f, enum followup_state state,
	     const struct motive *motive)
{
	const struct followup from = *f;
	int r;

	f->state = state;
	f->waits_for = -1;
	f->is_pinned = false;
	if (day_is_none(f->ended_day))
		f->ended_day = op->today;
	r = write_change(op, f, &from, motive);
	return r ? r : flow_follow(op, f);
}

int flow_write(struct op *op, struct followup *f, const struct motive *motive)
{
	const struct followup from = *f;

	return write_change(op, f, &from, motive);
}

int flow_facts(struct op *op, int64_t contact)
{
	int r;

	if (!contact)
		return 0;
	r = repair_settle(op, contact);
	if (r == 0)
		r = store_contact_fact_refresh(op->store, contact);
	if (r == 0)
		r = cadence_settle(op, contact);
	return r ? r : gate_settle(op, contact);
}
