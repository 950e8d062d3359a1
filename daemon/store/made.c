/* Statements that are made when the database is opened. */
#include "store/made.h"

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
	int code;

	code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	while (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		const struct table *child, *parent;

		child = table_find((const char *)sqlite3_column_text(stmt, 0));
		parent = table_find((const char *)sqlite3_column_text(stmt, 2));
		if (child && parent)
			fn(user, child, (const char *)sqlite3_column_text(stmt, 1), parent);
	}
	return code ? code : sqlite3_finalize(stmt);
}
