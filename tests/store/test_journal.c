/* The journal: what is recorded, what is merged, and that it is enough to go back. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "store/db.h"
#include "store/folder.h"
#include "store/image.h"
#include "store/journal_entry.h"
#include "store/raw.h"

static const struct journal_entry entry = {
	.at = 5,
	.actor = ACTOR_USER,
	.method = "contact.add",
	.summary = "contact 1",
};

enum { RENAME_TAGS, ADD_TAG, N };

static const char *const sql[] = {
	[RENAME_TAGS] = "UPDATE contact_tag SET tag = ?1",
	[ADD_TAG] = "INSERT INTO contact_tag (contact, tag) VALUES (?1, ?2)",
};
static const struct stmt_set set = {sql, N, NOUN_CONTACT_PART};

static void begin(struct store *s)
{
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(store_savepoint(s), 0);
	journal_start(store_journal(s));
}

static void end(struct store *s)
{
	assert_int_equal(journal_write(store_journal(s), &entry), 0);
	assert_int_equal(store_release(s), 0);
	assert_int_equal(store_commit(s), 0);
}

/* One request that does what the text says; gives how many rows of the journal it wrote. */
static int request(struct store *s, const char *text)
{
	int64_t n = raw_number(store_db(s), "SELECT count(*) FROM journal_row");

	begin(s);
	raw_exec(store_db(s), text);
	end(s);
	return (int)(raw_number(store_db(s), "SELECT count(*) FROM journal_row") - n);
}

static const struct {
	const char *text;
	int n_rows; /* of the journal */
} merged[] = {
	{"INSERT INTO household (name, created_at) VALUES ('a', 1)", 1},
	{"INSERT INTO household (name, created_at) VALUES ('a', 1), ('b', 2), ('c', 3)", 3},
	{"UPDATE household SET name = 'x' WHERE id = 1", 1},
	{"UPDATE household SET name = 'y' WHERE id = 1; UPDATE household SET name = 'z', city = "
	 "'q' "
	 "WHERE id = 1",
	 1},
	{"UPDATE household SET name = 'q' WHERE id = 1; UPDATE household SET name = 'z' "
	 "WHERE id = 1",
	 0},
	{"UPDATE household SET name = name", 0},
	{"INSERT INTO household (id, created_at) VALUES (70, 1); UPDATE household SET name = 'n' "
	 "WHERE id = 70",
	 1},
	{"INSERT INTO household (id, created_at) VALUES (71, 1); DELETE FROM household "
	 "WHERE id = 71",
	 0},
	{"UPDATE household SET name = 'w' WHERE id = 70; DELETE FROM household WHERE id = 70", 1},
	{"DELETE FROM household WHERE id = 2; INSERT INTO household (id, name, created_at) "
	 "VALUES (2, 'a', 1)",
	 0},
	{"DELETE FROM household WHERE id = 2; INSERT INTO household (id, name, created_at) "
	 "VALUES (2, 'other', 1)",
	 1},
	{"INSERT OR REPLACE INTO household (id, name, created_at) VALUES (2, 'third', 1)", 1},
	{"INSERT OR IGNORE INTO household (id, name, created_at) VALUES (2, 'fourth', 1)", 0},
	{"INSERT INTO household (id, created_at) VALUES (2, 1) ON CONFLICT (id) DO UPDATE "
	 "SET name = 'fifth'",
	 1},
	{"UPDATE household SET id = 90 WHERE id = 2", 2},
	{"INSERT INTO book (key, value) VALUES ('k', 'v')", 0}, /* not journaled */
	{"INSERT INTO calendar_day (source, day, name) VALUES ('s', 1, 'a'), ('s', 2, 'b')", 2},
	{"INSERT OR REPLACE INTO calendar_day (source, day, name) VALUES ('s', 1, 'a')", 2},
	{"DELETE FROM household", 4}, /* no shortcut that passes the rows by */
	{"SELECT 1", 0},
	{"INSERT INTO contact (id, name, created_at) VALUES (60, 'Ana', 1)", 1},
	{"UPDATE contact SET name_key = 'ana' WHERE id = 60", 0}, /* derived alone */
	{"UPDATE contact SET name_key = 'bea', name = 'Bea' WHERE id = 60", 1},
	{"UPDATE contact SET name = NULL WHERE id = 60", 1},
};

