/* A book of which a part could not be read: noted beside it, so that the next start reads all of
 * it before it trusts it again. */
#pragma once

#include "store/db.h"

struct sqlite3;

/* Reads all of it. */
bool damage_is_whole(struct sqlite3 *db);
void damage_note(const char *path);
/* After a restore: the file is another. */
void damage_forget(const char *path);
/* Nothing where no damage was noted. Else 0 where all of the book is whole after all, or -EPROTO
 * with one sentence; nothing is written to the book. Reads all of it: seconds for a large one. */
int damage_check(struct sqlite3 *db, const char *path, char why[STORE_WHY_SIZE]);
