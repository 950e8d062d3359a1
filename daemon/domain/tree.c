/* Who was sent by whom, and what came of it: a forest of people and its sums. */
#include "domain/tree.h"

#include <string.h>

/* Rows of the forest's arrays for so many edges: everybody they may name, and a root. */
static size_t people_max(size_t n_edges)
{
	return 2 * n_edges + 1;
}

static size_t edges_taken(size_t n)
{
	return n < TREE_EDGES_MAX ? n : TREE_EDGES_MAX;
}

/* At least twice as many slots as people, so that the way to a free one is short. */
static int bits_for(size_t n_people)
{
	int bits = 1;

	while (((size_t)1 << bits) < 2 * n_people)
		bits++;
	return bits;
}

size_t tree_bytes(size_t n_edges)
{
	size_t n = people_max(edges_taken(n_edges));

	return n * sizeof(int64_t) + (5 * n + 1) * sizeof(int32_t) +
	       ((size_t)1 << bits_for(n)) * sizeof(int32_t);
}

static void share_out(struct tree *t, void *memory, size_t n)
{
	int32_t *rest;

	*t = (struct tree){.ids = memory, .slot_bits = bits_for(n)};
	rest = (int32_t *)(t->ids + n);
	t->parents = rest;
	t->edges = rest + n;
	t->children = rest + 2 * n;
	t->order = rest + 3 * n;
	t->starts = rest + 4 * n;
	t->slots = t->starts + n + 1;
}

/* The slot where an id stands, or would. */
static int32_t *slot_of(struct tree *t, int64_t id)
{
	size_t mask = ((size_t)1 << t->slot_bits) - 1;
	size_t i = (size_t)(((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - t->slot_bits));

	while (t->slots[i] && t->ids[t->slots[i] - 1] != id) {
		t->n_visits++;
		i = (i + 1) & mask;
	}
	t->n_visits++;
	return &t->slots[i];
}

int32_t tree_find(struct tree *t, int64_t id)
{
	return *slot_of(t, id) - 1;
}

static int32_t take_person(struct tree *t, int64_t id)
{
	int32_t *slot = slot_of(t, id);

	if (*slot)
		return *slot - 1;
	t->ids[t->n] = id;
	t->parents[t->n] = t->edges[t->n] = TREE_NONE;
	*slot = (int32_t)++t->n;
	return *slot - 1;
}

static void take_edges(struct tree *t, int64_t root, const struct tree_edge *edges, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int32_t person, referrer;

		if (edges[i].person == edges[i].referrer)
			continue;
		referrer = take_person(t, edges[i].referrer);
		person = take_person(t, edges[i].person);
		if (t->parents[person] != TREE_NONE || (root && edges[i].person == root))
			continue;
		t->parents[person] = referrer;
		t->edges[person] = (int32_t)i;
	}
}

/* The circle that goes through `at` is opened at its lowest id. */
static void open_circle(struct tree *t, int32_t at)
{
	int32_t lowest = at;

	for (int32_t i = t->parents[at]; i != at; i = t->parents[i]) {
		t->n_visits++;
		if (t->ids[i] < t->ids[lowest])
			lowest = i;
	}
	t->parents[lowest] = t->edges[lowest] = TREE_NONE;
}

/* From everybody upwards, as far as somebody who was met before; met again on the same way, that is
 * a circle. `order` holds by whose way each was met, until it is filled. */
static void open_circles(struct tree *t)
{
	int32_t *met = t->order;

	for (size_t i = 0; i < t->n; i++) {
		int32_t way = (int32_t)i + 1, at = (int32_t)i;

		for (; at != TREE_NONE && !met[at]; at = t->parents[at]) {
			t->n_visits++;
			met[at] = way;
		}
		if (at != TREE_NONE && met[at] == way)
			open_circle(t, at);
	}
}

/* Children by who sent them: counted, then put in their places from the last to the first, which
 * turns the end of each part into its start. */
static void sort_children(struct tree *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->parents[i] != TREE_NONE)
			t->starts[t->parents[i]]++;
	for (size_t i = 0; i < t->n; i++)
		t->starts[i + 1] += t->starts[i];
	for (size_t i = t->n; i > 0; i--)
		if (t->parents[i - 1] != TREE_NONE)
			t->children[--t->starts[t->parents[i - 1]]] = (int32_t)(i - 1);
}

/* Generation after generation: who waits to be looked at is the end of `order` itself. */
static void set_order(struct tree *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->parents[i] == TREE_NONE)
			t->order[n++] = (int32_t)i;
	for (size_t next = 0; next < n; next++) {
		int32_t at = t->order[next];

		t->n_visits++;
		for (int32_t i = t->starts[at]; i < t->starts[at + 1]; i++)
			t->order[n++] = t->children[i];
	}
}

void tree_build(struct tree *t, void *memory, int64_t root, const struct tree_edge *edges,
		size_t n_edges)
{
	n_edges = edges_taken(n_edges);
	share_out(t, memory, people_max(n_edges));
	if (root)
		(void)take_person(t, root);
	take_edges(t, root, edges, n_edges);
	open_circles(t);
	sort_children(t);
	set_order(t);
}

static int64_t plus(int64_t a, int64_t b)
{
	int64_t sum;

	if (!__builtin_add_overflow(a, b, &sum))
		return sum;
	return a < 0 ? INT64_MIN : INT64_MAX;
}

void tree_sum(struct tree *t, const int64_t *own, int64_t *direct, int64_t *below)
{
	for (size_t i = 0; i < t->n; i++) {
		if (direct)
			direct[i] = 0;
		if (below)
			below[i] = 0;
	}
	for (size_t i = t->n; i > 0; i--) {
		int32_t at = t->order[i - 1], parent = t->parents[at];

		t->n_visits++;
		if (parent == TREE_NONE)
			continue;
		if (direct)
			direct[parent] = plus(direct[parent], own[at]);
		if (below)
			below[parent] = plus(below[parent], plus(own[at], below[at]));
	}
}

void tree_depth(struct tree *t, int32_t *depth)
{
	for (size_t i = 0; i < t->n; i++)
		depth[i] = 0;
	for (size_t i = t->n; i > 0; i--) {
		int32_t at = t->order[i - 1], parent = t->parents[at];

		t->n_visits++;
		if (parent != TREE_NONE && depth[parent] <= depth[at])
			depth[parent] = depth[at] + 1;
	}
}

void tree_count(struct tree *t, int64_t *ones, int64_t *direct, int64_t *below)
{
	for (size_t i = 0; i < t->n; i++)
		ones[i] = 1;
	tree_sum(t, ones, direct, below);
}

void tree_place_sales(struct tree *t, struct tree_sale *sales, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sales[i].at = tree_find(t, sales[i].person);
}

void tree_own_sales(const struct tree *t, const struct tree_sale *sales, size_t n, int64_t *own)
{
	memset(own, 0, t->n * sizeof *own);
	for (size_t i = 0; i < n; i++)
		if (sales[i].at != TREE_NONE)
			own[sales[i].at]++;
}

void tree_own_revenue(const struct tree *t, const struct tree_sale *sales, size_t n, int currency,
		      int64_t *own)
{
	memset(own, 0, t->n * sizeof *own);
	for (size_t i = 0; i < n; i++)
		if (sales[i].at != TREE_NONE && sales[i].currency == currency)
			own[sales[i].at] = plus(own[sales[i].at], sales[i].amount);
}
