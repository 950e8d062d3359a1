/* Households: contacts who belong together. */
#pragma once

#include "domain/contact.h"
#include "ops/op.h"

struct home {
	struct household household;
	int64_t *members;
	size_t n_members;
};

/* Sets home->household.id; each member moves here from the household they were in. */
int op_household_add(struct op *op, struct home *home);
/* members null: unchanged, else the whole new list. */
int op_household_update(struct op *op, struct home *home);
/* A contact has come from the household `from` (0: none) to where it is now: one ask at a time
 * there, and what trouble holds back is held or let go on both sides. */
int household_moved(struct op *op, int64_t contact, int64_t from);
int op_household_get(struct op *op, int64_t id, struct home *ret);
int op_household_list(struct op *op, int64_t after, int limit, struct home **ret, size_t *ret_n);
