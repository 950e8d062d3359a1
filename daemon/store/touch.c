/* Touches: one logged contact with a person. */
#include "store/touch.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"

enum { ADD, UPDATE, LIST, LOOSE, N };

#define COLUMNS                                                                                    \
	"id, version, contact, followup, day, channel, direction, gave, asked, text, minutes, "    \
	"created_at FROM touch "

static const char *const sql[] = {
	[ADD] = "INSERT INTO touch (contact, followup, day, channel, direction, gave, asked, text, "
		"minutes, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[UPDATE] = "UPDATE touch SET version = version + 1, followup = ?2, gave = ?3, text = ?4, "
		   "minutes = ?5 WHERE id = ?1",
	[LIST] = "SELECT " COLUMNS "WHERE contact = ?1 "
		 "AND (?3 IS NULL OR (day, id) < (?2, ?3)) ORDER BY day DESC, id DESC LIMIT ?4",
	[LOOSE] = "SELECT " COLUMNS "WHERE contact = ?1 AND day = ?2 AND channel = ?3 "
		  "AND direction = ?4 AND followup IS NULL AND created_at >= ?5 "
		  "ORDER BY id DESC LIMIT 1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_TOUCH};
const struct stmt_set *const store_set_touch = &set;

int store_touch_add(struct store *s, struct touch *t)
{
	int r;

	r = store_run(s, &set, ADD, "iIdttbbtmi", t->contact, t->followup, t->day,
		      channels[t->channel], directions[t->direction], t->gave, t->asked, t->text,
		      t->minutes, t->created_at);
	if (r)
		return r;
	t->id = store_last_id(s);
	t->version = 1;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct touch *t)
{
	*t = (struct touch){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.followup = col_int(stmt, 3),
		.day = {col_day(stmt, 4)},
		.channel = (enum channel)col_word(stmt, 5, channels),
		.direction = (enum direction)col_word(stmt, 6, directions),
		.gave = col_bool(stmt, 7),
		.asked = col_bool(stmt, 8),
		.text = col_text(stmt, 9, arena),
		.minutes = col_minute(stmt, 10),
		.created_at = col_int(stmt, 11),
	};
}

int store_touch_update(struct store *s, struct touch *t)
{
	int r;

	r = store_run(s, &set, UPDATE, "iIbtm", t->id, t->followup, t->gave, t->text, t->minutes);
	if (r)
		return r;
	t->version++;
	return 0;
}

int store_touch_find_loose(struct store *s, const struct touch *t, int64_t since,
			   struct arena *arena, struct touch *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct touch){0};
	r = store_bind(s, &set, LOOSE, &stmt, "idtti", t->contact, t->day, channels[t->channel],
		       directions[t->direction], since);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	read_row(stmt, arena, ret);
	store_reset(stmt);
	return 0;
}

int store_touch_list(struct store *s, const struct touch_filter *f, struct arena *arena,
		     struct touch **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct touch *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, LIST, &stmt, "idIn", f->contact, f->before_day, f->before_id,
		       f->limit);
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
