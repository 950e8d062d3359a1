/* Suppressions: who is not to be contacted, how, and until when. */
#include "store/suppression.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { ADD, UPDATE, GET, IN_FORCE, OVER, NEXT_END, LIST, LIST_OF_CONTACT, STOPPED, N };

#define COLUMNS                                                                                    \
	"id, version, contact, channel, reason, evidence, day, until, lifted_day, lift_reason, "   \
	"created_at FROM suppression "

static const char *const sql[] = {
	[ADD] = "INSERT INTO suppression (contact, channel, reason, evidence, day, until, "
		"created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[UPDATE] = "UPDATE suppression SET version = version + 1, lifted_day = ?2, "
		   "lift_reason = ?3 WHERE id = ?1",
	[GET] = "SELECT " COLUMNS "WHERE id = ?1",
	[IN_FORCE] = "SELECT " COLUMNS "WHERE contact = ?1 AND lifted_day IS NULL "
		     "AND (until IS NULL OR until > ?2) ORDER BY id",
	[OVER] = "SELECT id FROM suppression WHERE until IS NOT NULL AND lifted_day IS NULL "
		 "AND until <= ?1 ORDER BY until, id",
	[NEXT_END] = "SELECT min(until) FROM suppression WHERE until IS NOT NULL "
		     "AND lifted_day IS NULL",
	[LIST] = "SELECT " COLUMNS "WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
	[LIST_OF_CONTACT] =
		"SELECT " COLUMNS "WHERE contact = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2",
	/* What cancelled each in the end: a suppression, or the one it followed. */
	[STOPPED] = "SELECT m.followup, m.rule = 'suppressed', m.cause_id FROM followup f "
		    "JOIN followup_move m ON m.followup = f.id WHERE f.contact = ?1 "
		    "AND f.state = 'cancelled' AND m.to_state = 'cancelled' "
		    "AND m.rule IN ('suppressed', 'before-ended') AND m.id = (SELECT max(x.id) "
		    "FROM followup_move x WHERE x.followup = f.id) ORDER BY m.id",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_SUPPRESSION};
const struct stmt_set *const store_set_suppression = &set;

int store_suppression_add(struct store *s, struct suppression *x)
{
	int r;

	r = store_run(s, &set, ADD, "itttddi", x->contact, suppression_channels[x->channel],
		      x->reason, x->evidence, x->day, x->until, x->created_at);
	if (r)
		return r;
	x->id = store_last_id(s);
	x->version = 1;
	return 0;
}

int store_suppression_update(struct store *s, struct suppression *x)
{
	int r;

	r = store_run(s, &set, UPDATE, "idt", x->id, x->lifted_day, x->lift_reason);
	if (r)
		return r;
	x->version++;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct suppression *x)
{
	*x = (struct suppression){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.channel = (enum suppression_channel)col_word(stmt, 3, suppression_channels),
		.reason = col_text(stmt, 4, arena),
		.evidence = col_text(stmt, 5, arena),
		.day = {col_day(stmt, 6)},
		.until = {col_day(stmt, 7)},
		.lifted_day = {col_day(stmt, 8)},
		.lift_reason = col_text(stmt, 9, arena),
		.created_at = col_int(stmt, 10),
	};
}

static int read_rows(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		     struct suppressions *ret)
{
	struct suppressions rows = {0};
	size_t cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		read_row(stmt, arena, &rows.items[rows.n++]);
	}
	*ret = rows;
	return r;
}

int store_suppression_get(struct store *s, int64_t id, struct arena *arena, struct suppression *ret)
{
	struct suppressions rows;
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

int store_suppression_in_force(struct store *s, int64_t contact, struct day day,
			       struct arena *arena, struct suppressions *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, IN_FORCE, &stmt, "id", contact, day);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_suppression_over(struct store *s, struct day today, struct arena *arena, int64_t **ret,
			   size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OVER, &stmt, "d", today);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_suppression_next_end(struct store *s, struct day *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEXT_END, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = (struct day){r ? col_day(stmt, 0) : NO_DAY.n};
	store_reset(stmt);
	return 0;
}

int store_suppression_list(struct store *s, const struct suppression_filter *f, struct arena *arena,
			   struct suppressions *ret)
{
	int64_t before = f->before_id ? f->before_id : INT64_MAX;
	struct sqlite3_stmt *stmt;
	int r;

	r = f->contact ? store_bind(s, &set, LIST_OF_CONTACT, &stmt, "ini", before, f->limit,
				    f->contact)
		       : store_bind(s, &set, LIST, &stmt, "in", before, f->limit);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_suppression_stopped(struct store *s, int64_t contact, struct arena *arena,
			      struct stopped **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct stopped *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, STOPPED, &stmt, "i", contact);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] =
			(struct stopped){col_int(stmt, 0), col_bool(stmt, 1), col_int(stmt, 2)};
	}
	*ret = items;
	*ret_n = n;
	return r;
}
