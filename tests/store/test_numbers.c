/* What the numbers are made of, on rows made by hand: each rule at its edge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "store/contact_fact.h"
#include "store/folder.h"
#include "store/numbers.h"
#include "store/raw.h"
#include "store/tally.h"

#define TODAY 1000
static const struct numbers_range year = {{TODAY - 364}, {TODAY}};

struct book {
	struct store *s;
	struct arena *arena;
};

static struct book book_with(const char *rows)
{
	struct book b = {open_at(NULL), arena_new()};

	raw_exec(store_db(b.s),
		 "INSERT INTO contact (id, created_at) VALUES (1, 1), (2, 1), (3, 1)");
	raw_exec(store_db(b.s), rows);
	assert_int_equal(store_begin(b.s), 0);
	assert_int_equal(store_contact_fact_rebuild(b.s), 0);
	assert_int_equal(store_tally_rebuild(b.s), 0);
	assert_int_equal(store_commit(b.s), 0);
	return b;
}

static void close_book(struct book *b)
{
	arena_free(b->arena);
	store_close(b->s);
}

#define ASK                                                                                        \
	"INSERT INTO ask (contact, channel, day, entry, outcome, later_day, override_reason, "     \
	"created_at) VALUES "

static const struct {
	const char *rows;
	int made, counted, overridden, with_names;
} asks[] = {
	{ASK "(1, 'call', 900, 1, 'willing', NULL, NULL, 1)", 1, 1, 0, 0},
	{ASK "(1, 'call', 636, 1, 'names-given', NULL, 'r', 1)", 1, 1, 1, 1},
	{ASK "(1, 'call', 635, 1, 'names-given', NULL, 'r', 1)", 0, 0, 0, 0},
	{ASK "(1, 'call', 1001, 1, 'willing', NULL, NULL, 1)", 0, 0, 0, 0},
	{ASK
	 "(1, 'call', 900, 1, NULL, NULL, NULL, 1), (1, 'call', 900, 2, 'never', NULL, NULL, 1)",
	 2, 2, 0, 0},
	/* the third running is a no; the fourth begins anew */
	{ASK
	 "(1, 'call', 900, 1, 'later', 910, 'r', 1), (1, 'call', 910, 2, 'later', 920, NULL, 1)",
	 2, 0, 1, 0},
	{ASK
	 "(1, 'call', 900, 1, 'later', 910, NULL, 1), (1, 'call', 910, 2, 'later', 920, NULL, 1), "
	 "(1, 'call', 920, 3, 'later', 930, NULL, 1), (1, 'call', 930, 4, 'later', 940, NULL, 1)",
	 4, 1, 0, 0},
	/* of different people they do not run */
	{ASK
	 "(1, 'call', 900, 1, 'later', 910, NULL, 1), (2, 'call', 910, 2, 'later', 920, NULL, 1), "
	 "(1, 'call', 920, 3, 'later', 930, NULL, 1)",
	 3, 0, 0, 0},
	/* one between ends the run */
	{ASK
	 "(1, 'call', 900, 1, 'later', 910, NULL, 1), (1, 'call', 910, 2, 'later', 920, NULL, 1), "
	 "(1, 'call', 915, 3, 'declined', NULL, NULL, 1), "
	 "(1, 'call', 920, 4, 'later', 930, NULL, 1)",
	 4, 1, 0, 0},
	/* two before the range, the third in it */
	{ASK
	 "(1, 'call', 500, 1, 'later', 510, NULL, 1), (1, 'call', 510, 2, 'later', 520, NULL, 1), "
	 "(1, 'call', 900, 3, 'later', 930, NULL, 1)",
	 1, 1, 0, 0},
};

static void a_later_is_no_counted_ask_but_the_third_running_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(asks); i++) {
		struct book b = book_with(asks[i].rows);
		struct asks_numbers n = {0};

		assert_int_equal(store_numbers_asks(b.s, &year, b.arena, &n), 0);
		if (n.made != asks[i].made || n.counted != asks[i].counted ||
		    n.overridden != asks[i].overridden || n.with_names != asks[i].with_names)
			fail_msg("case %zu: %d %d %d %d", i, (int)n.made, (int)n.counted,
				 (int)n.overridden, (int)n.with_names);
		close_book(&b);
	}
}

#define REFERRAL                                                                                   \
	"INSERT INTO referral (direction, contact, person, permission, status, origin, "           \
	"candidate_day, received_at, received_day, closed_day, thanked_day, told_contact_day, "    \
	"told_outcome_day, contact_minutes, created_at) VALUES "
