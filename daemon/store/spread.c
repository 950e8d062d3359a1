/* What is overdue, and how much is on the days to come. */
#include "store/spread.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { OVERDUE, LOADS, N };

static const char *const sql[] = {
	[OVERDUE] = "SELECT " FOLLOWUP_COLUMNS " FROM followup f INDEXED BY followup_by_agenda "
		    "WHERE f.state = 'scheduled' AND f.due_at < ?1 "
		    "ORDER BY f.due_at, f.\"rank\", f.id",
	[LOADS] = "SELECT due_day, kind = 'ask' AND part_of IS NULL FROM followup "
		  "INDEXED BY followup_by_agenda WHERE state = 'scheduled' "
		  "AND due_at BETWEEN ?1 AND ?2 AND kind <> 'thank-you' "
		  "AND (about_kind IS NULL OR about_kind NOT IN ('promise', 'request'))",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_SPREAD};
const struct stmt_set *const store_set_spread = &set;

int store_spread_overdue(struct store *s, int64_t before, struct arena *arena,
			 struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OVERDUE, &stmt, "i", before);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_spread_loads(struct store *s, int64_t from, int64_t until, struct day first,
		       struct spread_load *loads, size_t n_days)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, LOADS, &stmt, "ii", from, until);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		int32_t at = col_day(stmt, 0) - first.n;

		if (at < 0 || (size_t)at >= n_days)
			continue;
		loads[at].n++;
		loads[at].asks += col_bool(stmt, 1);
	}
	return r;
}
