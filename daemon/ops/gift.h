/* Gifts: noted, with what that makes in the year; and whether a plan may still give. */
#pragma once

#include "domain/followup.h"
#include "domain/gift.h"
#include "ops/op.h"
#include "store/gift.h"

/* What came of noting a gift. */
struct gift_result {
	struct gift_year year;    /* of the gift's day and in its currency, the gift included */
	struct followup followup; /* that it did; id 0: none */
	struct touch touch;       /* that this was; id 0: none */
};

/* g has contact, what, amount, currency (null: the default), day (NO_DAY: today) and referral.
 * It does the contact's follow-up of kind gift where exactly one is due, the one about its
 * referral before others; one that was done on that day, and that no gift is noted for, is taken
 * to be this gift. Going over the limit is no refusal. Sets g->id, followup and the rest. */
int op_gift_add(struct op *op, struct gift *g, struct gift_result *ret);
int op_gift_list(struct op *op, const struct gift_filter *filter, struct gifts *ret);
/* `when: gift-policy`: are the gifts to them this year below the limit? */
int op_gift_policy(struct op *op, int64_t contact, bool *ret_holds);
