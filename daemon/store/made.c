/* Statements that are made when the database is opened. */
#include "store/made.h"

#include <errno.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "base/xalloc.h"

int made_add(struct made *m, struct str *text)
{
	m->sql = xgrow(m->sql, m->n, &m->cap, sizeof *m->sql);
	m->sql[m->n] = xstrdup(str_text(text));
	str_reset(text);
	return (int)m->n++;
}

void made_end(struct made *m, int noun)
{
	m->set = (struct stmt_set){(const char *const *)m->sql, (int)m->n, noun};
}

void made_free(struct made *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->sql[i]);
	free(m->sql);
}

bool made_is_column(const struct table *t, const char *name)
{
	return name && table_column(t, name) >= 0;
}

void made_columns(const struct table *t, struct str *to)
{
	for (size_t i = 0; t->columns[i].name; i++)
		str_addf(to, "%s\"%s\"", i ? ", " : "", t->columns[i].name);
}

int made_references(struct sqlite3 *db, made_reference *fn, void *user)
{
	static const char sql[] = "SELECT m.name, f.\"from\", f.\"table\" FROM sqlite_master m, "
				  "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' "
				  "ORDER BY m.name, f.id";
	struct sqlite3_stmt *stmt = NULL;
	int code, r = 0;

	code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	while (code == SQLITE_OK && r == 0 && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *column = (const char *)sqlite3_column_text(stmt, 1);
		const struct table *child, *parent;

		child = table_find((const char *)sqlite3_column_text(stmt, 0));
		parent = table_find((const char *)sqlite3_column_text(stmt, 2));
		if (!child || !parent)
			continue;
		if (made_is_column(child, column))
			fn(user, child, column, parent);
		else
			r = -EUCLEAN;
	}
	if (sqlite3_finalize(stmt) || code)
		return -EIO;
	return r;
}
