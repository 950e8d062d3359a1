/* The days that a number is about. */
#include "ops/period.h"

int op_period(struct op *op, struct day *from, struct day *to)
{
	if (day_is_none(*to))
		*to = day_is_none(*from) || !day_before(op->today, *from) ? op->today : *from;
	if (day_is_none(*from))
		*from = day_plus(*to, 1 - PERIOD_DAYS);
	if (day_before(*to, *from))
		return op_fail(op, VOUCH_E_CONFLICT, "from", "from must not lie after to");
	return 0;
}
