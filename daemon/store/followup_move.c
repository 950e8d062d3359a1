/* The moves of follow-ups: every transition, so that `why` can tell the whole story. */
#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/followup.h"
#include "store/sets.h"

enum { ADD, LIST, LAST, N };

static const char *const sql[] = {
	[ADD] = "INSERT INTO followup_move (followup, at, rule, from_state, to_state, from_day, "
		"from_minute, to_day, to_minute, cause_kind, cause_id, reason) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
	[LIST] = "SELECT id, followup, at, rule, from_state, to_state, from_day, from_minute, "
		 "to_day, to_minute, cause_kind, cause_id, reason FROM followup_move "
		 "WHERE followup = ?1 ORDER BY id",
	[LAST] = "SELECT at FROM followup_move WHERE followup = ?1 ORDER BY id DESC LIMIT 1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_FOLLOWUP_MOVE};
const struct stmt_set *const store_set_followup_move = &set;

int store_move_add(struct store *s, const struct followup_move *m)
{
	return store_run(s, &set, ADD, "iitttdmdmtIt", m->followup, m->at, move_rules[m->rule],
			 word_at(followup_states, m->from_state), followup_states[m->to_state],
			 m->from_day, m->from_minute, m->to_day, m->to_minute,
			 word_at(causes, m->cause), m->cause_id, m->reason);
}

int store_move_last(struct store *s, int64_t followup, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, LAST, &stmt, "i", followup);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_move_list(struct store *s, int64_t followup, struct arena *arena,
		    struct followup_move **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct followup_move *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, LIST, &stmt, "i", followup);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = (struct followup_move){
			.id = col_int(stmt, 0),
			.followup = col_int(stmt, 1),
			.at = col_int(stmt, 2),
			.rule = (enum move_rule)col_word(stmt, 3, move_rules),
			.from_state = col_word_or_none(stmt, 4, followup_states),
			.to_state = (enum followup_state)col_word(stmt, 5, followup_states),
			.from_day = {col_day(stmt, 6)},
			.from_minute = col_minute(stmt, 7),
			.to_day = {col_day(stmt, 8)},
			.to_minute = col_minute(stmt, 9),
			.cause = col_word_or_none(stmt, 10, causes),
			.cause_id = col_int(stmt, 11),
			.reason = col_text(stmt, 12, arena),
		};
	}
	*ret = items;
	*ret_n = n;
	return r;
}
