/* Those who send people: who brought most, and how they are. */
#include "ops/referrers.h"

#include <stdlib.h>

#include "base/str.h"
#include "ops/period.h"
#include "store/referrers.h"

/* Somebody who may stand at the top. */
struct mark {
	int64_t sales, sent, given, contact;
	int32_t at;
};

static int most_first(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->sales != y->sales)
		return x->sales > y->sales ? -1 : 1;
	if (x->sent != y->sent)
		return x->sent > y->sent ? -1 : 1;
	return (x->contact > y->contact) - (x->contact < y->contact);
}

/* Everybody of the forest, then those who sent in the period without the credit for anybody. */
static struct mark *mark_all(struct op *op, struct forest *f, const struct sent_rows *sent,
			     size_t *ret_n)
{
	struct mark *marks = arena_array(op->arena, f->tree.n + sent->n + 1, sizeof *marks);
	size_t n = f->tree.n;

	for (size_t i = 0; i < n; i++)
		marks[i] = (struct mark){
			.sales = f->sales_below[i], .contact = f->tree.ids[i], .at = (int32_t)i};
	for (size_t i = 0; i < sent->n; i++) {
		int32_t at = tree_find(&f->tree, sent->items[i].contact);
		struct mark *mark = &marks[at == TREE_NONE ? n++ : (size_t)at];

		mark->contact = sent->items[i].contact;
		mark->at = at;
		mark->sent = sent->items[i].sent;
		mark->given = sent->items[i].given;
	}
	*ret_n = n;
	return marks;
}

/* Those who brought or sent anything, the best first. */
static size_t sift(struct mark *marks, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (marks[i].sales || marks[i].sent)
			marks[kept++] = marks[i];
	if (kept)
		qsort(marks, kept, sizeof *marks, most_first);
	return kept;
}

static int set_top(struct op *op, struct forest *f, const struct mark *marks, size_t n,
		   struct referrers *ret)
{
	struct forest_share **shares = arena_array(op->arena, n + 1, sizeof(struct forest_share *));
	int r = 0;

	ret->top = arena_array(op->arena, n + 1, sizeof *ret->top);
	ret->n_top = n;
	for (size_t i = 0; r == 0 && i < n; i++) {
		ret->top[i] = (struct referrer_top){
			.contact = marks[i].contact,
			.sent = marks[i].sent,
			.given = marks[i].given,
			.share = {.at = marks[i].at},
			.depth = marks[i].at == TREE_NONE ? 0 : f->depth[marks[i].at],
		};
		shares[i] = &ret->top[i].share;
		r = store_referrers_last_sent(op->store, marks[i].contact,
					      &ret->top[i].last_sent_day);
	}
	if (r == 0)
		forest_share(op, f, shares, n);
	return r;
}

/* What the sentence tells of the period. */
struct tally {
	int64_t senders, sent, sales;
};

static struct tally tally_of(const struct forest *f, const struct mark *marks, size_t n)
{
	struct tally t = {0};

	for (size_t i = 0; i < n; i++) {
		t.senders += marks[i].sent > 0;
		t.sent += marks[i].sent;
	}
	for (size_t i = 0; i < f->tree.n; i++)
		t.sales += f->tree.parents[i] == TREE_NONE ? 0 : f->bought[i];
	return t;
}

static int rank_top(struct op *op, int limit, struct referrers *ret, struct tally *ret_tally)
{
	struct forest f = {0};
	struct sent_rows sent;
	struct mark *marks;
	size_t n;
	int r;

	r = store_tree_credits(op->store, op->arena, &f.edges);
	if (r == 0)
		r = store_tree_sales(op->store, ret->from, ret->to, op->arena, &f.sales);
	if (r == 0)
		r = store_referrers_sent(op->store, ret->from, ret->to, op->arena, &sent);
	if (r)
		return r;
	forest_grow(op, &f, 0);
	marks = mark_all(op, &f, &sent, &n);
	n = sift(marks, n);
	*ret_tally = tally_of(&f, marks, n);
	return set_top(op, &f, marks, n < (size_t)limit ? n : (size_t)limit, ret);
}

