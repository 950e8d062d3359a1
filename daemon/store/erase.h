/* Forgetting somebody: what of them is kept so that nobody brings them back by accident, and that
 * no byte of what was taken away stays in a file. The blanking itself is store/wipe.h. */
#pragma once

#include "base/arena.h"
#include "domain/day.h"
#include "store/db.h"

enum forgotten { FORGOTTEN_EMAIL, FORGOTTEN_PHONE, FORGOTTEN_EXTERNAL, FORGOTTEN_NAME };

/* Keeps a keyed hash of what one is recognised by. The key of the hashes is made with the first of
 * them, and lies in the book. */
int store_forget(struct store *s, enum forgotten kind, const char *text, struct day day);
/* The day on which it was; NO_DAY where it never was. */
int store_forgotten_day(struct store *s, enum forgotten kind, const char *text, struct day *ret);

/* They were erased: for backups that are older than that. Nothing where that is noted already. */
int store_erasure_add(struct store *s, int64_t contact, int64_t at);

/* Writes the file anew without what was deleted, and empties the log beside it. Outside of
 * transactions. The larger the book, the longer. */
int store_vacuum(struct store *s);
