/* A plan's follow-up whose day was named a holiday after it was planned. */
#pragma once

#include "domain/followup.h"
#include "ops/op.h"

/* What falls due today, on a day off, is moved to the next working day; not what a person named,
 * nor a promise. */
int day_off_move(struct op *op, struct followup *f, bool *ret_is_over);
