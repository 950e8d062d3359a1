/* A book that lost commits is told from one that did not, whatever became of its log. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "store/book.h"
#include "store/folder.h"
#include "store/loss.h"
#include "store/raw.h"
#include "store/replace.h"
#include "store/use_mark.h"

#define COMMITS 30

static void commit_one(struct store *s)
{
	assert_int_equal(store_begin(s), 0);
	raw_exec(store_db(s), "INSERT INTO household (created_at) VALUES (1)");
	assert_int_equal(store_commit(s), 0);
}

/* Each log has a page of the table that says which book it is. */
static void run_clock(struct store *s)
{
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(store_book_set(s, BOOK_SEEN, "1"), 0);
	assert_int_equal(store_commit(s), 0);
}

/* As vouchd on the book would that is killed after so many commits. */
static void die(const struct folder *f, int commits)
{
	pid_t child = fork();
	int status = -1;

	assert_true(child >= 0);
	if (child == 0) {
		struct store *s = open_at(f->db);

		store_use(s);
		if (commits)
			run_clock(s);
		for (int i = 0; i < commits; i++)
			commit_one(s);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void put(const char *path, const struct str *bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes->data, bytes->len), bytes->len);
	(void)close(fd);
}

static bool is_told(const struct folder *f)
{
	struct store *s = open_at(f->db);
	bool is;

	assert_non_null(s);
	is = store_loss(s).how != LOSS_NONE;
	store_close(s);
	assert_int_equal(file_exists(beside(f, ".lost")), is);
	return is;
}

static void leave(const struct folder *f)
{
	(void)f;
}

static void remove_log(const struct folder *f)
{
	assert_int_equal(unlink(beside(f, "-wal")), 0);
}

static void empty_log(const struct folder *f)
{
	assert_int_equal(truncate(beside(f, "-wal"), 0), 0);
}

static void halve_log(const struct folder *f)
{
	struct stat st;

	assert_int_equal(stat(beside(f, "-wal"), &st), 0);
	assert_int_equal(truncate(beside(f, "-wal"), st.st_size / 2), 0);
}

static void turn_a_bit_of_the_log(const struct folder *f)
{
	_cleanup_str_ struct str log = {0};

	file_read(beside(f, "-wal"), &log);
	log.data[log.len / 2] ^= 1;
	put(beside(f, "-wal"), &log);
}

/* As somebody with a shell, or a vouchd that knows of no note. */
static void let_sqlite_move_the_log(const struct folder *f)
{
	struct sqlite3 *db;

	assert_int_equal(sqlite3_open(f->db, &db), SQLITE_OK);
	raw_exec(db, "SELECT * FROM book");
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	assert_false(file_exists(beside(f, "-wal")));
}

/* Another file, and the same book: what the log alone had is in neither. */
static void put_a_copy_in_its_place(const struct folder *f)
{
	_cleanup_str_ struct str book = {0};

	file_read(f->db, &book);
	put(beside(f, ".copy"), &book);
	assert_int_equal(rename(beside(f, ".copy"), f->db), 0);
	remove_log(f);
}

static void lose_the_lock_file(const struct folder *f)
{
	assert_int_equal(unlink(beside(f, ".lock")), 0);
	remove_log(f);
}

static void a_log_that_lacks_commits_is_told(void **state)
{
	static const struct {
		void (*spoil)(const struct folder *f);
		bool is_told;
	} cases[] = {
		{leave, false},
		{remove_log, true},
		{empty_log, true},
		{halve_log, true},
		{turn_a_bit_of_the_log, true},
		{let_sqlite_move_the_log, false},
		{put_a_copy_in_its_place, true},
		{lose_the_lock_file, true},
	};
	struct folder *f;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		void *made;

		assert_int_equal(folder_make(&made), 0);
		f = made;
		store_close(open_at(f->db)); /* a new one has a long log, most of it stale */
		die(f, COMMITS);
		cases[i].spoil(f);
		if (is_told(f) != cases[i].is_told)
			fail_msg("case %zu", i);
		(void)folder_remove(&made);
	}
}

static void an_older_log_is_told(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str older = {0};

	die(f, COMMITS);
	file_read(beside(f, "-wal"), &older);
	die(f, COMMITS);
	put(beside(f, "-wal"), &older);
	assert_true(is_told(f));
}

static void a_kill_after_a_kill_is_no_loss(void **state)
{
	const struct folder *f = *state;

	for (int i = 0; i < 4; i++) {
		die(f, i * 3);
		assert_false(file_exists(beside(f, ".lost")));
	}
	assert_false(is_told(f));
}

/* A whole copy of now, as a backup is one. */
static void copy_whole(struct store *s, const char *to)
{
	char sql[256];

	(void)snprintf(sql, sizeof sql, "VACUUM INTO '%s'", to);
	raw_exec(store_db(s), sql);
}

