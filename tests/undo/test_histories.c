/* Random histories with undos compare equal, table by table, to replay without what was undone. */
#include "rpc/story.h"

#include "rpc/history.h"

#define STEPS 150
#define BEGINNING 14 /* steps before the first undo */

#define ENOUGH 1800 /* operations in which each method is done once */

/* life_undo [FIRST_SEED [OPERATIONS]]: as many histories as it takes. */
static struct {
	uint64_t seed;
	int operations;
} wanted = {1, ENOUGH};

static void print_steps(const struct history *h)
{
	for (int i = 0; i < h->n; i++)
		print_message("%3d %s %s -> %d, entry %lld%s\n", i, h->steps[i].method,
			      h->steps[i].params, h->steps[i].code, (long long)h->steps[i].entry,
			      h->steps[i].undo ? ", undone" : "");
}

/* What the journal says it touched. */
static void note_touched(struct history *h, struct step *s, int64_t since)
{
	static const char sql[] =
		"SELECT r.\"table\", r.row, r.contact FROM journal_row r WHERE r.journal > ?1";
	struct sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(store_db(h->f->env.store), sql, -1, &stmt, NULL),
			 SQLITE_OK);
	(void)sqlite3_bind_int64(stmt, 1, since);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *table = table_by_number(sqlite3_column_int(stmt, 0))->name;

		if (sqlite3_column_int64(stmt, 2))
			name_node(s, sqlite3_column_int64(stmt, 2));
		if (str_equal(table, "household"))
			name_node(s, HOUSEHOLDS + sqlite3_column_int64(stmt, 1));
		if (str_equal(table, "run") || str_starts_with(table, "plan"))
			s->is_about_plans = true;
	}
	(void)sqlite3_finalize(stmt);
}

static void bind_fates(struct history *h, const struct step *s)
{
	int first = 0;

	if (s->kind == STEP_IMPORT)
		return;
	for (int node = 1; node < NODES; node++) {
		if (!s->named[node])
			continue;
		if (first)
			h->group[find_group(h, node)] = find_group(h, first);
		first = node;
	}
}

static void do_step(struct history *h, struct step *s)
{
	int64_t before = newest_entry(h->f);

	s->code = run_step(h->f, s);
	s->entry = sql_number(h->f, "SELECT min(id) FROM journal WHERE id > ?1", before);
	note_touched(h, s, before);
	bind_fates(h, s);
	read_sequences(h->f, s->sequences);
}

/* Could the later one have gone another way without the first? */
static bool is_bound(struct history *h, const struct step *first, const struct step *later)
{
	if (later->kind == STEP_TIME || first->is_unknown != later->is_unknown)
		return true;
	if (first->is_about_plans && later->is_about_plans)
		return true;
	for (int a = 1; a < NODES; a++)
		for (int b = 1; first->named[a] && b < NODES; b++)
			if (later->named[b] && find_group(h, a) == find_group(h, b))
				return true;
	return first->is_unknown && later->is_unknown;
}

/* Nothing that stands now was done, undone or done again after step `from` in the light of i. */
static bool is_free(struct history *h, int i, int from)
{
	for (int k = 0; k < h->n; k++) {
		const struct step *s = &h->steps[k];
		bool is_later =
			(k > from && !s->undo) || (h->steps[i].undo && s->changed_at > from);

		if (k != i && s->kind != STEP_UNDO && is_later && is_bound(h, &h->steps[i], s))
			return false;
	}
	return true;
}

/* Where in the history the entry was written. */
static int place_of(const struct history *h, int64_t entry)
{
	int k = 0;

	while (h->steps[k].entry != entry)
		k++;
	return k;
}

static int add_undo(struct history *h, int64_t entry)
{
	struct step *s = &h->steps[h->n];

	*s = (struct step){.kind = STEP_UNDO};
	str_copy(s->method, sizeof s->method, "journal.undo");
	(void)snprintf(s->params, sizeof s->params, "{\"id\":%lld}", (long long)entry);
	do_step(h, s);
	h->n++;
	return s->code;
}

/* Takes back a step that nothing hangs on, or does one again. False where there was none. */
static bool undo_some(struct history *h)
{
	for (int tries = 0; tries < 12; tries++) {
		int i = h->n - 1 - below(h, h->n < 25 ? h->n : 25);
		struct step *s = &h->steps[i];
		int64_t entry = s->entry;

		if (s->kind == STEP_UNDO || s->kind == STEP_TIME || !s->entry ||
		    !is_free(h, i, s->undo ? place_of(h, s->undo) : i))
			continue;
		if (s->undo)
			entry = sql_number(h->f, "SELECT undone_by FROM journal WHERE id = ?1",
					   s->entry);
		if (add_undo(h, entry)) {
			print_steps(h);
			fail_msg("%s %s (entry %lld): %s", s->method, s->params, (long long)entry,
				 str_text(&h->f->reply));
		}
		s->undo = s->undo ? 0 : h->steps[h->n - 1].entry;
		s->changed_at = h->n - 1;
		return true;
	}
	return false;
}

