/* What the book says of itself today: who is covered, who waits, what is owed. */
#include <assert.h>

#include "base/cleanup.h"
#include "domain/referral.h"
#include "domain/words.h"
#include "store/numbers.h"
#include "store/sets.h"

enum {
	COVERAGE,
	EARNED,
	CADENCE,
	SILENT,
	BOOK,
	QUIET,
	LAST_SALE,
	OPENED,
	LOOPS,
	REFERRALS,
	ARMY,
	N
};

/* DESIGN section 4: no loop is owed to the deceased, the erased, those not to be contacted. */
#define OWED_TO_NOBODY                                                                             \
	"EXISTS (SELECT 1 FROM contact c WHERE c.id = r.contact "                                  \
	" AND c.state IN ('deceased', 'merged', 'erased')) OR EXISTS (SELECT 1 FROM suppression "  \
	"u "                                                                                       \
	" INDEXED BY suppression_of_all WHERE u.contact = r.contact AND u.lifted_day IS NULL "     \
	" AND u.channel = 'all' AND (u.until IS NULL OR u.until > ?1))"
#define COUNTING "r.direction = 'received' AND r.received_day IS NOT NULL AND r.origin <> 'import' "
#define LOOP                                                                                       \
	"SELECT r.thanked_day IS NULL AS thank, r.closed_day IS NULL AND r.received_day <= ?2 "    \
	"AND r.told_contact_day IS NULL AND r.told_outcome_day IS NULL AS tell, "                  \
	"r.closed_day IS NOT NULL AND r.told_outcome_day IS NULL AS outcome FROM referral r "

static const char *const sql[] = {
	[COVERAGE] = "SELECT count(*), sum(has_talk), sum(is_asked), sum(n_sent > 0) "
		     "FROM contact_fact INDEXED BY contact_fact_by_cover WHERE n_completed > 0",
	[EARNED] = "SELECT count(*) FROM gate_fact g INDEXED BY gate_fact_by_state "
		   "CROSS JOIN contact_fact f ON f.contact = g.contact "
		   "WHERE g.state = 'open' AND f.n_completed > 0",
	[CADENCE] = "SELECT (SELECT count(*) FROM contact_fact WHERE cadence = ?1), "
		    "(SELECT count(*) FROM contact_fact WHERE cadence = ?1 "
		    " AND last_two_way_day IS NULL)",
	[SILENT] = "SELECT (SELECT count(*) FROM contact_fact WHERE cadence = ?1 "
		   " AND last_two_way_day <= ?2 AND last_two_way_day > ?3), "
		   "(SELECT count(*) FROM contact_fact WHERE cadence = ?1 "
		   " AND last_two_way_day <= ?3)",
	[BOOK] = "SELECT (SELECT n FROM tally WHERE what = 'now' AND day = 0 AND key = 'open'), "
		 "(SELECT n FROM tally WHERE what = 'now' AND day = 0 AND key = 'completed')",
	[QUIET] = "SELECT contact, last_two_way_day FROM contact_fact "
		  "INDEXED BY contact_fact_by_cadence WHERE cadence = ?1 "
		  "AND last_two_way_day <= ?2 ORDER BY last_two_way_day, contact LIMIT ?3",
	[LAST_SALE] = "SELECT s.id, s.contact, s.completed_day, coalesce(f.referrer, r.contact) "
		      "FROM sale s INDEXED BY sale_from_referral "
		      "LEFT JOIN contact_fact f ON f.contact = s.contact "
		      "LEFT JOIN referral r ON r.id = s.referral "
		      "WHERE s.state = 'completed' AND s.source = 'referral' "
		      "ORDER BY s.completed_day DESC, s.id DESC LIMIT 1",
	[OPENED] = "SELECT count(*) FROM gate_fact INDEXED BY gate_fact_by_since "
		   "WHERE state = 'open' AND since > ?1",
	[LOOPS] = "SELECT ifnull(sum(thank OR tell OR outcome), 0), ifnull(sum(thank), 0), "
		  "ifnull(sum(tell), 0), ifnull(sum(outcome), 0) FROM (" LOOP
		  "INDEXED BY referral_unthanked WHERE " COUNTING
		  "AND r.thanked_day IS NULL AND NOT (" OWED_TO_NOBODY ") UNION ALL " LOOP
		  "INDEXED BY referral_untold WHERE " COUNTING
		  "AND r.told_outcome_day IS NULL AND r.thanked_day IS NOT NULL "
		  "AND NOT (" OWED_TO_NOBODY "))",
	[REFERRALS] = "SELECT (SELECT count(*) FROM referral INDEXED BY referral_open "
		      " WHERE direction = 'received' AND closed_day IS NULL "
		      " AND status IN ('received', 'contacted', 'meeting', 'won')), "
		      "(SELECT count(*) FROM referral INDEXED BY referral_open "
		      " WHERE direction = 'received' AND closed_day IS NULL "
		      " AND status = 'candidate')",
	[ARMY] = "SELECT sum(army = 'willing'), sum(army = 'referrer'), sum(army = 'repeat'), "
		 "sum(army = 'champion') FROM contact_fact INDEXED BY contact_fact_by_served "
		 "WHERE army IS NOT NULL",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_NUMBERS_NOW};
