/* The journal, read. */
#pragma once

#include "ops/op.h"
#include "store/journal.h"

int op_journal_list(struct op *op, const struct journal_filter *filter, struct journal_entry **ret,
		    size_t *ret_n);
