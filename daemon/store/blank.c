/* A database with the tables of a schema and no rows. */
#include "store/blank.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/file.h"
#include "store/migrate.h"
#include "store/store.h"

#define TABLES                                                                                     \
	"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "      \
	"ESCAPE '\\'"

static int make_file(const char *path, char why[STORE_WHY_SIZE])
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return store_why(why, -errno, "%.180s cannot be made: %s", path, strerror(errno));
	(void)close(fd);
	return 0;
}

static int empty(struct sqlite3 *db)
{
	_cleanup_str_ struct str sql = {0};
	struct sqlite3_stmt *stmt = NULL;
	int code;

	code = sqlite3_prepare_v2(db, TABLES, -1, &stmt, NULL);
	while (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		str_addf(&sql, "DELETE FROM \"%s\";", (const char *)sqlite3_column_text(stmt, 0));
	if (code == SQLITE_OK)
		code = sqlite3_finalize(stmt);
	str_add(&sql, "UPDATE sqlite_sequence SET seq = 0");
	return code ? code : sqlite3_exec(db, str_text(&sql), NULL, NULL, NULL);
}

static int fill(struct sqlite3 *db, int schema)
{
	char pragma[96];
	int code;

	code = sqlite3_exec(db,
			    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF;"
			    "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN",
			    NULL, NULL, NULL);
	for (int i = 0; code == SQLITE_OK && i < schema; i++)
		code = sqlite3_exec(db, migrations[i].text, NULL, NULL, NULL);
	(void)sqlite3_snprintf((int)sizeof pragma, pragma,
			       "PRAGMA application_id = %d; PRAGMA user_version = %d",
			       STORE_APPLICATION_ID, schema);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, pragma, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = empty(db);
	return code ? code : sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
}

int blank_open(const char *path, int schema, struct sqlite3 **ret, char why[STORE_WHY_SIZE])
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW;
	struct sqlite3 *db = NULL;
	int code, r = 0;

	if (path)
		r = make_file(path, why);
	if (r)
		return r;
	code = sqlite3_open_v2(path ? path : ":memory:", &db, flags, NULL);
	if (code == SQLITE_OK)
		code = fill(db, schema);
	if (code) {
		r = store_open_failed(db, code, path ? path : "a new book", why);
		(void)sqlite3_close(db);
		return r;
	}
	*ret = db;
	return 0;
}
