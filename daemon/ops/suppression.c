/* Suppressions: who is not to be contacted, how, and until when. */
#include "ops/suppression.h"

#include "ops/date.h"
#include "ops/event.h"
#include "ops/refuse.h"
#include "store/followup.h"

/* Of those that stand against it, the one that lasts longest; ret->id 0 where none does. */
static int find_strongest(struct op *op, const struct followup *f, struct suppression *ret)
{
	struct suppressions rows;
	int r;

	*ret = (struct suppression){0};
	if (!followup_reaches_person(f->kind))
		return 0;
	r = store_suppression_in_force(op->store, f->contact, op->today, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		const struct suppression *x = &rows.items[i];

		if (suppression_covers(x->channel, f->kind, f->channel) &&
		    (!ret->id || suppression_outlasts(x, ret)))
			*ret = *x;
	}
	return r;
}

int suppression_of(struct op *op, const struct followup *f, enum suppression_force *ret)
{
	struct suppression x;
	int r;

	*ret = SUPPRESSION_NONE;
	r = find_strongest(op, f, &x);
	if (r == 0 && x.id)
		*ret = day_is_none(x.until) ? SUPPRESSION_ENDLESS : SUPPRESSION_UNTIL;
	return r;
}

static struct motive motive_of(const struct suppression *x, enum move_rule rule, const char *reason)
{
	return (struct motive){rule, CAUSE_SUPPRESSION, x->id, reason};
}

int suppression_motive(struct op *op, const struct followup *f, struct motive *ret)
{
	struct suppression x;
	int r;

	r = find_strongest(op, f, &x);
	*ret = motive_of(&x, RULE_SUPPRESSED, x.reason);
	return r;
}

static int check_new(struct op *op, const struct suppression *x)
{
	struct suppressions rows;
	struct contact contact;
	char day[DAY_TEXT_SIZE];
	int r;

	r = op_live_contact(op, x->contact, &contact);
	if (r)
		return r;
	if (!day_is_none(x->until) && !day_before(op->today, x->until))
		return op_fail(op, VOUCH_E_CONFLICT, "until", "it must end on a day after today");
	r = store_suppression_in_force(op->store, x->contact, op->today, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		const struct suppression *old = &rows.items[i];

		if (old->channel != x->channel || suppression_outlasts(x, old))
			continue;
		return op_fail(op, VOUCH_E_DUPLICATE, "channel",
			       "that is stopped already, %s%s (suppression %lld)",
			       day_is_none(old->until) ? "without end" : "until ",
			       day_is_none(old->until) ? "" : day_format(old->until, day),
			       (long long)old->id);
	}
	return r;
}

/* Cancels or holds one. What waits for something else goes on waiting for that. */
static int stop_one(struct op *op, const struct suppression *x, struct followup *f)
{
	const struct motive motive = motive_of(x, RULE_SUPPRESSED, x->reason);

	if (!followup_is_open(f->state) || !suppression_covers(x->channel, f->kind, f->channel))
		return 0;
	if (day_is_none(x->until))
		return flow_end(op, f, FOLLOWUP_CANCELLED, &motive);
	if (f->state == FOLLOWUP_SCHEDULED || f->waits_for == WAIT_GATE)
		return flow_hold(op, f, WAIT_SUPPRESSION, &motive);
	return 0;
}

/* The last ones first, so that each is told what stopped it and not that the one before it was
 * cancelled. Each is read again: an earlier one may have ended it. */
static int stop_all(struct op *op, const struct suppression *x, const struct followups *open)
{
	struct followup f;
	int r = 0;

	for (size_t i = open->n; r == 0 && i-- > 0;) {
		r = store_followup_get(op->store, open->items[i].id, op->arena, &f);
		if (r == 0)
			r = stop_one(op, x, &f);
	}
	return r;
}

int suppression_enforce(struct op *op, int64_t contact)
{
	struct suppressions rows;
	struct followups open;
	int r;

	r = store_suppression_in_force(op->store, contact, op->today, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		r = store_followup_open_of_contact(op->store, contact, op->arena, &open);
		if (r == 0)
			r = stop_all(op, &rows.items[i], &open);
	}
	return r;
}

static bool is_held(const struct followup *f)
{
	return f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_SUPPRESSION;
}

/* What has changed of those that were open. */
static int read_effect(struct op *op, const struct followups *open, struct suppression_effect *ret)
{
	struct followup f;
	int r = 0;

	*ret = (struct suppression_effect){
		.cancelled = arena_array(op->arena, open->n, sizeof f),
		.held = arena_array(op->arena, open->n, sizeof f),
	};
	for (size_t i = 0; r == 0 && i < open->n; i++) {
		r = store_followup_get(op->store, open->items[i].id, op->arena, &f);
		if (r == 0 && !followup_is_open(f.state))
			ret->cancelled[ret->n_cancelled++] = f;
		else if (r == 0 && is_held(&f) && !is_held(&open->items[i]))
			ret->held[ret->n_held++] = f;
	}
	return r;
}

