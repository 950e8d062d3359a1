/* What a new database says of itself. */
#pragma once

#include <stdint.h>

struct sqlite3;

/* Inside the first migration: the application's number, and a uuid and the time in book. A code
 * of SQLite. */
int stamp_new(struct sqlite3 *db, int64_t now);
