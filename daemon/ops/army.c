/* The army: everybody who has referred or said they would, and whom one could call on now. */
#include "ops/army.h"

#include <stdlib.h>

#include "base/str.h"
#include "ops/period.h"
#include "store/gate.h"

static const char *say_size(struct op *op, const struct army_counts *c)
{
	static const char *const one[] = {"willing", "referrer", "repeat referrer", "champion"};
	static const char *const many[] = {"willing", "referrers", "repeat referrers", "champions"};
	_cleanup_str_ struct str text = {0};
	const char *before = ": ";

	str_addf(&text, "%lld %s if asked", (long long)c->size,
		 c->size == 1 ? "person would help" : "people would help");
	for (int rank = N_ARMY_RANKS - 1; rank >= 0; rank--) {
		if (!c->ranks[rank])
			continue;
		str_addf(&text, "%s%lld %s", before, (long long)c->ranks[rank],
			 c->ranks[rank] == 1 ? one[rank] : many[rank]);
		before = ", ";
	}
	if (c->ready)
		str_addf(&text, "; %lld may be asked now.", (long long)c->ready);
	else
		str_add(&text, "; nobody may be asked now.");
	return arena_strdup(op->arena, str_text(&text));
}

static const char *say_ready(struct op *op, const struct army *a)
{
	long long n = (long long)a->members.n, more = (long long)a->n_more;

	if (n == 0 && more == 0)
		return "Nobody of the army may be asked for help now.";
	if (n == 0)
		return arena_printf(op->arena,
				    "Today has its asks already: %lld; %lld more %s ready for "
				    "another day.",
				    (long long)a->n_taken, more, more == 1 ? "is" : "are");
	if (more == 0)
		return arena_printf(op->arena, "%lld could be asked for help now.", n);
	return arena_printf(op->arena,
			    "%lld could be asked for help now; %lld more %s ready for another day.",
			    n, more, more == 1 ? "is" : "are");
}

static const char *say(struct op *op, const struct army *a, bool is_ready)
{
	if (a->counts.size == 0)
		return "Nobody has referred anybody yet, or said that they would.";
	return is_ready ? say_ready(op, a) : say_size(op, &a->counts);
}

int op_army_list(struct op *op, const struct army_place *after, int limit, struct army *ret)
{
	int r;

	r = op_period(op, &ret->from, &ret->to);
	if (r == 0)
		r = store_army_count(op->store, &ret->counts);
	if (r == 0)
		r = store_army_list(op->store, after, op->today, limit, op->arena, &ret->members);
	if (r == 0)
		ret->sentence = say(op, ret, false);
	return r;
}

/* A member's household, and where they stand among the best. */
struct seat {
	int64_t household;
	size_t at;
};

static int by_household(const void *a, const void *b)
{
	const struct seat *x = a, *y = b;

	if (x->household != y->household)
		return x->household > y->household ? 1 : -1;
	return (x->at > y->at) - (x->at < y->at);
}

/* A household is asked as one: of several the best stays. */
static void keep_best(struct op *op, struct army_members *members)
{
	struct seat *seats = arena_array(op->arena, members->n + 1, sizeof *seats);
	bool *is_out = arena_array(op->arena, members->n + 1, sizeof *is_out);
	size_t n = 0;

	for (size_t i = 0; i < members->n; i++)
		seats[i] = (struct seat){members->items[i].household, i};
	if (members->n)
		qsort(seats, members->n, sizeof *seats, by_household);
	for (size_t i = 1; i < members->n; i++)
		if (seats[i].household && seats[i].household == seats[i - 1].household)
			is_out[seats[i].at] = true;
	for (size_t i = 0; i < members->n; i++)
		if (!is_out[i])
			members->items[n++] = members->items[i];
	members->n = n;
}

static int count_taken(struct op *op, int64_t *ret)
{
	return store_gate_asks_between(op->store, op_instant(op, op->today, 0),
				       op_instant(op, day_plus(op->today, 1), 0) - 1, ret);
}

int op_army_ready(struct op *op, int limit, struct army *ret)
{
	struct army_members *members = &ret->members;
	int64_t left;
	int r;

	r = op_period(op, &ret->from, &ret->to);
	if (r == 0)
		r = store_army_count(op->store, &ret->counts);
	if (r == 0)
		r = store_army_ready(op->store, op->today, op->arena, members);
	if (r == 0)
		r = count_taken(op, &ret->n_taken);
	if (r)
		return r;
	if (members->n)
		qsort(members->items, members->n, sizeof *members->items, army_compare);
	keep_best(op, members);
	left = op->settings->asks_per_day - ret->n_taken;
	left = limit >= 0 ? limit : left > 0 ? left : 0;
	if (members->n > (size_t)left) {
		ret->n_more = (int64_t)members->n - left;
		members->n = (size_t)left;
	}
	ret->sentence = say(op, ret, true);
	return 0;
}
