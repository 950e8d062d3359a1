/* What holds pop-ups back, until when, and that in words. */
#pragma once

#include "domain/notice.h"
#include "ops/op.h"

/* What notice_choose() asks for, as of now. */
int notice_facts(struct op *op, struct notice_facts *ret);
/* From when on one that a person named may be shown in these quiet hours. */
int64_t notice_named_since(const struct op *op);

/* When something that waits may be shown, or the next morning has something to say: later than
 * now, NO_INSTANT where nothing is to be looked at. */
int op_notice_next_look(struct op *op, int64_t *ret);

struct notice_delivery {
	int64_t undelivered, undelivered_since; /* NO_INSTANT: nothing is */
	int64_t held;                           /* waits, and is meant to */
	const char *why_held;                   /* one clause; null: nothing is held */
};
int op_notice_delivery(struct op *op, struct notice_delivery *ret);
