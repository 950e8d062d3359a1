/* Working time that is no touch. */
#include "ops/time_log.h"

#include "ops/refuse.h"

int op_time_log(struct op *op, struct time_log *t)
{
	int r;

	if (day_is_none(t->day))
		t->day = op->today;
	r = op_not_after_today(op, t->day, "day");
	if (r)
		return r;
	t->created_at = op->now;
	return store_time_log_add(op->store, t);
}

int op_time_log_list(struct op *op, const struct time_log_filter *filter, struct time_logs *ret)
{
	return store_time_log_list(op->store, filter, op->arena, ret);
}
