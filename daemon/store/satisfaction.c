/* Satisfaction: scores and compliments. */
#include "store/satisfaction.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { ADD, LIST, PRAISE, LIST_PRAISE, N };

#define SCORES                                                                                     \
	"SELECT id, version, contact, sale, followup, score, words, day, entry, created_at "       \
	"FROM satisfaction "
#define PRAISES "SELECT id, version, contact, sale, text, day, entry, created_at FROM compliment "
#define PAGE                                                                                       \
	"WHERE contact = ?1 AND (?4 IS NULL OR (day, entry, id) < (?2, ?3, ?4)) "                  \
	"ORDER BY day DESC, entry DESC, id DESC LIMIT ?5"

static const char *const sql[] = {
	[ADD] = "INSERT INTO satisfaction (contact, sale, followup, score, words, day, entry, "
		"created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[LIST] = SCORES PAGE,
	[PRAISE] = "INSERT INTO compliment (contact, sale, text, day, entry, created_at) "
		   "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[LIST_PRAISE] = PRAISES PAGE,
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_SATISFACTION};
const struct stmt_set *const store_set_satisfaction = &set;

int store_satisfaction_add(struct store *s, struct satisfaction *score)
{
	int r;

	r = store_run(s, &set, ADD, "iIIntdii", score->contact, score->sale, score->followup,
		      score->score, score->words, score->day, score->entry, score->created_at);
	if (r)
		return r;
	score->id = store_last_id(s);
	score->version = 1;
	return 0;
}

int store_compliment_add(struct store *s, struct compliment *c)
{
	int r;

	r = store_run(s, &set, PRAISE, "iItdii", c->contact, c->sale, c->text, c->day, c->entry,
		      c->created_at);
	if (r)
		return r;
	c->id = store_last_id(s);
	c->version = 1;
	return 0;
}

static void read_score(struct sqlite3_stmt *stmt, struct arena *arena, struct satisfaction *score)
{
	*score = (struct satisfaction){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.sale = col_int(stmt, 3),
		.followup = col_int(stmt, 4),
		.score = (int)col_int(stmt, 5),
		.words = col_text(stmt, 6, arena),
		.day = {col_day(stmt, 7)},
		.entry = col_int(stmt, 8),
		.created_at = col_int(stmt, 9),
	};
}

static void read_praise(struct sqlite3_stmt *stmt, struct arena *arena, struct compliment *c)
{
	*c = (struct compliment){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.contact = col_int(stmt, 2),
		.sale = col_int(stmt, 3),
		.text = col_text(stmt, 4, arena),
		.day = {col_day(stmt, 5)},
		.entry = col_int(stmt, 6),
		.created_at = col_int(stmt, 7),
	};
}

static int bind_page(struct store *s, int statement, const struct praise_filter *f,
		     struct sqlite3_stmt **ret)
{
	return store_bind(s, &set, statement, ret, "idiIn", f->contact, f->before_day,
			  f->before_entry, f->before_id, f->limit);
}

int store_satisfaction_list(struct store *s, const struct praise_filter *f, struct arena *arena,
			    struct satisfaction **ret, size_t *ret_n)
{
	struct satisfaction *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = bind_page(s, LIST, f, &stmt);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		read_score(stmt, arena, &items[n++]);
	}
	*ret = items;
	*ret_n = n;
	return r;
}

int store_compliment_list(struct store *s, const struct praise_filter *f, struct arena *arena,
			  struct compliment **ret, size_t *ret_n)
{
	struct compliment *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = bind_page(s, LIST_PRAISE, f, &stmt);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		read_praise(stmt, arena, &items[n++]);
	}
	*ret = items;
	*ret_n = n;
	return r;
}