/* Anything at all: it is refused and changes nothing, or it can be done again. */
static void try_undo(struct history *h)
{
	_cleanup_str_ struct str before = {0}, after = {0};
	int64_t entry = 1 + below(h, (int)newest_entry(h->f));
	int code;

	dump_facts(h->f, &before);
	code = add_undo(h, entry);
	if (code == 0) {
		if (add_undo(h, h->steps[h->n - 1].entry))
			fail_msg("entry %lld is not done again: %s", (long long)entry,
				 str_text(&h->f->reply));
	} else if (code != 610 && code != 611 && code != 100) {
		fail_msg("entry %lld: %s", (long long)entry, str_text(&h->f->reply));
	}
	dump_facts(h->f, &after);
	if (print_difference(&before, &after)) {
		print_steps(h);
		fail_msg("undo of entry %lld, answered %d, left something", (long long)entry, code);
	}
}

static void add_time(struct history *h)
{
	struct step *s = &h->steps[h->n];

	s->kind = STEP_TIME;
	str_copy(s->method, sizeof s->method, "dev.advance");
	(void)snprintf(s->params, sizeof s->params, "{\"seconds\":%d}",
		       3600 * (1 + below(h, below(h, 4) ? 60 : 900)));
	do_step(h, s);
	h->n++;
}

static void make_history(struct history *h)
{
	while (h->n < h->n_wanted) {
		int kind = below(h, 20);
		struct step *s = &h->steps[h->n];

		*s = (struct step){0};
		if (h->n < 8) {
			make_request(h, s, 0);
			do_step(h, s);
			h->n++;
		} else if (h->n > BEGINNING && kind < 5) {
			(void)undo_some(h);
		} else if (h->n > BEGINNING && kind == 5) {
			try_undo(h);
		} else if (h->n > BEGINNING && kind < 7) {
			add_time(h);
		} else {
			if (kind == 8 && below(h, 3) == 0)
				make_import(h, s);
			else
				make_request(h, s, pick_request(h));
			do_step(h, s);
			h->n++;
		}
	}
}

/* The same steps, and of what was undone only the ids it took. */
static void replay(const struct history *h, struct stack *f)
{
	for (int i = 0; i < h->n; i++) {
		const struct step *s = &h->steps[i];
		int code;

		if (s->kind != STEP_UNDO && !s->undo) {
			code = run_step(f, s);
			if (code != s->code) {
				print_steps(h);
				fail_msg("step %d is answered %d, not %d", i, code, s->code);
			}
		}
		burn_ids(f, s->sequences);
	}
}

/* How often each was done and undone. */
struct tally {
	int n_steps, n_undos, n_undone, n_histories;
	int n_done[ARRAY_LEN(requests)];
};

static void count(struct tally *t, const struct history *h)
{
	t->n_histories++;
	t->n_steps += h->n;
	for (int i = 0; i < h->n; i++) {
		const struct step *s = &h->steps[i];

		t->n_undos += s->kind == STEP_UNDO && s->code == 0;
		if (s->kind != STEP_REQUEST)
			continue;
		t->n_undone += s->undo != 0;
		t->n_done[s->request] += s->entry != 0;
	}
}

static void compare(struct history *h, struct stack *without, uint64_t seed)
{
	_cleanup_str_ struct str have = {0}, want = {0};

	dump_facts(h->f, &have);
	dump_facts(without, &want);
	if (print_difference(&want, &have)) {
		print_steps(h);
		fail_msg("history %llu differs", (unsigned long long)seed);
	}
	if (derived_differs(h->f) || derived_differs(without)) {
		print_steps(h);
		fail_msg("history %llu: what is derived is not what it should be",
			 (unsigned long long)seed);
	}
}

/* Each eighth is as long as they may be. */
static void run_history(uint64_t seed, struct tally *t)
{
	struct history *h = calloc(1, sizeof *h);
	void *with, *without;

	h->seed = seed * 0x9e3779b97f4a7c15;
	h->n_wanted = seed % 8 ? STEPS : STEPS_MAX - 2;
	for (int node = 0; node < NODES; node++)
		h->group[node] = node;
	assert_int_equal(put_plans(&with), 0);
	assert_int_equal(put_plans(&without), 0);
	h->f = with;
	h->f->settings.asks_per_day = ((struct stack *)without)->settings.asks_per_day = INT32_MAX;
	h->turn = below(h, (int)ARRAY_LEN(requests));
	make_history(h);
	replay(h, without);
	compare(h, without, seed);
	count(t, h);
	assert_int_equal(tear_down(&with), 0);
	assert_int_equal(tear_down(&without), 0);
	free(h);
}

static bool is_done(const struct tally *t, const char *method)
{
	for (size_t i = 0; i < ARRAY_LEN(requests); i++)
		if (t->n_done[i] && str_equal(requests[i].method, method))
			return true;
	return false;
}

static void histories_with_undos_are_as_if_nothing_had_been_done(void **state)
{
	static struct tally t;

	(void)state;
	for (uint64_t seed = wanted.seed; t.n_steps < wanted.operations; seed++)
		run_history(seed, &t);
	print_message("%d operations in %d histories, %d undos, %d left undone\n", t.n_steps,
		      t.n_histories, t.n_undos, t.n_undone);
	if (wanted.operations < ENOUGH)
		return;
	assert_true(t.n_undone > 3 * t.n_histories);
	for (size_t i = 0; i < ARRAY_LEN(requests); i++)
		if (!is_done(&t, requests[i].method))
			fail_msg("never done: %s", requests[i].method);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(histories_with_undos_are_as_if_nothing_had_been_done),
	};

	if (argc > 1)
		wanted.seed = strtoull(argv[1], NULL, 10);
	if (argc > 2)
		wanted.operations = (int)strtol(argv[2], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
