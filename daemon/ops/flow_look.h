/* When the clock must look at a follow-up next: to tell of it ahead, when it falls due, and when
 * it is too late for it. */
#pragma once

#include "domain/followup.h"
#include "ops/op.h"

/* Has it fallen due, so that it waits for a person alone? Of scheduled ones only. */
bool flow_has_come(const struct followup *f);
/* Of one that has this state, day and due instant; has_come: it has fallen due already.
 * NO_INSTANT: never. */
int flow_next_at(struct op *op, const struct followup *f, bool has_come, int64_t *ret);

/* The days on which a plan's step is told of ahead (working mornings, as many days before its day
 * or, where that is a day off, on the working day before). */
struct lead_times {
	int64_t last; /* the newest up to now; NO_INSTANT: none */
	int64_t next; /* the first after now; NO_INSTANT: none */
};
int flow_leads(struct op *op, const struct followup *f, struct lead_times *ret);
/* Such a day has come: tells of it, of several missed ones once, where it is to be told now, and
 * looks ahead to the next. */
int flow_tell_ahead(struct op *op, const struct followup *f, bool is_told);
