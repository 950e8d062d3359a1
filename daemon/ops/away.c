/* Absence: the clock makes what is held agree with whether today is a day away, whatever brought
 * that about: an absence that begins, ends, is cleared, or is undone. */
#include "ops/away.h"

#include "ops/cadence.h"
#include "ops/due.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "store/away.h"
#include "store/contact_fact.h"
#include "store/followup_clock.h"
#include "vouch/limits.h"

static const char *say_day(struct op *op, struct day day)
{
	struct civil c = day_to_civil(day);

	return arena_printf(op->arena, "%s %d %s %d", weekday_short(day_weekday(day)), c.day,
			    month_short(c.month), c.year);
}

static int count_held(struct op *op, const struct away *a, int64_t *ret)
{
	int64_t more = 0;
	int r;

	r = store_away_held_count(op->store, ret);
	if (r == 0 && away_is_on(a, op->today))
		r = store_away_to_hold_count(op->store, op->now, &more);
	*ret += more;
	return r;
}

static int check_days(struct op *op, const struct away *a)
{
	if (day_before(a->from, op->today))
		return op_fail(op, VOUCH_E_CONFLICT, "from",
			       "an absence cannot begin before today");
	if (!day_before(op->today, a->until))
		return op_fail(op, VOUCH_E_CONFLICT, "until",
			       "the day of return must lie after today");
	if (!day_before(a->from, a->until))
		return op_fail(op, VOUCH_E_CONFLICT, "until",
			       "the day of return must lie after the first day away, %s",
			       say_day(op, a->from));
	if (a->until.n - a->from.n > VOUCH_AWAY_DAYS_MAX)
		return op_fail(op, VOUCH_E_CONFLICT, "until",
			       "an absence ends within %d days; from %s that is %s at the latest",
			       VOUCH_AWAY_DAYS_MAX, say_day(op, a->from),
			       say_day(op, day_plus(a->from, VOUCH_AWAY_DAYS_MAX)));
	return 0;
}

int op_away_set(struct op *op, struct day from, struct day until, struct away *ret,
		int64_t *ret_held)
{
	struct away old, wanted;
	int r;

	r = store_away_open(op->store, &old);
	if (r)
		return r;
	wanted = old;
	wanted.until = until;
	wanted.from = day_is_none(from) ? op->today : from;
	r = check_days(op, &wanted);
	if (r)
		return r;
	if (day_is_none(from) && away_is_on(&old, op->today))
		wanted.from = old.from;
	wanted.created_at = op->now;
	r = wanted.id ? store_away_update(op->store, &wanted) : store_away_add(op->store, &wanted);
	if (r == 0)
		r = count_held(op, &wanted, ret_held);
	op->env->is_stepped = true;
	*ret = wanted;
	return r ? r : op_event(op, EVENT_CLOCK_CHANGED, 0, 0);
}

int op_away_clear(struct op *op, struct away *ret, int64_t *ret_released)
{
	int r;

	r = store_away_open(op->store, ret);
	if (r == 0 && !ret->id)
		return op_fail(op, VOUCH_E_NOT_FOUND, NULL,
			       "you are not away, and no absence is planned");
	ret->ended_day = op->today;
	if (r == 0)
		r = store_away_update(op->store, ret);
	op->env->is_stepped = true;
	if (r == 0)
		r = op_event(op, EVENT_CLOCK_CHANGED, 0, 0);
	return r ? r : store_away_held_count(op->store, ret_released);
}

int op_away_get(struct op *op, struct away *ret, int64_t *ret_held)
{
	int r;

	r = store_away_open(op->store, ret);
	return r ? r : count_held(op, ret, ret_held);
}

static int refresh(struct op *op, const struct followup *f)
{
	return f->contact ? store_contact_fact_refresh(op->store, f->contact) : 0;
}

static int hold(struct op *op, struct followup *f, const struct away *a)
{
	const struct motive motive = {RULE_AWAY, CAUSE_AWAY, a->id, NULL};
	int r;

	r = flow_hold(op, f, WAIT_AWAY, &motive);
	return r ? r : refresh(op, f);
}

int away_is_now(struct op *op, bool *ret)
{
	struct away a;
	int r;

	r = store_away_open(op->store, &a);
	*ret = r == 0 && away_is_on(&a, op->today);
	return r;
}

