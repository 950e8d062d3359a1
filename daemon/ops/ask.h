/* Asks: one at a time for a household. */
#pragma once

#include "ops/op.h"

/* Of the asks of a contact's household whose day has come, the newest stays; those before it that
 * were not asked give way (DESIGN section 4, "One ask at a time"). */
int op_ask_one_at_a_time(struct op *op, int64_t contact);
/* A name was offered unasked: does the household's open ask, which is not counted. */
int ask_offered(struct op *op, int64_t contact, int64_t referral);
