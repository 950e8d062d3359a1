/* Satisfaction: scores and compliments, and what follows from them. */
#include "ops/satisfaction.h"

#include "ops/event.h"
#include "ops/flow.h"
#include "ops/gate.h"
#include "ops/refuse.h"
#include "ops/repair.h"
#include "store/sale.h"

/* The contact, the sale and the day, which are those of today and the newest sale where none are
 * named. */
static int check(struct op *op, int64_t contact, int64_t *sale, struct day *day)
{
	struct contact c;
	int r;

	if (day_is_none(*day))
		*day = op->today;
	r = op_live_contact(op, contact, &c);
	if (r == 0)
		r = op_not_after_today(op, *day, "day");
	if (r == 0 && *sale)
		return op_sale_of_contact(op, *sale, contact);
	return r ? r : store_sale_newest_completed(op->store, contact, *day, sale);
}

static int add_score(struct op *op, struct satisfaction *score)
{
	score->entry = op->journal;
	score->created_at = op->now;
	return store_satisfaction_add(op->store, score);
}

static int told(struct op *op, int64_t contact)
{
	int r;

	r = flow_facts(op, contact);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, contact, contact);
}

int op_satisfaction_record(struct op *op, struct satisfaction *score, struct praise_result *ret)
{
	int r;

	*ret = (struct praise_result){0};
	r = check(op, score->contact, &score->sale, &score->day);
	if (r == 0)
		r = add_score(op, score);
	return r ? r : told(op, score->contact);
}

int op_satisfaction_of_followup(struct op *op, const struct followup *f, struct satisfaction *score,
				struct praise_result *ret)
{
	int r = 0;

	*ret = (struct praise_result){0};
	score->contact = f->contact;
	score->followup = f->id;
	score->sale = f->sale;
	if (!score->sale)
		r = store_sale_newest_completed(op->store, f->contact, score->day, &score->sale);
	return r ? r : add_score(op, score);
}

int op_compliment_add(struct op *op, struct compliment *c, struct praise_result *ret)
{
	int r;

	*ret = (struct praise_result){0};
	r = check(op, c->contact, &c->sale, &c->day);
	if (r)
		return r;
	c->entry = op->journal;
	c->created_at = op->now;
	r = store_compliment_add(op->store, c);
	if (r == 0)
		r = told(op, c->contact);
	return r ? r : gate_praised(op, c->contact);
}

int op_satisfaction_list(struct op *op, const struct praise_filter *filter,
			 struct satisfaction **ret, size_t *ret_n)
{
	return store_satisfaction_list(op->store, filter, op->arena, ret, ret_n);
}

int op_compliment_list(struct op *op, const struct praise_filter *filter, struct compliment **ret,
		       size_t *ret_n)
{
	return store_compliment_list(op->store, filter, op->arena, ret, ret_n);
}
