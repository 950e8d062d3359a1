/* Whole tables, row by row, every column as stored. */
#include "store/whole.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "store/made.h"
#include "store/store.h"
#include "vouch/errors.h"

#define TABLES_MAX 256

enum { READ, GET, COUNT, INSERT, CLEAR, LAST };

/* One reference of the schema. */
struct link {
	const struct table *child, *parent;
	const char *column; /* of the child, in the registry */
	int find;
};

struct whole {
	int first[TABLES_MAX]; /* by a table's number: its first statement */
	struct whole_column *columns[TABLES_MAX];
	struct made made;
	struct link *links;
	size_t n_links, cap_links;
	struct arena *arena; /* the texts of defaults */
};

bool whole_has(const struct table *t)
{
	static const char *const others[] = {"erasure", "forgotten", "gate_fact", "cadence_fact"};

	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (str_equal(t->name, others[i]))
			return true;
	return t->is_journaled;
}

/* In the order of the enum. */
static void add_table(struct whole *w, const struct table *t)
{
	const char *id = t->columns[0].name;
	_cleanup_str_ struct str text = {0};

	assert(t->number < TABLES_MAX);
	w->first[t->number] = (int)w->made.n;
	w->columns[t->number] = arena_array(w->arena, table_columns(t), sizeof **w->columns);
	str_add(&text, "SELECT ");
	made_columns(t, &text);
	str_addf(&text, " FROM \"%s\" WHERE \"%s\" > ?1 ORDER BY \"%s\" LIMIT ?2", t->name, id, id);
	(void)made_add(&w->made, &text);
	str_add(&text, "SELECT ");
	made_columns(t, &text);
	str_addf(&text, " FROM \"%s\" WHERE \"%s\" = ?1", t->name, id);
	(void)made_add(&w->made, &text);
	str_addf(&text, "SELECT count(*) FROM \"%s\" WHERE \"%s\" > 0", t->name, id);
	(void)made_add(&w->made, &text);
	str_addf(&text, "INSERT INTO \"%s\" (", t->name);
	made_columns(t, &text);
	str_add(&text, ") VALUES (?1");
	for (size_t i = 2; i <= table_columns(t); i++)
		str_addf(&text, ", ?%zu", i);
	str_add(&text, ")");
	(void)made_add(&w->made, &text);
	str_addf(&text,
		 "DELETE FROM \"%s\" WHERE \"%s\" IN (SELECT \"%s\" FROM \"%s\" "
		 "WHERE \"%s\" > 0 ORDER BY \"%s\" LIMIT ?1)",
		 t->name, id, id, t->name, id, id);
	(void)made_add(&w->made, &text);
	str_addf(&text,
		 "SELECT max(id) FROM (SELECT \"%s\" AS id FROM \"%s\" WHERE \"%s\" > ?1 "
		 "ORDER BY \"%s\" LIMIT ?2)",
		 id, t->name, id, id);
	(void)made_add(&w->made, &text);
}

static void set_default(struct whole *w, struct whole_column *c, const char *text)
{
	c->has_default = text || c->is_nullable;
	if (!text)
		return;
	if (*text == '\'') {
		c->fallback.type = IMAGE_TEXT;
		c->fallback.size = strlen(text) - 2;
		c->fallback.bytes = arena_strndup(w->arena, text + 1, c->fallback.size);
		return;
	}
	c->fallback.type = IMAGE_INTEGER;
	c->fallback.integer = strtoll(text, NULL, 10);
}

