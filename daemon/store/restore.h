/* Rows put back as their images say: statements for each journaled table, made when the database
 * is opened, from store/tables.c and the schema's references.
 *
 * ids in rows are those of the table's first column. */
#pragma once

#include <stdbool.h>

#include "store/db.h"
#include "store/image.h"
#include "store/tables.h"

struct restore;

/* Owned by the store; made by store_open after the migrations. */
int restore_new(struct store *s, struct restore **ret);
void restore_free(struct restore *r);

enum row_match { ROW_SAME, ROW_DIFFERS, ROW_ABSENT };
/* Whether the row is as the image has it, in its facts: neither version nor what is derived. */
int restore_compare(struct store *s, const struct table *t, int64_t row,
		    const struct image_bytes *image, enum row_match *ret);

/* Each raises the version of what it writes. -EEXIST where another row has what must be unique. */
int restore_insert(struct store *s, const struct table *t, const struct image_bytes *image);
int restore_update(struct store *s, const struct table *t, const struct image_bytes *image);
/* What is derived from the row, and refers to it, goes with it. */
int restore_delete(struct store *s, const struct table *t, int64_t row);

/* A row that refers to another. */
struct reference {
	const struct table *table;
	int64_t row; /* 0: none was found */
};
/* A row of a journaled table that refers to this one; any of them. */
int restore_find_child(struct store *s, const struct table *t, int64_t row, struct reference *ret);
/* Another row that has what the image's row must have alone. */
int restore_find_rival(struct store *s, const struct table *t, int64_t row,
		       const struct image_bytes *image, struct reference *ret);
/* The row of an image's references that `is_wanted` says yes to; any of them. */
typedef int reference_test(void *context, const struct table *parent, int64_t row, bool *ret);
int restore_find_parent(struct store *s, const struct table *t, const struct image_bytes *image,
			reference_test *is_wanted, void *context, struct reference *ret);
/* Such a test, its context the store: the row is not there. */
reference_test restore_is_lost;

/* A way in which rows refer to others, with its own of the two. */
struct reference_way {
	int (*find_child)(struct store *s, const struct table *t, int64_t row,
			  struct reference *ret);
	int (*find_parent)(struct store *s, const struct table *t, const struct image_bytes *image,
			   reference_test *is_wanted, void *context, struct reference *ret);
};
extern const struct reference_way restore_by_key; /* the foreign keys of the schema */

/* For tests: every statement there is. */
const struct stmt_set *restore_statements(const struct store *s);
