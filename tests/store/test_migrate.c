/* Migrations: what is refused, what is copied, and what an interruption leaves. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "store/faulty.h"
#include "store/folder.h"
#include "store/migrate.h"
#include "store/raw.h"

#define SECOND "ALTER TABLE book ADD COLUMN second TEXT; UPDATE book SET second = 'b'"

/* How many migrations there are, and the copy that the next one makes. */
#define RELEASED 11
#define BEFORE ".before-12"
#define AFTER ".before-13"

static struct embedded list[RELEASED + 3]; /* the real ones, and what a test adds */

static void add_migrations(const char *second, const char *third)
{
	size_t n = (size_t)migrate_newest(migrations);

	memset(list, 0, sizeof list);
	memcpy(list, migrations, n * sizeof list[0]);
	if (second)
		list[n] = (struct embedded){"second", second};
	if (third)
		list[n + 1] = (struct embedded){"third", third};
}

static struct sqlite3 *open_raw(const char *path)
{
	struct sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static int64_t number_in(const char *path, const char *text)
{
	struct sqlite3 *db = open_raw(path);
	int64_t n = raw_number(db, text);

	(void)sqlite3_close(db);
	return n;
}

static void make_file(const char *path, const char *text)
{
	struct sqlite3 *db = open_raw(path);

	raw_exec(db, text);
	(void)sqlite3_close(db);
}

static void put_file(const char *path, const struct str *bytes)
{
	FILE *to = fopen(path, "we");

	assert_non_null(to);
	assert_int_equal(fwrite(bytes->data, 1, bytes->len, to), bytes->len);
	(void)fclose(to);
}

/* The files after a refusal are byte for byte what they were. */
static void assert_refused_untouched(const struct folder *f, const char *reason)
{
	_cleanup_str_ struct str before = {0}, after = {0}, log_before = {0}, log_after = {0};
	char why[STORE_WHY_SIZE];

	file_read(f->db, &before);
	file_read(beside(f, "-wal"), &log_before);
	assert_int_equal(open_refused(f->db, why), -EPROTO);
	if (!strstr(why, reason))
		fail_msg("not \"%s\" but \"%s\"", reason, why);
	file_read(f->db, &after);
	file_read(beside(f, "-wal"), &log_after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	assert_int_equal(log_before.len, log_after.len);
	if (log_before.len)
		assert_memory_equal(log_before.data, log_after.data, log_before.len);
}

static void each_migration_is_named_by_its_number(void **state)
{
	(void)state;
	for (int i = 0; migrations[i].name; i++)
		assert_int_equal(strtol(migrations[i].name, NULL, 10), i + 1);
	assert_true(migrate_newest(migrations) >= 1);
}

static void a_newer_schema_is_refused_untouched(void **state)
{
	const struct folder *f = *state;

	store_close(open_at(f->db));
	make_file(f->db, "PRAGMA user_version = 12");
	assert_refused_untouched(f, "was written by a newer vouch (schema 12; this one knows ");
}

/* As after a kill: the file itself still says the old number. */
static void a_newer_schema_in_the_log_is_refused_untouched(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str file = {0}, log = {0};
	struct sqlite3 *db;

	store_close(open_at(f->db));
	file_read(f->db, &file);
	db = open_raw(f->db);
	raw_exec(db, "PRAGMA user_version = 12");
	file_read(beside(f, "-wal"), &log);
	assert_true(log.len > 0);
	(void)sqlite3_close(db);

	put_file(f->db, &file);
	put_file(beside(f, "-wal"), &log);
	assert_refused_untouched(f, "was written by a newer vouch (schema 12; this one knows ");
}

static void a_foreign_database_is_refused_untouched(void **state)
{
	static const char *const cases[] = {
		"CREATE TABLE t (x); PRAGMA application_id = 77",
		"CREATE TABLE t (x)",
		"PRAGMA journal_mode = WAL; CREATE TABLE t (x)",
		"PRAGMA user_version = 3",
		"PRAGMA application_id = 0x76636864",
	};
	const struct folder *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		make_file(f->db, cases[i]);
		assert_refused_untouched(f, "is not a database of vouch");
		assert_int_equal(unlink(f->db), 0);
	}
}

/* A hot journal, which SQLite would play back at the first look. */
static void a_foreign_database_left_in_a_transaction_is_refused_untouched(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str file = {0}, journal = {0}, after = {0};
	struct sqlite3 *db = open_raw(f->db);

	raw_exec(db, "CREATE TABLE t (x); INSERT INTO t SELECT hex(zeroblob(3000)) "
		     "FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8))");
	raw_exec(db, "PRAGMA cache_size = 1; BEGIN; UPDATE t SET x = x || 'y'");
	file_read(f->db, &file);
	file_read(beside(f, "-journal"), &journal);
	assert_true(journal.len > 0);
	(void)sqlite3_close(db);

	put_file(f->db, &file);
	put_file(beside(f, "-journal"), &journal);
	assert_refused_untouched(f, "is not a database of vouch");
	file_read(beside(f, "-journal"), &after);
	assert_int_equal(after.len, journal.len);
	assert_memory_equal(after.data, journal.data, journal.len);
}

static void what_is_no_database_is_refused_untouched(void **state)
{
	static const struct {
		const char *text;
		size_t size;
	} cases[] = {
		{"a letter to somebody", 20},
		{"SQLite format 3", 16},
		{"S", 1},
	};
	const struct folder *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		FILE *to = fopen(f->db, "we");

		assert_int_equal(fwrite(cases[i].text, 1, cases[i].size, to), cases[i].size);
		(void)fclose(to);
		assert_refused_untouched(f, "is damaged or no database");
	}
}

