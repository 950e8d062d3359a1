/* Holidays; each source is replaced as a whole. */
#include "store/calendar.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { HOLIDAYS, N };

static const char *const sql[] = {
	[HOLIDAYS] = "SELECT DISTINCT day FROM calendar_day ORDER BY day",
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
