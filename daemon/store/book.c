/* What the book says of itself: a few named texts. */
#include "store/book.h"

#include <assert.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "store/sets.h"

enum { GET, SET, SIZE, SINCE, N };

static const char *const sql[] = {
	[GET] = "SELECT value FROM book WHERE key = ?1",
	[SET] = ("INSERT INTO book (key, value) VALUES (?1, ?2) "
		 "ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
	[SIZE] = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
	[SINCE] = "SELECT created_at FROM contact WHERE id = (SELECT min(id) FROM contact)",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_BOOK};
const struct stmt_set *const store_set_book = &set;

int store_book_get(struct store *s, const char *key, struct arena *arena, const char **ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, GET, &stmt, "t", key);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r ? col_text(stmt, 0, arena) : NULL;
	store_reset(stmt);
	return 0;
}

int store_book_set(struct store *s, const char *key, const char *value)
{
	return store_run(s, &set, SET, "tt", key, value);
}

int store_book_size(struct store *s, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, SIZE, &stmt, "");
	return r ? r : store_one_int(s, stmt, ret);
}

int store_book_since(struct store *s, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, SINCE, &stmt, "");
	if (r == 0)
		r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r ? col_instant(stmt, 0) : NO_INSTANT;
	store_reset(stmt);
	return 0;
}
