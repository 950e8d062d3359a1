/* A disk that is full or fails, and a file that is taken away. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "store/check.h"
#include "store/db.h"
#include "store/faulty.h"
#include "store/folder.h"
#include "store/raw.h"
#include "vouch/errors.h"

enum { ADD, COUNT, N };

static const char *const sql[] = {
	[ADD] = "INSERT INTO household (name, created_at) VALUES (hex(zeroblob(?1)), 1)",
	[COUNT] = "SELECT count(*) FROM household",
};
static const struct stmt_set set = {sql, N, NOUN_HOUSEHOLD};

static int add(struct store *s, int bytes)
{
	return store_run(s, &set, ADD, "n", bytes);
}

static int count(struct store *s)
{
	struct sqlite3_stmt *stmt;
	int n;

	if (store_bind(s, &set, COUNT, &stmt, "") || store_step(s, stmt) != 1)
		return -1;
	n = (int)col_int(stmt, 0);
	store_reset(stmt);
	return n;
}

static int one_commit(struct store *s, int bytes)
{
	int r;

	r = store_begin(s);
	if (r)
		return r;
	r = store_savepoint(s);
	if (r == 0)
		r = add(s, bytes);
	if (r == 0)
		r = store_release(s);
	if (r) {
		store_rollback(s);
		return r;
	}
	return store_commit(s);
}

static void a_full_disk_ends_the_group_and_is_got_over(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	assert_int_equal(one_commit(s, 1), 0);
	raw_exec(store_db(s), "PRAGMA max_page_count = 1");
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(store_savepoint(s), 0);
	assert_int_equal(add(s, 100000), VOUCH_E_STORAGE_FULL);
	if (!store_in_group(s)) {
		assert_int_equal(add(s, 1), -ECANCELED);
		assert_int_equal(store_release(s), -ECANCELED);
		assert_int_equal(store_savepoint(s), -ECANCELED);
	}
	assert_int_equal(store_rollback_to(s), 0);
	store_rollback(s);
	assert_false(store_is_broken(s));
	assert_int_equal(count(s), 1);

	raw_exec(store_db(s), "PRAGMA max_page_count = 100000");
	assert_int_equal(one_commit(s, 100000), 0);
	assert_int_equal(count(s), 2);
	store_close(s);
}

/* The VFS of SQLite says SQLITE_FULL for ENOSPC, in the log as in the file. */
static void a_log_without_room_refuses_and_recovers(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	faulty_set(FAULTY_WRITE, SQLITE_FULL, SQLITE_OPEN_WAL, 1);
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(add(s, 1), 0);
	assert_int_equal(store_commit(s), VOUCH_E_STORAGE_FULL);
	assert_false(store_in_group(s));
	assert_false(store_is_broken(s));
	assert_int_equal(count(s), 0);
	faulty_set(0, 0, 0, 0);
	assert_int_equal(one_commit(s, 1), 0);
	store_close(s);
}

static void an_ended_group_cannot_be_committed(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	assert_int_equal(store_begin(s), 0);
	assert_int_equal(add(s, 1), 0);
	raw_exec(store_db(s), "ROLLBACK"); /* as SQLite does by itself after some errors */
	assert_false(store_in_group(s));
	assert_int_equal(add(s, 1), -ECANCELED);
	assert_int_equal(store_commit(s), -ECANCELED);
	assert_int_equal(count(s), 0);
	assert_int_equal(one_commit(s, 1), 0);
	assert_int_equal(count(s), 1);
	store_close(s);
}

static void a_failed_sync_makes_the_store_read_only(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	int n_syncs;

	assert_int_equal(one_commit(s, 1), 0);
	faulty_set(FAULTY_SYNC, SQLITE_IOERR_FSYNC, 0, 1);
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(add(s, 1), 0);
	assert_int_equal(store_commit(s), -EIO);
	assert_true(store_is_broken(s));
	assert_false(store_in_group(s));

	n_syncs = faulty.n_syncs;
	faulty.n_writes = 0;
	assert_int_equal(one_commit(s, 1), VOUCH_E_READ_ONLY);
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(count(s), 1);
	assert_int_equal(store_commit(s), 0);
	store_close(s);
	assert_int_equal(faulty.n_syncs, n_syncs);
	assert_int_equal(faulty.n_writes, 0);

	faulty_set(0, 0, 0, 0);
	s = open_at(f->db);
	assert_in_range(count(s), 1, 2); /* the last one was never acknowledged */
	assert_int_equal(one_commit(s, 1), 0);
	store_close(s);
}

static void a_failed_write_makes_the_store_read_only(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	faulty_set(FAULTY_WRITE, SQLITE_IOERR_WRITE, SQLITE_OPEN_WAL, 1);
	assert_int_equal(one_commit(s, 1), -EIO);
	assert_true(store_is_broken(s));
	assert_int_equal(one_commit(s, 1), VOUCH_E_READ_ONLY);
	assert_int_equal(count(s), 0);
	store_close(s);
}

static void a_failed_read_fails_one_request(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	struct sqlite3_stmt *stmt;

	for (int i = 0; i < 40; i++)
		assert_int_equal(one_commit(s, 40000), 0);
	raw_exec(store_db(s), "PRAGMA shrink_memory");
	faulty_set(FAULTY_READ, SQLITE_IOERR_READ, 0, 1);
	assert_int_equal(store_bind(s, &set, COUNT, &stmt, ""), 0);
	assert_int_equal(store_step(s, stmt), -EIO);
	assert_false(store_is_broken(s));
	faulty_set(0, 0, 0, 0);
	assert_int_equal(count(s), 40);
	assert_int_equal(one_commit(s, 1), 0);
	store_close(s);
}

