/* Notices: what has come due, and the pop-ups that told of it. */
#include "store/notice.h"

#include <assert.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "domain/words.h"
#include "store/notice_hold.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum {
	ITEM_ADD,
	LEAD_ADD,
	ITEM_MOVE,
	LEAD_MOVE,
	ITEM_HAS,
	WAITING,
	NAMED,
	WAITING_COUNT,
	FAILED_COUNT,
	HAS_FAILED,
	DROP_VOID,
	ADD,
	TAKE,
	TAKE_REST,
	TAKE_NAMED,
	TAKE_FROM,
	RELEASE,
	ANSWERED,
	WORST,
	GET,
	UPDATE,
	OPEN,
	SINGLES,
	DIGEST,
	DIGESTS,
	ITEMS,
	DUE,
	DUE_COUNT,
	OUTDATED,
	N
};

/* The + keeps the planner off the indexes of follow-ups: few items wait, many are scheduled. */
#define STILL_DUE "+f.state = 'scheduled' AND +f.due_at = ifnull(i.lead_for, i.due_at)"
#define IS_OPEN "(n.state = 'claimed' OR n.state = 'shown' OR n.state = 'failed')"
#define COLUMNS                                                                                    \
	"n.id, n.kind, n.state, n.is_repeat, n.claimed_at, n.shown_at, n.ended_at, n.server, "     \
	"n.server_id, n.attempts FROM notice n "
#define ITEM_COLUMNS                                                                               \
	"i.id, i.followup, i.due_at, NOT (" STILL_DUE "), i.lead_for, i.attempts "                 \
	"FROM notice_item i JOIN followup f ON f.id = i.followup "
#define IN_ORDER " ORDER BY i.due_at, f.\"rank\", i.id"

