/* Rows put back as their images say. */
#include "store/restore.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "store/made.h"
#include "store/store.h"

enum { READ, INSERT, UPDATE, DELETE };

/* One foreign key of the schema. */
struct link {
	const struct table *child, *parent;
	size_t column;   /* of the child */
	int find, clear; /* statements; clear -1: the child is journaled */
};

#define TABLES_MAX 256

#define KEY_COLUMNS_MAX 4

/* What only one row of a table may have. */
struct unique_key {
	const struct table *table;
	size_t columns[KEY_COLUMNS_MAX], n;
	int find;
};

struct restore {
	int first[TABLES_MAX]; /* by a table's number: its first statement */
	struct made made;
	struct link *links;
	size_t n_links, cap_links;
	struct unique_key *keys;
	size_t n_keys, cap_keys;
};

/* Values are bound by the position of their column, in UPDATE as well. */
static void add_update(const struct table *t, struct str *to)
{
	bool is_first = true;

	str_addf(to, "UPDATE \"%s\" SET ", t->name);
	for (size_t i = 1; t->columns[i].name; i++) {
		const struct column *c = &t->columns[i];

		if (c->tag == COLUMN_DERIVED)
			continue;
		str_add(to, is_first ? "" : ", ");
		if (c->tag == COLUMN_VERSION)
			str_addf(to, "\"%s\" = \"%s\" + 1", c->name, c->name);
		else
			str_addf(to, "\"%s\" = ?%zu", c->name, i + 1);
		is_first = false;
	}
	str_addf(to, " WHERE \"%s\" = ?1", t->columns[0].name);
}

/* In the order of the enum. */
static void add_table(struct restore *r, const struct table *t)
{
	_cleanup_str_ struct str text = {0};

	assert(t->number < TABLES_MAX);
	r->first[t->number] = (int)r->made.n;
	str_add(&text, "SELECT ");
	made_columns(t, &text);
	str_addf(&text, " FROM \"%s\" WHERE \"%s\" = ?1", t->name, t->columns[0].name);
	(void)made_add(&r->made, &text);
	str_addf(&text, "INSERT INTO \"%s\" (", t->name);
	made_columns(t, &text);
	str_add(&text, ") VALUES (?1");
	for (size_t i = 2; i <= table_columns(t); i++)
		str_addf(&text, ", ?%zu", i);
	str_add(&text, ")");
	(void)made_add(&r->made, &text);
	add_update(t, &text);
	(void)made_add(&r->made, &text);
	str_addf(&text, "DELETE FROM \"%s\" WHERE \"%s\" = ?1", t->name, t->columns[0].name);
	(void)made_add(&r->made, &text);
}

/* Every reference to a journaled table. */
static void add_link(void *user, const struct table *child, const char *column,
		     const struct table *parent)
{
	_cleanup_str_ struct str text = {0};
	struct restore *r = user;
	struct link *link;

	if (!parent->is_journaled)
		return;
	r->links = xgrow(r->links, r->n_links, &r->cap_links, sizeof *r->links);
	link = &r->links[r->n_links++];
	*link = (struct link){.child = child, .parent = parent, .clear = -1};
	link->column = (size_t)table_column(child, column);
	str_addf(&text, "SELECT \"%s\" FROM \"%s\" WHERE \"%s\" = ?1 LIMIT 1",
		 child->columns[0].name, child->name, column);
	link->find = made_add(&r->made, &text);
	if (child->is_journaled)
		return;
	str_addf(&text, "DELETE FROM \"%s\" WHERE \"%s\" = ?1", child->name, column);
	link->clear = made_add(&r->made, &text);
}

static void end_key(struct restore *r)
{
	struct unique_key *key = r->n_keys ? &r->keys[r->n_keys - 1] : NULL;
	_cleanup_str_ struct str text = {0};

	if (!key)
		return;
	str_addf(&text, "SELECT id FROM \"%s\" WHERE id <> ?1", key->table->name);
	for (size_t i = 0; i < key->n; i++)
		str_addf(&text, " AND \"%s\" = ?%zu", key->table->columns[key->columns[i]].name,
			 i + 2);
	key->find = made_add(&r->made, &text);
}

static void add_key_column(struct restore *r, const struct table *t, const char *column,
			   bool is_first)
{
	struct unique_key *key;

	if (is_first) {
		end_key(r);
		r->keys = xgrow(r->keys, r->n_keys, &r->cap_keys, sizeof *r->keys);
		r->keys[r->n_keys++] = (struct unique_key){.table = t};
	}
	key = &r->keys[r->n_keys - 1];
	assert(key->n < KEY_COLUMNS_MAX);
	key->columns[key->n++] = (size_t)table_column(t, column);
}

