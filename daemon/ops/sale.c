/* Sales: opened, completed, lost, refunded, reopened, and the runs that go with it. */
#include "ops/sale.h"

#include <errno.h>
#include <string.h>

#include "domain/money.h"
#include "ops/date.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/promise.h"
#include "ops/referral_run.h"
#include "ops/refuse.h"
#include "ops/run.h"
#include "ops/run_return.h"
#include "store/followup_list.h"
#include "store/run.h"

int op_sale_check(struct op *op, struct sale *sale)
{
	if (sale->amount == NO_AMOUNT && !sale->currency)
		return 0;
	if (!sale->currency)
		sale->currency = op->settings->currency;
	sale->exponent = money_exponent(sale->currency);
	if (sale->exponent < 0)
		return op_fail(op, VOUCH_E_CONFLICT, "currency",
			       "'%s' is no currency code; one is EUR or USD", sale->currency);
	return 0;
}

static int not_after_today(struct op *op, struct day day, const char *field)
{
	if (day_is_none(day) || !day_before(op->today, day))
		return 0;
	return op_fail(op, VOUCH_E_CONFLICT, field, "the %s cannot lie after today",
		       strcmp(field, "day") == 0 ? "day" : "day of completion");
}

static int add(struct op *op, struct sale *sale)
{
	struct contact contact;
	int r;

	r = op_live_contact(op, sale->contact, &contact);
	if (r == 0)
		r = op_sale_check(op, sale);
	if (r == 0)
		r = referral_sale_find(op, sale);
	if (r)
		return r;
	sale->created_at = op->now;
	r = store_sale_add(op->store, sale);
	if (r == -EEXIST)
		return op_fail(op, VOUCH_E_DUPLICATE, "external_id",
			       "another sale has this external id already");
	return r;
}

static int changed(struct op *op, const struct sale *sale)
{
	int r;

	r = flow_facts(op, sale->contact);
	return r ? r : op_event(op, EVENT_SALE_CHANGED, sale->id, sale->contact);
}

/* It has another state: so has the referral that it came by. */
static int decided(struct op *op, const struct sale *sale)
{
	int r;

	r = referral_sale_follow(op, sale);
	return r ? r : changed(op, sale);
}

static struct run_anchor anchor_of(const struct sale *sale, struct day day)
{
	return (struct run_anchor){
		.kind = ANCHOR_SALE,
		.id = sale->id,
		.contact = sale->contact,
		.sale = sale->id,
		.day = day,
	};
}

int op_sale_open(struct op *op, struct sale *sale)
{
	struct run_anchor anchor;
	struct run run;
	int r;

	if (day_is_none(sale->opened_day))
		sale->opened_day = op->today;
	sale->state = SALE_OPEN;
	r = not_after_today(op, sale->opened_day, "day");
	if (r == 0)
		r = add(op, sale);
	if (r)
		return r;
	anchor = anchor_of(sale, sale->opened_day);
	r = op_run_start(op, PLAN_GROUNDWORK, &anchor, &run);
	return r ? r : decided(op, sale);
}

int op_sale_record(struct op *op, struct sale *sale, const char *plan, struct run *ret_run)
{
	struct run_anchor anchor;
	int r;

	if (day_is_none(sale->opened_day))
		sale->opened_day = sale->completed_day;
	if (day_before(sale->completed_day, sale->opened_day))
		return op_fail(op, VOUCH_E_CONFLICT, "completed_day",
			       "the day of completion lies before the day the sale was opened");
	sale->state = SALE_COMPLETED;
	r = not_after_today(op, sale->completed_day, "completed_day");
	if (r == 0)
		r = add(op, sale);
	if (r)
		return r;
	anchor = anchor_of(sale, sale->completed_day);
	r = op_run_start(op, plan ? plan : PLAN_AFTER_SALE, &anchor, ret_run);
	return r ? r : decided(op, sale);
}

/* The day it was opened may be corrected, but not beyond what came after it. */
static int check_opened_day(struct op *op, const struct sale *sale)
{
	const struct day later[] = {sale->completed_day, sale->lost_day, sale->refunded_day};
	int r;

	r = not_after_today(op, sale->opened_day, "day");
	for (size_t i = 0; r == 0 && i < sizeof later / sizeof *later; i++)
		if (!day_is_none(later[i]) && !day_is_none(sale->opened_day) &&
		    day_before(later[i], sale->opened_day))
			r = op_fail(op, VOUCH_E_CONFLICT, "day",
				    "the day lies after the day the sale was %s",
				    sale_states[sale->state]);
	return r;
}

