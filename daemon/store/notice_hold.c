/* What holds notices back: how many were posted, what waits since when, and the morning. */
#include "store/notice_hold.h"

#include <assert.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "store/sets.h"

enum {
	POST_ADD,
	POST_FORGET,
	POST_COUNT,
	POST_BEFORE,
	COUNT_WAITING,
	COUNT_NAMED,
	ATTEMPTS,
	HAS_QUIETED,
	TAKE_QUIETED,
	WAS_DUE,
	FIRST_CONTACT,
	AWAY_UNTIL,
	N
};

#define STILL_DUE "+f.state = 'scheduled' AND +f.due_at = ifnull(i.lead_for, i.due_at)"
/* From what is overdue, by the agenda's index, to the notice that told of it. */
#define QUIETED                                                                                    \
	"FROM followup f CROSS JOIN notice_item i ON i.followup = f.id AND i.due_at = f.due_at "   \
	"JOIN notice n ON n.id = i.notice WHERE f.state = 'scheduled' AND f.due_at <= ?1 "         \
	"AND +n.state NOT IN ('claimed', 'shown', 'failed') AND n.ended_at < ?2"

static const char *const sql[] = {
	[POST_ADD] = "INSERT INTO notice_post (at) VALUES (?1)",
	[POST_FORGET] = "DELETE FROM notice_post WHERE at <= ?1",
	[POST_COUNT] = "SELECT count(*), max(at) FROM notice_post WHERE at > ?1 AND at <= ?2",
	[POST_BEFORE] = "SELECT at FROM notice_post WHERE at > ?1 AND at <= ?2 "
			"ORDER BY at DESC LIMIT 1 OFFSET ?3",
	[COUNT_WAITING] = "SELECT count(*) FROM (SELECT 1 FROM notice_item i JOIN followup f "
			  "ON f.id = i.followup WHERE i.notice IS NULL AND " STILL_DUE " LIMIT ?1)",
	[COUNT_NAMED] = "SELECT count(*) FROM (SELECT 1 FROM notice_item i JOIN followup f "
			"ON f.id = i.followup WHERE i.notice IS NULL AND i.due_at >= ?2 "
			"AND " NOTICE_NAMED " AND " STILL_DUE " LIMIT ?1)",
	[ATTEMPTS] = "SELECT ifnull(max(attempts), 0) FROM notice_item "
		     "WHERE notice IS NULL AND attempts > 0",
	[HAS_QUIETED] = "SELECT EXISTS (SELECT 1 " QUIETED ")",
	[TAKE_QUIETED] = "UPDATE notice_item SET notice = ?3 WHERE id IN (SELECT i.id " QUIETED ")",
	[WAS_DUE] = "SELECT EXISTS (SELECT 1 FROM followup WHERE state = 'scheduled' "
		    "AND due_at < ?1 AND created_at <= ?2)",
	[FIRST_CONTACT] = "SELECT created_at FROM contact ORDER BY id LIMIT 1",
	[AWAY_UNTIL] = "SELECT until_day FROM away WHERE ended_day IS NULL AND from_day <= ?1 "
		       "AND until_day > ?1 ORDER BY until_day DESC",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_NOTICE_HOLD};
const struct stmt_set *const store_set_notice_hold = &set;

int store_notice_post_add(struct store *s, int64_t now, int64_t since)
{
	int r;

	r = store_run(s, &set, POST_FORGET, "i", since);
	return r ? r : store_run(s, &set, POST_ADD, "i", now);
}

int store_notice_post_count(struct store *s, int64_t since, int64_t now, int64_t *ret_n,
			    int64_t *ret_newest)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, POST_COUNT, &stmt, "ii", since, now);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret_n = col_int(stmt, 0);
	*ret_newest = col_instant(stmt, 1);
	store_reset(stmt);
	return 0;
}

/* The one number of a statement that was bound; `none` where it has no row. */
static int first(struct store *s, struct sqlite3_stmt *stmt, int64_t none, int64_t *ret)
{
	int r = store_step(s, stmt);

	if (r < 0)
		return r;
	*ret = r == 1 ? col_int(stmt, 0) : none;
	store_reset(stmt);
	return 0;
}

int store_notice_post_before(struct store *s, int64_t since, int64_t now, int64_t n, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, POST_BEFORE, &stmt, "iii", since, now, n);
	return r ? r : first(s, stmt, NO_INSTANT, ret);
}

int store_notice_count_waiting(struct store *s, int limit, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, COUNT_WAITING, &stmt, "n", limit);
	return r ? r : first(s, stmt, 0, ret);
}

int store_notice_count_named(struct store *s, int64_t since, int limit, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, COUNT_NAMED, &stmt, "ni", limit, since);
	return r ? r : first(s, stmt, 0, ret);
}

int store_notice_waiting_attempts(struct store *s, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, ATTEMPTS, &stmt, "");
	return r ? r : first(s, stmt, 0, ret);
}

int store_notice_has_quieted(struct store *s, int64_t now, int64_t before, bool *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t found = 0;
	int r;

	r = store_bind(s, &set, HAS_QUIETED, &stmt, "ii", now, before);
	if (r == 0)
		r = first(s, stmt, 0, &found);
	*ret = found != 0;
	return r;
}

int store_notice_take_quieted(struct store *s, int64_t notice, int64_t now, int64_t before)
{
	return store_run(s, &set, TAKE_QUIETED, "iiI", now, before, notice);
}

int store_notice_was_due(struct store *s, int64_t until, int64_t entered, bool *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t found = 0;
	int r;

	r = store_bind(s, &set, WAS_DUE, &stmt, "ii", until, entered);
	if (r == 0)
		r = first(s, stmt, 0, &found);
	*ret = found != 0;
	return r;
}

int store_notice_first_contact(struct store *s, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, FIRST_CONTACT, &stmt, "");
	return r ? r : first(s, stmt, NO_INSTANT, ret);
}

int store_notice_away_until(struct store *s, struct day day, struct day *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t until = NO_DAY.n;
	int r;

	r = store_bind(s, &set, AWAY_UNTIL, &stmt, "d", day);
	if (r == 0)
		r = first(s, stmt, NO_DAY.n, &until);
	*ret = (struct day){(int32_t)until};
	return r;
}
