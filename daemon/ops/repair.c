/* Repairs: what has gone wrong with a household is put right first. */
#include "ops/repair.h"

int op_repair_cause(struct op *op, const struct repair_cause *cause)
{
	(void)op;
	(void)cause;
	return 0;
}

int repair_wait_of(struct op *op, const struct followup *f, int *ret_wait)
{
	(void)op;
	(void)f;
	*ret_wait = 0;
	return 0;
}

int repair_complaint_resolved(struct op *op, const struct complaint *c)
{
	(void)op;
	(void)c;
	return 0;
}
