/* The forest of referrals: who is credited to whom, and the sales that came of it. */
#pragma once

#include "base/arena.h"
#include "domain/day.h"
#include "domain/tree.h"
#include "store/db.h"

struct tree_edges {
	struct tree_edge *items;
	size_t n;
};
/* The credits of the whole book, by who sent. Without the referrals: `referral` is 0, `is_open`
 * false; one scan of an index. */
int store_tree_credits(struct store *s, struct arena *arena, struct tree_edges *ret);
/* The same with the referrals. */
int store_tree_edges(struct store *s, struct arena *arena, struct tree_edges *ret);
/* Those of everybody below a person; ends where they go round in a circle. */
int store_tree_edges_below(struct store *s, int64_t person, struct arena *arena,
			   struct tree_edges *ret);
/* By whom and by which referral a person came; 0: none. */
int store_tree_credit(struct store *s, int64_t person, int64_t *ret_referrer,
		      int64_t *ret_referral);

struct tree_currency {
	const char *code;
	int exponent;
};
/* Completed sales from a referral; `currency` of each is its place in `currencies`. */
struct tree_sales {
	struct tree_sale *items;
	size_t n;
	struct tree_currency *currencies;
	size_t n_currencies;
};
/* Those completed from one day to another. */
int store_tree_sales(struct store *s, struct day from, struct day to, struct arena *arena,
		     struct tree_sales *ret);
/* Those of everybody below a person, of any day. */
int store_tree_sales_below(struct store *s, int64_t person, struct arena *arena,
			   struct tree_sales *ret);
