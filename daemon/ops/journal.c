/* The journal, read. */
#include "ops/journal.h"

int op_journal_list(struct op *op, const struct journal_filter *filter, struct journal_entry **ret,
		    size_t *ret_n)
{
	return journal_list(op->store, filter, op->arena, ret, ret_n);
}
