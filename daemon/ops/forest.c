/* The forest of referrals with the sales that came of it. */
#include "ops/forest.h"

#include <string.h>

static int64_t *numbers(struct op *op, const struct forest *f)
{
	return arena_array(op->arena, f->tree.n + 1, sizeof(int64_t));
}

void forest_grow(struct op *op, struct forest *f, int64_t root)
{
	struct tree *t = &f->tree;

	tree_build(t, arena_alloc(op->arena, tree_bytes(f->edges.n)), root, f->edges.items,
		   f->edges.n);
	f->bought = numbers(op, f);
	f->sent = numbers(op, f);
	f->people = numbers(op, f);
	f->sales_direct = numbers(op, f);
	f->sales_below = numbers(op, f);
	f->depth = arena_array(op->arena, t->n + 1, sizeof *f->depth);
	tree_count(t, f->bought, f->sent, f->people);
	tree_depth(t, f->depth);
	tree_place_sales(t, f->sales.items, f->sales.n);
	tree_own_sales(t, f->sales.items, f->sales.n, f->bought);
	tree_sum(t, f->bought, f->sales_direct, f->sales_below);
}

static void add_money(struct forest_sum *sum, const struct tree_currency *c, int64_t amount)
{
	if (amount)
		sum->revenue[sum->n_revenue++] =
			(struct forest_money){c->code, c->exponent, amount};
}

/* The currency whose code is next after that of the one before; of those alike the one that was
 * met first. There are a handful. */
static size_t next_currency(const struct tree_sales *sales, const bool *is_done)
{
	size_t next = sales->n_currencies;

	for (size_t i = 0; i < sales->n_currencies; i++)
		if (!is_done[i] &&
		    (next == sales->n_currencies ||
		     strcmp(sales->currencies[i].code, sales->currencies[next].code) < 0))
			next = i;
	return next;
}

static void start_share(struct op *op, const struct forest *f, struct forest_share *x)
{
	size_t n = f->sales.n_currencies;

	x->direct.revenue = arena_array(op->arena, n + 1, sizeof *x->direct.revenue);
	x->chain.revenue = arena_array(op->arena, n + 1, sizeof *x->chain.revenue);
	if (x->at == TREE_NONE)
		return;
	x->direct.people = f->sent[x->at];
	x->direct.sales = f->sales_direct[x->at];
	x->chain.people = f->people[x->at];
	x->chain.sales = f->sales_below[x->at];
}

void forest_share(struct op *op, struct forest *f, struct forest_share *items[], size_t n)
{
	bool *is_done = arena_array(op->arena, f->sales.n_currencies + 1, sizeof *is_done);
	int64_t *own = numbers(op, f), *direct = numbers(op, f), *below = numbers(op, f);

	for (size_t i = 0; i < n; i++)
		start_share(op, f, items[i]);
	for (size_t k = 0; k < f->sales.n_currencies; k++) {
		size_t currency = next_currency(&f->sales, is_done);

		is_done[currency] = true;
		tree_own_revenue(&f->tree, f->sales.items, f->sales.n, (int)currency, own);
		tree_sum(&f->tree, own, direct, below);
		for (size_t i = 0; i < n; i++) {
			const struct tree_currency *c = &f->sales.currencies[currency];

			if (items[i]->at == TREE_NONE)
				continue;
			add_money(&items[i]->direct, c, direct[items[i]->at]);
			add_money(&items[i]->chain, c, below[items[i]->at]);
		}
	}
}
