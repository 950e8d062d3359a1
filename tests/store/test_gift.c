/* Gifts in the store: what a year comes to, and which done follow-ups are noted. */
#include "store/gift.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "store/folder.h"
#include "store/raw.h"
#include "vouch/limits.h"

static const char book[] =
	"INSERT INTO contact (id, created_at) VALUES (1, 1), (2, 1);"
	"INSERT INTO followup (id, contact, kind, title, scope, state, outcome, planned_day, "
	"due_day, due_at, \"rank\", ended_day, created_at) VALUES "
	"(1, 1, 'gift', 't', 'contact', 'done', 'sent', 5, 5, 5, 1, 20, 1), "
	"(2, 1, 'gift', 't', 'contact', 'done', 'sent', 5, 5, 5, 1, 20, 1), "
	"(3, 1, 'gift', 't', 'contact', 'done', 'not-reached', 5, 5, 5, 1, 20, 1), "
	"(4, 1, 'gift', 't', 'contact', 'done', 'sent', 5, 5, 5, 1, 21, 1), "
	"(5, 1, 'card', 't', 'contact', 'done', 'sent', 5, 5, 5, 1, 20, 1), "
	"(6, 2, 'gift', 't', 'contact', 'done', 'sent', 5, 5, 5, 1, 20, 1), "
	"(7, 1, 'gift', 't', 'contact', 'skipped', NULL, 5, 5, 5, 1, 20, 1);"
	"INSERT INTO gift (contact, followup, what, amount, currency, exponent, day, created_at) "
	"VALUES (1, 2, 't', 100, 'USD', 2, 10, 1), (1, NULL, 't', 20, 'USD', 2, 20, 1), "
	"(1, NULL, 't', 3, 'USD', 2, 21, 1), (1, NULL, 't', 1000, 'EUR', 2, 15, 1), "
	"(2, NULL, 't', 5000, 'USD', 2, 15, 1)";

static int64_t sum(struct store *s, int from, int to, const char *currency)
{
	int64_t n;

	assert_int_equal(store_gift_sum(s, 1, (struct day){from}, (struct day){to}, currency, &n),
			 0);
	return n;
}

static void a_sum_is_of_one_person_some_days_and_one_currency(void **state)
{
	struct store *s = open_at(NULL);

	(void)state;
	assert_int_equal(sum(s, 0, 99, "USD"), 0);
	raw_exec(store_db(s), book);
	assert_int_equal(sum(s, 10, 20, "USD"), 120);
	assert_int_equal(sum(s, 11, 20, "USD"), 20);
	assert_int_equal(sum(s, 10, 21, "USD"), 123);
	assert_int_equal(sum(s, 0, 99, "EUR"), 1000);
	assert_int_equal(sum(s, 0, 99, "JPY"), 0);
	store_close(s);
}

static void a_sum_beyond_all_money_is_no_failure(void **state)
{
	struct store *s = open_at(NULL);

	(void)state;
	raw_exec(store_db(s), book);
	raw_exec(store_db(s), "UPDATE gift SET amount = 9007199254740992 - 21 WHERE id = 1");
	assert_int_equal(sum(s, 10, 20, "USD"), VOUCH_AMOUNT_MAX - 1);
	raw_exec(store_db(s),
		 "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
		 "INSERT INTO gift (contact, what, amount, currency, exponent, day, created_at) "
		 "SELECT 1, 't', 9007199254740992, 'USD', 2, 10, 1 FROM n");
	assert_int_equal(sum(s, 10, 20, "USD"), VOUCH_AMOUNT_MAX);
	store_close(s);
}

static void what_was_given_that_day_and_is_not_noted_is_found(void **state)
{
	struct store *s = open_at(NULL);
	struct arena *a = arena_new();
	struct followups rows;

	(void)state;
	raw_exec(store_db(s), book);
	assert_int_equal(store_gift_unnoted(s, 1, (struct day){20}, a, &rows), 0);
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.items[0].id, 1);
	arena_free(a);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sum_is_of_one_person_some_days_and_one_currency),
		cmocka_unit_test(a_sum_beyond_all_money_is_no_failure),
		cmocka_unit_test(what_was_given_that_day_and_is_not_noted_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