static void a_truncated_database_is_refused_untouched(void **state)
{
	static const off_t sizes[] = {101, 4095, 4096, 8192, 20000};
	const struct folder *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		(void)unlink(f->db);
		store_close(open_at(f->db));
		assert_int_equal(truncate(f->db, sizes[i]), 0);
		assert_refused_untouched(f, "damaged");
	}
}

static void an_empty_file_becomes_a_database(void **state)
{
	const struct folder *f = *state;
	struct store *s;

	(void)fclose(fopen(f->db, "we"));
	s = open_at(f->db);
	assert_non_null(s);
	store_close(s);
	make_file(beside(f, "2"), "PRAGMA journal_mode = WAL"); /* killed after its first page */
	s = open_at(beside(f, "2"));
	assert_non_null(s);
	store_close(s);
}

static void a_table_that_is_gone_and_a_view_are_noticed(void **state)
{
	static const struct {
		const char *change, *reason;
	} cases[] = {
		{"DROP TABLE touch", "lacks the table touch"},
		{"CREATE VIEW v AS SELECT 1", "views or triggers"},
		{"CREATE TRIGGER t AFTER INSERT ON book BEGIN DELETE FROM touch; END",
		 "views or triggers"},
	};
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		(void)unlink(f->db);
		store_close(open_at(f->db));
		make_file(f->db, cases[i].change);
		assert_int_equal(open_refused(f->db, why), -EPROTO);
		assert_non_null(strstr(why, cases[i].reason));
	}
}

static void a_new_database_is_stamped(void **state)
{
	static const char *const looks_right =
		"SELECT count(*) FROM book WHERE key = 'uuid' AND value LIKE "
		"'________-____-4___-____-____________' AND value NOT GLOB '*[^-0-9a-f]*'";
	const struct folder *f = *state;

	store_close(open_at(f->db));
	assert_int_equal(number_in(f->db, looks_right), 1);
	assert_int_equal(number_in(f->db, "SELECT value FROM book WHERE key = 'created_at'"), 1000);
	assert_int_equal(number_in(f->db, "PRAGMA application_id"), 0x76636864);
	assert_false(file_exists(beside(f, ".before-1")));
}