static void changes_of_one_row_become_one_pair(void **state)
{
	struct store *s = *state;

	for (size_t i = 0; i < ARRAY_LEN(merged); i++) {
		int n = request(s, merged[i].text);

		if (n != merged[i].n_rows)
			fail_msg("%d rows, not %d, for: %s", n, merged[i].n_rows, merged[i].text);
	}
}

static void rows_stand_in_the_order_of_their_first_change(void **state)
{
	struct store *s = *state;

	begin(s);
	raw_exec(store_db(s), "INSERT INTO household (id, created_at) VALUES (5, 1), (3, 1)");
	raw_exec(store_db(s), "INSERT INTO contact (id, created_at) VALUES (9, 1)");
	raw_exec(store_db(s), "UPDATE household SET name = 'a' WHERE id = 5");
	raw_exec(store_db(s), "INSERT INTO household (id, created_at) VALUES (4, 1)");
	end(s);
	assert_int_equal(
		raw_number(store_db(s),
			   "SELECT group_concat(\"table\" || ':' || row) = '2:5,2:3,3:9,2:4' "
			   "FROM (SELECT * FROM journal_row ORDER BY id)"),
		1);
}

static void a_row_belongs_to_its_contact(void **state)
{
	struct store *s = *state;

	(void)request(s, "INSERT INTO contact (id, created_at) VALUES (7, 1), (8, 1)");
	(void)request(s, "INSERT INTO contact_tag (contact, tag) VALUES (7, 'a')");
	assert_int_equal(
		raw_number(store_db(s), "SELECT count(*) FROM journal_row WHERE contact = 7"), 2);
	(void)request(s, "UPDATE contact_tag SET contact = 8");
	assert_int_equal(
		raw_number(store_db(s), "SELECT count(*) FROM journal_row WHERE contact = 8"), 2);
	(void)request(s, "DELETE FROM contact_tag");
	assert_int_equal(
		raw_number(store_db(s), "SELECT count(*) FROM journal_row WHERE contact = 8"), 3);
	(void)request(s, "INSERT INTO household (created_at) VALUES (1)");
	assert_int_equal(
		raw_number(store_db(s), "SELECT count(*) FROM journal_row WHERE contact IS NULL"),
		1);
}

static void a_request_that_changes_nothing_writes_nothing(void **state)
{
	struct store *s = *state;
	struct journal *j = store_journal(s);

	begin(s);
	assert_int_equal(journal_id(j), 1);
	raw_exec(store_db(s), "INSERT INTO book (key, value) VALUES ('a', 'b')");
	assert_false(journal_has_rows(j));
	end(s);
	assert_int_equal(raw_number(store_db(s), "SELECT count(*) FROM journal"), 0);
	begin(s);
	assert_int_equal(journal_id(j), 1);
	raw_exec(store_db(s), "INSERT INTO household (created_at) VALUES (1)");
	assert_true(journal_has_rows(j));
	end(s);
	assert_int_equal(raw_number(store_db(s), "SELECT id FROM journal"), 1);
}

static void changes_outside_of_a_request_are_not_recorded(void **state)
{
	struct store *s = *state;

	raw_exec(store_db(s), "INSERT INTO household (created_at) VALUES (1)");
	assert_false(journal_has_rows(store_journal(s)));
	begin(s);
	end(s);
	raw_exec(store_db(s), "INSERT INTO household (created_at) VALUES (1)");
	assert_false(journal_has_rows(store_journal(s)));
}

/* In a group each request has its savepoint and its number. */
static void numbers_are_right_after_each_rollback(void **state)
{
	struct store *s = *state;
	struct journal *j = store_journal(s);

	for (int round = 0; round < 2; round++) {
		assert_int_equal(store_begin(s), 0);
		for (int i = 0; i < 3; i++) {
			assert_int_equal(store_savepoint(s), 0);
			journal_start(j);
			assert_int_equal(journal_id(j), i < 2 ? i + 1 : 2);
			raw_exec(store_db(s), "INSERT INTO household (created_at) VALUES (1)");
			assert_int_equal(journal_write(j, &entry), 0);
			assert_int_equal(i == 1 ? store_rollback_to(s) : store_release(s), 0);
		}
		if (round == 0)
			store_rollback(s);
		else
			assert_int_equal(store_commit(s), 0);
	}
	assert_int_equal(raw_number(store_db(s), "SELECT group_concat(id) = '1,2' FROM journal"),
			 1);
	raw_exec(store_db(s), "DELETE FROM journal_row; DELETE FROM journal");
	begin(s);
	assert_int_equal(journal_id(j), 3); /* never given out again */
	store_rollback(s);
}

