/* Three generations of referrals, told over the methods; and forests of 100,000 people. */
#include <sqlite3.h>
#include <time.h>

#include "base/cleanup.h"
#include "rpc/story.h"
#include "store/contact_fact.h"
#include "store/raw.h"
#include "vouch/limits.h"

/* "Ana>1/2 (Ruth>0/0 Tom>0/0)": chain sales and people below. */
static void describe(const json_t *nodes, struct str *to)
{
	const json_t *node;
	size_t i;

	json_array_foreach (nodes, i, node) {
		const json_t *chain = json_object_get(node, "chain"),
			     *children = json_object_get(node, "children");

		str_addf(to, "%s%s>%lld/%lld", i ? " " : "",
			 text(json_object_get(node, "contact"), "name"),
			 (long long)number(chain, "sales"), (long long)number(chain, "people"));
		if (json_array_size(children)) {
			str_add(to, " (");
			describe(children, to);
			str_add_char(to, ')');
		}
	}
}

static void expect_tree(struct stack *f, const char *params, const char *want)
{
	json_t *tree = tell(f, "referral.tree", "%s", params);
	_cleanup_str_ struct str got = {0};

	describe(json_object_get(tree, "roots"), &got);
	assert_string_equal(str_text(&got), want);
	json_decref(tree);
}

static void refer(struct stack *f, int contact, const char *name)
{
	DO(f, "candidate.add", "{\"contact\":%d,\"name\":\"%s\",\"permission\":\"introduced\"}",
	   contact, name);
}

static void sell(struct stack *f, int contact, const char *source)
{
	DO(f, "sale.record",
	   "{\"contact\":%d,\"product\":\"Alarm\",\"amount\":1000,\"currency\":\"EUR\","
	   "\"source\":\"%s\",\"completed_day\":\"2026-12-01\"}",
	   contact, source);
}

/* Ana 1 sent Ruth 2 and Tom 3, Ruth sent Ida 4, Ida sent Max 5. */
static void three_generations(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	refer(f, 1, "Ruth");
	refer(f, 1, "Tom");
	refer(f, 2, "Ida");
	refer(f, 4, "Max");
}

static const char *rank_of(struct stack *f, int64_t contact, char to[16])
{
	json_t *army = tell(f, "numbers.army", "{\"limit\":100}");
	const json_t *item;
	size_t i;

	(void)snprintf(to, 16, "-");
	json_array_foreach (json_object_get(army, "items"), i, item)
		if (number(json_object_get(item, "contact"), "id") == contact)
			(void)snprintf(to, 16, "%s", text(item, "rank"));
	json_decref(army);
	return to;
}

static void what_they_bought_counts_up_the_chain(void **state)
{
	struct stack *f = *state;

	expect_tree(f, "{}", "");
	three_generations(f);
	expect_tree(f, "{}", "Ana>0/4 (Ruth>0/2 (Ida>0/1 (Max>0/0)) Tom>0/0)");
	sell(f, 5, "referral");
	sell(f, 3, "referral");
	sell(f, 3, "repeat");
	sell(f, 1, "prospecting");
	expect_tree(f, "{}", "Ana>2/4 (Ruth>1/2 (Ida>1/1 (Max>0/0)) Tom>0/0)");
	expect_tree(f, "{\"contact\":4}", "Ida>1/1 (Max>0/0)");
	expect_tree(f, "{\"contact\":5}", "Max>0/0");
	expect_tree(f, "{\"depth\":2}", "Ana>2/4 (Ruth>1/2 (Ida>1/1) Tom>0/0)");
}

static void a_sale_taken_back_counts_no_more(void **state)
{
	struct stack *f = *state;

	three_generations(f);
	sell(f, 2, "referral");
	expect_tree(f, "{}", "Ana>1/4 (Ruth>0/2 (Ida>0/1 (Max>0/0)) Tom>0/0)");
	DO(f, "sale.refund", "{\"id\":1,\"reason\":\"it was not as agreed\"}");
	expect_tree(f, "{}", "Ana>0/4 (Ruth>0/2 (Ida>0/1 (Max>0/0)) Tom>0/0)");
}

static void a_chain_of_three_makes_a_champion(void **state)
{
	struct stack *f = *state;
	char rank[16];

	three_generations(f);
	assert_string_equal(rank_of(f, 1, rank), "champion");
	assert_string_equal(rank_of(f, 2, rank), "referrer");
	assert_string_equal(rank_of(f, 4, rank), "referrer");
	assert_string_equal(rank_of(f, 5, rank), "-");
	refer(f, 2, "Uli");
	assert_string_equal(rank_of(f, 2, rank), "repeat");
	DO(f, "contact.deceased", "{\"id\":1}");
	assert_string_equal(rank_of(f, 1, rank), "-");
	expect_tree(f, "{\"contact\":1,\"depth\":1}", "Ana>0/5 (Ruth>0/3 Tom>0/0)");
}

