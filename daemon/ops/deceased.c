/* The death of a contact: what was planned for them ends. */
#include "ops/deceased.h"

#include "ops/event.h"
#include "ops/flow.h"
#include "ops/parting.h"
#include "ops/refuse.h"
#include "ops/repair.h"
#include "store/contact.h"
#include "store/followup.h"

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
		r = parting_withdraw(op, id, "they have died");
	if (r == 0)
		r = store_contact_set_deceased(op->store, id, day);
	if (r == 0)
		r = parting_cancel(op, id, RULE_DECEASED);
	if (r == 0 && trouble.run)
		r = repair_pass_on(op, trouble.run);
	if (r == 0)
		r = flow_facts(op, id);
	op->env->is_stepped = true;
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, id, id);
}
