/* Holidays; each source is replaced as a whole. */
#include "store/calendar.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { HOLIDAYS, OF_SOURCE, ADD, REMOVE, LIST, SOURCES, N };

static const char *const sql[] = {
	[HOLIDAYS] = "SELECT DISTINCT day FROM calendar_day INDEXED BY calendar_day_by_day "
		     "ORDER BY day",
	[OF_SOURCE] = "SELECT id, day, name, NULL FROM calendar_day WHERE source = ?1 "
		      "ORDER BY day, name",
	[ADD] = "INSERT INTO calendar_day (source, day, name) VALUES (?1, ?2, ?3)",
	[REMOVE] = "DELETE FROM calendar_day WHERE id = ?1",
	[LIST] = "SELECT id, day, name, source FROM calendar_day INDEXED BY calendar_day_by_day "
		 "WHERE day BETWEEN ?1 AND ?2 AND (?3 IS NULL OR (day, id) > (?3, ?4)) "
		 "ORDER BY day, id LIMIT ?5",
	[SOURCES] = "SELECT source, count(*), min(day), max(day) FROM calendar_day "
		    "GROUP BY source ORDER BY source",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_CALENDAR};
const struct stmt_set *const store_set_calendar = &set;

int store_calendar_holidays(struct store *s, struct arena *arena, struct day **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct day *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, HOLIDAYS, &stmt, "");
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++].n = col_day(stmt, 0);
	}
	*ret = items;
	*ret_n = n;
	return r;
}

static int read_all(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		    struct holidays *ret)
{
	struct holidays rows = {0};
	size_t cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		rows.items[rows.n++] = (struct holiday){
			.id = col_int(stmt, 0),
			.day = {col_day(stmt, 1)},
			.name = col_text(stmt, 2, arena),
			.source = col_text(stmt, 3, arena),
		};
	}
	*ret = rows;
	return r;
}

int store_calendar_of_source(struct store *s, const char *source, struct arena *arena,
			     struct holidays *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OF_SOURCE, &stmt, "t", source);
	return r ? r : read_all(s, stmt, arena, ret);
}

int store_calendar_add(struct store *s, const struct holiday *holiday)
{
	return store_run(s, &set, ADD, "tdt", holiday->source, holiday->day, holiday->name);
}

int store_calendar_remove(struct store *s, int64_t id)
{
	return store_run(s, &set, REMOVE, "i", id);
}

int store_calendar_list(struct store *s, const struct holiday_filter *f, struct arena *arena,
			struct holidays *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, LIST, &stmt, "dddin", f->from, f->to, f->after_day, f->after_id,
		       f->limit);
	return r ? r : read_all(s, stmt, arena, ret);
}

int store_calendar_sources(struct store *s, struct arena *arena, struct holiday_source **ret,
			   size_t *ret_n)
{
	struct holiday_source *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, SOURCES, &stmt, "");
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = (struct holiday_source){
			.source = col_text(stmt, 0, arena),
			.n = col_int(stmt, 1),
			.first = {col_day(stmt, 2)},
			.last = {col_day(stmt, 3)},
		};
	}
	*ret = items;
	*ret_n = n;
	return r;
}
