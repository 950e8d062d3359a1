/* Of some things there is one at most: what an undo puts back may find another in its place. */
#pragma once

#include "ops/op.h"
#include "store/undo.h"

/* A row that was put back beside another, where only one may be: an absence that has not ended, the
 * birthday of a contact. ret->why is OBSTACLE_SECOND then, else nothing is set; *ret_found says. */
int undo_find_second(struct op *op, const struct undo_rows *rows, struct undo_conflict *ret,
		     bool *ret_found);
