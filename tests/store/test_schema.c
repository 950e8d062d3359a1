/* The schema and the registry say the same, and the schema has nothing we do without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/folder.h"
#include "store/tables.h"

static struct sqlite3_stmt *query(struct store *s, const char *text, const char *argument)
{
	struct sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(store_db(s), text, -1, &stmt, NULL), SQLITE_OK);
	if (argument)
		(void)sqlite3_bind_text(stmt, 1, argument, -1, SQLITE_TRANSIENT);
	return stmt;
}

static const char *text_at(struct sqlite3_stmt *stmt, int i)
{
	return (const char *)sqlite3_column_text(stmt, i);
}

static void every_table_of_the_schema_is_in_the_registry(void **state)
{
	struct sqlite3_stmt *stmt = query(*state,
					  "SELECT name FROM sqlite_master WHERE type = 'table' "
					  "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
					  NULL);
	int n = 0;

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		if (!table_find(text_at(stmt, 0)))
			fail_msg("%s is not in store/tables.c", text_at(stmt, 0));
		n++;
	}
	(void)sqlite3_finalize(stmt);
	for (const struct table *t = tables; t->name; t++)
		n--;
	assert_int_equal(n, 0);
}

static void every_column_is_in_the_registry_in_order(void **state)
{
	for (const struct table *t = tables; t->name; t++) {
		struct sqlite3_stmt *stmt = query(
			*state, "SELECT name FROM pragma_table_xinfo(?1) ORDER BY cid", t->name);
		size_t i = 0;

		for (; sqlite3_step(stmt) == SQLITE_ROW; i++) {
			if (i >= table_columns(t) ||
			    strcmp(t->columns[i].name, text_at(stmt, 0)) != 0)
				fail_msg("%s.%s has no tag", t->name, text_at(stmt, 0));
		}
		assert_int_equal(i, table_columns(t));
		(void)sqlite3_finalize(stmt);
	}
}

static void each_row_has_a_key_that_is_not_given_out_again(void **state)
{
	for (const struct table *t = tables; t->name; t++) {
		struct sqlite3_stmt *stmt =
			query(*state, "SELECT sql FROM sqlite_master WHERE name = ?1", t->name);
		const char *text;

		assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
		text = text_at(stmt, 0);
		assert_non_null(strstr(text, "PRIMARY KEY"));
		assert_non_null(strstr(text, ") STRICT"));
		if (t->is_journaled)
			assert_non_null(strstr(text, "id INTEGER PRIMARY KEY AUTOINCREMENT"));
		(void)sqlite3_finalize(stmt);
	}
}

static void nothing_is_in_the_schema_that_we_do_without(void **state)
{
	static const char *const words[] = {"CASCADE",        "GENERATED",      " AS (",
					    "JSON",           "CREATE TRIGGER", "CREATE VIEW",
					    "CREATE VIRTUAL", "COLLATE"};
	struct sqlite3_stmt *stmt =
		query(*state, "SELECT upper(sql) FROM sqlite_master WHERE sql IS NOT NULL", NULL);

	while (sqlite3_step(stmt) == SQLITE_ROW)
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (strstr(text_at(stmt, 0), words[i]))
				fail_msg("%s in: %s", words[i], text_at(stmt, 0));
	(void)sqlite3_finalize(stmt);
}

/* Otherwise deleting a row, or checking references, would read the whole other table. */
static void a_reference_that_names_a_contact_can_be_followed_back(void **state)
{
	struct sqlite3_stmt *stmt = query(
		*state,
		"SELECT m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k "
		"WHERE m.type = 'table' AND k.\"table\" = 'contact' AND k.\"from\" = 'contact' "
		"AND m.name NOT IN ('cadence_fact', 'contact_fact', 'gate_fact') AND NOT EXISTS "
		"(SELECT 1 "
		"FROM pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c "
		"WHERE c.seqno = 0 AND c.name = 'contact')",
		NULL);

	if (sqlite3_step(stmt) == SQLITE_ROW)
		fail_msg("%s has no index that begins with contact", text_at(stmt, 0));
	(void)sqlite3_finalize(stmt);
}

static int set_up(void **state)
{
	*state = open_at(NULL);
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	store_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_of_the_schema_is_in_the_registry),
		cmocka_unit_test(every_column_is_in_the_registry_in_order),
		cmocka_unit_test(each_row_has_a_key_that_is_not_given_out_again),
		cmocka_unit_test(nothing_is_in_the_schema_that_we_do_without),
		cmocka_unit_test(a_reference_that_names_a_contact_can_be_followed_back),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