/* The dead, those who want no contact, and who they brought. */
static void health_is_told_with_whom_they_brought(void **state)
{
	struct stack *f = *state;
	json_t *numbers;
	const json_t *item;

	three_generations(f);
	sell(f, 2, "referral");
	DO(f, "contact.deceased", "{\"id\":1}");
	numbers = tell(f, "numbers.referrers", "{}");
	item = json_array_get(json_object_get(numbers, "health"), 2);
	assert_string_equal(text(item, "why"), "lost");
	assert_string_equal(text(item, "detail"), "they have died");
	assert_int_equal(number(item, "customers"), 1);
	assert_int_equal(number(item, "sent"), 2);
	json_decref(numbers);
}

/* Ana and Eve, each earned, of one household. */
static void earn(struct stack *f, int contact, int score)
{
	DO(f, "sale.record",
	   "{\"contact\":%d,\"product\":\"Alarm\",\"completed_day\":\"2026-06-01\"}", contact);
	for (int i = 1; i <= 2; i++)
		DO(f, "touch.log",
		   "{\"contact\":%d,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true,"
		   "\"day\":\"2026-11-0%d\"}",
		   contact, i);
	DO(f, "talk.record",
	   "{\"contact\":%d,\"motive\":\"none\",\"agreed\":\"yes\",\"day\":\"2026-05-01\"}",
	   contact);
	DO(f, "satisfaction.record", "{\"contact\":%d,\"score\":%d}", contact, score);
}

static void expect_ready(struct stack *f, const char *params, const char *want, int more)
{
	json_t *army = tell(f, "numbers.army", "%s", params);
	_cleanup_str_ struct str got = {0};
	const json_t *item;
	size_t i;

	json_array_foreach (json_object_get(army, "items"), i, item)
		str_addf(&got, "%s%s", i ? " " : "",
			 text(json_object_get(item, "contact"), "name"));
	assert_string_equal(str_text(&got), want);
	assert_int_equal(number(army, "more"), more);
	json_decref(army);
}

static void of_the_ready_as_many_are_offered_as_today_has_asks(void **state)
{
	static const char *const names[] = {"Ana", "Ben", "Cleo", "Dov", "Eve"};
	struct stack *f = *state;

	for (int i = 0; i < 5; i++) {
		DO(f, "contact.add", "{\"name\":\"%s\"}", names[i]);
		earn(f, i + 1, 10);
	}
	expect_ready(f, "{\"ready\":true}", "Ana Ben Cleo", 2);
	/* more given since the last ask comes first */
	DO(f, "touch.log",
	   "{\"contact\":4,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true}");
	expect_ready(f, "{\"ready\":true}", "Dov Ana Ben", 2);
	expect_ready(f, "{\"ready\":true,\"limit\":1}", "Dov", 4);
	expect_ready(f, "{\"ready\":true,\"limit\":5}", "Dov Ana Ben Cleo Eve", 0);
	/* no asks, no calls at all */
	DO(f, "suppression.add", "{\"contact\":4,\"channel\":\"ask\",\"reason\":\"no\"}");
	DO(f, "suppression.add", "{\"contact\":1,\"channel\":\"all\",\"reason\":\"no\"}");
	expect_ready(f, "{\"ready\":true}", "Ben Cleo Eve", 0);
	/* a household is asked as one */
	DO(f, "household.add", "{\"name\":\"Reyes\",\"members\":[2,5]}");
	expect_ready(f, "{\"ready\":true}", "Ben Cleo", 0);
}

static void asks_of_today_take_their_places(void **state)
{
	struct stack *f = *state;
	json_t *army;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	earn(f, 1, 10);
	for (int i = 0; i < 3; i++) {
		DO(f, "contact.add", "{\"name\":\"Asked\"}");
		earn(f, i + 2, 10);
		DO(f, "followup.add",
		   "{\"contact\":%d,\"kind\":\"ask\",\"title\":\"ask\",\"due\":\"2026-12-01T13:00"
		   "\"}",
		   i + 2);
	}
	pass_days(f, 0);
	DO(f, "dev.advance", "{\"seconds\":5400}");
	army = tell(f, "numbers.army", "{\"ready\":true}");
	assert_int_equal(number(army, "asks_taken"), 3);
	assert_int_equal(json_array_size(json_object_get(army, "items")), 0);
	assert_true(number(army, "more") > 0);
	json_decref(army);
}

