/* A follow-up is about a promise, a date, a complaint: `about_kind` is the name of the table. */
#include "store/loose.h"

#include <assert.h>
#include <string.h>

#include "base/cleanup.h"
#include "domain/followup.h"
#include "domain/words.h"
#include "store/sets.h"

enum { FIND_CHILD, N };

#define CHILD "followup"
#define KIND_SIZE 16

static const char *const sql[] = {
	[FIND_CHILD] = "SELECT id FROM followup INDEXED BY followup_by_about "
		       "WHERE about_kind = ?1 AND about_id = ?2 LIMIT 1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_LOOSE};
const struct stmt_set *const store_set_loose = &set;

static bool read_column(const struct table *t, const struct image_bytes *image, const char *name,
			enum image_type type, struct image_value *ret)
{
	return image_column(image->bytes, image->size, (size_t)table_column(t, name), ret) &&
	       ret->type == type;
}

/* Null: it refers to nothing, or to what is no table. */
static const struct table *parent_of(const struct table *t, const struct image_bytes *image,
				     int64_t *ret_row)
{
	char name[KIND_SIZE] = "";
	struct image_value kind, row;

	if (t != table_find(CHILD) || !image->bytes ||
	    !read_column(t, image, "about_kind", IMAGE_TEXT, &kind) ||
	    !read_column(t, image, "about_id", IMAGE_INTEGER, &row) || kind.size >= sizeof name)
		return NULL;
	memcpy(name, kind.bytes, kind.size);
	*ret_row = row.integer;
	return table_find(name);
}

static int find_parent(struct store *s, const struct table *t, const struct image_bytes *image,
		       reference_test *is_wanted, void *context, struct reference *ret)
{
	const struct table *parent;
	bool is_found = false;
	int64_t row = 0;
	int r;

	(void)s;
	*ret = (struct reference){0};
	parent = parent_of(t, image, &row);
	if (!parent)
		return 0;
	r = is_wanted(context, parent, row, &is_found);
	if (is_found)
		*ret = (struct reference){parent, row};
	return r;
}

static int find_child(struct store *s, const struct table *t, int64_t row, struct reference *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct reference){.table = table_find(CHILD)};
	if (word_index(followup_abouts, t->name) < 0)
		return 0;
	r = store_bind(s, &set, FIND_CHILD, &stmt, "ti", t->name, row);
	return r ? r : store_one_int(s, stmt, &ret->row);
}

const struct reference_way loose_by_word = {find_child, find_parent};
