/* Commits that were acknowledged and are in the book no more. */
#include "store/loss.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "store/book.h"
#include "store/damage.h"
#include "store/look.h"
#include "store/store.h"
#include "store/use_mark.h"
#include "store/vet.h"
#include "vouch/protocol.h"

#define NOTE_SIZE (VOUCH_LOCK_NOTE_SIZE + 1)
#define FINDING_SIZE 48

static const char *const loss_words[] = {
	[LOSS_NONE] = NULL,       [LOSS_LOG] = "log",   [LOSS_OLDER] = "older",
	[LOSS_NO_LOG] = "no-log", [LOSS_FILE] = "file",
};

static const char *const loss_logged[] = {
	[LOSS_NONE] = NULL,
	[LOSS_LOG] = "the last changes of the book are missing: its log, the file that ends in "
		     "-wal, was removed, cut or replaced while vouchd was not running, or the disk "
		     "lost it",
	[LOSS_OLDER] = "changes of the book are missing: an older copy was put in its place",
	[LOSS_NO_LOG] = "the last changes of the book may be missing: it was in use, and its log, "
			"the file that ends in -wal, does not lie beside it",
	[LOSS_FILE] = "changes of the book may be missing: its file was replaced while its log, "
		      "the file that ends in -wal, stayed",
};

static const char *finding_of(const char *path, struct str *name)
{
	str_addf(name, "%s.lost", path);
	return str_text(name);
}

struct loss_note loss_read(int lock_fd)
{
	char text[NOTE_SIZE] = "";
	struct loss_note note = {0};
	long long mark, n;
	struct stat st;
	int is_open;

	if (pread(lock_fd, text, sizeof text - 1, VOUCH_LOCK_NOTE_AT) < 0 ||
	    fstat(lock_fd, &st) < 0)
		return note;
	if (sscanf(text, "%d %lld %36s %d %lld\n", &is_open, &mark, note.uuid, &note.schema, &n) !=
	    5)
		return (struct loss_note){0};
	note.is_open = is_open != 0;
	note.mark = mark;
	note.n = n;
	note.at = st.st_mtim.tv_sec;
	return note;
}

/* One write of one length, so that no kill leaves half of it. Where there is no room the note says
 * too little. */
void loss_write(int lock_fd, const struct loss_note *note)
{
	char text[NOTE_SIZE];
	int n = snprintf(text, sizeof text, "%d %019lld %-36s %06d %020lld\n", note->is_open,
			 (long long)note->mark, *note->uuid ? note->uuid : "-", note->schema,
			 (long long)note->n);

	assert(n == VOUCH_LOCK_NOTE_SIZE);
	(void)!pwrite(lock_fd, text, (size_t)n, VOUCH_LOCK_NOTE_AT);
}

