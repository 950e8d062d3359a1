/* The one database connection: opening, groups of requests, and what a failure means. */
#include "store/db.h"

#include <assert.h>
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "store/damage.h"
#include "store/headcount.h"
#include "store/journal.h"
#include "store/loss.h"
#include "store/merge.h"
#include "store/migrate.h"
#include "store/restore.h"
#include "store/store.h"
#include "store/use_mark.h"
#include "store/whole.h"
#include "vouch/errors.h"

/* What a request has changed is kept in memory, whatever its size: on the disk it would be most of
 * what a sale writes, and between 64 KiB, SQLite's own limit, and no limit there is little: in 3.40
 * a limit above 128 KiB fails where it is passed, as a full disk (a write is cut to 17 bits there).
 */
#define SAVEPOINT_BYTES (-1)
#define CACHE_KIB 2000
#define AS_TEXT(number) #number
#define PRAGMA(name, number) "PRAGMA " name " = " AS_NUMBER(number) ";"
#define AS_NUMBER(number) AS_TEXT(number)
/* Pages in the log after which a commit moves them to the file, SQLite's own number. Whoever asks
 * then waits for all of them to be on the disk: more at a time is less work and a longer wait. */
#define CHECKPOINT_FRAMES 1000
/* In bulk they are moved between two slices, where somebody else may be waiting for each: half a
 * dozen commits at a time; and where nobody has moved them. */
#define CHECKPOINT_FRAMES_BULK 600
#define CHECKPOINT_FRAMES_MOST 4000
#define LOG_BYTES 16777216 /* that the log keeps on the disk: those pages, and room */

static const char *const control_sql[] = {
	[CONTROL_BEGIN] = "BEGIN",
	[CONTROL_COMMIT] = "COMMIT",
	[CONTROL_ROLLBACK] = "ROLLBACK",
	[CONTROL_SAVEPOINT] = "SAVEPOINT request",
	[CONTROL_RELEASE] = "RELEASE request",
	[CONTROL_ROLLBACK_TO] = "ROLLBACK TO request",
	[CONTROL_GIVEN] = LOSS_GIVEN,
};
static_assert(ARRAY_LEN(control_sql) == N_CONTROLS, "one text each");

/* Before the first look at the file. No checkpoint on close until the file is known as ours, so
 * that a refused one stays as it was. */
