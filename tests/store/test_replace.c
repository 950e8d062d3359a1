/* A backup becomes the book: the one book or the other, whole, wherever the disk fails. */
#include "store/replace.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "store/faulty.h"
#include "store/folder.h"
#include "store/raw.h"

#define HOUSEHOLD "INSERT INTO household (created_at) VALUES (1);"
#define CONTACT "INSERT INTO contact (id, created_at) VALUES (1, 1);"

enum { N_BACKUP = 2, N_BOOK = 5 }; /* households */

/* A book that was ended in the midst, with its log, and a backup of it from before. */
struct book {
	struct folder *f;
	struct str book, log, backup;
};

static void put_file(const char *path, const struct str *bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, str_text(bytes), bytes->len), bytes->len);
	assert_int_equal(close(fd), 0);
}

static void remove_kept(const struct folder *f)
{
	static const char *const endings[] = {".kept", ".kept-wal", ".kept.part", ".kept.lock",
					      ".kept-wal.part"};

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		(void)remove(beside(f, endings[i]));
}

static void put_back(const struct book *b)
{
	put_file(b->f->db, &b->book);
	put_file(beside(b->f, "-wal"), &b->log);
	remove_kept(b->f);
}

static int set_up(void **state)
{
	struct book *b = calloc(1, sizeof *b);
	struct store *s;

	if (folder_make((void **)&b->f))
		return -1;
	faulty_begin();
	s = open_at(b->f->db);
	raw_exec(store_db(s), HOUSEHOLD HOUSEHOLD CONTACT);
	store_close(s);
	file_read(b->f->db, &b->backup);
	put_file(beside(b->f, ".good"), &b->backup);

	s = open_at(b->f->db);
	raw_exec(store_db(s), "INSERT INTO erasure (contact, at) VALUES (1, 7)");
	assert_int_equal(store_settle(s), 0);
	raw_exec(store_db(s), HOUSEHOLD HOUSEHOLD HOUSEHOLD);
	file_read(b->f->db, &b->book);
	file_read(beside(b->f, "-wal"), &b->log);
	store_close(s);
	*state = b;
	return 0;
}

static int tear_down(void **state)
{
	struct book *b = *state;
	int r;

	faulty_end();
	r = folder_remove((void **)&b->f);
	str_deinit(&b->book);
	str_deinit(&b->log);
	str_deinit(&b->backup);
	free(b);
	return r;
}

static int restore(const struct folder *f, struct replace_carried *ret, char why[STORE_WHY_SIZE])
{
	const char *good = beside(f, ".good");
	const char *fresh = beside(f, ".restoring");
	struct vetted v;
	int r;

	(void)replace_settle(f->db);
	r = vet_open(good, &v, why);
	if (r)
		return r;
	r = replace_copy(&v, good, fresh, why);
	vet_close(&v);
	if (r == 0)
		r = replace_carry(f->db, fresh, ret, why);
	if (r == 0)
		r = replace_switch(f->db, fresh, beside(f, ".kept"), why);
	replace_clean(beside(f, ".restoring"));
	return r;
}

static int64_t households(const char *path)
{
	struct store *s = open_at(path);
	int64_t n;

	assert_non_null(s);
	assert_int_equal(raw_number(store_db(s), "SELECT count(*) FROM pragma_integrity_check"
						 " WHERE integrity_check <> 'ok'"),
			 0);
	n = raw_number(store_db(s), "SELECT count(*) FROM household");
	store_close(s);
	return n;
}

static void the_backup_takes_the_place_of_the_book_which_is_kept(void **state)
{
	const struct book *b = *state;
	struct replace_carried carried;
	char why[STORE_WHY_SIZE];

	put_back(b);
	assert_int_equal(restore(b->f, &carried, why), 0);
	assert_true(carried.is_read);
	assert_true(carried.is_same_book);
	assert_int_equal(carried.erasures, 1);
	assert_false(file_exists(beside(b->f, ".restoring")));
	assert_int_equal(households(b->f->db), N_BACKUP);
	assert_int_equal(households(beside(b->f, ".kept")), N_BOOK);
}

/* The n-th operation fails and all after it. What was erased is either carried over or it is said
 * that it could not be read. */
