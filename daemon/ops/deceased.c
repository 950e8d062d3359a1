/* The death of a contact: what was planned for them ends. */
#include "ops/deceased.h"

#include "ops/event.h"
#include "ops/flow.h"
#include "ops/promise.h"
#include "ops/refuse.h"
#include "ops/repair.h"
#include "store/contact.h"
#include "store/followup.h"

/* The last ones first, so that each is told why and not that the one before it was cancelled;
 * their runs end with them. */
static int cancel_followups(struct op *op, int64_t contact)
{
	const struct motive motive = {RULE_DECEASED, CAUSE_CONTACT, contact, NULL};
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

static int withdraw_promises(struct op *op, int64_t contact)
{
	struct promises open;
	struct promise p;
	int r;

	r = op_promise_open_of(op, contact, 0, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++)
		r = op_promise_withdraw(op, open.items[i].id, "they have died", &p);
	return r;
}

int op_contact_deceased(struct op *op, int64_t id, struct day day, struct contact *ret)
{
	struct household_trouble trouble;
	int r;

	r = op_live_contact(op, id, ret);
	if (r)
		return r;
	if (day_is_none(day))
		day = op->today;
	if (day_before(op->today, day))
		return op_fail(op, VOUCH_E_CONFLICT, "day", "the day cannot lie after today");
	r = store_repair_trouble(op->store, id, &trouble);
	if (r == 0)
		r = withdraw_promises(op, id);
	if (r == 0)
		r = store_contact_set_deceased(op->store, id, day);
	if (r == 0)
		r = cancel_followups(op, id);
	if (r == 0 && trouble.run)
		r = repair_pass_on(op, trouble.run);
	if (r == 0)
		r = flow_facts(op, id);
	op->env->is_stepped = true;
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, id, id);
}
