/* Suppressions: who is not to be contacted, how, and until when. */
#include "ops/suppression.h"

int suppression_of(struct op *op, const struct followup *f, enum suppression_force *ret)
{
	(void)op;
	(void)f;
	*ret = SUPPRESSION_NONE;
	return 0;
}
