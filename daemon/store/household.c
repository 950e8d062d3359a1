/* Households: contacts who belong together. */
#include "store/household.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { ADD, UPDATE, GET, LIST, N };

#define COLUMNS "id, version, name, street, city, region, postcode, country, created_at"

static const char *const sql[] = {
	[ADD] = "INSERT INTO household (name, street, city, region, postcode, country, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[UPDATE] = "UPDATE household SET version = version + 1, name = ?2, street = ?3, city = ?4, "
		   "region = ?5, postcode = ?6, country = ?7 WHERE id = ?1",
	[GET] = "SELECT " COLUMNS " FROM household WHERE id = ?1",
	[LIST] = "SELECT " COLUMNS " FROM household WHERE id > ?1 ORDER BY id LIMIT ?2",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_HOUSEHOLD};
const struct stmt_set *const store_set_household = &set;

int store_household_add(struct store *s, struct household *h)
{
	const struct address *a = &h->address;
	int r;

	r = store_run(s, &set, ADD, "tttttti", h->name, a->street, a->city, a->region, a->postcode,
		      a->country, h->created_at);
	if (r)
		return r;
	h->id = store_last_id(s);
	h->version = 1;
	return 0;
}

int store_household_update(struct store *s, struct household *h)
{
	const struct address *a = &h->address;
	int r;

	r = store_run(s, &set, UPDATE, "itttttt", h->id, h->name, a->street, a->city, a->region,
		      a->postcode, a->country);
	if (r)
		return r;
	h->version++;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct household *h)
{
	*h = (struct household){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.name = col_text(stmt, 2, arena),
		.address = {.street = col_text(stmt, 3, arena),
			    .city = col_text(stmt, 4, arena),
			    .region = col_text(stmt, 5, arena),
			    .postcode = col_text(stmt, 6, arena),
			    .country = col_text(stmt, 7, arena)},
		.created_at = col_int(stmt, 8),
	};
}

int store_household_get(struct store *s, int64_t id, struct arena *arena, struct household *ret)
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

int store_household_list(struct store *s, int64_t after, int limit, struct arena *arena,
			 struct household **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct household *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, LIST, &stmt, "in", after, limit);
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
