/* A restored book forgets again who was erased since it was copied. */
#include "ops/forget.h"

#include "store/erased.h"

/* The one place that erases here; 0 and false where this vouch cannot erase anybody yet. */
static int erase_again(struct op *op, int64_t contact, bool *ret_done)
{
	(void)op;
	(void)contact;
	*ret_done = false;
	return 0;
}

int op_forget_again(struct op *op, int64_t *ret_n)
{
	int64_t *contacts;
	size_t n = 0;
	int r;

	*ret_n = 0;
	r = store_erased(op->store, op->arena, &contacts, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		bool is_done = false;

		r = erase_again(op, contacts[i], &is_done);
		*ret_n += is_done;
	}
	return r;
}