static int read_columns(struct whole *w, struct sqlite3 *db)
{
	static const char sql[] =
		"SELECT m.name, c.name, c.type, c.\"notnull\", c.pk, c.dflt_value "
		"FROM sqlite_master m, pragma_table_info(m.name) c "
		"WHERE m.type = 'table'";
	struct sqlite3_stmt *stmt = NULL;
	int code;

	code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	while (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		const struct table *t = table_find((const char *)sqlite3_column_text(stmt, 0));
		const char *type = (const char *)sqlite3_column_text(stmt, 2);
		struct whole_column *c;
		int i = t ? table_column(t, (const char *)sqlite3_column_text(stmt, 1)) : -1;

		if (i < 0 || !w->columns[t->number])
			continue;
		c = &w->columns[t->number][i];
		*c = (struct whole_column){
			.type = strcmp(type, "INTEGER") == 0 ? IMAGE_INTEGER : IMAGE_TEXT,
			.is_nullable = !sqlite3_column_int(stmt, 3) && !sqlite3_column_int(stmt, 4),
		};
		set_default(w, c, (const char *)sqlite3_column_text(stmt, 5));
	}
	return code ? code : sqlite3_finalize(stmt);
}

static void add_link(void *user, const struct table *child, const char *column,
		     const struct table *parent)
{
	const char *id = child->columns[0].name;
	_cleanup_str_ struct str text = {0};
	struct whole *w = user;
	struct link *link;

	if (!whole_has(child))
		return;
	w->links = xgrow(w->links, w->n_links, &w->cap_links, sizeof *w->links);
	link = &w->links[w->n_links++];
	*link = (struct link){.child = child, .parent = parent};
	link->column = child->columns[table_column(child, column)].name;
	str_addf(&text,
		 "SELECT c.\"%s\", c.\"%s\" FROM \"%s\" c WHERE c.\"%s\" > ?1 AND c.\"%s\" <= ?2 "
		 "AND c.\"%s\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"%s\" p "
		 "WHERE p.\"%s\" = c.\"%s\") ORDER BY c.\"%s\" LIMIT 1",
		 id, column, child->name, id, id, column, parent->name, parent->columns[0].name,
		 column, id);
	link->find = made_add(&w->made, &text);
}

int whole_new(struct store *s, struct whole **ret)
{
	struct whole *w = xcalloc(1, sizeof *w);
	int r;

	w->arena = arena_new();
	for (const struct table *t = tables; t->name; t++)
		if (whole_has(t))
			add_table(w, t);
	r = read_columns(w, store_db(s)) ? -EIO : made_references(store_db(s), add_link, w);
	if (r) {
		whole_free(w);
		return r;
	}
	made_end(&w->made, NOUN_WHOLE_ROWS);
	*ret = w;
	return 0;
}

void whole_free(struct whole *w)
{
	if (!w)
		return;
	made_free(&w->made);
	free(w->links);
	arena_free(w->arena);
	free(w);
}

const struct whole_column *whole_columns(const struct store *s, const struct table *t)
{
	return s->whole->columns[t->number];
}

const struct stmt_set *whole_statements(const struct store *s)
{
	return &s->whole->made.set;
}

static int statement(struct store *s, const struct table *t, int which, struct sqlite3_stmt **ret)
{
	return store_statement(s, &s->whole->made.set, s->whole->first[t->number] + which, ret);
}

/* Text is copied to the arena. */
static size_t read_value(struct sqlite3_stmt *stmt, int i, struct arena *arena,
			 struct image_value *to)
{
	*to = (struct image_value){.type = IMAGE_NULL};
	switch (sqlite3_column_type(stmt, i)) {
	case SQLITE_INTEGER:
		to->type = IMAGE_INTEGER;
		to->integer = sqlite3_column_int64(stmt, i);
		return 8;
	case SQLITE_TEXT:
		to->type = IMAGE_TEXT;
		to->bytes = (const char *)sqlite3_column_text(stmt, i);
		to->size = (size_t)sqlite3_column_bytes(stmt, i);
		to->bytes = arena_strndup(arena, to->bytes, to->size);
		return to->size;
	}
	return 4;
}

static size_t read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct whole_row *row)
{
	int n = sqlite3_column_count(stmt);
	size_t bytes = 0;

	row->id = sqlite3_column_int64(stmt, 0);
	row->values = arena_array(arena, (size_t)n, sizeof *row->values);
	for (int i = 0; i < n; i++)
		bytes += read_value(stmt, i, arena, &row->values[i]);
	return bytes;
}

