/* Lists of follow-ups that stay fast at 1,000,000 rows: one statement and one index each. */
#include "store/followup_list.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"

enum {
	AGENDA,
	AGENDA_KIND,
	AGENDA_COUNT,
	AGENDA_UP_TO,
	WAITING,
	WAITING_COUNT,
	LIST,
	LIST_STATE,
	LIST_KIND,
	LIST_CONTACT,
	NEXT_OF_SALE,
	N
};

#define SELECT "SELECT " FOLLOWUP_COLUMNS " FROM followup f "
#define RANGE "f.due_at BETWEEN ?3 AND ?4 AND (f.due_at, f.id) > (?5, ?6) "
#define ORDER "ORDER BY f.due_at, f.id LIMIT ?7"

static const char *const sql[] = {
	[AGENDA] = SELECT "INDEXED BY followup_by_agenda WHERE f.state = 'scheduled' "
			  "AND f.due_at BETWEEN ?1 AND ?2 "
			  "AND (f.due_at, f.\"rank\", f.id) > (?3, ?4, ?5) "
			  "ORDER BY f.due_at, f.\"rank\", f.id LIMIT ?6",
	[AGENDA_KIND] = SELECT "INDEXED BY followup_by_agenda WHERE f.state = 'scheduled' "
			       "AND f.due_at BETWEEN ?1 AND ?2 "
			       "AND (f.due_at, f.\"rank\", f.id) > (?3, ?4, ?5) AND f.kind = ?7 "
			       "ORDER BY f.due_at, f.\"rank\", f.id LIMIT ?6",
	[AGENDA_COUNT] = "SELECT count(*) FROM followup INDEXED BY followup_by_state "
			 "WHERE state = 'scheduled' AND due_at BETWEEN ?1 AND ?2",
	[AGENDA_UP_TO] = "SELECT count(*) FROM (SELECT 1 FROM followup INDEXED BY "
			 "followup_by_state WHERE state = 'scheduled' AND due_at <= ?1 "
			 "AND (?2 IS NULL OR kind = ?2) LIMIT ?3)",
	[WAITING] = SELECT "INDEXED BY followup_by_wait WHERE f.waits_for = 'gate' "
			   "AND f.due_at <= ?1 ORDER BY f.due_at, f.id LIMIT ?2",
	[WAITING_COUNT] = "SELECT count(*) FROM followup INDEXED BY followup_by_wait "
			  "WHERE waits_for = 'gate' AND due_at <= ?1",
	[LIST] = SELECT "INDEXED BY followup_by_due WHERE ?1 IS NULL AND ?2 IS NULL "
			"AND ?8 IS NULL AND " RANGE ORDER,
	[LIST_STATE] = SELECT "INDEXED BY followup_by_state WHERE f.state = ?1 "
			      "AND (?2 IS NULL OR f.kind = ?2) AND ?8 IS NULL AND " RANGE ORDER,
	[LIST_KIND] = SELECT "INDEXED BY followup_by_kind WHERE ?1 IS NULL AND f.kind = ?2 "
			     "AND ?8 IS NULL AND " RANGE ORDER,
	[LIST_CONTACT] = SELECT "INDEXED BY followup_by_contact WHERE (?1 IS NULL OR f.state = ?1) "
				"AND (?2 IS NULL OR f.kind = ?2) AND f.contact = ?8 "
				"AND " RANGE ORDER,
	[NEXT_OF_SALE] = SELECT "WHERE f.sale = ?1 AND f.state = 'scheduled' "
				"ORDER BY f.due_at, f.id LIMIT 1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_FOLLOWUP_LIST};
const struct stmt_set *const store_set_followup_list = &set;

int store_followup_agenda(struct store *s, const struct agenda_filter *f, struct arena *arena,
			  struct followups *ret)
{
	static const struct agenda_cursor start = {.due_at = INT64_MIN};
	const struct agenda_cursor *after = f->after ? f->after : &start;
	struct sqlite3_stmt *stmt;
	int r;

	r = f->kind < 0 ? store_bind(s, &set, AGENDA, &stmt, "iiiiin", f->from, f->until,
				     after->due_at, after->rank, after->id, f->limit)
			: store_bind(s, &set, AGENDA_KIND, &stmt, "iiiiint", f->from, f->until,
				     after->due_at, after->rank, after->id, f->limit,
				     followup_kinds[f->kind]);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_followup_agenda_count(struct store *s, int64_t from, int64_t until, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, AGENDA_COUNT, &stmt, "ii", from, until);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_followup_agenda_up_to(struct store *s, int64_t until, int kind, int limit, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, AGENDA_UP_TO, &stmt, "itn", until, word_at(followup_kinds, kind),
		       limit);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_followup_waiting(struct store *s, int64_t until, int limit, struct arena *arena,
			   struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, WAITING, &stmt, "in", until, limit);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_followup_waiting_count(struct store *s, int64_t until, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, WAITING_COUNT, &stmt, "i", until);
	return r ? r : store_one_int(s, stmt, ret);
}

static int list_statement(const struct followup_filter *f)
{
	if (f->contact)
		return LIST_CONTACT;
	if (f->state >= 0)
		return LIST_STATE;
	return f->kind >= 0 ? LIST_KIND : LIST;
}

int store_followup_list(struct store *s, const struct followup_filter *f, struct arena *arena,
			struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t after = f->after.id ? f->after.due_at : INT64_MIN;
	int r;

	r = store_bind(s, &set, list_statement(f), &stmt, "ttiiiinI",
		       word_at(followup_states, f->state), word_at(followup_kinds, f->kind),
		       f->from, f->until, after, f->after.id, f->limit, f->contact);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_followup_next_of_sale(struct store *s, int64_t sale, struct arena *arena,
				struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEXT_OF_SALE, &stmt, "i", sale);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}
