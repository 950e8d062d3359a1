/* Who should hear from us when. */
#include "store/cadence.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/cadence.h"
#include "store/restore.h"
#include "store/sets.h"

enum {
	DROP,
	REFRESH,
	CLEAR,
	REBUILD,
	GET,
	SET_LOOK,
	LOOK,
	NEXT,
	WAKE,
	CALLS,
	RIVAL,
	SPARE,
	SPARE_RUNS,
	RUN_OF,
	RUN_OF_MOVE,
	FOLLOWUPS,
	MOVES,
	N
};

/* As the settings had it when the clock looked at them last; see BOOK_CADENCE_A. */
#define INTERVAL                                                                                   \
	"ifnull((SELECT CAST(b.value AS INTEGER) FROM book b WHERE b.key = 'cadence_' || "         \
	"f.cadence), CASE f.cadence WHEN 'A' THEN 30 WHEN 'B' THEN 90 ELSE 180 END) AS days"
/* The calls to keep in touch of a contact, of the plan's own run. */
#define CALLS_OF(contact)                                                                          \
	"FROM run r JOIN followup k INDEXED BY followup_by_run ON k.run = r.id "                   \
	"WHERE r.plan = (SELECT p.id FROM plan p WHERE p.name = 'keep-in-touch') "                 \
	"AND r.anchor_kind = 'contact' AND r.anchor_id = " contact " "
/* The day the last of them ended by a person's hand. One that the cadence itself, a stop or a pause
 * ended, or that expired unmade, counts for nothing: nobody was spoken to. */
#define ENDED                                                                                      \
	"(SELECT max(k.ended_day) " CALLS_OF(                                                      \
		"f.contact") "AND (k.state IN "                                                    \
			     "('done', 'skipped') OR (k.state = 'cancelled' AND "                  \
			     "EXISTS (SELECT 1 "                                                   \
			     "FROM followup_move m WHERE m.followup = k.id "                       \
			     "AND m.rule IN ('cancelled', 'run-stopped')))))"
#define NEVER "-1000000"
#define SINCE                                                                                      \
	"nullif(max(ifnull(f.last_two_way_day, " NEVER "), ifnull(" ENDED ", " NEVER ")), " NEVER  \
	") AS since"
#define AHEAD "14" /* CADENCE_AHEAD */
static_assert(CADENCE_AHEAD == 14, "as the statements have it");

/* With nothing known they are spread over the interval from the day of entry on, which is the one
 * in UTC: it must be the same wherever the user travels. A step of the golden section from one
 * contact to the next spreads few and many alike; 1597 and 2584 follow each other in Fibonacci's
 * row. */
#define ROWS(which)                                                                                \
	"SELECT contact, due, due - " AHEAD " FROM (SELECT contact, ifnull(since + days, "         \
	"born + 1 + (contact * 1597 % 2584) * days / 2584) AS due FROM (SELECT f.contact AS "      \
	"contact, " INTERVAL ", " SINCE ", c.created_at / 86400 AS born FROM contact_fact f "      \
	"CROSS JOIN contact c ON c.id = f.contact WHERE " which "f.cadence IS NOT NULL))"

/* Runs that no person had a hand in. */
#define SPARE_RUN                                                                                  \
	"SELECT r.id FROM run r WHERE r.plan = (SELECT p.id FROM plan p "                          \
	"WHERE p.name = 'keep-in-touch') AND r.anchor_kind = 'contact' AND NOT EXISTS "            \
	"(SELECT 1 FROM followup k INDEXED BY followup_by_run JOIN followup_move m "               \
	"ON m.followup = k.id WHERE k.run = r.id AND (k.state IN ('done', 'skipped', 'expired') "  \
	"OR m.rule IN ('planted', 'cancelled', 'run-stopped', 'snoozed', 'updated', 'no-answer', " \
	"'left-word'))) "

