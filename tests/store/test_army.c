/* What is read of the forest, the army and the referrers, from rows as they may be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/army.h"
#include "store/folder.h"
#include "store/raw.h"
#include "store/referrers.h"
#include "store/tree.h"

#define TODAY 20000
#define FROM_START (&(struct army_place){N_ARMY_RANKS, 0, 0})

struct book {
	struct store *store;
	struct arena *arena;
};

/* Contacts 1 to 5; 1 sent 2 and 3, 2 sent 4. */
static int set_up(void **state)
{
	struct book *b = calloc(1, sizeof *b);

	b->store = open_at(NULL);
	b->arena = arena_new();
	raw_exec(store_db(b->store),
		 "INSERT INTO contact (id, state, name, is_partner, created_at) VALUES "
		 "(1, 'active', 'a', 0, 1), (2, 'active', 'b', 0, 1), (3, 'active', 'c', 0, 1), "
		 "(4, 'active', 'd', 0, 1), (5, 'active', 'e', 0, 1);"
		 "INSERT INTO referral (id, direction, contact, person, permission, status, "
		 "origin, received_at, received_day, created_at, closed_day) VALUES "
		 "(11, 'received', 1, 2, 'introduced', 'won', 'ask', 1, 19000, 1, NULL), "
		 "(12, 'received', 1, 3, 'introduced', 'lost', 'ask', 2, 19010, 1, 19020), "
		 "(13, 'received', 2, 4, 'introduced', 'contacted', 'ask', 3, 19030, 1, NULL), "
		 "(14, 'given', 1, 5, 'introduced', 'received', 'ask', 4, 19040, 1, NULL);"
		 "INSERT INTO contact_fact (contact, standing, credit, referrer, n_sent, army, "
		 "army_day, last_sent_day, last_gave_day, n_completed) VALUES "
		 "(1, 'referrer', NULL, NULL, 2, 'repeat', 19000, 19010, 19040, 0), "
		 "(2, 'referrer', 11, 1, 1, 'referrer', 19030, 19030, NULL, 1), "
		 "(3, 'prospect', 12, 1, 0, NULL, NULL, NULL, NULL, 0), "
		 "(4, 'prospect', 13, 2, 0, NULL, NULL, NULL, NULL, 0), "
		 "(5, 'prospect', NULL, NULL, 0, 'willing', 19000, NULL, NULL, 0);");
	*state = b;
	return 0;
}

static int tear_down(void **state)
{
	struct book *b = *state;

	arena_free(b->arena);
	store_close(b->store);
	free(b);
	return 0;
}

#define WITH_BOOK(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* "2<1 11 open": person, referrer, referral. */
static void expect_edges(const struct tree_edges *edges, const char *want)
{
	_cleanup_str_ struct str got = {0};

	for (size_t i = 0; i < edges->n; i++)
		str_addf(&got, "%s%d<%d %d%s", i ? ", " : "", (int)edges->items[i].person,
			 (int)edges->items[i].referrer, (int)edges->items[i].referral,
			 edges->items[i].is_open ? " open" : "");
	assert_string_equal(str_text(&got), want);
}

static void credits_are_read_of_all_or_of_those_below(void **state)
{
	struct book *b = *state;
	struct tree_edges edges;
	int64_t referrer, referral;

	assert_int_equal(store_tree_credits(b->store, b->arena, &edges), 0);
	expect_edges(&edges, "2<1 0, 3<1 0, 4<2 0");
	assert_int_equal(store_tree_edges(b->store, b->arena, &edges), 0);
	expect_edges(&edges, "2<1 11 open, 3<1 12, 4<2 13 open");
	assert_int_equal(store_tree_edges_below(b->store, 2, b->arena, &edges), 0);
	expect_edges(&edges, "4<2 13 open");
	assert_int_equal(store_tree_edges_below(b->store, 5, b->arena, &edges), 0);
	expect_edges(&edges, "");
	assert_int_equal(store_tree_credit(b->store, 4, &referrer, &referral), 0);
	assert_int_equal(referrer, 2);
	assert_int_equal(referral, 13);
	assert_int_equal(store_tree_credit(b->store, 99, &referrer, &referral), 0);
	assert_int_equal(referrer, 0);
}

static void a_circle_is_gone_round_once(void **state)
{
	struct book *b = *state;
	struct tree_edges edges;

	raw_exec(store_db(b->store), "UPDATE contact_fact SET referrer = 4 WHERE contact = 1");
	assert_int_equal(store_tree_edges_below(b->store, 1, b->arena, &edges), 0);
	expect_edges(&edges, "2<1 11 open, 3<1 12, 4<2 13 open");
}

