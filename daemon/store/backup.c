/* A copy of the book, made in steps between which requests are answered. */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "store/store.h"
#include "store/use_mark.h"

struct store_backup {
	struct sqlite3 *to;
	struct sqlite3_backup *steps; /* null once it is whole */
	char *part;
	int fd; /* closed after `to`: closing it drops SQLite's locks on the file */
	int64_t page_size;
	int n_pages, n_left;
	bool is_drained, is_whole;
};

static int fail(char why[STORE_WHY_SIZE], int error)
{
	return store_why(why, error, "the backup could not be written: %s",
			 error == -EPROTO ? "the book is damaged" : strerror(-error));
}

/* What the system said of it, or 0. */
static int fail_code(int code, int error, char why[STORE_WHY_SIZE])
{
	switch (code & 0xff) {
	case SQLITE_FULL:
		return fail(why, -ENOSPC);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return fail(why, -EPROTO);
	case SQLITE_NOMEM:
		abort();
	}
	return fail(why, error > 0 ? -error : -EIO);
}

/* Nobody reads the copy before it is whole, so it needs no journal. */
static int open_copy(struct store_backup *b)
{
	int code;

	code = sqlite3_open_v2(b->part, &b->to,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
				       SQLITE_OPEN_NOFOLLOW,
			       NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(b->to,
				    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF;"
				    "PRAGMA synchronous = OFF; PRAGMA cache_size = -256",
				    NULL, NULL, NULL);
	return code;
}

/* And the log that is beside it for a moment, while the mark is taken out of it. */
static void unlink_part(const struct store_backup *b)
{
	_cleanup_str_ struct str log = {0};

	str_addf(&log, "%s-wal", b->part);
	(void)unlink(b->part);
	(void)unlink(str_text(&log));
}

static int begin(struct store *s, struct store_backup *b, char why[STORE_WHY_SIZE])
{
	struct sqlite3_stmt *stmt = NULL;
	int code;

	unlink_part(b);
	b->fd = open(b->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (b->fd < 0)
		return fail(why, -errno);
	code = open_copy(b);
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v2(s->db, "PRAGMA page_size", -1, &stmt, NULL);
	if (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		b->page_size = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	if (code)
		return fail_code(code, sqlite3_system_errno(b->to), why);
	b->steps = sqlite3_backup_init(b->to, "main", s->db, "main");
	return b->steps ? 0 : fail_code(sqlite3_errcode(b->to), 0, why);
}

int store_backup_begin(struct store *s, const char *part, struct store_backup **ret,
		       char why[STORE_WHY_SIZE])
{
	struct store_backup *b = xcalloc(1, sizeof *b);
	int r;

	b->fd = -1;
	b->part = xstrdup(part);
	r = begin(s, b, why);
	if (r) {
		store_backup_free(b);
		return r;
	}
	*ret = b;
	return 0;
}

static int finish_copy(struct store_backup *b, char why[STORE_WHY_SIZE])
{
	int code = sqlite3_backup_finish(b->steps);

	b->steps = NULL;
	if (code == SQLITE_OK)
		code = use_mark_clear(b->to);
	if (code == SQLITE_OK)
		code = sqlite3_close(b->to);
	if (code)
		return fail_code(code, sqlite3_system_errno(b->to), why);
	b->to = NULL;
	return 0;
}

/* What a step wrote begins its way to the disk, and what the one before wrote has arrived there.
 * Unlike fdatasync this waits for no journal of the file system, and little is ever underway that
 * somebody else's commit would wait behind. An error is told once, to whoever waits first: it must
 * not be passed over here, as the fsync at the end would know nothing of it. */
static int push(const struct store_backup *b, char why[STORE_WHY_SIZE])
{
	if (sync_file_range(b->fd, 0, 0, SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE) == 0)
		return 0;
	if (errno == EIO || errno == ENOSPC || errno == EDQUOT)
		return fail(why, -errno);
	return fdatasync(b->fd) < 0 ? fail(why, -errno) : 0; /* the file system has only this */
}

/* The last two steps: so the fsync finds nearly nothing left to write. */
static int arrive(struct store_backup *b, char why[STORE_WHY_SIZE])
{
	int r;

	if (!b->is_drained) {
		r = push(b, why);
		b->is_drained = true;
		return r ? r : 1;
	}
	if (fsync(b->fd) < 0)
		return fail(why, -errno);
	b->is_whole = true;
	return 0;
}

int store_backup_step(struct store_backup *b, int pages, char why[STORE_WHY_SIZE])
{
	int code, r = 0;

	if (!b->steps)
		return arrive(b, why);
	code = sqlite3_backup_step(b->steps, pages);
	if (code != SQLITE_OK && code != SQLITE_DONE)
		return fail_code(code, 0, why); /* a step leaves no error with its connection */
	b->n_left = sqlite3_backup_remaining(b->steps);
	b->n_pages = sqlite3_backup_pagecount(b->steps);
	if (code == SQLITE_DONE)
		r = finish_copy(b, why);
	if (r == 0)
		r = push(b, why);
	return r ? r : 1;
}

void store_backup_progress(const struct store_backup *b, int64_t *ret_done, int64_t *ret_total)
{
	*ret_done = (b->n_pages - b->n_left) * b->page_size;
	*ret_total = b->n_pages * b->page_size;
}

void store_backup_free(struct store_backup *b)
{
	if (!b)
		return;
	if (b->steps)
		(void)sqlite3_backup_finish(b->steps);
	(void)sqlite3_close(b->to);
	if (b->fd >= 0) {
		(void)close(b->fd);
		if (!b->is_whole)
			unlink_part(b);
	}
	free(b->part);
	free(b);
}
