/* Runs of plans. */
#include "store/run.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { ADD, UPDATE, GET, FIND, OF_ANCHOR, LIST, LIST_OF_CONTACT, N };

#define SELECT                                                                                     \
	"SELECT r.id, r.version, r.plan, r.plan_version, p.name, v.version, r.anchor_kind, "       \
	"r.anchor_id, r.contact, r.sale, r.anchor_day, r.anchor_minute, r.state, r.is_imported, "  \
	"r.reason, r.created_at FROM run r JOIN plan p ON p.id = r.plan "                          \
	"JOIN plan_version v ON v.id = r.plan_version "

static const char *const sql[] = {
	[ADD] = "INSERT INTO run (plan, plan_version, anchor_kind, anchor_id, contact, sale, "
		"anchor_day, anchor_minute, state, is_imported, reason, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
	[UPDATE] = "UPDATE run SET version = version + 1, plan_version = ?2, anchor_day = ?3, "
		   "anchor_minute = ?4, state = ?5, reason = ?6, contact = ?7 WHERE id = ?1",
	[GET] = SELECT "WHERE r.id = ?1",
	[FIND] = SELECT "WHERE r.plan = ?1 AND r.anchor_kind = ?2 AND r.anchor_id = ?3",
	[OF_ANCHOR] = SELECT "WHERE r.plan IN (SELECT id FROM plan) AND r.anchor_kind = ?1 "
			     "AND r.anchor_id = ?2 ORDER BY r.id",
	[LIST] = SELECT "WHERE ?1 IS NULL AND (?2 IS NULL OR r.state = ?2) "
			"AND (?3 IS NULL OR r.id < ?3) ORDER BY r.id DESC LIMIT ?4",
	[LIST_OF_CONTACT] = SELECT "WHERE r.contact = ?1 AND (?2 IS NULL OR r.state = ?2) "
				   "AND (?3 IS NULL OR r.id < ?3) ORDER BY r.id DESC LIMIT ?4",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_RUN};
const struct stmt_set *const store_set_run = &set;

int store_run_add(struct store *s, struct run *run)
{
	int r;

	r = store_run(s, &set, ADD, "iitiiIdmtbti", run->plan, run->plan_version,
		      anchor_kinds[run->anchor_kind], run->anchor_id, run->contact, run->sale,
		      run->anchor_day, run->anchor_minute, run_states[run->state], run->is_imported,
		      run->reason, run->created_at);
	if (r)
		return r;
	run->id = store_last_id(s);
	run->version = 1;
	return 0;
}

int store_run_update(struct store *s, struct run *run)
{
	int r;

	r = store_run(s, &set, UPDATE, "iidmtti", run->id, run->plan_version, run->anchor_day,
		      run->anchor_minute, run_states[run->state], run->reason, run->contact);
	if (r)
		return r;
	run->version++;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct run *run)
{
	*run = (struct run){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.plan = col_int(stmt, 2),
		.plan_version = col_int(stmt, 3),
		.plan_name = col_text(stmt, 4, arena),
		.plan_number = (int)col_int(stmt, 5),
		.anchor_kind = (enum anchor_kind)col_word(stmt, 6, anchor_kinds),
		.anchor_id = col_int(stmt, 7),
		.contact = col_int(stmt, 8),
		.sale = col_int(stmt, 9),
		.anchor_day = {col_day(stmt, 10)},
		.anchor_minute = col_minute(stmt, 11),
		.state = (enum run_state)col_word(stmt, 12, run_states),
		.is_imported = col_bool(stmt, 13),
		.reason = col_text(stmt, 14, arena),
		.created_at = col_int(stmt, 15),
	};
}

static int read_rows(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		     struct run **ret, size_t *ret_n)
{
	struct run *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		read_row(stmt, arena, &items[n++]);
	}
	*ret = items;
	*ret_n = n;
	return r;
}

int store_run_get(struct store *s, int64_t id, struct arena *arena, struct run *ret)
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

int store_run_find(struct store *s, int64_t plan, enum anchor_kind kind, int64_t anchor_id,
		   struct arena *arena, struct run *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct run){0};
	r = store_bind(s, &set, FIND, &stmt, "iti", plan, anchor_kinds[kind], anchor_id);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	read_row(stmt, arena, ret);
	store_reset(stmt);
	return 0;
}

int store_run_of_anchor(struct store *s, enum anchor_kind kind, int64_t id, struct arena *arena,
			struct run **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OF_ANCHOR, &stmt, "ti", anchor_kinds[kind], id);
	return r ? r : read_rows(s, stmt, arena, ret, ret_n);
}

int store_run_list(struct store *s, const struct run_filter *f, struct arena *arena,
		   struct run **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, f->contact ? LIST_OF_CONTACT : LIST, &stmt, "ItIn", f->contact,
		       word_at(run_states, f->state), f->before, f->limit);
	return r ? r : read_rows(s, stmt, arena, ret, ret_n);
}
