/* Named days of contacts, and the follow-up that each makes. */
#pragma once

#include "domain/date.h"
#include "domain/followup.h"
#include "ops/flow.h"
#include "ops/op.h"
#include "store/date.h"

/* What a person says of a day. */
struct date_wanted {
	int64_t contact, sale;
	const char *what, *day; /* "2026-05-03" or "--05-03" */
	int is_yearly;          /* -1: as is usual for it */
	int lead_days;          /* -1: as is usual for it */
};

/* Plants the follow-up of the next day; ret_followup->id 0 where they are not to be contacted so.
 * Refused (duplicate) where a birthday is known already. */
int op_date_add(struct op *op, const struct date_wanted *wanted, struct date *ret,
		struct followup *ret_followup);
/* Its open follow-up is cancelled; ret_followup->id 0 where there was none. */
int op_date_remove(struct op *op, int64_t id, struct date *ret, struct followup *ret_followup);
/* Its open follow-up; ret->id 0 where there is none. */
int op_date_next(struct op *op, int64_t id, struct followup *ret);

struct date_row {
	struct date date;
	struct day next_day; /* NO_DAY: it has none any more */
};
struct date_rows {
	struct date_row *items;
	size_t n;
};
/* All of a contact, by their next day from `from` (NO_DAY: today) on; those that have none come
 * last. */
int op_dates_of(struct op *op, int64_t contact, struct day from, struct date_rows *ret);

struct date_range {
	struct day from, to; /* inclusive; each date once, on its first day from then on */
	/* Of a page's last row, its day as it was entered; after_year 0: from the start. */
	int after_year, after_month, after_day;
	int64_t after_id;
	int limit;
};
/* Of all living contacts, by their day. */
int op_date_list(struct op *op, const struct date_range *range, struct date_rows *ret);

/* For the flow of follow-ups and the clock. */

/* It was done, skipped or has expired: plants that of the next day. */
int date_follow(struct op *op, const struct followup *f);
/* From when on it is too late for it; NO_INSTANT: never, or it is not open. A day that a person
 * put it off to counts like the day itself. */
int date_end_at(struct op *op, const struct followup *f, int64_t *ret);
/* Where it is too late for it, it expires; for the clock, due or held back. */
int date_expire(struct op *op, struct followup *f, bool *ret_is_over);

/* For other nouns. */

/* They may be contacted again: what is missing is planted. */
int date_resume(struct op *op, int64_t contact);
/* A sale is refunded or lost: its renewals go with it. */
int date_sale_over(struct op *op, int64_t sale, const struct motive *motive);
/* It is open again: the renewals that went with it come back, and those a person removed do not. */
int date_sale_back(struct op *op, int64_t sale);
/* The dates of a sale go with it to another contact. */
int date_move(struct op *op, int64_t sale, int64_t contact);
/* "birthday, on Sun 3 May 2026" */
const char *op_date_reason(struct op *op, int64_t id);
