/* A file of unknown origin as a book: opened so that it can do nothing, judged, and counted. */
#pragma once

#include <stdint.h>

#include "store/db.h"

struct vetted {
	struct sqlite3 *db; /* read-only; the file is taken for one that nobody changes */
	int schema;
	char uuid[40];
	int64_t written_at;            /* when the file was */
	int64_t contacts, sales, open; /* completed sales, open follow-ups; -1: not known */
	int64_t newest;                /* the last entry of its journal; NO_INSTANT: none */
};

/* Opens a plain file and looks at every page, every row's references, and that its tables and
 * indexes are exactly those of the vouch that wrote it. 0, to be closed; -EPROTO where it is no
 * whole book of this vouch or an older one, another -errno; one sentence in either case. Changes
 * nothing and leaves no file beside it. */
int vet_open(const char *path, struct vetted *ret, char why[STORE_WHY_SIZE]);
void vet_close(struct vetted *v);

/* The file as SQLite is to open it: "file:…?immutable=1", every other character than letters,
 * digits, "/", "-", "_" and "." as %XX. */
struct str;
void vet_uri(const char *path, struct str *to);
