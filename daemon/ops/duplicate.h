/* contact.duplicates and contact.distinct: who may be one person, and who is not. Nobody is merged
 * unasked. */
#pragma once

#include "ops/op.h"
#include "store/duplicate.h"

struct duplicate_pair {
	int64_t older, newer;
	unsigned same; /* of enum same_what, or'ed */
};
/* By the newer, then the older. */
struct duplicate_page {
	int64_t newer, older; /* the last pair that was told; where to go on, when done */
	int limit;
	struct duplicate_pair *items;
	size_t n;
	bool has_more; /* a page may be short, or empty, and not the last: so much is looked at */
};
int op_duplicates(struct op *op, struct duplicate_page *page);

/* They are two people, and no pair of contact.duplicates any more; nothing changes where that was
 * said already. Refused where they are one contact, or either is merged or erased. */
int op_contact_distinct(struct op *op, int64_t a, int64_t b);