static void read_uuid(struct sqlite3 *db, char uuid[STORE_UUID_SIZE])
{
	struct sqlite3_stmt *stmt = NULL;

	uuid[0] = '\0';
	if (sqlite3_prepare_v2(db, "SELECT value FROM book WHERE key = '" BOOK_UUID "'", -1, &stmt,
			       NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		str_copy(uuid, STORE_UUID_SIZE, (const char *)sqlite3_column_text(stmt, 0));
	(void)sqlite3_finalize(stmt);
}

static int open_alone(const char *path, struct sqlite3 **ret)
{
	_cleanup_str_ struct str uri = {0};

	vet_uri(path, &uri);
	return sqlite3_open_v2(str_text(&uri), ret,
			       SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
				       SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW,
			       NULL);
}

/* Of a new book, or one that a power cut caught in a checkpoint, the file alone may tell nothing.
 */
void loss_look(struct store_file *f)
{
	_cleanup_str_ struct str log = {0};
	struct sqlite3 *db = NULL;
	struct stat st;

	f->alone = (struct loss_alone){0};
	str_addf(&log, "%s-wal", f->path);
	f->is_without_log = lstat(str_text(&log), &st) < 0 && errno == ENOENT;
	if (f->is_without_log || st.st_size == 0)
		return;
	if (open_alone(f->path, &db) == SQLITE_OK) {
		read_uuid(db, f->alone.uuid);
		f->alone.mark = use_mark_get(db);
		f->alone.is_read = *f->alone.uuid != '\0';
	}
	(void)sqlite3_close(db);
}

/* A book that was taken in whole while it was in use has another uuid from then on. */
static bool has_log_of_another(struct sqlite3 *db, const struct store_file *f)
{
	char uuid[STORE_UUID_SIZE];

	read_uuid(db, uuid);
	return f->alone.is_read && *uuid && !str_equal(f->alone.uuid, uuid) &&
	       f->alone.mark != use_mark_get(db);
}

static bool is_replaced(const struct store_file *f)
{
	return f->alone.is_read && f->note.is_open && f->alone.mark != f->note.mark;
}

/* A migration may give out ids anew. */
static enum loss_how judge(struct sqlite3 *db, const struct store_file *f)
{
	const struct loss_note *note = &f->note;
	int64_t mark = use_mark_get(db);
	bool is_its_own = note->n > 0 && mark && mark == note->mark;
	char uuid[STORE_UUID_SIZE];

	read_uuid(db, uuid);
	if ((is_its_own || str_equal(uuid, note->uuid)) &&
	    look_number(db, LOSS_GIVEN, 0) < note->n &&
	    look_number(db, "PRAGMA user_version", -1) == note->schema)
		return is_its_own ? LOSS_LOG : LOSS_OLDER;
	if (is_replaced(f))
		return LOSS_FILE;
	return mark && f->is_without_log && !is_its_own ? LOSS_NO_LOG : LOSS_NONE;
}

/* One that is there stays: the first loss is the one that nobody has looked at. */
static void note_finding(const struct store_file *f, const struct loss *loss)
{
	_cleanup_str_ struct str name = {0};
	_cleanup_close_ int fd = open(finding_of(f->path, &name),
				      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST)
		return;
	if (fd < 0 ||
	    dprintf(fd, "%lld %s\n", (long long)loss->before, loss_words[loss->how]) < 0 ||
	    fsync(fd) < 0)
		log_error("the loss cannot be noted beside the book, error %d", errno);
}

static struct loss read_finding(const char *path)
{
	_cleanup_str_ struct str name = {0};
	_cleanup_close_ int fd =
		open(finding_of(path, &name), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct loss loss = {LOSS_NONE, NO_INSTANT};
	char text[FINDING_SIZE] = "", *word = text;

	if (fd < 0)
		return loss;
	loss.how = LOSS_LOG;
	loss.before = read(fd, text, sizeof text - 1) > 0 ? strtoll(text, &word, 10) : 0;
	for (enum loss_how how = LOSS_LOG; *text && how <= LOSS_FILE; how++)
		if (str_starts_with(word + (*word == ' '), loss_words[how]))
			loss.how = how;
	return loss;
}

/* How much of the two is of one time cannot be told where the file has no mark: it was replaced, or
 * vouchd was killed while it opened or closed it. */
static bool may_be_mixed(const struct store_file *f)
{
	return is_replaced(f) || (f->alone.is_read && f->alone.mark == 0);
}

static int refuse(const struct store_file *f, char why[STORE_WHY_SIZE])
{
	if (may_be_mixed(f))
		return store_why(
			why, -EPROTO,
			"%.160s is damaged, or its log, the file that ends in -wal, is not "
			"its own: put back what was replaced, or move the log elsewhere",
			f->path);
	return store_why(why, -EPROTO,
			 "%.180s is damaged: its log, the file that ends in -wal, was removed, cut "
			 "or replaced",
			 f->path);
}

int loss_check(struct sqlite3 *db, struct store_file *f, int64_t now, char why[STORE_WHY_SIZE])
{
	struct loss loss;

	if (has_log_of_another(db, f))
		return store_why(why, -EPROTO,
				 "the log of %.160s, the file that ends in -wal, is of another "
				 "book: move it elsewhere, and put back the right one if you have "
				 "it",
				 f->path);
	loss.how = judge(db, f);
	if ((loss.how || may_be_mixed(f)) && !damage_is_whole(db))
		return refuse(f, why);
	if (loss.how) {
		loss.before = f->note.n > 0 ? f->note.at : now;
		log_warning("%s; vouch doctor says what can be done", loss_logged[loss.how]);
		note_finding(f, &loss);
	}
	loss_settle(f);
	return 0;
}

void loss_forget(const char *path)
{
	_cleanup_str_ struct str name = {0};

	(void)unlink(finding_of(path, &name));
}

/* As it is, its log included, and left so. */
static int open_as_is(const struct store_file *f, struct sqlite3 **ret)
{
	int code;

	if (!f->alone.is_read)
		return open_alone(f->path, ret);
	code = sqlite3_open_v2(f->path, ret,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
				       SQLITE_OPEN_NOFOLLOW,
			       NULL);
	if (code == SQLITE_OK)
		code = sqlite3_db_config(*ret, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(*ret, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL);
	return code;
}

struct loss loss_find(struct store_file *f)
{
	struct loss loss = read_finding(f->path);
	struct sqlite3 *db = NULL;

	if (loss.how)
		return loss;
	loss_look(f);
	if (open_as_is(f, &db) == SQLITE_OK && look_number(db, LOSS_GIVEN, -1) >= 0)
		loss.how = judge(db, f);
	(void)sqlite3_close(db);
	if (loss.how && f->note.n > 0)
		loss.before = f->note.at;
	return loss;
}

struct loss loss_peek(const char *path)
{
	_cleanup_free_ char *real = realpath(path, NULL);
	_cleanup_str_ struct str lock = {0};
	struct store_file f = {.path = real};
	struct loss none = {LOSS_NONE, NO_INSTANT};
	_cleanup_close_ int fd = -1;

	str_addf(&lock, "%s.lock", real ? real : path);
	fd = open(str_text(&lock), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (!real || (fd < 0 && errno != ENOENT))
		return none;
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0)
		return none;
	if (fd >= 0)
		f.note = loss_read(fd);
	return loss_find(&f);
}

void loss_begin(struct store *s)
{
	struct loss_note *note = &s->file.note;

	*note = (struct loss_note){.mark = use_mark_get(s->db), .schema = s->schema};
	note->is_open = note->mark != 0;
	note->n = store_control_int(s, CONTROL_GIVEN);
	read_uuid(s->db, note->uuid);
	loss_write(s->file.lock_fd, note);
	(void)fdatasync(s->file.lock_fd);
}

void loss_settle(struct store_file *f)
{
	if (!f->note.is_open)
		return;
	f->note.is_open = false;
	loss_write(f->lock_fd, &f->note);
	(void)fdatasync(f->lock_fd);
}

void loss_reset(struct store_file *f)
{
	f->note = (struct loss_note){0};
	if (ftruncate(f->lock_fd, VOUCH_LOCK_NOTE_AT) < 0 || fdatasync(f->lock_fd) < 0)
		log_warning("the lock file cannot be written, error %d", errno);
}

void loss_count(struct store *s)
{
	s->n_given = store_control_int(s, CONTROL_GIVEN);
}

void loss_keep(struct store *s)
{
	struct loss_note *note = &s->file.note;

	if (s->n_given <= note->n)
		return;
	note->n = s->n_given;
	loss_write(s->file.lock_fd, note);
}

const char *store_loss_word(enum loss_how how)
{
	return loss_words[how];
}

struct loss store_loss(const struct store *s)
{
	return s->file.path ? read_finding(s->file.path) : (struct loss){LOSS_NONE, NO_INSTANT};
}
