/* One operation: its time, what it keeps, what it undoes, and what it remembers. */
#include "ops/op.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "ops/event.h"
#include "store/db.h"
#include "store/journal_entry.h"

#define NOON 1796126400 /* 2026-12-01T12:00:00Z */

enum { ADD, COUNT, N };
static const char *const sql[] = {
	[ADD] = "INSERT INTO household (name, created_at) VALUES (?1, 0)",
	[COUNT] = "SELECT count(*) FROM household",
};
static const struct stmt_set set = {sql, N, NOUN_HOUSEHOLD};

struct fixture {
	struct op_env env;
	struct settings settings;
	struct zone *zone;
	struct arena *arena;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct store_options options = {.now = NOON};
	char why[STORE_WHY_SIZE];

	settings_defaults(&f->settings);
	assert_int_equal(zone_load("Pacific/Auckland", &f->zone), 0);
	f->arena = arena_new();
	f->env = (struct op_env){
		.settings = &f->settings,
		.zone = f->zone,
		.work = {.week = f->settings.work_week, .start = 540, .end = 1080},
	};
	assert_int_equal(store_open(&options, &f->env.store, why), 0);
	assert_int_equal(op_group_begin(&f->env), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	store_close(f->env.store);
	zone_free(f->zone);
	arena_free(f->arena);
	free(f);
	return 0;
}

static struct op begin(struct fixture *f, int64_t now)
{
	struct op op = {.actor = OP_USER, .method = "household.add"};