/* Its follow-ups go with a run to the contact that the sale really belongs to. */
static int move_run(struct op *op, struct run *run, int64_t contact)
{
	const struct motive motive = {RULE_REOPENED, CAUSE_SALE, run->sale, NULL};
	bool was_active = run->state == RUN_ACTIVE;
	struct followups rows;
	int r = 0;

	if (was_active)
		r = op_run_stop(op, run, &motive);
	if (r == 0)
		r = store_followup_of_run(op->store, run->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		rows.items[i].contact = contact;
		r = store_followup_update(op->store, &rows.items[i]);
	}
	run->contact = contact;
	if (r == 0)
		r = store_run_update(op->store, run);
	return r || !was_active ? r : run_take_up(op, run, run->anchor_day);
}

static int move_to_contact(struct op *op, const struct sale *sale)
{
	struct contact contact;
	struct run *runs;
	size_t n;
	int r;

	r = op_live_contact(op, sale->contact, &contact);
	if (r == 0)
		r = store_run_of_anchor(op->store, ANCHOR_SALE, sale->id, op->arena, &runs, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = move_run(op, &runs[i], sale->contact);
	if (r == 0)
		r = date_move(op, sale->id, sale->contact);
	return r ? r : op_promise_move(op, sale);
}

/* It came by another referral, or by none: that of another person goes with a move. */
static int change_referral(struct op *op, struct sale *sale, const struct sale *old)
{
	int r = 0;

	if (sale->contact != old->contact && sale->referral == old->referral)
		sale->referral = 0;
	if (sale->referral == old->referral)
		return 0;
	if (old->referral)
		r = referral_sale_unlink(op, old, old->referral);
	return r || !sale->referral ? r : referral_sale_find(op, sale);
}

int op_sale_update(struct op *op, struct sale *sale)
{
	struct sale old;
	bool is_moved;
	int r;

	r = op_sale_check(op, sale);
	if (r == 0)
		r = check_opened_day(op, sale);
	if (r == 0)
		r = op_sale_get(op, sale->id, &old);
	is_moved = r == 0 && old.contact != sale->contact;
	if (r == 0)
		r = change_referral(op, sale, &old);
	if (is_moved && r == 0)
		r = move_to_contact(op, sale);
	if (r == 0)
		r = store_sale_update(op->store, sale);
	if (r == 0 && is_moved)
		r = flow_facts(op, old.contact);
	if (r)
		return r;
	return sale->referral == old.referral ? changed(op, sale) : decided(op, sale);
}

int op_sale_get(struct op *op, int64_t id, struct sale *ret)
{
	int r;

	r = store_sale_get(op->store, id, op->arena, ret);
	return op_not_found(op, r, "id", "there is no sale %lld", (long long)id);
}

static int get_for(struct op *op, int64_t id, enum sale_state to, struct sale *ret)
{
	int r;

	r = op_sale_get(op, id, ret);
	if (r)
		return r;
	if (ret->state == to)
		return op_fail(op, VOUCH_E_SALE_STATE, "id", "sale %lld is %s already",
			       (long long)id, sale_states[to]);
	if (!sale_may_become(ret->state, to))
		return op_fail(op, VOUCH_E_SALE_STATE, "id", "sale %lld is %s, it cannot become %s",
			       (long long)id, sale_states[ret->state], sale_states[to]);
	return 0;
}

static int decide(struct op *op, struct sale *sale, enum sale_state state, struct day *day,
		  struct day wanted)
{
	int r;

	*day = day_is_none(wanted) ? op->today : wanted;
	r = not_after_today(op, *day, "day");
	if (r)
		return r;
	if (!day_is_none(sale->opened_day) && day_before(*day, sale->opened_day))
		return op_fail(op, VOUCH_E_CONFLICT, "day",
			       "the day lies before the day the sale was opened");
	sale->state = state;
	return store_sale_update(op->store, sale);
}

int op_sale_complete(struct op *op, int64_t id, struct day day, const char *plan, struct sale *ret,
		     struct run *ret_run)
{
	const struct motive motive = {RULE_COMPLETED, CAUSE_SALE, id, NULL};
	const struct motive again = {RULE_RUN_STOPPED, CAUSE_SALE, id, NULL};
	struct run_anchor anchor;
	int r;

	r = get_for(op, id, SALE_COMPLETED, ret);
	if (r == 0)
		r = decide(op, ret, SALE_COMPLETED, &ret->completed_day, day);
	if (r == 0)
		r = op_run_stop_of_sale(op, id, PLAN_GROUNDWORK, &motive);
	if (r)
		return r;
	anchor = anchor_of(ret, ret->completed_day);
	/* One that was applied by hand while the sale was open counts from this day on. */
	r = op_run_stop_of_sale(op, id, plan ? plan : PLAN_AFTER_SALE, &again);
	if (r)
		return r;
	r = op_run_start(op, plan ? plan : PLAN_AFTER_SALE, &anchor, ret_run);
	return r ? r : decided(op, ret);
}

int op_sale_lose(struct op *op, int64_t id, struct day day, const char *reason, struct sale *ret)
{
	const struct motive motive = {RULE_LOST, CAUSE_SALE, id, reason};
	int r;

	r = get_for(op, id, SALE_LOST, ret);
	if (r)
		return r;
	ret->reason = reason;
	r = decide(op, ret, SALE_LOST, &ret->lost_day, day);
	if (r == 0)
		r = op_run_stop_of_sale(op, id, NULL, &motive);
	if (r == 0)
		r = date_sale_over(op, id, &motive);
	return r ? r : decided(op, ret);
}

int op_sale_add_as_is(struct op *op, struct sale *sale)
{
	int r;

	sale->created_at = op->now;
	r = store_sale_add(op->store, sale);
	return r ? r : op_event(op, EVENT_SALE_CHANGED, sale->id, sale->contact);
}

/* A completed one is given back. */
static int give_back(struct op *op, struct sale *sale, struct day day, const char *reason)
{
	const struct motive motive = {RULE_REFUNDED, CAUSE_SALE, sale->id, reason};
	int r;

	r = decide(op, sale, SALE_REFUNDED, &sale->refunded_day, day);
	if (r == 0)
		r = op_run_stop_of_sale(op, sale->id, NULL, &motive);
	if (r == 0)
		r = date_sale_over(op, sale->id, &motive);
	return r ? r : changed(op, sale);
}

int op_sale_close(struct op *op, struct sale *sale, enum sale_state to, struct day day)
{
	bool is_won = to == SALE_COMPLETED;
	const struct motive motive = {is_won ? RULE_COMPLETED : RULE_LOST, CAUSE_SALE, sale->id,
				      NULL};
	int r;

	if (to == SALE_REFUNDED) {
		r = sale->state == SALE_OPEN ? op_sale_close(op, sale, SALE_COMPLETED, day) : 0;
		return r ? r : give_back(op, sale, day, NULL);
	}
	r = decide(op, sale, to, is_won ? &sale->completed_day : &sale->lost_day, day);
	if (r == 0)
		r = op_run_stop_of_sale(op, sale->id, is_won ? PLAN_GROUNDWORK : NULL, &motive);
	if (r == 0 && !is_won)
		r = date_sale_over(op, sale->id, &motive);
	return r ? r : decided(op, sale);
}

int op_sale_refund(struct op *op, int64_t id, struct day day, const char *reason, struct sale *ret)
{
	int r;

	r = get_for(op, id, SALE_REFUNDED, ret);
	if (r)
		return r;
	if (!day_is_none(day) && day_before(day, ret->completed_day))
		return op_fail(op, VOUCH_E_CONFLICT, "day",
			       "the day lies before the day the sale was completed");
	ret->reason = reason;
	return give_back(op, ret, day, reason);
}

int op_sale_reopen(struct op *op, int64_t id, const char *reason, struct sale *ret)
{
	const struct motive motive = {RULE_REOPENED, CAUSE_SALE, id, reason};
	int r;

	r = get_for(op, id, SALE_OPEN, ret);
	if (r)
		return r;
	ret->state = SALE_OPEN;
	ret->reason = reason;
	ret->completed_day = NO_DAY;
	ret->lost_day = NO_DAY;
	ret->refunded_day = NO_DAY;
	r = store_sale_update(op->store, ret);
	if (r == 0)
		r = op_run_stop_of_sale(op, id, NULL, &motive);
	if (r == 0)
		r = date_sale_back(op, id);
	if (r == 0)
		r = referral_sale_reopened(op, ret);
	return r ? r : changed(op, ret);
}

int op_sale_list(struct op *op, const struct sale_filter *filter, struct sale **ret, size_t *ret_n)
{
	return store_sale_list(op->store, filter, op->arena, ret, ret_n);
}

int op_sale_next(struct op *op, int64_t sale, struct followup *ret)
{
	struct followups next;
	int r;

	*ret = (struct followup){0};
	r = store_followup_next_of_sale(op->store, sale, op->arena, &next);
	if (r == 0 && next.n)
		*ret = next.items[0];
	return r;
}

int op_sale_only_open(struct op *op, int64_t contact, int64_t *sale)
{
	const struct sale_filter open = {.contact = contact,
					 .state = SALE_OPEN,
					 .source = -1,
					 .from = NO_DAY,
					 .to = NO_DAY,
					 .limit = 2};
	struct sale *sales;
	size_t n;
	int r;

	if (*sale)
		return 0;
	r = store_sale_list(op->store, &open, op->arena, &sales, &n);
	if (r == 0 && n == 1)
		*sale = sales[0].id;
	return r;
}
