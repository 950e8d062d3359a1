/* What is counted by day stays what counting the whole book gives, whatever a request changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/folder.h"
#include "store/journal.h"
#include "store/raw.h"
#include "store/tally.h"

#define REQUESTS 600

static const char people[] =
	"INSERT INTO contact (id, created_at) VALUES (1, 1), (2, 1);"
	"INSERT INTO plan (id, name) VALUES (1, 'after sale'), (2, 'short');"
	"INSERT INTO plan_version (id, plan, version, created_at) VALUES (1, 1, 1, 1), (2, 1, 2, "
	"1), "
	"(3, 2, 1, 1);"
	"INSERT INTO plan_step (plan_version, position, key, \"offset\", kind, \"to\", scope, "
	"\"when\", text, reason) VALUES "
	"(1, 0, 'ask', '+1', 'ask', 'contact', 'sale', 'always', 't', 'r'), "
	"(2, 0, 'ask', '+7', 'ask', 'contact', 'sale', 'always', 't', 'r'), "
	"(2, 1, 'call', '+9', 'call', 'contact', 'sale', 'always', 't', 'r'), "
	"(3, 0, 'call', '+3', 'call', 'contact', 'sale', 'always', 't', 'r');"
	"INSERT INTO run (id, plan, plan_version, anchor_kind, anchor_id, contact, anchor_day, "
	"state, "
	"created_at) VALUES (1, 1, 1, 'sale', 1, 1, 5, 'active', 1), "
	"(2, 1, 2, 'sale', 2, 1, 5, 'active', 1), (3, 2, 3, 'sale', 1, 2, 5, 'active', 1)";

static int request(struct store *s, const char *text)
{
	const struct journal_entry entry = {.at = 5, .method = "test", .summary = "test"};

	assert_int_equal(store_begin(s), 0);
	assert_int_equal(store_savepoint(s), 0);
	journal_start(store_journal(s));
	raw_exec(store_db(s), text);
	assert_int_equal(journal_write(store_journal(s), &entry), 0);
	assert_int_equal(store_release(s), 0);
	return store_commit(s);
}

static bool is_right(struct store *s)
{
	bool right;

	assert_int_equal(store_tally_is_right(s, &right), 0);
	return right;
}

/* %N is a number below 6 and more than 0, %D a day of four, each drawn anew. */
static const char *const changes[] = {
	"INSERT INTO sale (contact, state, product, amount, currency, exponent, source, "
	"completed_day, created_at) VALUES (1, 'completed', 'p', %N00, 'EUR', 2, 'referral', %D, "
	"1);",
	"INSERT INTO sale (contact, state, product, source, completed_day, created_at) "
	"VALUES (1, 'completed', 'p', 'walk-in', %D, 1);",
	"INSERT INTO sale (contact, state, product, amount, currency, exponent, created_at) "
	"VALUES (1, 'open', 'p', %N0, 'JPY', 0, 1);",
	"UPDATE sale SET state = 'completed', completed_day = %D WHERE id % 5 = %N;",
	"UPDATE sale SET state = 'refunded', refunded_day = %D WHERE id % 5 = %N;",
	"UPDATE sale SET state = 'open', completed_day = NULL WHERE id % 7 = %N;",
	"UPDATE sale SET amount = %N, currency = 'USD', exponent = 2 WHERE id % 7 = %N;",
	"UPDATE sale SET source = NULL WHERE id % 7 = %N;",
	"DELETE FROM sale WHERE id % 9 = %N;",
	"INSERT INTO promise (contact, text, state, made_day, due_day, target_day, created_at) "
	"VALUES (1, 't', 'open', 1, %D, 1, 1);",
	"UPDATE promise SET state = 'kept', ended_day = %D WHERE id % 5 = %N;",
	"UPDATE promise SET is_late = 1 - is_late WHERE id % 5 = %N;",
	"UPDATE promise SET state = 'broken', ended_day = %D WHERE id % 6 = %N;",
	"UPDATE promise SET state = 'withdrawn', ended_day = %D WHERE id % 7 = %N;",
	"UPDATE promise SET state = 'open', ended_day = NULL WHERE id % 7 = %N;",
	"DELETE FROM promise WHERE id % 9 = %N;",
	"INSERT INTO ask (contact, channel, day, entry, outcome, created_at) "
	"VALUES (1, 'call', %D, 1, 'willing', 1);",
	"INSERT INTO ask (contact, channel, day, entry, override_reason, created_at) "
	"VALUES (1, 'call', %D, 1, 'r', 1);",
	"UPDATE ask SET outcome = 'names-given' WHERE id % 5 = %N;",
	"DELETE FROM ask WHERE id % 9 = %N AND id NOT IN (SELECT ask FROM referral WHERE ask > 0);",
	"INSERT INTO followup (contact, run, step, kind, title, state, planned_day, due_day, "
	"due_at, "
	"\"rank\", created_at) VALUES (1, 1, 'ask', 'ask', 't', 'scheduled', 5, 5, 5, 1, 1);",
	"INSERT INTO followup (contact, run, step, kind, title, state, planned_day, due_day, "
	"due_at, "
	"\"rank\", created_at) VALUES (1, 2, 'call', 'call', 't', 'scheduled', 5, 5, 5, 1, 1);",
	"INSERT INTO followup (contact, run, step, kind, title, state, ended_day, planned_day, "
	"due_day, due_at, \"rank\", created_at) VALUES (1, 1 + %N % 3, 'ask', 'ask', 't', 'done', "
	"%D, 5, 5, "
	"5, 1, 1);",
	"INSERT INTO followup (contact, kind, title, state, ended_day, planned_day, due_day, "
	"due_at, "
	"\"rank\", created_at) VALUES (1, 'call', 't', 'done', 5, 5, 5, 5, 1, 1);",
	"UPDATE followup SET state = 'done', ended_day = %D WHERE id % 4 = %N;",
	"UPDATE followup SET state = 'scheduled', ended_day = NULL WHERE id % 7 = %N;",
	"UPDATE followup SET note = 'n%N' WHERE id % 5 = %N;",
	"UPDATE followup SET run = 3 WHERE id % 9 = %N;",
	"DELETE FROM followup WHERE id % 9 = %N "
	"AND id NOT IN (SELECT followup FROM referral WHERE followup > 0);",
	"UPDATE run SET plan_version = 3 - plan_version WHERE id < 3 AND id = %N;",
	"INSERT INTO referral (direction, contact, permission, status, origin, followup, "
	"created_at) "
	"SELECT 'received', 1, 'none', 'candidate', 'ask', max(id), 1 FROM followup "
	"WHERE id % 3 = %N % 3;",
	"INSERT INTO referral (direction, contact, permission, status, origin, followup, "
	"created_at) "
	"SELECT 'given', 1, 'none', 'received', 'offered', max(id), 1 FROM followup;",
	"INSERT INTO referral (direction, contact, permission, status, origin, followup, "
	"created_at) "
	"SELECT 'received', 1, 'none', 'candidate', 'ask', max(id), 1 FROM followup "
	"WHERE state = 'done';",
	"UPDATE referral SET followup = NULL WHERE id % 9 = %N;",
	"UPDATE referral SET followup = (SELECT min(id) FROM followup WHERE id > %N) "
	"WHERE id % 5 = %N;",
	"DELETE FROM referral WHERE id % 9 = %N;",
};

