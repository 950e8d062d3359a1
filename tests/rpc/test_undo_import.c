/* An import that was taken back is not done again beside another that has brought the same in. */
#include "rpc/story.h"

#include "rpc/facts.h"
#include "store/raw.h"

#define MANY 500 /* rows of an import that is taken back in slices */

static const char people[] = "{\"line\":2,\"name\":\"Zoe Fox\",\"emails\":[\"zoe@x.example\"]},"
			     "{\"line\":3,\"name\":\"Max Hill\"}";
static const char sales[] =
	"{\"line\":2,\"contact\":{\"name\":\"Zoe Fox\"},\"product\":\"Lock\","
	"\"amount\":1200,\"state\":\"completed\",\"closed_day\":\"2026-10-01\"},"
	"{\"line\":3,\"contact\":{\"name\":\"Zoe Fox\"},\"product\":\"Door\","
	"\"state\":\"open\"}";

/* The entry to be taken back. */
static int64_t take_in(struct stack *f, const char *kind, const char *rows)
{
	json_t *begun = tell(f, "import.begin", "{\"source\":\"list\",\"kind\":\"%s\"}", kind);
	long long id = number(json_object_get(begun, "import"), "id");
	_cleanup_str_ struct str params = {0};

	json_decref(begun);
	str_addf(&params, "{\"import\":%lld,\"items\":[%s]}", id, rows);
	json_decref(answer(f, "import.add", str_text(&params)));
	DO(f, "import.commit", "{\"import\":%lld}", id);
	stack_import(f);
	return newest_entry(f);
}

static int64_t undo(struct stack *f, int64_t entry)
{
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)entry);
	stack_undo(f);
	return newest_entry(f);
}

static int64_t count(struct stack *f, const char *table)
{
	char sql[64];

	(void)snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
	return raw_number(store_db(f->env.store), sql);
}

static void cannot_undo(struct stack *f, int64_t entry, const char *why)
{
	assert_int_equal(refused(f, "journal.undo", "{\"id\":%lld}", (long long)entry), 610);
	if (!strstr(str_text(&f->reply), why) ||
	    !strstr(str_text(&f->reply), "; take that back first"))
		fail_msg("not \"%s\": %s", why, str_text(&f->reply));
	expect_sound(f);
}

static void people_are_not_doubled(void **state)
{
	struct stack *f = *state;
	int64_t first = undo(f, take_in(f, "contacts", people)), second;

	second = take_in(f, "contacts", people);
	cannot_undo(f, first,
		    "contact 1 (Zoe Fox) would stand beside contact 3 (Zoe Fox), by entry");
	assert_int_equal(count(f, "contact"), 2);
	second = undo(f, second);
	undo(f, first);
	assert_int_equal(count(f, "contact"), 2);
	cannot_undo(f, second, "contact 3 (Zoe Fox) would stand beside contact 1 (Zoe Fox)");
}

static void nor_is_whoever_was_added_by_hand_since(void **state)
{
	struct stack *f = *state;
	int64_t first = undo(f, take_in(f, "contacts", people));

	DO(f, "contact.add", "{\"name\":\"Max Hill\"}");
	cannot_undo(f, first,
		    "contact 2 (Max Hill) would stand beside contact 3 (Max Hill), by entry");
	undo(f, newest_entry(f));
	undo(f, first);
	assert_int_equal(count(f, "contact"), 2);
}

static void nor_is_whoever_was_merged_since(void **state)
{
	struct stack *f = *state;
	int64_t first = undo(f, take_in(f, "contacts", people));

	take_in(f, "contacts", people);
	DO(f, "contact.add", "{\"name\":\"Zoe King\"}");
	DO(f, "contact.merge", "{\"drop\":3,\"keep\":5}");
	cannot_undo(f, first,
		    "contact 1 (Zoe Fox) would stand beside contact 3 (Zoe Fox), by entry");
}

static void sales_are_not_doubled(void **state)
{
	struct stack *f = *state;
	int64_t first, second;

	DO(f, "contact.add", "{\"name\":\"Zoe Fox\"}");
	first = undo(f, take_in(f, "sales", sales));
	second = take_in(f, "sales", sales);
	cannot_undo(f, first, "sale 1 (Lock, Zoe Fox) would stand beside sale 3 (Lock, Zoe Fox)");
	assert_int_equal(count(f, "sale"), 2);
	DO(f, "sale.lose", "{\"id\":4}");
	cannot_undo(f, first, "would stand beside sale");
	undo(f, newest_entry(f));
	undo(f, second);
	undo(f, first);
	assert_int_equal(count(f, "sale"), 2);
	expect_sound(f);
}

static void a_large_one_is_not_doubled(void **state)
{
	_cleanup_str_ struct str rows = {0};
	struct stack *f = *state;
	int64_t first, second;

	for (int i = 0; i < MANY; i++)
		str_addf(&rows,
			 "%s{\"line\":%d,\"name\":\"Person %d\",\"emails\":[\"p%d@x.example\"],"
			 "\"phones\":[\"555 1%03d\"]}",
			 i ? "," : "", i + 2, i, i, i);
	first = take_in(f, "contacts", str_text(&rows));
	assert_int_equal(count(f, "contact"), MANY);
	first = undo(f, first);
	assert_int_equal(count(f, "contact"), 0);
	second = take_in(f, "contacts", str_text(&rows));
	cannot_undo(f, first, ") would stand beside contact ");
	assert_int_equal(count(f, "contact"), MANY);
	undo(f, second);
	undo(f, first);
	assert_int_equal(count(f, "contact"), MANY);
	expect_sound(f);
}

static void who_was_there_all_the_time_stands_beside_them(void **state)
{
	struct stack *f = *state;
	int64_t taken = take_in(f, "contacts", people);

	DO(f, "contact.add", "{\"name\":\"Zoe Fox\"}");
	undo(f, undo(f, taken));
	assert_int_equal(count(f, "contact"), 3);
	expect_sound(f);
}

static void somebody_of_another_id_stands_beside_them(void **state)
{
	struct stack *f = *state;
	int64_t first;

	first = undo(f,
		     take_in(f, "contacts", "{\"line\":2,\"name\":\"Zoe\",\"external_id\":\"1\"}"));
	take_in(f, "contacts", "{\"line\":2,\"name\":\"Zoe\",\"external_id\":\"2\"}");
	undo(f, first);
	assert_int_equal(count(f, "contact"), 2);
	expect_sound(f);
}

static void sales_of_other_days_stand_beside_them(void **state)
{
	static const char other[] = "{\"line\":2,\"contact\":{\"name\":\"Zoe Fox\"},"
				    "\"product\":\"Lock\",\"amount\":1200,\"state\":\"completed\","
				    "\"closed_day\":\"2026-10-02\"}";
	struct stack *f = *state;
	int64_t first;

	DO(f, "contact.add", "{\"name\":\"Zoe Fox\"}");
	first = undo(f, take_in(f, "sales", sales));
	take_in(f, "sales", other);
	undo(f, first);
	assert_int_equal(count(f, "sale"), 3);
	expect_sound(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(people_are_not_doubled),
		WITH_PLANS(nor_is_whoever_was_added_by_hand_since),
		WITH_PLANS(nor_is_whoever_was_merged_since),
		WITH_PLANS(sales_are_not_doubled),
		WITH_PLANS(a_large_one_is_not_doubled),
		WITH_PLANS(who_was_there_all_the_time_stands_beside_them),
		WITH_PLANS(somebody_of_another_id_stands_beside_them),
		WITH_PLANS(sales_of_other_days_stand_beside_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
