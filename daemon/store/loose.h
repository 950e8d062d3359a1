/* References by a word and a number, of which SQLite knows nothing: what a follow-up is about. */
#pragma once

#include "store/undo.h"

/* What an image refers to so, where `is_wanted` says yes to it; ret->row 0: nothing. */
int loose_find_parent(const struct table *t, const struct image_bytes *image,
		      reference_test *is_wanted, void *context, struct reference *ret);
/* After an entry's rows were put back: VOUCH_E_UNDO_CONFLICT where one that went is still referred
 * to so, or one that came back refers so to what is gone. */
int loose_check(struct store *s, const struct undo_rows *rows, struct undo_conflict *ret);
