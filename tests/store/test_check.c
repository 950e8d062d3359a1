/* "system.check": each promise that is broken is named, and a sound book has no problems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "store/check.h"
#include "store/folder.h"
#include "store/raw.h"

#define FOLLOWUP                                                                                   \
	"INSERT INTO followup (id, contact, run, step, kind, title, scope, state, waits_for, "     \
	"planned_day, due_day, due_at, next_at, \"rank\", created_at) VALUES "

static const char sound[] =
	"INSERT INTO contact (id, created_at) VALUES (1, 1), (2, 1);"
	"INSERT INTO contact_fact (contact, standing) VALUES (1, 'prospect'), (2, 'prospect');"
	"INSERT INTO sale (id, contact, state, product, created_at) VALUES (1, 1, 'open', 'p', 1);"
	"INSERT INTO plan (id, name) VALUES (1, 'a'), (2, 'b');"
	"INSERT INTO plan_version (id, plan, version, created_at) VALUES (1, 1, 1, 1), (2, 2, 1, "
	"1);"
	"INSERT INTO run (id, plan, plan_version, anchor_kind, anchor_id, contact, sale, "
	"anchor_day, state, created_at) VALUES (1, 1, 1, 'sale', 1, 1, 1, 5, 'active', 1), "
	"(2, 1, 1, 'contact', 1, 1, NULL, 5, 'active', 1);" FOLLOWUP
	"(1, 1, 1, 'ask', 'ask', 't', 'contact', 'scheduled', NULL, 5, 5, 5, 5, 1, 1), "
	"(2, 1, 1, 'call', 'call', 't', 'sale', 'waiting', 'after', 5, 5, 5, 5, 1, 1), "
	"(3, 1, 2, 'call', 'call', 't', 'sale', 'done', NULL, 5, 5, 5, NULL, 1, 1);"
	"INSERT INTO notice (id, kind, state, claimed_at) VALUES (1, 'single', 'shown', 5);"
	"INSERT INTO notice_item (id, notice, followup, due_at) VALUES (1, 1, 1, 5), (2, NULL, 2, "
	"5);"
	"INSERT INTO followup_move (followup, at, rule, to_state, to_day) "
	"VALUES (1, 1, 'planted', 'scheduled', 5);"
	"INSERT INTO import (id, source, kind, state, dry_run, strict, created_at) "
	"VALUES (1, 'x', 'contacts', 'open', 0, 0, 1);"
	"INSERT INTO import_item (import, line, state) VALUES (1, 1, 'staged'), (1, 2, 'staged');"
	"INSERT INTO promise (id, contact, text, state, made_day, due_day, target_day, ended_day, "
	"created_at) VALUES (1, 1, 't', 'open', 5, 7, 6, NULL, 1), "
	"(2, 1, 't', 'kept', 5, 7, 6, 6, 1);"
	"UPDATE followup SET about_kind = 'promise', about_id = 1 WHERE id = 2;"
	"INSERT INTO gate_fact (contact, state, n_blocking, since) VALUES (1, 'open', 0, 5), "
	"(2, 'blocked', 1, 5);"
	"INSERT INTO ask (id, contact, channel, day, entry, outcome, later_day, created_at) "
	"VALUES (1, 1, 'call', 5, 1, 'later', 9, 1), (2, 1, 'call', 5, 1, NULL, NULL, 1);"
	"INSERT INTO plan (id, name) VALUES (3, 'repair');"
	"INSERT INTO plan_version (id, plan, version, created_at) VALUES (3, 3, 1, 1);"
	"INSERT INTO run (id, plan, plan_version, anchor_kind, anchor_id, contact, anchor_day, "
	"state, created_at) VALUES (3, 3, 3, 'score', 1, 1, 5, 'active', 1), "
	"(4, 3, 3, 'score', 2, 2, 5, 'active', 1);"
	"INSERT INTO tally (what, day, key, n, total) VALUES ('promise', 6, 'on-time', 1, 1), "
	"('ask', 5, 'later', 1, 0), ('ask', 5, 'open', 1, 0), ('now', 0, 'open', 7, 0);"
	"INSERT INTO household (id, created_at) VALUES (5, 1);"
	"INSERT INTO referral (id, direction, contact, person, permission, status, origin, "
	"received_at, received_day, closed_day, candidate_day, created_at) VALUES "
	"(1, 'received', 2, 1, 'introduced', 'meeting', 'offered', 5, 5, NULL, NULL, 1), "
	"(2, 'received', 2, 1, 'introduced', 'lost', 'offered', 5, 5, 6, NULL, 1), "
	"(3, 'received', 2, NULL, 'none', 'candidate', 'offered', NULL, NULL, NULL, 5, 1), "
	"(4, 'given', 1, 2, 'may-say-name', 'received', 'offered', 5, 5, NULL, NULL, 1);"
	"UPDATE sale SET source = 'referral', referral = 1;"
	"INSERT INTO gift (id, contact, referral, what, amount, currency, exponent, day, "
	"created_at) VALUES (1, 2, 1, 't', 5, 'USD', 2, 5, 1), (2, 1, NULL, 't', 5, 'USD', 2, 5, "
	"1);" FOLLOWUP
	"(4, 2, NULL, NULL, 'gift', 't', 'contact', 'scheduled', NULL, 5, 5, 5, 5, 1, 1);"
	"INSERT INTO loop_item (followup, referral, what) VALUES (4, 1, 'gift');";
/* A second one: a literal has an end. */
static const char sound_too[] =
	"INSERT INTO date (id, contact, what, year, month, month_day, is_yearly, lead_days, "
	"created_at) VALUES (1, 1, 'birthday', NULL, 2, 29, 1, 0, 1), "
	"(2, 2, 'permit', 2027, 2, 28, 0, 14, 1);" FOLLOWUP
	"(5, 1, NULL, NULL, 'message', 't', 'contact', 'scheduled', NULL, 5, 5, 5, 5, 1, 1), "
	"(6, 2, NULL, NULL, 'call', 't', 'contact', 'scheduled', NULL, 5, 5, 5, 5, 1, 1);"
	"UPDATE followup SET about_kind = 'date', about_id = id - 4 WHERE id > 4;"
	"INSERT INTO away (from_day, until_day, created_at) VALUES (5, 9, 1)";