static void a_rollback_drops_what_was_recorded(void **state)
{
	struct store *s = *state;
	struct journal *j = store_journal(s);

	begin(s);
	raw_exec(store_db(s), "INSERT INTO household (created_at) VALUES (1)");
	assert_int_equal(store_rollback_to(s), 0);
	assert_false(journal_has_rows(j));
	assert_int_equal(store_commit(s), 0);
	begin(s);
	raw_exec(store_db(s), "INSERT INTO household (created_at) VALUES (1)");
	journal_drop(j);
	assert_false(journal_has_rows(j));
	store_rollback(s);
}

/* SQLite has taken its rows back; the record of them would be a lie. */
static void a_statement_that_failed_halfway_spoils_the_request(void **state)
{
	struct store *s = *state;

	raw_exec(store_db(s), "INSERT INTO contact (id, created_at) VALUES (1, 1)");
	raw_exec(store_db(s), "INSERT INTO contact_tag (contact, tag) VALUES (1, 'a'), (1, 'b')");
	begin(s);
	assert_int_equal(store_run(s, &set, RENAME_TAGS, "t", "c"), -EEXIST);
	assert_int_equal(journal_write(store_journal(s), &entry), -ECANCELED);
	store_rollback(s);

	begin(s); /* one that fails before it changed anything does no harm */
	assert_int_equal(store_run(s, &set, ADD_TAG, "it", INT64_C(1), "a"), -EEXIST);
	assert_int_equal(store_run(s, &set, ADD_TAG, "it", INT64_C(1), "d"), 0);
	end(s);
	assert_int_equal(raw_number(store_db(s), "SELECT count(*) FROM journal_row"), 1);
}

