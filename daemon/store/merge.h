/* Two contacts become one: the rows of one go to the other.
 *
 * Which columns name a contact is read from the schema's references when the database is opened,
 * so that a new table is merged without a word of it here. */
#pragma once

#include <stdbool.h>

#include "store/db.h"
#include "store/tables.h"

struct merge;

/* Owned by the store; made by store_open after the migrations. */
int merge_new(struct store *s, struct merge **ret);
void merge_free(struct merge *m);

struct merge_wanted {
	int64_t keep, drop;
	bool takes_address; /* keep has none, and has that of drop from now on */
};

/* How many rows of a table have gone over. */
struct merge_moved {
	const struct table *table;
	int64_t n;
};
struct merge_rows {
	struct merge_moved *items; /* those with any, in the order of their tables' names */
	size_t n;
};

/* What both have, and only one may have, is settled first: a tag, a number or an address once; of
 * two answers about a channel the newer, and on one day the "no"; of two copies of one mailing the
 * one that was sent; a third whom both are said not to be, once, and not that they are two. Then
 * every row that names drop names keep. The contacts' own rows are the caller's. */
int store_merge(struct store *s, const struct merge_wanted *wanted, struct arena *arena,
		struct merge_rows *ret);

/* Whether one has sent, or was sent to, the other; *ret 0: neither, else the referral. */
int store_merge_referral(struct store *s, int64_t one, int64_t other, int64_t *ret);

/* For tests: every statement made when the database is opened. */
const struct stmt_set *merge_statements(const struct store *s);