static void fail_at(const struct book *b, int kinds, int code, int n)
{
	char why[STORE_WHY_SIZE] = "";
	struct replace_carried carried;
	int r;

	put_back(b);
	faulty_set(kinds, code, 0, n);
	r = restore(b->f, &carried, why);
	assert_true(faulty.n_hits > 0);
	faulty_set(0, 0, 0, 0);
	assert_false(file_exists(beside(b->f, ".restoring")));
	assert_int_equal(households(b->f->db), r ? N_BOOK : N_BACKUP);
	if (r) {
		assert_true(r < 0);
		assert_string_not_equal(why, "");
		return;
	}
	assert_int_equal(households(beside(b->f, ".kept")), N_BOOK);
	assert_true(carried.erasures == 1 || !carried.is_read);
}

/* From the last one on back, each time twice as far: most are like their neighbours. */
static void sweep(const struct book *b, int kinds, int code)
{
	struct replace_carried carried;
	char why[STORE_WHY_SIZE];
	int n;

	put_back(b);
	faulty_set(kinds, code, 0, INT_MAX);
	assert_int_equal(restore(b->f, &carried, why), 0);
	n = INT_MAX - faulty.countdown;
	for (int back = 0; back < n; back += 1 + back)
		fail_at(b, kinds, code, n - back);
}

static void wherever_the_disk_fails_one_book_or_the_other_is_there(void **state)
{
	const struct book *b = *state;

	log_set_level((enum log_level)0);
	sweep(b, FAULTY_WRITE, SQLITE_IOERR_WRITE);
	sweep(b, FAULTY_WRITE, SQLITE_FULL);
	sweep(b, FAULTY_SYNC, SQLITE_IOERR_FSYNC);
	sweep(b, FAULTY_READ, SQLITE_IOERR_READ);
	sweep(b, FAULTY_TRUNCATE, SQLITE_IOERR_TRUNCATE);
	log_set_level(LOG_LEVEL_INFO);
}

static void a_folder_at(const struct folder *f, const char *ending)
{
	_cleanup_str_ struct str inside = {0};

	str_addf(&inside, "%s/x", beside(f, ending));
	assert_int_equal(mkdir(beside(f, ending), 0700), 0);
	assert_int_equal(mkdir(str_text(&inside), 0700), 0);
}

static void a_link_at(const struct folder *f, const char *ending)
{
	(void)unlink(beside(f, ending));
	assert_int_equal(symlink("/dev/null", beside(f, ending)), 0);
}

static void nothing_at(const struct folder *f, const char *ending)
{
	(void)unlink(beside(f, ending));
}

/* What lies in the way is left there, and so is the book. */
static void a_book_that_cannot_be_kept_or_replaced_stays(void **state)
{
	static const struct {
		void (*lay)(const struct folder *f, const char *ending);
		const char *at;
		const char *kept;
		int error;
	} cases[] = {
		{a_folder_at, ".kept.part", ".kept", -EEXIST},
		{a_folder_at, ".kept", ".kept", -EISDIR},
		{a_folder_at, ".kept-wal", ".kept", -EISDIR},
		{a_folder_at, ".kept-wal.part", ".kept", -EEXIST},
		{a_link_at, "-wal", ".kept", -ELOOP},
		{nothing_at, ".good", "/kept", -ENOTDIR},
		{nothing_at, ".restoring", ".kept", -ENOENT},
		{a_link_at, ".restoring", ".kept", -ELOOP},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct book *b = *state;
		_cleanup_str_ struct str now = {0};
		struct folder *f = NULL;
		char why[STORE_WHY_SIZE] = "";

		assert_int_equal(folder_make((void **)&f), 0);
		put_file(f->db, &b->book);
		put_file(beside(f, "-wal"), &b->log);
		put_file(beside(f, ".restoring"), &b->backup);
		cases[i].lay(f, cases[i].at);
		assert_int_equal(replace_switch(f->db, beside(f, ".restoring"),
						beside(f, cases[i].kept), why),
				 cases[i].error);
		assert_non_null(strstr(why, "cannot be written"));
		file_read(f->db, &now);
		assert_int_equal(now.len, b->book.len);
		assert_memory_equal(now.data, b->book.data, now.len);
		assert_int_equal(folder_remove((void **)&f), 0);
	}
}

