/* Journal entries that are too old to be taken back, or too many, go. */
#pragma once

#include "store/db.h"

/* The newest entry that may go: older than `before`, or beyond the newest `keep`; what was done as
 * one goes as one. 0: none. */
int journal_prune_to(struct store *s, int64_t before, int64_t keep, int64_t *ret);
/* Removes images of entries up to this one, then the entries themselves, at most `limit`; an entry
 * whose undo is kept stays without its images. *ret_n: how many went, 0 when all are gone. */
int journal_prune(struct store *s, int64_t to, int limit, int *ret_n);
/* The oldest entry that can be taken back; 0: there is none. */
int journal_oldest(struct store *s, int64_t *ret);
