/* Plain SQL for tests, past store_bind. */
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

/* Aborts with SQLite's words where the text does not run. */
static inline void raw_exec(struct sqlite3 *db, const char *text)
{
	if (sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK)
		return;
	(void)fprintf(stderr, "%s: %s\n", text, sqlite3_errmsg(db));
	abort();
}

/* The first column of the first row; -1 where there is none. */
static inline int64_t raw_number(struct sqlite3 *db, const char *text)
{
	struct sqlite3_stmt *stmt;
	int64_t n = -1;

	if (sqlite3_prepare_v2(db, text, -1, &stmt, NULL) != SQLITE_OK)
		return -1;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return n;
}
