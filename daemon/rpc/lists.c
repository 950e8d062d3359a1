/* What every list method does with its limit and its cursor. */
#include "rpc/lists.h"

int list_cursor(struct call *c, const struct list_params *list, int64_t *to, size_t n)
{
	if (!list->cursor || cursor_read(list->cursor, to, n))
		return 0;
	return op_fail(c->op, VOUCH_E_CONFLICT, "cursor",
		       "the cursor is not one of this list's; begin again without one");
}

int list_which(struct call *c, const int64_t *id, const struct id_list *ids, const int64_t **ret,
	       size_t *ret_n)
{
	if ((*id != 0) == (ids->n != 0))
		return op_fail(c->op, VOUCH_E_CONFLICT, *id ? "ids" : "id",
			       *id ? "give id or ids, not both" : "give id or ids");
	*ret = *id ? id : ids->items;
	*ret_n = *id ? 1 : ids->n;
	return 0;
}

int list_rows(const struct list_params *list)
{
	return (int)list->limit + 1;
}
