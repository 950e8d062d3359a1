/* Asks: one at a time for a household. */
#include "ops/ask.h"

#include "ops/flow.h"
#include "store/followup.h"

int op_ask_one_at_a_time(struct op *op, int64_t contact)
{
	struct motive motive = {.rule = RULE_SUPERSEDED, .cause = CAUSE_FOLLOWUP};
	struct followups asks;
	int r;

	r = store_followup_come_asks(op->store, contact, op->now, op->arena, &asks);
	if (r || asks.n < 2)
		return r;
	motive.cause_id = asks.items[asks.n - 1].id;
	for (size_t i = 0; r == 0 && i + 1 < asks.n; i++) {
		r = flow_end(op, &asks.items[i], FOLLOWUP_CANCELLED, &motive);
		if (r == 0)
			r = flow_facts(op, asks.items[i].contact);
	}
	return r;
}

int ask_offered(struct op *op, int64_t contact, int64_t referral)
{
	(void)op;
	(void)contact;
	(void)referral;
	return 0;
}
