/* Follow-ups: one row each. */
#include "store/followup.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum {
	ADD,
	UPDATE,
	GET,
	OF_RUN,
	IS_RUN_OPEN,
	PARTS,
	OPEN_OF_CONTACT,
	OF_STEP,
	STEPS_ELSEWHERE,
	COME_ASKS,
	ENDED_OF_CONTACT,
	ABOUT,
	N
};

#define SELECT "SELECT " FOLLOWUP_COLUMNS " FROM followup f "

static const char *const sql[] = {
	[ADD] = "INSERT INTO followup (contact, sale, run, step, occurrence, kind, channel, title, "
		"reason, note, scope, gate, part_of, gives, score, repeat, series_day, state, "
		"waits_for, planned_day, planned_minute, due_day, due_minute, due_zone, due_at, "
		"next_at, \"rank\", is_pinned, tries_used, outcome, ended_day, created_at, "
		"about_kind, about_id) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
		"?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, "
		"?33, ?34)",
	[UPDATE] = "UPDATE followup SET version = version + 1, contact = ?2, sale = ?3, kind = ?4, "
		   "channel = ?5, title = ?6, note = ?7, gives = ?8, repeat = ?9, "
		   "series_day = ?10, state = ?11, waits_for = ?12, planned_day = ?13, "
		   "planned_minute = ?14, due_day = ?15, due_minute = ?16, due_zone = ?17, "
		   "due_at = ?18, next_at = ?19, \"rank\" = ?20, is_pinned = ?21, "
		   "tries_used = ?22, outcome = ?23, ended_day = ?24, part_of = ?25 "
		   "WHERE id = ?1",
	[GET] = SELECT "WHERE f.id = ?1",
	[OF_RUN] = SELECT "WHERE f.run = ?1 ORDER BY f.id",
	[IS_RUN_OPEN] = "SELECT EXISTS (SELECT 1 FROM followup WHERE run = ?1 "
			"AND state IN ('waiting', 'scheduled'))",
	[PARTS] = SELECT "WHERE f.part_of = ?1 ORDER BY f.id",
	[OPEN_OF_CONTACT] = SELECT "WHERE f.contact = ?1 AND f.state IN ('waiting', 'scheduled') "
				   "ORDER BY f.due_at, f.id",
	[OF_STEP] = SELECT "JOIN run r ON r.id = f.run WHERE f.contact = ?1 AND r.plan = ?2 "
			   "AND f.step = ?3 AND f.run <> ?4 AND f.state <> 'cancelled' "
			   "AND r.state <> 'stopped' "
			   "ORDER BY r.anchor_day DESC, r.id DESC, f.id DESC",
	[STEPS_ELSEWHERE] = "SELECT f.step, r.id, r.anchor_day FROM followup f "
			    "JOIN run r ON r.id = f.run WHERE f.contact = ?1 AND r.plan = ?2 "
			    "AND f.run <> ?3 AND f.state <> 'cancelled' AND r.state <> 'stopped'",
	[ENDED_OF_CONTACT] = SELECT "INDEXED BY followup_by_contact WHERE f.contact = ?1 "
				    "AND f.state NOT IN ('waiting', 'scheduled') "
				    "ORDER BY f.ended_day DESC, f.id DESC LIMIT ?2",
	[ABOUT] = SELECT "WHERE f.about_kind = ?1 AND f.about_id = ?2 ORDER BY f.id",
	[COME_ASKS] =
		SELECT "INDEXED BY followup_by_contact WHERE f.kind = 'ask' AND f.part_of IS NULL "
		       "AND f.state IN ('waiting', 'scheduled') AND f.due_at <= ?2 "
		       "AND (f.waits_for IS NULL OR f.waits_for NOT IN ('after', 'part-of')) "
		       "AND f.contact IN (SELECT c.id FROM contact c WHERE c.id = ?1 "
		       "OR c.household = (SELECT household FROM contact WHERE id = ?1)) "
		       "ORDER BY f.due_at, f.id",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_FOLLOWUP};
const struct stmt_set *const store_set_followup = &set;

int store_followup_add(struct store *s, struct followup *f)
{
	int r;

	r = store_run(s, &set, ADD, "IIItntttttttIbbtdttdmdmtiwnbntditI", f->contact, f->sale,
		      f->run, f->step, f->occurrence, followup_kinds[f->kind],
		      word_at(channels, f->channel), f->title, f->reason, f->note,
		      step_scopes[f->scope], f->has_gate ? "earned" : NULL, f->part_of, f->gives,
		      f->score, f->repeat, f->series_day, followup_states[f->state],
		      word_at(followup_waits, f->waits_for), f->planned_day, f->planned_minute,
		      f->due_day, f->due_minute, f->due_zone, f->due_at, f->next_at, f->rank,
		      f->is_pinned, f->tries_used, word_at(outcomes, f->outcome), f->ended_day,
		      f->created_at, f->about_id ? followup_abouts[f->about] : NULL, f->about_id);
	if (r)
		return r;
	f->id = store_last_id(s);
	f->version = 1;
	return 0;
}

