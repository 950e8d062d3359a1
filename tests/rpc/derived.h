/* What is derived of the book, held against a rebuild. Include after rpc/stack.h. */
#pragma once

#include <sqlite3.h>

#include "base/cleanup.h"
#include "store/derived.h"

/* A row a line. */
static inline void derived_dump_of(struct store *s, const char *sql, struct str *to)
{
	struct sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(store_db(s), sql, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			const char *value = (const char *)sqlite3_column_text(stmt, i);

			str_addf(to, " %s=%s", sqlite3_column_name(stmt, i), value ? value : "-");
		}
		str_add_char(to, '\n');
	}
	(void)sqlite3_finalize(stmt);
}

static inline void derived_dump(struct store *s, struct str *to)
{
	derived_dump_of(s, "SELECT * FROM contact_fact ORDER BY contact", to);
	derived_dump_of(s, "SELECT contact, due_day FROM cadence_fact ORDER BY contact", to);
	derived_dump_of(s, "SELECT * FROM tally ORDER BY what, day, key", to);
}

/* Rebuilds, and says in *ret the first line that is another now; false where none is. */
static inline bool derived_differs(struct store *s, struct str *ret)
{
	_cleanup_str_ struct str before = {0}, after = {0};
	const char *a, *b;

	derived_dump(s, &before);
	assert_int_equal(store_derived_rebuild(s), 0);
	derived_dump(s, &after);
	a = str_text(&before);
	b = str_text(&after);
	while (*a || *b) {
		size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");

		if (n != m || strncmp(a, b, n) != 0) {
			str_addf(ret, "kept:%.*s\nrebuilt:%.*s", (int)n, a, (int)m, b);
			return true;
		}
		a += n + 1;
		b += m + 1;
	}
	return false;
}
