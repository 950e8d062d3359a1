/* Migrations: forward only, each in its own transaction, a copy of the file first. */
#include "store/migrate.h"

#include <errno.h>
#include <stdio.h>

#include <sqlite3.h>

#include "base/log.h"
#include "store/copy.h"
#include "store/stamp.h"
#include "store/store.h"
#include "store/tables.h"
#include "store/use_mark.h"

int migrate_newest(const struct embedded *list)
{
	int n = 0;

	while (list[n].name)
		n++;
	return n;
}

static int read_number(struct sqlite3 *db, const char *sql, int64_t *ret)
{
	struct sqlite3_stmt *stmt = NULL;
	int code;

	code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	if (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		*ret = sqlite3_column_int64(stmt, 0);
	return code ? code : sqlite3_finalize(stmt);
}

int migrate_check(struct sqlite3 *db, const struct embedded *list, const char *path,
		  char why[STORE_WHY_SIZE])
{
	int64_t application = 0, version = 0, n_objects = 0;
	int code;

	code = read_number(db, "PRAGMA application_id", &application);
	if (code == SQLITE_OK)
		code = read_number(db, "PRAGMA user_version", &version);
	if (code == SQLITE_OK)
		code = read_number(db, "SELECT count(*) FROM sqlite_master", &n_objects);
	if (code)
		return store_open_failed(db, code, path, why);

	if (application == 0 && version == 0 && n_objects == 0)
		return 0;
	if (application != STORE_APPLICATION_ID || version < 1)
		return store_why(why, -EPROTO, "%.180s is not a database of vouch", path);
	if (version > migrate_newest(list))
		return store_why(why, -EPROTO,
				 "%.180s was written by a newer vouch (schema %lld; this one knows "
				 "%d); it was left untouched",
				 path, (long long)version, migrate_newest(list));
	return 0;
}

static int check_references(struct sqlite3 *db)
{
	int64_t n = 0;
	int code = read_number(db, "SELECT count(*) FROM pragma_foreign_key_check", &n);

	if (code)
		return code;
	return n ? SQLITE_CONSTRAINT_FOREIGNKEY : SQLITE_OK;
}

static int apply(struct sqlite3 *db, const struct embedded *migration, int number, int64_t now)
{
	char pragma[64];
	int code;

	(void)snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d", number);
	code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, migration->text, NULL, NULL, NULL);
	if (code == SQLITE_OK && number == 1)
		code = stamp_new(db, now);
	if (code == SQLITE_OK)
		code = check_references(db);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, pragma, NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	return code;
}

static int apply_from(struct sqlite3 *db, const struct embedded *list, int version, int64_t now,
		      char why[STORE_WHY_SIZE])
{
	for (int i = version; list[i].name; i++) {
		int code = apply(db, &list[i], i + 1, now);

		if (code == SQLITE_OK)
			continue;
		log_error("migration %s failed: %s", list[i].name,
			  sqlite3_errcode(db) ? sqlite3_errmsg(db) : sqlite3_errstr(code));
		if (!sqlite3_get_autocommit(db))
			(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
		return store_why(why, code == SQLITE_FULL ? -ENOSPC : -EIO,
				 "migration %d failed and was rolled back: %s", i + 1,
				 sqlite3_errstr(code));
	}
	return 0;
}

/* Somebody with a shell may have dropped a table, or left a view or a trigger. */
static int check_tables(struct sqlite3 *db, char why[STORE_WHY_SIZE])
{
	int64_t n_foreign = 0;
	int code;

	for (const struct table *t = tables; t->name; t++)
		if (sqlite3_table_column_metadata(db, "main", t->name, NULL, NULL, NULL, NULL, NULL,
						  NULL) != SQLITE_OK)
			return store_why(why, -EPROTO, "the database lacks the table %s", t->name);
	code = read_number(db,
			   "SELECT count(*) FROM sqlite_master WHERE type IN ('view', 'trigger')",
			   &n_foreign);
	if (code || n_foreign)
		return store_why(why, -EPROTO,
				 "the database has views or triggers that are not of vouch");
	return 0;
}

/* A table can only be rebuilt while references are not enforced, and its text only edited while
 * SQLite is not on its guard against that. */
static void loosen(struct sqlite3 *db, bool is_loose)
{
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, !is_loose, NULL);
	(void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, !is_loose, NULL);
}

int migrate_run(struct sqlite3 *db, const struct embedded *list, const char *path, int64_t now,
		char why[STORE_WHY_SIZE])
{
	int64_t version = 0;
	int code, r = 0;

	code = read_number(db, "PRAGMA user_version", &version);
	if (code)
		return store_open_failed(db, code, path ? path : "memory", why);
	if (version < migrate_newest(list)) {
		if (version > 0 && path && use_mark_is_set(db)) /* the copy is whole */
			(void)use_mark_clear(db);
		if (version > 0 && path)
			r = copy_before(db, path, (int)version + 1, why);
		if (r)
			return r;
		loosen(db, true);
		r = apply_from(db, list, (int)version, now, why);
		loosen(db, false);
		if (r)
			return r;
	}
	return check_tables(db, why);
}