static int add_keys(struct restore *r, struct sqlite3 *db)
{
	static const char sql[] =
		"SELECT m.name, c.name, c.seqno FROM sqlite_master m, pragma_index_list(m.name) i, "
		"pragma_index_info(i.name) c WHERE m.type = 'table' AND i.\"unique\" "
		"ORDER BY m.name, i.name, c.seqno";
	struct sqlite3_stmt *stmt = NULL;
	bool is_ours = true;
	int code;

	code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	while (code == SQLITE_OK && is_ours && sqlite3_step(stmt) == SQLITE_ROW) {
		const struct table *t = table_find((const char *)sqlite3_column_text(stmt, 0));
		const char *column = (const char *)sqlite3_column_text(stmt, 1);

		if (!t || !t->is_journaled)
			continue;
		is_ours = made_is_column(t, column);
		if (is_ours)
			add_key_column(r, t, column, sqlite3_column_int(stmt, 2) == 0);
	}
	end_key(r);
	if (sqlite3_finalize(stmt) || code)
		return -EIO;
	return is_ours ? 0 : -EUCLEAN;
}

int restore_new(struct store *s, struct restore **ret)
{
	struct restore *restore = xcalloc(1, sizeof *restore);
	int r;

	for (const struct table *t = tables; t->name; t++)
		if (t->is_journaled)
			add_table(restore, t);
	r = made_references(store_db(s), add_link, restore);
	if (r == 0)
		r = add_keys(restore, store_db(s));
	if (r) {
		restore_free(restore);
		return r;
	}
	made_end(&restore->made, NOUN_RESTORE);
	*ret = restore;
	return 0;
}

void restore_free(struct restore *r)
{
	if (!r)
		return;
	made_free(&r->made);
	free(r->links);
	free(r->keys);
	free(r);
}

const struct stmt_set *restore_statements(const struct store *s)
{
	return &s->restore->made.set;
}

static int statement(struct store *s, const struct table *t, int which, struct sqlite3_stmt **ret)
{
	return store_statement(s, &s->restore->made.set, s->restore->first[t->number] + which, ret);
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
		return sqlite3_bind_blob64(stmt, i, v->bytes, v->size, SQLITE_STATIC);
	case IMAGE_REAL:
		return sqlite3_bind_double(stmt, i, v->real);
	}
	return SQLITE_MISUSE;
}

/* All of an image's values but those that the statement does not take. */
static int bind_image(struct store *s, struct sqlite3_stmt *stmt, const struct table *t,
		      const struct image_bytes *image, bool is_insert)
{
	struct image_reader reader;
	struct image_value v;
	size_t n;

	if (!image_open(&reader, image->bytes, image->size, &n) || n != table_columns(t))
		return -EBADMSG;
	for (size_t i = 0; i < n; i++) {
		const struct column *c = &t->columns[i];
		int code;

		if (!image_next(&reader, &v))
			return -EBADMSG;
		if (!is_insert && (c->tag == COLUMN_DERIVED || c->tag == COLUMN_VERSION))
			continue;
		if (c->tag == COLUMN_VERSION)
			v.integer++;
		code = bind_value(stmt, (int)i + 1, &v);
		if (code)
			return store_failed(s, code, false);
	}
	return 0;
}

static bool same(struct sqlite3_stmt *stmt, int i, const struct image_value *v)
{
	static const int types[] = {
		[IMAGE_NULL] = SQLITE_NULL,  [IMAGE_INTEGER] = SQLITE_INTEGER,
		[IMAGE_TEXT] = SQLITE_TEXT,  [IMAGE_BYTES] = SQLITE_BLOB,
		[IMAGE_REAL] = SQLITE_FLOAT,
	};
	const void *bytes;

	if (sqlite3_column_type(stmt, i) != types[v->type])
		return false;
	if (v->type == IMAGE_INTEGER)
		return sqlite3_column_int64(stmt, i) == v->integer;
	if (v->type == IMAGE_REAL)
		return sqlite3_column_double(stmt, i) == v->real;
	bytes = sqlite3_column_blob(stmt, i);
	return (size_t)sqlite3_column_bytes(stmt, i) == v->size &&
	       (v->size == 0 || memcmp(bytes, v->bytes, v->size) == 0);
}

static int compare(struct sqlite3_stmt *stmt, const struct table *t,
		   const struct image_bytes *image, enum row_match *ret)
{
	struct image_reader reader;
	struct image_value v;
	size_t n;

	if (!image_open(&reader, image->bytes, image->size, &n) || n != table_columns(t))
		return -EBADMSG;
	*ret = ROW_SAME;
	for (size_t i = 0; i < n && *ret == ROW_SAME; i++) {
		enum column_tag tag = t->columns[i].tag;

		if (!image_next(&reader, &v))
			return -EBADMSG;
		if (tag != COLUMN_DERIVED && tag != COLUMN_VERSION && !same(stmt, (int)i, &v))
			*ret = ROW_DIFFERS;
	}
	return 0;
}

