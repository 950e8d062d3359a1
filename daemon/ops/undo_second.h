/* Of some things there is one at most: what an undo puts back may find another in its place. */
#pragma once

#include "ops/op.h"
#include "store/undo.h"

/* An entry that is taken back, and the rows that this put back. */
struct undo_put {
	int64_t entry;
	bool is_of_import; /* it took back what an import had done, which is done again now */
	const struct undo_rows *rows;
};

/* A row that was put back beside another, where only one may be: an absence that has not ended, the
 * birthday of a contact, and of an import whoever or whatever came in since that it would have
 * found instead. ret->why is OBSTACLE_SECOND then, else nothing is set; *ret_found says. */
int undo_find_second(struct op *op, const struct undo_put *put, struct undo_conflict *ret,
		     bool *ret_found);