/* A page at a time is the same as all at once, whoever was served and when. */
static void the_army_pages_without_a_gap(void **state)
{
	struct stack *f = *state;
	_cleanup_str_ struct str whole = {0}, pages = {0};
	char cursor[80] = "";

	for (int i = 1; i <= 12; i++) {
		DO(f, "contact.add", "{\"name\":\"n%d\"}", i);
		if (i % 3)
			DO(f, "touch.log",
			   "{\"contact\":%d,\"channel\":\"call\",\"direction\":\"both\","
			   "\"gave\":true,\"day\":\"2026-11-0%d\"}",
			   i, 1 + i % 2);
	}
	for (int i = 1; i <= 12; i++)
		for (int k = 0; k <= i % 3; k++) {
			char name[16];

			(void)snprintf(name, sizeof name, "s%d-%d", i, k);
			refer(f, i, name);
		}
	for (int turn = 0; turn < 20; turn++) {
		json_t *page = tell(f, "numbers.army", turn == 0 ? "{\"limit\":1000%s}" : "{%s}",
				    turn == 0 ? "" : cursor);
		struct str *to = turn == 0 ? &whole : &pages;
		const json_t *item, *next = json_object_get(page, "next");
		bool has_more = json_is_string(next);
		size_t i;

		json_array_foreach (json_object_get(page, "items"), i, item)
			str_addf(to, "%s:%lld ", text(item, "rank"),
				 (long long)number(json_object_get(item, "contact"), "id"));
		if (has_more)
			(void)snprintf(cursor, sizeof cursor, "\"limit\":2,\"cursor\":\"%s\"",
				       json_string_value(next));
		else
			(void)snprintf(cursor, sizeof cursor, "\"limit\":2");
		json_decref(page);
		if (turn > 0 && !has_more)
			break;
	}
	assert_string_equal(str_text(&pages), str_text(&whole));
	assert_true(str_starts_with(str_text(&whole), "champion:"));
}

enum shape { CHAIN, STAR };

/* Contacts 1 to n + 1 and referrals between them, past the methods; the facts as they would be. */
static void fill(struct stack *f, enum shape shape, int n)
{
	struct sqlite3 *db = store_db(f->env.store);
	char line[600];

	raw_exec(db, "BEGIN");
	(void)snprintf(line, sizeof line,
		       "WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i <= "
		       "%d) INSERT INTO contact (id, state, name, is_partner, created_at) "
		       "SELECT i, 'active', 'n' || i, 0, 1 FROM k",
		       n);
	raw_exec(db, line);
	(void)snprintf(line, sizeof line,
		       "INSERT INTO referral (id, direction, contact, person, permission, status, "
		       "origin, received_at, received_day, created_at) SELECT id - 1, 'received', "
		       "%s, id, 'introduced', 'received', 'ask', 1, 20700, 1 FROM contact "
		       "WHERE id > 1",
		       shape == CHAIN ? "id - 1" : "1");
	raw_exec(db, line);
	(void)snprintf(
		line, sizeof line,
		"INSERT INTO contact_fact (contact, standing, credit, referrer, n_sent, army, "
		"army_day) SELECT id, 'referrer', nullif(id - 1, 0), CASE WHEN id > 1 THEN %s "
		"END, 1, 'champion', 20700 FROM contact",
		shape == CHAIN ? "id - 1" : "1");
	raw_exec(db, line);
	raw_exec(db,
		 "INSERT INTO sale (contact, state, product, amount, currency, exponent, source, "
		 "completed_day, created_at) SELECT id, 'completed', 'Alarm', 100, 'EUR', 2, "
		 "'referral', 20700, 1 FROM contact WHERE id > 1");
	raw_exec(db, "COMMIT");
}

static double ms_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static json_t *timed(struct stack *f, const char *method, const char *params, const char *shape,
		     int n)
{
	double began = ms_now();
	json_t *result = tell(f, method, "%s", params);

	print_message("%s %s, %s of %d: %.0f ms\n", method, params, shape, n, ms_now() - began);
	return result;
}

/* Nobody is missed and nothing runs over, whatever the shape. */
static void check_forest(struct stack *f, enum shape shape, int n, const char *params)
{
	json_t *tree = timed(f, "referral.tree", params, shape == CHAIN ? "chain" : "star", n);
	const json_t *root = json_array_get(json_object_get(tree, "roots"), 0),
		     *chain = json_object_get(root, "chain");

	assert_int_equal(json_array_size(json_object_get(tree, "roots")), 1);
	assert_int_equal(number(json_object_get(root, "contact"), "id"), 1);
	assert_int_equal(number(tree, "people"), n + 1);
	assert_int_equal(number(chain, "people"), n);
	assert_int_equal(number(chain, "sales"), n);
	assert_int_equal(number(json_array_get(json_object_get(chain, "revenue"), 0), "amount"),
			 100 * n);
	assert_int_equal(number(root, "depth"), shape == CHAIN ? n : 1);
	assert_int_equal(number(root, "open"), n);
	assert_int_equal(number(root, "cut"),
			 shape == CHAIN ? n - 30 : n + 1 - VOUCH_TREE_PEOPLE_MAX);
	assert_int_equal(number(tree, "cut"), number(root, "cut"));
	json_decref(tree);
}

