/* Those who send people: how many of late, and how they are. */
#include "store/referrers.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/referral.h"
#include "domain/words.h"
#include "store/sets.h"

enum { SENT, HEALTH, STOPPED, CUSTOMERS, LAST_SENT, N };

static const char *const sql[] = {
	[SENT] = "SELECT contact, count(*) FILTER (WHERE direction = 'received'), "
		 "count(*) FILTER (WHERE direction = 'given') "
		 "FROM referral INDEXED BY referral_by_day WHERE received_day BETWEEN ?1 AND ?2 "
		 "GROUP BY contact ORDER BY contact",
	/* Whoever lives and sent somebody is of the army: of the others alone the state is looked
	 * up. */
	[HEALTH] = "SELECT f.contact, f.n_sent, f.last_two_way_day, f.last_score, f.n_complaints, "
		   "f.cadence, CASE WHEN f.army IS NULL THEN "
		   "(SELECT c.state FROM contact c WHERE c.id = f.contact) END "
		   "FROM contact_fact f INDEXED BY contact_fact_by_sent WHERE f.n_sent > 0 "
		   "ORDER BY f.contact",
	[STOPPED] = "SELECT contact FROM suppression INDEXED BY suppression_of_all "
		    "WHERE channel = 'all' AND lifted_day IS NULL "
		    "AND (until IS NULL OR until > ?1) ORDER BY contact",
	[CUSTOMERS] = ("SELECT count(*) FROM contact_fact INDEXED BY contact_fact_by_referrer "
		       "WHERE referrer = ?1 AND n_completed > 0"),
	[LAST_SENT] = "SELECT last_sent_day FROM contact_fact WHERE contact = ?1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_REFERRERS};
const struct stmt_set *const store_set_referrers = &set;

int store_referrers_sent(struct store *s, struct day from, struct day to, struct arena *arena,
			 struct sent_rows *ret)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	*ret = (struct sent_rows){0};
	r = store_bind(s, &set, SENT, &stmt, "nn", from.n, to.n);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		ret->items[ret->n++] =
			(struct sent_counts){col_int(stmt, 0), col_int(stmt, 1), col_int(stmt, 2)};
	}
	return r;
}

static void read_health(struct sqlite3_stmt *stmt, struct arena *arena, struct health_facts *f)
{
	const char *score = col_text(stmt, 3, arena);
	int state = col_word_or_none(stmt, 6, contact_states);

	*f = (struct health_facts){
		.contact = col_int(stmt, 0),
		.n_sent = col_int(stmt, 1),
		.last_two_way_day = {col_day(stmt, 2)},
		.last_score = score ? (int)col_int(stmt, 3) : -1,
		.n_complaints = col_int(stmt, 4),
		.cadence = col_word_or_none(stmt, 5, cadences),
		.state = state < 0 ? CONTACT_ACTIVE : (enum contact_state)state,
	};
}

/* Both go by contact, so that one look at each does. */
static int mark_stopped(struct store *s, struct day today, struct arena *arena,
			struct health_rows *rows)
{
	struct sqlite3_stmt *stmt;
	int64_t *stopped = NULL;
	size_t n = 0, at = 0;
	int r;

	r = store_bind(s, &set, STOPPED, &stmt, "d", today);
	if (r == 0)
		r = store_all_ints(s, stmt, arena, &stopped, &n);
	for (size_t i = 0; r == 0 && i < rows->n; i++) {
		while (at < n && stopped[at] < rows->items[i].contact)
			at++;
		rows->items[i].is_stopped = at < n && stopped[at] == rows->items[i].contact;
	}
	return r;
}

int store_referrers_health(struct store *s, struct day today, struct arena *arena,
			   struct health_rows *ret)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	*ret = (struct health_rows){0};
	r = store_bind(s, &set, HEALTH, &stmt, "");
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		read_health(stmt, arena, &ret->items[ret->n++]);
	}
	return r ? r : mark_stopped(s, today, arena, ret);
}

int store_referrers_customers(struct store *s, int64_t contact, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, CUSTOMERS, &stmt, "i", contact);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_referrers_last_sent(struct store *s, int64_t contact, struct day *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, LAST_SENT, &stmt, "i", contact);
	if (r == 0)
		r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r ? (struct day){col_day(stmt, 0)} : NO_DAY;
	store_reset(stmt);
	return 0;
}
