/* A copy of the book, made in steps between which requests are answered. */
#pragma once

#include "store/db.h"

struct store_backup;

/* Makes the file `part` (mode 0600; one that an interrupted backup left is replaced). No group may
 * be open here, nor in a step; what is written between the steps is in the copy too. 0 or a -errno
 * with one sentence. */
int store_backup_begin(struct store *s, const char *part, struct store_backup **ret,
		       char why[STORE_WHY_SIZE]);
/* Copies so many pages on their way to the disk. 1 where there are more, 0 where all of it is on
 * the disk; a -errno with one sentence. */
int store_backup_step(struct store_backup *b, int pages, char why[STORE_WHY_SIZE]);
/* Bytes of the copy so far, and as a whole. */
void store_backup_progress(const struct store_backup *b, int64_t *ret_done, int64_t *ret_total);
/* Takes the file away where it is not whole. Null is fine. */
void store_backup_free(struct store_backup *b);
