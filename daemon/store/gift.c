/* Gifts. */
#include "store/gift.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { ADD, LIST, LIST_CONTACT, SUM, UNNOTED, N };

#define SELECT                                                                                     \
	"SELECT id, version, contact, referral, followup, what, amount, currency, exponent, day, " \
	"created_at FROM gift INDEXED BY "
#define PAGE                                                                                       \
	"day BETWEEN ?2 AND ?3 AND (?5 IS NULL OR (day, id) < (?4, ?5)) "                          \
	"ORDER BY day DESC, id DESC LIMIT ?6"

static const char *const sql[] = {
	[ADD] = "INSERT INTO gift (contact, referral, followup, what, amount, currency, exponent, "
		"day, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[LIST] = SELECT "gift_by_day WHERE ?1 IS NULL AND " PAGE,
	[LIST_CONTACT] = SELECT "gift_by_contact WHERE contact = ?1 AND " PAGE,
	/* sum() fails where it passes 2^63; total() does not, and is exact up to 2^53. */
	[SUM] = "SELECT CAST(min(total(amount), 9007199254740992) AS INTEGER) FROM gift "
		"WHERE contact = ?1 AND day BETWEEN ?2 AND ?3 AND currency = ?4",
	[UNNOTED] = "SELECT " FOLLOWUP_COLUMNS
		    " FROM followup f INDEXED BY followup_by_contact WHERE f.contact = ?1 "
		    "AND f.kind = 'gift' AND f.state = 'done' AND f.outcome <> 'not-reached' "
		    "AND f.ended_day = ?2 "
		    "AND NOT EXISTS (SELECT 1 FROM gift g WHERE g.followup = f.id) "
		    "ORDER BY f.due_at, f.id",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_GIFT};
const struct stmt_set *const store_set_gift = &set;

int store_gift_add(struct store *s, struct gift *g)
{
	int r;

	r = store_run(s, &set, ADD, "iIItitndi", g->contact, g->referral, g->followup, g->what,
		      g->amount, g->currency, g->exponent, g->day, g->created_at);
	if (r)
		return r;
	g->id = store_last_id(s);
	g->version = 1;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct gift *g)
{
	*g = (struct gift){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.referral = col_int(stmt, 3),
		.followup = col_int(stmt, 4),
		.what = col_text(stmt, 5, arena),
		.amount = col_int(stmt, 6),
		.currency = col_text(stmt, 7, arena),
		.exponent = (int)col_int(stmt, 8),
		.day = {col_day(stmt, 9)},
		.created_at = col_int(stmt, 10),
	};
}

int store_gift_list(struct store *s, const struct gift_filter *f, struct arena *arena,
		    struct gifts *ret)
{
	struct sqlite3_stmt *stmt;
	struct gifts rows = {0};
	size_t cap = 0;
	int r;

	r = store_bind(s, &set, f->contact ? LIST_CONTACT : LIST, &stmt, "IdddIn", f->contact,
		       f->from, f->to, f->before_day, f->before_id, f->limit);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		read_row(stmt, arena, &rows.items[rows.n++]);
	}
	*ret = rows;
	return r;
}

int store_gift_sum(struct store *s, int64_t contact, struct day from, struct day to,
		   const char *currency, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, SUM, &stmt, "iddt", contact, from, to, currency);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_gift_unnoted(struct store *s, int64_t contact, struct day day, struct arena *arena,
		       struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, UNNOTED, &stmt, "id", contact, day);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}
