/* The connection: opening, groups, statements. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "domain/day.h"
#include "store/db.h"
#include "store/folder.h"
#include "store/raw.h"
#include "vouch/errors.h"

enum { ADD, COUNT, TYPES, LIST, N };

static const char *const sql[] = {
	[ADD] = "INSERT INTO household (name, created_at) VALUES (?1, ?2)",
	[COUNT] = "SELECT count(*) FROM household",
	[TYPES] = "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9",
	[LIST] = "SELECT id FROM household",
};
static const struct stmt_set set = {sql, N, NOUN_HOUSEHOLD};

static int add(struct store *s, const char *name)
{
	return store_run(s, &set, ADD, "ti", name, INT64_C(1));
}

static int64_t count(struct store *s)
{
	return raw_number(store_db(s), sql[COUNT]);
}

static void a_new_database_is_private_and_ours(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	struct stat st;

	assert_non_null(s);
	assert_int_equal(stat(f->db, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stat(beside(f, "-wal"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stat(beside(f, ".lock"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_false(file_exists(beside(f, "-shm")));
	assert_int_equal(store_schema(s), 11);
	assert_string_equal(store_path(s), f->db);
	store_close(s);
	assert_false(file_exists(beside(f, "-wal")));
}

static void the_pragmas_are_those_decided(void **state)
{
	static const struct {
		const char *pragma;
		int64_t want;
	} cases[] = {
		{"PRAGMA application_id", 0x76636864},
		{"PRAGMA user_version", 11},
		{"PRAGMA synchronous", 2},
		{"PRAGMA foreign_keys", 1},
		{"PRAGMA secure_delete", 1},
		{"PRAGMA trusted_schema", 0},
		{"PRAGMA mmap_size", 0},
		{"PRAGMA cache_size", -2000},
	};
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	int on = -1;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(raw_number(store_db(s), cases[i].pragma), cases[i].want);
	assert_int_equal(raw_number(store_db(s),
				    "SELECT locking_mode = 'exclusive' FROM pragma_locking_mode"),
			 1);
	assert_int_equal(
		raw_number(store_db(s), "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	(void)sqlite3_db_config(store_db(s), SQLITE_DBCONFIG_DEFENSIVE, -1, &on);
	assert_int_equal(on, 1);
	assert_int_not_equal(sqlite3_exec(store_db(s), "SELECT \"x\"", NULL, NULL, NULL),
			     SQLITE_OK);
	store_close(s);
}

static void who_hurries_does_not_wait_for_the_disk(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	store_hurry(s, true);
	assert_int_equal(raw_number(store_db(s), "PRAGMA synchronous"), 1);
	store_hurry(s, false);
	assert_int_equal(raw_number(store_db(s), "PRAGMA synchronous"), 2);
	assert_int_equal(store_settle(s), 0);
	store_close(s);
}

static void a_large_job_keeps_more_of_the_book_in_memory(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	int64_t before = raw_number(store_db(s), "PRAGMA cache_size");

	store_set_pace(s, STORE_BUSY);
	assert_int_equal(raw_number(store_db(s), "PRAGMA cache_size"), -STORE_WIDE_KIB);
	store_set_pace(s, STORE_CALM);
	assert_int_equal(raw_number(store_db(s), "PRAGMA cache_size"), before);
	store_close(s);
}

static void in_bulk_the_log_is_moved_when_it_is_asked_for(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	store_set_pace(s, STORE_BULK);
	assert_false(store_log_is_long(s));
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(sqlite3_exec(store_db(s),
				      "CREATE TABLE large (bytes BLOB);"
				      "INSERT INTO large VALUES (zeroblob(10000000))",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(store_commit(s), 0);
	assert_true(store_log_is_long(s));
	assert_int_equal(store_settle(s), 0);
	assert_false(store_log_is_long(s));
	store_close(s);
}

/* Of what is set for all of SQLite this alone can be read; it is refused, with the rest, once
 * anything of SQLite has been used. */
static void the_library_is_set_up_before_it_is_used(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	assert_int_equal(sqlite3_memory_used(), 0);
	store_close(s);
}

