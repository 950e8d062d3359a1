/* All that is held on one person, for them to read: GDPR, article 15. */
#pragma once

#include "ops/op.h"
#include "store/person_read.h"

struct person_piece {
	const struct table *table;
	struct person_row row;
};

/* From the table with the number after[0], its rows after the id after[1]. */
int op_contact_export(struct op *op, int64_t id, const int64_t after[2], int limit,
		      struct person_piece **ret, size_t *ret_n);
