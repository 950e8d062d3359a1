/* A book says that it is in use, so that a copy of its file alone, which may be of several times,
 * is told from a backup. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct sqlite3;

/* Puts the mark into the file itself, not its log only, before a request changes anything there.
 * What cannot be written is passed over: a disk that is full lets nothing be torn either. */
void use_mark_set(struct sqlite3 *db);
/* In one that is closed, or a copy that was made whole. A result code of SQLite. */
int use_mark_clear(struct sqlite3 *db);
bool use_mark_is_set(struct sqlite3 *db);
/* Another number each time that a book which was closed is opened; 0: there is none. */
int64_t use_mark_get(struct sqlite3 *db);
