/* Named days of contacts. */
#include "store/date.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { ADD, UPDATE, GET, OF_CONTACT, OF_SALE, REMOVED_OF_SALE, IN_SPAN, FROM, N };

#define SELECT                                                                                     \
	"SELECT d.id, d.version, d.contact, d.sale, d.what, d.year, d.month, d.month_day, "        \
	"d.is_yearly, d.lead_days, d.removed_day, d.created_at FROM date d "

static const char *const sql[] = {
	[ADD] = "INSERT INTO date (contact, sale, what, year, month, month_day, is_yearly, "
		"lead_days, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[UPDATE] = "UPDATE date SET version = version + 1, contact = ?2, removed_day = ?3 "
		   "WHERE id = ?1",
	[GET] = SELECT "WHERE d.id = ?1",
	[OF_CONTACT] = SELECT "WHERE d.contact = ?1 AND d.removed_day IS NULL ORDER BY d.id",
	[OF_SALE] = SELECT "WHERE d.sale = ?1 AND d.removed_day IS NULL ORDER BY d.id",
	[REMOVED_OF_SALE] = SELECT "WHERE d.sale = ?1 AND d.removed_day IS NOT NULL ORDER BY d.id",
	[FROM] = SELECT "WHERE d.id > ?1 AND d.removed_day IS NULL ORDER BY d.id LIMIT ?2",
	[IN_SPAN] = SELECT
	"INDEXED BY date_by_day JOIN contact c ON c.id = d.contact WHERE d.removed_day IS NULL "
	"AND (d.month, d.month_day, d.id) > (?2, ?3, ?4) "
	"AND (d.month, d.month_day) <= (?5, ?6) "
	"AND CASE WHEN d.is_yearly THEN ifnull(d.year, 0) <= ?1 ELSE d.year = ?1 END "
	"AND c.state IN ('active', 'paused') ORDER BY d.month, d.month_day, d.id LIMIT ?7",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_DATE};
const struct stmt_set *const store_set_date = &set;

int store_date_add(struct store *s, struct date *d)
{
	int r;

	r = store_run(s, &set, ADD, "iItInnbni", d->contact, d->sale, d->what, (int64_t)d->year,
		      d->month, d->month_day, d->is_yearly, d->lead_days, d->created_at);
	if (r)
		return r;
	d->id = store_last_id(s);
	d->version = 1;
	return 0;
}

int store_date_update(struct store *s, struct date *d)
{
	int r;

	r = store_run(s, &set, UPDATE, "iid", d->id, d->contact, d->removed_day);
	if (r)
		return r;
	d->version++;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct date *d)
{
	*d = (struct date){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.sale = col_int(stmt, 3),
		.what = col_text(stmt, 4, arena),
		.year = (int)col_int(stmt, 5),
		.month = (int)col_int(stmt, 6),
		.month_day = (int)col_int(stmt, 7),
		.is_yearly = col_bool(stmt, 8),
		.lead_days = (int)col_int(stmt, 9),
		.removed_day = {col_day(stmt, 10)},
		.created_at = col_int(stmt, 11),
	};
}

static int read_rows(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		     struct dates *ret)
{
	struct dates rows = {0};
	size_t cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		read_row(stmt, arena, &rows.items[rows.n++]);
	}
	*ret = rows;
	return r;
}

static int read_for(struct store *s, int statement, int64_t id, struct arena *arena,
		    struct dates *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, statement, &stmt, "i", id);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_date_get(struct store *s, int64_t id, struct arena *arena, struct date *ret)
{
	struct dates rows;
	int r;

	r = read_for(s, GET, id, arena, &rows);
	if (r)
		return r;
	if (rows.n == 0)
		return VOUCH_E_NOT_FOUND;
	*ret = rows.items[0];
	return 0;
}

int store_date_of_contact(struct store *s, int64_t contact, struct arena *arena, struct dates *ret)
{
	return read_for(s, OF_CONTACT, contact, arena, ret);
}

int store_date_of_sale(struct store *s, int64_t sale, struct arena *arena, struct dates *ret)
{
	return read_for(s, OF_SALE, sale, arena, ret);
}

int store_date_removed_of_sale(struct store *s, int64_t sale, struct arena *arena,
			       struct dates *ret)
{
	return read_for(s, REMOVED_OF_SALE, sale, arena, ret);
}

int store_date_from(struct store *s, int64_t after, int limit, struct arena *arena,
		    struct dates *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, FROM, &stmt, "in", after, limit);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_date_in(struct store *s, const struct date_span *span, struct arena *arena,
		  struct dates *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, IN_SPAN, &stmt, "nnninnn", span->year, span->from_month,
		       span->from_day, span->after, span->to_month, span->to_day, span->limit);
	return r ? r : read_rows(s, stmt, arena, ret);
}
