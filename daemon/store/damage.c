/* A book of which a part could not be read. */
#include "store/damage.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "store/file.h"

static const char *note_of(const char *path, struct str *name)
{
	str_addf(name, "%s.damaged", path);
	return str_text(name);
}

void damage_note(const char *path)
{
	_cleanup_str_ struct str name = {0};
	_cleanup_close_ int fd =
		open(note_of(path, &name), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0 || fsync(fd) < 0)
		log_error("the damage cannot be noted beside the book, error %d", errno);
}

void damage_forget(const char *path)
{
	_cleanup_str_ struct str name = {0};

	(void)unlink(note_of(path, &name));
}

bool damage_is_whole(struct sqlite3 *db)
{
	struct sqlite3_stmt *stmt = NULL;
	bool is_ok = false;

	if (sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		is_ok = str_equal((const char *)sqlite3_column_text(stmt, 0), "ok");
	return sqlite3_finalize(stmt) == SQLITE_OK && is_ok;
}

int damage_check(struct sqlite3 *db, const char *path, char why[STORE_WHY_SIZE])
{
	_cleanup_str_ struct str name = {0};
	struct stat st;

	if (lstat(note_of(path, &name), &st) < 0)
		return 0;
	if (!damage_is_whole(db))
		return store_why(why, -EPROTO, "%.180s is damaged: a part of it cannot be read",
				 path);
	log_warning("a part of the book could not be read before; now all of it can");
	damage_forget(path);
	return 0;
}
