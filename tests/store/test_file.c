/* The database as a file: paths, owners, and who holds it. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/clock.h"
#include "store/db.h"
#include "store/folder.h"
#include "store/raw.h"

static void links_and_foreign_files_are_refused(void **state)
{
	const struct folder *f = *state;
	const char *target = beside(f, ".target");
	char why[STORE_WHY_SIZE];

	assert_int_equal(symlink(target, f->db), 0);
	assert_int_equal(open_refused(f->db, why), -ELOOP);
	assert_non_null(strstr(why, "symbolic link"));
	assert_false(file_exists(target));

	assert_int_equal(unlink(f->db), 0);
	store_close(open_at(f->db));
	assert_int_equal(link(f->db, target), 0);
	assert_int_equal(open_refused(f->db, why), -EMLINK);
	assert_int_equal(unlink(target), 0);

	if (geteuid() == 0) {
		assert_int_equal(chown(f->db, 65534, 65534), 0);
		assert_int_equal(open_refused(f->db, why), -EPERM);
	}
	assert_int_equal(unlink(f->db), 0);
	assert_int_equal(mkfifo(f->db, 0600), 0);
	assert_int_equal(open_refused(f->db, why), -EINVAL);
	assert_int_equal(unlink(f->db), 0);
	assert_int_equal(mkdir(f->db, 0700), 0);
	assert_int_equal(open_refused(f->db, why), -EISDIR);
}

static void a_linked_lock_file_is_refused(void **state)
{
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE];

	assert_int_equal(symlink("/dev/null", beside(f, ".lock")), 0);
	assert_int_equal(open_refused(f->db, why), -ELOOP);
	assert_false(file_exists(f->db));
}

static void a_folder_may_be_reached_through_a_link(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str way = {0}, through = {0};
	struct store *s;

	str_addf(&way, "%s/way", f->path);
	assert_int_equal(symlink(f->path, way.data), 0);
	str_addf(&through, "%s/book.db", way.data);
	s = open_at(through.data);
	assert_non_null(s);
	assert_string_equal(store_path(s), f->db);
	store_close(s);
}

static void a_path_is_literal(void **state)
{
	const struct folder *f = *state;
	_cleanup_str_ struct str want = {0};
	struct store *s;
	int here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_int_equal(chdir(f->path), 0);
	s = open_at("file:x?mode=memory&vfs=none");
	assert_int_equal(fchdir(here), 0);
	(void)close(here);
	assert_non_null(s);
	str_addf(&want, "%s/file:x?mode=memory&vfs=none", f->path);
	assert_true(file_exists(want.data));
	store_close(s);
}

static void a_missing_folder_is_said(void **state)
{
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE];

	assert_int_equal(open_refused(beside(f, ".no/x.db"), why), -ENOENT);
	assert_int_not_equal(why[0], '\0');
	assert_int_equal(open_refused(beside(f, "/"), why), -EISDIR);
}

static void a_second_daemon_is_told_the_pid_at_once(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	char why[STORE_WHY_SIZE], want[64];
	int64_t start = clock_monotonic_ms();

	(void)snprintf(want, sizeof want, "already running, pid %ld", (long)getpid());
	assert_int_equal(open_refused(f->db, why), -EAGAIN);
	assert_string_equal(why, want);
	assert_true(clock_monotonic_ms() - start < 500);
	raw_exec(store_db(s), "INSERT INTO household (created_at) VALUES (1)");
	store_close(s);
	assert_int_equal(open_refused(f->db, why), INT32_MAX);
}

#define STARTS 100

/* Each says what it got, and the winner keeps the file until all have said it. */
static void start_one(const char *path, int answer, int all_done)
{
	struct store_options options = {.path = path, .now = 1};
	char why[STORE_WHY_SIZE] = "", text[STORE_WHY_SIZE + 16], c;
	struct store *s = NULL;
	int r = store_open(&options, &s, why);

	(void)snprintf(text, sizeof text, "%-4d%-59.59s\n", r, r ? why : "");
	if (write(answer, text, 64) != 64)
		_exit(1);
	if (read(all_done, &c, 1) != 0)
		_exit(1);
	store_close(s);
	_exit(0);
}

static void of_a_hundred_first_starts_exactly_one_wins(void **state)
{
	const struct folder *f = *state;
	int answer[2], all_done[2], n_won = 0, n_told = 0;
	char text[65] = "";

	assert_int_equal(pipe2(answer, O_CLOEXEC), 0);
	assert_int_equal(pipe2(all_done, O_CLOEXEC), 0);
	for (int i = 0; i < STARTS; i++) {
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			(void)close(all_done[1]);
			start_one(f->db, answer[1], all_done[0]);
		}
	}
	for (int i = 0; i < STARTS; i++) {
		assert_int_equal(read(answer[0], text, 64), 64);
		n_won += strtol(text, NULL, 10) == 0;
		n_told += strtol(text, NULL, 10) == -EAGAIN &&
			  strstr(text, "already running, pid ") != NULL;
	}
	(void)close(all_done[1]);
	for (int i = 0; i < STARTS; i++) {
		int status = -1;

		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(n_won, 1);
	assert_int_equal(n_told, STARTS - 1);
	(void)close(answer[0]);
	(void)close(answer[1]);
	(void)close(all_done[0]);
}

static void another_program_in_the_file_is_said_at_once(void **state)
{
	const struct folder *f = *state;
	char why[STORE_WHY_SIZE];
	struct sqlite3 *other;
	struct store *s;
	int64_t start;

	store_close(open_at(f->db));
	assert_int_equal(sqlite3_open(f->db, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	start = clock_monotonic_ms();
	assert_int_equal(open_refused(f->db, why), -EAGAIN);
	assert_true(clock_monotonic_ms() - start < 500);
	assert_non_null(strstr(why, "in use by another program"));
	(void)sqlite3_close(other);

	s = open_at(f->db);
	assert_int_equal(sqlite3_open(f->db, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "SELECT * FROM book", NULL, NULL, NULL), SQLITE_BUSY);
	(void)sqlite3_close(other);
	raw_exec(store_db(s), "INSERT INTO household (created_at) VALUES (1)");
	store_close(s);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(links_and_foreign_files_are_refused),
		IN_FOLDER(a_linked_lock_file_is_refused),
		IN_FOLDER(a_folder_may_be_reached_through_a_link),
		IN_FOLDER(a_path_is_literal),
		IN_FOLDER(a_missing_folder_is_said),
		IN_FOLDER(a_second_daemon_is_told_the_pid_at_once),
		IN_FOLDER(of_a_hundred_first_starts_exactly_one_wins),
		IN_FOLDER(another_program_in_the_file_is_said_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
