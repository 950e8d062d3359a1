/* The army as it stands: ranks, what is owed, and whose gate is open. */
#include "store/army.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/gate.h"
#include "domain/words.h"
#include "store/gate.h"
#include "store/sets.h"

enum { COUNT, COUNT_READY, LIST, READY, N };

/* The rule of the gate: not thanked; closed, and the outcome not told; or a week old and nothing
 * told. ?1 is today. */
#define OWED                                                                                       \
	"r.contact = f.contact AND r.direction = 'received' AND r.received_day IS NOT NULL "       \
	"AND r.origin <> 'import' AND "
#define LOOPS                                                                                      \
	"(SELECT count(*) FROM referral r INDEXED BY referral_untold WHERE " OWED                  \
	" r.told_outcome_day IS NULL AND (r.thanked_day IS NULL OR r.closed_day IS NOT NULL "      \
	" OR (r.received_day <= ?1 - 7 AND r.told_contact_day IS NULL))) "                         \
	"+ (SELECT count(*) FROM referral r INDEXED BY referral_unthanked WHERE " OWED             \
	" r.thanked_day IS NULL AND r.told_outcome_day IS NOT NULL)"
#define ASKED "(SELECT max(a.day) FROM ask a WHERE a.contact = f.contact)"
#define SINCE "ifnull(" ASKED " + 1, ifnull(f.first_completed_day, -1000000))"
#define GIVEN                                                                                      \
	"(SELECT count(*) FROM touch t INDEXED BY touch_by_gift WHERE t.contact = f.contact "      \
	" AND t.gave = 1 AND t.day >= " SINCE ") "                                                 \
	"+ (SELECT count(*) FROM gift g WHERE g.contact = f.contact AND g.day >= " SINCE ") "      \
	"+ (SELECT count(*) FROM referral r INDEXED BY referral_given "                            \
	" WHERE r.contact = f.contact AND r.direction = 'given' AND r.received_day >= " SINCE ")"
#define COLUMNS                                                                                    \
	"SELECT f.contact, f.army, f.army_day, f.n_sent, f.last_sent_day, f.last_gave_day, " ASKED \
	", " LOOPS ", " GIVEN ", g.state, g.first_blocking, g.next_day, "

static const char *const sql[] = {
	[COUNT] = "SELECT army, count(*) FROM contact_fact INDEXED BY contact_fact_by_served "
		  "WHERE army IS NOT NULL GROUP BY army",
	[COUNT_READY] = "SELECT count(*) FROM gate_fact g INDEXED BY gate_fact_by_state "
			"CROSS JOIN contact_fact f ON f.contact = g.contact "
			"WHERE g.state = 'open' AND f.army IS NOT NULL",
	[LIST] = COLUMNS "NULL FROM contact_fact f INDEXED BY contact_fact_by_served "
			 "LEFT JOIN gate_fact g ON g.contact = f.contact WHERE f.army = ?2 "
			 "AND ifnull(f.last_gave_day, -1000000) >= ?3 "
			 "AND (ifnull(f.last_gave_day, -1000000), f.contact) > (?3, ?4) "
			 "ORDER BY ifnull(f.last_gave_day, -1000000), f.contact LIMIT ?5",
	[READY] = COLUMNS "c.household FROM gate_fact g INDEXED BY gate_fact_by_state "
			  "CROSS JOIN contact_fact f ON f.contact = g.contact "
			  "CROSS JOIN contact c ON c.id = f.contact "
			  "WHERE g.state = 'open' AND f.army IS NOT NULL ORDER BY g.contact",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_ARMY};
const struct stmt_set *const store_set_army = &set;

static int count_ranks(struct store *s, struct army_counts *to)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, COUNT, &stmt, "");
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		int rank = col_word_or_none(stmt, 0, army_ranks);

		if (rank < 0)
			continue;
		to->ranks[rank] = col_int(stmt, 1);
		to->size += col_int(stmt, 1);
	}
	return r;
}

int store_army_count(struct store *s, struct army_counts *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct army_counts){0};
	r = count_ranks(s, ret);
	if (r == 0)
		r = store_bind(s, &set, COUNT_READY, &stmt, "");
	return r ? r : store_one_int(s, stmt, &ret->ready);
}

static void read_row(struct sqlite3_stmt *stmt, struct army_member *m)
{
	*m = (struct army_member){
		.contact = col_int(stmt, 0),
		.rank = (enum army_rank)col_word(stmt, 1, army_ranks),
		.since = {col_day(stmt, 2)},
		.n_sent = col_int(stmt, 3),
		.last_sent_day = {col_day(stmt, 4)},
		.last_served_day = {col_day(stmt, 5)},
		.last_ask_day = {col_day(stmt, 6)},
		.n_loops = col_int(stmt, 7),
		.n_given = col_int(stmt, 8),
		.is_ready = col_word_or_none(stmt, 9, gate_states) == GATE_OPEN,
		.first_blocking = col_word_or_none(stmt, 10, gate_codes),
		.next_possible_day = {col_day(stmt, 11)},
		.household = col_int(stmt, 12),
	};
}

/* Adds a bound statement's rows. */
static int add_rows(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena, size_t *cap,
		    struct army_members *to)
{
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		to->items = arena_grow(arena, to->items, to->n, cap, sizeof *to->items);
		read_row(stmt, &to->items[to->n++]);
	}
	return r;
}

int store_army_list(struct store *s, const struct army_place *after, struct day today, int limit,
		    struct arena *arena, struct army_members *ret)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r = 0;

	*ret = (struct army_members){0};
	for (int rank = N_ARMY_RANKS - 1; r == 0 && rank >= 0 && ret->n < (size_t)limit; rank--) {
		bool is_begun = rank == after->rank;

		if (rank > after->rank)
			continue;
		r = store_bind(s, &set, LIST, &stmt, "dtiin", today, army_ranks[rank],
			       is_begun ? after->served_day : INT64_MIN,
			       is_begun ? after->contact : INT64_MIN, limit - (int)ret->n);
		if (r == 0)
			r = add_rows(s, stmt, arena, &cap, ret);
	}
	return r;
}

int store_army_ready(struct store *s, struct day today, struct arena *arena,
		     struct army_members *ret)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	*ret = (struct army_members){0};
	r = store_bind(s, &set, READY, &stmt, "d", today);
	return r ? r : add_rows(s, stmt, arena, &cap, ret);
}
