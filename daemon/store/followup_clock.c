/* What the clock asks of the store: who must be looked at, and whose instants to recompute. */
#include "store/followup_clock.h"

#include <assert.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "store/sets.h"

enum { LOOK, NEXT, SET_NEXT, SET_INSTANTS, OPEN_AFTER, PARTS, VALUES_COME, VALUES_OF, N };

/* As followup_is_value_call has it. */
#define VALUES                                                                                     \
	"SELECT count(*) FROM (SELECT 1 FROM followup f INDEXED BY followup_by_value "             \
	"WHERE f.gives = 1 "                                                                       \
	"AND f.score = 0 AND (f.kind = 'call' OR f.kind = 'visit' OR f.kind = 'check-in') "        \
	"AND f.due_day = ?1 "                                                                      \
	"AND f.about_kind IS NOT 'promise' "
#define HAS_COME                                                                                   \
	"EXISTS (SELECT 1 FROM notice_item i WHERE i.followup = f.id AND i.due_at = f.due_at "     \
	"AND i.lead_for IS NULL)"

#define SELECT "SELECT " FOLLOWUP_COLUMNS " FROM followup f "

static const char *const sql[] = {
	[LOOK] = "SELECT id FROM followup INDEXED BY followup_by_next WHERE next_at IS NOT NULL "
		 "AND next_at <= ?1 ORDER BY next_at, id LIMIT ?2",
	[NEXT] = "SELECT min(next_at) FROM followup INDEXED BY followup_by_next "
		 "WHERE next_at IS NOT NULL",
	[SET_NEXT] = "UPDATE followup SET next_at = ?2 WHERE id = ?1",
	[SET_INSTANTS] = "UPDATE followup SET due_at = ?2, next_at = ?3 WHERE id = ?1",
	[OPEN_AFTER] = SELECT
	"INDEXED BY followup_by_open WHERE f.id > ?1 AND f.state IN ('waiting', 'scheduled') "
	"ORDER BY f.id LIMIT ?2",
	[PARTS] = "UPDATE followup SET next_at = due_at WHERE waits_for = 'part-of' "
		  "AND next_at IS NULL AND NOT EXISTS (SELECT 1 FROM followup a "
		  "WHERE a.id = followup.part_of AND a.state IN ('waiting', 'scheduled'))",
	[VALUES_COME] = VALUES "AND f.state <> 'waiting' AND (f.state <> 'scheduled' "
			       "OR f.next_at IS NULL) AND " HAS_COME " LIMIT ?2)",
	[VALUES_OF] = VALUES "AND (f.state = 'scheduled' OR (f.state <> 'waiting' AND " HAS_COME
			     ")) LIMIT ?2)",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_FOLLOWUP_CLOCK};
const struct stmt_set *const store_set_followup_clock = &set;

static int count(struct store *s, int statement, struct day day, int most, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, statement, &stmt, "dn", day, most);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_followup_values_come(struct store *s, struct day day, int most, int64_t *ret)
{
	return count(s, VALUES_COME, day, most, ret);
}

int store_followup_values_of(struct store *s, struct day day, int most, int64_t *ret)
{
	return count(s, VALUES_OF, day, most, ret);
}

int store_followup_to_look_at(struct store *s, int64_t now, int limit, struct arena *arena,
			      int64_t **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, LOOK, &stmt, "in", now, limit);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_followup_next_look(struct store *s, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEXT, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r ? col_instant(stmt, 0) : NO_INSTANT;
	store_reset(stmt);
	return 0;
}

int store_followup_set_next(struct store *s, int64_t id, int64_t next_at)
{
	return store_run(s, &set, SET_NEXT, "iw", id, next_at);
}

int store_followup_set_instants(struct store *s, int64_t id, int64_t due_at, int64_t next_at)
{
	return store_run(s, &set, SET_INSTANTS, "iiw", id, due_at, next_at);
}

int store_followup_open_after(struct store *s, int64_t after, int limit, struct arena *arena,
			      struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OPEN_AFTER, &stmt, "in", after, limit);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_followup_look_at_parts(struct store *s)
{
	return store_run(s, &set, PARTS, "");
}