static const char *const sql[] = {
	/* One that told ahead at this instant, of a day it has no more, gives way. */
	[ITEM_ADD] = "INSERT INTO notice_item (followup, due_at) VALUES (?1, ?2) "
		     "ON CONFLICT (followup, due_at) DO UPDATE SET lead_for = NULL, notice = NULL "
		     "WHERE lead_for IS NOT NULL",
	[LEAD_ADD] = "INSERT INTO notice_item (followup, due_at, lead_for) VALUES (?1, ?2, ?3) "
		     "ON CONFLICT (followup, due_at) DO UPDATE SET lead_for = ?3, notice = NULL "
		     "WHERE lead_for <> ?3",
	[ITEM_MOVE] = "UPDATE OR REPLACE notice_item SET due_at = ?3 "
		      "WHERE followup = ?1 AND due_at = ?2",
	[LEAD_MOVE] = "UPDATE notice_item SET lead_for = ?3 WHERE followup = ?1 AND lead_for = ?2",
	[ITEM_HAS] = "SELECT 1 FROM notice_item WHERE followup = ?1 AND due_at = ?2 "
		     "AND lead_for IS NULL",
	[WAITING] =
		"SELECT " ITEM_COLUMNS "WHERE i.notice IS NULL AND " STILL_DUE IN_ORDER " LIMIT ?1",
	[NAMED] = "SELECT " ITEM_COLUMNS "WHERE i.notice IS NULL AND i.due_at >= ?2 "
		  "AND " NOTICE_NAMED " AND " STILL_DUE IN_ORDER " LIMIT ?1",
	[WAITING_COUNT] = "SELECT count(*), min(i.due_at) FROM notice_item i "
			  "JOIN followup f ON f.id = i.followup WHERE i.notice IS NULL "
			  "AND " STILL_DUE,
	[FAILED_COUNT] = "SELECT count(*), min(i.due_at) FROM notice n "
			 "CROSS JOIN notice_item i ON i.notice = n.id JOIN followup f "
			 "ON f.id = i.followup WHERE " IS_OPEN " AND +n.state = 'failed' "
			 "AND " STILL_DUE,
	[HAS_FAILED] = "SELECT EXISTS (SELECT 1 FROM notice n "
		       "CROSS JOIN notice_item i ON i.notice = n.id JOIN followup f "
		       "ON f.id = i.followup WHERE " IS_OPEN " AND +n.state = 'failed' "
		       "AND " STILL_DUE ")",
	/* Those at the front; the others are void as well when they have come to it. */
	[DROP_VOID] = "DELETE FROM notice_item WHERE id IN (SELECT id FROM notice_item "
		      "WHERE notice IS NULL ORDER BY due_at, id LIMIT 500) AND NOT EXISTS "
		      "(SELECT 1 FROM followup f WHERE f.id = notice_item.followup "
		      "AND f.state = 'scheduled' "
		      "AND f.due_at = ifnull(notice_item.lead_for, notice_item.due_at))",
	[ADD] = "INSERT INTO notice (kind, state, is_repeat, claimed_at) VALUES (?1, ?2, ?3, ?4)",
	[TAKE] = "UPDATE notice_item SET notice = ?2 WHERE id = ?1",
	[TAKE_REST] = "UPDATE notice_item SET notice = ?1 WHERE id IN (SELECT id FROM notice_item "
		      "WHERE notice IS NULL ORDER BY due_at, id LIMIT ?2)",
	[TAKE_NAMED] = "UPDATE notice_item SET notice = ?1 WHERE notice IS NULL "
		       "AND due_at >= ?2 AND EXISTS (SELECT 1 FROM followup f "
		       "WHERE f.id = notice_item.followup AND notice_item.lead_for IS NULL "
		       "AND " NOTICE_NAMED_FOLLOWUP ")",
	[TAKE_FROM] = "UPDATE notice_item SET notice = ?2 WHERE notice = ?1",
	[RELEASE] = "UPDATE notice_item SET notice = NULL, attempts = max(attempts, ?2) "
		    "WHERE notice = ?1",
	[ANSWERED] = "UPDATE notice_item SET attempts = 0 WHERE notice = ?1 AND attempts > 0",
	[WORST] = "SELECT ifnull(max(attempts), 0) FROM notice_item WHERE notice = ?1",
	[GET] = "SELECT " COLUMNS "WHERE n.id = ?1",
	[UPDATE] = "UPDATE notice SET state = ?2, is_repeat = ?3, claimed_at = ?4, shown_at = ?5, "
		   "ended_at = ?6, server = ?7, server_id = ?8, attempts = ?9, kind = ?10 "
		   "WHERE id = ?1",
	[OPEN] = "SELECT " COLUMNS "WHERE " IS_OPEN
		 " AND NOT (n.state = 'shown' AND n.server IS NULL) ORDER BY n.id",
	[SINGLES] = "SELECT count(*) FROM notice n WHERE n.kind = 'single' AND " IS_OPEN,
	[DIGEST] = "SELECT " COLUMNS "WHERE n.kind <> 'single' AND " IS_OPEN
		   " AND (n.kind = 'digest' OR EXISTS (SELECT 1 FROM notice_item i "
		   "WHERE i.notice = n.id)) ORDER BY n.id",
	[DIGESTS] = "SELECT " COLUMNS "WHERE n.kind <> 'single' AND " IS_OPEN " ORDER BY n.id",
	[ITEMS] = "SELECT " ITEM_COLUMNS "WHERE i.notice = ?1" IN_ORDER " LIMIT ?2",
	[DUE] = "SELECT " ITEM_COLUMNS "WHERE i.notice = ?1 AND " STILL_DUE IN_ORDER " LIMIT ?2",
	[DUE_COUNT] = "SELECT count(*) FROM notice_item i JOIN followup f ON f.id = i.followup "
		      "WHERE i.notice = ?1 AND " STILL_DUE,
	[OUTDATED] = "SELECT n.id FROM notice n WHERE " IS_OPEN
		     " AND n.kind <> 'morning' AND NOT EXISTS (SELECT 1 FROM notice_item i "
		     "JOIN followup f ON f.id = i.followup WHERE i.notice = n.id "
		     "AND " STILL_DUE ") ORDER BY n.id",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_NOTICE};
