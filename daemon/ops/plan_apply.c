/* plan.apply: a plan begun by hand. */
#include "base/str.h"
#include "ops/referral.h"
#include "ops/refuse.h"
#include "ops/run.h"
#include "ops/sale.h"
#include "store/sale.h"

static int check_sale(struct op *op, const char *plan, const struct run_anchor *target)
{
	struct sale sale;
	int r;

	r = op_sale_of_contact(op, target->sale, target->contact);
	if (r == 0 && target->sale)
		r = store_sale_get(op->store, target->sale, op->arena, &sale);
	if (r || !target->sale)
		return r;
	if (sale.state != SALE_COMPLETED && str_equal(plan, PLAN_AFTER_SALE))
		return op_fail(op, VOUCH_E_SALE_STATE, "sale",
			       "sale %lld is %s: '%s' begins by itself when it is completed",
			       (long long)sale.id, sale_states[sale.state], plan);
	return 0;
}

static int check_referral(struct op *op, const struct run_anchor *target)
{
	struct referral x;
	int r;

	if (target->kind != ANCHOR_REFERRAL)
		return 0;
	r = store_referral_get(op->store, target->id, op->arena, &x);
	if (r)
		return op_not_found(op, r, "referral", "there is no referral %lld",
				    (long long)target->id);
	if (!referral_is_received(&x))
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "referral",
			       "%lld is no referral that was received", (long long)x.id);
	if (x.person != target->contact)
		return op_fail(op, VOUCH_E_CONFLICT, "referral",
			       "referral %lld is about another contact", (long long)x.id);
	return 0;
}

/* Those that only what happened can begin. */
static int check_plan(struct op *op, const char *plan)
{
	if (str_equal(plan, PLAN_REPAIR))
		return op_fail(
			op, VOUCH_E_CONFLICT, "plan",
			"the plan '%s' begins by itself where something went wrong; note the "
			"complaint or the score",
			plan);
	if (str_equal(plan, PLAN_REFERRAL) || str_equal(plan, PLAN_OUTCOME))
		return op_fail(op, VOUCH_E_CONFLICT, "plan",
			       "the plan '%s' begins by itself: receive the referral, or move it "
			       "on",
			       plan);
	return 0;
}

int op_plan_apply(struct op *op, const char *plan, const struct run_anchor *target, struct run *ret)
{
	struct run_anchor anchor = *target;
	struct contact c;
	int r;

	if (day_is_none(anchor.day))
		anchor.day = op->today;
	r = op_live_contact(op, anchor.contact, &c);
	if (r == 0)
		r = check_plan(op, plan);
	if (r == 0)
		r = check_sale(op, plan, &anchor);
	if (r == 0)
		r = check_referral(op, &anchor);
	if (r == 0)
		r = op_run_start(op, plan, &anchor, ret);
	return r ? r : flow_facts(op, anchor.contact);
}
