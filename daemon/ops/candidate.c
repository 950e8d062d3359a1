/* Candidates: people named by a contact, whom nobody contacts before permission is given. */
#include "ops/candidate.h"

#include "ops/ask.h"
#include "ops/event.h"
#include "ops/referral.h"
#include "ops/referral_run.h"
#include "ops/refuse.h"

static const char *both_notes(struct op *op, const char *a, const char *b)
{
	if (!a || !b)
		return a ? a : b;
	return arena_printf(op->arena, "%s\n%s", a, b);
}

int op_candidate_promote(struct op *op, int64_t id, enum permission permission, const char *note,
			 struct referral *ret)
{
	struct contact referrer;
	int e;

	e = store_referral_get(op->store, id, op->arena, ret);
	if (e)
		return op_not_found(op, e, "id", "there is no candidate %lld", (long long)id);
	if (ret->status != REFERRAL_CANDIDATE)
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "id",
			       "%lld is no candidate: the referral is %s already", (long long)id,
			       referral_statuses[ret->status]);
	e = op_live_contact(op, ret->contact, &referrer);
	if (e)
		return e;
	ret->permission = permission;
	ret->note = both_notes(op, ret->note, note);
	e = op_referral_receive(op, ret);
	if (e == 0)
		e = store_referral_update(op->store, ret);
	if (e == 0)
		e = referral_begin(op, ret);
	if (e == 0 && ret->origin == ORIGIN_OFFERED)
		e = ask_offered(op, ret->contact, id);
	if (e == 0)
		e = referral_facts(op, ret);
	return e ? e : op_event(op, EVENT_REFERRAL_CHANGED, id, ret->contact);
}

int op_candidate_list(struct op *op, const struct candidate_filter *filter, struct referrals *ret)
{
	return store_candidate_list(op->store, filter, op->arena, ret);
}