static int migrate(const char *path, char why[STORE_WHY_SIZE])
{
	struct sqlite3 *db = open_raw(path);
	int r;

	raw_exec(db, "PRAGMA locking_mode = EXCLUSIVE"); /* or the log would need shared memory */
	r = migrate_check(db, list, path, why);
	if (r == 0)
		r = migrate_run(db, list, path, 2000, why);
	(void)sqlite3_close(db);
	return r;
}

static void an_older_database_is_copied_then_migrated(void **state)
{
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE];
	struct stat st;

	store_close(open_at(f->db));
	add_migrations(SECOND, "INSERT INTO book (key, value) VALUES ('third', 'c')");
	assert_int_equal(migrate(f->db, why), 0);
	assert_int_equal(number_in(f->db, "PRAGMA user_version"), RELEASED + 2);
	assert_int_equal(number_in(f->db, "SELECT count(*) FROM book WHERE second = 'b'"), 2);
	assert_int_equal(number_in(f->db, "SELECT value FROM book WHERE key = 'created_at'"), 1000);

	assert_int_equal(stat(beside(f, BEFORE), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(number_in(beside(f, BEFORE), "PRAGMA user_version"), RELEASED);
	assert_int_equal(number_in(beside(f, BEFORE), "PRAGMA application_id"), 0x76636864);
	assert_int_equal(number_in(beside(f, BEFORE), "SELECT count(*) FROM book"), 2);
	assert_false(file_exists(beside(f, BEFORE ".part")));
	assert_false(file_exists(beside(f, AFTER)));

	assert_int_equal(migrate(f->db, why), 0); /* nothing is left to do */
	assert_int_equal(number_in(f->db, "SELECT count(*) FROM book"), 3);
}

static void a_book_from_before_the_gate_is_looked_at_by_the_first_tick(void **state)
{
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE];
	struct sqlite3 *db;

	memset(list, 0, sizeof list);
	list[0] = migrations[0];
	(void)migrate(f->db, why); /* misses the newer tables, and leaves a book of then */
	assert_int_equal(number_in(f->db, "PRAGMA user_version"), 1);
	db = open_raw(f->db);
	raw_exec(db, "INSERT INTO contact (name, created_at) VALUES ('Ana', 1), ('Ben', 1)");
	raw_exec(db,
		 "INSERT INTO contact (state, merged_into, created_at) VALUES ('merged', 1, 1)");
	(void)sqlite3_close(db);
	add_migrations(NULL, NULL);
	assert_int_equal(migrate(f->db, why), 0);
	assert_int_equal(number_in(f->db, "SELECT count(*) FROM gate_fact WHERE recheck_day = 0"),
			 2);
}

static void a_migration_that_fails_leaves_what_went_before(void **state)
{
	static const struct {
		const char *second, *third;
		int n_done;
	} cases[] = {
		{"CREATE TABLE extra (x); CREATE TABLE book (x)", NULL, 0},
		{SECOND, "DELETE FROM book; SELECT nothing", 1},
		{SECOND, "INSERT INTO contact_tag (contact, tag) VALUES (99, 'x')", 1},
	};
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		(void)unlink(f->db);
		store_close(open_at(f->db));
		add_migrations(cases[i].second, cases[i].third);
		assert_int_equal(migrate(f->db, why), -EIO);
		assert_non_null(strstr(why, "failed and was rolled back"));
		assert_int_equal(number_in(f->db, "PRAGMA user_version"),
				 RELEASED + cases[i].n_done);
		assert_int_equal(number_in(f->db, "SELECT count(*) FROM book"), 2);
		assert_int_equal(number_in(f->db, "SELECT count(*) FROM sqlite_master WHERE "
						  "name = 'extra'"),
				 0);
		assert_int_equal(number_in(f->db, "SELECT count(*) FROM contact_tag"), 0);
	}
}

static void without_room_for_the_copy_nothing_is_migrated(void **state)
{
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE];

	store_close(open_at(f->db));
	assert_int_equal(mkdir(beside(f, BEFORE), 0700), 0); /* in the way */
	add_migrations(SECOND, NULL);
	assert_int_equal(migrate(f->db, why), -EISDIR);
	assert_non_null(strstr(why, "no copy"));
	assert_int_equal(number_in(f->db, "PRAGMA user_version"), RELEASED);
	assert_false(file_exists(beside(f, BEFORE ".part")));
}

