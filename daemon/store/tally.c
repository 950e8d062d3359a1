/* What was counted by day: derived, kept in the writing transaction and rebuilt at will. */
#include "store/tally.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/sets.h"
#include "store/tables.h"
#include "store/tally_case.h"

enum { ADD, DROP, CLEAR, REBUILD, DIFFERS, N };

/* The whole book counted: what the functions below make of one row, said once more in SQL. */
#define SALES                                                                                      \
	"SELECT 'sale' AS what, completed_day AS day, ifnull(source, '-') || CASE WHEN amount "    \
	"IS NULL THEN '' ELSE ' ' || ifnull(currency, '-') || ' ' || ifnull(exponent, 0) END "     \
	"AS key, count(*) AS n, ifnull(sum(amount), 0) AS total FROM sale "                        \
	"WHERE state = 'completed' AND completed_day IS NOT NULL GROUP BY 2, 3 "
#define PROMISES                                                                                   \
	"SELECT 'promise', ended_day, CASE WHEN state <> 'kept' THEN state WHEN is_late THEN "     \
	"'late' ELSE 'on-time' END, count(*), sum(CASE state WHEN 'kept' THEN due_day - "          \
	"ended_day ELSE 0 END) FROM promise WHERE state <> 'open' AND ended_day IS NOT NULL "      \
	"GROUP BY 2, 3 "
#define ASKS                                                                                       \
	"SELECT 'ask', day, ifnull(outcome, 'open') || CASE WHEN override_reason IS NULL THEN '' " \
	"ELSE ' override' END, count(*), 0 FROM ask GROUP BY 2, 3 "
#define STEPS                                                                                      \
	"SELECT 'step', f.ended_day, p.name || char(31) || f.step || char(31) || t.\"offset\", "   \
	"count(*), sum(EXISTS (SELECT 1 FROM referral r INDEXED BY referral_by_followup "          \
	" WHERE r.followup = f.id AND r.direction = 'received')) FROM followup f "                 \
	"JOIN run u ON u.id = f.run JOIN plan_step t ON t.plan_version = u.plan_version "          \
	"AND t.key = f.step JOIN plan p ON p.id = u.plan "                                         \
	"WHERE f.state = 'done' AND f.ended_day IS NOT NULL GROUP BY 2, 3 "
#define OPEN                                                                                       \
	"SELECT 'now', 0, 'open', count(*), 0 FROM followup "                                      \
	"WHERE state IN ('waiting', 'scheduled') GROUP BY 1 "
#define COMPLETED                                                                                  \
	"SELECT 'now', 0, 'completed', count(*), 0 FROM sale WHERE state = 'completed' GROUP BY "  \
	"1 "
#define COUNTED                                                                                    \
	SALES "UNION ALL " PROMISES "UNION ALL " ASKS "UNION ALL " STEPS "UNION ALL " OPEN         \
	      "UNION ALL " COMPLETED
#define COLUMNS "what, day, key, n, total"

static const char *const sql[] = {
	[ADD] = "INSERT INTO tally (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5) "
		"ON CONFLICT DO UPDATE SET n = n + excluded.n, total = total + excluded.total",
	[DROP] = "DELETE FROM tally WHERE what = ?1 AND day = ?2 AND key = ?3 AND n = 0",
	[CLEAR] = "DELETE FROM tally",
	[REBUILD] = "INSERT INTO tally (" COLUMNS ") " COUNTED,
	[DIFFERS] = "SELECT EXISTS (SELECT " COLUMNS " FROM tally EXCEPT SELECT " COLUMNS
		    " FROM (" COUNTED ")) OR EXISTS (SELECT " COLUMNS " FROM (" COUNTED
		    ") EXCEPT SELECT " COLUMNS " FROM tally)",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_TALLY};
const struct stmt_set *const store_set_tally = &set;

static bool column_of(const struct tally_row *row, const char *column, struct image_value *ret)
{
	int i = table_column(row->table, column);

	assert(i >= 0);
	return row->image.bytes && image_column(row->image.bytes, row->image.size, (size_t)i, ret);
}

bool tally_int(const struct tally_row *row, const char *column, int64_t *ret)
{
	struct image_value v;

	if (!column_of(row, column, &v) || v.type != IMAGE_INTEGER)
		return false;
	*ret = v.integer;
	return true;
}

bool tally_text(const struct tally_row *row, const char *column, struct image_value *ret)
{
	return column_of(row, column, ret) && ret->type == IMAGE_TEXT;
}

bool tally_is(const struct tally_row *row, const char *column, const char *word)
{
	struct image_value v;

	return tally_text(row, column, &v) && v.size == strlen(word) &&
	       memcmp(v.bytes, word, v.size) == 0;
}

static int add(struct store *s, const struct tally_case *c, int64_t sign)
{
	int r;

	if (!c->n)
		return 0;
	r = store_run(s, &set, ADD, "titii", c->what, c->day, c->key, sign * c->n, sign * c->total);
	if (r == 0 && sign < 0)
		r = store_run(s, &set, DROP, "tit", c->what, c->day, c->key);
	return r;
}

static bool is_same(const struct tally_case *a, const struct tally_case *b)
{
	if (!a->n || !b->n)
		return !a->n && !b->n;
	return a->day == b->day && a->n == b->n && a->total == b->total &&
	       str_equal(a->key, b->key);
}

int tally_change(struct store *s, const struct tally_case *before, const struct tally_case *after)
{
	int r;

	if (is_same(before, after))
		return 0;
	r = add(s, after, 1);
	return r ? r : add(s, before, -1);
}