/* What can be helped comes first; then who sent most, and who was silent longest. */
static int worst_first(const void *a, const void *b)
{
	const struct referrer_health *x = a, *y = b;
	const struct health_facts *f = &x->facts, *g = &y->facts;

	if (x->why != y->why)
		return x->why > y->why ? 1 : -1;
	if (f->n_sent != g->n_sent)
		return f->n_sent > g->n_sent ? -1 : 1;
	if (!day_equal(f->last_two_way_day, g->last_two_way_day))
		return day_before(f->last_two_way_day, g->last_two_way_day) ? -1 : 1;
	return (f->contact > g->contact) - (f->contact < g->contact);
}

/* Of each kind the first `limit`, with what is told of them. */
static int tell_worst(struct op *op, int limit, struct referrers *ret)
{
	char detail[HEALTH_DETAIL_SIZE];
	size_t n = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < ret->n_health; i++) {
		struct referrer_health *h = &ret->health[i];

		if (++ret->n_of[h->why] > limit)
			continue;
		h->detail = arena_strdup(op->arena, health_detail(&h->facts, op->today, detail));
		r = store_referrers_customers(op->store, h->facts.contact, &h->customers);
		ret->health[n++] = *h;
	}
	ret->n_health = n;
	return r;
}

static int rank_health(struct op *op, int limit, struct referrers *ret)
{
	struct health_rows rows;
	int r;

	r = store_referrers_health(op->store, op->today, op->arena, &rows);
	if (r)
		return r;
	ret->health = arena_array(op->arena, rows.n + 1, sizeof *ret->health);
	ret->has_any = rows.n > 0;
	for (size_t i = 0; i < rows.n; i++) {
		enum health why = health_of(&rows.items[i], op->today);

		if (why != HEALTH_WELL)
			ret->health[ret->n_health++] =
				(struct referrer_health){.facts = rows.items[i], .why = why};
	}
	if (ret->n_health)
		qsort(ret->health, ret->n_health, sizeof *ret->health, worst_first);
	return tell_worst(op, limit, ret);
}

static void say_period(const struct tally *t, struct str *text)
{
	if (t->sent == 0)
		str_add(text, "Nobody sent you anybody in this time");
	else
		str_addf(text, "In this time %lld %s sent you %lld others", (long long)t->senders,
			 t->senders == 1 ? "person" : "people", (long long)t->sent);
	if (t->sales)
		str_addf(text, ", and %lld %s came of referrals", (long long)t->sales,
			 t->sales == 1 ? "sale" : "sales");
}

static const char *say(struct op *op, const struct referrers *x, const struct tally *t)
{
	static const char *const one[] = {"is unhappy", "has gone quiet", "is lost"};
	static const char *const many[] = {"are unhappy", "have gone quiet", "are lost"};
	_cleanup_str_ struct str text = {0};
	const char *before = "; of the referrers ";

	if (!x->has_any)
		return "Nobody has referred anybody yet.";
	say_period(t, &text);
	for (int i = 0; i < N_HEALTHS; i++) {
		if (!x->n_of[i])
			continue;
		str_addf(&text, "%s%lld %s", before, (long long)x->n_of[i],
			 x->n_of[i] == 1 ? one[i] : many[i]);
		before = ", ";
	}
	str_add_char(&text, '.');
	return arena_strdup(op->arena, str_text(&text));
}

int op_referrers(struct op *op, int limit, struct referrers *ret)
{
	struct tally tally = {0};
	int r;

	r = op_period(op, &ret->from, &ret->to);
	if (r == 0)
		r = rank_top(op, limit, ret, &tally);
	if (r == 0)
		r = rank_health(op, limit, ret);
	if (r == 0)
		ret->sentence = say(op, ret, &tally);
	return r;
}
