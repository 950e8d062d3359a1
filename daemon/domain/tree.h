/* Who was sent by whom, and what came of it: a forest of people and its sums. DESIGN section 6.
 *
 * Everything here takes linear time and no recursion, whatever the shape: a chain of 100,000
 * people, a star, or damaged data. The caller gives the memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One person was sent by another. */
struct tree_edge {
	int64_t person, referrer, referral;
	bool is_open; /* it is not known yet what becomes of it */
};

/* A completed sale that came from a referral. */
struct tree_sale {
	int64_t person; /* who bought */
	int64_t amount; /* minor units */
	int currency;   /* the caller's number for it; -1: without an amount */
	int32_t at;     /* of the person in the tree, by tree_place_sales(); TREE_NONE */
};

#define TREE_NONE (-1)
#define TREE_EDGES_MAX (1 << 28) /* more are not looked at */

/* People go by their place, 0 to n - 1, in the order in which the edges name them. */
struct tree {
	size_t n;
	int64_t *ids;
	int32_t *parents;  /* who sent them; TREE_NONE: nobody */
	int32_t *edges;    /* the edge that says so; TREE_NONE */
	int32_t *starts;   /* n + 1: whom i sent is children[starts[i]] to before starts[i + 1] */
	int32_t *children; /* by their place */
	int32_t *order;    /* everybody once, and nobody before who sent them */
	int32_t *slots;    /* finds a place by an id */
	int slot_bits;
	uint64_t n_visits; /* the work done, for tests */
};

/* What tree_build() needs for so many edges. */
size_t tree_bytes(size_t n_edges);
/* Everybody the edges name, and `root` (0: none), who counts as sent by nobody. Who is sent twice
 * belongs to the first edge; nobody sends themself; of those who go round in a circle the lowest id
 * counts as sent by nobody. `memory` is zeroed, of tree_bytes(), aligned for any type. */
void tree_build(struct tree *t, void *memory, int64_t root, const struct tree_edge *edges,
		size_t n_edges);
/* The place of a person, TREE_NONE where the edges do not name them. */
int32_t tree_find(struct tree *t, int64_t id);

/* Each fills arrays of n. `direct` is the sum over those whom a person sent themself, `below` that
 * over everybody down the chain, the person not counted; either may be null. Sums stop at the ends
 * of their range. */
void tree_sum(struct tree *t, const int64_t *own, int64_t *direct, int64_t *below);
/* Generations below a person: 0 where they sent nobody. */
void tree_depth(struct tree *t, int32_t *depth);
/* How many people are below: `ones` is scratch. */
void tree_count(struct tree *t, int64_t *ones, int64_t *direct, int64_t *below);

/* Sets `at` of each sale; the others read it. */
void tree_place_sales(struct tree *t, struct tree_sale *sales, size_t n);
/* How many sales each person made; of one currency, how much they paid. */
void tree_own_sales(const struct tree *t, const struct tree_sale *sales, size_t n, int64_t *own);
void tree_own_revenue(const struct tree *t, const struct tree_sale *sales, size_t n, int currency,
		      int64_t *own);
