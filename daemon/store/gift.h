/* Gifts. */
#pragma once

#include "base/arena.h"
#include "domain/gift.h"
#include "store/db.h"
#include "store/followup.h"

struct gifts {
	struct gift *items;
	size_t n;
};

/* Sets g->id. */
int store_gift_add(struct store *s, struct gift *g);

struct gift_filter {
	int64_t contact;       /* 0: any */
	struct day from, to;   /* inclusive */
	struct day before_day; /* of a page's last gift */
	int64_t before_id;     /* 0: from the newest */
	int limit;
};
/* Newest day first. */
int store_gift_list(struct store *s, const struct gift_filter *filter, struct arena *arena,
		    struct gifts *ret);
/* What they are worth together, to a contact, from one day to another, in one currency; never more
 * than VOUCH_AMOUNT_MAX. */
int store_gift_sum(struct store *s, int64_t contact, struct day from, struct day to,
		   const char *currency, int64_t *ret);

/* Follow-ups of kind gift that were done on a day and that no gift is noted for yet. */
int store_gift_unnoted(struct store *s, int64_t contact, struct day day, struct arena *arena,
		       struct followups *ret);
