/* Keeping in touch: calls planned by how long a contact has not been spoken to. */
#include "ops/cadence.h"

#include <stdlib.h>

#include "base/str.h"
#include "ops/flow.h"
#include "ops/run.h"
#include "ops/suppression.h"
#include "store/book.h"
#include "store/cadence.h"
#include "store/contact.h"
#include "store/contact_fact.h"
#include "store/followup.h"
#include "store/plan.h"

/* What else is due to the contact until CADENCE_AHEAD days after a day. */
static int find_rival(struct op *op, int64_t contact, int64_t but, struct day day, int64_t *ret,
		      struct day *ret_day)
{
	int64_t until = op_instant(op, day_plus(day_later(day, op->today), CADENCE_AHEAD + 1), 0);

	return store_cadence_rival(op->store, contact, but, until - 1, ret, ret_day);
}

static struct day created_day(const struct op *op, const struct followup *f)
{
	return day_of_local(zone_to_local(op->env->zone, f->created_at));
}

/* Why a call that was planned is not to be made. */
static int why_not(struct op *op, const struct followup *f, const struct cadence_fact *fact,
		   struct motive *ret)
{
	enum contact_state state;
	int r;

	*ret = (struct motive){RULE_SPOKEN, CAUSE_CONTACT, f->contact, NULL};
	if (!day_is_none(fact->last_two_way_day) &&
	    !day_before(fact->last_two_way_day, created_day(op, f)))
		return 0;
	ret->reason = "their days are counted otherwise now";
	if (!day_is_none(fact->due_day))
		return 0;
	r = store_contact_state(op->store, f->contact, &state);
	ret->reason = state == CONTACT_PAUSED ? "they are paused; the days count anew after it"
					      : "they are in no class any more";
	return r;
}

static int take_back(struct op *op, struct followup *f, const struct cadence_fact *fact)
{
	struct motive motive;
	int r;

	r = why_not(op, f, fact, &motive);
	return r ? r : flow_end(op, f, FOLLOWUP_CANCELLED, &motive);
}

/* The run says for which day it was planned: that, or the day it was planned on where that was past
 * already. */
static bool is_another_day(const struct op *op, const struct cadence_fact *fact,
			   const struct run *run)
{
	if (day_is_none(fact->due_day) || day_before(run->anchor_day, fact->due_day))
		return true;
	return day_before(day_later(fact->due_day, op->today), run->anchor_day);
}

/* Of those that are open one stays, where its day is the right one. */
static int look_at_calls(struct op *op, const struct cadence_fact *fact, const int64_t *ids,
			 size_t n, bool *ret_is_planned)
{
	const struct motive twice = MOTIVE(RULE_SUPERSEDED);
	struct followup f;
	struct run run;
	int r = 0;

	*ret_is_planned = false;
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = store_followup_get(op->store, ids[i], op->arena, &f);
		if (r == 0)
			r = store_run_get(op->store, f.run, op->arena, &run);
		if (r)
			return r;
		if (is_another_day(op, fact, &run))
			r = take_back(op, &f, fact);
		else if (*ret_is_planned)
			r = flow_end(op, &f, FOLLOWUP_CANCELLED, &twice);
		else
			*ret_is_planned = true;
	}
	return r;
}

/* Somebody who asked not to be called is not planned for; the end of that looks again. */
static int is_stopped(struct op *op, int64_t contact, const struct plan *plan, bool *ret)
{
	const struct plan_step *step = &plan->steps[0];
	const struct followup f = {
		.contact = contact, .kind = step->kind, .channel = step->channel};
	enum suppression_force force;
	int r;

	r = suppression_of(op, &f, &force);
	*ret = r == 0 && force != SUPPRESSION_NONE;
	return r;
}

static int plant(struct op *op, int64_t contact, struct day day, bool *ret_planted)
{
	const struct run_anchor anchor = {
		.kind = ANCHOR_CONTACT,
		.id = contact,
		.contact = contact,
		.day = day_later(day, op->today),
		.rule = RULE_QUIET,
	};
	struct plan *plan = arena_alloc(op->arena, sizeof *plan);
	bool stopped;
	struct run run;
	int r;

	r = store_plan_get(op->store, PLAN_KEEP_IN_TOUCH, 0, op->arena, plan);
	if (r)
		return r == VOUCH_E_NOT_FOUND ? 0 : r;
	r = is_stopped(op, contact, plan, &stopped);
	if (r || stopped)
		return r;
	*ret_planted = true;
	return op_run_start_again(op, PLAN_KEEP_IN_TOUCH, &anchor, &run);
}

/* Its time has come: planned, unless something else is due about then. An overdue one is waited
 * for until it is done, one to come until the day after it. */
static int plan_call(struct op *op, int64_t contact, const struct cadence_fact *fact,
		     struct day *ret_look, bool *ret_planted)
{
	struct day day;
	int64_t rival;
	int r;

