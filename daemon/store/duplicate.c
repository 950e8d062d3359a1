/* Contacts who may be one person: found by what both have. */
#include "store/duplicate.h"

#include <assert.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { BY_EMAIL, BY_PHONE, BY_NAME, NEXT, IS_DISTINCT, ADD_DISTINCT, N };

/* Those who live together share a number or an address, and not a name. */
#define OTHER                                                                                      \
	"AND o.state NOT IN ('merged', 'erased') "                                                 \
	"AND (o.state = 'deceased') = (c.state = 'deceased') "                                     \
	"AND (o.household IS NULL OR o.household IS NOT c.household OR o.name_key = c.name_key) "  \
	"AND NOT EXISTS (SELECT 1 FROM contact_distinct d WHERE d.contact = c.id "                 \
	"AND d.other = o.id) "                                                                     \
	"LIMIT 20"

/* The + keeps the planner on what both share: the ids below one are half of the book. */
static const char *const sql[] = {
	[BY_EMAIL] = "SELECT o.id FROM contact c JOIN contact_email e ON e.contact = c.id "
		     "JOIN contact_email f ON f.address_key = e.address_key "
		     "JOIN contact o ON o.id = f.contact WHERE c.id = ?1 AND +o.id < ?1 " OTHER,
	[BY_PHONE] = "SELECT o.id FROM contact c JOIN contact_phone e ON e.contact = c.id "
		     "JOIN contact_phone f ON f.digits = e.digits "
		     "JOIN contact o ON o.id = f.contact WHERE c.id = ?1 AND +o.id < ?1 "
		     "AND length(e.digits) >= 5 " OTHER,
	[BY_NAME] = "SELECT o.id FROM contact c JOIN contact o ON o.name_key = c.name_key "
		    "WHERE c.id = ?1 AND +o.id < ?1 " OTHER,
	[NEXT] = ("SELECT id FROM contact WHERE id >= ?1 AND state NOT IN ('merged', 'erased') "
		  "ORDER BY id LIMIT ?2"),
	[IS_DISTINCT] = "SELECT 1 FROM contact_distinct WHERE contact = ?1 AND other = ?2",
	[ADD_DISTINCT] = "INSERT INTO contact_distinct (contact, other) VALUES (?1, ?2)",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static_assert(DUPLICATES_EACH_MAX == 20, "as it stands in the statements");
static const struct stmt_set set = {sql, N, NOUN_DUPLICATE};
const struct stmt_set *const store_set_duplicate = &set;

static void add(struct duplicates *d, int64_t contact, unsigned same)
{
	for (size_t i = 0; i < d->n; i++) {
		if (d->items[i].contact != contact)
			continue;
		d->items[i].same |= same;
		return;
	}
	d->items[d->n++] = (struct duplicate){contact, same};
}

static int by_id(const void *a, const void *b)
{
	const struct duplicate *x = a, *y = b;

	return (x->contact > y->contact) - (x->contact < y->contact);
}

static int look(struct store *s, int statement, int64_t contact, struct arena *arena,
		struct duplicates *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, statement, &stmt, "i", contact);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		if (!ret->items)
			ret->items = arena_array(arena, 3 * (size_t)DUPLICATES_EACH_MAX,
						 sizeof *ret->items);
		add(ret, col_int(stmt, 0), 1U << statement);
	}
	return r;
}

int store_duplicates_of(struct store *s, int64_t contact, struct arena *arena,
			struct duplicates *ret)
{
	int r = 0;

	*ret = (struct duplicates){0};
	for (int i = BY_EMAIL; r == 0 && i <= BY_NAME; i++)
		r = look(s, i, contact, arena, ret);
	if (r == 0 && ret->n > 1)
		qsort(ret->items, ret->n, sizeof *ret->items, by_id);
	return r;
}

int store_duplicates_next(struct store *s, int64_t from, int limit, struct arena *arena,
			  int64_t **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEXT, &stmt, "in", from, limit);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_distinct_has(struct store *s, int64_t a, int64_t b, bool *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t found = 0;
	int r;

	r = store_bind(s, &set, IS_DISTINCT, &stmt, "ii", a, b);
	if (r == 0)
		r = store_one_int(s, stmt, &found);
	*ret = found != 0;
	return r;
}

int store_distinct_add(struct store *s, int64_t a, int64_t b)
{
	int r;

	r = store_run(s, &set, ADD_DISTINCT, "ii", a, b);
	return r ? r : store_run(s, &set, ADD_DISTINCT, "ii", b, a);
}