static void sales_are_those_completed_from_a_referral(void **state)
{
	struct book *b = *state;
	struct tree_sales sales;

	raw_exec(store_db(b->store),
		 "INSERT INTO sale (contact, state, product, amount, currency, exponent, source, "
		 "completed_day, created_at) VALUES "
		 "(4, 'completed', 'x', 100, 'EUR', 2, 'referral', 19100, 1), "
		 "(4, 'completed', 'x', 7, 'JPY', 0, 'referral', 19200, 1), "
		 "(4, 'completed', 'x', NULL, NULL, NULL, 'referral', 19300, 1), "
		 "(4, 'refunded', 'x', 100, 'EUR', 2, 'referral', 19100, 1), "
		 "(4, 'completed', 'x', 100, 'EUR', 2, 'repeat', 19100, 1), "
		 "(3, 'completed', 'x', 50, 'EUR', 2, 'referral', 19400, 1)");
	assert_int_equal(store_tree_sales(b->store, (struct day){19100}, (struct day){19300},
					  b->arena, &sales),
			 0);
	assert_int_equal(sales.n, 3);
	assert_int_equal(sales.n_currencies, 2);
	assert_string_equal(sales.currencies[sales.items[1].currency].code, "JPY");
	assert_int_equal(sales.currencies[sales.items[1].currency].exponent, 0);
	assert_int_equal(sales.items[2].currency, -1);
	assert_int_equal(store_tree_sales_below(b->store, 1, b->arena, &sales), 0);
	assert_int_equal(sales.n, 4);
	assert_int_equal(store_tree_sales_below(b->store, 2, b->arena, &sales), 0);
	assert_int_equal(sales.n, 3);
}

/* What is owed of one referral, by the gate's rule. */
static void word_is_owed_as_the_gate_says(void **state)
{
	static const struct {
		const char *set;
		int64_t want;
	} cases[] = {
		{"thanked_day = NULL", 1},
		{"thanked_day = 19990", 0},
		{"thanked_day = 19990, received_day = 19994", 0},
		{"thanked_day = 19990, received_day = 19993", 1},
		{"thanked_day = 19990, received_day = 19000, told_contact_day = 19005", 0},
		{"thanked_day = 19990, received_day = 19000, told_outcome_day = 19005", 0},
		{"thanked_day = 19990, closed_day = 19995", 1},
		{"thanked_day = 19990, closed_day = 19995, told_contact_day = 19991", 1},
		{"thanked_day = 19990, closed_day = 19995, told_outcome_day = 19996", 0},
		{"thanked_day = NULL, closed_day = 19995, told_outcome_day = 19996", 1},
		{"thanked_day = NULL, origin = 'import'", 0},
		{"thanked_day = NULL, direction = 'given'", 0},
		{"thanked_day = NULL, status = 'candidate', received_day = NULL", 0},
	};
	struct book *b = *state;
	struct army_members army;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char line[400];

		(void)snprintf(line, sizeof line,
			       "UPDATE referral SET received_day = 19999, closed_day = NULL, "
			       "told_contact_day = NULL, told_outcome_day = NULL, origin = 'ask', "
			       "direction = 'received', status = 'received' WHERE id = 13; "
			       "UPDATE referral SET %s WHERE id = 13",
			       cases[i].set);
		raw_exec(store_db(b->store), line);
		assert_int_equal(store_army_list(b->store, FROM_START, (struct day){TODAY}, 10,
						 b->arena, &army),
				 0);
		assert_int_equal(army.items[1].contact, 2);
		if (army.items[1].n_loops != cases[i].want)
			fail_msg("%s: %d", cases[i].set, (int)army.items[1].n_loops);
	}
}

/* Touches that give, gifts and referrals to them, of the days after the last ask. */
static void what_was_given_counts_from_the_last_ask(void **state)
{
	struct book *b = *state;
	struct sqlite3 *db = store_db(b->store);
	struct army_members army;

	raw_exec(db,
		 "INSERT INTO touch (contact, day, channel, direction, gave, created_at) VALUES "
		 "(1, 19030, 'call', 'both', 1, 1), (1, 19050, 'call', 'both', 1, 1), "
		 "(1, 19060, 'call', 'both', 0, 1);"
		 "INSERT INTO gift (contact, what, amount, currency, exponent, day, created_at) "
		 "VALUES (1, 'wine', 1, 'EUR', 2, 19045, 1)");
	assert_int_equal(
		store_army_list(b->store, FROM_START, (struct day){TODAY}, 10, b->arena, &army), 0);
	assert_int_equal(army.n, 3);
	assert_int_equal(army.items[0].contact, 1);
	assert_int_equal(army.items[0].n_given, 4);
	raw_exec(db, "UPDATE contact_fact SET first_completed_day = 19040 WHERE contact = 1");
	assert_int_equal(
		store_army_list(b->store, FROM_START, (struct day){TODAY}, 10, b->arena, &army), 0);
	assert_int_equal(army.items[0].n_given, 3);
	raw_exec(db, "INSERT INTO ask (contact, channel, day, entry, outcome, created_at) VALUES "
		     "(1, 'call', 19045, 1, 'willing', 1)");
	assert_int_equal(
		store_army_list(b->store, FROM_START, (struct day){TODAY}, 10, b->arena, &army), 0);
	assert_int_equal(army.items[0].n_given, 1);
	assert_int_equal(army.items[0].last_ask_day.n, 19045);
}

