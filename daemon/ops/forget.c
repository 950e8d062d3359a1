/* A restored book forgets again who was erased since it was copied. */
#include "ops/forget.h"

#include "domain/contact.h"
#include "ops/erase.h"
#include "store/contact.h"
#include "store/erased.h"

static int erase_again(struct op *op, int64_t id, int64_t *n)
{
	struct contact c;
	int r;

	r = store_contact_get(op->store, id, op->arena, &c);
	if (r == VOUCH_E_NOT_FOUND || (r == 0 && c.state == CONTACT_ERASED))
		return 0;
	if (r == 0)
		r = op_erase_again(op, id);
	*n += r == 0;
	return r;
}

int op_forget_again(struct op *op, int64_t *ret_n)
{
	int64_t *contacts, erased = 0;
	size_t n = 0;
	int r;

	*ret_n = 0;
	r = store_erased(op->store, op->arena, &contacts, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = erase_again(op, contacts[i], &erased);
	if (r == 0)
		*ret_n = erased;
	return r;
}
