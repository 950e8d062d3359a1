/* The journal, read. */
#include "ops/journal.h"

int op_journal_list(struct op *op, int64_t contact, int64_t before, int limit,
		    struct journal_entry **ret, size_t *ret_n)
{
	int n = 0;
	int r;

	r = journal_list(op->store, contact, before, limit, op->arena, ret, &n);
	*ret_n = (size_t)n;
	return r;
}
