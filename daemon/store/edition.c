/* Editions of campaigns, and how many of each got it. */
#include "store/edition.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { ADD, UPDATE, REMOVE, GET, LATEST, LIST, ROUND, COUNTS, N };

#define COLUMNS "id, version, campaign, day, state, frozen_day, ended_day, created_at FROM edition "

static const char *const sql[] = {
	[ADD] = "INSERT INTO edition (campaign, day, state, created_at) VALUES (?1, ?2, ?3, ?4)",
	[UPDATE] = "UPDATE edition SET version = version + 1, state = ?2, frozen_day = ?3, "
		   "ended_day = ?4 WHERE id = ?1",
	[REMOVE] = "DELETE FROM edition WHERE id = ?1",
	[GET] = "SELECT " COLUMNS "WHERE id = ?1",
	[LATEST] = "SELECT " COLUMNS "WHERE campaign = ?1 ORDER BY day DESC LIMIT 1",
	[LIST] = "SELECT " COLUMNS "WHERE campaign = ?1 AND day < ifnull(?2, 1000000) "
		 "ORDER BY day DESC LIMIT ?3",
	[ROUND] = "SELECT count(*) FROM edition WHERE campaign = ?1 AND day <= ?2",
	[COUNTS] = "SELECT count(*), count(sent_day), count(returned_day), count(received_day), "
		   "count(CASE WHEN sent_day IS NULL THEN skipped_day END) "
		   "FROM edition_recipient WHERE edition = ?1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_EDITION};
const struct stmt_set *const store_set_edition = &set;

int store_edition_add(struct store *s, struct edition *e)
{
	int r;

	r = store_run(s, &set, ADD, "idti", e->campaign, e->day, edition_states[e->state],
		      e->created_at);
	if (r)
		return r;
	e->id = store_last_id(s);
	e->version = 1;
	return 0;
}

int store_edition_update(struct store *s, struct edition *e)
{
	int r;

	r = store_run(s, &set, UPDATE, "itdd", e->id, edition_states[e->state], e->frozen_day,
		      e->ended_day);
	if (r)
		return r;
	e->version++;
	return 0;
}

int store_edition_remove(struct store *s, int64_t id)
{
	return store_run(s, &set, REMOVE, "i", id);
}

static void read_row(struct sqlite3_stmt *stmt, struct edition *e)
{
	*e = (struct edition){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.campaign = col_int(stmt, 2),
		.day = {col_day(stmt, 3)},
		.state = (enum edition_state)col_word(stmt, 4, edition_states),
		.frozen_day = {col_day(stmt, 5)},
		.ended_day = {col_day(stmt, 6)},
		.created_at = col_int(stmt, 7),
	};
}

int store_edition_get(struct store *s, int64_t id, struct edition *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, GET, &stmt, "i", id);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r ? r : VOUCH_E_NOT_FOUND;
	read_row(stmt, ret);
	store_reset(stmt);
	return 0;
}

int store_edition_latest(struct store *s, int64_t campaign, struct edition *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct edition){0};
	r = store_bind(s, &set, LATEST, &stmt, "i", campaign);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	read_row(stmt, ret);
	store_reset(stmt);
	return 0;
}

int store_edition_list(struct store *s, const struct edition_filter *f, struct arena *arena,
		       struct editions *ret)
{
	struct sqlite3_stmt *stmt;
	struct editions rows = {0};
	size_t cap = 0;
	int r;

	r = store_bind(s, &set, LIST, &stmt, "idn", f->campaign, f->before, f->limit);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		read_row(stmt, &rows.items[rows.n++]);
	}
	*ret = rows;
	return r;
}

int store_edition_round(struct store *s, int64_t campaign, struct day day, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, ROUND, &stmt, "id", campaign, day);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_edition_counts(struct store *s, int64_t id, struct edition_counts *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t n[5];
	int r;

	r = store_bind(s, &set, COUNTS, &stmt, "i", id);
	if (r == 0)
		r = store_ints(s, stmt, n, 5);
	if (r == 0)
		*ret = (struct edition_counts){n[0], n[1], n[2], n[3], n[4]};
	return r;
}
