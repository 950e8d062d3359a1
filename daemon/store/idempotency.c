/* Results of keyed writes, so that a request sent twice is done once. */
#include "store/idempotency.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

#define EXPIRED_AT_ONCE 20

enum { GET, PUT, OLDEST, EXPIRE, N };

static const char *const sql[] = {
	[GET] = "SELECT hash, result FROM idempotency WHERE key = ?1 AND at > ?2",
	[PUT] = "INSERT OR REPLACE INTO idempotency (key, hash, result, at) "
		"VALUES (?1, ?2, ?3, ?4)",
	[OLDEST] = "SELECT at FROM idempotency ORDER BY at LIMIT 1",
	[EXPIRE] = "DELETE FROM idempotency WHERE key IN "
		   "(SELECT key FROM idempotency WHERE at <= ?1 ORDER BY at LIMIT ?2)",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_IDEMPOTENCY};
const struct stmt_set *const store_set_idempotency = &set;

int store_idempotency_get(struct store *s, const char *key, int64_t after, struct arena *arena,
			  int64_t *ret_hash, const char **ret_result)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, GET, &stmt, "ti", key, after);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r != 0 && r != 1)
		return r;
	*ret_hash = r ? col_int(stmt, 0) : 0;
	*ret_result = r ? col_text(stmt, 1, arena) : NULL;
	store_reset(stmt);
	return 0;
}

int store_idempotency_put(struct store *s, const char *key, int64_t hash, const char *result,
			  int64_t at)
{
	return store_run(s, &set, PUT, "titi", key, hash, result, at);
}

int store_idempotency_expire(struct store *s, int64_t before)
{
	struct sqlite3_stmt *stmt;
	int64_t oldest = 0;
	int r;

	r = store_bind(s, &set, OLDEST, &stmt, "");
	if (r == 0)
		r = store_one_int(s, stmt, &oldest);
	if (r || oldest > before)
		return r;
	return store_run(s, &set, EXPIRE, "in", before, EXPIRED_AT_ONCE);
}
