/* Asks. */
#include "store/ask.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"

enum { ADD, UPDATE, OF_FOLLOWUP, NEWEST, LIST, LIST_OF_CONTACT, N };

#define COLUMNS                                                                                    \
	"id, version, contact, followup, sale, channel, day, entry, outcome, later_day, "          \
	"override_reason, note, created_at FROM ask "

static const char *const sql[] = {
	[ADD] = "INSERT INTO ask (contact, followup, sale, channel, day, entry, outcome, "
		"later_day, "
		"override_reason, note, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
	[UPDATE] = "UPDATE ask SET version = version + 1, outcome = ?2, later_day = ?3, "
		   "override_reason = ?4, note = ?5 WHERE id = ?1",
	[OF_FOLLOWUP] = "SELECT " COLUMNS "WHERE followup = ?1 ORDER BY id DESC LIMIT 1",
	[NEWEST] = "SELECT " COLUMNS "WHERE contact = ?1 ORDER BY day DESC, entry DESC, id DESC "
		   "LIMIT 1",
	[LIST] = "SELECT " COLUMNS "WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
	[LIST_OF_CONTACT] = "SELECT " COLUMNS "INDEXED BY ask_by_id WHERE contact = ?3 "
			    "AND id < ?1 ORDER BY id DESC LIMIT ?2",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_ASK};
const struct stmt_set *const store_set_ask = &set;

int store_ask_add(struct store *s, struct ask *a)
{
	int r;

	r = store_run(s, &set, ADD, "iIItditdtti", a->contact, a->followup, a->sale,
		      channels[a->channel], a->day, a->entry, word_at(ask_outcomes, a->outcome),
		      a->later_day, a->override_reason, a->note, a->created_at);
	if (r)
		return r;
	a->id = store_last_id(s);
	a->version = 1;
	return 0;
}

int store_ask_update(struct store *s, struct ask *a)
{
	int r;

	r = store_run(s, &set, UPDATE, "itdtt", a->id, word_at(ask_outcomes, a->outcome),
		      a->later_day, a->override_reason, a->note);
	if (r)
		return r;
	a->version++;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct ask *a)
{
	*a = (struct ask){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.followup = col_int(stmt, 3),
		.sale = col_int(stmt, 4),
		.channel = (enum channel)col_word(stmt, 5, channels),
		.day = {col_day(stmt, 6)},
		.entry = col_int(stmt, 7),
		.outcome = col_word_or_none(stmt, 8, ask_outcomes),
		.later_day = {col_day(stmt, 9)},
		.override_reason = col_text(stmt, 10, arena),
		.note = col_text(stmt, 11, arena),
		.created_at = col_int(stmt, 12),
	};
}

/* The one row of a statement for an id; ret->id 0 where there is none. */
static int find(struct store *s, int statement, int64_t id, struct arena *arena, struct ask *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct ask){0};
	r = store_bind(s, &set, statement, &stmt, "i", id);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	read_row(stmt, arena, ret);
	store_reset(stmt);
	return 0;
}

int store_ask_of_followup(struct store *s, int64_t followup, struct arena *arena, struct ask *ret)
{
	return find(s, OF_FOLLOWUP, followup, arena, ret);
}

int store_ask_pending(struct store *s, int64_t contact, struct arena *arena, struct ask *ret)
{
	int r;

	r = find(s, NEWEST, contact, arena, ret);
	if (r == 0 && ret->outcome >= 0)
		*ret = (struct ask){0};
	return r;
}

int store_ask_list(struct store *s, const struct ask_filter *f, struct arena *arena,
		   struct ask **ret, size_t *ret_n)
{
	int64_t before = f->before ? f->before : INT64_MAX;
	struct sqlite3_stmt *stmt;
	struct ask *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = f->contact ? store_bind(s, &set, LIST_OF_CONTACT, &stmt, "ini", before, f->limit,
				    f->contact)
		       : store_bind(s, &set, LIST, &stmt, "in", before, f->limit);
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