#define SENT "('received', 1, 2, 'introduced', 'contacted', 'offered', NULL, 1, "

static const struct {
	const char *rows;
	struct loop_counts want; /* open, thank, tell, outcome */
} loops[] = {
	{REFERRAL SENT "1000, NULL, NULL, NULL, NULL, NULL, 1)", {1, 1, 0, 0}},
	{REFERRAL SENT "1000, NULL, 1000, NULL, NULL, NULL, 1)", {0, 0, 0, 0}},
	{REFERRAL SENT "994, NULL, 1000, NULL, NULL, NULL, 1)", {0, 0, 0, 0}},
	{REFERRAL SENT "993, NULL, 1000, NULL, NULL, NULL, 1)", {1, 0, 1, 0}},
	{REFERRAL SENT "993, NULL, 1000, 999, NULL, NULL, 1)", {0, 0, 0, 0}},
	{REFERRAL SENT "900, NULL, NULL, NULL, NULL, NULL, 1)", {1, 1, 1, 0}},
	{REFERRAL SENT "900, 990, 901, NULL, NULL, NULL, 1)", {1, 0, 0, 1}},
	{REFERRAL SENT "900, 990, NULL, NULL, NULL, NULL, 1)", {1, 1, 0, 1}},
	{REFERRAL SENT "900, 990, NULL, NULL, 990, NULL, 1)", {1, 1, 0, 0}},
	{REFERRAL SENT "900, 990, 901, NULL, 990, NULL, 1)", {0, 0, 0, 0}},
	{REFERRAL SENT "900, NULL, NULL, NULL, NULL, NULL, 1), " SENT
		       "900, 990, NULL, NULL, NULL, NULL, 1)",
	 {2, 2, 1, 1}},
	/* what counts for nothing: given, a candidate, an import */
	{REFERRAL "('given', 1, 2, 'introduced', 'contacted', 'offered', NULL, 1, 900, NULL, NULL, "
		  "NULL, NULL, NULL, 1)",
	 {0, 0, 0, 0}},
	{REFERRAL "('received', 1, NULL, 'none', 'candidate', 'ask', 900, NULL, NULL, NULL, NULL, "
		  "NULL, NULL, NULL, 1)",
	 {0, 0, 0, 0}},
	{REFERRAL
	 "('received', 1, 2, 'introduced', 'contacted', 'import', NULL, 1, 900, NULL, NULL, "
	 "NULL, NULL, NULL, 1)",
	 {0, 0, 0, 0}},
	/* to whom nothing is owed */
	{REFERRAL SENT "900, NULL, NULL, NULL, NULL, NULL, 1);"
		       "UPDATE contact SET state = 'deceased' WHERE id = 1",
	 {0, 0, 0, 0}},
	{REFERRAL SENT "900, NULL, NULL, NULL, NULL, NULL, 1);"
		       "UPDATE contact SET state = 'paused' WHERE id = 1",
	 {1, 1, 1, 0}},
	{REFERRAL SENT "900, NULL, NULL, NULL, NULL, NULL, 1);"
		       "INSERT INTO suppression (contact, channel, reason, day, until, created_at) "
		       "VALUES (1, 'all', 'r', 900, NULL, 1)",
	 {0, 0, 0, 0}},
	{REFERRAL SENT "900, NULL, NULL, NULL, NULL, NULL, 1);"
		       "INSERT INTO suppression (contact, channel, reason, day, until, created_at) "
		       "VALUES (1, 'all', 'r', 900, 1001, 1)",
	 {0, 0, 0, 0}},
	{REFERRAL SENT "900, NULL, NULL, NULL, NULL, NULL, 1);"
		       "INSERT INTO suppression (contact, channel, reason, day, until, created_at) "
		       "VALUES (1, 'all', 'r', 900, 1000, 1)",
	 {1, 1, 1, 0}},
	{REFERRAL SENT
	 "900, NULL, NULL, NULL, NULL, NULL, 1);"
	 "INSERT INTO suppression (contact, channel, reason, day, lifted_day, created_at) "
	 "VALUES (1, 'all', 'r', 900, 950, 1)",
	 {1, 1, 1, 0}},
	{REFERRAL SENT "900, NULL, NULL, NULL, NULL, NULL, 1);"
		       "INSERT INTO suppression (contact, channel, reason, day, until, created_at) "
		       "VALUES (1, 'call', 'r', 900, NULL, 1)",
	 {1, 1, 1, 0}},
};

