/* Promises, and the days they were re-dated. */
#include "store/promise.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum {
	ADD,
	UPDATE,
	SET_RIGHTED,
	GET,
	LIST,
	LIST_CONTACT,
	LIST_STATE,
	AT_RISK,
	AT_RISK_COUNT,
	OPEN_OF,
	OF_SALE,
	COUNT_OPEN,
	COUNT_OVERDUE,
	REDATE_ADD,
	REDATE_LIST,
	N
};

#define COLUMNS                                                                                    \
	"SELECT id, version, contact, sale, text, state, made_day, due_day, target_day, is_late, " \
	"ended_day, trouble_day, trouble_entry, righted_day, righted_entry, reason, created_at "
#define SELECT COLUMNS "FROM promise "

#define FILTER "AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR id < ?3) "
#define ORDER "ORDER BY id DESC LIMIT ?4"

/* A target day never lies after the due day, so that its index finds those due soon as well. */
#define RISKS                                                                                      \
	"FROM promise INDEXED BY promise_by_target WHERE state = 'open' AND target_day <= ?2 "     \
	"AND (target_day <= ?1 OR due_day <= ?2) "

static const char *const sql[] = {
	[ADD] = "INSERT INTO promise (contact, sale, text, state, made_day, due_day, target_day, "
		"created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[UPDATE] = "UPDATE promise SET version = version + 1, contact = ?2, state = ?3, "
		   "due_day = ?4, target_day = ?5, is_late = ?6, ended_day = ?7, "
		   "trouble_day = ?8, trouble_entry = ?9, righted_day = ?10, "
		   "righted_entry = ?11, reason = ?12 WHERE id = ?1",
	[SET_RIGHTED] = "UPDATE promise SET version = version + 1, righted_day = ?2, "
			"righted_entry = ?3 WHERE id = ?1",
	[GET] = SELECT "WHERE id = ?1",
	[LIST] = SELECT "WHERE ?1 IS NULL " FILTER ORDER,
	[LIST_CONTACT] = SELECT "INDEXED BY promise_by_contact WHERE contact = ?1 " FILTER ORDER,
	[LIST_STATE] = SELECT "INDEXED BY promise_by_state WHERE ?1 IS NULL AND state = ?2 "
			      "AND (?3 IS NULL OR id < ?3) " ORDER,
	[AT_RISK] = COLUMNS RISKS "ORDER BY due_day, id LIMIT ?3",
	[AT_RISK_COUNT] = "SELECT count(*) " RISKS,
	[OPEN_OF] = SELECT "INDEXED BY promise_by_contact WHERE contact = ?1 AND state = 'open' "
			   "AND (?2 IS NULL OR sale IS NULL OR sale = ?2) ORDER BY id",
	[OF_SALE] = SELECT "WHERE sale = ?1 ORDER BY id",
	[COUNT_OPEN] = "SELECT count(*) FROM promise INDEXED BY promise_by_state "
		       "WHERE state = 'open'",
	[COUNT_OVERDUE] = "SELECT count(*) FROM promise INDEXED BY promise_by_due "
			  "WHERE state = 'open' AND due_day < ?1",
	[REDATE_ADD] = "INSERT INTO promise_redate (promise, day, from_due, to_due, from_target, "
		       "to_target, is_late, reason, created_at) "
		       "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[REDATE_LIST] = "SELECT id, promise, day, from_due, to_due, from_target, to_target, "
			"is_late, reason, created_at FROM promise_redate WHERE promise = ?1 "
			"ORDER BY id",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_PROMISE};
const struct stmt_set *const store_set_promise = &set;

int store_promise_add(struct store *s, struct promise *p)
{
	int r;

	r = store_run(s, &set, ADD, "iIttdddi", p->contact, p->sale, p->text,
		      promise_states[p->state], p->made_day, p->due_day, p->target_day,
		      p->created_at);
	if (r)
		return r;
	p->id = store_last_id(s);
	p->version = 1;
	return 0;
}

int store_promise_update(struct store *s, struct promise *p)
{
	int r;

	r = store_run(s, &set, UPDATE, "iitddbddIdIt", p->id, p->contact, promise_states[p->state],
		      p->due_day, p->target_day, p->is_late, p->ended_day, p->trouble_day,
		      p->trouble_entry, p->righted_day, p->righted_entry, p->reason);
	if (r)
		return r;
	p->version++;
	return 0;
}