/* The disk has room for less than the book. */
static void a_book_that_has_no_room_twice_stays(void **state)
{
	const struct book *b = *state;
	struct rlimit before, small;
	void (*handler)(int);
	char why[STORE_WHY_SIZE] = "";
	int r;

	put_back(b);
	put_file(beside(b->f, ".restoring"), &b->backup);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = (struct rlimit){b->book.len - 1, before.rlim_max};
	handler = signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	r = replace_switch(b->f->db, beside(b->f, ".restoring"), beside(b->f, ".kept"), why);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	(void)signal(SIGXFSZ, handler);

	assert_int_equal(r, -EFBIG);
	assert_false(file_exists(beside(b->f, ".kept")));
	assert_false(file_exists(beside(b->f, ".kept.part")));
	assert_int_equal(households(b->f->db), N_BOOK);
}

static void where_there_is_no_book_none_is_kept(void **state)
{
	const struct book *b = *state;
	char why[STORE_WHY_SIZE] = "";

	assert_int_equal(unlink(b->f->db), 0);
	assert_true(replace_settle(b->f->db));
	put_file(beside(b->f, ".restoring"), &b->backup);
	assert_int_equal(
		replace_switch(b->f->db, beside(b->f, ".restoring"), beside(b->f, ".kept"), why),
		0);
	assert_false(file_exists(beside(b->f, ".kept")));
	assert_int_equal(households(b->f->db), N_BACKUP);
}

/* The page of a table, overwritten. */
static void spoil(const char *path, const char *table)
{
	char sql[128];
	struct sqlite3 *db;
	char page[512];
	int64_t at, size;
	int fd;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	raw_exec(db, "PRAGMA locking_mode = EXCLUSIVE");
	(void)snprintf(sql, sizeof sql, "SELECT rootpage FROM sqlite_master WHERE name = '%s'",
		       table);
	at = raw_number(db, sql);
	size = raw_number(db, "PRAGMA page_size");
	(void)sqlite3_close(db);
	assert_true(at > 1);
	memset(page, 0xEE, sizeof page);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_int_equal(pwrite(fd, page, sizeof page, (at - 1) * size), sizeof page);
	assert_int_equal(close(fd), 0);
}

/* The present book is damaged, which is why one restores: what cannot be read of it is not taken
 * for something that is not there. */
static void of_a_damaged_book_it_is_said_that_erasures_could_not_be_read(void **state)
{
	static const struct {
		const char *table;
		bool is_read;
		int64_t erasures;
	} cases[] = {
		{"household", true, 1},  {"book", false, 0},
		{"erasure", false, 0},   {"sqlite_autoindex_erasure_1", false, 0},
		{"contact", true, 1},    {"sqlite_sequence", false, 0},
		{"forgotten", false, 0},
	};
	const struct book *b = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct replace_carried carried;
		char why[STORE_WHY_SIZE] = "";

		put_back(b);
		assert_true(replace_settle(b->f->db));
		spoil(b->f->db, cases[i].table);
		assert_int_equal(restore(b->f, &carried, why), 0);
		if (carried.is_read != cases[i].is_read || carried.erasures != cases[i].erasures)
			fail_msg("%s: read %d, erasures %d", cases[i].table, carried.is_read,
				 (int)carried.erasures);
		assert_int_equal(households(b->f->db), N_BACKUP);
	}
}

static void a_log_that_is_no_log_is_kept_with_the_book(void **state)
{
	const struct book *b = *state;
	struct replace_carried carried;
	char why[STORE_WHY_SIZE] = "";

	put_back(b);
	assert_int_equal(truncate(b->f->db, 5000), 0);
	assert_false(replace_settle(b->f->db));
	assert_int_equal(restore(b->f, &carried, why), 0);
	assert_false(carried.is_read);
	assert_int_equal(households(b->f->db), N_BACKUP);
	assert_true(file_exists(beside(b->f, ".kept")));
	assert_true(file_exists(beside(b->f, ".kept-wal")));
}

int main(void)
{
#define IN_BOOK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		IN_BOOK(the_backup_takes_the_place_of_the_book_which_is_kept),
		IN_BOOK(wherever_the_disk_fails_one_book_or_the_other_is_there),
		IN_BOOK(a_book_that_cannot_be_kept_or_replaced_stays),
		IN_BOOK(a_book_that_has_no_room_twice_stays),
		IN_BOOK(where_there_is_no_book_none_is_kept),
		IN_BOOK(of_a_damaged_book_it_is_said_that_erasures_could_not_be_read),
		IN_BOOK(a_log_that_is_no_log_is_kept_with_the_book),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
