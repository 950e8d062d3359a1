/* The contact of a row, for the rows of sales too. */
#pragma once

#include "domain/import.h"
#include "ops/op.h"

/* Of a contact found: the row is refused where they can no longer be served. */
int import_contact_live(struct op *op, const struct import *import, int64_t id);
/* A new one; of a dry run *ret is 0. Refused where they asked to be forgotten. */
int import_contact_add(struct op *op, const struct import *import, const struct contact *who,
		       int64_t *ret);
