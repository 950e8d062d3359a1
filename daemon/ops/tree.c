/* The referral tree: who sent whom, and what came of it. */
#include "ops/tree.h"

#include <stdlib.h>

#include "ops/refuse.h"
#include "store/contact.h"
#include "store/referral.h"
#include "vouch/limits.h"

/* Somebody who may be shown, and how good their chain is. */
struct twig {
	int64_t sales, people, id;
	int32_t at;
	int level;
	size_t up;
};

struct walk {
	struct op *op;
	const struct forest *f;
	int depth;
	struct twig *stack;
	size_t n, cap;
	struct tree_nodes *nodes;
	size_t cap_nodes;
};

static int better_first(const void *a, const void *b)
{
	const struct twig *x = a, *y = b;

	if (x->sales != y->sales)
		return x->sales > y->sales ? -1 : 1;
	if (x->people != y->people)
		return x->people > y->people ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static struct twig twig_of(const struct forest *f, int32_t at, int level, size_t up)
{
	return (struct twig){
		.sales = f->bought[at] + f->sales_below[at],
		.people = f->people[at],
		.id = f->tree.ids[at],
		.at = at,
		.level = level,
		.up = up,
	};
}

/* Of those beside each other the best come first, so they are put on the stack last; no more than
 * can still be shown. */
static void push(struct walk *w, struct twig *twigs, size_t n)
{
	size_t room = VOUCH_TREE_PEOPLE_MAX - w->nodes->n;

	if (n > 1)
		qsort(twigs, n, sizeof *twigs, better_first);
	for (size_t i = n < room ? n : room; i > 0; i--) {
		w->stack = arena_grow(w->op->arena, w->stack, w->n, &w->cap, sizeof *w->stack);
		w->stack[w->n++] = twigs[i - 1];
	}
}

static void push_children(struct walk *w, const struct twig *of, size_t up)
{
	const struct tree *t = &w->f->tree;
	int32_t from = t->starts[of->at], to = t->starts[of->at + 1];
	struct twig *twigs = arena_array(w->op->arena, (size_t)(to - from) + 1, sizeof *twigs);

	for (int32_t i = from; i < to; i++)
		twigs[i - from] = twig_of(w->f, t->children[i], of->level + 1, up);
	push(w, twigs, (size_t)(to - from));
}

static void push_roots(struct walk *w)
{
	const struct tree *t = &w->f->tree;
	struct twig *twigs = arena_array(w->op->arena, t->n + 1, sizeof *twigs);
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->parents[i] == TREE_NONE && t->starts[i] < t->starts[i + 1])
			twigs[n++] = twig_of(w->f, (int32_t)i, 0, TREE_NO_NODE);
	push(w, twigs, n);
}

/* Down each chain before the next, with a stack of our own. */
static void walk_down(struct walk *w)
{
	struct tree_nodes *to = w->nodes;

	while (w->n && to->n < VOUCH_TREE_PEOPLE_MAX) {
		struct twig twig = w->stack[--w->n];

		to->items = arena_grow(w->op->arena, to->items, to->n, &w->cap_nodes,
				       sizeof *to->items);
		to->items[to->n++] = (struct tree_node){
			.contact = twig.id,
			.share = {.at = twig.at},
			.depth = w->f->depth[twig.at],
			.up = twig.up,
		};
		if (twig.level < w->depth)
			push_children(w, &twig, to->n - 1);
	}
}

static int load(struct op *op, int64_t contact, struct forest *f)
{
	int r;

	r = contact ? store_tree_edges_below(op->store, contact, op->arena, &f->edges)
		    : store_tree_edges(op->store, op->arena, &f->edges);
	if (r)
		return r;
	r = contact ? store_tree_sales_below(op->store, contact, op->arena, &f->sales)
		    : store_tree_sales(op->store, DAY_FIRST, DAY_LAST, op->arena, &f->sales);
	if (r == 0)
		forest_grow(op, f, contact);
	return r;
}

static void count_open(struct op *op, struct forest *f, struct tree_nodes *nodes)
{
	int64_t *own = arena_array(op->arena, f->tree.n + 1, sizeof *own);
	int64_t *below = arena_array(op->arena, f->tree.n + 1, sizeof *below);

	for (size_t i = 0; i < f->tree.n; i++)
		if (f->tree.edges[i] != TREE_NONE)
			own[i] = f->edges.items[f->tree.edges[i]].is_open;
	tree_sum(&f->tree, own, NULL, below);
	for (size_t i = 0; i < nodes->n; i++)
		nodes->items[i].n_open = below[nodes->items[i].share.at];
}

static void add_shares(struct op *op, struct forest *f, struct tree_nodes *nodes)
{
	struct forest_share **shares =
		arena_array(op->arena, nodes->n + 1, sizeof(struct forest_share *));

	for (size_t i = 0; i < nodes->n; i++)
		shares[i] = &nodes->items[i].share;
	forest_share(op, f, shares, nodes->n);
}

static int load_referral(struct op *op, int64_t id, struct referral *ret)
{
	int r = id ? store_referral_get(op->store, id, op->arena, ret) : 0;

	return r == VOUCH_E_NOT_FOUND ? 0 : r;
}

static int load_referrals(struct op *op, const struct forest *f, struct tree_nodes *nodes)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < nodes->n; i++) {
		int32_t edge = f->tree.edges[nodes->items[i].share.at];

		if (edge != TREE_NONE)
			r = load_referral(op, f->edges.items[edge].referral,
					  &nodes->items[i].referral);
	}
	return r;
}

/* Who sent them stands above the tree that was asked for. */
static int load_above(struct op *op, int64_t contact, struct tree_nodes *nodes)
{
	int64_t referral;
	int r;

	r = store_tree_credit(op->store, contact, &nodes->sent_by, &referral);
	return r ? r : load_referral(op, referral, &nodes->items[0].referral);
}

static int64_t count_people(const struct forest *f, const struct tree_nodes *nodes, int64_t contact)
{
	return contact ? 1 + f->people[nodes->items[0].share.at] : (int64_t)f->tree.n;
}

static int check_contact(struct op *op, int64_t contact)
{
	enum contact_state state;
	int r = contact ? store_contact_state(op->store, contact, &state) : 0;

	return op_not_found(op, r, "contact", "there is no contact %lld", (long long)contact);
}

int op_referral_tree(struct op *op, int64_t contact, int depth, struct tree_nodes *ret)
{
	struct forest f = {0};
	struct walk w = {.op = op, .f = &f, .depth = depth, .nodes = ret};
	int r;

	*ret = (struct tree_nodes){0};
	r = check_contact(op, contact);
	if (r == 0)
		r = load(op, contact, &f);
	if (r)
		return r;
	if (contact) {
		struct twig root = twig_of(&f, tree_find(&f.tree, contact), 0, TREE_NO_NODE);

		push(&w, &root, 1);
	} else {
		push_roots(&w);
	}
	walk_down(&w);
	ret->people = count_people(&f, ret, contact);
	add_shares(op, &f, ret);
	count_open(op, &f, ret);
	r = load_referrals(op, &f, ret);
	return r || !contact ? r : load_above(op, contact, ret);
}
