/* The daily cap on value calls, those to keep in touch included. DESIGN section 5, "Daily cap". */
#pragma once

#include "domain/followup.h"
#include "ops/op.h"

/* How many value calls a day has: those that fell due on it, whatever became of them, and those
 * that are still to. What it can take more is settings->calls_per_day less this. */
int value_call_count(struct op *op, struct day day, int64_t *ret);
/* One falls due: where enough have on its day it goes to the next working day with room. What a
 * person made or pinned stays, and is counted. */
int value_call_cap(struct op *op, struct followup *f, bool *ret_is_over);

/* A slice of the clock hands what it knows of the days on to the next, which counts none of them
 * again unless something else was written meanwhile. Remembered after op_end; forgotten where the
 * commit fails. */
void value_call_remember(const struct op *op);
void value_call_recall(struct op *op);
void value_call_forget(struct op_env *env);