static void what_is_owed_to_referrers_is_counted_by_the_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(loops); i++) {
		const struct loop_counts *want = &loops[i].want;
		struct book b = book_with(loops[i].rows);
		struct loop_counts n;

		assert_int_equal(store_numbers_loops(b.s, (struct day){TODAY}, &n), 0);
		if (n.open != want->open || n.thank != want->thank || n.tell != want->tell ||
		    n.outcome != want->outcome)
			fail_msg("case %zu: %d %d %d %d", i, (int)n.open, (int)n.thank, (int)n.tell,
				 (int)n.outcome);
		close_book(&b);
	}
}

static void people_are_named_on_the_first_day_they_were(void **state)
{
	struct book b = book_with(
		ASK "(1, 'call', 700, 1, 'names-given', NULL, NULL, 1);" REFERRAL
		    /* named before the year, received in it; the other way round it is in it */
		    "('received', 1, 2, 'introduced', 'received', 'offered', 600, 1, 700, NULL, "
		    "NULL, NULL, "
		    "NULL, 30, 1), "
		    "('received', 1, NULL, 'none', 'candidate', 'ask', 636, NULL, NULL, NULL, "
		    "NULL, NULL, "
		    "NULL, NULL, 1), "
		    "('received', 1, 3, 'introduced', 'won', 'ask', NULL, 1, 1000, 1000, NULL, "
		    "NULL, NULL, "
		    "61, 1), "
		    "('given', 1, 3, 'introduced', 'received', 'ask', NULL, 1, 900, NULL, NULL, "
		    "NULL, NULL, "
		    "5, 1); UPDATE referral SET ask = 1, won_day = 1000 WHERE id = 3");
	struct referral_counts counts;
	struct funnel_row *rows;
	int32_t *minutes;
	size_t n;

	(void)state;
	assert_int_equal(store_numbers_named(b.s, &year, b.arena, &rows, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].days[FUNNEL_NAMES].n, 636);
	assert_false(rows[0].is_received);
	assert_true(day_is_none(rows[0].days[FUNNEL_ASKS]));
	assert_int_equal(rows[1].days[FUNNEL_ASKS].n, 700);
	assert_int_equal(rows[1].days[FUNNEL_COMPLETED].n, 1000);
	assert_true(rows[1].is_received);
	assert_int_equal(store_numbers_hours(b.s, &year, b.arena, &minutes, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(minutes[0] + minutes[1], 91);
	assert_int_equal(store_numbers_referrals(b.s, &counts), 0);
	assert_int_equal(counts.open, 1);
	assert_int_equal(counts.candidates, 1);
	close_book(&b);
}

#define SALE                                                                                       \
	"INSERT INTO sale (contact, state, product, source, referral, opened_day, completed_day, " \
	"created_at) VALUES "

static const struct {
	const char *rows;
	int64_t contact, through;
	int day;
} lasts[] = {
	{"SELECT 1", 0, 0, 0},
	{SALE "(1, 'completed', 'p', 'walk-in', NULL, 5, 5, 1)", 0, 0, 0},
	{SALE "(1, 'refunded', 'p', 'referral', NULL, 5, 5, 1)", 0, 0, 0},
	{SALE "(1, 'completed', 'p', 'referral', NULL, 5, 5, 1)", 1, 0, 5},
	/* the newest day, then the later one written down */
	{SALE "(1, 'completed', 'p', 'referral', NULL, 5, 9, 1), "
	      "(2, 'completed', 'p', 'referral', NULL, 5, 9, 1), "
	      "(3, 'completed', 'p', 'referral', NULL, 5, 8, 1)",
	 2, 0, 9},
	/* through whom they were sent first, whatever referral the sale names */
	{REFERRAL
	 "('received', 3, 2, 'introduced', 'won', 'ask', NULL, 7, 7, 8, 8, 8, 8, 5, 1), "
	 "('received', 1, 2, 'introduced', 'won', 'ask', NULL, 6, 6, 8, 8, 8, 8, 5, 1);" SALE
	 "(2, 'completed', 'p', 'referral', 1, 5, 9, 1)",
	 2, 1, 9},
	/* whom the sale names, where nobody sent this contact */
	{REFERRAL
	 "('received', 3, 1, 'introduced', 'won', 'ask', NULL, 7, 7, 8, 8, 8, 8, 5, 1);" SALE
	 "(2, 'completed', 'p', 'referral', 1, 5, 9, 1)",
	 2, 3, 9},
};

static void the_last_sale_from_a_referral_knows_through_whom(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lasts); i++) {
		struct book b = book_with(lasts[i].rows);
		struct referral_sale last;

		assert_int_equal(store_numbers_last_sale(b.s, &last), 0);
		if (last.contact != lasts[i].contact || last.through != lasts[i].through ||
		    (last.contact && last.day.n != lasts[i].day))
			fail_msg("case %zu: %d through %d", i, (int)last.contact,
				 (int)last.through);
		close_book(&b);
	}
}

