/* The forest of referrals: against a naive recursive one, and at sizes where recursion would end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "domain/tree.h"

#define BIG 100000

struct forest {
	struct tree tree;
	void *memory;
	int64_t *own, *direct, *below;
	int32_t *depth;
};

/* A place in which something stood before, and of no byte more. */
static void *filled(size_t size)
{
	void *place = malloc(size);

	if (size)
		memset(place, 0x55, size);
	return place;
}

static void grow(struct forest *f, int64_t root, const struct tree_edge *edges, size_t n)
{
	f->memory = calloc(1, tree_bytes(n));
	tree_build(&f->tree, f->memory, root, edges, n);
	f->own = filled(f->tree.n * sizeof *f->own);
	f->direct = filled(f->tree.n * sizeof *f->direct);
	f->below = filled(f->tree.n * sizeof *f->below);
	f->depth = filled(f->tree.n * sizeof *f->depth);
}

static void fell(struct forest *f)
{
	free(f->memory);
	free(f->own);
	free(f->direct);
	free(f->below);
	free(f->depth);
}

/* "2<1 3<1": who was sent by whom. */
static size_t read_edges(const char *text, struct tree_edge *to)
{
	size_t n = 0;

	while (*text) {
		char *end;

		to[n].person = strtoll(text, &end, 10);
		to[n].referrer = strtoll(end + 1, &end, 10);
		n++;
		text = *end ? end + 1 : end;
	}
	return n;
}

/* "1:2/3d2": of 1, directly 2 people, 3 below, 2 generations. By id. */
static void describe(struct forest *f, char *to, size_t size)
{
	size_t used = 0;

	to[0] = '\0';
	tree_count(&f->tree, f->own, f->direct, f->below);
	tree_depth(&f->tree, f->depth);
	for (int64_t id = 1; id < 20; id++) {
		int32_t at = tree_find(&f->tree, id);

		if (at != TREE_NONE)
			used += (size_t)snprintf(to + used, size - used, "%s%d:%d/%dd%d",
						 used ? " " : "", (int)id, (int)f->direct[at],
						 (int)f->below[at], (int)f->depth[at]);
	}
}

