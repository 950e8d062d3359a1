/* Who was erased, as the book remembers it. */
#include "store/erased.h"

#include "base/cleanup.h"
#include "store/sets.h"

enum { ALL, N };
static const char *const sql[] = {
	[ALL] = "SELECT contact FROM erasure WHERE contact > 0 ORDER BY contact",
};
static const struct stmt_set set = {sql, N, NOUN_ERASED};
const struct stmt_set *const store_set_erased = &set;

int store_erased(struct store *s, struct arena *arena, int64_t **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, ALL, &stmt, "");
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}
