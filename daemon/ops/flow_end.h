/* What follows when a follow-up ends. Used by flow.c. */
#pragma once

#include "domain/followup.h"
#include "ops/op.h"

/* f has just ended: dates or cancels the steps after it, cancels its parts, plants the next of
 * its series, and ends its run where nothing of it is open any more. */
int flow_follow(struct op *op, const struct followup *f);
