/* The one database connection: opening, transactions, statements.
 *
 * sqlite3.h is included by daemon/store only. Every function returns 0, a refusal of
 * vouch/errors.h (only VOUCH_E_STORAGE_FULL and VOUCH_E_READ_ONLY come from here), or -errno. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct sqlite3;
struct sqlite3_stmt;
struct store;

struct store_options {
	const char *path; /* null: in memory */
	int64_t now;      /* for what a new database is stamped with */
};

#define STORE_WHY_SIZE 300

/* Opens (and makes) the database, locks it, migrates it. 0; -EAGAIN where another process holds
 * it; -EPROTO where the file is newer than this program, damaged or no database of vouch;
 * another -errno. `why` is one sentence for a person. The file is left untouched on failure. */
int store_open(const struct store_options *options, struct store **ret, char why[STORE_WHY_SIZE]);
/* From here on the file says that it is in use, until it is closed: what copies it meanwhile
 * without its log makes no backup. */
void store_use(struct store *s);
/* Checkpoints and closes. Open groups are rolled back. */
void store_close(struct store *s);

/* A group is one transaction; inside it each request has a savepoint. An error may end the whole
 * group (see store_in_group): commit, savepoint and release then give -ECANCELED, statements
 * too until store_rollback or store_commit was called, and nothing of the group is kept.
 * A commit that fails has rolled back. No statement may be left in the middle of its rows. */
int store_begin(struct store *s);
int store_commit(struct store *s);
void store_rollback(struct store *s);
int store_savepoint(struct store *s);
/* What first failed since the savepoint, whether or not anybody looked; 0: nothing. A row that is
 * there already or breaks a rule is an answer and no failure. */
int store_mishap(const struct store *s);
int store_release(struct store *s);
int store_rollback_to(struct store *s);     /* and releases it; 0 too where the group has ended */
bool store_in_group(const struct store *s); /* false once an error has ended it */
/* True after a write or fsync failed, or the book was seen to be damaged: the daemon must answer
 * what is in hand and exit. */
bool store_is_broken(const struct store *s);
/* The latter: -EUCLEAN then. The next store_open looks at all of the book. */
bool store_is_damaged(const struct store *s);

/* Between groups: whether rows may refer to what is not there, as they do while a whole book is
 * taken in; whoever allows it looks at every reference before the end. */
void store_enforce(struct store *s, bool is_enforced);

/* Between groups: whether a commit waits until the disk has it. One that does not is never half
 * there after a power cut, and is safe with the next that does: for slices of what is itself safe
 * already and begins again from there. */
void store_hurry(struct store *s, bool is_hasty);
/* Between groups: how much is written. While it is more than now and then, more of the book is kept
 * in memory, at most STORE_WIDE_KIB; in bulk the log grows longer, and a commit leaves it to
 * whoever set the pace to move it to the file.
 */
enum store_pace {
	STORE_CALM,
	STORE_BUSY, /* one write after another */
	STORE_BULK, /* many rows in each, all over the book */
};
void store_set_pace(struct store *s, enum store_pace pace);
#define STORE_WIDE_KIB 24576
/* In bulk, between groups: whether it is time for that, by store_settle. */
bool store_log_is_long(const struct store *s);
/* Waits until the disk has every commit so far, and moves the log to the file. */
int store_settle(struct store *s);

enum loss_how {
	LOSS_NONE,
	LOSS_LOG,   /* the log was removed, cut or replaced, or the disk lost it */
	LOSS_OLDER, /* an older copy was put in the place of the book */
	/* It may have lost some: */
	LOSS_NO_LOG, /* it was in use, and lies without its log */
	LOSS_FILE,   /* its file was replaced while its log stayed */
};
/* Of a book that was opened, now or before, and lacked acknowledged commits (store/loss.h). */
struct loss {
	enum loss_how how;
	int64_t before; /* they were made; NO_INSTANT for none */
};
/* None are missing, or that was put aside: LOSS_NONE. */
struct loss store_loss(const struct store *s);
/* log, older, no-log, file; null for LOSS_NONE. */
const char *store_loss_word(enum loss_how how);

/* For statements of a noun file. `set` is a static table of SQL texts, one enum value each. */
struct stmt_set {
	const char *const *sql;
	int n;
	int noun; /* enum store_noun */
};

