/* Questions about the database itself. */
#include "ops/system.h"

#include "store/book.h"
#include "store/check.h"

int op_system_check(struct op *op, bool full, const char ***ret_problems, int *ret_n)
{
	return store_check(op->store, full, op->arena, ret_problems, ret_n);
}

int op_system_book(struct op *op, const char **ret)
{
	return store_book_get(op->store, BOOK_UUID, op->arena, ret);
}
