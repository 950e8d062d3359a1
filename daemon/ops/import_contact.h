/* The contact of a row, for the rows of sales too. */
#pragma once

#include "domain/import.h"
#include "ops/op.h"

/* Of a contact found: the row is refused where they can no longer be served. */
int import_contact_live(struct op *op, const struct import *import, int64_t id);
/* Them, to be joined with a row. Refused as import_contact_live does, and where the row is of
 * somebody who asked to be forgotten. */
int import_contact_open(struct op *op, const struct import *import, const struct import_item *item,
			int64_t id, struct contact *ret);
/* A new one; of a dry run *ret is 0. Refused where they asked to be forgotten. */
int import_contact_add(struct op *op, const struct import *import, const struct contact *who,
		       int64_t *ret);
