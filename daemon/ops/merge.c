/* Two contacts who are one person become one contact. */
#include "ops/merge.h"

#include "ops/contact.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/household.h"
#include "ops/import.h"
#include "ops/refuse.h"
#include "ops/run.h"
#include "ops/suppression.h"
#include "ops/undo_after.h"
#include "store/contact.h"
#include "store/duplicate.h"
#include "store/referral.h"

#define CHAIN_MAX 1000000 /* no chain is longer */

/* Whether `above` has sent whoever sent them, and so on. */
static int is_below(struct op *op, int64_t person, int64_t above, bool *ret)
{
	int r = 0;

	for (int i = 0; r == 0 && person && person != above && i < CHAIN_MAX; i++)
		r = store_referral_sender(op->store, person, &person);
	*ret = person == above;
	return r;
}

static int check_chain(struct op *op, const struct contact *one, const struct contact *other)
{
	int64_t referral;
	bool is_sent;
	int r;

	r = store_merge_referral(op->store, one->id, other->id, &referral);
	if (r == 0 && referral)
		return op_fail(op, VOUCH_E_CONFLICT, "drop",
			       "referral %lld names both %s and %s: nobody is sent to you by "
			       "themself; they are two people, or that referral is wrong",
			       (long long)referral, one->name, other->name);
	if (r == 0)
		r = is_below(op, one->id, other->id, &is_sent);
	if (r || !is_sent)
		return r;
	return op_fail(op, VOUCH_E_CONFLICT, "drop",
		       "%s came to you through people whom %s has sent: as one they would have "
		       "sent themself",
		       one->name, other->name);
}

static int check(struct op *op, const struct contact *keep, const struct contact *drop)
{
	bool is_importing = false;
	int r;

	if ((keep->state == CONTACT_DECEASED) != (drop->state == CONTACT_DECEASED)) {
		const struct contact *dead = keep->state == CONTACT_DECEASED ? keep : drop;
		const struct contact *other = dead == keep ? drop : keep;

		return op_fail(op, VOUCH_E_CONTACT_STATE, "drop",
			       "%s (contact %lld) has died and %s (contact %lld) has not, as far "
			       "as is known: they are two people, or one of both is wrong",
			       dead->name, (long long)dead->id, other->name, (long long)other->id);
	}
	r = op_import_is_pending(op, &is_importing);
	if (r == 0 && is_importing)
		return op_fail(op, VOUCH_E_CONFLICT, NULL,
			       "an import is being written right now; try again in a moment");
	if (r == 0)
		r = check_chain(op, keep, drop);
	return r ? r : check_chain(op, drop, keep);
}

/* Its uid and its external id stay: whoever brings them again means keep. */
static int let_go(struct op *op, const struct contact *drop, int64_t keep)
{
	struct contact gone = *drop;

	gone.state = CONTACT_MERGED;
	gone.merged_into = keep;
	gone.household = 0;
	gone.paused_until = NO_DAY;
	gone.pause_reason = NULL;
	return store_contact_update(op->store, &gone);
}

static int move(struct op *op, const struct merge_join *j, struct merged *ret)
{
	const struct merge_wanted wanted = {j->keep->id, j->drop->id, j->takes_address};
	int r;

	r = let_go(op, j->drop, j->keep->id);
	if (r == 0)
		r = store_merge(op->store, &wanted, op->arena, &ret->moved);
	return r ? r : store_contact_update(op->store, j->keep);
}

/* What was planned for two is planned for one. */
static int follow(struct op *op, const struct contact *keep, const struct contact *drop)
{
	int64_t ids[] = {keep->id, drop->id};
	const struct undo_reach reach = {.contacts = ids, .n = 2, .cap = 2};
	int64_t left = drop->household == keep->household ? 0 : drop->household;
	int r;

	op->env->is_stepped = true;
	r = run_newest_steps(op, keep->id);
	if (r == 0)
		r = suppression_enforce(op, keep->id);
	if (r == 0)
		r = undo_reach_follow(op, &reach);
	if (r == 0)
		r = household_moved(op, keep->id, left);
	for (int i = 0; r == 0 && i < 2; i++)
		r = op_event(op, EVENT_CONTACT_CHANGED, ids[i], ids[i]);
	return r;
}

int op_contact_merge(struct op *op, int64_t keep_id, int64_t drop_id, struct merged *ret)
{
	struct contact keep, drop;
	struct merge_join j = {.keep = &keep, .drop = &drop};
	int r;

	if (keep_id == drop_id)
		return op_fail(op, VOUCH_E_CONFLICT, "drop",
			       "a contact cannot be merged into itself; name two");
	r = op_own_contact(op, keep_id, "keep", &keep);
	if (r == 0)
		r = op_own_contact(op, drop_id, "drop", &drop);
	if (r == 0)
		r = check(op, &keep, &drop);
	if (r == 0)
		r = store_distinct_has(op->store, keep_id, drop_id, &ret->was_distinct);
	if (r == 0)
		r = merge_fields(op, &j);
	if (r == 0)
		r = merge_dates(op, &j);
	if (r == 0)
		r = merge_notes(op, &j);
	if (r == 0)
		r = move(op, &j, ret);
	if (r == 0)
		r = follow(op, &keep, &drop);
	return r ? r : store_contact_get(op->store, keep_id, op->arena, &ret->keep);
}