/* A word of a vocabulary, which is short. */
static void copy_word(const struct tally_row *row, const char *column, const char *none, char *to,
		      size_t size)
{
	struct image_value v;

	if (tally_text(row, column, &v))
		(void)snprintf(to, size, "%.*s", (int)v.size, v.bytes);
	else
		str_copy(to, size, none);
}

static void count_sale(const struct tally_row *row, struct tally_case *to)
{
	int64_t amount = 0, exponent = 0;
	char source[32], currency[32];

	if (!tally_is(row, "state", "completed") || !tally_int(row, "completed_day", &to->day))
		return;
	to->n = 1;
	copy_word(row, "source", TALLY_NO_SOURCE, source, sizeof source);
	if (!tally_int(row, "amount", &amount)) {
		str_copy(to->key, sizeof to->key, source);
		return;
	}
	copy_word(row, "currency", "-", currency, sizeof currency);
	(void)tally_int(row, "exponent", &exponent);
	(void)snprintf(to->key, sizeof to->key, "%s %s %lld", source, currency,
		       (long long)exponent);
	to->total = amount;
}

static void count_promise(const struct tally_row *row, struct tally_case *to)
{
	int64_t is_late = 0, due = 0;

	if (tally_is(row, "state", "open") || !tally_int(row, "ended_day", &to->day))
		return;
	to->n = 1;
	if (!tally_is(row, "state", "kept")) {
		copy_word(row, "state", "", to->key, sizeof to->key);
		return;
	}
	(void)tally_int(row, "is_late", &is_late);
	(void)tally_int(row, "due_day", &due);
	str_copy(to->key, sizeof to->key, is_late ? "late" : "on-time");
	to->total = due - to->day;
}

static void count_ask(const struct tally_row *row, struct tally_case *to)
{
	struct image_value reason;
	char outcome[32];

	if (!tally_int(row, "day", &to->day))
		return;
	to->n = 1;
	copy_word(row, "outcome", TALLY_OPEN, outcome, sizeof outcome);
	(void)snprintf(to->key, sizeof to->key, "%s%s", outcome,
		       tally_text(row, "override_reason", &reason) ? TALLY_OVERRIDE : "");
}

static void count_open(const struct tally_row *row, struct tally_case *to)
{
	to->n = tally_is(row, "state", "scheduled") || tally_is(row, "state", "waiting");
	str_copy(to->key, sizeof to->key, "open");
}

static void count_completed(const struct tally_row *row, struct tally_case *to)
{
	to->n = tally_is(row, "state", "completed");
	str_copy(to->key, sizeof to->key, "completed");
}

static const struct {
	const char *table, *what;
	void (*count)(const struct tally_row *row, struct tally_case *to);
} kinds[] = {
	{"sale", "sale", count_sale},     {"promise", "promise", count_promise},
	{"ask", "ask", count_ask},        {"followup", "now", count_open},
	{"sale", "now", count_completed},
};

/* Many rows of a request count alike, as all follow-ups of a plan do: their sum is written once. */
static int flush(struct store *s, struct tally_case *sum)
{
	int r = 0;

	if (sum->n || sum->total)
		r = store_run(s, &set, ADD, "titii", sum->what, sum->day, sum->key, sum->n,
			      sum->total);
	if (r == 0 && sum->n < 0)
		r = store_run(s, &set, DROP, "tit", sum->what, sum->day, sum->key);
	sum->n = sum->total = 0;
	return r;
}

static int sum_up(struct store *s, struct tally_case *sum, const struct tally_case *c, int64_t sign)
{
	int r;

	if (!c->n)
		return 0;
	if (sum->day != c->day || !str_equal(sum->key, c->key)) {
		r = flush(s, sum);
		if (r)
			return r;
		sum->day = c->day;
		str_copy(sum->key, sizeof sum->key, c->key);
	}
	sum->n += sign * c->n;
	sum->total += sign * c->total;
	return 0;
}

static int follow_row(struct store *s, size_t kind, const struct journal_change *c,
		      struct tally_case *sum)
{
	struct tally_case before = {.what = kinds[kind].what}, after = before;
	int r;

	kinds[kind].count(&(struct tally_row){c->table, c->before}, &before);
	kinds[kind].count(&(struct tally_row){c->table, c->after}, &after);
	r = sum_up(s, sum, &after, 1);
	return r ? r : sum_up(s, sum, &before, -1);
}

static int follow_kind(struct store *s, size_t kind, const struct journal *j)
{
	const struct table *table = table_find(kinds[kind].table);
	struct tally_case sum = {.what = kinds[kind].what};
	int r = 0;

	for (size_t i = 0; r == 0 && i < journal_changes(j); i++) {
		struct journal_change c = journal_change_at(j, i);

		if (c.table == table)
			r = follow_row(s, kind, &c, &sum);
	}
	return r ? r : flush(s, &sum);
}

int store_tally_follow(struct store *s, const struct journal *j)
{
	int r = 0;

	for (size_t kind = 0; r == 0 && kind < ARRAY_LEN(kinds); kind++)
		r = follow_kind(s, kind, j);
	return r ? r : tally_follow_steps(s, j);
}

int store_tally_rebuild(struct store *s)
{
	int r;

	r = store_run(s, &set, CLEAR, "");
	return r ? r : store_run(s, &set, REBUILD, "");
}

int store_tally_is_right(struct store *s, bool *ret)
{
	struct sqlite3_stmt *stmt;
	int64_t differs = 0;
	int r;

	r = store_bind(s, &set, DIFFERS, &stmt, "");
	if (r == 0)
		r = store_one_int(s, stmt, &differs);
	*ret = !differs;
	return r;
}