const struct stmt_set *const store_set_notice = &set;

int store_notice_item_add(struct store *s, int64_t followup, int64_t due_at)
{
	return store_run(s, &set, ITEM_ADD, "ii", followup, due_at);
}

int store_notice_lead_add(struct store *s, int64_t followup, int64_t at, int64_t due_at)
{
	return store_run(s, &set, LEAD_ADD, "iii", followup, at, due_at);
}

int store_notice_item_move(struct store *s, int64_t followup, int64_t from, int64_t to)
{
	return store_run(s, &set, ITEM_MOVE, "iii", followup, from, to);
}

int store_notice_lead_move(struct store *s, int64_t followup, int64_t from, int64_t to)
{
	return store_run(s, &set, LEAD_MOVE, "iii", followup, from, to);
}

int store_notice_has_item(struct store *s, int64_t followup, int64_t due_at, bool *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t found = 0;
	int r;

	r = store_bind(s, &set, ITEM_HAS, &stmt, "ii", followup, due_at);
	if (r == 0)
		r = store_one_int(s, stmt, &found);
	*ret = found != 0;
	return r;
}

static int read_items(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		      struct notice_item **ret, size_t *ret_n)
{
	struct notice_item *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = (struct notice_item){
			.id = col_int(stmt, 0),
			.followup = col_int(stmt, 1),
			.due_at = col_int(stmt, 2),
			.is_void = col_bool(stmt, 3),
			.lead_for = col_instant(stmt, 4),
			.attempts = (int)col_int(stmt, 5),
		};
	}
	*ret = items;
	*ret_n = n;
	return r;
}

int store_notice_waiting(struct store *s, int limit, struct arena *arena, struct notice_item **ret,
			 size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, WAITING, &stmt, "n", limit);
	return r ? r : read_items(s, stmt, arena, ret, ret_n);
}

int store_notice_named(struct store *s, int64_t since, int limit, struct arena *arena,
		       struct notice_item **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NAMED, &stmt, "ni", limit, since);
	return r ? r : read_items(s, stmt, arena, ret, ret_n);
}

static int count(struct store *s, int i, int64_t *ret_n, int64_t *ret_oldest)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, i, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret_n = col_int(stmt, 0);
	*ret_oldest = col_instant(stmt, 1);
	store_reset(stmt);
	return 0;
}

int store_notice_waiting_count(struct store *s, int64_t *ret_n, int64_t *ret_oldest)
{
	return count(s, WAITING_COUNT, ret_n, ret_oldest);
}

int store_notice_failed_count(struct store *s, int64_t *ret_n, int64_t *ret_oldest)
{
	return count(s, FAILED_COUNT, ret_n, ret_oldest);
}

static int read_one(struct store *s, int i, const char *types, int64_t value, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = *types ? store_bind(s, &set, i, &stmt, types, value)
		   : store_bind(s, &set, i, &stmt, types);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = col_int(stmt, 0);
	store_reset(stmt);
	return 0;
}

int store_notice_has_failed(struct store *s, bool *ret)
{
	int64_t has_failed = 0;
	int r;

	r = read_one(s, HAS_FAILED, "", 0, &has_failed);
	*ret = has_failed != 0;
	return r;
}

int store_notice_singles(struct store *s, int64_t *ret)
{
	return read_one(s, SINGLES, "", 0, ret);
}

int store_notice_due_count(struct store *s, int64_t notice, int64_t *ret)
{
	return read_one(s, DUE_COUNT, "i", notice, ret);
}

int store_notice_drop_void(struct store *s)
{
	return store_run(s, &set, DROP_VOID, "");
}

int store_notice_add(struct store *s, struct notice *n)
{
	int r;

	r = store_run(s, &set, ADD, "ttbi", notice_kinds[n->kind], notice_states[n->state],
		      n->is_repeat, n->claimed_at);
	if (r)
		return r;
	n->id = store_last_id(s);
	return 0;
}

