/* What waits until things are put right: every follow-up of the household but promises,
 * thank-yous, tasks and the repair itself. */
#include "base/clock.h"
#include "base/str.h"
#include "ops/cadence.h"
#include "ops/flow.h"
#include "ops/gate.h"
#include "ops/repair.h"
#include "ops/run.h"
#include "store/contact.h"
#include "store/contact_fact.h"
#include "store/followup.h"
#include "store/followup_clock.h"

static int wait_by(const struct household_trouble *trouble)
{
	if (trouble->run)
		return WAIT_REPAIR;
	return trouble->complaint ? WAIT_COMPLAINT : 0;
}

static int is_of_repair(struct op *op, const struct followup *f, bool *ret)
{
	struct run run;
	int r;

	*ret = false;
	if (!f->run)
		return 0;
	r = op_run_get(op, f->run, &run);
	*ret = r == 0 && str_equal(run.plan_name, PLAN_REPAIR);
	return r;
}

static int wait_in(struct op *op, const struct followup *f, const struct household_trouble *trouble,
		   int *ret_wait)
{
	bool is_own;
	int r;

	*ret_wait = 0;
	if (!wait_by(trouble) || !followup_waits_for_trouble(f))
		return 0;
	r = is_of_repair(op, f, &is_own);
	if (r == 0 && !is_own)
		*ret_wait = wait_by(trouble);
	return r;
}

int repair_wait_of(struct op *op, const struct followup *f, int *ret_wait)
{
	struct household_trouble trouble;
	int r;

	*ret_wait = 0;
	if (!followup_waits_for_trouble(f))
		return 0;
	r = store_repair_trouble(op->store, f->contact, &trouble);
	return r ? r : wait_in(op, f, &trouble, ret_wait);
}

static int motive_of(struct op *op, const struct household_trouble *trouble, struct motive *ret)
{
	struct run run;
	int r;

	*ret = (struct motive){RULE_TROUBLE, CAUSE_COMPLAINT, trouble->complaint, NULL};
	if (!trouble->run)
		return 0;
	r = op_run_get(op, trouble->run, &run);
	if (r)
		return r;
	ret->cause = run.anchor_kind == ANCHOR_PROMISE ? CAUSE_PROMISE
		     : run.anchor_kind == ANCHOR_SCORE ? CAUSE_SCORE
						       : CAUSE_COMPLAINT;
	ret->cause_id = run.anchor_id;
	return 0;
}

/* An ask that has waited goes on waiting towards its end. A step that asks for a score and whose
 * day had come before the trouble did waits; one whose day is still to come is dropped on it. */
static int hold(struct op *op, struct followup *f, int wait, const struct motive *motive)
{
	bool is_looked_at = f->next_at != f->due_at, has_come = f->due_at <= op->now;
	int r;

	r = flow_hold(op, f, (enum followup_wait)wait, motive);
	if (r || !has_come)
		return r;
	if (f->score)
		return store_followup_set_next(op->store, f->id, NO_INSTANT);
	if (!f->has_gate || !is_looked_at)
		return 0;
	return store_followup_set_next(op->store, f->id, gate_ask_expiry(op, f));
}

/* The gate lets an ask go; until then its day stays, and its end. */
static int let_ask_go(struct op *op, struct followup *f, const struct motive *motive)
{
	int64_t next_at = f->next_at;
	int r;

	r = flow_schedule(op, f, f->due_day, f->due_minute, motive);
	if (r || !followup_is_open(f->state) || next_at == NO_INSTANT)
		return r;
	return store_followup_set_next(op->store, f->id, next_at);
}

static int settle_one(struct op *op, struct followup *f, const struct household_trouble *trouble,
		      const struct motive *motive, bool *ret_moved)
{
	const struct motive let_go = MOTIVE(RULE_PUT_RIGHT);
	bool is_held = followup_is_held_by_trouble(f);
	int wait, r;

	r = wait_in(op, f, trouble, &wait);
	if (r || (wait && is_held && f->waits_for == wait))
		return r;
	if (wait && !is_held && f->state == FOLLOWUP_WAITING && f->waits_for != WAIT_GATE)
		return 0;
	if (!wait && !is_held)
		return 0;
	*ret_moved = true;
	if (wait)
		return hold(op, f, wait, motive);
	return f->has_gate ? let_ask_go(op, f, &let_go) : flow_release(op, f, &let_go);
}

static int settle_member(struct op *op, int64_t member, const struct household_trouble *trouble,
			 const struct motive *motive, bool *ret_moved)
{
	struct followups open;
	int r;

	r = store_followup_open_of_contact(op->store, member, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++) {
		struct followup f;

		/* Read again: an earlier one may have ended it. */
		r = store_followup_get(op->store, open.items[i].id, op->arena, &f);
		if (r == 0 && followup_is_open(f.state))
			r = settle_one(op, &f, trouble, motive, ret_moved);
	}
	return r;
}

static int members_of(struct op *op, int64_t contact, int64_t **ret, size_t *ret_n)
{
	struct contact c;
	int r;

	r = store_contact_get(op->store, contact, op->arena, &c);
	if (r)
		return r;
	if (c.household)
		return store_contact_of_household(op->store, c.household, op->arena, ret, ret_n);
	*ret = arena_array(op->arena, 1, sizeof **ret);
	(*ret)[0] = contact;
	*ret_n = 1;
	return 0;
}

int repair_settle(struct op *op, int64_t contact)
{
	struct household_trouble trouble;
	struct motive motive;
	int64_t *members;
	size_t n = 0;
	int r;

	r = store_repair_trouble(op->store, contact, &trouble);
	if (r || (!wait_by(&trouble) && !trouble.n_held))
		return r;
	r = motive_of(op, &trouble, &motive);
	if (r == 0)
		r = members_of(op, contact, &members, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		bool has_moved = false;

		r = settle_member(op, members[i], &trouble, &motive, &has_moved);
		if (r == 0 && has_moved && members[i] != contact)
			r = cadence_settle(op, members[i]);
		if (r == 0 && has_moved && members[i] != contact)
			r = store_contact_fact_refresh(op->store, members[i]);
	}
	return r;
}

int repair_drop(struct op *op, struct followup *f)
{
	struct motive motive = MOTIVE(RULE_DROPPED);
	struct household_trouble trouble;
	int r;

	r = store_repair_trouble(op->store, f->contact, &trouble);
	if (r)
		return r;
	motive.cause = CAUSE_RUN;
	motive.cause_id = trouble.run;
	f->ended_day = f->due_day; /* on its day, however late that is noticed */
	r = flow_end(op, f, FOLLOWUP_SKIPPED, &motive);
	return r ? r : flow_facts(op, f->contact);
}
