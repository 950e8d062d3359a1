/* Whole tables, row by row, every column as stored: for export.items and the import of a book.
 *
 * Statements for each exported table, made when the database is opened, from store/tables.c and
 * the schema. ids are those of a table's first column. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "store/db.h"
#include "store/image.h"
#include "store/tables.h"

struct whole;

/* Owned by the store; made by store_open after the migrations. */
int whole_new(struct store *s, struct whole **ret);
void whole_free(struct whole *w);

/* All that are journaled, who was erased and forgotten, and what is derived but could not be worked
 * out anew as it was: since when a gate is open, and when somebody is to be looked at. */
bool whole_has(const struct table *t);

struct whole_column {
	enum image_type type; /* of what it holds where that is not NULL */
	bool is_nullable;
	bool has_default; /* of NULL too */
	struct image_value fallback;
};
/* In the order of the table's columns. */
const struct whole_column *whole_columns(const struct store *s, const struct table *t);

struct whole_row {
	int64_t id;
	struct image_value *values;
};
struct whole_rows {
	struct whole_row *items;
	size_t n, bytes;
};
/* By id, those after an id; at most `limit` of them, and none more once they have `bytes`. */
struct whole_page {
	int64_t after;
	int limit;
	size_t bytes;
};
int whole_read(struct store *s, const struct table *t, const struct whole_page *page,
	       struct arena *arena, struct whole_rows *ret);
/* VOUCH_E_NOT_FOUND where there is none. */
int whole_get(struct store *s, const struct table *t, int64_t id, struct arena *arena,
	      struct image_value **ret);
int whole_count(struct store *s, const struct table *t, int64_t *ret);
/* -EEXIST where it has what another row must have alone, -EINVAL where the schema forbids it. */
int whole_insert(struct store *s, const struct table *t, const struct image_bytes *image);
/* Removes at most `limit` rows; *ret: how many. */
int whole_clear(struct store *s, const struct table *t, int limit, int *ret);

/* A row that refers to one that is not there; row 0: none. */
struct whole_lost {
	int64_t row, parent;
	const struct table *table;
	const char *column;
};
/* Looks at `limit` rows after an id; *ret_last is the last one looked at, 0 where there was none
 * after it. */
int whole_find_lost(struct store *s, const struct table *t, int64_t after, int limit,
		    struct whole_lost *ret, int64_t *ret_last);

/* For tests: every statement there is. */
const struct stmt_set *whole_statements(const struct store *s);

/* Of daemon/store/whole_book.c. */

/* What the book says of itself and belongs to it wherever it lies: pairs of texts, by key. */
struct whole_notes {
	const char **pairs; /* 2 n */
	size_t n;
};
int whole_notes(struct store *s, struct arena *arena, struct whole_notes *ret);
/* False for what is of this machine or of the moment. */
bool whole_is_note(const char *key);
int whole_forget_note(struct store *s, const char *key);

/* The highest id ever given; 0 where none was. */
int whole_sequence(struct store *s, const char *table, int64_t *ret);
int whole_set_sequence(struct store *s, const char *table, int64_t last);
/* Grows with every change of what is exported, but for what is derived. */
int whole_mark(struct store *s, int64_t *ret);

/* Staged items of the import of a book. */
struct whole_item {
	int64_t id, line;
	const char *item; /* a table's name, or another word of the format */
	struct image_bytes image;
};
struct whole_items {
	struct whole_item *items;
	size_t n;
};
int whole_stage(struct store *s, int64_t import, const struct whole_item *item);
/* As they came, those after an id. */
int whole_staged(struct store *s, int64_t import, int64_t after, int limit, struct arena *arena,
		 struct whole_items *ret);
/* The newest; VOUCH_E_NOT_FOUND where there is none. */
int whole_staged_last(struct store *s, int64_t import, struct arena *arena, struct whole_item *ret);
/* Blanks it but for its line. */
int whole_refuse(struct store *s, int64_t id, const char *field, const char *refusal);
