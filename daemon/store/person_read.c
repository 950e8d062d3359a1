/* All that is held on one person, row by row. */
#include "store/person_read.h"

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/person.h"
#include "store/store.h"

static bool is_told(const struct column *c)
{
	return c->tag == COLUMN_PLAIN || c->tag == COLUMN_PERSONAL;
}

/* From the registry and from nothing that was entered; made anew each time, as nobody asks
 * often. */
static void make_sql(const struct table *t, struct str *to)
{
	str_add(to, "SELECT id");
	for (const struct column *c = t->columns; c->name; c++)
		if (is_told(c))
			str_addf(to, ", \"%s\"", c->name);
	str_addf(to, " FROM \"%s\" WHERE %s AND id > ?2 ORDER BY id LIMIT ?3", t->name,
		 person_rows(t));
}

static void read_row(struct sqlite3_stmt *stmt, const struct table *t, struct arena *arena,
		     struct person_row *to)
{
	to->id = col_int(stmt, 0);
	to->n = 0;
	to->values = arena_array(arena, table_columns(t), sizeof *to->values);
	for (const struct column *c = t->columns; c->name; c++) {
		struct person_value *v = &to->values[to->n];
		int i = (int)to->n + 1;

		if (!is_told(c))
			continue;
		*v = (struct person_value){.column = c->name, .type = PERSON_NULL};
		if (sqlite3_column_type(stmt, i) == SQLITE_INTEGER) {
			v->type = PERSON_INTEGER;
			v->integer = col_int(stmt, i);
		} else if (sqlite3_column_type(stmt, i) == SQLITE_TEXT) {
			v->type = PERSON_TEXT;
			v->text = col_text(stmt, i, arena);
		}
		to->n++;
	}
}

int store_person_read(struct store *s, const struct table *t, const struct person_page *page,
		      struct arena *arena, struct person_rows *ret)
{
	_cleanup_str_ struct str text = {0};
	struct person_rows rows = {0};
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	make_sql(t, &text);
	r = store_prepare(s, str_text(&text), &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, page->contact);
	(void)sqlite3_bind_int64(stmt, 2, page->after);
	(void)sqlite3_bind_int(stmt, 3, page->limit);
	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		read_row(stmt, t, arena, &rows.items[rows.n++]);
	}
	(void)sqlite3_finalize(stmt);
	*ret = rows;
	return r;
}
