/* The forest of referrals with the sales that came of it: what the tree and the numbers of those
 * who send people are made from. */
#pragma once

#include "ops/op.h"
#include "store/tree.h"

struct forest_money {
	const char *currency;
	int exponent;
	int64_t amount; /* minor units */
};
/* What came of some people; revenue by currency, never mixed. */
struct forest_sum {
	int64_t people, sales;
	struct forest_money *revenue;
	size_t n_revenue;
};

struct forest {
	struct tree tree;
	struct tree_edges edges;
	struct tree_sales sales;
	/* Of each person of the tree, by place. */
	int64_t *bought;                     /* their own sales from a referral */
	int64_t *sent, *people;              /* whom they sent themself; everybody below */
	int64_t *sales_direct, *sales_below; /* of those */
	int32_t *depth;                      /* generations below */
};

/* From `edges` and `sales`, which are loaded; root as tree_build() has it. */
void forest_grow(struct op *op, struct forest *f, int64_t root);

/* One person of the forest, and what came of whom they sent themself and of the whole chain. */
struct forest_share {
	int32_t at; /* TREE_NONE: not in it, all is 0 */
	struct forest_sum direct, chain;
};
/* Fills the sums of n shares by their places. */
void forest_share(struct op *op, struct forest *f, struct forest_share *items[], size_t n);
