/* The journal is kept for so many days and entries; what is older cannot be taken back. */
#include "rpc/story.h"

#include <sqlite3.h>

#define DAY_SECONDS 86400

static int64_t count(struct stack *f, const char *sql)
{
	struct sqlite3_stmt *stmt;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(store_db(f->env.store), sql, -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return n;
}

static int64_t add(struct stack *f, const char *name)
{
	json_t *result = tell(f, "contact.add", "{\"name\":\"%s\"}", name);
	int64_t entry = json_integer_value(json_object_get(result, "journal"));

	json_decref(result);
	return entry;
}

static void let_days_pass(struct stack *f, int days)
{
	f->now += (int64_t)days * DAY_SECONDS;
	assert_int_equal(stack_tick(f), 0);
}

static void says(struct stack *f, const char *words)
{
	if (!strstr(str_text(&f->reply), words))
		fail_msg("not \"%s\": %s", words, str_text(&f->reply));
}

static void what_was_done_can_be_taken_back_for_90_days(void **state)
{
	struct stack *f = *state;
	int64_t first = add(f, "Ana"), second;

	let_days_pass(f, 90);
	assert_int_equal(count(f, "SELECT count(*) FROM journal_row WHERE journal = 2"), 1);
	second = add(f, "Ben");
	let_days_pass(f, 1);
	assert_int_equal(refused(f, "journal.undo", "{\"id\":%lld}", (long long)first), 611);
	says(f, "is kept no more: what was done can be taken back for 90 days");
	assert_int_equal(refused(f, "journal.undo", "{\"id\":%lld}", (long long)second + 1000),
			 100);
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)second);
	assert_int_equal(count(f, "SELECT count(*) FROM contact"), 1);
	/* Ids go on, and Ana stays. */
	assert_true(add(f, "Cem") > second);
	assert_int_equal(refused(f, "journal.get", "{\"id\":%lld}", (long long)first), 611);
}

static void an_undo_that_is_kept_can_be_taken_back(void **state)
{
	struct stack *f = *state;
	int64_t first = add(f, "Ana"), undo;
	json_t *result;

	let_days_pass(f, 60);
	result = tell(f, "journal.undo", "{\"id\":%lld}", (long long)first);
	undo = json_integer_value(json_object_get(result, "journal"));
	json_decref(result);
	let_days_pass(f, 40);
	assert_int_equal(refused(f, "journal.undo", "{\"id\":%lld}", (long long)first), 611);
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)undo);
	assert_int_equal(count(f, "SELECT count(*) FROM contact"), 1);
	let_days_pass(f, 91);
	assert_int_equal(count(f, "SELECT count(*) FROM journal WHERE id <= 4"), 0);
	assert_int_equal(count(f, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
}

/* A clock that was wrong for a while neither hides what is old nor takes what is young. */
static void an_entry_of_a_wrong_clock_takes_nothing_with_it(void **state)
{
	struct stack *f = *state;
	int64_t last;

	(void)add(f, "Ana");
	f->now -= (int64_t)1000 * DAY_SECONDS;
	(void)add(f, "Ben");
	f->now += (int64_t)1000 * DAY_SECONDS;
	last = add(f, "Cem");
	let_days_pass(f, 1);
	assert_int_equal(count(f, "SELECT count(DISTINCT journal) FROM journal_row"), last);
}

static void no_more_entries_are_kept_than_the_settings_say(void **state)
{
	struct stack *f = *state;

	f->settings.journal_entries = 1000;
	for (int i = 0; i < 1100; i++)
		(void)add(f, "Ana");
	let_days_pass(f, 1);
	assert_int_equal(count(f, "SELECT count(*) FROM journal"), 1000);
	assert_int_equal(count(f, "SELECT count(DISTINCT journal) FROM journal_row"), 1000);
	assert_int_equal(count(f, "SELECT count(*) FROM contact"), 1100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(what_was_done_can_be_taken_back_for_90_days),
		WITH_PLANS(an_undo_that_is_kept_can_be_taken_back),
		WITH_PLANS(an_entry_of_a_wrong_clock_takes_nothing_with_it),
		WITH_PLANS(no_more_entries_are_kept_than_the_settings_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
