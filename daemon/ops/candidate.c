/* Candidates: people named by a contact, whom nobody contacts before permission is given. */
#include "ops/candidate.h"

#include "ops/ask.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/referral.h"
#include "ops/refuse.h"

static int tell_ask(struct op *op, const struct referral *r)
{
	return r->origin == ORIGIN_OFFERED ? ask_offered(op, r->contact, r->id) : 0;
}

int op_candidate_add(struct op *op, struct referral *r)
{
	int e;

	e = op_referral_take(op, r);
	return e ? e : tell_ask(op, r);
}

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
		e = tell_ask(op, ret);
	if (e == 0)
		e = flow_facts(op, ret->contact);
	return e ? e : op_event(op, EVENT_REFERRAL_CHANGED, id, ret->contact);
}

int op_candidate_list(struct op *op, const struct candidate_filter *filter, struct referrals *ret)
{
	return store_candidate_list(op->store, filter, op->arena, ret);
}
