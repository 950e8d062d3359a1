/* Commits that were acknowledged and are in the book no more. */
#include "store/loss.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "store/damage.h"
#include "store/look.h"
#include "store/store.h"
#include "store/use_mark.h"

#define NOTE_SIZE 80

static const char *finding_of(const char *path, struct str *name)
{
	str_addf(name, "%s.lost", path);
	return str_text(name);
}

struct loss_note loss_read(int lock_fd)
{
	char text[NOTE_SIZE] = "";
	struct loss_note note = {0};
	unsigned long long inode;
	long long n;
	struct stat st;

	if (pread(lock_fd, text, sizeof text - 1, LOSS_NOTE_AT) < 0 || fstat(lock_fd, &st) < 0)
		return note;
	if (sscanf(text, "%llu %d %lld\n", &inode, &note.schema, &n) != 3)
		return (struct loss_note){0};
	note.inode = inode;
	note.n = n;
	note.at = st.st_mtim.tv_sec;
	return note;
}

/* A copy, or what a restore put in place, is another file than the note is of; a book that was
 * closed, or a backup of one, is not in use; and a migration may give out ids anew. */
static bool has_lost(struct sqlite3 *db, const struct store_file *f)
{
	return f->note.n > 0 && f->note.inode == f->inode && use_mark_is_set(db) &&
	       look_number(db, "PRAGMA user_version", -1) == f->note.schema &&
	       look_number(db, LOSS_GIVEN, 0) < f->note.n;
}

/* One that is there stays: the first loss is the one that nobody has looked at. */
static void note_finding(const struct store_file *f)
{
	_cleanup_str_ struct str name = {0};
	_cleanup_close_ int fd = open(finding_of(f->path, &name),
				      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST)
		return;
	if (fd < 0 || dprintf(fd, "%lld\n", (long long)f->note.at) < 0 || fsync(fd) < 0)
		log_error("the loss cannot be noted beside the book, error %d", errno);
}

int loss_check(struct sqlite3 *db, const struct store_file *f, char why[STORE_WHY_SIZE])
{
	if (!has_lost(db, f))
		return 0;
	if (!damage_is_whole(db))
		return store_why(why, -EPROTO,
				 "%.180s is damaged: its log, the file that ends in -wal, was "
				 "removed, cut or replaced",
				 f->path);
	log_warning("the last changes of the book are missing: its log, the file that ends in "
		    "-wal, was removed, cut or replaced while vouchd was not running; "
		    "vouch doctor says what can be done");
	note_finding(f);
	return 0;
}

void loss_forget(const char *path)
{
	_cleanup_str_ struct str name = {0};

	(void)unlink(finding_of(path, &name));
}

void loss_count(struct store *s)
{
	s->n_given = store_control_int(s, CONTROL_GIVEN);
}

/* One write of one length, so that no kill leaves half of it. Where there is no room the note says
 * too little. */
void loss_keep(struct store *s)
{
	struct loss_note *note = &s->file.note;
	char text[NOTE_SIZE];
	int n;

	if (s->n_given <= note->n)
		return;
	*note = (struct loss_note){.inode = s->file.inode, .schema = s->schema, .n = s->n_given};
	n = snprintf(text, sizeof text, "%020llu %06d %020lld\n", (unsigned long long)note->inode,
		     note->schema, (long long)note->n);
	(void)!pwrite(s->file.lock_fd, text, (size_t)n, LOSS_NOTE_AT);
}

int64_t store_loss(const struct store *s)
{
	_cleanup_str_ struct str name = {0};
	_cleanup_close_ int fd = -1;
	char text[24] = "";

	if (!s->file.path)
		return NO_INSTANT;
	fd = open(finding_of(s->file.path, &name), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return NO_INSTANT;
	return read(fd, text, sizeof text - 1) > 0 ? strtoll(text, NULL, 10) : 0;
}