	assert_int_equal(op_begin(&op, &f->env, f->arena, now), 0);
	return op;
}

static int add_row(const struct op *op)
{
	return store_run(op->store, &set, ADD, "t", "Ruiz");
}

static int64_t count_rows(const struct fixture *f)
{
	struct sqlite3_stmt *stmt;
	int64_t n;

	assert_int_equal(store_bind(f->env.store, &set, COUNT, &stmt, ""), 0);
	assert_int_equal(store_step(f->env.store, stmt), 1);
	n = col_int(stmt, 0);
	store_reset(stmt);
	return n;
}

static int count_entries(const struct fixture *f, struct journal_entry **entries)
{
	size_t n;

	assert_int_equal(journal_list(f->env.store, &(struct journal_filter){0, 0, 10}, f->arena,
				      entries, &n),
			 0);
	return (int)n;
}

static void the_time_is_shown_in_the_users_zone(void **state)
{
	struct op op = begin(*state, NOON);
	struct day second;

	assert_true(day_parse("2026-12-02", &second)); /* thirteen hours ahead */
	assert_int_equal(op.now, NOON);
	assert_int_equal(op.today.n, second.n);
	assert_int_equal(op.local.day.n, second.n);
	assert_int_equal(op.local.minute, 60);
	assert_int_equal(op_end(&op, 0), 0);
}

static void any_time_is_the_start_of_the_working_day(void **state)
{
	struct op op = begin(*state, NOON);

	assert_int_equal(op_instant(&op, op.today, 60), NOON);
	assert_int_equal(op_instant(&op, op.today, ANY_MINUTE), NOON + 8 * 3600);
	assert_true(op_instant(&op, NO_DAY, 60) == NO_INSTANT);
	assert_int_equal(op_end(&op, 0), 0);
}

static void what_succeeds_is_kept_and_journaled(void **state)
{
	struct fixture *f = *state;
	struct op op = begin(f, NOON);
	struct journal_entry *entries;

	assert_int_equal(op_journal_id(&op), 0);
	assert_int_equal(add_row(&op), 0);
	assert_int_equal(op_journal_id(&op), 1);
	op.summary = "household 1";
	assert_int_equal(op_end(&op, 0), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	assert_int_equal(count_rows(f), 1);
	assert_int_equal(count_entries(f, &entries), 1);
	assert_int_equal(entries[0].id, 1);
	assert_int_equal(entries[0].at, NOON);
	assert_int_equal(entries[0].actor, ACTOR_USER);
	assert_string_equal(entries[0].method, "household.add");
	assert_string_equal(entries[0].summary, "household 1");
}

static void what_changes_nothing_is_not_journaled(void **state)
{
	struct fixture *f = *state;
	struct op op = begin(f, NOON);
	struct journal_entry *entries;

	assert_int_equal(op_end(&op, 0), 0);
	assert_int_equal(count_entries(f, &entries), 0);
}

static void a_refusal_undoes_its_own_request_only(void **state)
{
	static const int codes[] = {VOUCH_E_CONFLICT, -EIO};
	struct fixture *f = *state;
	struct journal_entry *entries;
	struct op op = begin(f, NOON);

	assert_int_equal(add_row(&op), 0);
	assert_int_equal(op_end(&op, 0), 0);
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		op = begin(f, NOON);
		assert_int_equal(op.journal, 2);
		assert_int_equal(add_row(&op), 0);
		assert_int_equal(op_event(&op, EVENT_CONTACT_CHANGED, 1, 1), 0);
		assert_int_equal(op_end(&op, codes[i]), codes[i]);
		assert_true(op_group_is_alive(&f->env));
	}
	op = begin(f, NOON);
	assert_int_equal(add_row(&op), 0);
	assert_int_equal(op_journal_id(&op), 2);
	assert_int_equal(op_end(&op, 0), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	assert_int_equal(count_rows(f), 2);
	assert_int_equal(count_entries(f, &entries), 2);
}

static void a_refusal_that_is_kept_keeps_what_was_written(void **state)
{
	struct fixture *f = *state;
	struct op op = begin(f, NOON);
	int r;

	assert_int_equal(add_row(&op), 0);
	op.is_refusal_kept = true;
	r = op_fail(&op, VOUCH_E_IMPORT_REFUSED, NULL, "no");
	assert_int_equal(op_end(&op, r), VOUCH_E_IMPORT_REFUSED);
	op = begin(f, NOON);
	assert_int_equal(add_row(&op), 0);
	op.is_refusal_kept = true;
	assert_int_equal(op_end(&op, -EIO), -EIO);
	assert_int_equal(op_group_commit(&f->env), 0);
	assert_int_equal(count_rows(f), 1);
}

static void an_import_tells_of_its_end_alone(void **state)
{
	struct fixture *f = *state;
	struct op op = {.actor = OP_IMPORT, .method = "import.commit"};
	int64_t seq = -1;

	assert_int_equal(op_begin(&op, &f->env, f->arena, NOON), 0);
	assert_int_equal(op_event(&op, EVENT_SALE_CHANGED, 1, 1), 0);
	assert_int_equal(op_event_newest(&op, &seq), 0);
	assert_int_equal(seq, 0);
	assert_int_equal(op_event(&op, EVENT_IMPORT_DONE, 1, 0), 0);
	assert_int_equal(op_event_newest(&op, &seq), 0);
	assert_int_equal(seq, 1);
	assert_int_equal(op_end(&op, 0), 0);
}

static void a_group_rolled_back_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	struct op op = begin(f, NOON);
	struct journal_entry *entries;

	assert_int_equal(add_row(&op), 0);
	assert_int_equal(op_end(&op, 0), 0);
	op_group_rollback(&f->env);
	assert_false(op_group_is_alive(&f->env));
	assert_int_equal(op_group_begin(&f->env), 0);
	op = begin(f, NOON);
	assert_int_equal(op.journal, 1);
	assert_int_equal(op_end(&op, 0), 0);
	assert_int_equal(count_rows(f), 0);
	assert_int_equal(count_entries(f, &entries), 0);
	assert_false(op_is_broken(&f->env));
}

static void a_refusal_carries_its_field_and_sentence(void **state)
{
	struct op op = begin(*state, NOON);

	assert_int_equal(op_fail(&op, VOUCH_E_NOT_FOUND, "id", "There is no sale %d.", 7),
			 VOUCH_E_NOT_FOUND);
	assert_int_equal(op.fail_code, 100);
	assert_string_equal(op.fail_field, "id");
	assert_string_equal(op.fail_text, "There is no sale 7.");
	assert_int_equal(op_end(&op, VOUCH_E_NOT_FOUND), VOUCH_E_NOT_FOUND);
}

#define WEEK ((int64_t)7 * 86400)

static void a_key_gives_its_result_back_for_seven_days(void **state)
{
	static const struct {
		int64_t later, hash;
		int r;
		const char *want;
	} cases[] = {
		{0, 42, 0, "{\"id\":1}"},
		{WEEK - 1, 42, 0, "{\"id\":1}"},
		{WEEK - 1, 43, VOUCH_E_CONFLICT, NULL}, /* another request */
		{WEEK, 43, 0, NULL},                    /* forgotten */
	};
	struct fixture *f = *state;
	struct op op = begin(f, NOON);

	assert_int_equal(op_remember(&op, "key", 42, "{\"id\":1}"), 0);
	assert_int_equal(op_end(&op, 0), 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *result = NULL;

		op = begin(f, NOON + cases[i].later);
		assert_int_equal(op_recall(&op, "key", cases[i].hash, &result), cases[i].r);
		if (cases[i].want)
			assert_string_equal(result, cases[i].want);
		else
			assert_null(result);
		assert_int_equal(op_end(&op, cases[i].r), cases[i].r);
	}
}

static void a_refused_request_is_not_remembered(void **state)
{
	struct fixture *f = *state;
	struct op op = begin(f, NOON);
	const char *result = "";

	assert_int_equal(op_remember(&op, "key", 42, "{}"), 0);
	assert_int_equal(op_end(&op, VOUCH_E_CONFLICT), VOUCH_E_CONFLICT);
	op = begin(f, NOON);
	assert_int_equal(op_recall(&op, "key", 42, &result), 0);
	assert_null(result);
	assert_int_equal(op_end(&op, 0), 0);
}

static void events_are_read_back_and_a_gap_is_told(void **state)
{
	static const struct {
		int64_t since;
		int n;
		bool has_gap;
	} cases[] = {
		{0, 3, false}, {2, 1, false}, {3, 0, false}, {4, 0, true}, /* of another database */
	};
	struct fixture *f = *state;
	struct op op = begin(f, NOON);
	struct event *events;
	int64_t newest;
	bool has_gap;
	int n;

	assert_int_equal(op_event_newest(&op, &newest), 0);
	assert_int_equal(newest, 0);
	assert_false(f->env.has_new_events);
	for (int i = 0; i < 3; i++)
		assert_int_equal(op_event(&op, (enum event_kind)i, 10 + i, i), 0);
	assert_true(f->env.has_new_events);
	assert_int_equal(op_event_newest(&op, &newest), 0);
	assert_int_equal(newest, 3);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(op_event_since(&op, cases[i].since, 10, &events, &n, &has_gap), 0);
		assert_int_equal(n, cases[i].n);
		assert_int_equal(has_gap, cases[i].has_gap);
	}
	assert_int_equal(op_event_since(&op, 1, 1, &events, &n, &has_gap), 0);
	assert_int_equal(n, 1);
	assert_int_equal(events[0].seq, 2);
	assert_int_equal(events[0].kind, EVENT_FOLLOWUP_CHANGED);
	assert_int_equal(events[0].id, 11);
	assert_int_equal(events[0].contact, 1);
	assert_int_equal(events[0].at, NOON);
	assert_int_equal(op_end(&op, 0), 0);
}

static void every_event_kind_has_its_own_name(void **state)
{
	(void)state;
	for (int i = 0; i < N_EVENT_KINDS; i++) {
		assert_non_null(event_kinds[i]);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(event_kinds[i], event_kinds[j]);
	}
	assert_null(event_kinds[N_EVENT_KINDS]);
}

#define WITH_STORE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(the_time_is_shown_in_the_users_zone),
		WITH_STORE(any_time_is_the_start_of_the_working_day),
		WITH_STORE(what_succeeds_is_kept_and_journaled),
		WITH_STORE(what_changes_nothing_is_not_journaled),
		WITH_STORE(a_refusal_undoes_its_own_request_only),
		WITH_STORE(a_refusal_that_is_kept_keeps_what_was_written),
		WITH_STORE(an_import_tells_of_its_end_alone),
		WITH_STORE(a_group_rolled_back_leaves_nothing),
		WITH_STORE(a_refusal_carries_its_field_and_sentence),
		WITH_STORE(a_key_gives_its_result_back_for_seven_days),
		WITH_STORE(a_refused_request_is_not_remembered),
		WITH_STORE(events_are_read_back_and_a_gap_is_told),
		cmocka_unit_test(every_event_kind_has_its_own_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
