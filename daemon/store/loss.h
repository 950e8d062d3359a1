/* Commits that were acknowledged and are in the book no more, as when its log was removed, cut or
 * replaced by an older one while vouchd was not running.
 *
 * A book in use keeps a note in its lock file: how many ids it has given out, all tables together.
 * They only grow, and the note is written after the commit is on the disk, so a book that gave out
 * fewer than its note says has lost some. The note is not synced: what a power cut leaves of it is
 * of the same time or earlier, and says too little, never too much. */
#pragma once

#include "store/file.h"

struct sqlite3;
struct store;

/* How many. */
#define LOSS_GIVEN "SELECT sum(seq) FROM sqlite_sequence"
/* Where the lock file keeps it. */
#define LOSS_NOTE_AT 12

/* As the lock file has it; n is 0 where it has none. */
struct loss_note loss_read(int lock_fd);
/* Looks at a book that was opened and not yet written to. Where it has lost commits, all of it is
 * read, as a part of it may be of another time: 0 and a finding beside the book where it is whole,
 * else -EPROTO with one sentence. Nothing is written to the book. */
int loss_check(struct sqlite3 *db, const struct store_file *f, char why[STORE_WHY_SIZE]);
/* The finding, which store_loss tells, is put aside. */
void loss_forget(const char *path);

/* Inside a group, before its commit; and after it. */
void loss_count(struct store *s);
void loss_keep(struct store *s);
