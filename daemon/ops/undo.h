/* Undo: a journal entry is taken back as if it had never been; what is derived follows.
 *
 * An import is undone as a whole. A large one is taken back in slices like those it was made of,
 * newest first, each a transaction and a journal entry of its own, after everything that could
 * stand in the way was looked at; until the last one is done nobody may change what it brought.
 * A crash continues at start. An undo is an entry too: undoing it does the thing again. */
#pragma once

#include "ops/op.h"
#include "store/journal_entry.h"

struct undone {
	struct journal_entry entry; /* of an import the first of all */
	const char *text;           /* "took back 12: sale opened" */
	int64_t n_rows;
	bool is_running; /* the rest is taken back in slices */
};

/* What an undo leaves for op_end to write. */
struct undo_note {
	int64_t undoes;
	bool is_slice;
	struct journal_marks *marks;
	size_t n, cap;
};

/* id 0: the newest entry not made by the clock, not undone and not itself an undo. */
int op_undo(struct op *op, int64_t id, struct undone *ret);

/* The next slice, for a transaction of its own. *ret_more: call again. */
int op_undo_slice(struct op *op, bool *ret_more);
/* A slice was refused with undo-conflict: what was taken back so far is done again, by further
 * slices. `why` is kept, for op_undo_state. */
int op_undo_turn_back(struct op *op, const char *why);
/* Are there slices to do, after a start? */
int op_undo_is_pending(struct op *op, bool *ret);
/* How many entries of the group that this one is of are still to be taken back; 0 where nothing
 * of it is being. *ret_why: why it could not be, null where nothing is known. */
int op_undo_state(struct op *op, const struct journal_entry *entry, int64_t *ret_left,
		  const char **ret_why);

/* For op_end. */
int op_undo_meets(struct op *op, bool *ret);
int op_undo_mark(struct op *op);