const struct stmt_set *const store_set_numbers_now = &set;

int store_numbers_coverage(struct store *s, struct coverage_numbers *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t v[4] = {0};
	int r;

	r = store_bind(s, &set, COVERAGE, &stmt, "");
	if (r == 0)
		r = store_ints(s, stmt, v, 4);
	if (r)
		return r;
	*ret = (struct coverage_numbers){
		.customers = v[0], .talk_held = v[1], .asked = v[2], .referred = v[3]};
	r = store_bind(s, &set, EARNED, &stmt, "");
	return r ? r : store_one_int(s, stmt, &ret->earned_now);
}

int store_numbers_silent(struct store *s, enum cadence cadence, struct day today,
			 struct cadence_numbers *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t v[2] = {0};
	int r;

	r = store_bind(s, &set, SILENT, &stmt, "tdd", cadences[cadence],
		       numbers_yellow_day(today, ret->days), numbers_red_day(today, ret->days));
	if (r == 0)
		r = store_ints(s, stmt, v, 2);
	ret->yellow = v[0];
	ret->red = v[1];
	return r;
}

int store_numbers_cadence(struct store *s, enum cadence cadence, struct day today,
			  struct cadence_numbers *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t v[2] = {0};
	int r;

	r = store_bind(s, &set, CADENCE, &stmt, "t", cadences[cadence]);
	if (r == 0)
		r = store_ints(s, stmt, v, 2);
	ret->contacts = v[0];
	ret->never = v[1];
	return r ? r : store_numbers_silent(s, cadence, today, ret);
}

int store_numbers_book(struct store *s, struct book_counts *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t v[2] = {0};
	int r;

	r = store_bind(s, &set, BOOK, &stmt, "");
	if (r == 0)
		r = store_ints(s, stmt, v, 2);
	*ret = (struct book_counts){v[0], v[1]};
	return r;
}

int store_numbers_quiet(struct store *s, enum cadence cadence, struct day until,
			struct arena *arena, struct quiet_contact **ret, size_t *ret_n)
{
	struct quiet_contact *rows = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, QUIET, &stmt, "tdn", cadences[cadence], until, NUMBERS_QUIETEST);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		rows = arena_grow(arena, rows, n, &cap, sizeof *rows);
		rows[n++] = (struct quiet_contact){col_int(stmt, 0), cadence, {col_day(stmt, 1)}};
	}
	*ret = rows;
	*ret_n = n;
	return r;
}

int store_numbers_last_sale(struct store *s, struct referral_sale *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct referral_sale){0};
	r = store_bind(s, &set, LAST_SALE, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = (struct referral_sale){
		.sale = col_int(stmt, 0),
		.contact = col_int(stmt, 1),
		.day = {col_day(stmt, 2)},
		.through = col_int(stmt, 3),
	};
	store_reset(stmt);
	return 0;
}

int store_numbers_opened(struct store *s, struct day after, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OPENED, &stmt, "d", after);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_numbers_loops(struct store *s, struct day today, struct loop_counts *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t v[4] = {0};
	int r;

	r = store_bind(s, &set, LOOPS, &stmt, "dd", today, day_plus(today, -REFERRAL_TELL_DAYS));
	if (r == 0)
		r = store_ints(s, stmt, v, 4);
	*ret = (struct loop_counts){v[0], v[1], v[2], v[3]};
	return r;
}

int store_numbers_referrals(struct store *s, struct referral_counts *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t v[2] = {0};
	int r;

	r = store_bind(s, &set, REFERRALS, &stmt, "");
	if (r == 0)
		r = store_ints(s, stmt, v, 2);
	*ret = (struct referral_counts){v[0], v[1]};
	return r;
}

int store_numbers_army(struct store *s, struct army_counts *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t v[4] = {0};
	int r;

	r = store_bind(s, &set, ARMY, &stmt, "");
	if (r == 0)
		r = store_ints(s, stmt, v, 4);
	*ret = (struct army_counts){v[0], v[1], v[2], v[3]};
	return r;
}
