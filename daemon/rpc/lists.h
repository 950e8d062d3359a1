/* What every list method does with its limit and its cursor. */
#pragma once

#include "rpc/method.h"

/* Reads the cursor into n integers, which keep their values where there is none. Refused where
 * it is not one of this list's. */
int list_cursor(struct call *c, const struct list_params *list, int64_t *to, size_t n);
/* Of a method that takes `id` or `ids`: the one, or all of them. Refused where both or neither are
 * given. */
int list_which(struct call *c, const int64_t *id, const struct id_list *ids, const int64_t **ret,
	       size_t *ret_n);
/* How many rows to read: one more than asked for, so that the last page knows that it is. */
int list_rows(const struct list_params *list);
