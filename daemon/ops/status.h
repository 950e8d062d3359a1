/* The state of the whole book on one screen. */
#pragma once

#include "ops/notice_hold.h"
#include "ops/numbers.h"
#include "store/headcount.h"

struct status {
	struct headcount heads;
	struct book_counts book;
	struct notice_delivery delivery;
	struct referral_sale last_sale;
	struct loop_counts loops;
	struct referral_counts referrals;
	/* Of the 12 months that end today. */
	struct numbers_range year;
	struct funnel_numbers funnel;
	struct sources_numbers sources; /* without money */
	struct promises_numbers promises;
	int64_t requests_open, requests_late; /* of people about their data */
	struct day request_due;               /* the first of them; NO_DAY: none is open */
	int64_t next_due_at;
	int64_t database_bytes;
};
int op_status(struct op *op, struct status *ret);

/* What the book lacks or may lack: store_loss. */
struct op_loss {
	int64_t before;
	const char *how; /* null: nothing */
};
void op_loss(const struct op *op, struct op_loss *ret);
