/* A backup becomes the book. */
#include "store/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/blank.h"
#include "store/book.h"
#include "store/damage.h"
#include "store/file.h"
#include "store/look.h"
#include "store/loss.h"
#include "store/store.h"
#include "store/use_mark.h"

#define BLOCK (1 << 16)

static int fail(char why[STORE_WHY_SIZE], int error, const char *path)
{
	return store_why(why, error, "%.180s cannot be written: %s", path, strerror(-error));
}

static int sync_path(const char *path, int flags)
{
	_cleanup_close_ int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

static int sync_folder_of(const char *path)
{
	_cleanup_str_ struct str folder = {0};

	str_add_n(&folder, path, (size_t)(strrchr(path, '/') - path) + 1);
	return sync_path(str_text(&folder), O_RDONLY | O_DIRECTORY);
}

static void remove_beside(const char *path, const char *ending)
{
	_cleanup_str_ struct str name = {0};

	str_addf(&name, "%s%s", path, ending);
	(void)unlink(str_text(&name));
}

void replace_clean(const char *fresh)
{
	_cleanup_str_ struct str copy = {0};

	for (int n = 2; n < 100; n++) { /* of migrations */
		str_reset(&copy);
		str_addf(&copy, ".before-%d", n);
		remove_beside(fresh, str_text(&copy));
	}
	remove_beside(fresh, "-wal");
	remove_beside(fresh, "-shm");
	remove_beside(fresh, ".lock");
	damage_forget(fresh);
	remove_beside(fresh, "");
}

static int attach(struct sqlite3 *db, const char *path)
{
	_cleanup_str_ struct str uri = {0};
	struct sqlite3_stmt *stmt = NULL;
	int code;

	vet_uri(path, &uri);
	code = sqlite3_prepare_v2(db, "ATTACH ?1 AS old", -1, &stmt, NULL);
	if (code)
		return code;
	(void)sqlite3_bind_text(stmt, 1, str_text(&uri), -1, SQLITE_STATIC);
	(void)sqlite3_step(stmt);
	return sqlite3_finalize(stmt);
}

static int configure(struct sqlite3 *db)
{
	static const int on[] = {SQLITE_DBCONFIG_DEFENSIVE};
	static const int off[] = {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER,
				  SQLITE_DBCONFIG_ENABLE_VIEW};
	int code = SQLITE_OK;

	for (size_t i = 0; code == SQLITE_OK && i < ARRAY_LEN(on); i++)
		code = sqlite3_db_config(db, on[i], 1, NULL);
	for (size_t i = 0; code == SQLITE_OK && i < ARRAY_LEN(off); i++)
		code = sqlite3_db_config(db, off[i], 0, NULL);
	return code;
}

/* Both have the same tables with the same columns: the file was vetted. */
static int copy_rows(struct sqlite3 *db)
{
	_cleanup_str_ struct str sql = {0};
	struct sqlite3_stmt *stmt = NULL;
	int code;

	str_add(&sql, "BEGIN;");
	code = sqlite3_prepare_v2(db,
				  "SELECT name FROM main.sqlite_master WHERE type = 'table' "
				  "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
				  -1, &stmt, NULL);
	while (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);

		str_addf(&sql, "INSERT INTO main.\"%s\" SELECT * FROM old.\"%s\";", name, name);
	}
	if (code == SQLITE_OK)
		code = sqlite3_finalize(stmt);
	str_add(&sql, "DELETE FROM main.sqlite_sequence;"
		      "INSERT INTO main.sqlite_sequence (name, seq)"
		      " SELECT name, seq FROM old.sqlite_sequence; COMMIT; DETACH old");
	return code ? code : sqlite3_exec(db, str_text(&sql), NULL, NULL, NULL);
}

/* A row that our tables refuse, or that cannot be read, is no fault of the disk. */
static int fail_copy(struct sqlite3 *db, int code, const char *path, const char *to,
		     char why[STORE_WHY_SIZE])
{
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
	case SQLITE_CORRUPT:
		return store_why(why, -EPROTO, "%.180s holds rows that are not of vouch", path);
	}
	return store_open_failed(db, code, to, why);
}

int replace_copy(const struct vetted *from, const char *path, const char *to,
		 char why[STORE_WHY_SIZE])
{
	_cleanup_free_ char *real = realpath(path, NULL);
	struct sqlite3 *db = NULL;
	int code, r;

	replace_clean(to);
	r = blank_open(to, from->schema, &db, why);
	if (r)
		return r;
	code = configure(db);
	if (code == SQLITE_OK)
		code = attach(db, real ? real : path);
	if (code == SQLITE_OK)
		code = copy_rows(db);
	if (code)
		r = fail_copy(db, code, path, to, why);
	(void)sqlite3_close(db);
	if (r == 0 && sync_path(to, O_RDONLY))
		r = fail(why, -errno, to);
	return r;
}

/* No number is given twice, or what is told of one contact (that they were erased) would be taken
 * for another's. */
#define RAISE_IDS                                                                                  \
	"UPDATE main.sqlite_sequence SET seq = max(seq, (SELECT o.seq FROM old.sqlite_sequence o"  \
	" WHERE o.name = sqlite_sequence.name))"                                                   \
	" WHERE name IN (SELECT name FROM old.sqlite_sequence);"                                   \
	"INSERT INTO main.sqlite_sequence (name, seq) SELECT name, seq FROM old.sqlite_sequence"   \
	" WHERE name NOT IN (SELECT name FROM main.sqlite_sequence);"

