/* Journal entries that are too old to be taken back, or too many, go. */
#include "store/journal_prune.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"
#include "store/store.h"

enum {
	FIRST_YOUNG,
	NEWEST,
	BEYOND,
	GROUP_OVER,
	DROP_ROWS,
	FORGET_UNDOES,
	FORGET_UNDONE,
	DROP,
	OLDEST,
	N
};

static const char *const sql[] = {
	/* In the order they were made: a clock that was wrong for a while hides none. */
	[FIRST_YOUNG] = "SELECT id FROM journal WHERE id > 0 AND +at >= ?1 ORDER BY id LIMIT 1",
	[NEWEST] = "SELECT id FROM journal ORDER BY id DESC LIMIT 1",
	[BEYOND] = "SELECT id FROM journal ORDER BY id DESC LIMIT 1 OFFSET ?1",
	[GROUP_OVER] = "SELECT group_id FROM journal WHERE group_id <= ?1 AND id > ?1 "
		       "ORDER BY group_id LIMIT 1",
	[DROP_ROWS] = "DELETE FROM journal_row WHERE id IN (SELECT id FROM journal_row "
		      "WHERE journal <= ?1 ORDER BY journal, id LIMIT ?2)",
	[FORGET_UNDOES] = "UPDATE journal SET undoes = NULL WHERE undoes <= ?1 AND id <= ?1",
	[FORGET_UNDONE] = "UPDATE journal SET undone_by = NULL WHERE undone_by <= ?1",
	[DROP] = "DELETE FROM journal WHERE id IN (SELECT j.id FROM journal j WHERE j.id <= ?1 "
		 "AND NOT EXISTS (SELECT 1 FROM journal k WHERE k.undoes = j.id) "
		 "ORDER BY j.id LIMIT ?2)",
	[OLDEST] = "SELECT journal FROM journal_row ORDER BY journal, id LIMIT 1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_JOURNAL_PRUNE};
const struct stmt_set *const store_set_journal_prune = &set;

/* 0 where there is none. */
static int one_id(struct store *s, int which, const int64_t *arg, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = arg ? store_bind(s, &set, which, &stmt, "i", *arg)
		: store_bind(s, &set, which, &stmt, "");
	return r ? r : store_one_int(s, stmt, ret);
}

int journal_prune_to(struct store *s, int64_t before, int64_t keep, int64_t *ret)
{
	int64_t young, newest, beyond, group = 0;
	int r;

	r = one_id(s, FIRST_YOUNG, &before, &young);
	if (r == 0)
		r = one_id(s, NEWEST, NULL, &newest);
	if (r == 0)
		r = one_id(s, BEYOND, &keep, &beyond);
	if (r)
		return r;
	*ret = young ? young - 1 : newest;
	if (beyond > *ret)
		*ret = beyond;
	r = one_id(s, GROUP_OVER, ret, &group);
	if (r == 0 && group)
		*ret = group - 1;
	return r;
}

int journal_prune(struct store *s, int64_t to, int limit, int *ret_n)
{
	int r;

	*ret_n = 0;
	r = store_run(s, &set, DROP_ROWS, "in", to, limit);
	if (r == 0)
		*ret_n = store_changes(s);
	if (r || *ret_n)
		return r;
	r = store_run(s, &set, FORGET_UNDOES, "i", to);
	if (r == 0)
		r = store_run(s, &set, FORGET_UNDONE, "i", to);
	if (r == 0)
		r = store_run(s, &set, DROP, "in", to, limit);
	if (r == 0)
		*ret_n = store_changes(s);
	return r;
}

int journal_oldest(struct store *s, int64_t *ret)
{
	return one_id(s, OLDEST, NULL, ret);
}
