/* The gate at work. */
#include "ops/gate.h"

int gate_settle(struct op *op, int64_t contact)
{
	(void)op;
	(void)contact;
	return 0;
}

int gate_praised(struct op *op, int64_t contact)
{
	(void)op;
	(void)contact;
	return 0;
}
