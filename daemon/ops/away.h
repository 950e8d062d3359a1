/* Absence: everything but promises and requests about data is held back until the day of return.
 * DESIGN section 5. */
#pragma once

#include "domain/away.h"
#include "domain/followup.h"
#include "ops/op.h"

/* One absence, planned or under way; set again it is replaced. from NO_DAY: today, or where one is
 * under way, the day it began. *ret_held: what it holds, or will in a moment: the clock does it. */
int op_away_set(struct op *op, struct day from, struct day until, struct away *ret,
		int64_t *ret_held);
/* Ends it at once. *ret_released: what the clock lets go now. */
int op_away_clear(struct op *op, struct away *ret, int64_t *ret_released);
/* The one planned or under way, and how much it holds back; ret->id 0 where there is none. */
int op_away_get(struct op *op, struct away *ret, int64_t *ret_held);

/* For other nouns. */

/* Is today a day away? */
int away_is_now(struct op *op, bool *ret);
/* Holds what falls due on a day away. */
int away_holds(struct op *op, struct followup *f, bool *ret_is_held);
/* Until when one that is planned will be held, by the absence there is; NO_DAY: it will not. */
int away_will_hold(struct op *op, const struct followup *f, struct day *ret_until);
/* The clock: an absence whose day of return has come ends; what is due on a day away is held, and
 * what is held on another day is let go, at most `limit` of them. */
int away_tick(struct op *op, int limit, bool *ret_more);
/* When the clock has to do with an absence next; NO_INSTANT: never. */
int away_next(struct op *op, int64_t *ret);
/* A held one may be given a day of the person's own: the day of return or a later one. */
int away_check_move(struct op *op, const struct followup *f, struct day day, const char *field);