static void temporary_files_lie_beside_the_database(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	_cleanup_str_ struct str want = {0};
	struct stat st;

	str_addf(&want, "%s/tmp", f->path);
	assert_string_equal(sqlite3_temp_directory, want.data);
	assert_int_equal(stat(want.data, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	store_close(s);
}

static void what_was_committed_is_there_after_a_restart(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	assert_int_equal(
		raw_number(store_db(s),
			   "SELECT count(*) FROM book WHERE key IN ('uuid', 'created_at')"),
		2);
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(add(s, "kept"), 0);
	assert_int_equal(store_commit(s), 0);
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(add(s, "left open"), 0);
	store_close(s);

	s = open_at(f->db);
	assert_int_equal(count(s), 1);
	assert_int_equal(
		raw_number(store_db(s),
			   "SELECT count(*) FROM book WHERE key IN ('uuid', 'created_at')"),
		2);
	store_close(s);
}

static void each_type_is_bound_and_read_back(void **state)
{
	const char bytes[] = {0, 1, 2};
	struct store *s = open_at(NULL);
	struct arena *a = arena_new();
	struct sqlite3_stmt *stmt;

	(void)state;
	assert_int_equal(store_bind(s, &set, TYPES, &stmt, "intIdmwbx", INT64_MAX, -7, "text",
				    INT64_C(9), (struct day){-3}, 61, INT64_C(-5), true, bytes,
				    sizeof bytes),
			 0);
	assert_int_equal(store_step(s, stmt), 1);
	assert_true(col_int(stmt, 0) == INT64_MAX);
	assert_int_equal(col_int(stmt, 1), -7);
	assert_string_equal(col_text(stmt, 2, a), "text");
	assert_int_equal(col_int(stmt, 3), 9);
	assert_int_equal(col_day(stmt, 4), -3);
	assert_int_equal(col_minute(stmt, 5), 61);
	assert_int_equal(col_instant(stmt, 6), -5);
	assert_true(col_bool(stmt, 7));
	assert_int_equal(sqlite3_column_bytes(stmt, 8), 3);
	assert_memory_equal(sqlite3_column_blob(stmt, 8), bytes, 3);
	assert_int_equal(store_step(s, stmt), 0);

	assert_int_equal(store_bind(s, &set, TYPES, &stmt, "intIdmwbx", INT64_C(0), 0, NULL,
				    INT64_C(0), NO_DAY, ANY_MINUTE, NO_INSTANT, false, NULL,
				    (size_t)0),
			 0);
	assert_int_equal(store_step(s, stmt), 1);
	assert_null(col_text(stmt, 2, a));
	assert_int_equal(sqlite3_column_type(stmt, 3), SQLITE_NULL);
	assert_int_equal(col_day(stmt, 4), NO_DAY.n);
	assert_int_equal(sqlite3_column_type(stmt, 4), SQLITE_NULL);
	assert_int_equal(col_minute(stmt, 5), ANY_MINUTE);
	assert_int_equal(sqlite3_column_type(stmt, 5), SQLITE_NULL);
	assert_true(col_instant(stmt, 6) == NO_INSTANT);
	assert_int_equal(sqlite3_column_type(stmt, 6), SQLITE_NULL);
	assert_false(col_bool(stmt, 7));
	assert_int_equal(sqlite3_column_type(stmt, 8), SQLITE_NULL);
	store_reset(stmt);
	arena_free(a);
	store_close(s);
}

static void a_statement_in_use_twice_is_caught(void **state)
{
#ifdef NDEBUG
	(void)state;
	skip();
#else
	pid_t child = fork();
	int status = 0;

	(void)state;
	assert_true(child >= 0);
	if (child == 0) {
		struct store *s = open_at(NULL);
		struct sqlite3_stmt *stmt;
		int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

		(void)dup2(null, STDERR_FILENO);
		(void)signal(SIGABRT, SIG_DFL);
		if (add(s, "one") || store_bind(s, &set, LIST, &stmt, "") ||
		    store_step(s, stmt) != 1)
			_exit(1);
		(void)store_bind(s, &set, LIST, &stmt, "");
		_exit(0);
	}
	assert_true(waitpid(child, &status, 0) == child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
#endif
}

static void a_refused_request_harms_no_neighbour(void **state)
{
	struct store *s = open_at(NULL);

	(void)state;
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(store_savepoint(s), 0);
	assert_int_equal(add(s, "first"), 0);
	assert_int_equal(store_changes(s), 1);
	assert_int_equal(store_last_id(s), 1);
	assert_int_equal(store_release(s), 0);
	assert_int_equal(store_savepoint(s), 0);
	assert_int_equal(add(s, "refused"), 0);
	assert_int_equal(store_rollback_to(s), 0);
	assert_true(store_in_group(s));
	assert_int_equal(store_savepoint(s), 0);
	assert_int_equal(add(s, "third"), 0);
	assert_int_equal(store_release(s), 0);
	assert_int_equal(store_commit(s), 0);
	assert_false(store_in_group(s));
	assert_int_equal(
		raw_number(store_db(s),
			   "SELECT count(*) FROM household WHERE name IN ('first', 'third')"),
		2);
	assert_int_equal(count(s), 2);

	assert_int_equal(store_begin(s), 0);
	assert_int_equal(add(s, "fourth"), 0);
	store_rollback(s);
	assert_false(store_in_group(s));
	assert_int_equal(count(s), 2);
	store_close(s);
}

/* On a file: what lies in memory is put aside another way. */
static void what_changes_much_is_put_aside_too(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	char many[600];
	int64_t n;

	memset(many, 'x', sizeof many - 1);
	many[sizeof many - 1] = '\0';
	assert_int_equal(store_begin(s), 0);
	for (int i = 0; i < 3000; i++)
		assert_int_equal(add(s, many), 0);
	assert_int_equal(store_commit(s), 0);
	n = raw_number(store_db(s), "PRAGMA page_count");
	assert_true(n > 400);

	assert_int_equal(store_begin(s), 0);
	assert_int_equal(store_savepoint(s), 0);
	assert_int_equal(sqlite3_exec(store_db(s), "UPDATE household SET name = 'y' || name", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(store_rollback_to(s), 0);
	assert_int_equal(store_commit(s), 0);
	assert_int_equal(
		raw_number(store_db(s), "SELECT count(*) FROM household WHERE name GLOB 'x*'"),
		3000);
	store_close(s);
}

static void broken_constraints_are_told_apart(void **state)
{
	static const struct {
		const char *text;
		int want;
	} cases[] = {
		{"INSERT INTO book (key, value) VALUES ('uuid', 'x')", -EEXIST},
		{"INSERT INTO plan (name) VALUES ('a'), ('a')", -EEXIST},
		{"INSERT INTO household (id, created_at) VALUES (1, 1), (1, 1)", -EEXIST},
		{"INSERT INTO household (name) VALUES ('x')", -EINVAL},
		{"INSERT INTO household (created_at) VALUES ('x')", -EINVAL},
		{"INSERT INTO contact (state, created_at) VALUES ('odd', 1)", -EINVAL},
		{"INSERT INTO contact (household, created_at) VALUES (77, 1)", -EINVAL},
	};
	struct store *s = open_at(NULL);

	(void)state;
	assert_int_equal(store_begin(s), 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct stmt_set one = {&cases[i].text, 1, (int)(NOUN_CONTACT + i)};

		assert_int_equal(store_run(s, &one, 0, ""), cases[i].want);
		assert_true(store_in_group(s));
		assert_false(store_is_broken(s));
	}
	store_rollback(s);
	store_close(s);
}

static void a_statement_that_does_not_prepare_is_an_error(void **state)
{
	static const char *const wrong = "SELECT nothing FROM nowhere";
	struct stmt_set one = {&wrong, 1, NOUN_CHECK};
	struct store *s = open_at(NULL);

	(void)state;
	assert_int_equal(store_prepare_set(s, &one), -EIO);
	assert_int_equal(store_prepare_set(s, &set), 0);
	assert_string_equal(store_sql(&set, COUNT), sql[COUNT]);
	assert_false(store_is_broken(s));
	store_close(s);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(a_new_database_is_private_and_ours),
		IN_FOLDER(the_pragmas_are_those_decided),
		IN_FOLDER(who_hurries_does_not_wait_for_the_disk),
		IN_FOLDER(a_large_job_keeps_more_of_the_book_in_memory),
		IN_FOLDER(in_bulk_the_log_is_moved_when_it_is_asked_for),
		IN_FOLDER(the_library_is_set_up_before_it_is_used),
		IN_FOLDER(temporary_files_lie_beside_the_database),
		IN_FOLDER(what_was_committed_is_there_after_a_restart),
		cmocka_unit_test(each_type_is_bound_and_read_back),
		cmocka_unit_test(a_statement_in_use_twice_is_caught),
		cmocka_unit_test(a_refused_request_harms_no_neighbour),
		IN_FOLDER(what_changes_much_is_put_aside_too),
		cmocka_unit_test(broken_constraints_are_told_apart),
		cmocka_unit_test(a_statement_that_does_not_prepare_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
