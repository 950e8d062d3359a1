/* What the plans of a referral make of it. */
#include "ops/referral_run.h"

#include "base/str.h"
#include "ops/event.h"
#include "ops/referrer.h"
#include "ops/run.h"
#include "store/followup.h"
#include "store/referral.h"

static struct moment received(const struct op *op, const struct referral *x)
{
	int64_t local = zone_to_local(op->env->zone, x->received_at);

	return (struct moment){day_of_local(local), minute_of_local(local)};
}

/* Is somebody else's referral of that person being followed already? */
static int is_followed(struct op *op, const struct referral *x, bool *ret)
{
	struct referrals open;
	int r;

	*ret = false;
	r = store_referral_open_of(op->store, x->person, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++)
		*ret |= open.items[i].id != x->id;
	return r;
}

int referral_begin(struct op *op, const struct referral *x)
{
	bool is_again = !day_equal(x->received_day, op->today) && x->version > 1;
	struct run_anchor anchor = {
		.kind = ANCHOR_REFERRAL,
		.id = x->id,
		.contact = x->person,
		.day = x->received_day,
		.minute = received(op, x).minute,
	};
	struct run run;
	int r;

	if (x->origin == ORIGIN_IMPORT)
		return 0;
	if (is_again) {
		anchor.day = op->today;
		anchor.minute = op->local.minute;
	}
	r = is_followed(op, x, &anchor.is_for_referrer);
	return r ? r : op_run_start_again(op, PLAN_REFERRAL, &anchor, &run);
}

int referral_begin_outcome(struct op *op, const struct referral *x)
{
	const struct run_anchor anchor = {
		.kind = ANCHOR_REFERRAL,
		.id = x->id,
		.contact = x->person,
		.day = x->closed_day,
	};
	struct run run;

	if (!referral_owes(x, LOOP_OUTCOME))
		return 0;
	return op_run_start_again(op, PLAN_OUTCOME, &anchor, &run);
}

