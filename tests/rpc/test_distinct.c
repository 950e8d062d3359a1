/* Two contacts who look like one person and are two: what becomes of that when they are merged,
 * taken back or erased. */
#include "rpc/story.h"

#include "rpc/facts.h"

static void add_three(struct stack *f)
{
	for (int i = 0; i < 3; i++)
		DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
}

/* "3-1 3-2": the newer first, as contact.duplicates has them. */
static void expect_pairs(struct stack *f, const char *want)
{
	json_t *list = tell(f, "contact.duplicates", "{}"), *pair;
	_cleanup_str_ struct str have = {0};
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, pair)
		str_addf(&have, "%s%lld-%lld", i ? " " : "",
			 (long long)number(json_object_get(pair, "b"), "id"),
			 (long long)number(json_object_get(pair, "a"), "id"));
	assert_string_equal(str_text(&have), want);
	json_decref(list);
}

static void expect_rows(struct stack *f, int n)
{
	expect_sound(f);
	assert_int_equal(sql_number(f, "SELECT count(*) FROM contact_distinct", 0), n);
}

static void who_was_told_apart_is_listed_no_more(void **state)
{
	struct stack *f = *state;

	add_three(f);
	expect_pairs(f, "2-1 3-1 3-2");
	DO(f, "contact.distinct", "{\"a\":1,\"b\":3}");
	expect_pairs(f, "2-1 3-2");
	DO(f, "contact.distinct", "{\"a\":2,\"b\":1}");
	expect_pairs(f, "3-2");
	expect_rows(f, 4);
}

static void saying_it_again_changes_nothing(void **state)
{
	struct stack *f = *state;
	json_t *said;

	add_three(f);
	DO(f, "contact.distinct", "{\"a\":1,\"b\":2}");
	said = tell(f, "contact.distinct", "{\"a\":2,\"b\":1}");
	assert_true(json_is_null(json_object_get(said, "journal")));
	json_decref(said);
	expect_rows(f, 2);
}

static void an_undo_lists_them_again(void **state)
{
	struct stack *f = *state;

	add_three(f);
	DO(f, "contact.distinct", "{\"a\":1,\"b\":2}");
	DO(f, "journal.undo", "{}");
	expect_pairs(f, "2-1 3-1 3-2");
	expect_rows(f, 0);
	DO(f, "journal.undo", "{\"id\":6}");
	expect_pairs(f, "3-1 3-2");
	expect_rows(f, 2);
}

/* Either of both knows whom the other is not. */
static void a_merge_takes_along_who_they_are_not(void **state)
{
	struct stack *f = *state;

	add_three(f);
	DO(f, "contact.distinct", "{\"a\":2,\"b\":3}");
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
	expect_pairs(f, "");
	expect_rows(f, 2);
	DO(f, "journal.undo", "{}");
	expect_pairs(f, "2-1 3-1");
}

static void a_merge_keeps_no_pair_twice_nor_with_themself(void **state)
{
	struct stack *f = *state;

	add_three(f);
	DO(f, "contact.distinct", "{\"a\":1,\"b\":2}");
	DO(f, "contact.distinct", "{\"a\":1,\"b\":3}");
	DO(f, "contact.distinct", "{\"a\":3,\"b\":2}");
	DO(f, "contact.merge", "{\"keep\":2,\"drop\":1}");
	expect_pairs(f, "");
	expect_rows(f, 2);
	DO(f, "journal.undo", "{}");
	expect_pairs(f, "");
	expect_rows(f, 6);
}

/* Somebody changed their mind, or did not remember: either way it is said. */
static void a_merge_says_that_they_had_been_told_apart(void **state)
{
	static const bool wants[] = {true, false, true};
	struct stack *f = *state;

	add_three(f);
	DO(f, "contact.distinct", "{\"a\":1,\"b\":2}");
	for (int i = 0; i < 3; i++) {
		json_t *merged =
			tell(f, "contact.merge", "{\"keep\":%d,\"drop\":2}", i == 1 ? 3 : 1);

		assert_int_equal(json_is_true(json_object_get(merged, "was_distinct")), wants[i]);
		json_decref(merged);
		DO(f, "journal.undo", "{}");
		expect_rows(f, 2);
	}
}

static void it_goes_with_whoever_is_erased(void **state)
{
	struct stack *f = *state;

	for (int erased = 1; erased <= 2; erased++) {
		add_three(f);
		DO(f, "contact.distinct", "{\"a\":1,\"b\":2}");
		DO(f, "contact.distinct", "{\"a\":1,\"b\":3}");
		DO(f, "contact.erase", "{\"id\":%d,\"confirm\":\"Ana Ruiz\"}", erased);
		expect_rows(f, erased == 1 ? 0 : 2);
		assert_int_equal(refused(f, "journal.undo", "{\"id\":5}"), VOUCH_E_JOURNAL_STATE);
		(void)tear_down(state);
		(void)put_plans(state);
		f = *state;
	}
}

/* Taken back before, it left no row to erase. */
static void it_is_not_done_again_for_somebody_erased(void **state)
{
	struct stack *f = *state;

	for (int erased = 1; erased <= 2; erased++) {
		add_three(f);
		DO(f, "contact.distinct", "{\"a\":1,\"b\":2}");
		DO(f, "journal.undo", "{}");
		DO(f, "contact.erase", "{\"id\":%d,\"confirm\":\"Ana Ruiz\"}", erased);
		assert_int_equal(refused(f, "journal.undo", "{\"id\":6}"), VOUCH_E_JOURNAL_STATE);
		expect_rows(f, 0);
		(void)tear_down(state);
		(void)put_plans(state);
		f = *state;
	}
}

static void each_is_told_of_it_who_asks_for_their_data(void **state)
{
	struct stack *f = *state;

	add_three(f);
	DO(f, "contact.distinct", "{\"a\":1,\"b\":2}");
	for (int i = 1; i <= 3; i++) {
		json_t *all = tell(f, "contact.export", "{\"id\":%d}", i), *item;
		size_t k, n = 0;

		json_array_foreach (json_object_get(all, "items"), k, item)
			n += strcmp(text(item, "table"), "contact_distinct") == 0;
		assert_int_equal(n, i == 3 ? 0 : 2);
		json_decref(all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(who_was_told_apart_is_listed_no_more),
		WITH_PLANS(saying_it_again_changes_nothing),
		WITH_PLANS(an_undo_lists_them_again),
		WITH_PLANS(a_merge_takes_along_who_they_are_not),
		WITH_PLANS(a_merge_keeps_no_pair_twice_nor_with_themself),
		WITH_PLANS(a_merge_says_that_they_had_been_told_apart),
		WITH_PLANS(it_goes_with_whoever_is_erased),
		WITH_PLANS(it_is_not_done_again_for_somebody_erased),
		WITH_PLANS(each_is_told_of_it_who_asks_for_their_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
