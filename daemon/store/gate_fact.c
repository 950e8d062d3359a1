/* The verdicts of the gate as they are kept: derived, one row a contact. */
#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/gate.h"
#include "store/sets.h"

enum { GET, PUT, REMOVE, RECHECK, RECHECK_ALL, NEXT, LIST, LIST_STATE, LIST_CODE, COUNT, N };

const char *const gate_states[] = {"open", "one-short", "blocked", NULL};

#define COLUMNS                                                                                    \
	"contact, state, first_blocking, n_blocking, is_asked, since, next_day, recheck_day "      \
	"FROM gate_fact "
#define PAGE "AND contact > ?1 AND (?2 = 0 OR is_asked = 0) ORDER BY contact LIMIT ?3"

static const char *const sql[] = {
	[GET] = "SELECT " COLUMNS "WHERE contact = ?1",
	[PUT] = "INSERT OR REPLACE INTO gate_fact (contact, state, first_blocking, n_blocking, "
		"is_asked, since, next_day, recheck_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[REMOVE] = "DELETE FROM gate_fact WHERE contact = ?1",
	[RECHECK] = "SELECT contact FROM gate_fact INDEXED BY gate_fact_by_recheck "
		    "WHERE recheck_day IS NOT NULL AND recheck_day <= ?1 ORDER BY recheck_day "
		    "LIMIT ?2",
	[RECHECK_ALL] = "UPDATE gate_fact SET recheck_day = ?1",
	[NEXT] = "SELECT min(recheck_day) FROM gate_fact INDEXED BY gate_fact_by_recheck "
		 "WHERE recheck_day IS NOT NULL",
	[LIST] = "SELECT " COLUMNS "WHERE 1 " PAGE,
	[LIST_STATE] =
		"SELECT " COLUMNS "WHERE state = ?4 AND (?5 IS NULL OR +first_blocking = ?5) " PAGE,
	[LIST_CODE] = "SELECT " COLUMNS "WHERE first_blocking = ?4 " PAGE,
	[COUNT] = "SELECT (SELECT count(*) FROM gate_fact WHERE state = 'open'), "
		  "(SELECT count(*) FROM gate_fact WHERE state = 'one-short'), "
		  "(SELECT count(*) FROM gate_fact)",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_GATE_FACT};
const struct stmt_set *const store_set_gate_fact = &set;

static void read_row(struct sqlite3_stmt *stmt, struct gate_row *row)
{
	*row = (struct gate_row){
		.contact = col_int(stmt, 0),
		.state = (enum gate_state)col_word(stmt, 1, gate_states),
		.first_blocking = col_word_or_none(stmt, 2, gate_codes),
		.n_blocking = (int)col_int(stmt, 3),
		.is_asked = col_bool(stmt, 4),
		.since = {col_day(stmt, 5)},
		.next_day = {col_day(stmt, 6)},
		.recheck_day = {col_day(stmt, 7)},
	};
}

int store_gate_get(struct store *s, int64_t contact, struct gate_row *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct gate_row){0};
	r = store_bind(s, &set, GET, &stmt, "i", contact);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	read_row(stmt, ret);
	store_reset(stmt);
	return 0;
}

int store_gate_put(struct store *s, const struct gate_row *row)
{
	return store_run(s, &set, PUT, "ittnbddd", row->contact, gate_states[row->state],
			 word_at(gate_codes, row->first_blocking), row->n_blocking, row->is_asked,
			 row->since, row->next_day, row->recheck_day);
}

int store_gate_remove(struct store *s, int64_t contact)
{
	return store_run(s, &set, REMOVE, "i", contact);
}

int store_gate_to_recheck(struct store *s, struct day today, int limit, struct arena *arena,
			  int64_t **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, RECHECK, &stmt, "dn", today, limit);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_gate_recheck_all(struct store *s, struct day day)
{
	return store_run(s, &set, RECHECK_ALL, "d", day);
}

int store_gate_next_recheck(struct store *s, struct day *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEXT, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r ? (struct day){col_day(stmt, 0)} : NO_DAY;
	store_reset(stmt);
	return 0;
}

int store_gate_list(struct store *s, const struct gate_filter *f, struct arena *arena,
		    struct gate_row **ret, size_t *ret_n)
{
	const char *code = word_at(gate_codes, f->code);
	struct gate_row *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	if (f->state >= 0)
		r = store_bind(s, &set, LIST_STATE, &stmt, "ibntt", f->after, f->is_never_asked,
			       f->limit, gate_states[f->state], code);
	else if (code)
		r = store_bind(s, &set, LIST_CODE, &stmt, "ibnt", f->after, f->is_never_asked,
			       f->limit, code);
	else
		r = store_bind(s, &set, LIST, &stmt, "ibn", f->after, f->is_never_asked, f->limit);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		read_row(stmt, &items[n++]);
	}
	*ret = items;
	*ret_n = n;
	return r;
}

int store_gate_count(struct store *s, struct gate_counts *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct gate_counts){0};
	r = store_bind(s, &set, COUNT, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = (struct gate_counts){col_int(stmt, 0), col_int(stmt, 1), 0};
	/* Most are blocked, and all of them are counted sooner than those. */
	ret->blocked = col_int(stmt, 2) - ret->open - ret->one_short;
	store_reset(stmt);
	return 0;
}
