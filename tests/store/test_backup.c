/* A copy of the book while it is in use: whole, or not there at all. */
#include "store/backup.h"

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
#include "store/raw.h"
#include "store/vet.h"

enum { N_ROWS = 40, STEP = 7 /* pages */ };

struct book {
	struct folder *f;
	struct store *s;
};

static int set_up(void **state)
{
	struct book *b = calloc(1, sizeof *b);

	if (folder_make((void **)&b->f))
		return -1;
	faulty_begin();
	b->s = open_at(b->f->db);
	for (int i = 0; i < N_ROWS; i++)
		raw_exec(store_db(b->s), "INSERT INTO household (name, created_at) VALUES "
					 "(hex(zeroblob(3000)), 1)");
	*state = b;
	return 0;
}

static int tear_down(void **state)
{
	struct book *b = *state;
	int r;

	store_close(b->s);
	faulty_end();
	r = folder_remove((void **)&b->f);
	free(b);
	return r;
}

static int copy(const struct book *b, char why[STORE_WHY_SIZE])
{
	struct store_backup *backup = NULL;
	int r;

	r = store_backup_begin(b->s, beside(b->f, ".part"), &backup, why);
	if (r)
		return r;
	do {
		r = store_backup_step(backup, STEP, why);
	} while (r > 0);
	store_backup_free(backup);
	return r;
}

static void assert_whole(const struct book *b)
{
	char why[STORE_WHY_SIZE] = "";
	struct vetted v;

	if (vet_open(beside(b->f, ".part"), &v, why))
		fail_msg("%s", why);
	assert_int_equal(raw_number(v.db, "SELECT count(*) FROM household"), N_ROWS);
	vet_close(&v);
}

static void a_copy_is_whole_and_has_no_mark_of_use(void **state)
{
	const struct book *b = *state;
	struct store_backup *backup;
	char why[STORE_WHY_SIZE] = "";
	int64_t done, total;
	struct stat st;
	int r;

	store_use(b->s);
	assert_int_equal(store_backup_begin(b->s, beside(b->f, ".part"), &backup, why), 0);
	store_backup_progress(backup, &done, &total);
	assert_int_equal(done, 0);
	do {
		r = store_backup_step(backup, STEP, why);
		assert_true(r >= 0);
		store_backup_progress(backup, &done, &total);
		assert_true(done <= total);
	} while (r);
	assert_int_equal(done, total);
	store_backup_free(backup);
	assert_whole(b);
	assert_int_equal(stat(beside(b->f, ".part"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_false(file_exists(beside(b->f, ".part-wal")));
}

static void a_copy_that_is_given_up_is_taken_away(void **state)
{
	const struct book *b = *state;
	struct store_backup *backup;
	char why[STORE_WHY_SIZE] = "";

	assert_int_equal(store_backup_begin(b->s, beside(b->f, ".part"), &backup, why), 0);
	assert_int_equal(store_backup_step(backup, STEP, why), 1);
	assert_true(file_exists(beside(b->f, ".part")));
	store_backup_free(backup);
	assert_false(file_exists(beside(b->f, ".part")));
}

static void a_place_that_cannot_be_written_is_said(void **state)
{
	const struct book *b = *state;
	char why[STORE_WHY_SIZE] = "";
	struct store_backup *backup;

	assert_int_equal(store_backup_begin(b->s, beside(b->f, "/part"), &backup, why), -ENOTDIR);
	assert_non_null(strstr(why, "could not be written: Not a directory"));
	assert_int_equal(mkdir(beside(b->f, ".part"), 0700), 0);
	assert_int_equal(store_backup_begin(b->s, beside(b->f, ".part"), &backup, why), -EEXIST);
	assert_non_null(strstr(why, "could not be written: File exists"));
}

/* The n-th operation fails and all after it, for each n until none is left to fail. The book goes
 * on, and the next backup is whole. */
static void a_disk_that_fails_leaves_no_copy_and_the_book_as_it_is(void **state)
{
	static const struct {
		int kinds, code, flags, error;
		const char *why;
	} cases[] = {
		{FAULTY_WRITE, SQLITE_FULL, SQLITE_OPEN_MAIN_DB, -ENOSPC, "No space left"},
		{FAULTY_WRITE, SQLITE_IOERR_WRITE, SQLITE_OPEN_MAIN_DB, -EIO, "Input/output error"},
		{FAULTY_READ, SQLITE_IOERR_READ, 0, -EIO, "Input/output error"},
		{FAULTY_READ, SQLITE_CORRUPT, 0, -EPROTO, "the book is damaged"},
	};
	const struct book *b = *state;

	log_set_level((enum log_level)0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool has_hit = true;

		for (int n = 1; has_hit; n++) {
			char why[STORE_WHY_SIZE] = "";
			int r;

			raw_exec(store_db(b->s), "PRAGMA shrink_memory");
			faulty_set(cases[i].kinds, cases[i].code, cases[i].flags, n);
			r = copy(b, why);
			has_hit = faulty.n_hits > 0;
			faulty_set(0, 0, 0, 0);
			if (r == 0) {
				assert_whole(b);
				continue;
			}
			assert_int_equal(r, cases[i].error);
			assert_non_null(strstr(why, cases[i].why));
			assert_false(file_exists(beside(b->f, ".part")));
			assert_false(store_is_broken(b->s));
		}
		assert_whole(b);
	}
	log_set_level(LOG_LEVEL_INFO);
	assert_int_equal(raw_number(store_db(b->s), "SELECT count(*) FROM household"), N_ROWS);
}

int main(void)
{
#define IN_BOOK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		IN_BOOK(a_copy_is_whole_and_has_no_mark_of_use),
		IN_BOOK(a_copy_that_is_given_up_is_taken_away),
		IN_BOOK(a_place_that_cannot_be_written_is_said),
		IN_BOOK(a_disk_that_fails_leaves_no_copy_and_the_book_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
