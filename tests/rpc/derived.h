/* What is derived of the book, held against a rebuild. Include after rpc/stack.h. */
#pragma once

#include <sqlite3.h>

#include "base/cleanup.h"
#include "store/derived.h"
#include "store/headcount.h"
#include "store/journal.h"

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

/* What is kept of the counts, and then what counting gives. Nobody else may ask in between for
 * counts of another day, or there is nothing kept to compare. */
static inline void derived_heads(struct store *s, bool is_anew, struct str *to)
{
	int64_t midday = (int64_t)20800 * 86400 + 43200; /* 2026-12-13 */
	struct headcount_asked asked = {
		.today = midday,
		.tomorrow = midday + 86400,
		.week = midday + 8 * 86400,
		.day = {20800},
		.opened_after = {20793},
		.days = {5, 10, 20},
	};
	struct headcount n;

	if (is_anew)
		headcounter_forget(journal_headcounter(store_journal(s)));
	assert_int_equal(store_headcount(s, &asked, &n), 0);
	for (size_t i = 0; i < sizeof n / sizeof(int64_t); i++) {
		int64_t one;

		memcpy(&one, (const char *)&n + i * sizeof one, sizeof one);
		str_addf(to, " heads[%zu]=%lld", i, (long long)one);
	}
	str_add_char(to, '\n');
}

/* Rebuilds, and says in *ret the first line that is another now; false where none is. */
static inline bool derived_differs(struct store *s, struct str *ret)
{
	_cleanup_str_ struct str before = {0}, after = {0};
	const char *a, *b;

	derived_heads(s, false, &before);
	derived_dump(s, &before);
	derived_heads(s, true, &after);
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