int store_notice_take(struct store *s, int64_t item, int64_t notice)
{
	return store_run(s, &set, TAKE, "ii", item, notice);
}

int store_notice_take_rest(struct store *s, int64_t notice, int limit)
{
	return store_run(s, &set, TAKE_REST, "in", notice, limit);
}

int store_notice_take_named(struct store *s, int64_t notice, int64_t since)
{
	return store_run(s, &set, TAKE_NAMED, "ii", notice, since);
}

int store_notice_take_from(struct store *s, int64_t from, int64_t to)
{
	return store_run(s, &set, TAKE_FROM, "ii", from, to);
}

int store_notice_release(struct store *s, int64_t notice, int attempts)
{
	return store_run(s, &set, RELEASE, "in", notice, attempts);
}

int store_notice_answered(struct store *s, int64_t notice)
{
	return store_run(s, &set, ANSWERED, "i", notice);
}

int store_notice_worst(struct store *s, int64_t notice, int *ret)
{
	int64_t worst = 0;
	int r;

	r = read_one(s, WORST, "i", notice, &worst);
	*ret = (int)worst;
	return r;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct notice *n)
{
	*n = (struct notice){
		.id = col_int(stmt, 0),
		.kind = (enum notice_kind)col_word(stmt, 1, notice_kinds),
		.state = (enum notice_state)col_word(stmt, 2, notice_states),
		.is_repeat = col_bool(stmt, 3),
		.claimed_at = col_int(stmt, 4),
		.shown_at = col_instant(stmt, 5),
		.ended_at = col_instant(stmt, 6),
		.server = col_text(stmt, 7, arena),
		.server_id = col_int(stmt, 8),
		.attempts = (int)col_int(stmt, 9),
	};
}

int store_notice_get(struct store *s, int64_t id, struct arena *arena, struct notice *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, GET, &stmt, "i", id);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r ? r : VOUCH_E_NOT_FOUND;
	read_row(stmt, arena, ret);
	store_reset(stmt);
	return 0;
}

int store_notice_find_digest(struct store *s, struct arena *arena, struct notice *ret,
			     bool *ret_found)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, DIGEST, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	*ret_found = r == 1;
	if (r <= 0)
		return r;
	read_row(stmt, arena, ret);
	store_reset(stmt);
	return 0;
}

int store_notice_update(struct store *s, const struct notice *n)
{
	return store_run(s, &set, UPDATE, "itbiwwtInt", n->id, notice_states[n->state],
			 n->is_repeat, n->claimed_at, n->shown_at, n->ended_at, n->server,
			 n->server_id, n->attempts, notice_kinds[n->kind]);
}

static int read_notices(struct store *s, int i, struct arena *arena, struct notice **ret,
			size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct notice *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, i, &stmt, "");
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		read_row(stmt, arena, &items[n++]);
	}
	*ret = items;
	*ret_n = n;
	return r;
}

int store_notice_open(struct store *s, struct arena *arena, struct notice **ret, size_t *ret_n)
{
	return read_notices(s, OPEN, arena, ret, ret_n);
}

int store_notice_digests(struct store *s, struct arena *arena, struct notice **ret, size_t *ret_n)
{
	return read_notices(s, DIGESTS, arena, ret, ret_n);
}

int store_notice_items(struct store *s, int64_t notice, int limit, struct arena *arena,
		       struct notice_item **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, ITEMS, &stmt, "in", notice, limit);
	return r ? r : read_items(s, stmt, arena, ret, ret_n);
}

int store_notice_due(struct store *s, int64_t notice, int limit, struct arena *arena,
		     struct notice_item **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, DUE, &stmt, "in", notice, limit);
	return r ? r : read_items(s, stmt, arena, ret, ret_n);
}

int store_notice_outdated(struct store *s, struct arena *arena, int64_t **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OUTDATED, &stmt, "");
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}