static const char campaigns[] =
	"INSERT INTO campaign (id, name, kind, rrule, start_day, lead_days, created_at) VALUES "
	"(1, 'c', 'card', 'FREQ=YEARLY', 5, 42, 1);"
	"INSERT INTO edition (id, campaign, day, state, frozen_day, ended_day, created_at) VALUES "
	"(1, 1, 5, 'sent', 4, 5, 1), (2, 1, 370, 'planned', NULL, NULL, 1);"
	"INSERT INTO edition_recipient (edition, contact, sent_day, returned_day, created_at) "
	"VALUES (1, 1, 5, 6, 1), (1, 2, NULL, NULL, 1);" FOLLOWUP
	"(7, NULL, NULL, 'order', 'task', 't', 'contact', 'scheduled', NULL, 5, 5, 5, 5, 1, 1);"
	"UPDATE followup SET about_kind = 'campaign', about_id = 1 WHERE id = 7;"
	"INSERT INTO request (id, contact, kind, day, due_day, created_at) "
	"VALUES (1, 2, 'erase', 5, 35, 1);" FOLLOWUP
	"(8, 2, NULL, NULL, 'task', 't', 'contact', 'scheduled', NULL, 28, 28, 5, 5, 1, 1);"
	"UPDATE followup SET about_kind = 'request', about_id = 1 WHERE id = 8;"
	"INSERT INTO contact_distinct (contact, other) VALUES (1, 2), (2, 1)";

