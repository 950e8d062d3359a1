/* The copy of an older database that a migration leaves beside it. */
#pragma once

#include "store/db.h"

struct sqlite3;

/* Writes "<path>.before-N" whole or not at all, mode 0600, synced; replaces one that an
 * interrupted start left. 0 or a -errno with one sentence. */
int copy_before(struct sqlite3 *db, const char *path, int n, char why[STORE_WHY_SIZE]);
