/* The army: everybody who has referred or said they would, and whom one could call on now. */
#pragma once

#include "ops/op.h"
#include "store/army.h"

struct army {
	struct day from, to; /* as asked: the army itself is as of today */
	struct army_counts counts;
	struct army_members members;
	/* Of those who are ready alone. */
	int64_t n_taken; /* asks that stand on today's agenda or were made today */
	int64_t n_more;  /* ready, and not offered: the best of their households counted */
	const char *sentence;
};

/* A page of all, see store_army_list(). */
int op_army_list(struct op *op, const struct army_place *after, int limit, struct army *ret);
/* Those whose gate is open, the best first, one of a household: `limit` of them, or as many as
 * today has asks left (-1). */
int op_army_ready(struct op *op, int limit, struct army *ret);