/* SQLite's own automatic checkpoint would keep this to itself. */
static void a_failed_checkpoint_keeps_the_commit_and_is_noticed(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	int n = 0;

	assert_int_equal(store_settle(s), 0); /* what the schema has left in the log */
	faulty_set(FAULTY_SYNC, SQLITE_IOERR_FSYNC, SQLITE_OPEN_MAIN_DB, 1);
	while (!store_is_broken(s) && n < 50) {
		assert_int_equal(one_commit(s, 100000), 0);
		n++;
	}
	assert_in_range(n, 3, 40);
	assert_int_equal(count(s), n);
	store_close(s);
	faulty_set(0, 0, 0, 0);
	s = open_at(f->db);
	assert_int_equal(count(s), n);
	store_close(s);
}

static void a_checkpoint_without_room_waits(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	faulty_set(FAULTY_WRITE, SQLITE_FULL, SQLITE_OPEN_MAIN_DB, 1);
	for (int i = 0; i < 30; i++)
		assert_int_equal(one_commit(s, 100000), 0);
	assert_true(faulty.n_hits > 0);
	assert_false(store_is_broken(s));
	faulty_set(0, 0, 0, 0);
	assert_int_equal(one_commit(s, 1), 0);
	store_close(s);
}

static void the_log_stays_small(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	struct stat st;

	for (int i = 0; i < 200; i++)
		assert_int_equal(one_commit(s, 100000), 0);
	assert_int_equal(stat(beside(f, "-wal"), &st), 0);
	assert_true(st.st_size <= 8 * 1024 * 1024);
	assert_int_equal(stat(f->db, &st), 0);
	assert_true(st.st_size >= 30 * 1024 * 1024);
	store_close(s);
}

static void a_database_that_was_moved_takes_no_commit(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	assert_int_equal(one_commit(s, 1), 0);
	assert_int_equal(rename(f->db, beside(f, ".away")), 0);
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(count(s), 1);
	assert_int_equal(store_commit(s), 0);
	assert_false(store_is_broken(s));
	assert_int_equal(one_commit(s, 1), VOUCH_E_READ_ONLY);
	assert_true(store_is_broken(s));
	assert_int_equal(count(s), 1);
	store_close(s);
}

static int commits_acknowledged(const char *path, int *ret_tried)
{
	struct store_options options = {.path = path, .now = 1};
	char why[STORE_WHY_SIZE];
	struct store *s;
	int n = 0;

	*ret_tried = 0;
	if (store_open(&options, &s, why))
		return 0;
	for (int i = 0; i < 4; i++) {
		++*ret_tried;
		n += one_commit(s, 3000) == 0;
	}
	store_close(s);
	return n;
}

static void put_file(const char *path, const struct str *bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_int_equal(write(fd, bytes->data, bytes->len), bytes->len);
	assert_int_equal(close(fd), 0);
}

/* The n-th operation fails and all after it, for each n until none is left to fail. */
static void sweep(const struct folder *f, const struct str *empty, int kinds, int code)
{
	bool has_hit = true;

	for (int n = 1; has_hit; n++) {
		int acknowledged, tried, n_problems;
		const char **problems;
		struct arena *a = arena_new();
		struct store *s;

		put_file(f->db, empty);
		faulty_set(kinds, code, 0, n);
		acknowledged = commits_acknowledged(f->db, &tried);
		has_hit = faulty.n_hits > 0;
		faulty_set(0, 0, 0, 0);
		s = open_at(f->db);
		assert_non_null(s);
		assert_in_range(count(s), acknowledged, tried);
		assert_int_equal(store_check(s, true, a, &problems, &n_problems), 0);
		assert_int_equal(n_problems, 0);
		store_close(s);
		arena_free(a);
	}
}

static void wherever_the_disk_fails_what_was_acknowledged_is_there(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str empty = {0};

	store_close(open_at(f->db));
	file_read(f->db, &empty);
	log_set_level((enum log_level)0);
	sweep(f, &empty, FAULTY_WRITE, SQLITE_IOERR_WRITE);
	sweep(f, &empty, FAULTY_WRITE, SQLITE_FULL);
	sweep(f, &empty, FAULTY_SYNC, SQLITE_IOERR_FSYNC);
	sweep(f, &empty, FAULTY_READ, SQLITE_IOERR_READ);
	sweep(f, &empty, FAULTY_TRUNCATE, SQLITE_IOERR_TRUNCATE);
	log_set_level(LOG_LEVEL_INFO);
}

static int set_up(void **state)
{
	faulty_begin();
	return folder_make(state);
}

static int tear_down(void **state)
{
	faulty_end();
	return folder_remove(state);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(a_full_disk_ends_the_group_and_is_got_over),
		IN_FOLDER(a_log_without_room_refuses_and_recovers),
		IN_FOLDER(an_ended_group_cannot_be_committed),
		IN_FOLDER(a_failed_sync_makes_the_store_read_only),
		IN_FOLDER(a_failed_write_makes_the_store_read_only),
		IN_FOLDER(a_failed_read_fails_one_request),
		IN_FOLDER(a_failed_checkpoint_keeps_the_commit_and_is_noticed),
		IN_FOLDER(a_checkpoint_without_room_waits),
		IN_FOLDER(the_log_stays_small),
		IN_FOLDER(a_database_that_was_moved_takes_no_commit),
		IN_FOLDER(wherever_the_disk_fails_what_was_acknowledged_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
