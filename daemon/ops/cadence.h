/* Keeping in touch: calls planned by how long a contact has not been spoken to. DESIGN section 4,
 * `keep-in-touch`. */
#pragma once

#include "domain/cadence.h"
#include "domain/followup.h"
#include "ops/op.h"

/* After the facts of a contact were refreshed: plans the next call where its day is at most
 * CADENCE_AHEAD days ahead and nothing else is due to them about then, takes one back whose day is
 * another now, and says when the clock is to look again. */
int cadence_settle(struct op *op, int64_t contact);
/* A follow-up fell away or moved, which may have kept a call to keep in touch from being planned;
 * and those of whom that was noted are settled, at the end of the operation, unless they were
 * since: an operation on one of a household may end what was planned for another. */
void cadence_note_given_way(struct op *op, int64_t contact);
int cadence_settle_given_way(struct op *op);
/* The clock: heeds other intervals in the settings, and settles those whose look day has come, at
 * most `limit`. */
int cadence_tick(struct op *op, int limit, bool *ret_more);
/* One of the cadence's calls falls due: it is taken back where its day is another now, or where
 * another follow-up to the contact is overdue or due within CADENCE_AHEAD days. */
int cadence_keep_silent(struct op *op, struct followup *f, bool *ret_is_over);
