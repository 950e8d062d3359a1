/* A database with the tables of a schema and no rows, for what is compared with or copied to it. */
#pragma once

#include "store/db.h"

struct sqlite3;

/* In memory where path is null, else a new file of mode 0600, which must not exist; it has no
 * journal and is not synced. Rows that migrations make are not in it. 0 or a -errno with one
 * sentence. */
int blank_open(const char *path, int schema, struct sqlite3 **ret, char why[STORE_WHY_SIZE]);
