/* Promises: told, kept, broken, re-dated, withdrawn, and the follow-up that goes with each. */
#include "ops/promise.h"

#include "ops/event.h"
#include "ops/flow.h"
#include "ops/promise_task.h"
#include "ops/refuse.h"
#include "ops/repair.h"
#include "ops/sale.h"

static int tell(struct op *op, const struct promise *p)
{
	return op_event(op, EVENT_PROMISE_CHANGED, p->id, p->contact);
}

static int changed(struct op *op, const struct promise *p)
{
	int r;

	r = flow_facts(op, p->contact);
	return r ? r : tell(op, p);
}

static int begin_repair(struct op *op, const struct promise *p, struct day day)
{
	const struct repair_cause cause = {.kind = REPAIR_PROMISE,
					   .id = p->id,
					   .contact = p->contact,
					   .sale = p->sale,
					   .day = day};

	return op_repair_cause(op, &cause);
}

/* A due day in the past is taken where the promise is said to have been made before it. */
static int check_due(struct op *op, struct promise *p)
{
	bool is_made_today = day_is_none(p->made_day);

	if (is_made_today)
		p->made_day = op->today;
	if (day_before(op->today, p->made_day))
		return op_fail(op, VOUCH_E_CONFLICT, "made_day",
			       "a promise cannot have been made after today");
	if (!day_before(p->due_day, p->made_day))
		return 0;
	if (is_made_today)
		return op_fail(op, VOUCH_E_CONFLICT, "due_day",
			       "the day it is due has passed; if it was promised before that, say "
			       "when it was made");
	return op_fail(op, VOUCH_E_CONFLICT, "due_day",
		       "the day it is due lies before the day it was made");
}

/* Our own day, as named, within the days given; by default a working day early. */
static int set_target(struct op *op, struct day from, struct day due, struct day *target)
{
	if (day_is_none(*target)) {
		*target = promise_target(&op->env->work, from, due);
		return 0;
	}
	if (day_before(due, *target))
		return op_fail(op, VOUCH_E_CONFLICT, "target_day",
			       "our own day cannot lie after the day they were promised");
	if (!day_before(*target, from))
		return 0;
	return op_fail(op, VOUCH_E_CONFLICT, "target_day", "our own day cannot lie %s",
		       day_equal(from, op->today) ? "in the past"
						  : "before the day the promise was made");
}

int op_promise_add(struct op *op, struct promise *p)
{
	struct contact contact;
	int r;

	r = op_live_contact(op, p->contact, &contact);
	if (r == 0)
		r = op_sale_only_open(op, p->contact, &p->sale);
	if (r == 0)
		r = op_sale_of_contact(op, p->sale, p->contact);
	if (r == 0)
		r = check_due(op, p);
	if (r == 0)
		r = set_target(op, p->made_day, p->due_day, &p->target_day);
	if (r)
		return r;
	p->state = PROMISE_OPEN;
	p->ended_day = NO_DAY;
	p->trouble_day = NO_DAY;
	p->righted_day = NO_DAY;
	p->created_at = op->now;
	r = store_promise_add(op->store, p);
	if (r == 0)
		r = promise_task_plant(op, p);
	return r ? r : changed(op, p);
}

int op_promise_get(struct op *op, int64_t id, struct promise *ret)
{
	int r;

	r = store_promise_get(op->store, id, op->arena, ret);
	return op_not_found(op, r, "id", "there is no promise %lld", (long long)id);
}

static int get_open(struct op *op, int64_t id, struct promise *ret)
{
	char day[DAY_TEXT_SIZE];
	int r;

	r = op_promise_get(op, id, ret);
	if (r || ret->state == PROMISE_OPEN)
		return r;
	return op_fail(op, VOUCH_E_PROMISE_STATE, "id", "promise %lld is %s already (%s)",
		       (long long)id, promise_states[ret->state], day_format(ret->ended_day, day));
}

/* The day something became of it. */
static int check_day(struct op *op, const struct promise *p, struct day *day)
{
	int r;

	if (day_is_none(*day))
		*day = op->today;
	r = op_not_after_today(op, *day, "day");
	if (r)
		return r;
	if (day_before(*day, p->made_day))
		return op_fail(op, VOUCH_E_CONFLICT, "day",
			       "the day lies before the day the promise was made");
	return 0;
}

static int keep(struct op *op, struct promise *p, struct day day, bool *ret_late)
{
	int r;

	*ret_late = promise_keep(p, day, op->journal);
	r = store_promise_update(op->store, p);
	if (r == 0 && *ret_late)
		r = begin_repair(op, p, day);
	return r;
}

int op_promise_keep(struct op *op, int64_t id, struct day day, struct promise *ret, bool *ret_late)
{
	const struct motive motive = {RULE_KEPT, CAUSE_PROMISE, id, NULL};
	int r;

	r = get_open(op, id, ret);
	if (r == 0)
		r = check_day(op, ret, &day);
	if (r == 0)
		r = keep(op, ret, day, ret_late);
	if (r == 0)
		r = promise_task_end(op, ret, FOLLOWUP_DONE, &motive);
	return r ? r : changed(op, ret);
}

