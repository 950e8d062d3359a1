/* Repairs: what stands in a household, and what a repair is for. */
#include "store/repair.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/household.h"
#include "store/sets.h"

enum { TROUBLE, RUNNING, LAST_DAY, ADD, CAUSES, OF_COMPLAINT, N };

/* The members are joined from the outside, over two indexes: a list of them to look into would be
 * made anew, as a table, by each run of the statement. */
#define MEMBERS "contact m CROSS JOIN "
#define OF_HOUSEHOLD "(m.id = ?1 OR m.household = (SELECT household FROM contact WHERE id = ?1)) "
#define THE_PLAN "(SELECT p.id FROM plan p WHERE p.name = 'repair') "
#define REPAIRS                                                                                    \
	MEMBERS "run r INDEXED BY run_by_contact WHERE " OF_HOUSEHOLD "AND r.contact = m.id "      \
		"AND r.plan = " THE_PLAN

static const char *const sql[] = {
	[TROUBLE] = "SELECT max((SELECT max(r.id) FROM run r INDEXED BY run_by_contact "
		    " WHERE r.contact = m.id AND r.plan = " THE_PLAN "AND r.state = 'active')), "
		    "min((SELECT min(c.id) FROM complaint c INDEXED BY complaint_open "
		    " WHERE c.contact = m.id AND c.state = 'open')), "
		    "sum((SELECT count(*) FROM followup f INDEXED BY followup_held "
		    " WHERE f.contact = m.id AND f.waits_for IN ('repair', 'complaint'))) "
		    "FROM " HOUSEHOLD_OF ") m",
	[RUNNING] = "SELECT r.id FROM " REPAIRS " AND r.state = 'active' ORDER BY r.contact, r.id",
	[LAST_DAY] = "SELECT max(r.anchor_day) FROM " REPAIRS,
	[ADD] = "INSERT INTO repair_cause (run, occurrence, contact, kind, about_id, day, "
		"created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[CAUSES] = "SELECT a.run, a.occurrence, a.contact, a.kind, a.about_id, a.day, "
		   "CASE a.kind WHEN 'complaint' THEN c.text WHEN 'promise' THEN p.text "
		   "ELSE 'scored ' || s.score || ifnull(': ' || s.words, '') END, "
		   "ifnull(c.state = 'open', 0) "
		   " OR ifnull(p.state = 'broken' AND p.righted_day IS NULL, 0) "
		   "FROM repair_cause a "
		   "LEFT JOIN complaint c ON a.kind = 'complaint' AND c.id = a.about_id "
		   "LEFT JOIN satisfaction s ON a.kind = 'score' AND s.id = a.about_id "
		   "LEFT JOIN promise p ON a.kind = 'promise' AND p.id = a.about_id "
		   "WHERE a.run = ?1 AND a.occurrence = ?2 ORDER BY a.id",
	[OF_COMPLAINT] =
		"SELECT a.run, a.occurrence FROM repair_cause a JOIN run r ON r.id = a.run "
		"WHERE a.kind = 'complaint' AND a.about_id = ?1 AND r.state = 'active' "
		"ORDER BY a.id DESC LIMIT 1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_REPAIR};
const struct stmt_set *const store_set_repair = &set;

int store_repair_trouble(struct store *s, int64_t contact, struct household_trouble *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct household_trouble){0};
	r = store_bind(s, &set, TROUBLE, &stmt, "i", contact);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = (struct household_trouble){col_int(stmt, 0), col_int(stmt, 1), col_int(stmt, 2)};
	store_reset(stmt);
	return 0;
}

int store_repair_running(struct store *s, int64_t contact, struct arena *arena, int64_t **ret,
			 size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, RUNNING, &stmt, "i", contact);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_repair_last_day(struct store *s, int64_t contact, struct day *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = NO_DAY;
	r = store_bind(s, &set, LAST_DAY, &stmt, "i", contact);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = (struct day){col_day(stmt, 0)};
	store_reset(stmt);
	return 0;
}

int store_repair_cause_add(struct store *s, const struct repair_cause *c, int64_t now)
{
	return store_run(s, &set, ADD, "initidi", c->run, c->occurrence, c->contact,
			 repair_kinds[c->kind], c->id, c->day, now);
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct repair_cause *c)
{
	*c = (struct repair_cause){
		.run = col_int(stmt, 0),
		.occurrence = (int)col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.kind = (enum repair_kind)col_word(stmt, 3, repair_kinds),
		.id = col_int(stmt, 4),
		.day = {col_day(stmt, 5)},
		.text = col_text(stmt, 6, arena),
		.is_open = col_bool(stmt, 7),
	};
}

int store_repair_causes(struct store *s, int64_t run, int occurrence, struct arena *arena,
			struct repair_cause **ret, size_t *ret_n)
{
	struct repair_cause *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, CAUSES, &stmt, "in", run, occurrence);
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

int store_repair_of_complaint(struct store *s, int64_t complaint, int64_t *ret_run,
			      int *ret_occurrence)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret_run = 0;
	*ret_occurrence = 0;
	r = store_bind(s, &set, OF_COMPLAINT, &stmt, "i", complaint);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret_run = col_int(stmt, 0);
	*ret_occurrence = (int)col_int(stmt, 1);
	store_reset(stmt);
	return 0;
}
