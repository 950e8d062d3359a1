/* What the gate is given to look at: whom a contact sent, and of whom something is owed yet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "store/folder.h"
#include "store/gate.h"
#include "store/raw.h"

#define ANA 1
#define RUTH 2
#define BEN 3 /* of Ana's household */
#define DAY 20000

static void settle_in(struct store *s)
{
	raw_exec(store_db(s),
		 "INSERT INTO household (id, created_at) VALUES (1, 1);"
		 "INSERT INTO contact (id, name, household, created_at) VALUES (1, 'Ana', 1, 1), "
		 "(2, 'Ruth Kim', NULL, 1), (3, 'Ben', 1, 1);"
		 "INSERT INTO contact_fact (contact, standing) VALUES (1, 'referrer'), "
		 "(2, 'prospect'), (3, 'referrer');");
}

/* Null where it has not come to that. */
struct sent {
	const char *direction, *status, *origin;
	int contact;
	const char *received, *thanked, *told_contact, *told_outcome, *closed;
};

static void send(struct store *s, int64_t id, const char *person, const struct sent *x)
{
	_cleanup_str_ struct str text = {0};

	str_addf(&text,
		 "INSERT INTO referral (id, direction, contact, person, name, permission, status, "
		 "origin, received_day, thanked_day, told_contact_day, told_outcome_day, "
		 "closed_day, created_at) VALUES (%lld, '%s', %d, %s, 'R. Kim', 'introduced', "
		 "'%s', '%s', %s, %s, %s, %s, %s, 1)",
		 (long long)id, x->direction, x->contact, person, x->status, x->origin,
		 x->received ? x->received : "NULL", x->thanked ? x->thanked : "NULL",
		 x->told_contact ? x->told_contact : "NULL",
		 x->told_outcome ? x->told_outcome : "NULL", x->closed ? x->closed : "NULL");
	raw_exec(store_db(s), str_text(&text));
}

static struct gate_facts facts_of(struct store *s, int64_t contact, struct arena *arena)
{
	const struct gate_rules rules = {9, 180, 2, 2, 14, 90, 365};
	const struct day day = {DAY};
	struct gate_facts facts;

	assert_int_equal(store_gate_facts(s, contact, &rules, day, arena, &facts), 0);
	return facts;
}

static const struct {
	struct sent sent;
	bool is_read;
} cases[] = {
	{{"received", "received", "ask", ANA, "19999", NULL, NULL, NULL, NULL}, true},
	{{"received", "received", "offered", ANA, "19999", "19999", NULL, NULL, NULL}, true},
	{{"received", "contacted", "emergency-list", ANA, "1", NULL, "2", NULL, NULL}, true},
	{{"received", "lost", "ask", ANA, "19000", "19000", "19003", NULL, "19900"}, true},
	{{"received", "lost", "ask", ANA, "19000", NULL, "19003", "19901", "19900"}, true},
	/* They are owed nothing, or not before it is closed. */
	{{"received", "contacted", "ask", ANA, "19000", "19000", "19003", NULL, NULL}, false},
	{{"received", "contacted", "ask", ANA, "19000", "19000", NULL, "19003", NULL}, false},
	{{"received", "lost", "ask", ANA, "19000", "19000", NULL, "19901", "19900"}, false},
	/* It counts for nothing here. */
	{{"received", "candidate", "ask", ANA, NULL, NULL, NULL, NULL, NULL}, false},
	{{"received", "lost", "import", ANA, "19000", NULL, NULL, NULL, "19900"}, false},
	{{"given", "received", "offered", ANA, "19000", NULL, NULL, NULL, NULL}, false},
	{{"received", "received", "ask", BEN, "19999", NULL, NULL, NULL, NULL}, false},
};

static void what_is_owed_of_whom_they_sent_is_read(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct store *s = open_at(NULL);

		settle_in(s);
		send(s, 1, "2", &cases[i].sent);
		if (facts_of(s, ANA, arena).n_loops != (size_t)cases[i].is_read)
			fail_msg("case %zu", i);
		store_close(s);
	}
	arena_free(arena);
}

static void each_is_read_once_and_the_oldest_first(void **state)
{
	const struct sent nothing_told = {"received", "lost", "ask", ANA,    "19500",
					  NULL,       NULL,   NULL,  "19600"};
	const struct sent thanked = {"received", "received", "ask", ANA, "19400",
				     "19401",    NULL,       NULL,  NULL};
	struct arena *arena = arena_new();
	struct store *s = open_at(NULL);
	struct gate_facts facts;

	(void)state;
	settle_in(s);
	send(s, 7, "2", &nothing_told);
	send(s, 8, "NULL", &thanked);
	send(s, 9, "NULL", &nothing_told);
	facts = facts_of(s, ANA, arena);
	assert_int_equal(facts.n_loops, 3);
	assert_int_equal(facts.loops[0].id, 8);
	assert_int_equal(facts.loops[1].id, 7);
	assert_int_equal(facts.loops[2].id, 9);

	/* By the name they have now; by the one that was given where there is no contact. */
	assert_string_equal(facts.loops[1].name, "Ruth Kim");
	assert_string_equal(facts.loops[0].name, "R. Kim");

	assert_int_equal(facts.loops[0].received_day.n, 19400);
	assert_int_equal(facts.loops[0].thanked_day.n, 19401);
	assert_true(day_is_none(facts.loops[0].closed_day));
	assert_true(day_is_none(facts.loops[1].thanked_day));
	assert_int_equal(facts.loops[1].closed_day.n, 19600);

	raw_exec(store_db(s), "UPDATE referral SET told_contact_day = 19700 WHERE id = 8;"
			      "UPDATE referral SET told_outcome_day = 19701 WHERE id = 7");
	facts = facts_of(s, ANA, arena);
	assert_int_equal(facts.n_loops, 2);
	assert_int_equal(facts.loops[0].id, 7);
	assert_int_equal(facts.loops[0].told_outcome_day.n, 19701);
	store_close(s);
	arena_free(arena);
}

static void nobody_sent_is_nothing_owed(void **state)
{
	struct arena *arena = arena_new();
	struct store *s = open_at(NULL);

	(void)state;
	settle_in(s);
	assert_int_equal(facts_of(s, RUTH, arena).n_loops, 0);
	store_close(s);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_owed_of_whom_they_sent_is_read),
		cmocka_unit_test(each_is_read_once_and_the_oldest_first),
		cmocka_unit_test(nobody_sent_is_nothing_owed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
