/* Suppressions: who is not to be contacted, how, and until when. */
#pragma once

#include "domain/followup.h"
#include "domain/suppression.h"
#include "ops/op.h"

enum suppression_force {
	SUPPRESSION_NONE,
	SUPPRESSION_UNTIL,   /* it waits for the end of it */
	SUPPRESSION_ENDLESS, /* it is cancelled */
};
/* What stands against a follow-up today. */
int suppression_of(struct op *op, const struct followup *f, enum suppression_force *ret);
