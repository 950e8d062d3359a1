/* A restored book forgets again who was erased since it was copied. */
#include "ops/forget.h"

#include "ops/erase.h"
#include "store/erased.h"

int op_forget_again(struct op *op, int64_t *ret_n)
{
	int64_t *contacts, erased = 0;
	size_t n = 0;
	int r;

	*ret_n = 0;
	r = store_erased(op->store, op->arena, &contacts, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		bool was_there;

		r = op_erase_again(op, contacts[i], &was_there);
		erased += was_there;
	}
	if (r == 0)
		*ret_n = erased;
	return r;
}
