/* Contacts who may be one person: found by what both have. */
#pragma once

#include "store/db.h"

enum same_what { SAME_EMAIL = 1, SAME_PHONE = 2, SAME_NAME = 4 };

/* An older contact that shares something with the one asked about. */
struct duplicate {
	int64_t contact;
	unsigned same; /* of enum same_what, or'ed */
};
struct duplicates {
	struct duplicate *items; /* by id */
	size_t n;
};

#define DUPLICATES_EACH_MAX 20 /* for each of what they share */

/* Those with a lower id; not who is merged or erased, who has died where the other has not, who
 * lives with them under another name, or who is said to be somebody else. */
int store_duplicates_of(struct store *s, int64_t contact, struct arena *arena,
			struct duplicates *ret);
/* Ids from `from` on, in order, that are neither merged nor erased. */
int store_duplicates_next(struct store *s, int64_t from, int limit, struct arena *arena,
			  int64_t **ret, size_t *ret_n);

/* Whether two were said to be two people; the order does not matter. */
int store_distinct_has(struct store *s, int64_t a, int64_t b, bool *ret);
/* Two who were not said to be so yet. */
int store_distinct_add(struct store *s, int64_t a, int64_t b);
