/* A sale that came by a referral, and what its state makes of that. */
#include "ops/event.h"
#include "ops/referral_run.h"
#include "ops/referrer.h"
#include "ops/refuse.h"
#include "ops/run.h"
#include "store/referral.h"
#include "store/sale.h"

#define SENT_BY_MAX 1000

static int check(struct op *op, const struct sale *sale, const struct referral *x)
{
	if (!referral_is_received(x))
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "referral",
			       "%lld is no referral that was received; a candidate is promoted "
			       "first",
			       (long long)x->id);
	if (x->person != sale->contact)
		return op_fail(op, VOUCH_E_CONFLICT, "referral",
			       "referral %lld is about another contact", (long long)x->id);
	if (!referral_is_open(x))
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "referral",
			       "referral %lld is %s; take it up again first", (long long)x->id,
			       referral_statuses[x->status]);
	if (x->sale && x->sale != sale->id)
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "referral",
			       "referral %lld has its sale already, sale %lld", (long long)x->id,
			       (long long)x->sale);
	if (sale->source >= 0 && sale->source != SOURCE_REFERRAL)
		return op_fail(op, VOUCH_E_CONFLICT, "source",
			       "a sale from a referral has the source 'referral'");
	return 0;
}

/* An older sale that is entered now did not come by a newer referral. */
static bool may_be_from(const struct sale *sale, const struct referral *x)
{
	struct day day = day_is_none(sale->completed_day) ? sale->opened_day : sale->completed_day;

	return !x->sale && (day_is_none(day) || !day_before(day, x->received_day));
}

int referral_sale_find(struct op *op, struct sale *sale)
{
	struct referrals open;
	struct referral x;
	int r;

	if (sale->referral) {
		r = store_referral_get(op->store, sale->referral, op->arena, &x);
		if (r)
			return op_not_found(op, r, "referral", "there is no referral %lld",
					    (long long)sale->referral);
		r = check(op, sale, &x);
		sale->source = SOURCE_REFERRAL;
		return r;
	}
	if (sale->source >= 0 && sale->source != SOURCE_REFERRAL)
		return 0;
	r = store_referral_open_of(op->store, sale->contact, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n && !sale->referral; i++)
		if (may_be_from(sale, &open.items[i]))
			sale->referral = open.items[i].id;
	if (sale->referral)
		sale->source = SOURCE_REFERRAL;
	return r;
}

static int opened(struct op *op, const struct sale *sale, struct referral *x)
{
	if (x->status < REFERRAL_MEETING)
		return referral_move(op, x, REFERRAL_MEETING,
				     day_later(sale->opened_day, x->received_day), ANY_MINUTE);
	return store_referral_update(op->store, x);
}

static int completed(struct op *op, const struct sale *sale, struct referral *x)
{
	struct day day = day_later(sale->completed_day, x->received_day);

	x->closed_day = day;
	return referral_move(op, x, REFERRAL_WON, day, ANY_MINUTE);
}

static int lost(struct op *op, const struct sale *sale, struct referral *x)
{
	if (sale->reason)
		x->reason = sale->reason;
	return referral_move(op, x, REFERRAL_LOST, day_later(sale->lost_day, x->received_day),
			     ANY_MINUTE);
}

static int follow(struct op *op, const struct sale *sale, struct referral *x)
{
	int r = 0;

	if (x->id == sale->referral)
		x->sale = sale->id;
	switch (sale->state) {
	case SALE_OPEN:
		r = opened(op, sale, x);
		break;
	case SALE_COMPLETED:
		r = completed(op, sale, x);
		break;
	case SALE_LOST:
		r = lost(op, sale, x);
		break;
	case SALE_REFUNDED:
		return 0;
	}
	return r ? r : referral_facts(op, x);
}

/* Whoever else had sent the same person hears of it as well. */
static bool is_concerned(const struct sale *sale, const struct referral *x)
{
	struct day day = sale->state == SALE_COMPLETED ? sale->completed_day
			 : sale->state == SALE_LOST    ? sale->lost_day
						       : sale->opened_day;

	return x->id == sale->referral || !day_before(day, x->received_day);
}

int referral_sale_follow(struct op *op, const struct sale *sale)
{
	struct referrals open;
	int r;

	if (!sale->referral)
		return 0;
	r = store_referral_open_of(op->store, sale->contact, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++)
		if (is_concerned(sale, &open.items[i]))
			r = follow(op, sale, &open.items[i]);
	return r;
}

static int reopen(struct op *op, struct referral *x)
{
	const struct motive motive = {RULE_REOPENED, CAUSE_SALE, x->sale, NULL};
	int r;

	if (x->status == REFERRAL_LOST || x->status == REFERRAL_NOT_A_FIT) {
		x->status = day_is_none(x->won_day) ? REFERRAL_MEETING : REFERRAL_WON;
		x->lost_day = NO_DAY;
		x->not_a_fit_day = NO_DAY;
		x->told_outcome_day = NO_DAY; /* they heard that it was lost */
	}
	x->closed_day = NO_DAY;
	r = store_referral_update(op->store, x);
	if (r == 0)
		r = referral_stop_outcome(op, x, &motive);
	if (r == 0)
		r = referral_facts(op, x);
	return r ? r : op_event(op, EVENT_REFERRAL_CHANGED, x->id, x->contact);
}

int referral_sale_reopened(struct op *op, const struct sale *sale)
{
	struct day closed = NO_DAY;
	struct referrals rows;
	int r;

	if (!sale->referral)
		return 0;
	r = store_referral_sent_by(op->store, sale->contact, SENT_BY_MAX, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		if (rows.items[i].id == sale->referral)
			closed = rows.items[i].closed_day;
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		if (!day_is_none(closed) && day_equal(rows.items[i].closed_day, closed))
			r = reopen(op, &rows.items[i]);
	return r;
}

int referral_sale_unlink(struct op *op, const struct sale *sale, int64_t referral)
{
	struct referral x;
	int r;

	r = store_referral_get(op->store, referral, op->arena, &x);
	if (r || x.sale != sale->id)
		return r == VOUCH_E_NOT_FOUND ? 0 : r;
	x.sale = 0;
	return day_is_none(x.closed_day) ? store_referral_update(op->store, &x) : reopen(op, &x);
}