int restore_compare(struct store *s, const struct table *t, int64_t row,
		    const struct image_bytes *image, enum row_match *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = statement(s, t, READ, &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, row);
	r = store_step(s, stmt);
	*ret = ROW_ABSENT;
	if (r <= 0)
		return r;
	r = 0;
	if (image->bytes)
		r = compare(stmt, t, image, ret);
	else
		*ret = ROW_DIFFERS;
	store_reset(stmt);
	return r;
}

static int run(struct store *s, struct sqlite3_stmt *stmt)
{
	int r = store_step(s, stmt);

	(void)sqlite3_clear_bindings(stmt);
	return r;
}

static int write_image(struct store *s, const struct table *t, const struct image_bytes *image,
		       int which)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = statement(s, t, which, &stmt);
	if (r == 0)
		r = bind_image(s, stmt, t, image, which == INSERT);
	return r ? r : run(s, stmt);
}

int restore_insert(struct store *s, const struct table *t, const struct image_bytes *image)
{
	return write_image(s, t, image, INSERT);
}

int restore_update(struct store *s, const struct table *t, const struct image_bytes *image)
{
	return write_image(s, t, image, UPDATE);
}

static int run_id(struct store *s, int which, int64_t id)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_statement(s, &s->restore->made.set, which, &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, id);
	return run(s, stmt);
}

int restore_delete(struct store *s, const struct table *t, int64_t row)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < s->restore->n_links; i++) {
		const struct link *link = &s->restore->links[i];

		if (link->parent == t && link->clear >= 0)
			r = run_id(s, link->clear, row);
	}
	return r ? r : run_id(s, s->restore->first[t->number] + DELETE, row);
}

static int find_child(struct store *s, const struct link *link, int64_t row, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_statement(s, &s->restore->made.set, link->find, &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, row);
	return store_one_int(s, stmt, ret);
}

int restore_find_child(struct store *s, const struct table *t, int64_t row, struct reference *ret)
{
	int r = 0;

	*ret = (struct reference){0};
	for (size_t i = 0; r == 0 && ret->row == 0 && i < s->restore->n_links; i++) {
		const struct link *link = &s->restore->links[i];

		if (link->parent != t || !link->child->is_journaled)
			continue;
		ret->table = link->child;
		r = find_child(s, link, row, &ret->row);
	}
	return r;
}

static int find_rival(struct store *s, const struct unique_key *key, int64_t row,
		      const struct image_bytes *image, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_statement(s, &s->restore->made.set, key->find, &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, row);
	for (size_t i = 0; i < key->n; i++) {
		struct image_value v;

		if (!image_column(image->bytes, image->size, key->columns[i], &v))
			return -EBADMSG;
		(void)bind_value(stmt, (int)i + 2, &v);
	}
	r = store_one_int(s, stmt, ret);
	(void)sqlite3_clear_bindings(stmt);
	return r;
}

int restore_find_rival(struct store *s, const struct table *t, int64_t row,
		       const struct image_bytes *image, struct reference *ret)
{
	int r = 0;

	*ret = (struct reference){.table = t};
	for (size_t i = 0; r == 0 && ret->row == 0 && i < s->restore->n_keys; i++)
		if (s->restore->keys[i].table == t)
			r = find_rival(s, &s->restore->keys[i], row, image, &ret->row);
	return r;
}

int restore_find_parent(struct store *s, const struct table *t, const struct image_bytes *image,
			reference_test *is_wanted, void *context, struct reference *ret)
{
	int r = 0;

	*ret = (struct reference){0};
	for (size_t i = 0; r == 0 && ret->row == 0 && i < s->restore->n_links; i++) {
		const struct link *link = &s->restore->links[i];
		struct image_value v;
		bool is_found = false;

		if (link->child != t ||
		    !image_column(image->bytes, image->size, link->column, &v) ||
		    v.type != IMAGE_INTEGER)
			continue;
		r = is_wanted(context, link->parent, v.integer, &is_found);
		if (is_found)
			*ret = (struct reference){link->parent, v.integer};
	}
	return r;
}

int restore_is_lost(void *context, const struct table *parent, int64_t row, bool *ret)
{
	const struct image_bytes none = {0};
	enum row_match match;
	int r;

	r = restore_compare(context, parent, row, &none, &match);
	*ret = r == 0 && match == ROW_ABSENT;
	return r;
}

const struct reference_way restore_by_key = {restore_find_child, restore_find_parent};