static void people_and_generations_are_counted(void **state)
{
	static const struct {
		const char *edges;
		int64_t root;
		const char *want;
	} cases[] = {
		{"", 0, ""},
		{"", 7, "7:0/0d0"},
		{"2<1", 0, "1:1/1d1 2:0/0d0"},
		{"2<1 3<2 4<3", 0, "1:1/3d3 2:1/2d2 3:1/1d1 4:0/0d0"},
		{"4<3 3<2 2<1", 0, "1:1/3d3 2:1/2d2 3:1/1d1 4:0/0d0"},
		{"2<1 3<1 4<1", 0, "1:3/3d1 2:0/0d0 3:0/0d0 4:0/0d0"},
		{"2<1 4<3", 0, "1:1/1d1 2:0/0d0 3:1/1d1 4:0/0d0"},
		/* sent twice: the first keeps the credit */
		{"3<1 3<2", 0, "1:1/1d1 2:0/0d0 3:0/0d0"},
		/* by themself */
		{"1<1", 0, ""},
		{"1<1 2<1", 0, "1:1/1d1 2:0/0d0"},
		/* in a circle: the lowest was sent by nobody */
		{"1<2 2<1", 0, "1:1/1d1 2:0/0d0"},
		{"3<2 1<3 2<1 4<3", 0, "1:1/3d3 2:1/2d2 3:1/1d1 4:0/0d0"},
		{"3<2 2<3 4<3 5<4", 0, "2:1/3d3 3:1/2d2 4:1/1d1 5:0/0d0"},
		/* but where somebody is asked for, it is they */
		{"3<2 1<3 2<1 4<3", 3, "1:1/1d1 2:0/0d0 3:2/3d2 4:0/0d0"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct tree_edge edges[16] = {0};
		struct forest f;
		char got[256];

		grow(&f, cases[i].root, edges, read_edges(cases[i].edges, edges));
		describe(&f, got, sizeof got);
		assert_string_equal(got, cases[i].want);
		fell(&f);
	}
}

static void sales_are_those_of_whom_they_sent(void **state)
{
	const struct tree_edge edges[] = {{2, 1, 12, false}, {3, 2, 13, false}, {4, 2, 14, true}};
	struct tree_sale sales[] = {
		{.person = 2, .amount = 100},
		{.person = 1, .amount = 900}, /* their own is nobody's referral here */
		{.person = 3, .amount = 20},
		{.person = 3, .amount = 7, .currency = 1},
		{.person = 4, .currency = -1, .amount = 5},
		{.person = 9, .amount = 1},
		{.person = 9, .amount = 5000}, /* behind the last of them, and of person 2 */
	};
	const size_t n = ARRAY_LEN(sales) - 1;
	int64_t own[4] = {70, 70, 70, 70}, direct[4], below[4];
	struct forest f;

	(void)state;
	grow(&f, 0, edges, ARRAY_LEN(edges));
	for (size_t i = 0; i < n; i++)
		sales[i].at = TREE_NONE;
	sales[n].at = tree_find(&f.tree, 2);
	tree_place_sales(&f.tree, sales, n);
	tree_own_sales(&f.tree, sales, n, own);
	tree_sum(&f.tree, own, direct, below);
	assert_int_equal(direct[tree_find(&f.tree, 1)], 1);
	assert_int_equal(below[tree_find(&f.tree, 1)], 4);
	assert_int_equal(direct[tree_find(&f.tree, 2)], 3);
	assert_int_equal(below[tree_find(&f.tree, 4)], 0);
	tree_own_revenue(&f.tree, sales, n, 0, own);
	tree_sum(&f.tree, own, direct, below);
	assert_int_equal(direct[tree_find(&f.tree, 1)], 100);
	assert_int_equal(below[tree_find(&f.tree, 1)], 120);
	tree_own_revenue(&f.tree, sales, n, 1, own);
	tree_sum(&f.tree, own, NULL, below);
	assert_int_equal(below[tree_find(&f.tree, 1)], 7);
	assert_int_equal(f.tree.edges[tree_find(&f.tree, 4)], 2);
	assert_int_equal(f.tree.edges[tree_find(&f.tree, 1)], TREE_NONE);
	assert_int_equal(sales[n].at, tree_find(&f.tree, 2));
	fell(&f);
}

static void sums_stop_at_their_end(void **state)
{
	const struct tree_edge edges[] = {{2, 1, 0, false}, {3, 1, 0, false}};
	int64_t own[] = {0, INT64_MAX - 1, INT64_MAX - 1}, below[3];
	int64_t owed[] = {0, INT64_MIN + 1, INT64_MIN + 1};
	struct forest f;

	(void)state;
	grow(&f, 0, edges, ARRAY_LEN(edges));
	tree_sum(&f.tree, own, NULL, below);
	assert_int_equal(below[0], INT64_MAX);
	tree_sum(&f.tree, owed, NULL, below);
	assert_int_equal(below[0], INT64_MIN);
	fell(&f);
}

/* A forest as one would write it without a thought of its size. */
struct naive {
	int64_t parents[64]; /* by id; 0: nobody */
	bool is_there[64];
	int64_t own[64];
};

static bool naive_goes_round(const struct naive *w, int64_t id)
{
	int64_t at = w->parents[id];

	for (int steps = 0; at && at != id && steps < 64; steps++)
		at = w->parents[at];
	return at == id;
}

static void naive_read(struct naive *w, int64_t root, const struct tree_edge *edges, size_t n)
{
	if (root)
		w->is_there[root] = true;
	for (size_t i = 0; i < n; i++) {
		if (edges[i].person == edges[i].referrer)
			continue;
		w->is_there[edges[i].person] = w->is_there[edges[i].referrer] = true;
		if (!w->parents[edges[i].person] && edges[i].person != root)
			w->parents[edges[i].person] = edges[i].referrer;
	}
	for (int64_t id = 1; id < 64; id++)
		if (naive_goes_round(w, id))
			w->parents[id] = 0;
}

static int64_t naive_below(const struct naive *w, int64_t id, int32_t *ret_depth)
{
	int64_t sum = 0;

	*ret_depth = 0;
	for (int64_t child = 1; child < 64; child++) {
		int32_t depth;

		if (w->parents[child] != id)
			continue;
		sum += w->own[child] + naive_below(w, child, &depth);
		*ret_depth = depth + 1 > *ret_depth ? depth + 1 : *ret_depth;
	}
	return sum;
}

static int64_t naive_direct(const struct naive *w, int64_t id)
{
	int64_t sum = 0;

	for (int64_t child = 1; child < 64; child++)
		sum += w->parents[child] == id ? w->own[child] : 0;
	return sum;
}

static uint64_t next_random(uint64_t *random)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return *random;
}