#define TOUCH "INSERT INTO touch (contact, day, channel, direction, minutes, created_at) VALUES "

static void an_hour_serves_whoever_had_a_sale_by_then(void **state)
{
	struct book b =
		book_with(SALE "(1, 'open', 'p', NULL, NULL, 900, NULL, 1), "
			       "(2, 'completed', 'p', NULL, NULL, NULL, 905, 1);" TOUCH
			       "(1, 899, 'call', 'out', 1, 1), (1, 900, 'call', 'out', 10, 1), "
			       "(2, 904, 'call', 'out', 2, 1), (2, 905, 'call', 'out', 20, 1), "
			       "(3, 905, 'call', 'out', 4, 1), (1, 635, 'call', 'out', 500, 1), "
			       "(1, 1001, 'call', 'out', 500, 1), (1, 950, 'call', 'out', NULL, 1);"
			       "INSERT INTO time_log (activity, minutes, day, created_at) VALUES "
			       "('serving', 100, 636, 1), ('prospecting', 200, 1000, 1), "
			       "('prospecting', 999, 635, 1)");
	struct time_numbers t = {0};

	(void)state;
	assert_int_equal(store_numbers_time(b.s, &year, &t), 0);
	assert_int_equal(t.serving, 130);
	assert_int_equal(t.prospecting, 207);
	close_book(&b);
}

static void customers_are_covered_and_partners_are_none(void **state)
{
	struct book b =
		book_with(SALE "(1, 'completed', 'p', NULL, NULL, 5, 5, 1), "
			       "(2, 'refunded', 'p', NULL, NULL, 5, 5, 1);"
			       "INSERT INTO gate_fact (contact, state, n_blocking, since) VALUES "
			       "(1, 'open', 0, 993), (2, 'open', 0, 994), (3, 'open', 0, 1000);"
			       "INSERT INTO talk (contact, day, motive, agreed, created_at) VALUES "
			       "(1, 5, 'none', 'yes', 1), (2, 5, 'none', 'yes', 1)");
	struct coverage_numbers c;
	int64_t opened;

	(void)state;
	assert_int_equal(store_numbers_coverage(b.s, &c), 0);
	assert_int_equal(c.customers, 1);
	assert_int_equal(c.talk_held, 1);
	assert_int_equal(c.earned_now, 1);
	assert_int_equal(c.asked, 0);
	assert_int_equal(c.referred, 0);
	assert_int_equal(store_numbers_opened(b.s, (struct day){TODAY - 7}, &opened), 0);
	assert_int_equal(opened, 2);
	close_book(&b);
}

static void silence_is_counted_by_class(void **state)
{
	struct book b = book_with(
		"UPDATE contact SET cadence = 'A';"
		"INSERT INTO contact (id, cadence, state, created_at) VALUES (4, 'A', 'active', "
		"1), "
		"(5, 'A', 'paused', 1), (6, 'none', 'active', 1), (7, 'A', 'active', 1);" TOUCH
		"(1, 971, 'call', 'both', 1, 1), (2, 970, 'call', 'both', 1, 1), "
		"(3, 955, 'call', 'both', 1, 1), (4, 954, 'call', 'both', 1, 1), "
		"(4, 990, 'call', 'out', 1, 1), (5, 900, 'call', 'both', 1, 1)");
	struct cadence_numbers n = {.days = 30};
	struct quiet_contact *quiet;
	size_t n_quiet;

	(void)state;
	assert_int_equal(store_numbers_cadence(b.s, CADENCE_A, (struct day){TODAY}, &n), 0);
	assert_int_equal(n.contacts, 5);
	assert_int_equal(n.never, 1);
	assert_int_equal(n.yellow, 2);
	assert_int_equal(n.red, 1);
	assert_int_equal(store_numbers_quiet(b.s, CADENCE_A,
					     numbers_red_day((struct day){TODAY}, 30), b.arena,
					     &quiet, &n_quiet),
			 0);
	assert_int_equal(n_quiet, 1);
	assert_int_equal(quiet[0].contact, 4);
	assert_int_equal(store_numbers_cadence(b.s, CADENCE_B, (struct day){TODAY}, &n), 0);
	assert_int_equal(n.contacts, 0);
	close_book(&b);
}

