/* The clock edge: what is done when an instant has come. */
#pragma once

#include "ops/op.h"

#define TICK_SLICE 50 /* read at once */
#define REZONE_SLICE 100

/* Looks at follow-ups whose next_at has come, at most TICK_SLICE and while op->until lasts: due
 * ones get a notice item and an event, asks whose day has come begin to wait, old asks expire,
 * pauses and suppressions that are over end, and so does an absence, which holds back until then
 * what is due. Of each kind one at least, so that none waits for another's end. *ret_more: there
 * are more, call again in a transaction of its own; nobody is told of what is due before there are
 * no more. */
int op_tick(struct op *op, bool *ret_more);
/* The next instant the daemon must wake for; NO_INSTANT: none. */
int op_tick_next(struct op *op, int64_t *ret);

/* After start or a change of the zone: recomputes derived instants where the zone or its rules
 * are not those they were computed with. In slices: *after begins at 0, ends negative. */
int op_rezone(struct op *op, int64_t *after);
/* Whether that is needed. */
int op_rezone_is_needed(struct op *op, bool *ret);