/* A book that was closed, with a whole copy of an earlier time at ".copy". */
static void close_after_a_copy(const struct folder *f)
{
	struct store *s = open_at(f->db);

	for (int i = 0; i < COMMITS; i++)
		commit_one(s);
	copy_whole(s, beside(f, ".copy"));
	store_use(s);
	for (int i = 0; i < COMMITS; i++)
		commit_one(s);
	store_close(s);
}

static void a_book_that_was_closed_lost_nothing(void **state)
{
	const struct folder *f = *state;

	close_after_a_copy(f);
	assert_false(is_told(f));
	assert_false(is_told(f));
}

static struct loss loss_of(const struct folder *f)
{
	struct store *s = open_at(f->db);
	struct loss loss;

	assert_non_null(s);
	loss = store_loss(s);
	store_close(s);
	return loss;
}

static void an_older_copy_in_its_place_is_told(void **state)
{
	const struct folder *f = *state;

	for (int is_same_file = 0; is_same_file < 2; is_same_file++) {
		_cleanup_str_ struct str copy = {0};

		close_after_a_copy(f);
		file_read(beside(f, ".copy"), &copy);
		if (is_same_file)
			put(f->db, &copy);
		else
			assert_int_equal(rename(beside(f, ".copy"), f->db), 0);
		assert_int_equal(loss_of(f).how, LOSS_OLDER);
		loss_forget(f->db);
		(void)unlink(beside(f, ".copy"));
	}
}

static void a_newer_copy_in_its_place_is_no_loss(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);

	store_use(s);
	for (int i = 0; i < COMMITS; i++)
		commit_one(s);
	copy_whole(s, beside(f, ".copy"));
	assert_int_equal(use_mark_clear(store_db(s)), SQLITE_OK);
	store_close(s);
	assert_int_equal(rename(beside(f, ".copy"), f->db), 0);
	assert_false(is_told(f));
}

static void a_file_replaced_beside_its_log_is_told(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str closed = {0};

	close_after_a_copy(f);
	file_read(f->db, &closed);
	die(f, COMMITS);
	put(f->db, &closed);
	assert_int_equal(loss_of(f).how, LOSS_FILE);
}

static void a_book_without_log_and_note_may_lack_some(void **state)
{
	const struct folder *f = *state;
	struct loss loss;

	die(f, COMMITS);
	lose_the_lock_file(f);
	loss = loss_of(f);
	assert_int_equal(loss.how, LOSS_NO_LOG);
	assert_int_equal(loss.before, 1000); /* when it was opened */
}

static void the_log_of_another_book_is_refused(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str log = {0}, book = {0}, after = {0};
	char why[STORE_WHY_SIZE] = "";

	die(f, COMMITS);
	file_read(beside(f, "-wal"), &log);
	assert_int_equal(unlink(f->db), 0);
	lose_the_lock_file(f);
	close_after_a_copy(f);
	put(beside(f, "-wal"), &log);
	file_read(f->db, &book);
	assert_int_equal(open_refused(f->db, why), -EPROTO);
	assert_non_null(strstr(why, "is of another book"));
	file_read(f->db, &after);
	assert_int_equal(book.len, after.len);
	assert_memory_equal(book.data, after.data, book.len);
	remove_log(f);
	assert_false(is_told(f));
}

static void a_book_that_is_gone_is_not_begun_anew(void **state)
{
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE] = "";

	close_after_a_copy(f);
	assert_int_equal(truncate(f->db, 0), 0);
	assert_int_equal(open_refused(f->db, why), -EPROTO);
	assert_non_null(strstr(why, "was removed or emptied"));
	assert_int_equal(unlink(f->db), 0);
	assert_int_equal(open_refused(f->db, why), -EPROTO);
	assert_false(file_exists(f->db));
	assert_int_equal(unlink(beside(f, ".lock")), 0);
	assert_false(is_told(f));
}

static void a_new_book_has_lost_nothing_of_the_one_before(void **state)
{
	const struct folder *f = *state;

	die(f, COMMITS);
	remove_log(f);
	assert_true(is_told(f));
	assert_int_equal(unlink(f->db), 0);
	assert_int_equal(unlink(beside(f, ".lock")), 0);
	assert_false(is_told(f));
}

/* SQLite would take it away. */
static void a_log_whose_book_is_gone_is_left_where_it_is(void **state)
{
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE] = "";

	die(f, COMMITS);
	assert_int_equal(unlink(f->db), 0);
	assert_int_equal(unlink(beside(f, ".lock")), 0);
	assert_int_equal(open_refused(f->db, why), -EPROTO);
	assert_true(file_exists(beside(f, "-wal")));
}

