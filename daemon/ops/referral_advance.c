/* A referral moves on: contacted, a meeting, won or lost. */
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/referral.h"
#include "ops/referral_run.h"
#include "ops/refuse.h"
#include "ops/sale.h"
#include "ops/title.h"
#include "ops/touch.h"
#include "store/sale.h"

#define PRODUCT_OPEN "To be agreed"

static int check_step(struct op *op, const struct referral *x, const struct referral_step *step)
{
	if (x->direction == REFERRAL_GIVEN_ONE)
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "id",
			       "referral %lld is one you gave: what becomes of it is theirs",
			       (long long)x->id);
	if (x->status == REFERRAL_CANDIDATE)
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "id",
			       "%lld is a candidate without permission; promote it when that is "
			       "given",
			       (long long)x->id);
	if (!day_is_none(x->closed_day) && x->status == REFERRAL_WON)
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "status",
			       "the sale of referral %lld is completed; what changes now, changes "
			       "with sale %lld",
			       (long long)x->id, (long long)x->sale);
	if (!referral_may_become(x->status, step->status))
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "status",
			       "referral %lld is %s, it cannot become %s", (long long)x->id,
			       referral_statuses[x->status], referral_statuses[step->status]);
	return 0;
}

static int check_day(struct op *op, const struct referral *x, struct day day)
{
	int r;

	r = op_not_after_today(op, day, "at");
	if (r || !day_before(day, x->received_day))
		return r;
	return op_fail(op, VOUCH_E_CONFLICT, "at", "that lies before the day it was received");
}

static int check_sale_params(struct op *op, const struct referral_step *step)
{
	if (step->status == REFERRAL_MEETING || step->status == REFERRAL_WON)
		return 0;
	if (step->product)
		return op_fail(op, VOUCH_E_CONFLICT, "product",
			       "a sale is opened by a meeting or by their yes; leave it out");
	if (step->amount != NO_AMOUNT)
		return op_fail(op, VOUCH_E_CONFLICT, "amount",
			       "a sale is opened by a meeting or by their yes; leave it out");
	if (step->currency)
		return op_fail(op, VOUCH_E_CONFLICT, "currency",
			       "a sale is opened by a meeting or by their yes; leave it out");
	return 0;
}

static const char *both_notes(struct op *op, const char *a, const char *b)
{
	if (!a || !b)
		return a ? a : b;
	return arena_printf(op->arena, "%s\n%s", a, b);
}

/* Opened for it, or the one that is open already; what is said of it now is kept. */
static int ensure_sale(struct op *op, const struct referral *x, const struct referral_step *step,
		       struct day day, struct sale *ret)
{
	int64_t id = x->sale;
	int r;

	r = op_sale_only_open(op, x->person, &id);
	if (r == 0 && id)
		r = op_sale_get(op, id, ret);
	if (r || ret->id)
		return r;
	*ret = (struct sale){
		.contact = x->person,
		.product = step->product ? step->product
			   : x->need     ? op_title(op, x->need)
					 : PRODUCT_OPEN,
		.amount = step->amount,
		.currency = step->currency,
		.exponent = -1,
		.source = SOURCE_REFERRAL,
		.referral = x->id,
		.opened_day = day,
		.signed_day = NO_DAY,
		.completed_day = NO_DAY,
		.lost_day = NO_DAY,
		.refunded_day = NO_DAY,
	};
	return op_sale_open(op, ret);
}

static int keep_sale(struct op *op, const struct referral *x, const struct referral_step *step,
		     struct day day, struct sale *ret)
{
	bool is_won = step->status == REFERRAL_WON;
	struct sale before;
	int r;

	*ret = (struct sale){0};
	if (step->status != REFERRAL_MEETING && !is_won)
		return 0;
	r = ensure_sale(op, x, step, day, ret);
	if (r)
		return r;
	before = *ret;
	if (!ret->referral && (ret->source < 0 || ret->source == SOURCE_REFERRAL))
		ret->referral = x->id;
	if (step->product)
		ret->product = step->product;
	if (step->amount != NO_AMOUNT)
		ret->amount = step->amount;
	if (step->currency)
		ret->currency = step->currency;
	if (is_won && day_is_none(ret->signed_day))
		ret->signed_day = day;
	if (ret->referral == before.referral && ret->product == before.product &&
	    ret->amount == before.amount && ret->currency == before.currency &&
	    day_equal(ret->signed_day, before.signed_day))
		return 0;
	return op_sale_update(op, ret);
}