static const char *const sql[] = {
	[DROP] = "DELETE FROM cadence_fact WHERE contact = ?1 AND NOT EXISTS "
		 "(SELECT 1 FROM contact_fact f WHERE f.contact = ?1 AND f.cadence IS NOT NULL)",
	[REFRESH] = "INSERT INTO cadence_fact (contact, due_day, look_day) " ROWS(
		"f.contact = ?1 AND ") " WHERE true ON CONFLICT (contact) DO UPDATE SET "
				       "due_day = excluded.due_day, look_day = excluded.look_day "
				       "WHERE due_day <> excluded.due_day",
	[CLEAR] = "DELETE FROM cadence_fact",
	[REBUILD] = "INSERT INTO cadence_fact (contact, due_day, look_day) " ROWS(""),
	[GET] = "SELECT x.due_day, x.look_day, f.last_two_way_day FROM cadence_fact x "
		"JOIN contact_fact f ON f.contact = x.contact WHERE x.contact = ?1",
	[SET_LOOK] = "UPDATE cadence_fact SET look_day = ?2 WHERE contact = ?1",
	[WAKE] = "UPDATE cadence_fact SET look_day = due_day - " AHEAD " WHERE contact = ?1 "
		 "AND look_day IS NULL AND NOT EXISTS (SELECT 1 " CALLS_OF(
			 "?1") "AND k.state IN ('waiting', 'scheduled'))",
	[LOOK] = "SELECT contact FROM cadence_fact INDEXED BY cadence_fact_by_look "
		 "WHERE look_day IS NOT NULL AND look_day <= ?1 ORDER BY look_day, contact "
		 "LIMIT ?2",
	[NEXT] = "SELECT min(look_day) FROM cadence_fact INDEXED BY cadence_fact_by_look "
		 "WHERE look_day IS NOT NULL",
	[CALLS] = "SELECT k.id " CALLS_OF("?1") "AND k.state IN ('waiting', 'scheduled') "
						"AND EXISTS (SELECT 1 FROM followup_move m "
						"WHERE m.followup = k.id AND m.rule = 'quiet') "
						"ORDER BY k.id",
	[RIVAL] = "SELECT f.id, f.due_day FROM followup f INDEXED BY followup_by_contact "
		  "WHERE f.contact = ?1 AND f.due_at <= ?3 AND f.state = 'scheduled' "
		  "AND f.kind <> 'task' AND f.id <> ?2 ORDER BY f.due_at, f.id LIMIT 1",
	[SPARE] = SPARE_RUN "AND r.id = ?1",
	[SPARE_RUNS] = SPARE_RUN "AND r.anchor_id = ?1 AND r.contact = ?1",
	[RUN_OF] = "SELECT run FROM followup WHERE id = ?1",
	[RUN_OF_MOVE] = "SELECT k.run FROM followup_move m JOIN followup k ON k.id = m.followup "
			"WHERE m.id = ?1",
	[FOLLOWUPS] = "SELECT id FROM followup INDEXED BY followup_by_run WHERE run = ?1",
	[MOVES] = "SELECT id FROM followup_move WHERE followup = ?1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_CADENCE};
const struct stmt_set *const store_set_cadence = &set;

int store_cadence_refresh(struct store *s, int64_t contact)
{
	int r;

	r = store_run(s, &set, DROP, "i", contact);
	return r ? r : store_run(s, &set, REFRESH, "i", contact);
}

int store_cadence_rebuild(struct store *s)
{
	int r;

	r = store_run(s, &set, CLEAR, "");
	return r ? r : store_run(s, &set, REBUILD, "");
}

int store_cadence_get(struct store *s, int64_t contact, struct cadence_fact *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct cadence_fact){NO_DAY, NO_DAY, NO_DAY};
	r = store_bind(s, &set, GET, &stmt, "i", contact);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = (struct cadence_fact){{col_day(stmt, 0)}, {col_day(stmt, 1)}, {col_day(stmt, 2)}};
	store_reset(stmt);
	return 0;
}

int store_cadence_set_look(struct store *s, int64_t contact, struct day day)
{
	return store_run(s, &set, SET_LOOK, "id", contact, day);
}

int store_cadence_wake(struct store *s, int64_t contact)
{
	return store_run(s, &set, WAKE, "i", contact);
}

int store_cadence_to_look_at(struct store *s, struct day today, int limit, struct arena *arena,
			     int64_t **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, LOOK, &stmt, "dn", today, limit);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_cadence_next_look(struct store *s, struct day *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEXT, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	ret->n = r ? col_day(stmt, 0) : NO_DAY.n;
	store_reset(stmt);
	return 0;
}

int store_cadence_calls(struct store *s, int64_t contact, struct arena *arena, int64_t **ret,
			size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, CALLS, &stmt, "i", contact);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_cadence_rival(struct store *s, int64_t contact, int64_t but, int64_t until, int64_t *ret,
			struct day *ret_day)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = 0;
	*ret_day = NO_DAY;
	r = store_bind(s, &set, RIVAL, &stmt, "iii", contact, but, until);
	if (r == 0)
		r = store_step(s, stmt);
	if (r != 1)
		return r;
	*ret = col_int(stmt, 0);
	ret_day->n = col_day(stmt, 1);
	store_reset(stmt);
	return 0;
}

static int ids_of(struct store *s, int statement, int64_t of, struct arena *arena, int64_t **ret,
		  size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret_n = 0;
	r = store_bind(s, &set, statement, &stmt, "i", of);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

static int forget_followup(struct store *s, int64_t id, struct arena *arena)
{
	int64_t *moves;
	size_t n;
	int r;

	r = ids_of(s, MOVES, id, arena, &moves, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = restore_delete(s, table_find("followup_move"), moves[i]);
	return r ? r : restore_delete(s, table_find("followup"), id);
}

static int forget_run(struct store *s, int64_t id, struct arena *arena)
{
	int64_t *followups;
	size_t n;
	int r;

	r = ids_of(s, FOLLOWUPS, id, arena, &followups, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = forget_followup(s, followups[i], arena);
	return r ? r : restore_delete(s, table_find("run"), id);
}

int store_cadence_forget(struct store *s, int64_t contact, struct arena *arena)
{
	int64_t *runs;
	size_t n;
	int r;

	r = ids_of(s, SPARE_RUNS, contact, arena, &runs, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = forget_run(s, runs[i], arena);
	return r;
}

int store_cadence_is_spare(struct store *s, const struct table *t, int64_t row, bool *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t run = row, found = 0;
	int r = 0;

	*ret = false;
	if (t == table_find("followup") || t == table_find("followup_move")) {
		r = store_bind(s, &set, t == table_find("followup") ? RUN_OF : RUN_OF_MOVE, &stmt,
			       "i", row);
		if (r == 0)
			r = store_one_int(s, stmt, &run);
	} else if (t != table_find("run")) {
		return 0;
	}
	if (r == 0)
		r = store_bind(s, &set, SPARE, &stmt, "i", run);
	if (r == 0)
		r = store_one_int(s, stmt, &found);
	*ret = found != 0;
	return r;
}