int store_promise_set_righted(struct store *s, int64_t id, struct day day, int64_t entry)
{
	return store_run(s, &set, SET_RIGHTED, "idI", id, day, entry);
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct promise *p)
{
	*p = (struct promise){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.sale = col_int(stmt, 3),
		.text = col_text(stmt, 4, arena),
		.state = (enum promise_state)col_word(stmt, 5, promise_states),
		.made_day = {col_day(stmt, 6)},
		.due_day = {col_day(stmt, 7)},
		.target_day = {col_day(stmt, 8)},
		.is_late = col_bool(stmt, 9),
		.ended_day = {col_day(stmt, 10)},
		.trouble_day = {col_day(stmt, 11)},
		.trouble_entry = col_int(stmt, 12),
		.righted_day = {col_day(stmt, 13)},
		.righted_entry = col_int(stmt, 14),
		.reason = col_text(stmt, 15, arena),
		.created_at = col_int(stmt, 16),
	};
}

static int read_rows(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		     struct promises *ret)
{
	size_t cap = 0;
	int r;

	*ret = (struct promises){0};
	while ((r = store_step(s, stmt)) == 1) {
		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		read_row(stmt, arena, &ret->items[ret->n++]);
	}
	return r;
}

int store_promise_get(struct store *s, int64_t id, struct arena *arena, struct promise *ret)
{
	struct promises rows;
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, GET, &stmt, "i", id);
	if (r == 0)
		r = read_rows(s, stmt, arena, &rows);
	if (r)
		return r;
	if (rows.n == 0)
		return VOUCH_E_NOT_FOUND;
	*ret = rows.items[0];
	return 0;
}

static int list_statement(const struct promise_filter *f)
{
	if (f->contact)
		return LIST_CONTACT;
	return f->state >= 0 ? LIST_STATE : LIST;
}

int store_promise_list(struct store *s, const struct promise_filter *f, struct arena *arena,
		       struct promises *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, list_statement(f), &stmt, "ItIn", f->contact,
		       word_at(promise_states, f->state), f->before, f->limit);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_promise_at_risk(struct store *s, struct day today, struct day soon, int limit,
			  struct arena *arena, struct promises *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, AT_RISK, &stmt, "ddn", today, soon, limit);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_promise_at_risk_count(struct store *s, struct day today, struct day soon, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, AT_RISK_COUNT, &stmt, "dd", today, soon);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_promise_open_of(struct store *s, int64_t contact, int64_t sale, struct arena *arena,
			  struct promises *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OPEN_OF, &stmt, "iI", contact, sale);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_promise_of_sale(struct store *s, int64_t sale, struct arena *arena, struct promises *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OF_SALE, &stmt, "i", sale);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_promise_count(struct store *s, struct day today, int64_t *ret_open, int64_t *ret_overdue)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, COUNT_OPEN, &stmt, "");
	if (r == 0)
		r = store_one_int(s, stmt, ret_open);
	if (r == 0)
		r = store_bind(s, &set, COUNT_OVERDUE, &stmt, "d", today);
	return r ? r : store_one_int(s, stmt, ret_overdue);
}

int store_redate_add(struct store *s, struct promise_redate *d)
{
	int r;

	r = store_run(s, &set, REDATE_ADD, "idddddbti", d->promise, d->day, d->from_due, d->to_due,
		      d->from_target, d->to_target, d->is_late, d->reason, d->created_at);
	if (r)
		return r;
	d->id = store_last_id(s);
	return 0;
}

int store_redate_list(struct store *s, int64_t promise, struct arena *arena, struct redates *ret)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	*ret = (struct redates){0};
	r = store_bind(s, &set, REDATE_LIST, &stmt, "i", promise);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		ret->items[ret->n++] = (struct promise_redate){
			.id = col_int(stmt, 0),
			.promise = col_int(stmt, 1),
			.day = {col_day(stmt, 2)},
			.from_due = {col_day(stmt, 3)},
			.to_due = {col_day(stmt, 4)},
			.from_target = {col_day(stmt, 5)},
			.to_target = {col_day(stmt, 6)},
			.is_late = col_bool(stmt, 7),
			.reason = col_text(stmt, 8, arena),
			.created_at = col_int(stmt, 9),
		};
	}
	return r;
}
