/* The journal: before and after images of each row a request changed. ARCHITECTURE "Undo".
 *
 * Images are recorded by sqlite3_preupdate_hook into memory, several changes of one row in one
 * request becoming one image pair, and written when the request's savepoint is released. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/image.h"

struct store;
struct table;
struct journal;
struct headcounter;

enum journal_actor { ACTOR_USER, ACTOR_CLOCK, ACTOR_DESKTOP, ACTOR_IMPORT };

struct journal_entry {
	int64_t id;
	int64_t at;
	enum journal_actor actor;
	const char *method;
	const char *summary;
	int64_t group_id;          /* 0: none */
	int64_t undoes, undone_by; /* 0: none */
	int n_rows;
	int schema;     /* of the database when it was written */
	bool is_erased; /* it held somebody who was erased: no undo */
};

extern const char *const journal_actors[];

/* Attached by store_open, before any statement is prepared. journal_free detaches it. */
struct journal *journal_new(struct store *s);
void journal_free(struct journal *j);

/* Starts recording for one request. Ids are reserved in memory: journal_id is what the entry
 * will have if anything is written. Drops whatever an earlier request left. */
void journal_start(struct journal *j);
int64_t journal_id(const struct journal *j);
struct headcounter *journal_headcounter(const struct journal *j); /* follows each change */
bool journal_has_rows(const struct journal *j); /* anything of a journaled table changed */
void journal_drop(struct journal *j);           /* after a rollback */
/* Asks of each row changed so far, with its contact (0: none), until the answer is yes. */
typedef int journal_test(void *context, const struct table *table, int64_t row, int64_t contact,
			 bool *ret);
int journal_each(struct journal *j, journal_test *test, void *context, bool *ret);
/* The rows changed so far, in the order of their first change, for what is derived of them. */
struct journal_change {
	const struct table *table;
	int64_t row;
	struct image_bytes before, after;
};
size_t journal_changes(const struct journal *j);
struct journal_change journal_change_at(const struct journal *j, size_t i);
/* False where the row is as it was. */
bool journal_change_of(const struct journal *j, const struct table *table, int64_t row,
		       struct journal_change *ret);
/* For store_step: where recording stands, and that a statement failed since. Where it had changed
 * rows, SQLite has taken them back, but the record cannot: the request must be rolled back. */
uint64_t journal_mark(const struct journal *j);
void journal_taint(struct journal *j, uint64_t mark);
/* Writes the entry and its rows inside the open savepoint, settles what is derived of them
 * (store/derived.h), and ends recording. entry->id, n_rows
 * and schema are ignored. A request that changed no journaled row writes nothing. -ECANCELED after
 * a statement that failed halfway. */
int journal_write(struct journal *j, const struct journal_entry *entry);
/* The same without an entry: what is derived is settled, and nothing of it can be taken back. */
int journal_settle(struct journal *j);
