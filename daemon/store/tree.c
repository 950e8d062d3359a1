/* The forest of referrals: who is credited to whom, and the sales that came of it. */
#include "store/tree.h"

#include <assert.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { CREDITS, EDGES, EDGES_BELOW, CREDIT, SALES, SALES_BELOW, N };

/* ?1 and everybody below. Nobody has two who sent them, so that a circle can lead to ?1 alone. */
#define DOWN                                                                                       \
	"WITH RECURSIVE down (id, referrer, credit) AS (SELECT ?1, NULL, NULL UNION ALL "          \
	"SELECT f.contact, f.referrer, f.credit FROM down d CROSS JOIN contact_fact f "            \
	"INDEXED BY contact_fact_by_referrer ON f.referrer = d.id WHERE f.contact <> ?1) "
#define IS_OPEN "r.closed_day IS NULL AND r.status IN ('received', 'contacted', 'meeting', 'won') "

static const char *const sql[] = {
	[CREDITS] = "SELECT contact, referrer FROM contact_fact "
		    "INDEXED BY contact_fact_by_referrer WHERE referrer IS NOT NULL",
	[EDGES] = "SELECT f.contact, f.referrer, f.credit, " IS_OPEN
		  "FROM contact_fact f INDEXED BY contact_fact_by_referrer "
		  "LEFT JOIN referral r ON r.id = f.credit WHERE f.referrer IS NOT NULL",
	[EDGES_BELOW] = DOWN "SELECT d.id, d.referrer, d.credit, " IS_OPEN
			     "FROM down d LEFT JOIN referral r ON r.id = d.credit "
			     "WHERE d.referrer IS NOT NULL",
	[CREDIT] = "SELECT referrer, credit FROM contact_fact WHERE contact = ?1",
	[SALES] = "SELECT s.contact, s.amount, s.currency, s.exponent "
		  "FROM sale s INDEXED BY sale_sent WHERE s.state = 'completed' "
		  "AND s.source = 'referral' AND s.completed_day BETWEEN ?1 AND ?2",
	[SALES_BELOW] = DOWN "SELECT s.contact, s.amount, s.currency, s.exponent "
			     "FROM down d CROSS JOIN sale s INDEXED BY sale_by_contact "
			     "ON s.contact = d.id "
			     "WHERE s.state = 'completed' AND s.source = 'referral'",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_TREE};
const struct stmt_set *const store_set_tree = &set;

static int read_edges(struct store *s, struct sqlite3_stmt *stmt, bool has_referrals,
		      struct arena *arena, struct tree_edges *ret)
{
	size_t cap = 0;
	int r;

	*ret = (struct tree_edges){0};
	while ((r = store_step(s, stmt)) == 1) {
		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		ret->items[ret->n++] = (struct tree_edge){
			.person = col_int(stmt, 0),
			.referrer = col_int(stmt, 1),
			.referral = has_referrals ? col_int(stmt, 2) : 0,
			.is_open = has_referrals && col_bool(stmt, 3),
		};
	}
	return r;
}

int store_tree_credits(struct store *s, struct arena *arena, struct tree_edges *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, CREDITS, &stmt, "");
	return r ? r : read_edges(s, stmt, false, arena, ret);
}

int store_tree_edges(struct store *s, struct arena *arena, struct tree_edges *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, EDGES, &stmt, "");
	return r ? r : read_edges(s, stmt, true, arena, ret);
}

int store_tree_edges_below(struct store *s, int64_t person, struct arena *arena,
			   struct tree_edges *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, EDGES_BELOW, &stmt, "i", person);
	return r ? r : read_edges(s, stmt, true, arena, ret);
}

int store_tree_credit(struct store *s, int64_t person, int64_t *ret_referrer, int64_t *ret_referral)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, CREDIT, &stmt, "i", person);
	if (r == 0)
		r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret_referrer = r ? col_int(stmt, 0) : 0;
	*ret_referral = r ? col_int(stmt, 1) : 0;
	store_reset(stmt);
	return 0;
}

/* The place of a currency, taken in where it is new: there are a handful. */
static int take_currency(struct tree_sales *to, size_t *cap, const char *code, int exponent,
			 struct arena *arena)
{
	for (size_t i = 0; i < to->n_currencies; i++)
		if (to->currencies[i].exponent == exponent &&
		    strcmp(to->currencies[i].code, code) == 0)
			return (int)i;
	to->currencies =
		arena_grow(arena, to->currencies, to->n_currencies, cap, sizeof *to->currencies);
	to->currencies[to->n_currencies] = (struct tree_currency){code, exponent};
	return (int)to->n_currencies++;
}

static int read_sales(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		      struct tree_sales *ret)
{
	size_t cap = 0, cap_currencies = 0;
	int r;

	*ret = (struct tree_sales){0};
	while ((r = store_step(s, stmt)) == 1) {
		const char *code = col_text(stmt, 2, arena);
		struct tree_sale *sale;

		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		sale = &ret->items[ret->n++];
		*sale = (struct tree_sale){.person = col_int(stmt, 0), .currency = -1};
		if (!code)
			continue;
		sale->amount = col_int(stmt, 1);
		sale->currency =
			take_currency(ret, &cap_currencies, code, (int)col_int(stmt, 3), arena);
	}
	return r;
}

int store_tree_sales(struct store *s, struct day from, struct day to, struct arena *arena,
		     struct tree_sales *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, SALES, &stmt, "nn", from.n, to.n);
	return r ? r : read_sales(s, stmt, arena, ret);
}

int store_tree_sales_below(struct store *s, int64_t person, struct arena *arena,
			   struct tree_sales *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, SALES_BELOW, &stmt, "i", person);
	return r ? r : read_sales(s, stmt, arena, ret);
}
