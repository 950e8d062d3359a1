/* Complaints: said, and put right. */
#include "ops/complaint.h"

#include "ops/event.h"
#include "ops/flow.h"
#include "ops/refuse.h"
#include "ops/repair.h"

static int check_resolved_day(struct op *op, const struct complaint *c)
{
	int r;

	r = op_not_after_today(op, c->resolved_day, "day");
	if (r || !day_before(c->resolved_day, c->day))
		return r;
	return op_fail(op, VOUCH_E_CONFLICT, "day", "the day lies before the day of the complaint");
}

int op_complaint_add(struct op *op, struct complaint *c)
{
	struct repair_cause cause = {.kind = REPAIR_COMPLAINT};
	struct contact contact;
	int r;

	if (day_is_none(c->day))
		c->day = op->today;
	r = op_live_contact(op, c->contact, &contact);
	if (r == 0)
		r = op_sale_of_contact(op, c->sale, c->contact);
	if (r == 0)
		r = op_not_after_today(op, c->day, "day");
	if (r)
		return r;
	c->state = COMPLAINT_OPEN;
	c->resolved_day = NO_DAY;
	c->entry = op->journal;
	c->created_at = op->now;
	r = store_complaint_add(op->store, c);
	if (r)
		return r;
	cause.id = c->id;
	cause.contact = c->contact;
	cause.sale = c->sale;
	cause.day = c->day;
	r = op_repair_cause(op, &cause);
	if (r == 0)
		r = flow_facts(op, c->contact);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, c->contact, c->contact);
}

int op_complaint_resolve(struct op *op, int64_t id, struct day day, const char *note,
			 struct complaint *ret)
{
	char text[DAY_TEXT_SIZE];
	int r;

	r = op_complaint_get(op, id, ret);
	if (r)
		return r;
	if (ret->state == COMPLAINT_RESOLVED)
		return op_fail(op, VOUCH_E_COMPLAINT_STATE, "id",
			       "complaint %lld is resolved already (%s)", (long long)id,
			       day_format(ret->resolved_day, text));
	ret->resolved_day = day_is_none(day) ? op->today : day;
	r = check_resolved_day(op, ret);
	if (r)
		return r;
	ret->state = COMPLAINT_RESOLVED;
	ret->resolved_entry = op->journal;
	ret->note = note;
	r = store_complaint_update(op->store, ret);
	if (r == 0)
		r = repair_complaint_resolved(op, ret);
	if (r == 0)
		r = flow_facts(op, ret->contact);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, ret->contact, ret->contact);
}

int op_complaint_get(struct op *op, int64_t id, struct complaint *ret)
{
	int r;

	r = store_complaint_get(op->store, id, op->arena, ret);
	return op_not_found(op, r, "id", "there is no complaint %lld", (long long)id);
}

int op_complaint_list(struct op *op, const struct complaint_filter *filter, struct complaint **ret,
		      size_t *ret_n)
{
	return store_complaint_list(op->store, filter, op->arena, ret, ret_n);
}