int away_holds(struct op *op, struct followup *f, bool *ret_is_held)
{
	struct away a;
	int r;

	if (followup_is_owed(f))
		return 0;
	r = store_away_open(op->store, &a);
	*ret_is_held = r == 0 && away_is_on(&a, op->today);
	return r || !*ret_is_held ? r : hold(op, f, &a);
}

int away_will_hold(struct op *op, const struct followup *f, struct day *ret_until)
{
	struct away a;
	int r;

	*ret_until = NO_DAY;
	if (f->state != FOLLOWUP_SCHEDULED || followup_is_owed(f))
		return 0;
	r = store_away_open(op->store, &a);
	if (r == 0 && away_is_on(&a, due_told(op, f).day))
		*ret_until = a.until;
	return r;
}

/* Its day is kept, so that it is overdue. One that asks for a score had its day before whatever
 * trouble holds it now, and waits for the end of that instead of being dropped. What is due again
 * may be what a call to keep in touch waits for. */
static int let_go(struct op *op, struct followup *f)
{
	const struct motive motive = {RULE_BACK, CAUSE_AWAY, 0, NULL};
	int r;

	r = flow_schedule(op, f, f->due_day, f->due_minute, &motive);
	if (r == 0 && f->score && followup_is_held_by_trouble(f))
		r = store_followup_set_next(op->store, f->id, NO_INSTANT);
	if (r)
		return r;
	if (!followup_is_open(f->state))
		return flow_facts(op, f->contact);
	r = refresh(op, f);
	return r || !f->contact ? r : cadence_settle(op, f->contact);
}

/* Each is read again: the end of an earlier one may have ended it. */
static int settle(struct op *op, const struct followups *rows, const struct away *a,
		  bool *ret_is_whole)
{
	bool is_on = away_is_on(a, op->today);
	struct followup f;
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < rows->n && !(i && op_is_slice_over(op)); i++) {
		r = store_followup_get(op->store, rows->items[i].id, op->arena, &f);
		if (r == 0 && is_on && f.state == FOLLOWUP_SCHEDULED)
			r = hold(op, &f, a);
		else if (r == 0 && !is_on && f.waits_for == WAIT_AWAY)
			r = let_go(op, &f);
	}
	*ret_is_whole = i == rows->n;
	return r;
}

static int end_if_over(struct op *op, struct away *a)
{
	if (!a->id || day_before(op->today, a->until))
		return 0;
	a->ended_day = a->until;
	return store_away_update(op->store, a);
}

/* What does not agree with today being a day away, or not. */
static int find_unsettled(struct op *op, const struct away *a, int limit, struct followups *ret)
{
	if (away_is_on(a, op->today))
		return store_away_to_hold(op->store, op->now, limit, op->arena, ret);
	return store_away_held(op->store, limit, op->arena, ret);
}

int away_tick(struct op *op, int limit, bool *ret_more)
{
	struct followups rows = {0};
	bool is_whole = true;
	struct away a;
	int r;

	r = store_away_open(op->store, &a);
	if (r == 0)
		r = end_if_over(op, &a);
	if (r == 0)
		r = find_unsettled(op, &a, limit, &rows);
	if (r == 0)
		r = settle(op, &rows, &a, &is_whole);
	*ret_more = r == 0 && (!is_whole || rows.n == (size_t)limit);
	return r;
}

int away_next(struct op *op, int64_t *ret)
{
	struct followups rows;
	struct away a;
	int r;

	*ret = NO_INSTANT;
	r = store_away_open(op->store, &a);
	if (r == 0)
		r = find_unsettled(op, &a, 1, &rows);
	if (r)
		return r;
	if (rows.n)
		*ret = op->now;
	else if (a.id)
		*ret = op_instant(op, day_before(op->today, a.from) ? a.from : a.until, 0);
	return 0;
}

int away_check_move(struct op *op, const struct followup *f, struct day day, const char *field)
{
	struct away a;
	int r;

	if (f->waits_for != WAIT_AWAY)
		return 0;
	r = store_away_open(op->store, &a);
	if (r || !away_is_on(&a, op->today) || !day_before(day, a.until))
		return r;
	return op_fail(op, VOUCH_E_CONFLICT, field,
		       "you are away until %s: name that day or a later one", say_day(op, a.until));
}
