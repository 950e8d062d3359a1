/* Somebody is there no longer, dead or erased: what was planned with them ends. */
#pragma once

#include "domain/followup.h"
#include "ops/op.h"

/* Cancels what is open, the last ones first, so that each is told why and not that the one before
 * it was cancelled; their runs end with them. */
int parting_cancel(struct op *op, int64_t contact, enum move_rule rule);
/* Withdraws the open promises. */
int parting_withdraw(struct op *op, int64_t contact, const char *why);
