/* The copy of an older database that a migration leaves beside it. */
#include "store/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/store.h"

static int sync_path(const char *path, int flags)
{
	_cleanup_close_ int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

static int sync_folder_of(const char *path)
{
	_cleanup_str_ struct str folder = {0};

	str_add_n(&folder, path, (size_t)(strrchr(path, '/') - path) + 1);
	return sync_path(folder.data, O_RDONLY | O_DIRECTORY);
}

static int vacuum_into(struct sqlite3 *db, const char *to)
{
	struct sqlite3_stmt *stmt = NULL;
	int code;

	code = sqlite3_prepare_v2(db, "VACUUM INTO ?1", -1, &stmt, NULL);
	if (code)
		return code;
	(void)sqlite3_bind_text(stmt, 1, to, -1, SQLITE_STATIC);
	(void)sqlite3_step(stmt);
	return sqlite3_finalize(stmt);
}

/* SQLite fills the empty file and does not sync it. */
static int fill_copy(struct sqlite3 *db, const char *part, const char *path,
		     char why[STORE_WHY_SIZE])
{
	int fd, code, r;

	(void)unlink(part);
	fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return store_why(why, -errno, "no copy of %.180s could be made: %s", path,
				 strerror(errno));
	(void)close(fd);
	code = vacuum_into(db, part);
	if (code)
		return store_open_failed(db, code, path, why);
	r = sync_path(part, O_RDONLY);
	if (r)
		return store_why(why, r, "no copy of %.180s could be made: %s", path, strerror(-r));
	return 0;
}

int copy_before(struct sqlite3 *db, const char *path, int n, char why[STORE_WHY_SIZE])
{
	_cleanup_str_ struct str copy = {0}, part = {0};
	int r;

	str_addf(&copy, "%s.before-%d", path, n);
	str_addf(&part, "%s.part", copy.data);
	r = fill_copy(db, part.data, path, why);
	if (r == 0 && (rename(part.data, copy.data) < 0 || sync_folder_of(path)))
		r = store_why(why, -errno, "no copy of %.180s could be made: %s", path,
			      strerror(errno));
	if (r)
		(void)unlink(part.data);
	return r;
}