int op_promise_done(struct op *op, const struct followup *f, struct promise *ret)
{
	struct day day = f->ended_day;
	bool is_late;
	int r;

	r = op_promise_get(op, f->about_id, ret);
	if (r)
		return r;
	if (ret->state != PROMISE_OPEN) {
		ret->id = 0;
		return 0;
	}
	r = check_day(op, ret, &day);
	if (r == 0)
		r = keep(op, ret, day, &is_late);
	return r ? r : tell(op, ret);
}

int op_promise_break(struct op *op, int64_t id, struct day day, const char *reason,
		     struct promise *ret)
{
	const struct motive motive = {RULE_BROKEN, CAUSE_PROMISE, id, reason};
	int r;

	r = get_open(op, id, ret);
	if (r == 0)
		r = check_day(op, ret, &day);
	if (r)
		return r;
	promise_break(ret, day, op->journal);
	ret->reason = reason;
	r = store_promise_update(op->store, ret);
	if (r == 0)
		r = promise_task_end(op, ret, FOLLOWUP_CANCELLED, &motive);
	if (r == 0)
		r = begin_repair(op, ret, day);
	return r ? r : changed(op, ret);
}

int op_promise_withdraw(struct op *op, int64_t id, const char *reason, struct promise *ret)
{
	const struct motive motive = {RULE_WITHDRAWN, CAUSE_PROMISE, id, reason};
	int r;

	r = get_open(op, id, ret);
	if (r)
		return r;
	(void)promise_withdraw(ret, op->today, op->journal);
	ret->reason = reason;
	r = store_promise_update(op->store, ret);
	if (r == 0)
		r = promise_task_end(op, ret, FOLLOWUP_CANCELLED, &motive);
	return r ? r : changed(op, ret);
}

static int check_redate(struct op *op, const struct promise *p, struct promise_redate *to)
{
	int r;

	if (day_before(to->to_due, op->today))
		return op_fail(op, VOUCH_E_CONFLICT, "due_day",
			       "the new day cannot lie in the past");
	r = set_target(op, op->today, to->to_due, &to->to_target);
	if (r)
		return r;
	if (!day_equal(to->to_due, p->due_day) || !day_equal(to->to_target, p->target_day))
		return 0;
	return op_fail(op, VOUCH_E_CONFLICT, "due_day", "promise %lld has that day already",
		       (long long)p->id);
}

int op_promise_redate(struct op *op, const struct redating *to, struct promise *ret, bool *ret_late)
{
	struct promise_redate redate = {
		.day = op->today,
		.to_due = to->due_day,
		.to_target = to->target_day,
		.reason = to->reason,
		.created_at = op->now,
	};
	struct contact contact;
	int r;

	r = get_open(op, to->id, ret);
	if (r == 0)
		r = op_live_contact(op, ret->contact, &contact);
	if (r == 0)
		r = check_redate(op, ret, &redate);
	if (r)
		return r;
	*ret_late = promise_redate(ret, &redate, op->journal);
	r = store_promise_update(op->store, ret);
	if (r == 0)
		r = store_redate_add(op->store, &redate);
	if (r == 0)
		r = promise_task_move(op, ret, to->reason);
	if (r == 0 && *ret_late)
		r = begin_repair(op, ret, op->today);
	return r ? r : changed(op, ret);
}

int op_promise_list(struct op *op, const struct promise_filter *filter, struct promises *ret)
{
	return store_promise_list(op->store, filter, op->arena, ret);
}

int op_promise_redates(struct op *op, int64_t id, struct redates *ret)
{
	return store_redate_list(op->store, id, op->arena, ret);
}

int op_promise_at_risk(struct op *op, struct promises *ret, int64_t *ret_n)
{
	struct day soon = promise_risk_day(&op->env->work, op->today);
	int r;

	r = store_promise_at_risk(op->store, op->today, soon, PROMISES_AT_RISK_MAX, op->arena, ret);
	if (r)
		return r;
	*ret_n = (int64_t)ret->n;
	if (ret->n < PROMISES_AT_RISK_MAX)
		return 0;
	return store_promise_at_risk_count(op->store, op->today, soon, ret_n);
}

int op_promise_open_of(struct op *op, int64_t contact, int64_t sale, struct promises *ret)
{
	return store_promise_open_of(op->store, contact, sale, op->arena, ret);
}

int op_promise_move(struct op *op, const struct sale *sale)
{
	struct promises rows;
	int r;

	r = store_promise_of_sale(op->store, sale->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		rows.items[i].contact = sale->contact;
		r = store_promise_update(op->store, &rows.items[i]);
		if (r == 0)
			r = promise_task_follow(op, &rows.items[i]);
		if (r == 0)
			r = tell(op, &rows.items[i]);
	}
	return r;
}