int whole_read(struct store *s, const struct table *t, const struct whole_page *page,
	       struct arena *arena, struct whole_rows *ret)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	*ret = (struct whole_rows){0};
	r = statement(s, t, READ, &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, page->after);
	(void)sqlite3_bind_int64(stmt, 2, page->limit);
	while (ret->bytes < page->bytes && (r = store_step(s, stmt)) == 1) {
		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		ret->bytes += read_row(stmt, arena, &ret->items[ret->n++]);
	}
	store_reset(stmt);
	return r < 0 ? r : 0;
}

int whole_get(struct store *s, const struct table *t, int64_t id, struct arena *arena,
	      struct image_value **ret)
{
	struct sqlite3_stmt *stmt;
	struct whole_row row;
	int r;

	r = statement(s, t, GET, &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, id);
	r = store_step(s, stmt);
	if (r <= 0)
		return r ? r : VOUCH_E_NOT_FOUND;
	(void)read_row(stmt, arena, &row);
	*ret = row.values;
	store_reset(stmt);
	return 0;
}

int whole_count(struct store *s, const struct table *t, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = statement(s, t, COUNT, &stmt);
	return r ? r : store_one_int(s, stmt, ret);
}

static int bind_value(struct sqlite3_stmt *stmt, int i, const struct image_value *v)
{
	switch (v->type) {
	case IMAGE_NULL:
		return sqlite3_bind_null(stmt, i);
	case IMAGE_INTEGER:
		return sqlite3_bind_int64(stmt, i, v->integer);
	case IMAGE_TEXT:
		return sqlite3_bind_text64(stmt, i, v->bytes, v->size, SQLITE_STATIC, SQLITE_UTF8);
	case IMAGE_BYTES:
	case IMAGE_REAL:
		break; /* no column of ours */
	}
	return SQLITE_MISUSE;
}

int whole_insert(struct store *s, const struct table *t, const struct image_bytes *image)
{
	struct image_reader reader;
	struct sqlite3_stmt *stmt;
	struct image_value v;
	size_t n;
	int r;

	if (!image_open(&reader, image->bytes, image->size, &n) || n != table_columns(t))
		return -EBADMSG;
	r = statement(s, t, INSERT, &stmt);
	if (r)
		return r;
	for (size_t i = 0; i < n; i++)
		if (!image_next(&reader, &v) || bind_value(stmt, (int)i + 1, &v))
			return -EBADMSG;
	r = store_step(s, stmt);
	(void)sqlite3_clear_bindings(stmt);
	return r;
}

int whole_clear(struct store *s, const struct table *t, int limit, int *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = statement(s, t, CLEAR, &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, limit);
	r = store_step(s, stmt);
	if (r == 0)
		*ret = store_changes(s);
	return r;
}

static int find_lost(struct store *s, const struct link *link, int64_t after, int64_t last,
		     struct whole_lost *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_statement(s, &s->whole->made.set, link->find, &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, after);
	(void)sqlite3_bind_int64(stmt, 2, last);
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = (struct whole_lost){col_int(stmt, 0), col_int(stmt, 1), link->parent, link->column};
	store_reset(stmt);
	return 0;
}

int whole_find_lost(struct store *s, const struct table *t, int64_t after, int limit,
		    struct whole_lost *ret, int64_t *ret_last)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct whole_lost){0};
	r = statement(s, t, LAST, &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, after);
	(void)sqlite3_bind_int64(stmt, 2, limit);
	r = store_one_int(s, stmt, ret_last);
	for (size_t i = 0; r == 0 && *ret_last && !ret->row && i < s->whole->n_links; i++)
		if (s->whole->links[i].child == t)
			r = find_lost(s, &s->whole->links[i], after, *ret_last, ret);
	return r;
}
