/* Steps of plans that were done, and whether somebody was named after them.
 *
 * What such a follow-up counts as hangs on three tables: its own row, the version of the plan that
 * its run goes by, and the referrals that came after it. Each is looked at as it was before the
 * request, and as it is now. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "store/sets.h"
#include "store/tables.h"
#include "store/tally_case.h"

enum { FOLLOWUP, VERSION, KEY, NAMES, DONE_OF_RUN, N };

static const char *const sql[] = {
	[FOLLOWUP] = "SELECT ended_day, run, step FROM followup WHERE id = ?1 AND state = 'done' "
		     "AND ended_day IS NOT NULL AND run IS NOT NULL AND step IS NOT NULL",
	[VERSION] = "SELECT plan_version FROM run WHERE id = ?1",
	[KEY] = "SELECT p.name || char(31) || t.key || char(31) || t.\"offset\" FROM plan_step t "
		"JOIN plan_version v ON v.id = t.plan_version JOIN plan p ON p.id = v.plan "
		"WHERE t.plan_version = ?1 AND t.key = ?2",
	[NAMES] = "SELECT count(*) FROM referral INDEXED BY referral_by_followup "
		  "WHERE followup = ?1 AND direction = 'received'",
	[DONE_OF_RUN] = "SELECT id FROM followup WHERE run = ?1 AND +state = 'done'",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_TALLY_STEP};
const struct stmt_set *const store_set_tally_step = &set;

enum side { BEFORE, AFTER };

struct steps {
	struct store *s;
	const struct journal *j;
	const struct table *followup, *run, *referral;
	int64_t *ids; /* the follow-ups that may count otherwise now, each once */
	size_t n, cap;
};

/* A follow-up, as far as it counts. */
struct done_step {
	bool is_done;
	int64_t day, run;
	char step[TALLY_KEY_SIZE];
};

static struct tally_row row_of(const struct journal_change *c, enum side side)
{
	return (struct tally_row){c->table, side == BEFORE ? c->before : c->after};
}

static void read_step(const struct tally_row *row, struct done_step *to)
{
	struct image_value step;

	*to = (struct done_step){0};
	if (!tally_is(row, "state", "done") || !tally_int(row, "ended_day", &to->day) ||
	    !tally_int(row, "run", &to->run) || !tally_text(row, "step", &step))
		return;
	to->is_done = true;
	(void)snprintf(to->step, sizeof to->step, "%.*s", (int)step.size, step.bytes);
}

static int find_step(struct steps *w, int64_t id, struct done_step *to)
{
	struct arena *arena = arena_new();
	struct sqlite3_stmt *stmt;
	int r;

	*to = (struct done_step){0};
	r = store_bind(w->s, &set, FOLLOWUP, &stmt, "i", id);
	if (r == 0)
		r = store_step(w->s, stmt);
	if (r == 1) {
		to->is_done = true;
		to->day = col_int(stmt, 0);
		to->run = col_int(stmt, 1);
		str_copy(to->step, sizeof to->step, col_text(stmt, 2, arena));
		store_reset(stmt);
		r = 0;
	}
	arena_free(arena);
	return r;
}

static int step_of(struct steps *w, int64_t id, enum side side, struct done_step *to)
{
	struct journal_change c;
	struct tally_row row;

	if (!journal_change_of(w->j, w->followup, id, &c))
		return find_step(w, id, to);
	row = row_of(&c, side);
	read_step(&row, to);
	return 0;
}

static int one_int(struct steps *w, int statement, int64_t id, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(w->s, &set, statement, &stmt, "i", id);
	return r ? r : store_one_int(w->s, stmt, ret);
}

static int version_of(struct steps *w, int64_t run, enum side side, int64_t *ret)
{
	struct journal_change c;
	struct tally_row row;

	*ret = 0;
	if (!journal_change_of(w->j, w->run, run, &c))
		return one_int(w, VERSION, run, ret);
	row = row_of(&c, side);
	(void)tally_int(&row, "plan_version", ret);
	return 0;
}

