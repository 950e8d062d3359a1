/* Loop items: what a follow-up to a referrer is about, one or several referrals. */
#include "store/loop.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"

enum { ADD, OF_FOLLOWUP, OF_REFERRAL, FIND, N };

#define COLUMNS "id, followup, referral, what FROM loop_item "

static const char *const sql[] = {
	[ADD] = "INSERT INTO loop_item (followup, referral, what) VALUES (?1, ?2, ?3)",
	[OF_FOLLOWUP] = "SELECT " COLUMNS "WHERE id IN (SELECT i.id FROM loop_item i "
			"WHERE i.followup = ?1) ORDER BY id",
	[OF_REFERRAL] = "SELECT " COLUMNS "WHERE referral = ?1 ORDER BY id",
	[FIND] = "SELECT min(f.id) FROM followup f INDEXED BY followup_by_contact "
		 "WHERE f.contact = ?1 AND f.due_day = ?2 AND f.about_kind = 'referral' "
		 "AND f.state IN ('waiting', 'scheduled') "
		 "AND (f.waits_for IS NULL OR f.waits_for <> 'after') "
		 "AND EXISTS (SELECT 1 FROM loop_item i WHERE i.followup = f.id)",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_LOOP};
const struct stmt_set *const store_set_loop = &set;

int store_loop_add(struct store *s, struct loop_item *x)
{
	int r;

	r = store_run(s, &set, ADD, "iit", x->followup, x->referral, loop_whats[x->what]);
	if (r == 0)
		x->id = store_last_id(s);
	return r;
}

static int read_items(struct store *s, int statement, int64_t id, struct arena *arena,
		      struct loop_items *ret)
{
	struct loop_items rows = {0};
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	r = store_bind(s, &set, statement, &stmt, "i", id);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		rows.items[rows.n++] = (struct loop_item){
			.id = col_int(stmt, 0),
			.followup = col_int(stmt, 1),
			.referral = col_int(stmt, 2),
			.what = (enum loop_what)col_word(stmt, 3, loop_whats),
		};
	}
	*ret = rows;
	return r;
}

int store_loop_of_followup(struct store *s, int64_t followup, struct arena *arena,
			   struct loop_items *ret)
{
	return read_items(s, OF_FOLLOWUP, followup, arena, ret);
}

int store_loop_of_referral(struct store *s, int64_t referral, struct arena *arena,
			   struct loop_items *ret)
{
	return read_items(s, OF_REFERRAL, referral, arena, ret);
}

int store_loop_find(struct store *s, int64_t referrer, struct day day, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, FIND, &stmt, "id", referrer, day);
	return r ? r : store_one_int(s, stmt, ret);
}