/* The clock was believed when the present book was open: that goes over too. */
static int carry(struct sqlite3 *db, struct replace_carried *ret)
{
	static const char sql[] =
		"BEGIN;"
		"INSERT OR REPLACE INTO main.book (key, value)"
		" SELECT key, value FROM old.book WHERE key = '" BOOK_SEEN "';"
		"INSERT OR IGNORE INTO main.book (key, value)"
		" SELECT key, value FROM old.book WHERE key = 'forget-key';"
		"INSERT OR IGNORE INTO main.erasure (contact, at)"
		" SELECT contact, at FROM old.erasure WHERE contact IN (SELECT id FROM "
		"main.contact);"
		"INSERT OR IGNORE INTO main.forgotten (kind, hash, day)"
		" SELECT kind, hash, day FROM old.forgotten;" RAISE_IDS " COMMIT";
	static const char raise_ids[] = "BEGIN;" RAISE_IDS "COMMIT";
	static const char none_yet[] =
		"SELECT count(*) = 0 FROM old.sqlite_master WHERE name = 'erasure'";
	static const char same[] =
		"SELECT ifnull((SELECT value FROM main.book WHERE key = '" BOOK_UUID
		"') = (SELECT value FROM old.book WHERE key = '" BOOK_UUID "'), 0)";
	int64_t is_same = look_number(db, same, -1);

	ret->is_read = is_same >= 0;
	ret->is_same_book = is_same == 1;
	if (!ret->is_same_book)
		return SQLITE_OK;
	if (look_number(db, none_yet, -1) == 1)
		return sqlite3_exec(db, raise_ids, NULL, NULL, NULL);
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

int replace_carry(const char *book, const char *to, struct replace_carried *ret,
		  char why[STORE_WHY_SIZE])
{
	struct sqlite3 *db = NULL;
	int code, r = 0;

	*ret = (struct replace_carried){0};
	code = sqlite3_open_v2(to, &db,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
				       SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_URI,
			       NULL);
	if (code == SQLITE_OK)
		code = configure(db);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE; SELECT 1 FROM book", NULL,
				    NULL, NULL);
	if (code == SQLITE_OK && attach(db, book) == SQLITE_OK) {
		code = carry(db, ret);
		if ((code & 0xff) == SQLITE_CORRUPT) {
			(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
			ret->is_read = false;
			code = SQLITE_OK;
		}
	}
	ret->erasures = look_number(db, "SELECT count(*) FROM main.erasure", -1);
	if (code)
		r = store_open_failed(db, code, to, why);
	(void)sqlite3_close(db);
	return r;
}

/* By a vouchd that did not close it, though its log is gone. */
static bool is_marked(const char *book)
{
	_cleanup_str_ struct str uri = {0};
	struct sqlite3 *db = NULL;
	bool is = false;

	vet_uri(book, &uri);
	if (sqlite3_open_v2(str_text(&uri), &db,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
			    NULL) == SQLITE_OK)
		is = use_mark_is_set(db);
	(void)sqlite3_close(db);
	return is;
}

bool replace_settle(const char *book)
{
	struct sqlite3 *db = NULL;
	_cleanup_str_ struct str log = {0};
	struct stat st;
	int code;

	str_addf(&log, "%s-wal", book);
	if (lstat(str_text(&log), &st) < 0) {
		if (errno != ENOENT)
			return false;
		if (!is_marked(book))
			return true;
	}
	code = sqlite3_open_v2(book, &db,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
				       SQLITE_OPEN_NOFOLLOW,
			       NULL);
	if (code == SQLITE_OK)
		code = configure(db);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db,
				    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL",
				    NULL, NULL, NULL);
	if (code == SQLITE_OK && use_mark_is_set(db))
		code = use_mark_clear(db);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	(void)sqlite3_close(db);
	return code == SQLITE_OK && (lstat(str_text(&log), &st) < 0 || st.st_size == 0);
}

static int copy_bytes(int from, int to)
{
	char block[BLOCK];
	ssize_t n;

	while ((n = read(from, block, sizeof block)) > 0)
		for (ssize_t done = 0; done < n;) {
			ssize_t put = write(to, block + done, (size_t)(n - done));

			if (put < 0)
				return -errno;
			done += put;
		}
	return n < 0 || fsync(to) < 0 ? -errno : 0;
}

/* Under its name once it is whole. 0 also where there is nothing to keep. */
static int keep(const char *path, const char *kept)
{
	_cleanup_close_ int from = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), to = -1;
	_cleanup_str_ struct str part = {0};
	int r;

	if (from < 0)
		return errno == ENOENT ? 0 : -errno;
	str_addf(&part, "%s.part", kept);
	(void)unlink(str_text(&part));
	to = open(str_text(&part), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (to < 0)
		return -errno;
	r = copy_bytes(from, to);
	if (r == 0 && rename(str_text(&part), kept) < 0)
		r = -errno;
	if (r)
		(void)unlink(str_text(&part));
	return r;
}

int replace_switch(const char *book, const char *fresh, const char *kept, char why[STORE_WHY_SIZE])
{
	_cleanup_str_ struct str log = {0}, kept_log = {0};
	int r;

	str_addf(&log, "%s-wal", book);
	str_addf(&kept_log, "%s-wal", kept);
	r = keep(str_text(&log), str_text(&kept_log));
	if (r == 0)
		r = keep(book, kept);
	if (r == 0)
		r = sync_folder_of(book);
	if (r)
		return fail(why, r, kept);
	remove_beside(book, "-wal");
	remove_beside(book, "-shm");
	r = sync_path(fresh, O_RDONLY);
	if (r == 0)
		r = sync_folder_of(book); /* the log of the old one is gone for good */
	if (r == 0 && rename(fresh, book) < 0)
		r = -errno;
	if (r == 0)
		r = sync_folder_of(book);
	if (r == 0) {
		damage_forget(book);
		loss_forget(book);
	}
	return r ? fail(why, r, book) : 0;
}