/* Nothing more is to come of the sale that was opened for it. */
static int lose_sale(struct op *op, const struct referral *x, const struct referral_step *step,
		     struct day day, struct sale *ret)
{
	int r;

	if (!x->sale || (step->status != REFERRAL_LOST && step->status != REFERRAL_NOT_A_FIT))
		return 0;
	r = op_sale_get(op, x->sale, ret);
	if (r || ret->state != SALE_OPEN) {
		ret->id = 0;
		return r;
	}
	return op_sale_lose(op, ret->id, day_later(day, ret->opened_day), step->reason, ret);
}

static int log_contact(struct op *op, const struct referral *x, struct day day, const char *note)
{
	struct touch t = {
		.contact = x->person,
		.day = day,
		.channel = CHANNEL_CALL,
		.direction = DIRECTION_BOTH,
		.text = note,
		.minutes = -1,
	};

	return op_touch_add(op, &t);
}

/* Taken up again, from today on. */
static int take_up(struct op *op, struct referral *x)
{
	const struct motive motive = {RULE_ADVANCED, CAUSE_REFERRAL, x->id, NULL};
	int r;

	x->status = REFERRAL_RECEIVED;
	x->sale = 0; /* that one was lost */
	x->closed_day = NO_DAY;
	x->told_outcome_day = NO_DAY;
	x->told_contact_day = NO_DAY;
	r = store_referral_update(op->store, x);
	if (r == 0)
		r = referral_stop_outcome(op, x, &motive);
	if (r == 0)
		r = referral_begin(op, x);
	if (r == 0)
		r = op_event(op, EVENT_REFERRAL_CHANGED, x->id, x->contact);
	return r ? r : referral_facts(op, x);
}

static int move_all(struct op *op, const struct referral *x, const struct referral_step *step,
		    struct day day, int minute)
{
	struct referrals open;
	int r;

	r = store_referral_open_of(op->store, x->person, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++) {
		struct referral *y = &open.items[i];

		if (!referral_may_become(y->status, step->status))
			continue;
		if (step->reason)
			y->reason = step->reason;
		if (y->id == x->id)
			y->note = both_notes(op, y->note, step->note);
		r = referral_move(op, y, step->status, day, minute);
		if (r == 0)
			r = referral_facts(op, y);
	}
	return r;
}

static int move(struct op *op, struct referral *x, const struct referral_step *step, struct day day,
		struct sale *ret_sale)
{
	int minute = day_is_none(step->day) ? op->local.minute : step->minute;
	int r;

	/* The moves first: the sale follows them, and finds what is done already. */
	r = move_all(op, x, step, day, minute);
	if (r == 0 && step->status == REFERRAL_CONTACTED)
		r = log_contact(op, x, day, step->note);
	if (r == 0)
		r = lose_sale(op, x, step, day, ret_sale);
	if (r == 0 && !ret_sale->id)
		r = keep_sale(op, x, step, day, ret_sale);
	return r ? r : flow_facts(op, x->person);
}

int op_referral_advance(struct op *op, const struct referral_step *step, struct referral *ret,
			struct sale *ret_sale)
{
	struct day day = day_is_none(step->day) ? op->today : step->day;
	int r;

	*ret_sale = (struct sale){0};
	r = op_referral_get(op, step->id, ret);
	if (r == 0)
		r = check_step(op, ret, step);
	if (r == 0)
		r = check_day(op, ret, day);
	if (r == 0)
		r = check_sale_params(op, step);
	if (r)
		return r;
	if (step->status == REFERRAL_RECEIVED)
		r = take_up(op, ret);
	else
		r = move(op, ret, step, day, ret_sale);
	return r ? r : op_referral_get(op, step->id, ret);
}