static void an_image_holds_every_type(void **state)
{
	struct sqlite3_stmt *stmt;
	struct str image = {0};
	struct image_reader reader;
	struct image_value v;
	size_t n = 0;

	assert_int_equal(sqlite3_prepare_v2(store_db(*state),
					    "SELECT 0, -1, 9223372036854775807, "
					    "-9223372036854775807 - 1, 'text', '', x'00ff', x'', "
					    "1.5, NULL",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	image_start(&image, 10);
	for (int i = 0; i < 10; i++)
		image_add(&image, sqlite3_column_value(stmt, i));
	(void)sqlite3_finalize(stmt);

	assert_true(image_open(&reader, image.data, image.len, &n));
	assert_int_equal(n, 10);
	assert_true(image_next(&reader, &v) && v.type == IMAGE_INTEGER && v.integer == 0);
	assert_true(image_next(&reader, &v) && v.integer == -1);
	assert_true(image_next(&reader, &v) && v.integer == INT64_MAX);
	assert_true(image_next(&reader, &v) && v.integer == INT64_MIN);
	assert_true(image_next(&reader, &v) && v.type == IMAGE_TEXT && v.size == 4);
	assert_memory_equal(v.bytes, "text", 4);
	assert_true(image_next(&reader, &v) && v.type == IMAGE_TEXT && v.size == 0);
	assert_true(image_next(&reader, &v) && v.type == IMAGE_BYTES && v.size == 2);
	assert_memory_equal(v.bytes, "\0\xff", 2);
	assert_true(image_next(&reader, &v) && v.type == IMAGE_BYTES && v.size == 0);
	assert_true(image_next(&reader, &v) && v.type == IMAGE_REAL && v.real == 1.5);
	assert_true(image_next(&reader, &v) && v.type == IMAGE_NULL);
	assert_false(image_next(&reader, &v));
	assert_true(image_column(image.data, image.len, 4, &v) && v.size == 4);
	assert_false(image_column(image.data, image.len, 10, &v));
	for (size_t cut = 0; cut < image.len; cut++)
		assert_false(image_column(image.data, cut, 9, &v));
	str_deinit(&image);
}

static void entries_are_listed_newest_first(void **state)
{
	struct store *s = *state;
	struct arena *a = arena_new();
	struct journal_entry *entries;
	size_t n;

	(void)request(s, "INSERT INTO contact (id, created_at) VALUES (1, 1), (2, 1)");
	(void)request(s, "INSERT INTO contact_tag (contact, tag) VALUES (2, 'a')");
	(void)request(s, "INSERT INTO contact_tag (contact, tag) VALUES (1, 'a'), (1, 'b')");
	assert_int_equal(journal_list(s, &(struct journal_filter){0, 0, 10}, a, &entries, &n), 0);
	assert_int_equal(n, 3);
	assert_int_equal(entries[0].id, 3);
	assert_int_equal(entries[0].n_rows, 2);
	assert_int_equal(entries[2].id, 1);
	assert_int_equal(entries[0].at, 5);
	assert_int_equal(entries[0].actor, ACTOR_USER);
	assert_string_equal(entries[0].method, "contact.add");
	assert_string_equal(entries[0].summary, "contact 1");
	assert_int_equal(entries[0].group_id, 0);
	assert_int_equal(entries[0].undone_by, 0);

	assert_int_equal(journal_list(s, &(struct journal_filter){1, 0, 10}, a, &entries, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(entries[0].id, 3);
	assert_int_equal(entries[1].id, 1);
	assert_int_equal(journal_list(s, &(struct journal_filter){1, 3, 10}, a, &entries, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(journal_list(s, &(struct journal_filter){0, 3, 1}, a, &entries, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(entries[0].id, 2);
	assert_int_equal(journal_list(s, &(struct journal_filter){99, 0, 10}, a, &entries, &n), 0);
	assert_int_equal(n, 0);
	arena_free(a);
}

static void an_entry_keeps_who_why_and_of_what(void **state)
{
	struct store *s = *state;
	struct arena *a = arena_new();
	struct journal_entry read;

	(void)request(s, "INSERT INTO household (created_at) VALUES (1)");
	for (int actor = ACTOR_USER; actor <= (int)ACTOR_IMPORT; actor++) {
		struct journal_entry e = {.at = 9,
					  .actor = (enum journal_actor)actor,
					  .method = "m",
					  .summary = "",
					  .group_id = 1,
					  .undoes = 1};

		begin(s);
		raw_exec(store_db(s), "INSERT INTO household (created_at) VALUES (1)");
		assert_int_equal(journal_write(store_journal(s), &e), 0);
		assert_int_equal(store_commit(s), 0);
		assert_int_equal(journal_get(s, 2 + actor, a, &read), 0);
		assert_int_equal(read.actor, actor);
		assert_int_equal(read.group_id, 1);
		assert_int_equal(read.undoes, 1);
		assert_int_equal(read.schema, store_schema(s));
	}
	assert_string_equal(journal_actors[ACTOR_DESKTOP], "desktop");
	assert_int_equal(raw_number(store_db(s), "SELECT count(*) FROM journal WHERE schema = 11"),
			 5);
	arena_free(a);
}

static void a_hundred_thousand_rows_fit_one_request(void **state)
{
	struct store *s = *state;

	assert_int_equal(request(s, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 "
				    "FROM n WHERE i < 100000) INSERT INTO household (name, "
				    "created_at) SELECT 'h' || i, i FROM n"),
			 100000);
	assert_int_equal(request(s, "UPDATE household SET city = 'c'; "
				    "UPDATE household SET city = 'd'"),
			 100000);
	assert_int_equal(request(s, "UPDATE household SET city = 'e' WHERE id = 4"), 1);
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
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(changes_of_one_row_become_one_pair),
		WITH_STORE(rows_stand_in_the_order_of_their_first_change),
		WITH_STORE(a_row_belongs_to_its_contact),
		WITH_STORE(a_request_that_changes_nothing_writes_nothing),
		WITH_STORE(changes_outside_of_a_request_are_not_recorded),
		WITH_STORE(numbers_are_right_after_each_rollback),
		WITH_STORE(a_rollback_drops_what_was_recorded),
		WITH_STORE(a_statement_that_failed_halfway_spoils_the_request),
		WITH_STORE(an_image_holds_every_type),
		WITH_STORE(entries_are_listed_newest_first),
		WITH_STORE(an_entry_keeps_who_why_and_of_what),
		WITH_STORE(a_hundred_thousand_rows_fit_one_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