int referral_stop_outcome(struct op *op, const struct referral *x, const struct motive *motive)
{
	struct run *runs;
	size_t n;
	int r;

	r = store_run_of_anchor(op->store, ANCHOR_REFERRAL, x->id, op->arena, &runs, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (runs[i].state == RUN_ACTIVE && str_equal(runs[i].plan_name, PLAN_OUTCOME))
			r = op_run_stop(op, &runs[i], motive);
	return r ? r : referrer_settle(op, x, -1, NULL);
}

/* The open follow-ups to the person of its plan; the first contact is told by having no `after`. */
static int steps_of(struct op *op, const struct referral *x, struct followups *ret)
{
	struct run *runs;
	size_t n;
	int r;

	*ret = (struct followups){0};
	r = store_run_of_anchor(op->store, ANCHOR_REFERRAL, x->id, op->arena, &runs, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (str_equal(runs[i].plan_name, PLAN_REFERRAL))
			return store_followup_of_run(op->store, runs[i].id, op->arena, ret);
	return r;
}

static bool is_to_person(const struct referral *x, const struct followup *f)
{
	return f->contact == x->person && followup_is_open(f->state);
}

static bool is_reached(const struct referral *x)
{
	return x->status == REFERRAL_CONTACTED || x->status == REFERRAL_MEETING ||
	       x->status == REFERRAL_WON;
}

/* What a referral that moved on makes of a step that is open; FOLLOWUP_WAITING: it stays. A
 * contacted one is still to be qualified. */
static enum followup_state fate(const struct referral *x, const struct followup *f,
				const struct plan_step *step)
{
	if (f->contact != x->person)
		return step && step->when == WHEN_NOT_REACHED && is_reached(x) ? FOLLOWUP_SKIPPED
									       : FOLLOWUP_WAITING;
	if (!is_reached(x))
		return FOLLOWUP_CANCELLED;
	if (!step || !step->after)
		return FOLLOWUP_DONE;
	return x->status == REFERRAL_CONTACTED ? FOLLOWUP_WAITING : FOLLOWUP_CANCELLED;
}

static int end_step(struct op *op, const struct referral *x, struct followup *f)
{
	const struct motive motive = {RULE_ADVANCED, CAUSE_REFERRAL, x->id, NULL};
	const struct plan_step *step;
	enum followup_state state;
	int r;

	r = flow_step(op, f, &step);
	if (r)
		return r;
	state = fate(x, f, step);
	if (state == FOLLOWUP_WAITING)
		return 0;
	if (state == FOLLOWUP_DONE) {
		f->outcome = (int)OUTCOME_REACHED;
		f->ended_day = x->contacted_day;
	}
	return flow_end(op, f, state, &motive);
}

/* From the last on, so that none dates the one after it; what the first contact dates is looked
 * at again. */
int referral_end_steps(struct op *op, const struct referral *x)
{
	struct followups rows;
	int r;

	if (x->status == REFERRAL_RECEIVED)
		return 0;
	r = steps_of(op, x, &rows);
	for (size_t i = rows.n; r == 0 && i-- > 0;) {
		struct followup f;

		r = store_followup_get(op->store, rows.items[i].id, op->arena, &f);
		if (r == 0 && followup_is_open(f.state))
			r = end_step(op, x, &f);
	}
	return r;
}

static bool was_reached(const struct followup *f)
{
	return f->state == FOLLOWUP_DONE &&
	       (f->outcome == (int)OUTCOME_REACHED || f->outcome == (int)OUTCOME_REPLIED);
}

/* Nobody was reached: there is nothing to come after that, for the person. */
static int give_up(struct op *op, const struct referral *x)
{
	const struct motive motive = {RULE_NOT_REACHED, CAUSE_REFERRAL, x->id, NULL};
	struct followups rows;
	int r;

	r = steps_of(op, x, &rows);
	for (size_t i = rows.n; r == 0 && i-- > 0;)
		if (is_to_person(x, &rows.items[i]))
			r = flow_end(op, &rows.items[i], FOLLOWUP_CANCELLED, &motive);
	return r;
}

static int contacted(struct op *op, const struct followup *f, int64_t person)
{
	bool is_now = day_equal(f->ended_day, op->today);
	struct referrals open;
	int r;

	r = store_referral_open_of(op->store, person, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++) {
		struct referral *x = &open.items[i];

		if (x->status != REFERRAL_RECEIVED)
			continue;
		r = referral_move(op, x, REFERRAL_CONTACTED, f->ended_day,
				  is_now ? op->local.minute : ANY_MINUTE);
		if (r == 0)
			r = referral_facts(op, x);
	}
	return r;
}

int referral_step_done(struct op *op, const struct followup *f)
{
	struct referral x;
	int r;

	if (!f->about_id || f->about != ABOUT_REFERRAL)
		return 0;
	r = store_referral_get(op->store, f->about_id, op->arena, &x);
	if (r || f->contact != x.person)
		return r == VOUCH_E_NOT_FOUND ? 0 : r;
	if (was_reached(f))
		return contacted(op, f, x.person);
	return f->outcome == (int)OUTCOME_NOT_REACHED ? give_up(op, &x) : 0;
}

static int minutes_until(const struct op *op, const struct referral *x, struct day day, int minute)
{
	if (minute == ANY_MINUTE || x->received_at == NO_INSTANT)
		return ANY_MINUTE;
	return worktime_minutes_between(&op->env->work, received(op, x),
					(struct moment){day, minute});
}

static void set_once(struct referral *x, enum referral_status status, struct day day)
{
	if (day_is_none(referral_day(x, status)))
		referral_set_day(x, status, day);
}

int referral_move(struct op *op, struct referral *x, enum referral_status status, struct day day,
		  int minute)
{
	bool is_first = day_is_none(x->contacted_day);
	int r;

	x->status = status;
	if (is_reached(x)) {
		set_once(x, REFERRAL_CONTACTED, day);
		if (is_first)
			x->contact_minutes = minutes_until(op, x, day, minute);
	}
	if (status == REFERRAL_LOST || status == REFERRAL_NOT_A_FIT) {
		referral_set_day(x, status, day);
		x->closed_day = day;
		x->told_outcome_day = NO_DAY; /* where they heard of a sale that was reopened */
	} else {
		set_once(x, status, day);
	}
	r = store_referral_update(op->store, x);
	if (r == 0)
		r = referral_end_steps(op, x);
	if (r == 0 && !day_is_none(x->closed_day))
		r = referral_begin_outcome(op, x);
	if (r == 0)
		r = referrer_settle(op, x, -1, NULL);
	return r ? r : op_event(op, EVENT_REFERRAL_CHANGED, x->id, x->contact);
}

int referral_facts(struct op *op, const struct referral *x)
{
	int r;

	r = flow_facts(op, x->contact);
	return r || !x->person ? r : flow_facts(op, x->person);
}
