/* A file of unknown origin as a book: opened so that it can do nothing, judged, and counted. */
#include "store/vet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/str.h"
#include "store/blank.h"
#include "store/file.h"
#include "store/look.h"
#include "store/migrate.h"
#include "store/store.h"
#include "store/use_mark.h"

#define SQL_MAX 100000 /* bytes of one statement; ours have a few thousand */
#define SCHEMA                                                                                     \
	"SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name"

void vet_uri(const char *path, struct str *to)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789/-_.";

	str_add(to, "file:");
	for (const char *c = path; *c; c++) {
		if (strchr(safe, *c))
			str_add_char(to, *c);
		else
			str_addf(to, "%%%02X", (unsigned)(unsigned char)*c);
	}
	str_add(to, "?mode=ro&immutable=1");
}

static int fail(const char *path, const char *what, char why[STORE_WHY_SIZE])
{
	return store_why(why, -EPROTO, "%.180s %s", path, what);
}

static int configure(struct sqlite3 *db)
{
	static const struct {
		int option, value;
	} options[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
		{SQLITE_DBCONFIG_DQS_DDL, 0},        {SQLITE_DBCONFIG_DQS_DML, 0},
	};
	int code = SQLITE_OK;

	(void)sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, SQL_MAX);
	(void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	for (size_t i = 0; code == SQLITE_OK && i < ARRAY_LEN(options); i++)
		code = sqlite3_db_config(db, options[i].option, options[i].value, NULL);
	if (code)
		return code;
	return sqlite3_exec(db, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0", NULL, NULL,
			    NULL);
}

/* The first column of the first row. */
static bool text_is(struct sqlite3 *db, const char *sql, const char *wanted)
{
	struct sqlite3_stmt *stmt = NULL;
	bool is = false;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		is = str_equal((const char *)sqlite3_column_text(stmt, 0), wanted);
	(void)sqlite3_finalize(stmt);
	return is;
}

static void read_uuid(struct vetted *v)
{
	struct sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(v->db, "SELECT value FROM book WHERE key = 'uuid'", -1, &stmt,
			       NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		str_copy(v->uuid, sizeof v->uuid, (const char *)sqlite3_column_text(stmt, 0));
	(void)sqlite3_finalize(stmt);
}

/* Both are stepped alike; they must end together. */
static bool is_same_row(struct sqlite3_stmt *a, struct sqlite3_stmt *b)
{
	for (int i = 0; i < 4; i++)
		if (!str_equal((const char *)sqlite3_column_text(a, i),
			       (const char *)sqlite3_column_text(b, i)))
			return false;
	return true;
}

static bool is_same_schema(struct sqlite3 *theirs, struct sqlite3 *ours)
{
	struct sqlite3_stmt *a = NULL, *b = NULL;
	int code_a = SQLITE_ROW, code_b = SQLITE_ROW;
	bool is_same = true;

	if (sqlite3_prepare_v2(theirs, SCHEMA, -1, &a, NULL) ||
	    sqlite3_prepare_v2(ours, SCHEMA, -1, &b, NULL))
		is_same = false;
	while (is_same && code_a == SQLITE_ROW) {
		code_a = sqlite3_step(a);
		code_b = sqlite3_step(b);
		is_same = code_a == code_b && (code_a != SQLITE_ROW || is_same_row(a, b));
	}
	(void)sqlite3_finalize(a);
	(void)sqlite3_finalize(b);
	return is_same && code_a == SQLITE_DONE;
}

static int judge_schema(const char *path, struct vetted *v, char why[STORE_WHY_SIZE])
{
	struct sqlite3 *ours = NULL;
	bool is_same;
	int r;

	r = blank_open(NULL, v->schema, &ours, why);
	if (r)
		return r;
	is_same = is_same_schema(v->db, ours);
	(void)sqlite3_close(ours);
	return is_same ? 0 : fail(path, "has tables, views or triggers that are not of vouch", why);
}

static int judge(const char *path, struct vetted *v, char why[STORE_WHY_SIZE])
{
	int r;

	r = migrate_check(v->db, migrations, path, why);
	if (r)
		return r;
	v->schema = (int)look_number(v->db, "PRAGMA user_version", 0);
	if (v->schema < 1)
		return fail(path, "is empty", why);
	r = judge_schema(path, v, why);
	if (r)
		return r;
	if (!text_is(v->db, "PRAGMA integrity_check(1)", "ok"))
		return fail(path, "is damaged", why);
	if (look_number(v->db, "SELECT count(*) FROM pragma_foreign_key_check", 1) != 0)
		return fail(path, "is damaged: rows refer to others that are not there", why);
	if (use_mark_is_set(v->db))
		return fail(
			path,
			"is a copy of a book in use, made without vouch: parts of it can be of "
			"different times; vouch backup makes one that is whole. Where this is all "
			"there is, vouchd --db on it, stopped again, takes it as it is",
			why);
	return 0;
}

static void count(struct vetted *v)
{
	static const char open[] = "SELECT n FROM tally WHERE what = 'now' AND day = 0 AND "
				   "key = 'open'";

	read_uuid(v);
	v->contacts = look_number(v->db, "SELECT count(*) FROM contact_fact", -1);
	v->sales = look_number(v->db, "SELECT count(*) FROM sale WHERE state = 'completed'", -1);
	v->open = v->schema >= 4 ? look_number(v->db, open, 0) : -1;
	v->newest =
		look_number(v->db, "SELECT at FROM journal ORDER BY id DESC LIMIT 1", NO_INSTANT);
}

/* A file with a log beside it is a book in use, or a copy of one: without the log it lacks what was
 * done last, or is torn. */
static int look(const char *path, struct vetted *v, char why[STORE_WHY_SIZE])
{
	_cleanup_str_ struct str log = {0};
	struct stat st;

	str_addf(&log, "%s-wal", path);
	if (lstat(path, &st) < 0)
		return store_why(why, -errno, "%.180s cannot be read: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return fail(path, "is not a plain file", why);
	if (st.st_size == 0)
		return fail(path, "is empty", why);
	v->written_at = st.st_mtim.tv_sec;
	if (lstat(str_text(&log), &st) == 0 && st.st_size > 0)
		return fail(
			path,
			"has a file beside it that ends in -wal: it is a book in use or a copy of "
			"one, and no backup; vouchd --db on it, stopped again, makes it whole",
			why);
	return 0;
}

int vet_open(const char *path, struct vetted *ret, char why[STORE_WHY_SIZE])
{
	_cleanup_free_ char *real = realpath(path, NULL);
	struct vetted v = {.newest = NO_INSTANT};
	_cleanup_str_ struct str uri = {0};
	int code, r;

	if (!real)
		return store_why(why, -errno, "%.180s cannot be read: %s", path, strerror(errno));
	r = look(real, &v, why);
	if (r)
		return r;
	vet_uri(real, &uri);
	code = sqlite3_open_v2(str_text(&uri), &v.db,
			       SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
				       SQLITE_OPEN_EXRESCODE,
			       NULL);
	if (code == SQLITE_OK)
		code = configure(v.db);
	r = code ? store_open_failed(v.db, code, path, why) : judge(path, &v, why);
	if (r) {
		vet_close(&v);
		return r;
	}
	count(&v);
	*ret = v;
	return 0;
}

void vet_close(struct vetted *v)
{
	(void)sqlite3_close(v->db);
	v->db = NULL;
}