/* "" where that version has no such step. */
static int key_of(struct steps *w, int64_t version, const char *step, char to[TALLY_KEY_SIZE])
{
	struct arena *arena = arena_new();
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(w->s, &set, KEY, &stmt, "it", version, step);
	if (r == 0)
		r = store_step(w->s, stmt);
	if (r == 1) {
		str_copy(to, TALLY_KEY_SIZE, col_text(stmt, 0, arena));
		store_reset(stmt);
		r = 0;
	}
	arena_free(arena);
	return r;
}

/* The follow-up after which somebody was named, 0 where a row says none. */
static int64_t named_after(const struct journal_change *c, enum side side)
{
	struct tally_row row = row_of(c, side);
	int64_t followup = 0;

	if (tally_is(&row, "direction", "received"))
		(void)tally_int(&row, "followup", &followup);
	return followup;
}

/* What is there now, less what came and plus what went. */
static int names_of(struct steps *w, int64_t followup, enum side side, int64_t *ret)
{
	int r = one_int(w, NAMES, followup, ret);

	for (size_t i = 0; r == 0 && side == BEFORE && i < journal_changes(w->j); i++) {
		struct journal_change c = journal_change_at(w->j, i);

		if (c.table != w->referral)
			continue;
		*ret -= named_after(&c, AFTER) == followup;
		*ret += named_after(&c, BEFORE) == followup;
	}
	return r;
}

static int case_of(struct steps *w, int64_t id, enum side side, struct tally_case *to)
{
	int64_t version = 0, names = 0;
	struct done_step step;
	int r;

	*to = (struct tally_case){.what = "step"};
	r = step_of(w, id, side, &step);
	if (r || !step.is_done)
		return r;
	r = version_of(w, step.run, side, &version);
	if (r == 0)
		r = key_of(w, version, step.step, to->key);
	if (r == 0)
		r = names_of(w, id, side, &names);
	to->day = step.day;
	to->n = to->key[0] != '\0';
	to->total = names > 0;
	return r;
}

static void add_id(struct steps *w, int64_t id)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->ids[i] == id)
			return;
	w->ids = xgrow(w->ids, w->n, &w->cap, sizeof *w->ids);
	w->ids[w->n++] = id;
}

static void add_followup(struct steps *w, const struct journal_change *c)
{
	struct tally_row before = row_of(c, BEFORE), after = row_of(c, AFTER);

	if (tally_is(&before, "state", "done") || tally_is(&after, "state", "done"))
		add_id(w, c->row);
}

static void add_named(struct steps *w, const struct journal_change *c)
{
	for (enum side side = BEFORE; side <= AFTER; side++)
		if (named_after(c, side))
			add_id(w, named_after(c, side));
}

/* One that goes by another version of its plan now takes its steps along. */
static int add_run(struct steps *w, const struct journal_change *c)
{
	struct tally_row before = row_of(c, BEFORE), after = row_of(c, AFTER);
	int64_t was = 0, is = 0;
	struct sqlite3_stmt *stmt;
	int r;

	if (!tally_int(&before, "plan_version", &was) || !tally_int(&after, "plan_version", &is) ||
	    was == is)
		return 0;
	r = store_bind(w->s, &set, DONE_OF_RUN, &stmt, "i", c->row);
	if (r)
		return r;
	while ((r = store_step(w->s, stmt)) == 1)
		add_id(w, col_int(stmt, 0));
	return r;
}

static int collect(struct steps *w)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < journal_changes(w->j); i++) {
		struct journal_change c = journal_change_at(w->j, i);

		if (c.table == w->followup)
			add_followup(w, &c);
		else if (c.table == w->referral)
			add_named(w, &c);
		else if (c.table == w->run)
			r = add_run(w, &c);
	}
	return r;
}

int tally_follow_steps(struct store *s, const struct journal *j)
{
	struct steps w = {
		.s = s,
		.j = j,
		.followup = table_find("followup"),
		.run = table_find("run"),
		.referral = table_find("referral"),
	};
	struct tally_case before, after;
	int r;

	r = collect(&w);
	for (size_t i = 0; r == 0 && i < w.n; i++) {
		r = case_of(&w, w.ids[i], BEFORE, &before);
		if (r == 0)
			r = case_of(&w, w.ids[i], AFTER, &after);
		if (r == 0)
			r = tally_change(s, &before, &after);
	}
	free(w.ids);
	return r;
}