static uint64_t below(uint64_t *dice, uint64_t n)
{
	*dice = *dice * 6364136223846793005 + 1442695040888963407;
	return (*dice >> 33) % n;
}

static void add_change(struct str *to, uint64_t *dice)
{
	for (const char *c = changes[below(dice, ARRAY_LEN(changes))]; *c; c++) {
		if (c[0] == '%' && c[1] == 'N')
			str_addf(to, "%d", 1 + (int)below(dice, 5));
		else if (c[0] == '%' && c[1] == 'D')
			str_addf(to, "%d", 100 + (int)below(dice, 4));
		else {
			str_add_char(to, *c);
			continue;
		}
		c++;
	}
}

static void what_is_counted_follows_every_request(void **state)
{
	struct store *s = open_at(NULL);
	uint64_t dice = 11;
	int64_t n_named = 0, n_all = 0;

	(void)state;
	raw_exec(store_db(s), people);
	for (int i = 0; i < REQUESTS; i++) {
		_cleanup_str_ struct str text = {0};

		for (uint64_t n = 1 + below(&dice, 4); n > 0; n--)
			add_change(&text, &dice);
		assert_int_equal(request(s, str_text(&text)), 0);
		if (!is_right(s))
			fail_msg("not counted right after: %s", str_text(&text));
		n_named += raw_number(
			store_db(s), "SELECT ifnull(sum(total), 0) FROM tally WHERE what = 'step'");
		n_all += raw_number(store_db(s), "SELECT count(DISTINCT what) FROM tally") == 5;
	}
	assert_true(n_named > REQUESTS / 4);
	assert_true(n_all > REQUESTS / 2);
	store_close(s);
}

static void a_rebuild_counts_the_same(void **state)
{
	struct store *s = open_at(NULL);

	(void)state;
	raw_exec(store_db(s), people);
	raw_exec(store_db(s), "INSERT INTO ask (contact, channel, day, entry, created_at) "
			      "VALUES (1, 'call', 5, 1, 1)");
	assert_false(is_right(s));
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(store_tally_rebuild(s), 0);
	assert_int_equal(store_commit(s), 0);
	assert_true(is_right(s));
	assert_int_equal(raw_number(store_db(s), "SELECT n FROM tally WHERE key = 'open'"), 1);
	store_close(s);
}

/* What a refused request changed was never counted. */
static void what_is_rolled_back_counts_for_nothing(void **state)
{
	struct store *s = open_at(NULL);

	(void)state;
	raw_exec(store_db(s), people);
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(store_savepoint(s), 0);
	journal_start(store_journal(s));
	raw_exec(store_db(s), "INSERT INTO ask (contact, channel, day, entry, created_at) "
			      "VALUES (1, 'call', 5, 1, 1)");
	assert_int_equal(store_rollback_to(s), 0);
	assert_int_equal(store_commit(s), 0);
	assert_int_equal(raw_number(store_db(s), "SELECT count(*) FROM tally"), 0);
	assert_int_equal(request(s, "INSERT INTO ask (contact, channel, day, entry, created_at) "
				    "VALUES (1, 'call', 5, 1, 1)"),
			 0);
	assert_int_equal(raw_number(store_db(s), "SELECT sum(n) FROM tally"), 1);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_counted_follows_every_request),
		cmocka_unit_test(a_rebuild_counts_the_same),
		cmocka_unit_test(what_is_rolled_back_counts_for_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