static void a_forest_of_shape(enum shape shape)
{
	for (int n = 50000; n <= 100000; n += 50000) {
		void *state = NULL;
		struct stack *f;

		assert_int_equal(put_plans(&state), 0);
		f = state;
		fill(f, shape, n);
		check_forest(f, shape, n, "{\"depth\":30}");
		check_forest(f, shape, n, "{\"depth\":30,\"contact\":1}");
		json_decref(
			timed(f, "numbers.referrers", "{}", shape == CHAIN ? "chain" : "star", n));
		json_decref(timed(f, "numbers.army", "{}", shape == CHAIN ? "chain" : "star", n));
		(void)tear_down(&state);
	}
}

static void a_chain_of_100000_people(void **state)
{
	(void)state;
	a_forest_of_shape(CHAIN);
}

static void a_star_of_100000_people(void **state)
{
	(void)state;
	a_forest_of_shape(STAR);
}

/* Names as long as they may be: the answer ends at its size, and says how many it left out. */
static void an_answer_ends_at_its_size(void **state)
{
	struct stack *f = *state;
	struct sqlite3 *db = store_db(f->env.store);
	json_t *tree;
	int64_t cut;

	fill(f, STAR, 1200);
	raw_exec(db,
		 "UPDATE contact SET name = replace(hex(zeroblob(200)), '0', '\xf0\x9f\x8c\xb3')");
	tree = tell(f, "referral.tree", "{}");
	assert_true(f->reply.len < (size_t)VOUCH_PAGE_BYTES_MAX + 8192);
	cut = number(tree, "cut");
	assert_true(cut > 1201 - VOUCH_TREE_PEOPLE_MAX);
	assert_int_equal(json_array_size(json_object_get(
				 json_array_get(json_object_get(tree, "roots"), 0), "children")),
			 1200 - cut);
	json_decref(tree);
}

/* Damaged data: they sent each other. Everybody is told of once. */
static void a_circle_ends(void **state)
{
	struct stack *f = *state;
	struct sqlite3 *db = store_db(f->env.store);

	fill(f, CHAIN, 3);
	raw_exec(db, "UPDATE contact_fact SET referrer = 4, credit = 1 WHERE contact = 1");
	expect_tree(f, "{}", "n1>3/3 (n2>2/2 (n3>1/1 (n4>0/0)))");
	expect_tree(f, "{\"contact\":3}", "n3>2/3 (n4>1/2 (n1>1/1 (n2>0/0)))");
	json_decref(tell(f, "numbers.referrers", "{}"));
}

/* What was kept while things happened is what comes out when all is worked out anew. */
static void the_facts_are_those_worked_out_anew(void **state)
{
	static const char all[] =
		"SELECT group_concat(contact || ' ' || ifnull(credit, '-') || ' ' || "
		"ifnull(referrer, '-') || ' ' || ifnull(army, '-') || ' ' || ifnull(army_day, "
		"'-')) FROM (SELECT * FROM contact_fact ORDER BY contact)";
	struct stack *f = *state;
	struct sqlite3 *db = store_db(f->env.store);
	char query[1024];

	three_generations(f);
	refer(f, 5, "Kai");
	DO(f, "candidate.add", "{\"contact\":3,\"name\":\"Lena\"}");
	DO(f, "candidate.promote", "{\"id\":6,\"permission\":\"introduced\"}");
	DO(f, "contact.deceased", "{\"id\":2}");
	raw_exec(db, "CREATE TEMP TABLE before (facts)");
	(void)snprintf(query, sizeof query, "INSERT INTO before %s", all);
	raw_exec(db, query);
	assert_int_equal(store_contact_fact_rebuild(f->env.store), 0);
	(void)snprintf(query, sizeof query, "SELECT facts = (%s) FROM before", all);
	assert_int_equal(raw_number(db, query), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(what_they_bought_counts_up_the_chain),
		WITH_PLANS(a_sale_taken_back_counts_no_more),
		WITH_PLANS(a_chain_of_three_makes_a_champion),
		WITH_PLANS(health_is_told_with_whom_they_brought),
		WITH_PLANS(of_the_ready_as_many_are_offered_as_today_has_asks),
		WITH_PLANS(asks_of_today_take_their_places),
		WITH_PLANS(the_army_pages_without_a_gap),
		WITH_PLANS(an_answer_ends_at_its_size),
		WITH_PLANS(a_circle_ends),
		WITH_PLANS(the_facts_are_those_worked_out_anew),
		cmocka_unit_test(a_chain_of_100000_people),
		cmocka_unit_test(a_star_of_100000_people),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
