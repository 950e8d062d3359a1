/* What subscribers are told: one row an event, the newest VOUCH_EVENTS_KEPT kept. */
#include "store/event.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"
#include "vouch/limits.h"

enum { ADD, TRIM, OLDEST, NEWEST, SINCE, N };

static const char *const sql[] = {
	[ADD] = "INSERT INTO event (at, kind, about_id, contact) VALUES (?1, ?2, ?3, ?4)",
	[TRIM] = "DELETE FROM event WHERE id <= ?1",
	[OLDEST] = "SELECT id FROM event ORDER BY id LIMIT 1",
	[NEWEST] = "SELECT id FROM event ORDER BY id DESC LIMIT 1",
	[SINCE] = ("SELECT id, at, kind, about_id, contact FROM event WHERE id > ?1 "
		   "ORDER BY id LIMIT ?2"),
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_EVENT};
const struct stmt_set *const store_set_event = &set;

int store_event_add(struct store *s, const struct event_row *row, int64_t *ret_id)
{
	int64_t id;
	int r;

	r = store_run(s, &set, ADD, "itiI", row->at, row->kind, row->about, row->contact);
	if (r)
		return r;
	id = store_last_id(s);

	r = store_run(s, &set, TRIM, "i", id - VOUCH_EVENTS_KEPT);
	if (r)
		return r;
	*ret_id = id;
	return 0;
}

static int end_of_range(struct store *s, int i, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, i, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r != 0 && r != 1)
		return r;
	*ret = r ? col_int(stmt, 0) : 0;
	store_reset(stmt);
	return 0;
}

int store_event_range(struct store *s, int64_t *ret_oldest, int64_t *ret_newest)
{
	int r;

	r = end_of_range(s, OLDEST, ret_oldest);
	return r ? r : end_of_range(s, NEWEST, ret_newest);
}

int store_event_since(struct store *s, int64_t since, int limit, struct arena *arena,
		      struct event_row **ret, int *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct event_row *rows = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, SINCE, &stmt, "in", since, limit);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		rows = arena_grow(arena, rows, n, &cap, sizeof *rows);
		rows[n++] = (struct event_row){
			.id = col_int(stmt, 0),
			.at = col_int(stmt, 1),
			.kind = col_text(stmt, 2, arena),
			.about = col_int(stmt, 3),
			.contact = col_int(stmt, 4),
		};
	}
	if (r)
		return r;
	*ret = rows;
	*ret_n = (int)n;
	return 0;
}