static int tell(struct op *op, const struct suppression *x)
{
	int r;

	op->env->is_stepped = true;
	r = flow_facts(op, x->contact);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, x->contact, x->contact);
}

int op_suppression_add(struct op *op, struct suppression *x, struct suppression_effect *ret)
{
	struct followups open;
	int r;

	r = check_new(op, x);
	if (r)
		return r;
	x->day = op->today;
	x->lifted_day = NO_DAY;
	x->created_at = op->now;
	r = store_suppression_add(op->store, x);
	if (r == 0)
		r = store_followup_open_of_contact(op->store, x->contact, op->arena, &open);
	if (r == 0)
		r = stop_all(op, x, &open);
	if (r == 0)
		r = tell(op, x);
	return r ? r : read_effect(op, &open, ret);
}

/* What it held, unless another one still stands against it. */
static int let_go(struct op *op, const struct suppression *x, struct suppression_effect *ret)
{
	const struct motive motive = motive_of(x, RULE_LIFTED, x->lift_reason);
	enum suppression_force force;
	struct followups open;
	int r;

	r = store_followup_open_of_contact(op->store, x->contact, op->arena, &open);
	if (r)
		return r;
	ret->held = arena_array(op->arena, open.n, sizeof *ret->held);
	for (size_t i = 0; r == 0 && i < open.n; i++) {
		struct followup *f = &open.items[i];

		if (!is_held(f))
			continue;
		r = suppression_of(op, f, &force);
		if (r || force != SUPPRESSION_NONE)
			continue;
		r = flow_release(op, f, &motive);
		ret->held[ret->n_held++] = *f;
	}
	return r;
}

/* What it cancelled, and what was cancelled because it followed that. */
static int find_cancelled(struct op *op, const struct suppression *x,
			  struct suppression_effect *ret)
{
	struct stopped *rows;
	size_t n;
	int r;

	r = store_suppression_stopped(op->store, x->contact, op->arena, &rows, &n);
	if (r)
		return r;
	ret->cancelled = arena_array(op->arena, n, sizeof *ret->cancelled);
	for (size_t i = 0; r == 0 && i < n; i++) {
		bool is_ours = rows[i].is_by_suppression && rows[i].by == x->id;

		for (size_t j = 0; !rows[i].is_by_suppression && j < ret->n_cancelled; j++)
			is_ours |= ret->cancelled[j].id == rows[i].by;
		if (is_ours)
			r = store_followup_get(op->store, rows[i].followup, op->arena,
					       &ret->cancelled[ret->n_cancelled++]);
	}
	return r;
}

static int lift(struct op *op, struct suppression *x, struct suppression_effect *ret)
{
	int r;

	*ret = (struct suppression_effect){0};
	r = store_suppression_update(op->store, x);
	if (r == 0)
		r = let_go(op, x, ret);
	if (r == 0)
		r = date_resume(op, x->contact);
	return r ? r : tell(op, x);
}

int op_suppression_remove(struct op *op, int64_t id, const char *reason, struct suppression *x,
			  struct suppression_effect *ret)
{
	struct contact contact;
	char day[DAY_TEXT_SIZE];
	int r;

	r = store_suppression_get(op->store, id, op->arena, x);
	if (r)
		return op_not_found(op, r, "id", "there is no suppression %lld", (long long)id);
	r = op_live_contact(op, x->contact, &contact);
	if (r)
		return r;
	if (!suppression_holds(x, op->today))
		return op_fail(
			op, VOUCH_E_SUPPRESSION_STATE, "id",
			"suppression %lld is over already, since %s", (long long)id,
			day_format(day_is_none(x->lifted_day) ? x->until : x->lifted_day, day));
	x->lifted_day = op->today;
	x->lift_reason = reason;
	r = lift(op, x, ret);
	return r ? r : find_cancelled(op, x, ret);
}

int op_suppression_list(struct op *op, const struct suppression_filter *filter,
			struct suppressions *ret)
{
	return store_suppression_list(op->store, filter, op->arena, ret);
}

int op_suppressions_end(struct op *op, bool *ret_more)
{
	struct suppression_effect effect;
	struct suppression x;
	int64_t *ids;
	size_t n = 0, i;
	int r;

	r = store_suppression_over(op->store, op->today, op->arena, &ids, &n);
	for (i = 0; r == 0 && i < n && !(i && op_is_slice_over(op)); i++) {
		r = store_suppression_get(op->store, ids[i], op->arena, &x);
		x.lifted_day = x.until;
		if (r == 0)
			r = lift(op, &x, &effect);
	}
	*ret_more = r == 0 && i < n;
	return r;
}
