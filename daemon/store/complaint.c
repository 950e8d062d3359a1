/* Complaints. */
#include "store/complaint.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { ADD, UPDATE, GET, LIST, LIST_STATE, LIST_CONTACT, OPEN_OF_HOUSEHOLD, N };

#define SELECT                                                                                     \
	"SELECT c.id, c.version, c.contact, c.sale, c.text, c.state, c.day, c.entry, "             \
	"c.resolved_day, c.resolved_entry, c.note, c.created_at FROM complaint c "
#define PAGE "AND (?3 IS NULL OR c.id < ?3) ORDER BY c.id DESC LIMIT ?4"

static const char *const sql[] = {
	[ADD] = "INSERT INTO complaint (contact, sale, text, state, day, entry, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[UPDATE] = "UPDATE complaint SET version = version + 1, state = ?2, resolved_day = ?3, "
		   "resolved_entry = ?4, note = ?5 WHERE id = ?1",
	[GET] = SELECT "WHERE c.id = ?1",
	[LIST] = SELECT "WHERE ?1 IS NULL AND ?2 IS NULL " PAGE,
	[LIST_STATE] = SELECT "WHERE ?1 IS NULL AND c.state = ?2 " PAGE,
	[LIST_CONTACT] = SELECT "WHERE c.contact = ?1 AND (?2 IS NULL OR c.state = ?2) " PAGE,
	[OPEN_OF_HOUSEHOLD] =
		SELECT "INDEXED BY complaint_open WHERE c.state = 'open' "
		       "AND c.contact IN (SELECT m.id FROM contact m WHERE m.id = ?1 "
		       "OR m.household = (SELECT household FROM contact WHERE id = ?1)) "
		       "ORDER BY c.id",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_COMPLAINT};
const struct stmt_set *const store_set_complaint = &set;

int store_complaint_add(struct store *s, struct complaint *c)
{
	int r;

	r = store_run(s, &set, ADD, "iIttdii", c->contact, c->sale, c->text,
		      complaint_states[c->state], c->day, c->entry, c->created_at);
	if (r)
		return r;
	c->id = store_last_id(s);
	c->version = 1;
	return 0;
}

int store_complaint_update(struct store *s, struct complaint *c)
{
	int r;

	r = store_run(s, &set, UPDATE, "itdIt", c->id, complaint_states[c->state], c->resolved_day,
		      c->resolved_entry, c->note);
	if (r)
		return r;
	c->version++;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct complaint *c)
{
	*c = (struct complaint){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.sale = col_int(stmt, 3),
		.text = col_text(stmt, 4, arena),
		.state = (enum complaint_state)col_word(stmt, 5, complaint_states),
		.day = {col_day(stmt, 6)},
		.entry = col_int(stmt, 7),
		.resolved_day = {col_day(stmt, 8)},
		.resolved_entry = col_int(stmt, 9),
		.note = col_text(stmt, 10, arena),
		.created_at = col_int(stmt, 11),
	};
}

int store_complaint_get(struct store *s, int64_t id, struct arena *arena, struct complaint *ret)
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

static int read_rows(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		     struct complaint **ret, size_t *ret_n)
{
	struct complaint *items = NULL;
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

static int list_statement(const struct complaint_filter *f)
{
	if (f->contact)
		return LIST_CONTACT;
	return f->state >= 0 ? LIST_STATE : LIST;
}

int store_complaint_list(struct store *s, const struct complaint_filter *f, struct arena *arena,
			 struct complaint **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, list_statement(f), &stmt, "ItIn", f->contact,
		       word_at(complaint_states, f->state), f->before, f->limit);
	return r ? r : read_rows(s, stmt, arena, ret, ret_n);
}

int store_complaint_open_of_household(struct store *s, int64_t contact, struct arena *arena,
				      struct complaint **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OPEN_OF_HOUSEHOLD, &stmt, "i", contact);
	return r ? r : read_rows(s, stmt, arena, ret, ret_n);
}