static const struct {
	const char *change, *want;
	bool is_full;
} cases[] = {
	{"UPDATE followup SET waits_for = 'gate' WHERE id = 1",
	 "follow-up 1 waits for nothing, or does not wait and names a reason to", false},
	{"UPDATE followup SET waits_for = NULL WHERE id = 2",
	 "follow-up 2 waits for nothing, or does not wait and names a reason to", false},
	{"UPDATE followup SET next_at = 9 WHERE id = 3",
	 "follow-up 3 has ended and is still to be looked at", false},
	{"UPDATE followup SET waits_for = 'part-of', part_of = 3, next_at = NULL WHERE id = 2",
	 "follow-up 2 waits for the answer of follow-up 3, and is never looked at", false},
	{"UPDATE followup SET scope = 'contact', step = 'ask' WHERE id = 2",
	 "follow-ups 1 and 2 are the same step for the same contact, both open", false},
	{"UPDATE run SET plan_version = 2 WHERE id = 1",
	 "run 1 has plan version 2, which is of another plan", false},
	{"UPDATE run SET anchor_id = 77 WHERE id = 1", "run 1 began with another sale than 1",
	 false},
	{"UPDATE contact SET merged_into = 1 WHERE id = 2",
	 "contact 2 is merged into nobody, or names one without being merged", false},
	{"UPDATE contact SET paused_until = 9 WHERE id = 2",
	 "contact 2 has an end of its pause and is not paused", false},
	{"DELETE FROM contact_fact WHERE contact = 2", "contact 2 has no derived facts", false},
	{"INSERT INTO contact_fact (contact, standing) VALUES (9, 'prospect')",
	 "contact 9 has derived facts and does not exist", false},
	{"UPDATE notice_item SET followup = 88 WHERE id = 2",
	 "notice item 2 is about follow-up 88, which does not exist", false},
	{"UPDATE notice_item SET notice = 66 WHERE id = 2",
	 "notice item 2 belongs to notice 66, which does not exist", false},
	{"UPDATE followup_move SET followup = 55",
	 "move 1 is of follow-up 55, which does not exist", false},
	{"UPDATE import SET state = 'done'", "import 1 has ended and left staged rows: 2", false},
	{"UPDATE promise SET ended_day = 6 WHERE id = 1",
	 "promise 1 has ended on no day, or is open and has an end", false},
	{"UPDATE promise SET ended_day = NULL WHERE id = 2",
	 "promise 2 has ended on no day, or is open and has an end", false},
	{"UPDATE promise SET target_day = 8 WHERE id = 1",
	 "promise 1 aims for a day after it is due", false},
	{"UPDATE followup SET about_id = 2 WHERE id = 2",
	 "follow-up 2 is open, and promise 2, which it is to keep, is not, or was made to another",
	 false},
	{"UPDATE promise SET contact = 2 WHERE id = 1",
	 "follow-up 2 is open, and promise 1, which it is to keep, is not, or was made to another",
	 false},
	{"DELETE FROM gate_fact WHERE contact = 2", "contact 2 was never judged by the gate",
	 false},
	{"UPDATE ask SET later_day = NULL WHERE id = 1",
	 "ask 1 was answered 'later' without a day, or has one and was not", false},
	{"UPDATE ask SET later_day = 9 WHERE id = 2",
	 "ask 2 was answered 'later' without a day, or has one and was not", false},
	{"UPDATE contact SET household = 5",
	 "runs 3 and 4 both put something right for one household", false},
	{"UPDATE referral SET closed_day = 7 WHERE id = 1",
	 "referral 1 is closed and has no day, or is open and has one", false},
	{"UPDATE referral SET closed_day = NULL WHERE id = 2",
	 "referral 2 is closed and has no day, or is open and has one", false},
	{"UPDATE referral SET received_day = 5 WHERE id = 3",
	 "referral 3 was received on no day, or a candidate on one, or sent themself", false},
	{"UPDATE referral SET person = 1 WHERE id = 4",
	 "referral 4 was received on no day, or a candidate on one, or sent themself", false},
	{"UPDATE referral SET person = 2, contact = 1 WHERE id = 1",
	 "sale 1 came by referral 1, which is about another, or is none", false},
	{"UPDATE sale SET referral = 9",
	 "sale 1 came by referral 9, which is about another, or is "
	 "none",
	 false},
	{"UPDATE sale SET source = 'other'",
	 "sale 1 came by referral 1, which is about another, or is none", false},
	{"UPDATE gift SET contact = 1 WHERE id = 1",
	 "gift 1 is in thanks for referral 1, which its contact has not sent", false},
	{"UPDATE referral SET direction = 'given' WHERE id = 1",
	 "gift 1 is in thanks for referral 1, which its contact has not sent", false},
	{"UPDATE date SET month_day = 29 WHERE id = 2",
	 "date 2 is no day of the calendar, or comes once in no year", false},
	{"UPDATE date SET is_yearly = 0 WHERE id = 1",
	 "date 1 is no day of the calendar, or comes once in no year", false},
	{"UPDATE date SET removed_day = 5 WHERE id = 1",
	 "follow-up 5 is open, and date 1, which it is for, was removed, or is another contact's",
	 false},
	{"UPDATE date SET contact = 1 WHERE id = 2",
	 "follow-up 6 is open, and date 2, which it is for, was removed, or is another contact's",
	 false},
	{"UPDATE followup SET about_id = 1, contact = 1 WHERE id = 6",
	 "follow-ups 5 and 6 are for the same date, both open", false},
	{"UPDATE followup SET contact = 1 WHERE id = 4",
	 "follow-up 4 is about referral 1, which its contact has not sent", false},
	{"INSERT INTO away (from_day, until_day, created_at) VALUES (20, 22, 1)",
	 "absences 1 and 2 have both not ended", false},
	{"UPDATE away SET until_day = 4", "absence 1 ends before it begins", false},
	{"UPDATE followup SET waits_for = 'away' WHERE id = 2",
	 "follow-up 2 is held by an absence, and keeps promise 1", false},
	{"UPDATE edition SET ended_day = NULL WHERE id = 1",
	 "edition 1 is over and has no end, or goes on and has one", false},
	{"UPDATE edition SET ended_day = 5 WHERE id = 2",
	 "edition 2 is over and has no end, or goes on and has one", false},
	{"UPDATE edition SET frozen_day = NULL",
	 "edition 1 is frozen or sent to nobody known, or is planned and has recipients", false},
	{"UPDATE edition_recipient SET edition = 2 WHERE contact = 2",
	 "edition 2 is frozen or sent to nobody known, or is planned and has recipients", false},
	{"UPDATE campaign SET ended_day = 9",
	 "follow-up 7 is open, and campaign 1, which it is for, has ended", false},
	{"UPDATE edition_recipient SET returned_day = 6",
	 "mail of contact 2 has come back and was never sent: edition 1", false},
	{"UPDATE request SET done_day = 9",
	 "follow-up 8 is open, and request 1, which it is to answer, is answered, or is another "
	 "contact's",
	 false},
	{"UPDATE request SET contact = 1",
	 "follow-up 8 is open, and request 1, which it is to answer, is answered, or is another "
	 "contact's",
	 false},
	{"DELETE FROM contact_distinct WHERE contact = 2",
	 "contact 1 is said to be another person than contact 2, and not the other way round",
	 false},
	{"UPDATE contact SET household = 4 WHERE id = 2",
	 "row 2 of contact refers to a household that does not exist", true},
	{"UPDATE contact SET state = 'odd' WHERE id = 2", "CHECK constraint failed in contact",
	 true},
	{"UPDATE tally SET n = 2 WHERE what = 'promise'",
	 "what is counted by day is not what the book holds", true},
	{"DELETE FROM tally WHERE key = 'open'",
	 "what is counted by day is not what the book holds", true},
	{"INSERT INTO tally (what, day, key, n, total) VALUES ('sale', 5, '-', 1, 0)",
	 "what is counted by day is not what the book holds", true},
};

