/* One number of a database that is no store, or not yet. */
#pragma once

#include <stdint.h>

struct sqlite3;

/* Of the first row; `none` where there is none, where it is NULL, or where it cannot be read. */
int64_t look_number(struct sqlite3 *db, const char *sql, int64_t none);
