/* Commits that were acknowledged and are in the book no more, as when its log was removed, cut or
 * replaced by an older one while vouchd was not running, or an older copy put in its place.
 *
 * The lock file keeps a note of the book: which it is, the mark that it has while it is in use
 * (store/use_mark.h), and how many ids it has given out, all tables together. They only grow, and
 * the note is written after the commit is on the disk, so a book that gave out fewer than its note
 * says has lost some. That is not synced: what a power cut leaves of it is of the same time or
 * earlier, and says too little, never too much. That the book is in use is synced, after its file
 * has the mark, and that it is not before the file has it no more: a note of a book in use beside
 * a file with another mark or none tells that the file was replaced. */
#pragma once

#include "store/file.h"

struct sqlite3;
struct store;

/* How many. */
#define LOSS_GIVEN "SELECT sum(seq) FROM sqlite_sequence"

/* As the lock file has it at VOUCH_LOCK_NOTE_AT; n is 0 where it has none. */
struct loss_note loss_read(int lock_fd);
void loss_write(int lock_fd, const struct loss_note *note);

/* Before SQLite opens the book: what its file says alone, where a log lies beside it. */
void loss_look(struct store_file *f);
/* Looks at a book that was opened and not yet written to. Where it has or may have lost commits,
 * all of it is read, as a part of it may be of another time: 0 and a finding beside the book where
 * it is whole, else -EPROTO with one sentence; so too where the log is of another book. Nothing is
 * written to the book. */
int loss_check(struct sqlite3 *db, struct store_file *f, int64_t now, char why[STORE_WHY_SIZE]);
/* The finding, which store_loss tells, is put aside. */
void loss_forget(const char *path);
/* For whoever is about to replace a locked book: what was found of it, or would be. */
struct loss loss_find(struct store_file *f);
/* The same of one that is not locked; LOSS_NONE where a vouchd has it. */
struct loss loss_peek(const char *path);

/* The book is in use from here on; and it is about to be closed, or to lose its mark. */
void loss_begin(struct store *s);
void loss_settle(struct store_file *f);
/* Another book takes its place. */
void loss_reset(struct store_file *f);
/* Inside a group, before its commit; and after it. */
void loss_count(struct store *s);
void loss_keep(struct store *s);