static int configure(struct sqlite3 *db)
{
	static const struct {
		int option, value;
	} options[] = {
		{SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
		{SQLITE_DBCONFIG_DEFENSIVE, 1},
		{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		{SQLITE_DBCONFIG_DQS_DDL, 0},
		{SQLITE_DBCONFIG_DQS_DML, 0},
		{SQLITE_DBCONFIG_ENABLE_FKEY, 1},
		{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
		{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
		{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		int code = sqlite3_db_config(db, options[i].option, options[i].value, NULL);

		if (code)
			return code;
	}
	return sqlite3_exec(db,
			    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA mmap_size = 0;"
			    "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
			    "PRAGMA cell_size_check = ON;" PRAGMA("cache_size", -CACHE_KIB)
				    PRAGMA("journal_size_limit", LOG_BYTES),
			    NULL, NULL, NULL);
}

static int count_frames(void *context, struct sqlite3 *db, const char *name, int n)
{
	struct store *s = context;

	(void)db;
	(void)name;
	s->n_log_frames = n;
	return SQLITE_OK;
}

static int use_log(struct store *s, char why[STORE_WHY_SIZE])
{
	struct sqlite3_stmt *stmt = NULL;
	bool is_wal = false;
	int code;

	if (!s->file.path)
		return 0;
	code = sqlite3_prepare_v2(s->db, "PRAGMA journal_mode = WAL", -1, &stmt, NULL);
	if (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		is_wal = strcmp((const char *)sqlite3_column_text(stmt, 0), "wal") == 0;
	code = sqlite3_finalize(stmt);
	if (code)
		return store_open_failed(s->db, code, s->file.path, why);
	if (!is_wal)
		return store_why(why, -EIO, "%.180s cannot keep a write-ahead log", s->file.path);

	(void)sqlite3_wal_hook(s->db, count_frames, s);
	return 0;
}

/* Before anything else of SQLite is used, which refuses them afterwards; in the stores of a process
 * that has had one already that is so, and they hold. */
static void configure_library(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	(void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, SAVEPOINT_BYTES);
	/* No page before it is needed: each IN of a partial index is a table of its own, made and
	 * thrown away with every row that is written, and would begin with 20 pages. */
	(void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
}

static int open_connection(struct store *s, int64_t now, char why[STORE_WHY_SIZE])
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW;
	const char *path = s->file.path ? s->file.path : ":memory:";
	int code, r;

	if (s->file.path)
		loss_look(&s->file);
	code = sqlite3_open_v2(path, &s->db, flags, NULL);
	if (code == SQLITE_OK)
		code = configure(s->db);
	if (code)
		return store_open_failed(s->db, code, path, why);

	r = migrate_check(s->db, migrations, path, why);
	if (r == 0 && s->file.path)
		r = damage_check(s->db, path, why);
	if (r == 0 && s->file.path)
		r = loss_check(s->db, &s->file, now, why);
	if (r)
		return r;
	return use_log(s, why);
}

static int open_store(struct store *s, const struct store_options *options,
		      char why[STORE_WHY_SIZE])
{
	int r;

	s->file.lock_fd = -1;
	if (options->path) {
		configure_library();
		r = store_file_init(&s->file, options->path, migrate_newest(migrations), why);
		if (r)
			return r;
	}
	r = open_connection(s, options->now, why);
	if (r)
		return r;
	r = migrate_run(s->db, migrations, s->file.path, options->now, why);
	if (r)
		return r;

	s->schema = migrate_newest(migrations);
	s->journal = journal_new(s);
	r = restore_new(s, &s->restore);
	if (r == 0)
		r = merge_new(s, &s->merge);
	if (r == 0)
		r = whole_new(s, &s->whole);
	if (r)
		return store_why(why, r == -EUCLEAN ? -EPROTO : r,
				 "the references of the database cannot be read");
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
	return 0;
}

int store_open(const struct store_options *options, struct store **ret, char why[STORE_WHY_SIZE])
{
	struct store *s = xcalloc(1, sizeof *s);
	int r;

	r = open_store(s, options, why);
	if (r) {
		store_close(s);
		return r;
	}
	*ret = s;
	return 0;
}

void store_use(struct store *s)
{
	if (!s->file.path)
		return;
	use_mark_set(s->db);
	s->is_in_use = true;
	loss_begin(s);
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (s->journal) {
		store_rollback(s);
		store_finalize_all(s);
		journal_free(s->journal);
	}
	restore_free(s->restore);
	merge_free(s->merge);
	whole_free(s->whole);
	if (s->is_in_use && !s->is_broken) {
		loss_settle(&s->file);
		(void)use_mark_clear(s->db);
	}
	if (s->is_broken)
		(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	if (sqlite3_close(s->db) != SQLITE_OK)
		log_error("the database was not closed: a statement is in use");
	store_file_deinit(&s->file);
	free(s);
}

static int prepare_control(struct store *s, enum control which)
{
	return s->controls[which] ? 0 : store_prepare(s, control_sql[which], &s->controls[which]);
}

static int control(struct store *s, enum control which)
{
	int code, r;

	r = prepare_control(s, which);
	if (r)
		return r;
	code = sqlite3_step(s->controls[which]);
	(void)sqlite3_reset(s->controls[which]);
	return code == SQLITE_DONE ? 0 : store_failed(s, code, true);
}

int64_t store_control_int(struct store *s, enum control which)
{
	int64_t n = 0;

	if (prepare_control(s, which))
		return 0;
	if (sqlite3_step(s->controls[which]) == SQLITE_ROW)
		n = sqlite3_column_int64(s->controls[which], 0);
	(void)sqlite3_reset(s->controls[which]);
	return n;
}

bool store_in_group(const struct store *s)
{
	return s->has_group && !sqlite3_get_autocommit(s->db);
}

bool store_is_broken(const struct store *s)
{
	return s->is_broken;
}

bool store_is_damaged(const struct store *s)
{
	return s->is_damaged;
}

int store_begin(struct store *s)
{
	int r;

	assert(!store_in_group(s));
	r = control(s, CONTROL_BEGIN);
	if (r)
		return r;
	s->has_group = true;
	return 0;
}

void store_enforce(struct store *s, bool is_enforced)
{
	assert(!store_in_group(s));
	if (s->is_lax != is_enforced)
		return;
	(void)sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_FKEY, is_enforced, NULL);
	s->is_lax = !is_enforced;
}

void store_hurry(struct store *s, bool is_hasty)
{
	assert(!store_in_group(s));
	s->is_hasty = is_hasty;
	(void)sqlite3_exec(s->db,
			   is_hasty ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
			   NULL, NULL, NULL);
}

void store_set_pace(struct store *s, enum store_pace pace)
{
	bool is_wide = pace != STORE_CALM, was_wide = s->pace != STORE_CALM;

	assert(!store_in_group(s));
	s->pace = pace;
	if (is_wide == was_wide)
		return;
	(void)sqlite3_exec(s->db,
			   is_wide ? PRAGMA("cache_size", -STORE_WIDE_KIB)
				   : PRAGMA("cache_size", -CACHE_KIB),
			   NULL, NULL, NULL);
	if (is_wide)
		return;
	(void)sqlite3_db_release_memory(s->db);
	(void)malloc_trim(0);
}

/* Whoever deletes or replaces the file under us would get our commits into nowhere. */
static bool has_moved(struct store *s)
{
	int moved = 0;

	if (!s->file.path)
		return false;
	(void)sqlite3_file_control(s->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	return moved != 0;
}

/* The commit is safe in the log already, so a failure here takes nothing back; a full disk only
 * lets the log grow. */
static void checkpoint(struct store *s)
{
	int code = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	s->n_log_frames = 0;
	if (code && code != SQLITE_BUSY)
		(void)store_failed(s, code, true);
}

bool store_log_is_long(const struct store *s)
{
	return s->n_log_frames >= CHECKPOINT_FRAMES_BULK;
}

int store_settle(struct store *s)
{
	checkpoint(s);
	return s->is_broken ? VOUCH_E_READ_ONLY : 0;
}

static int commit(struct store *s)
{
	bool has_writes = sqlite3_txn_state(s->db, "main") == SQLITE_TXN_WRITE;
	int before = s->n_log_frames, r;

	r = store_look_for_damage(s);
	if (r)
		return r;
	if (has_writes && has_moved(s))
		store_set_broken(s, SQLITE_READONLY_DBMOVED);
	if (has_writes && s->is_broken)
		return VOUCH_E_READ_ONLY;
	if (!has_writes || !s->is_in_use || s->is_hasty)
		return control(s, CONTROL_COMMIT);
	loss_count(s);
	r = control(s, CONTROL_COMMIT);
	if (r == 0 && s->n_log_frames != before) /* else there was nothing to wait for */
		loss_keep(s);
	return r;
}

int store_commit(struct store *s)
{
	bool left_open;
	int r = -ECANCELED;

	if (store_in_group(s)) {
		left_open = store_reset_all(s);
		assert(!left_open);
		(void)left_open;
		r = commit(s);
	}
	if (r)
		store_rollback(s);
	else
		headcounter_commit(journal_headcounter(s->journal));
	s->has_group = false;
	s->is_deferring = false; /* SQLite's own goes with the transaction */
	if (r == 0 &&
	    s->n_log_frames >= (s->pace == STORE_BULK ? CHECKPOINT_FRAMES_MOST : CHECKPOINT_FRAMES))
		checkpoint(s);
	return r;
}

void store_rollback(struct store *s)
{
	(void)store_reset_all(s);
	journal_drop(s->journal);
	if (!sqlite3_get_autocommit(s->db))
		(void)control(s, CONTROL_ROLLBACK);
	s->has_group = false;
	s->is_deferring = false;
}

int store_savepoint(struct store *s)
{
	s->mishap = 0;
	return store_in_group(s) ? control(s, CONTROL_SAVEPOINT) : -ECANCELED;
}

int store_release(struct store *s)
{
	return store_in_group(s) ? control(s, CONTROL_RELEASE) : -ECANCELED;
}

int store_rollback_to(struct store *s)
{
	int r;

	journal_drop(s->journal);
	if (!store_in_group(s))
		return 0;
	(void)store_reset_all(s);
	r = control(s, CONTROL_ROLLBACK_TO);
	if (r)
		return r;
	return control(s, CONTROL_RELEASE);
}

struct sqlite3 *store_db(struct store *s)
{
	return s->db;
}

const char *store_path(const struct store *s)
{
	return s->file.path;
}

struct journal *store_journal(struct store *s)
{
	return s->journal;
}

int store_schema(const struct store *s)
{
	return s->schema;
}

void store_set_home(struct store *s, const char *country)
{
	str_copy(s->home, sizeof s->home, country);
}

const char *store_home(const struct store *s)
{
	return s->home;
}
