/* The referral tree: who sent whom, and what came of it. */
#pragma once

#include "domain/referral.h"
#include "ops/forest.h"

#define TREE_NO_NODE SIZE_MAX

struct tree_node {
	int64_t contact;
	struct referral referral; /* by which they came; id 0: none */
	struct forest_share share;
	int64_t n_open; /* referrals below of which it is not known yet what becomes of them */
	int32_t depth;  /* generations below */
	size_t up;      /* the node of who sent them; TREE_NO_NODE: none is shown */
};

/* Each node comes after that of who sent them. */
struct tree_nodes {
	struct tree_node *items;
	size_t n;
	int64_t people;  /* in all of the trees, shown or not */
	int64_t sent_by; /* who sent the contact that was asked for; 0: nobody */
};

/* The tree of a contact, or of everybody who sent somebody and was sent by nobody (0). The best
 * chain first; so many generations below the roots, and VOUCH_TREE_PEOPLE_MAX people at most. */
int op_referral_tree(struct op *op, int64_t contact, int depth, struct tree_nodes *ret);
