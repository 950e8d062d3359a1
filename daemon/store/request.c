/* Requests of people about what is held of them. */
#include "store/request.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { ADD, GET, DONE, OPEN, OF_CONTACT, COUNT, N };

#define COLUMNS "id, version, contact, kind, day, due_day, done_day, created_at FROM request "

static const char *const sql[] = {
	[ADD] = "INSERT INTO request (contact, kind, day, due_day, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5)",
	[GET] = "SELECT " COLUMNS "WHERE id = ?1",
	[DONE] = "UPDATE request SET version = version + 1, done_day = ?2 WHERE id = ?1",
	[OPEN] = "SELECT " COLUMNS "INDEXED BY request_by_due WHERE done_day IS NULL "
		 "AND (due_day, id) > (?1, ?2) ORDER BY due_day, id LIMIT ?3",
	[OF_CONTACT] = "SELECT " COLUMNS "WHERE contact = ?1 ORDER BY id",
	[COUNT] = "SELECT count(*), count(CASE WHEN due_day < ?1 THEN 1 END), min(due_day) "
		  "FROM request INDEXED BY request_by_due WHERE done_day IS NULL AND due_day > ?2",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_REQUEST};
const struct stmt_set *const store_set_request = &set;

const char *const request_kinds[] = {
	[REQUEST_EXPORT] = "export", [REQUEST_ERASE] = "erase",   [REQUEST_CORRECT] = "correct",
	[REQUEST_OBJECT] = "object", [REQUEST_OBJECT + 1] = NULL,
};

int store_request_add(struct store *s, struct request *x)
{
	int r;

	r = store_run(s, &set, ADD, "itddi", x->contact, request_kinds[x->kind], x->day, x->due_day,
		      x->created_at);
	if (r)
		return r;
	x->id = store_last_id(s);
	x->version = 1;
	return 0;
}

static int read_rows(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		     struct requests *ret)
{
	struct requests rows = {0};
	size_t cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		rows.items[rows.n++] = (struct request){
			.id = col_int(stmt, 0),
			.version = col_int(stmt, 1),
			.contact = col_int(stmt, 2),
			.kind = (enum request_kind)col_word(stmt, 3, request_kinds),
			.day = {col_day(stmt, 4)},
			.due_day = {col_day(stmt, 5)},
			.done_day = {col_day(stmt, 6)},
			.created_at = col_int(stmt, 7),
		};
	}
	*ret = rows;
	return r;
}

int store_request_get(struct store *s, int64_t id, struct arena *arena, struct request *ret)
{
	struct sqlite3_stmt *stmt;
	struct requests rows;
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

int store_request_done(struct store *s, int64_t id, struct day day)
{
	return store_run(s, &set, DONE, "id", id, day);
}

int store_request_open(struct store *s, int64_t after_day, int64_t after_id, int limit,
		       struct arena *arena, struct requests *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OPEN, &stmt, "iin", after_day, after_id, limit);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_request_of_contact(struct store *s, int64_t contact, struct arena *arena,
			     struct requests *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OF_CONTACT, &stmt, "i", contact);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_request_count(struct store *s, struct day today, int64_t *ret_open, int64_t *ret_late,
			struct day *ret_next)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, COUNT, &stmt, "di", today, (int64_t)INT32_MIN);
	if (r == 0)
		r = store_step(s, stmt);
	if (r != 1)
		return r;
	*ret_open = col_int(stmt, 0);
	*ret_late = col_int(stmt, 1);
	*ret_next = (struct day){col_day(stmt, 2)};
	return store_step(s, stmt);
}