/* As if killed: after the n-th write or sync nothing reaches the disk any more. */
static void an_interrupted_migration_is_resumed(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str old = {0};
	char why[STORE_WHY_SIZE];
	bool has_hit = true;

	log_set_level((enum log_level)0);
	store_close(open_at(f->db));
	file_read(f->db, &old);
	add_migrations(SECOND, "INSERT INTO book (key, value) VALUES ('third', 'c')");
	for (int n = 1; has_hit; n += 1 + n / 20) {
		int r;

		put_file(f->db, &old);
		faulty_begin();
		faulty_set(FAULTY_WRITE | FAULTY_SYNC | FAULTY_TRUNCATE, SQLITE_IOERR_WRITE, 0, n);
		r = migrate(f->db, why);
		has_hit = faulty.n_hits > 0;
		faulty_end();
		if (!has_hit)
			assert_int_equal(r, 0);

		assert_in_range(number_in(f->db, "PRAGMA user_version"), RELEASED, RELEASED + 2);
		assert_int_equal(migrate(f->db, why), 0);
		assert_int_equal(number_in(f->db, "PRAGMA user_version"), RELEASED + 2);
		assert_int_equal(number_in(f->db, "SELECT count(*) FROM book"), 3);
		assert_int_equal(number_in(f->db, "SELECT integrity_check = 'ok' "
						  "FROM pragma_integrity_check"),
				 1);
		assert_int_equal(number_in(beside(f, BEFORE), "PRAGMA user_version"), RELEASED);
	}
	log_set_level(LOG_LEVEL_INFO);
}

static void an_interrupted_first_start_is_made_up_for(void **state)
{
	const struct folder *f = *state;
	bool has_hit = true;

	log_set_level((enum log_level)0);
	for (int n = 1; has_hit; n += 1 + n / 10) {
		struct store_options options = {.path = f->db, .now = 1};
		char why[STORE_WHY_SIZE];
		struct store *s;

		faulty_begin();
		faulty_set(FAULTY_WRITE | FAULTY_SYNC | FAULTY_TRUNCATE, SQLITE_IOERR_WRITE, 0, n);
		if (store_open(&options, &s, why) == 0)
			store_close(s);
		has_hit = faulty.n_hits > 0;
		faulty_end();

		s = open_at(f->db);
		assert_non_null(s);
		store_close(s);
		assert_int_equal(number_in(f->db, "SELECT count(*) FROM book"), 2);
		assert_int_equal(unlink(f->db), 0);
	}
	log_set_level(LOG_LEVEL_INFO);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_migration_is_named_by_its_number),
		IN_FOLDER(a_newer_schema_is_refused_untouched),
		IN_FOLDER(a_newer_schema_in_the_log_is_refused_untouched),
		IN_FOLDER(a_foreign_database_is_refused_untouched),
		IN_FOLDER(a_foreign_database_left_in_a_transaction_is_refused_untouched),
		IN_FOLDER(what_is_no_database_is_refused_untouched),
		IN_FOLDER(a_truncated_database_is_refused_untouched),
		IN_FOLDER(an_empty_file_becomes_a_database),
		IN_FOLDER(a_table_that_is_gone_and_a_view_are_noticed),
		IN_FOLDER(a_new_database_is_stamped),
		IN_FOLDER(an_older_database_is_copied_then_migrated),
		IN_FOLDER(a_book_from_before_the_gate_is_looked_at_by_the_first_tick),
		IN_FOLDER(a_migration_that_fails_leaves_what_went_before),
		IN_FOLDER(without_room_for_the_copy_nothing_is_migrated),
		IN_FOLDER(an_interrupted_migration_is_resumed),
		IN_FOLDER(an_interrupted_first_start_is_made_up_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