enum store_noun {
	NOUN_BOOK,
	NOUN_HOUSEHOLD,
	NOUN_CONTACT,
	NOUN_CONTACT_PART,
	NOUN_CONTACT_FACT,
	NOUN_CONTACT_LIST,
	NOUN_SALE,
	NOUN_PLAN,
	NOUN_RUN,
	NOUN_FOLLOWUP,
	NOUN_FOLLOWUP_LIST,
	NOUN_FOLLOWUP_MOVE,
	NOUN_FOLLOWUP_CLOCK,
	NOUN_TOUCH,
	NOUN_COMPLAINT,
	NOUN_SATISFACTION,
	NOUN_PROMISE,
	NOUN_REPAIR,
	NOUN_NOTICE,
	NOUN_EVENT,
	NOUN_IDEMPOTENCY,
	NOUN_JOURNAL,
	NOUN_JOURNAL_ENTRY,
	NOUN_IMPORT,
	NOUN_IMPORT_ITEM,
	NOUN_CALENDAR,
	NOUN_SUPPRESSION,
	NOUN_TALK,
	NOUN_REFERRAL,
	NOUN_LOOP,
	NOUN_LOOSE,
	NOUN_REFERRERS,
	NOUN_TEMPLATE,
	NOUN_SCRIPT,
	NOUN_CHECK,
	NOUN_ARMY,
	NOUN_ASK,
	NOUN_GATE,
	NOUN_GATE_FACT,
	NOUN_TREE,
	NOUN_GIFT,
	NOUN_TIME_LOG,
	NOUN_UNDO,
	NOUN_TALLY,
	NOUN_TALLY_STEP,
	NOUN_NUMBERS,
	NOUN_NUMBERS_NOW,
	NOUN_DATE,
	NOUN_CAMPAIGN,
	NOUN_EDITION,
	NOUN_RECIPIENT,
	NOUN_AWAY,
	NOUN_SPREAD,
	NOUN_CADENCE,
	NOUN_NOTICE_HOLD,
	NOUN_JOURNAL_PRUNE,
	NOUN_DUPLICATE,
	NOUN_MERGE,
	NOUN_ERASED,
	NOUN_ERASE,
	NOUN_WIPE,
	NOUN_REQUEST,
	NOUN_WHOLE,
	N_NOUNS,
	NOUN_RESTORE = N_NOUNS, /* made when the database is opened: store/restore.h */
	NOUN_MERGE_MOVES,       /* the same: store/merge.h */
	NOUN_WHOLE_ROWS,        /* the same: store/whole.h */
	N_SETS,
};

/* -EEXIST where a row with the same key exists, -EINVAL for another broken constraint.
 *
 * The prepared statement i of a set (prepared on first use, reset, bindings cleared), bound to
 * the arguments by `types`: 'i' int64_t, 'n' int, 't' text (null is NULL), 'I' int64_t with 0 as
 * NULL, 'd' struct day with NO_DAY as NULL, 'm' int minute with -1 as NULL, 'w' int64_t instant
 * with NO_INSTANT as NULL, 'b' bool, 'x' bytes (const void *, size_t; null is NULL).
 * Texts and bytes must live until the statement was stepped. */
int store_bind(struct store *s, const struct stmt_set *set, int i, struct sqlite3_stmt **ret,
	       const char *types, ...);
/* Binds, runs to the end and resets: for statements that give no row. */
int store_run(struct store *s, const struct stmt_set *set, int i, const char *types, ...);
/* 1 a row, 0 the end (the statement is reset), negative or a refusal on failure (reset). A
 * statement that only reads gives no refusal. */
int store_step(struct store *s, struct sqlite3_stmt *stmt);
void store_reset(struct sqlite3_stmt *stmt);
int64_t store_last_id(struct store *s);
int store_changes(struct store *s);               /* rows changed by the last statement */
int64_t store_all_changes(const struct store *s); /* by all so far, those taken back included */

/* Runs a bound statement to its end: its one number, or the first n numbers of its one row (0 where
 * there is no row or NULL), or the first column of every row. */
int store_one_int(struct store *s, struct sqlite3_stmt *stmt, int64_t *ret);
int store_ints(struct store *s, struct sqlite3_stmt *stmt, int64_t *ret, int n);
int store_all_ints(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena, int64_t **ret,
		   size_t *ret_n);

/* Columns of the present row. Text is copied to the arena, NULL gives null. */
char *col_text(struct sqlite3_stmt *stmt, int i, struct arena *arena);
int64_t col_int(struct sqlite3_stmt *stmt, int i);     /* NULL gives 0 */
int64_t col_instant(struct sqlite3_stmt *stmt, int i); /* NULL gives NO_INSTANT */
int col_minute(struct sqlite3_stmt *stmt, int i);      /* NULL gives ANY_MINUTE */
int32_t col_day(struct sqlite3_stmt *stmt, int i); /* NULL gives INT32_MIN; wrap in struct day */
bool col_bool(struct sqlite3_stmt *stmt, int i);
/* Which of the words, which end with null, a column holds that cannot be NULL. Where it is none of
 * them the book is damaged: 0, and the next step, or the commit, fails with -EUCLEAN. */
int col_word(struct sqlite3_stmt *stmt, int i, const char *const *words);
int col_word_or_none(struct sqlite3_stmt *stmt, int i, const char *const *words); /* NULL: -1 */

/* Where phone numbers are at home whose country is not known, ISO 3166, "" none: the settings say
 * so. What is derived of numbers by another is settled by store/derived.h. */
void store_set_home(struct store *s, const char *country);
const char *store_home(const struct store *s);

/* For journal.c, migrate.c, backup.c and tests of the query plan. */
struct sqlite3 *store_db(struct store *s);
const char *store_path(const struct store *s); /* null in memory */
struct journal *store_journal(struct store *s);
int store_schema(const struct store *s); /* the number of the last migration */
/* For tests: prepares every statement of a set; the text of one. */
int store_prepare_set(struct store *s, const struct stmt_set *set);
const char *store_sql(const struct stmt_set *set, int i);