static void the_army_is_counted_by_rank_and_by_open_gates(void **state)
{
	struct book *b = *state;
	struct army_counts counts;
	struct army_members ready;

	raw_exec(store_db(b->store),
		 "INSERT INTO gate_fact (contact, state, n_blocking, since) VALUES "
		 "(2, 'open', 0, 1), (3, 'open', 0, 1), (5, 'blocked', 1, 1)");
	assert_int_equal(store_army_count(b->store, &counts), 0);
	assert_int_equal(counts.size, 3);
	assert_int_equal(counts.ranks[ARMY_REPEAT], 1);
	assert_int_equal(counts.ranks[ARMY_CHAMPION], 0);
	assert_int_equal(counts.ready, 1);
	assert_int_equal(store_army_ready(b->store, (struct day){TODAY}, b->arena, &ready), 0);
	assert_int_equal(ready.n, 1);
	assert_int_equal(ready.items[0].contact, 2);
	assert_true(ready.items[0].is_ready);
}

static void who_sent_is_counted_in_a_period(void **state)
{
	struct book *b = *state;
	struct sent_rows rows;
	int64_t customers;
	struct day last;

	assert_int_equal(store_referrers_sent(b->store, (struct day){19005}, (struct day){19040},
					      b->arena, &rows),
			 0);
	assert_int_equal(rows.n, 2);
	assert_int_equal(rows.items[0].contact, 1);
	assert_int_equal(rows.items[0].sent, 1);
	assert_int_equal(rows.items[0].given, 1);
	assert_int_equal(rows.items[1].sent, 1);
	assert_int_equal(store_referrers_customers(b->store, 1, &customers), 0);
	assert_int_equal(customers, 1);
	assert_int_equal(store_referrers_last_sent(b->store, 1, &last), 0);
	assert_int_equal(last.n, 19010);
}

/* A stop holds until its day, and not once it was lifted; a state only where somebody has gone. */
static void health_knows_who_is_stopped_or_gone(void **state)
{
	static const struct {
		const char *rows;
		bool want;
	} cases[] = {
		{"('ask', NULL, NULL)", false},  {"('all', NULL, NULL)", true},
		{"('all', 20001, NULL)", true},  {"('all', 20000, NULL)", false},
		{"('all', NULL, 19999)", false},
	};
	struct book *b = *state;
	struct sqlite3 *db = store_db(b->store);
	struct health_rows rows;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char line[300];

		(void)snprintf(line, sizeof line,
			       "DELETE FROM suppression; INSERT INTO suppression (contact, reason, "
			       "day, created_at, channel, until, lifted_day) SELECT 2, 'x', 1, 1, "
			       "column1, column2, column3 FROM (VALUES %s)",
			       cases[i].rows);
		raw_exec(db, line);
		assert_int_equal(
			store_referrers_health(b->store, (struct day){TODAY}, b->arena, &rows), 0);
		assert_int_equal(rows.n, 2);
		assert_false(rows.items[0].is_stopped);
		assert_int_equal(rows.items[1].is_stopped, cases[i].want);
		assert_int_equal(rows.items[1].state, CONTACT_ACTIVE);
		assert_int_equal(rows.items[1].last_score, -1);
	}
	raw_exec(db, "UPDATE contact SET state = 'deceased' WHERE id = 2; "
		     "UPDATE contact_fact SET army = NULL, last_score = 0 WHERE contact = 2");
	assert_int_equal(store_referrers_health(b->store, (struct day){TODAY}, b->arena, &rows), 0);
	assert_int_equal(rows.items[1].state, CONTACT_DECEASED);
	assert_int_equal(rows.items[1].last_score, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BOOK(credits_are_read_of_all_or_of_those_below),
		WITH_BOOK(a_circle_is_gone_round_once),
		WITH_BOOK(sales_are_those_completed_from_a_referral),
		WITH_BOOK(word_is_owed_as_the_gate_says),
		WITH_BOOK(what_was_given_counts_from_the_last_ask),
		WITH_BOOK(the_army_is_counted_by_rank_and_by_open_gates),
		WITH_BOOK(who_sent_is_counted_in_a_period),
		WITH_BOOK(health_knows_who_is_stopped_or_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
