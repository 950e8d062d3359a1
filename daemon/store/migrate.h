/* Migrations: forward only, each in its own transaction, a copy of the file first. */
#pragma once

#include <stdint.h>

#include "base/embedded.h"
#include "store/db.h"

struct sqlite3;

/* The files of store/migrations in order; the first is number 1. A migration that adds a column
 * with a default must also write it into every row (UPDATE t SET c = c), since SQLite before
 * 3.46 tells the journal NULL for rows that are older than the column. */
extern const struct embedded migrations[];

int migrate_newest(const struct embedded *list);

/* Is it a database of ours that this list knows? Reads only. 0 also for an empty one; -EPROTO
 * where it is newer, damaged or foreign; -EAGAIN where another program uses it. */
int migrate_check(struct sqlite3 *db, const struct embedded *list, const char *path,
		  char why[STORE_WHY_SIZE]);
/* Applies what is missing; a new database is stamped with `now` and a uuid (book "created_at"
 * and "uuid"). An older one is copied to "<path>.before-N" first, N being the first migration it
 * lacks; path is null in memory. What was applied before a failure stays and is consistent. Ends
 * with a look whether every table is there. */
int migrate_run(struct sqlite3 *db, const struct embedded *list, const char *path, int64_t now,
		char why[STORE_WHY_SIZE]);