static void looking_first_tells_the_same_and_changes_nothing(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str book = {0}, after = {0}, log = {0}, log_after = {0};

	store_close(open_at(f->db));
	die(f, COMMITS);
	assert_int_equal(loss_peek(f->db).how, LOSS_NONE);
	halve_log(f);
	file_read(f->db, &book);
	file_read(beside(f, "-wal"), &log);
	assert_int_equal(loss_peek(f->db).how, LOSS_LOG);
	file_read(f->db, &after);
	file_read(beside(f, "-wal"), &log_after);
	assert_int_equal(book.len, after.len);
	assert_memory_equal(book.data, after.data, book.len);
	assert_int_equal(log.len, log_after.len);
	assert_memory_equal(log.data, log_after.data, log.len);
	assert_false(file_exists(beside(f, ".lost")));
	assert_true(is_told(f));
	assert_int_equal(loss_peek(f->db).how, LOSS_LOG);
}

/* Or the way back, which a restore names, would be refused. */
static void a_book_whose_log_is_gone_is_settled_too(void **state)
{
	const struct folder *f = *state;
	struct vetted v;
	char why[STORE_WHY_SIZE] = "";

	die(f, COMMITS);
	remove_log(f);
	assert_true(replace_settle(f->db));
	assert_int_equal(vet_open(f->db, &v, why), 0);
	vet_close(&v);
}

/* What does not wait for the disk may be lost, and nobody was told that it is there. */
static void what_was_hurried_is_not_counted_on(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str lock = {0}, after = {0};
	struct store *s = open_at(f->db);

	store_use(s);
	commit_one(s);
	file_read(beside(f, ".lock"), &lock);
	store_hurry(s, true);
	commit_one(s);
	store_hurry(s, false);
	assert_int_equal(store_begin(s), 0); /* changes nothing, and so waits for nothing */
	raw_exec(store_db(s), "UPDATE household SET name = 'x' WHERE id = 0");
	assert_int_equal(store_commit(s), 0);
	file_read(beside(f, ".lock"), &after);
	assert_string_equal(lock.data, after.data);
	commit_one(s);
	file_read(beside(f, ".lock"), &after);
	assert_string_not_equal(lock.data, after.data);
	store_close(s);
}

static void a_loss_is_told_until_it_is_put_aside(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str first = {0}, second = {0};

	die(f, COMMITS);
	remove_log(f);
	assert_true(is_told(f));
	file_read(beside(f, ".lost"), &first);
	die(f, COMMITS);
	assert_true(is_told(f));
	file_read(beside(f, ".lost"), &second);
	assert_string_equal(first.data, second.data);
	loss_forget(f->db);
	assert_false(is_told(f));
	die(f, 1);
	assert_false(is_told(f));
}

static void a_restore_puts_it_aside(void **state)
{
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE] = "";

	die(f, COMMITS);
	remove_log(f);
	assert_true(is_told(f));
	store_close(open_at(beside(f, ".fresh")));
	assert_int_equal(replace_switch(f->db, beside(f, ".fresh"), beside(f, ".kept"), why), 0);
	assert_false(is_told(f));
}

/* The log is gone in the middle of its way into the file. */
static void a_book_of_two_times_is_refused(void **state)
{
	const struct folder *f = *state;
	struct store_options options = {.path = f->db, .now = 1000};
	_cleanup_str_ struct str book = {0}, after = {0};
	char why[STORE_WHY_SIZE] = "";
	struct store *s = NULL;

	die(f, COMMITS);
	remove_log(f);
	file_read(f->db, &book);
	memset(book.data + book.len - 4096, 0x55, 4096);
	put(f->db, &book);
	assert_int_equal(store_open(&options, &s, why), -EPROTO);
	assert_non_null(strstr(why, "is damaged"));
	file_read(f->db, &after);
	assert_memory_equal(book.data, after.data, book.len);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_log_that_lacks_commits_is_told),
		IN_FOLDER(an_older_log_is_told),
		IN_FOLDER(a_kill_after_a_kill_is_no_loss),
		IN_FOLDER(a_book_that_was_closed_lost_nothing),
		IN_FOLDER(an_older_copy_in_its_place_is_told),
		IN_FOLDER(a_newer_copy_in_its_place_is_no_loss),
		IN_FOLDER(a_file_replaced_beside_its_log_is_told),
		IN_FOLDER(a_book_without_log_and_note_may_lack_some),
		IN_FOLDER(the_log_of_another_book_is_refused),
		IN_FOLDER(a_book_that_is_gone_is_not_begun_anew),
		IN_FOLDER(a_new_book_has_lost_nothing_of_the_one_before),
		IN_FOLDER(a_log_whose_book_is_gone_is_left_where_it_is),
		IN_FOLDER(looking_first_tells_the_same_and_changes_nothing),
		IN_FOLDER(a_book_whose_log_is_gone_is_settled_too),
		IN_FOLDER(what_was_hurried_is_not_counted_on),
		IN_FOLDER(a_loss_is_told_until_it_is_put_aside),
		IN_FOLDER(a_restore_puts_it_aside),
		IN_FOLDER(a_book_of_two_times_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
