/* Touches: logged by hand, or by `done`. */
#pragma once

#include "domain/followup.h"
#include "domain/touch.h"
#include "ops/op.h"
#include "store/touch.h"

/* Stores it; the caller has checked the contact and refreshes its facts. Sets t->id. */
int op_touch_add(struct op *op, struct touch *t);
/* The touch that doing a follow-up is: one logged by hand within the last hour, of the same day,
 * channel and direction and of no follow-up, is taken to be the same and told whose it was;
 * else t is stored. */
int op_touch_of_followup(struct op *op, struct touch *t);
/* touch.log: checks and stores; *ret_offers are the contact's open follow-ups that it may have
 * answered (due within a week, reaching a person, no asks). */
int op_touch_log(struct op *op, struct touch *t, struct followup **ret_offers, size_t *ret_n);
int op_touch_list(struct op *op, const struct touch_filter *filter, struct touch **ret,
		  size_t *ret_n);
