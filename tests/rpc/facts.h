/* A book's facts, as text to compare. Include after rpc/stack.h. */
#pragma once

#include <sqlite3.h>

#include "base/cleanup.h"
#include "store/tables.h"

/* The one number it selects, 0 where there is none. */
static inline int64_t sql_number(struct stack *f, const char *sql, int64_t id)
{
	struct sqlite3_stmt *stmt;
	int64_t n = 0;

	if (sqlite3_prepare_v2(store_db(f->env.store), sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(store_db(f->env.store)));
	if (sqlite3_bind_parameter_count(stmt))
		(void)sqlite3_bind_int64(stmt, 1, id);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return n;
}

/* The last entry of the journal; 0: none. */
static inline int64_t newest_entry(struct stack *f)
{
	return sql_number(f, "SELECT coalesce(max(id), 0) FROM journal", 0);
}

static inline void dump_row(const struct table *t, struct sqlite3_stmt *stmt, bool with_derived,
			    struct str *to)
{
	str_add(to, t->name);
	for (int i = 0; t->columns[i].name; i++) {
		const char *value = (const char *)sqlite3_column_text(stmt, i);

		if (!with_derived &&
		    (t->columns[i].tag == COLUMN_DERIVED || t->columns[i].tag == COLUMN_VERSION))
			continue;
		str_add_char(to, ' ');
		str_add(to, t->columns[i].name);
		str_add_char(to, '=');
		str_add(to, value ? value : "-");
	}
	str_add_char(to, '\n');
}

static inline void dump_table(struct stack *f, const struct table *t, bool with_derived,
			      struct str *to)
{
	struct sqlite3_stmt *stmt;
	char sql[100];

	(void)snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY %s", t->name,
		       with_derived ? "1, 2, 3" : "id");
	assert_int_equal(sqlite3_prepare_v2(store_db(f->env.store), sql, -1, &stmt, NULL),
			 SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		dump_row(t, stmt, with_derived, to);
	(void)sqlite3_finalize(stmt);
}

/* Every fact of every journaled table, a row a line. */
static inline void dump_facts(struct stack *f, struct str *to)
{
	str_reset(to);
	for (const struct table *t = tables; t->name; t++)
		if (t->is_journaled)
			dump_table(f, t, false, to);
}

/* What is derived and kept as things change, a row a line. */
static inline void dump_derived(struct stack *f, struct str *to)
{
	str_reset(to);
	dump_table(f, table_find("contact_fact"), true, to);
	dump_table(f, table_find("tally"), true, to);
}

/* Prints the lines that only one of both has; false where there are none. */
static inline bool print_difference(const struct str *a, const struct str *b)
{
	const struct str *both[] = {a, b};
	bool differs = false;

	if (str_equal(str_text(a), str_text(b)))
		return false;
	for (int side = 0; side < 2; side++) {
		_cleanup_free_ char *text = strdup(str_text(both[side]));
		_cleanup_str_ struct str other = {0};
		char *save = NULL;

		str_addf(&other, "\n%s", str_text(both[1 - side]));
		for (char *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
			_cleanup_str_ struct str line = {0};

			str_addf(&line, "\n%s\n", l);
			if (strstr(str_text(&other), str_text(&line)))
				continue;
			print_message("%s %s\n", side ? "+" : "-", l);
			differs = true;
		}
	}
	return differs;
}
