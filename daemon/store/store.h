/* The connection from the inside, for db.c, stmt.c, fault.c, copy.c and migrate.c only. */
#pragma once

#include "store/db.h"
#include "store/file.h"

enum control {
	CONTROL_BEGIN,
	CONTROL_COMMIT,
	CONTROL_ROLLBACK,
	CONTROL_SAVEPOINT,
	CONTROL_RELEASE,
	CONTROL_ROLLBACK_TO,
	CONTROL_GIVEN,
	N_CONTROLS,
};

struct statements {
	const char *const *sql;         /* tells whether one noun is used by one file only */
	struct sqlite3_stmt **prepared; /* n; null until first used */
	int n;
};

struct store {
	struct sqlite3 *db;
	struct store_file file;
	struct journal *journal;
	struct restore *restore;
	struct merge *merge;
	struct whole *whole;
	struct statements nouns[N_SETS];
	struct sqlite3_stmt *controls[N_CONTROLS];
	char home[4]; /* of phone numbers */
	int schema;
	enum store_pace pace;
	int mishap;       /* see store_mishap */
	int64_t n_given;  /* ids: store/loss.h */
	int n_log_frames; /* in the write-ahead log after the last commit */
	bool is_broken;
	bool is_in_use;    /* and says so in the file */
	bool is_hasty;     /* commits do not wait for the disk: store_hurry */
	bool is_lax;       /* references are not checked at all: store_enforce */
	bool is_damaged;   /* and so broken */
	bool is_deferring; /* references are checked at the commit */
	bool has_group;    /* begun, and neither committed nor rolled back by us */
};

/* What a result code of SQLite means to callers of db.h. Marks the store as broken where a write
 * cannot be trusted any more, and ends the group then. Out of memory aborts. */
int store_failed(struct store *s, int code, bool is_write);
void store_set_broken(struct store *s, int code);
/* -EUCLEAN, once, where a row was read whose word is none that there is: col_word. */
int store_look_for_damage(struct store *s);
/* The same while opening: one sentence and a -errno as store_open promises. db may be null. */
int store_open_failed(struct sqlite3 *db, int code, const char *path, char why[STORE_WHY_SIZE]);

/* The statement of a set as store_bind gives it, with nothing bound. */
int store_statement(struct store *s, const struct stmt_set *set, int i, struct sqlite3_stmt **ret);
int store_prepare(struct store *s, const char *sql, struct sqlite3_stmt **ret);
/* The one number that one of ours reads; 0 where it cannot be read. */
int64_t store_control_int(struct store *s, enum control which);
void store_finalize_all(struct store *s);
/* True where a statement was left in the middle of its rows; all are reset. */
bool store_reset_all(struct store *s);
