/* Sales. */
#include "store/sale.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { ADD, UPDATE, GET, LIST, LIST_OF_CONTACT, EXTERNAL, NEWEST_COMPLETED, N };

#define COLUMNS                                                                                    \
	"id, version, contact, state, product, amount, currency, exponent, source, referral, "     \
	"opened_day, signed_day, completed_day, lost_day, refunded_day, reason, origin, "          \
	"external_id, created_at"

#define FILTER                                                                                     \
	"(?2 IS NULL OR state = ?2) AND (?3 IS NULL OR source = ?3) "                              \
	"AND (?4 IS NULL OR coalesce(refunded_day, completed_day, lost_day, opened_day) >= ?4) "   \
	"AND (?5 IS NULL OR coalesce(refunded_day, completed_day, lost_day, opened_day) <= ?5) "   \
	"AND (?6 IS NULL OR id < ?6) ORDER BY id DESC LIMIT ?7"

static const char *const sql[] = {
	[ADD] = "INSERT INTO sale (contact, state, product, amount, currency, exponent, source, "
		"referral, opened_day, signed_day, completed_day, lost_day, refunded_day, reason, "
		"origin, external_id, created_at) VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
		"?11, "
		"?12, ?13, ?14, ?15, ?16, ?17, ?18)",
	[UPDATE] = "UPDATE sale SET version = version + 1, contact = ?2, state = ?3, product = ?4, "
		   "amount = ?5, currency = ?6, exponent = ?7, source = ?8, referral = ?9, "
		   "opened_day = ?10, signed_day = ?11, completed_day = ?12, lost_day = ?13, "
		   "refunded_day = ?14, reason = ?15, origin = ?16, external_id = ?17, "
		   "created_at = ?18 WHERE id = ?1",
	[GET] = "SELECT " COLUMNS " FROM sale WHERE id = ?1",
	[LIST] = "SELECT " COLUMNS " FROM sale WHERE ?1 IS NULL AND " FILTER,
	[LIST_OF_CONTACT] = "SELECT " COLUMNS " FROM sale WHERE contact = ?1 AND " FILTER,
	[EXTERNAL] = "SELECT id FROM sale WHERE origin = ?1 AND external_id = ?2",
	[NEWEST_COMPLETED] = "SELECT id FROM sale WHERE contact = ?1 AND +state = 'completed' "
			     "ORDER BY completed_day <= ?2 DESC, completed_day DESC, id DESC "
			     "LIMIT 1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_SALE};
const struct stmt_set *const store_set_sale = &set;

static int write_row(struct store *s, int statement, const struct sale *sale)
{
	/* NO_AMOUNT is the same mark as NO_INSTANT, so that 'w' writes its NULL. */
	return store_run(s, &set, statement, "iittwtmtIdddddttti", sale->id, sale->contact,
			 sale_states[sale->state], sale->product, sale->amount, sale->currency,
			 sale->exponent, word_at(sale_sources, sale->source), sale->referral,
			 sale->opened_day, sale->signed_day, sale->completed_day, sale->lost_day,
			 sale->refunded_day, sale->reason, sale->origin, sale->external_id,
			 sale->created_at);
}

int store_sale_add(struct store *s, struct sale *sale)
{
	int r;

	r = write_row(s, ADD, sale);
	if (r)
		return r;
	sale->id = store_last_id(s);
	sale->version = 1;
	return 0;
}

int store_sale_update(struct store *s, struct sale *sale)
{
	int r;

	r = write_row(s, UPDATE, sale);
	if (r)
		return r;
	sale->version++;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct sale *sale)
{
	*sale = (struct sale){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.state = (enum sale_state)col_word(stmt, 3, sale_states),
		.product = col_text(stmt, 4, arena),
		.amount = col_instant(stmt, 5),
		.currency = col_text(stmt, 6, arena),
		.exponent = col_minute(stmt, 7),
		.source = col_word_or_none(stmt, 8, sale_sources),
		.referral = col_int(stmt, 9),
		.opened_day = {col_day(stmt, 10)},
		.signed_day = {col_day(stmt, 11)},
		.completed_day = {col_day(stmt, 12)},
		.lost_day = {col_day(stmt, 13)},
		.refunded_day = {col_day(stmt, 14)},
		.reason = col_text(stmt, 15, arena),
		.origin = col_text(stmt, 16, arena),
		.external_id = col_text(stmt, 17, arena),
		.created_at = col_int(stmt, 18),
	};
}

int store_sale_get(struct store *s, int64_t id, struct arena *arena, struct sale *ret)
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

int store_sale_list(struct store *s, const struct sale_filter *f, struct arena *arena,
		    struct sale **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct sale *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, f->contact ? LIST_OF_CONTACT : LIST, &stmt, "IttddIn", f->contact,
		       word_at(sale_states, f->state), word_at(sale_sources, f->source), f->from,
		       f->to, f->before, f->limit);
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

int store_sale_by_external(struct store *s, const char *origin, const char *external_id,
			   int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, EXTERNAL, &stmt, "tt", origin, external_id);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_sale_newest_completed(struct store *s, int64_t contact, struct day day, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEWEST_COMPLETED, &stmt, "id", contact, day);
	return r ? r : store_one_int(s, stmt, ret);
}
