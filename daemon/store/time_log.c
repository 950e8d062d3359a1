/* Working time that is no touch. */
#include "store/time_log.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"

enum { ADD, LIST, N };

static const char *const sql[] = {
	[ADD] = "INSERT INTO time_log (activity, minutes, day, note, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5)",
	[LIST] = "SELECT id, version, activity, minutes, day, note, created_at FROM time_log "
		 "INDEXED BY time_log_by_day WHERE day BETWEEN ?1 AND ?2 "
		 "AND (?4 IS NULL OR (day, id) < (?3, ?4)) ORDER BY day DESC, id DESC LIMIT ?5",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_TIME_LOG};
const struct stmt_set *const store_set_time_log = &set;

int store_time_log_add(struct store *s, struct time_log *t)
{
	int r;

	r = store_run(s, &set, ADD, "tndti", activities[t->activity], t->minutes, t->day, t->note,
		      t->created_at);
	if (r)
		return r;
	t->id = store_last_id(s);
	t->version = 1;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct time_log *t)
{
	*t = (struct time_log){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.activity = (enum activity)col_word(stmt, 2, activities),
		.minutes = (int)col_int(stmt, 3),
		.day = {col_day(stmt, 4)},
		.note = col_text(stmt, 5, arena),
		.created_at = col_int(stmt, 6),
	};
}

int store_time_log_list(struct store *s, const struct time_log_filter *f, struct arena *arena,
			struct time_logs *ret)
{
	struct sqlite3_stmt *stmt;
	struct time_logs rows = {0};
	size_t cap = 0;
	int r;

	r = store_bind(s, &set, LIST, &stmt, "dddIn", f->from, f->to, f->before_day, f->before_id,
		       f->limit);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		read_row(stmt, arena, &rows.items[rows.n++]);
	}
	*ret = rows;
	return r;
}