static struct store *open_with(const char *change)
{
	struct store *s = open_at(NULL);

	raw_exec(store_db(s), sound);
	raw_exec(store_db(s), sound_too);
	raw_exec(store_db(s), campaigns);
	assert_int_equal(
		sqlite3_exec(store_db(s),
			     "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON",
			     NULL, NULL, NULL),
		SQLITE_OK);
	raw_exec(store_db(s), change);
	raw_exec(store_db(s), "PRAGMA ignore_check_constraints = OFF");
	return s;
}

static void a_sound_book_has_no_problems(void **state)
{
	struct store *s = open_with("");
	struct arena *a = arena_new();
	const char **problems;
	int n;

	(void)state;
	assert_int_equal(store_check(s, false, a, &problems, &n), 0);
	assert_int_equal(n, 0);
	assert_int_equal(store_check(s, true, a, &problems, &n), 0);
	assert_int_equal(n, 0);
	arena_free(a);
	store_close(s);
}

static void each_broken_promise_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct store *s = open_with(cases[i].change);
		struct arena *a = arena_new();
		const char **problems;
		bool is_named = false;
		int n;

		assert_int_equal(store_check(s, false, a, &problems, &n), 0);
		if (cases[i].is_full) {
			assert_int_equal(n, 0);
			assert_int_equal(store_check(s, true, a, &problems, &n), 0);
		}
		for (int k = 0; k < n; k++)
			is_named |= strcmp(problems[k], cases[i].want) == 0;
		if (!is_named)
			fail_msg("not said: %s, but %s", cases[i].want,
				 n ? problems[0] : "nothing");
		arena_free(a);
		store_close(s);
	}
}

static void a_flood_of_problems_has_an_end(void **state)
{
	struct store *s = open_with("WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 "
				    "FROM n WHERE i < 500) INSERT INTO contact (id, created_at) "
				    "SELECT i, 1 FROM n");
	struct arena *a = arena_new();
	const char **problems;
	int n;

	(void)state;
	assert_int_equal(store_check(s, true, a, &problems, &n), 0);
	assert_int_equal(n, CHECK_PROBLEMS_MAX);
	arena_free(a);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_book_has_no_problems),
		cmocka_unit_test(each_broken_promise_is_named),
		cmocka_unit_test(a_flood_of_problems_has_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