	*ret_look = NO_DAY;
	r = find_rival(op, contact, 0, fact->due_day, &rival, &day);
	if (r)
		return r;
	if (!rival)
		return plant(op, contact, fact->due_day, ret_planted);
	if (!day_before(day, op->today))
		*ret_look = day_plus(day, 1);
	return 0;
}

static int look_ahead(struct op *op, int64_t contact, const struct cadence_fact *fact,
		      struct day *ret_look, bool *ret_planted)
{
	*ret_look = day_plus(fact->due_day, -CADENCE_AHEAD);
	if (day_before(op->today, *ret_look) || op->is_in_part)
		return 0;
	return plan_call(op, contact, fact, ret_look, ret_planted);
}

void cadence_note_given_way(struct op *op, int64_t contact)
{
	if (!contact)
		return;
	for (size_t i = 0; i < op->given_way.n; i++)
		if (op->given_way.ids[i] == contact)
			return;
	op->given_way.ids = arena_grow(op->arena, op->given_way.ids, op->given_way.n,
				       &op->given_way.cap, sizeof contact);
	op->given_way.ids[op->given_way.n++] = contact;
}

static void forget_given_way(struct op *op, int64_t contact)
{
	for (size_t i = 0; i < op->given_way.n; i++)
		if (op->given_way.ids[i] == contact) {
			op->given_way.ids[i] = op->given_way.ids[--op->given_way.n];
			return;
		}
}

int cadence_settle_given_way(struct op *op)
{
	int r = 0;

	while (r == 0 && op->given_way.n)
		r = cadence_settle(op, op->given_way.ids[op->given_way.n - 1]);
	return r;
}

int cadence_settle(struct op *op, int64_t contact)
{
	struct day look = NO_DAY;
	struct cadence_fact fact;
	bool has_changed = false, is_planned;
	int64_t *ids;
	size_t n;
	int r;

	r = store_cadence_get(op->store, contact, &fact);
	if (r == 0)
		r = store_cadence_calls(op->store, contact, op->arena, &ids, &n);
	if (r == 0)
		r = look_at_calls(op, &fact, ids, n, &is_planned);
	if (r)
		return r;
	if (!is_planned && !day_is_none(fact.due_day))
		r = look_ahead(op, contact, &fact, &look, &has_changed);
	if (r == 0 && !day_equal(look, fact.look_day)) {
		op->env->is_stepped = true; /* the alarm minds the look day */
		r = store_cadence_set_look(op->store, contact, look);
	}
	forget_given_way(op, contact); /* what it took back itself fell away too */
	if (r || (!has_changed && (n == 0 || (n == 1 && is_planned))))
		return r;
	return store_contact_fact_refresh(op->store, contact);
}

/* Other intervals in the settings make other days: the whole book is looked at again. */
static int heed_intervals(struct op *op)
{
	static const char *const keys[] = {BOOK_CADENCE_A, BOOK_CADENCE_B, BOOK_CADENCE_C};
	bool has_changed = false;
	int r = 0;

	for (int i = 0; r == 0 && i < 3; i++) {
		const char *now = arena_printf(op->arena, "%d", op->settings->cadence_days[i]);
		const char *old;

		r = store_book_get(op->store, keys[i], op->arena, &old);
		if (r || str_equal(old, now))
			continue;
		has_changed = true;
		r = store_book_set(op->store, keys[i], now);
	}
	return r || !has_changed ? r : store_cadence_rebuild(op->store);
}

int cadence_tick(struct op *op, int limit, bool *ret_more)
{
	int64_t *ids;
	size_t n = 0, i = 0;
	int r;

	r = heed_intervals(op);
	if (r == 0)
		r = store_cadence_to_look_at(op->store, op->today, limit, op->arena, &ids, &n);
	while (r == 0 && i < n && !(i && op_is_slice_over(op)))
		r = cadence_settle(op, ids[i++]);
	*ret_more = r == 0 && (i < n || n == (size_t)limit);
	return r;
}

/* One that a person snoozed to a day is kept on it. */
int cadence_keep_silent(struct op *op, struct followup *f, bool *ret_is_over)
{
	struct motive motive = {RULE_SUPERSEDED, CAUSE_FOLLOWUP, 0, "it is due about then"};
	struct followup_move *moves;
	struct day day;
	size_t n;
	int r;

	if (!f->run || f->kind != KIND_CALL || f->is_pinned)
		return 0;
	r = store_move_list(op->store, f->id, op->arena, &moves, &n);
	if (r || n == 0 || moves[0].rule != RULE_QUIET)
		return r;
	r = cadence_settle(op, f->contact);
	if (r == 0)
		r = store_followup_get(op->store, f->id, op->arena, f);
	*ret_is_over = f->state != FOLLOWUP_SCHEDULED;
	if (r || *ret_is_over)
		return r;
	r = find_rival(op, f->contact, f->id, op->today, &motive.cause_id, &day);
	if (r || !motive.cause_id)
		return r;
	*ret_is_over = true;
	r = flow_end(op, f, FOLLOWUP_CANCELLED, &motive);
	return r ? r : flow_facts(op, f->contact);
}
