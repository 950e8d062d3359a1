/* The journal, read. */
#pragma once

#include "ops/op.h"
#include "store/journal.h"

int op_journal_list(struct op *op, int64_t contact, int64_t before, int limit,
		    struct journal_entry **ret, size_t *ret_n);
