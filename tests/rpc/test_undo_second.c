/* Taking back what was done again in another way meanwhile: of what there may be one of, one is. */
#include "rpc/story.h"

#include "rpc/facts.h"

static void undo(struct stack *f, int64_t entry)
{
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)entry);
}

static void cannot_undo(struct stack *f, int64_t entry, const char *why)
{
	assert_int_equal(refused(f, "journal.undo", "{\"id\":%lld}", (long long)entry), 610);
	if (!strstr(str_text(&f->reply), why))
		fail_msg("not \"%s\": %s", why, str_text(&f->reply));
	expect_sound(f);
}

/* How many open follow-ups there are of a step. */
static int64_t open_of(struct stack *f, const char *step)
{
	struct sqlite3_stmt *stmt;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(store_db(f->env.store),
					    "SELECT count(*) FROM followup WHERE step = ?1 "
					    "AND state IN ('waiting', 'scheduled')",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_bind_text(stmt, 1, step, -1, SQLITE_STATIC), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return n;
}

static void sell(struct stack *f, const char *product)
{
	DO(f, "sale.record", "{\"contact\":1,\"product\":\"%s\",\"completed_day\":\"2026-12-01\"}",
	   product);
}

static void a_refund_taken_back_after_another_sale_leaves_its_plan(void **state)
{
	static const char *const steps[] = {"first-ask", "consent", "value", "half-year", "yearly"};
	struct stack *f = *state;
	int64_t refund;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	sell(f, "Alarm");
	DO(f, "sale.refund", "{\"id\":1}");
	refund = newest_entry(f);
	sell(f, "Door");
	undo(f, refund);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (open_of(f, steps[i]) != 1)
			fail_msg("%s: %lld", steps[i], (long long)open_of(f, steps[i]));
	assert_int_equal(open_of(f, "service"), 2); /* each sale has its own */
	expect_sound(f);
}

static void a_sale_done_again_after_another_leaves_its_plan(void **state)
{
	struct stack *f = *state;
	int64_t taken_back;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	sell(f, "Alarm");
	undo(f, newest_entry(f));
	taken_back = newest_entry(f);
	sell(f, "Door");
	undo(f, taken_back);
	assert_int_equal(open_of(f, "first-ask"), 1);
	assert_int_equal(open_of(f, "service"), 2);
	expect_sound(f);
}

static void there_is_one_absence(void **state)
{
	struct stack *f = *state;
	int64_t taken_back;

	DO(f, "away.set", "{\"until\":\"2026-12-10\"}");
	undo(f, newest_entry(f));
	taken_back = newest_entry(f);
	DO(f, "away.set", "{\"until\":\"2026-12-15\"}");
	cannot_undo(f, taken_back, "absence 1 would stand beside absence 2");
	DO(f, "away.clear", "{}");
	undo(f, taken_back);
	expect_sound(f);
}

static void there_is_one_birthday(void **state)
{
	struct stack *f = *state;
	int64_t taken_back;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "date.add", "{\"contact\":1,\"what\":\"birthday\",\"day\":\"1980-01-05\"}");
	undo(f, newest_entry(f));
	taken_back = newest_entry(f);
	DO(f, "date.add", "{\"contact\":1,\"what\":\"birthday\",\"day\":\"1980-01-06\"}");
	cannot_undo(f, taken_back, "date 1 (birthday, Ana) would stand beside date 2");
	DO(f, "date.remove", "{\"id\":2}");
	undo(f, taken_back);
	expect_sound(f);
}

/* Any other day may come as often as it is noted. */
static void of_another_day_there_may_be_two(void **state)
{
	struct stack *f = *state;
	int64_t taken_back;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "date.add",
	   "{\"contact\":1,\"what\":\"wedding\",\"day\":\"1980-01-05\",\"yearly\":true}");
	undo(f, newest_entry(f));
	taken_back = newest_entry(f);
	DO(f, "date.add",
	   "{\"contact\":1,\"what\":\"wedding\",\"day\":\"1980-01-06\",\"yearly\":true}");
	undo(f, taken_back);
	expect_sound(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_refund_taken_back_after_another_sale_leaves_its_plan),
		WITH_PLANS(a_sale_done_again_after_another_leaves_its_plan),
		WITH_PLANS(there_is_one_absence),
		WITH_PLANS(there_is_one_birthday),
		WITH_PLANS(of_another_day_there_may_be_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
