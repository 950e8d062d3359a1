/* What an ask's script is told of a client. */
#include "store/script.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { SCORE, COMPLIMENT, BY_SALE, BY_PERSON, COMPLETED, OPEN, N };

#define SENDER                                                                                     \
	"JOIN contact c ON c.id = r.contact AND c.state IN ('active', 'paused') "                  \
	"WHERE r.direction = 'received' AND r.permission <> 'none' "                               \
	"AND r.status <> 'candidate' "

static const char *const sql[] = {
	[SCORE] = "SELECT words, day, entry FROM satisfaction "
		  "WHERE contact = ?1 AND score >= ?2 AND words IS NOT NULL "
		  "ORDER BY day DESC, entry DESC, id DESC LIMIT 1",
	[COMPLIMENT] = "SELECT text, day, entry FROM compliment WHERE contact = ?1 "
		       "ORDER BY day DESC, entry DESC, id DESC LIMIT 1",
	[BY_SALE] = "SELECT c.name FROM sale s JOIN referral r ON r.id = s.referral " SENDER
		    "AND s.contact = ?1 AND s.source = 'referral' AND r.contact <> ?1 "
		    "ORDER BY s.id LIMIT 1",
	[BY_PERSON] = "SELECT c.name FROM referral r " SENDER "AND r.person = ?1 "
		      "AND r.contact <> ?1 ORDER BY r.id LIMIT 1",
	[COMPLETED] = "SELECT product FROM sale WHERE contact = ?1 AND +state = 'completed' "
		      "ORDER BY completed_day DESC, id DESC LIMIT 1",
	[OPEN] = "SELECT product FROM sale WHERE contact = ?1 AND +state = 'open' "
		 "ORDER BY id DESC LIMIT 1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_SCRIPT};
const struct stmt_set *const store_set_script = &set;

struct words {
	const char *text; /* null: none */
	int64_t day, entry;
};

static int read_words(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		      struct words *ret)
{
	int r = store_step(s, stmt);

	*ret = (struct words){0};
	if (r <= 0)
		return r;
	*ret = (struct words){col_text(stmt, 0, arena), col_day(stmt, 1), col_int(stmt, 2)};
	store_reset(stmt);
	return 0;
}

int store_script_praise(struct store *s, int64_t contact, int score, struct arena *arena,
			const char **ret)
{
	struct words scored, praised;
	struct sqlite3_stmt *stmt;
	bool is_praise_newer;
	int r;

	r = store_bind(s, &set, SCORE, &stmt, "in", contact, score);
	if (r == 0)
		r = read_words(s, stmt, arena, &scored);
	if (r == 0)
		r = store_bind(s, &set, COMPLIMENT, &stmt, "i", contact);
	if (r == 0)
		r = read_words(s, stmt, arena, &praised);
	if (r)
		return r;
	is_praise_newer = praised.day != scored.day ? praised.day > scored.day
						    : praised.entry >= scored.entry;
	if (!scored.text || (praised.text && is_praise_newer))
		*ret = praised.text;
	else
		*ret = scored.text;
	return 0;
}

/* The first row's text of the first of two statements that has one; null: neither has. */
static int first_text(struct store *s, int64_t contact, const int statements[2],
		      struct arena *arena, const char **ret)
{
	*ret = NULL;
	for (int i = 0; i < 2 && !*ret; i++) {
		struct sqlite3_stmt *stmt;
		int r;

		r = store_bind(s, &set, statements[i], &stmt, "i", contact);
		if (r == 0)
			r = store_step(s, stmt);
		if (r < 0 || r > 1)
			return r;
		if (r == 0)
			continue;
		*ret = col_text(stmt, 0, arena);
		store_reset(stmt);
	}
	return 0;
}

int store_script_came_through(struct store *s, int64_t contact, struct arena *arena,
			      const char **ret)
{
	return first_text(s, contact, (const int[]){BY_SALE, BY_PERSON}, arena, ret);
}

int store_script_product(struct store *s, int64_t contact, struct arena *arena, const char **ret)
{
	return first_text(s, contact, (const int[]){COMPLETED, OPEN}, arena, ret);
}