static void a_step_is_told_by_plan_key_and_offset(void **state)
{
	struct book b = book_with(
		"INSERT INTO plan (id, name) VALUES (1, 'my own plan');"
		"INSERT INTO plan_version (id, plan, version, created_at) VALUES (1, 1, 1, 1);"
		"INSERT INTO plan_step (plan_version, position, key, \"offset\", kind, \"to\", "
		"scope, "
		"\"when\", text, reason) VALUES (1, 0, 'ask', '+1 bd', 'ask', 'contact', 'sale', "
		"'always', 't', 'r');"
		"INSERT INTO run (id, plan, plan_version, anchor_kind, anchor_id, contact, "
		"anchor_day, "
		"state, created_at) VALUES (1, 1, 1, 'sale', 1, 1, 5, 'active', 1);"
		"INSERT INTO followup (id, contact, run, step, kind, title, state, ended_day, "
		"planned_day, due_day, due_at, \"rank\", created_at) VALUES "
		"(1, 1, 1, 'ask', 'ask', 't', 'done', 900, 5, 5, 5, 1, 1), "
		"(2, 1, 1, 'ask', 'ask', 't', 'done', 635, 5, 5, 5, 1, 1), "
		"(3, 1, 1, 'ask', 'ask', 't', 'skipped', 900, 5, 5, 5, 1, 1), "
		"(4, 1, 1, 'ask', 'ask', 't', 'done', 901, 5, 5, 5, 1, 1);" REFERRAL SENT
		"900, NULL, NULL, NULL, NULL, NULL, 1), " SENT
		"900, NULL, NULL, NULL, NULL, NULL, 1); UPDATE referral SET followup = 1");
	struct step_numbers *steps;
	size_t n;

	(void)state;
	assert_int_equal(store_numbers_steps(b.s, &year, b.arena, &steps, &n), 0);
	assert_int_equal(n, 1);
	assert_string_equal(steps[0].plan, "my own plan");
	assert_string_equal(steps[0].step, "ask");
	assert_string_equal(steps[0].offset, "+1 bd");
	assert_int_equal(steps[0].done, 2);
	assert_int_equal(steps[0].named, 1); /* two names after one call are one call */
	close_book(&b);
}

static void sales_are_read_by_day_source_and_currency(void **state)
{
	struct book b = book_with(
		SALE "(1, 'completed', 'p', 'referral', NULL, 5, 900, 1), "
		     "(1, 'completed', 'p', 'walk-in', NULL, 5, 900, 1), "
		     "(1, 'completed', 'p', NULL, NULL, 5, 900, 1);"
		     "UPDATE sale SET amount = 7, currency = 'KWD', exponent = 3 WHERE id < 3");
	struct sales_row *rows;
	size_t n;

	(void)state;
	assert_int_equal(store_numbers_sales(b.s, &year, b.arena, &rows, &n), 0);
	assert_int_equal(n, 3);
	assert_int_equal(rows[0].source, -1);
	assert_null(rows[0].currency);
	assert_int_equal(rows[1].source, SOURCE_REFERRAL);
	assert_string_equal(rows[1].currency, "KWD");
	assert_int_equal(rows[1].exponent, 3);
	assert_int_equal(rows[1].amount, 7);
	assert_int_equal(rows[2].source, SOURCE_WALK_IN);
	close_book(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_later_is_no_counted_ask_but_the_third_running_is),
		cmocka_unit_test(what_is_owed_to_referrers_is_counted_by_the_rule),
		cmocka_unit_test(people_are_named_on_the_first_day_they_were),
		cmocka_unit_test(the_last_sale_from_a_referral_knows_through_whom),
		cmocka_unit_test(an_hour_serves_whoever_had_a_sale_by_then),
		cmocka_unit_test(customers_are_covered_and_partners_are_none),
		cmocka_unit_test(silence_is_counted_by_class),
		cmocka_unit_test(a_step_is_told_by_plan_key_and_offset),
		cmocka_unit_test(sales_are_read_by_day_source_and_currency),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
