/* A book under load, as vouchd has it: random requests in groups, one commit each; the clock, undo
 * and imports go on between them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "store/file.h"

#define LOAD_LINES 8

enum load_kind { LOAD_REQUESTS, LOAD_TICK, LOAD_UNDO, LOAD_IMPORT, LOAD_PLANS };

/* What one commit is for. */
struct load_group {
	enum load_kind kind;
	int64_t now;
	char *lines[LOAD_LINES];
	int codes[LOAD_LINES]; /* 0 a result, else the error each was answered with */
	int n;
};

struct load;

/* What store_open gives. */
int load_open(const char *path, uint64_t seed, struct load **ret, char why[STORE_WHY_SIZE]);
void load_close(struct load *l);
struct store *load_store(struct load *l);
/* From now on nothing is synced. */
void load_careless(struct load *l);

/* The next one; to be freed. The first makes the built-in plans, the second some contacts. */
void load_make(struct load *l, struct load_group *g);
void load_group_free(struct load_group *g);
/* All of it in one transaction, and where that fails each line in its own. 0; else what the last
 * commit failed with. Each line has its code in any case. */
int load_run(struct load *l, struct load_group *g);
/* The code of one line in a group of its own. */
int load_ask(struct load *l, const char *line);

/* Into the lock file of a book that lies in a folder, as if it had been kept there; with n 0 none.
 */
void load_put_note(const char *book, const struct loss_note *note);

/* Of every row of every table, but that the book is in use. */
bool load_digest(struct store *s, uint64_t *ret);
/* What store_check says of all of it; null: nothing. Valid until the next call. */
const char *load_check(struct store *s);