int store_followup_update(struct store *s, struct followup *f)
{
	int r;

	r = store_run(s, &set, UPDATE,
		      "iIItttt"
		      "btdttdmdmtiwnbntdI",
		      f->id, f->contact, f->sale, followup_kinds[f->kind],
		      word_at(channels, f->channel), f->title, f->note, f->gives, f->repeat,
		      f->series_day, followup_states[f->state],
		      word_at(followup_waits, f->waits_for), f->planned_day, f->planned_minute,
		      f->due_day, f->due_minute, f->due_zone, f->due_at, f->next_at, f->rank,
		      f->is_pinned, f->tries_used, word_at(outcomes, f->outcome), f->ended_day,
		      f->part_of);
	if (r)
		return r;
	f->version++;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct followup *f)
{
	int about = col_word_or_none(stmt, 34, followup_abouts);

	*f = (struct followup){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.sale = col_int(stmt, 3),
		.run = col_int(stmt, 4),
		.step = col_text(stmt, 5, arena),
		.occurrence = (int)col_int(stmt, 6),
		.kind = (enum followup_kind)col_word(stmt, 7, followup_kinds),
		.channel = col_word_or_none(stmt, 8, channels),
		.title = col_text(stmt, 9, arena),
		.reason = col_text(stmt, 10, arena),
		.note = col_text(stmt, 11, arena),
		.scope = (enum step_scope)col_word(stmt, 12, step_scopes),
		.has_gate = col_text(stmt, 13, arena) != NULL,
		.part_of = col_int(stmt, 14),
		.gives = col_bool(stmt, 15),
		.score = col_bool(stmt, 16),
		.repeat = col_text(stmt, 17, arena),
		.series_day = {col_day(stmt, 18)},
		.state = (enum followup_state)col_word(stmt, 19, followup_states),
		.waits_for = col_word_or_none(stmt, 20, followup_waits),
		.planned_day = {col_day(stmt, 21)},
		.planned_minute = col_minute(stmt, 22),
		.due_day = {col_day(stmt, 23)},
		.due_minute = col_minute(stmt, 24),
		.due_zone = col_text(stmt, 25, arena),
		.due_at = col_int(stmt, 26),
		.next_at = col_instant(stmt, 27),
		.rank = (int)col_int(stmt, 28),
		.is_pinned = col_bool(stmt, 29),
		.tries_used = (int)col_int(stmt, 30),
		.outcome = col_word_or_none(stmt, 31, outcomes),
		.ended_day = {col_day(stmt, 32)},
		.created_at = col_int(stmt, 33),
		.about = about,
		.about_id = about < 0 ? 0 : col_int(stmt, 35),
	};
}

int store_followup_read(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
			struct followups *ret)
{
	size_t cap = 0;
	int r;

	*ret = (struct followups){0};
	while ((r = store_step(s, stmt)) == 1) {
		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		read_row(stmt, arena, &ret->items[ret->n++]);
	}
	return r;
}

int store_followup_get(struct store *s, int64_t id, struct arena *arena, struct followup *ret)
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

static int read_for(struct store *s, int statement, int64_t id, struct arena *arena,
		    struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, statement, &stmt, "i", id);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_followup_of_run(struct store *s, int64_t run, struct arena *arena, struct followups *ret)
{
	return read_for(s, OF_RUN, run, arena, ret);
}

int store_followup_is_run_open(struct store *s, int64_t run, bool *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t is_open = 0;
	int r;

	r = store_bind(s, &set, IS_RUN_OPEN, &stmt, "i", run);
	if (r == 0)
		r = store_one_int(s, stmt, &is_open);
	*ret = is_open != 0;
	return r;
}

int store_followup_parts(struct store *s, int64_t ask, struct arena *arena, struct followups *ret)
{
	return read_for(s, PARTS, ask, arena, ret);
}

int store_followup_open_of_contact(struct store *s, int64_t contact, struct arena *arena,
				   struct followups *ret)
{
	return read_for(s, OPEN_OF_CONTACT, contact, arena, ret);
}

int store_followup_of_step(struct store *s, const struct run *run, const char *step,
			   struct arena *arena, struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OF_STEP, &stmt, "iiti", run->contact, run->plan, step, run->id);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_followup_steps_elsewhere(struct store *s, const struct run *run, struct arena *arena,
				   struct steps_elsewhere *ret)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	*ret = (struct steps_elsewhere){0};
	r = store_bind(s, &set, STEPS_ELSEWHERE, &stmt, "iii", run->contact, run->plan, run->id);
	while (r == 0 && (r = store_step(s, stmt)) == 1) {
		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		ret->items[ret->n++] = (struct step_elsewhere){
			.key = col_text(stmt, 0, arena),
			.run = col_int(stmt, 1),
			.anchor_day = {col_day(stmt, 2)},
		};
		r = 0;
	}
	return r;
}

int store_followup_come_asks(struct store *s, int64_t contact, int64_t now, struct arena *arena,
			     struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, COME_ASKS, &stmt, "ii", contact, now);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_followup_about(struct store *s, enum followup_about about, int64_t id,
			 struct arena *arena, struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, ABOUT, &stmt, "ti", followup_abouts[about], id);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_followup_ended_of_contact(struct store *s, int64_t contact, int limit,
				    struct arena *arena, struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, ENDED_OF_CONTACT, &stmt, "in", contact, limit);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}
