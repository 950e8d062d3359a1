/* Absences: one row each, and what they hold back. */
#include "store/away.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { ADD, UPDATE, OPEN, BESIDE, HELD, HELD_COUNT, TO_HOLD, TO_HOLD_COUNT, N };

#define SELECT "SELECT " FOLLOWUP_COLUMNS " FROM followup f "
#define IS_TO_HOLD                                                                                 \
	"INDEXED BY followup_by_agenda WHERE f.state = 'scheduled' AND f.due_at <= ?1 "            \
	"AND (f.about_kind IS NULL OR f.about_kind NOT IN ('promise', 'request')) "

static const char *const sql[] = {
	[ADD] = "INSERT INTO away (from_day, until_day, created_at) VALUES (?1, ?2, ?3)",
	[UPDATE] = "UPDATE away SET version = version + 1, from_day = ?2, until_day = ?3, "
		   "ended_day = ?4 WHERE id = ?1",
	[OPEN] = "SELECT id, version, from_day, until_day, created_at FROM away "
		 "WHERE ended_day IS NULL ORDER BY from_day, id LIMIT 1",
	[BESIDE] = "SELECT ifnull(max(other.id), 0) FROM away JOIN away AS other "
		   "ON other.id <> away.id AND other.ended_day IS NULL "
		   "WHERE away.id = ?1 AND away.ended_day IS NULL",
	[HELD] = SELECT "INDEXED BY followup_by_wait WHERE f.waits_for = 'away' "
			"ORDER BY f.due_at, f.id LIMIT ?1",
	[HELD_COUNT] = "SELECT count(*) FROM followup INDEXED BY followup_by_wait "
		       "WHERE waits_for = 'away'",
	[TO_HOLD] = SELECT IS_TO_HOLD "ORDER BY f.due_at, f.\"rank\", f.id LIMIT ?2",
	[TO_HOLD_COUNT] = "SELECT count(*) FROM followup f " IS_TO_HOLD,
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_AWAY};
const struct stmt_set *const store_set_away = &set;

int store_away_add(struct store *s, struct away *a)
{
	int r;

	r = store_run(s, &set, ADD, "ddi", a->from, a->until, a->created_at);
	if (r)
		return r;
	a->id = store_last_id(s);
	a->version = 1;
	return 0;
}

int store_away_update(struct store *s, struct away *a)
{
	int r;

	r = store_run(s, &set, UPDATE, "iddd", a->id, a->from, a->until, a->ended_day);
	if (r)
		return r;
	a->version++;
	return 0;
}

int store_away_open(struct store *s, struct away *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct away){.from = NO_DAY, .until = NO_DAY, .ended_day = NO_DAY};
	r = store_bind(s, &set, OPEN, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = (struct away){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.from = {col_day(stmt, 2)},
		.until = {col_day(stmt, 3)},
		.ended_day = NO_DAY,
		.created_at = col_int(stmt, 4),
	};
	store_reset(stmt);
	return 0;
}

int store_away_beside(struct store *s, int64_t id, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, BESIDE, &stmt, "i", id);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_away_held(struct store *s, int limit, struct arena *arena, struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, HELD, &stmt, "n", limit);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_away_held_count(struct store *s, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, HELD_COUNT, &stmt, "");
	return r ? r : store_one_int(s, stmt, ret);
}

int store_away_to_hold(struct store *s, int64_t now, int limit, struct arena *arena,
		       struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, TO_HOLD, &stmt, "in", now, limit);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_away_to_hold_count(struct store *s, int64_t now, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, TO_HOLD_COUNT, &stmt, "i", now);
	return r ? r : store_one_int(s, stmt, ret);
}
