/* Campaigns. */
#include "store/campaign.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { ADD, UPDATE, GET, LIST, SET_LOOK, TO_LOOK_AT, NEXT_LOOK, N };

#define COLUMNS                                                                                    \
	"id, version, name, kind, rrule, start_day, lead_days, standing, tag, cadence, "           \
	"ended_day, look_day, created_at FROM campaign "

static const char *const sql[] = {
	[ADD] = "INSERT INTO campaign (name, kind, rrule, start_day, lead_days, standing, tag, "
		"cadence, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[UPDATE] = "UPDATE campaign SET version = version + 1, name = ?2, rrule = ?3, "
		   "start_day = ?4, lead_days = ?5, standing = ?6, tag = ?7, cadence = ?8, "
		   "ended_day = ?9 WHERE id = ?1",
	[GET] = "SELECT " COLUMNS "WHERE id = ?1",
	[LIST] = "SELECT " COLUMNS "WHERE id > ?1 ORDER BY id LIMIT ?2",
	[SET_LOOK] = "UPDATE campaign SET look_day = ?2 WHERE id = ?1",
	[TO_LOOK_AT] = "SELECT " COLUMNS "WHERE look_day <= ?1 ORDER BY look_day, id LIMIT ?2",
	[NEXT_LOOK] = "SELECT min(look_day) FROM campaign WHERE look_day IS NOT NULL",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_CAMPAIGN};
const struct stmt_set *const store_set_campaign = &set;

int store_campaign_add(struct store *s, struct campaign *c)
{
	const struct audience *a = &c->audience;
	int r;

	r = store_run(s, &set, ADD, "tttdnttti", c->name, campaign_kinds[c->kind], c->rrule,
		      c->start_day, c->lead_days, word_at(standings, a->standing), a->tag,
		      word_at(cadences, a->cadence), c->created_at);
	if (r)
		return r;
	c->id = store_last_id(s);
	c->version = 1;
	return 0;
}

int store_campaign_update(struct store *s, struct campaign *c)
{
	const struct audience *a = &c->audience;
	int r;

	r = store_run(s, &set, UPDATE, "ittdntttd", c->id, c->name, c->rrule, c->start_day,
		      c->lead_days, word_at(standings, a->standing), a->tag,
		      word_at(cadences, a->cadence), c->ended_day);
	if (r)
		return r;
	c->version++;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct campaign *c)
{
	*c = (struct campaign){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.name = col_text(stmt, 2, arena),
		.kind = (enum campaign_kind)col_word(stmt, 3, campaign_kinds),
		.rrule = col_text(stmt, 4, arena),
		.start_day = {col_day(stmt, 5)},
		.lead_days = (int)col_int(stmt, 6),
		.audience = {.standing = col_word_or_none(stmt, 7, standings),
			     .tag = col_text(stmt, 8, arena),
			     .cadence = col_word_or_none(stmt, 9, cadences)},
		.ended_day = {col_day(stmt, 10)},
		.look_day = {col_day(stmt, 11)},
		.created_at = col_int(stmt, 12),
	};
}

int store_campaign_get(struct store *s, int64_t id, struct arena *arena, struct campaign *ret)
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

static int read_all(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		    struct campaigns *ret)
{
	struct campaigns rows = {0};
	size_t cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		read_row(stmt, arena, &rows.items[rows.n++]);
	}
	*ret = rows;
	return r;
}

int store_campaign_list(struct store *s, int64_t after, int limit, struct arena *arena,
			struct campaigns *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, LIST, &stmt, "in", after, limit);
	return r ? r : read_all(s, stmt, arena, ret);
}

int store_campaign_set_look(struct store *s, int64_t id, struct day day)
{
	return store_run(s, &set, SET_LOOK, "id", id, day);
}

int store_campaign_to_look_at(struct store *s, struct day today, int limit, struct arena *arena,
			      struct campaigns *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, TO_LOOK_AT, &stmt, "dn", today, limit);
	return r ? r : read_all(s, stmt, arena, ret);
}

int store_campaign_next_look(struct store *s, struct day *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = NO_DAY;
	r = store_bind(s, &set, NEXT_LOOK, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = (struct day){col_day(stmt, 0)};
	store_reset(stmt);
	return 0;
}