static void compare(struct forest *f, const struct naive *w)
{
	size_t n = 0;

	for (int64_t id = 1; id < 64; id++) {
		int32_t at = tree_find(&f->tree, id), depth;

		n += w->is_there[id];
		assert_int_equal(at != TREE_NONE, w->is_there[id]);
		if (at == TREE_NONE)
			continue;
		assert_int_equal(f->below[at], naive_below(w, id, &depth));
		assert_int_equal(f->depth[at], depth);
		assert_int_equal(f->direct[at], naive_direct(w, id));
		assert_int_equal(
			f->tree.parents[at] == TREE_NONE ? 0 : f->tree.ids[f->tree.parents[at]],
			w->parents[id]);
	}
	assert_int_equal(f->tree.n, n);
}

static void one_random_forest(uint64_t *random)
{
	struct tree_edge edges[80] = {0};
	size_t n = next_random(random) % ARRAY_LEN(edges);
	int64_t spread = 2 + (int64_t)(next_random(random) % 61);
	int64_t root = next_random(random) % 3 ? 0 : 1 + (int64_t)(next_random(random) % 60);
	struct naive w = {0};
	struct forest f;

	for (size_t i = 0; i < n; i++) {
		edges[i].person = 1 + (int64_t)(next_random(random) % (uint64_t)spread);
		edges[i].referrer = 1 + (int64_t)(next_random(random) % (uint64_t)spread);
	}
	naive_read(&w, root, edges, n);
	grow(&f, root, edges, n);
	for (size_t i = 0; i < f.tree.n; i++)
		f.own[i] = w.own[f.tree.ids[i]] = (int64_t)(next_random(random) % 100);
	tree_sum(&f.tree, f.own, f.direct, f.below);
	tree_depth(&f.tree, f.depth);
	compare(&f, &w);
	fell(&f);
}

/* A circle's lowest id is cut from who sent it, all others keep theirs: the naive one cuts where it
 * first finds that it goes round, which is there. */
static void random_forests_are_as_a_naive_one_says(void **state)
{
	uint64_t random = UINT64_C(88172645463325252);

	(void)state;
	for (int i = 0; i < 3000; i++)
		one_random_forest(&random);
}

static double ms_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

enum shape { CHAIN, STAR, CIRCLE, CHAIN_BACKWARDS, N_SHAPES };

static void shape_edges(enum shape shape, struct tree_edge *edges, int64_t n)
{
	for (int64_t i = 0; i < n; i++) {
		int64_t k = shape == CHAIN_BACKWARDS ? n - 1 - i : i;

		edges[i] = (struct tree_edge){
			.person = k + 2,
			.referrer = shape == STAR ? 1 : k + 1,
		};
		if (shape == CIRCLE && i == n - 1)
			edges[i].person = 1;
	}
}

/* Each person is looked at a few times, however many there are and however they hang together. */
static void the_work_grows_with_the_number_of_people(void **state)
{
	static const char *const names[] = {"chain", "star", "circle", "chain backwards"};
	struct tree_edge *edges = calloc(BIG, sizeof *edges);

	(void)state;
	for (int shape = 0; shape < N_SHAPES; shape++)
		for (int64_t n = BIG / 2; n <= BIG; n += BIG / 2) {
			int64_t people = shape == CIRCLE ? n : n + 1;
			double began = ms_now();
			struct forest f;

			shape_edges((enum shape)shape, edges, n);
			grow(&f, 0, edges, (size_t)n);
			tree_count(&f.tree, f.own, NULL, f.below);
			tree_depth(&f.tree, f.depth);
			print_message("%s of %lld: %.1f ms, %.2f visits each\n", names[shape],
				      (long long)n, ms_now() - began,
				      (double)f.tree.n_visits / (double)people);
			assert_int_equal(f.tree.n, people);
			assert_int_equal(f.below[tree_find(&f.tree, 1)], people - 1);
			assert_int_equal(f.depth[tree_find(&f.tree, 1)],
					 shape == STAR ? 1 : people - 1);
			assert_true(f.tree.n_visits <= 8 * (uint64_t)people);
			/* no way of looking is left uncounted */
			assert_true(f.tree.n_visits >=
				    (shape == CIRCLE ? 7 : 6) * (uint64_t)people - 8);
			fell(&f);
		}
	free(edges);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_and_generations_are_counted),
		cmocka_unit_test(sales_are_those_of_whom_they_sent),
		cmocka_unit_test(sums_stop_at_their_end),
		cmocka_unit_test(random_forests_are_as_a_naive_one_says),
		cmocka_unit_test(the_work_grows_with_the_number_of_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
