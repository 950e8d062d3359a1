/* Somebody is there no longer, dead or erased: what was planned with them ends. */
#include "ops/parting.h"

#include "ops/flow.h"
#include "ops/promise.h"
#include "store/followup.h"

int parting_cancel(struct op *op, int64_t contact, enum move_rule rule)
{
	const struct motive motive = {rule, CAUSE_CONTACT, contact, NULL};
	struct followups open;
	struct followup f;
	int r;

	r = store_followup_open_of_contact(op->store, contact, op->arena, &open);
	for (size_t i = open.n; r == 0 && i-- > 0;) {
		r = store_followup_get(op->store, open.items[i].id, op->arena, &f);
		if (r == 0 && followup_is_open(f.state))
			r = flow_end(op, &f, FOLLOWUP_CANCELLED, &motive);
	}
	return r;
}

int parting_withdraw(struct op *op, int64_t contact, const char *why)
{
	struct promises open;
	struct promise p;
	int r;

	r = op_promise_open_of(op, contact, 0, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++)
		r = op_promise_withdraw(op, open.items[i].id, why, &p);
	return r;
}
