/* A backup becomes the book: its rows are copied into a new file, which takes the old one's place
 * in one step. */
#pragma once

#include "store/vet.h"

/* Copies the rows of a vetted file into the new file `to`, of the same schema, and syncs it. What
 * an earlier try left there is taken away first. 0 or a -errno with one sentence. */
int replace_copy(const struct vetted *from, const char *path, const char *to,
		 char why[STORE_WHY_SIZE]);

struct replace_carried {
	bool is_read;      /* the present book could be read */
	bool is_same_book; /* both are copies of one book; else nothing was carried over */
	int64_t erasures;  /* contacts to be erased again */
};
/* What must not be undone by a restore goes from the present book into the new file, which has the
 * newest schema: who was erased, and who may not be brought back. */
int replace_carry(const char *book, const char *to, struct replace_carried *ret,
		  char why[STORE_WHY_SIZE]);

/* Moves what the book's write-ahead log holds into the file, which then says no more that it is in
 * use; false where that cannot be done. */
bool replace_settle(const char *book);
/* Keeps a copy of the book as `kept` (and "<kept>-wal" of a log that could not be settled), where
 * there is a book; then `fresh` takes its name. A crash leaves one or the other, whole. */
int replace_switch(const char *book, const char *fresh, const char *kept, char why[STORE_WHY_SIZE]);
/* Takes away the file and what SQLite and vouchd put beside it. */
void replace_clean(const char *fresh);
