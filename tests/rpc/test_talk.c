/* The best-interest talk: which steps of the groundwork it does, and which talk counts. */
#include "base/cleanup.h"
#include "rpc/story.h"

#define HELD "\"motive\":\"none\",\"agreed\":\"yes\""

/* 2026-12-01 is a Tuesday; the clock shows 12:00 UTC, and that is the zone. */
static struct stack *two_sales(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\"}");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Camera\"}");
	return f;
}

/* The states of both sales' talks. */
static void expect_talks(struct stack *f, const char *first, const char *second)
{
	json_t *list = tell(f, "followup.list", "{\"contact\":1}"), *row;
	const char *want[] = {first, second};
	size_t i, n = 0;

	json_array_foreach (json_object_get(list, "items"), i, row) {
		if (strcmp(text(json_object_get(row, "plan"), "step"), "talk") != 0)
			continue;
		assert_string_equal(text(row, "state"), want[number(row, "sale") - 1]);
		n++;
	}
	assert_int_equal(n, 2);
	json_decref(list);
}

static void a_talk_about_no_sale_is_held_for_all_of_them(void **state)
{
	struct stack *f = two_sales(state);
	json_t *held = tell(f, "talk.record", "{\"contact\":1," HELD "}");

	assert_true(json_is_null(json_object_get(json_object_get(held, "talk"), "sale")));
	assert_int_equal(json_array_size(json_object_get(held, "followups")), 2);
	expect_talks(f, "done", "done");
	json_decref(held);
}

static void a_talk_about_one_sale_is_held_for_that_one(void **state)
{
	struct stack *f = two_sales(state);

	DO(f, "talk.record", "{\"contact\":1,\"sale\":2," HELD "}");
	expect_talks(f, "scheduled", "done");
}

static void the_one_open_sale_need_not_be_named(void **state)
{
	struct stack *f = two_sales(state);
	json_t *held;

	DO(f, "sale.complete", "{\"id\":1}");
	held = tell(f, "talk.record", "{\"contact\":1," HELD "}");
	assert_int_equal(number(json_object_get(held, "talk"), "sale"), 2);
	expect_talks(f, "cancelled", "done");
	json_decref(held);
}

static void a_talk_on_an_earlier_day_ends_the_step_on_that_day(void **state)
{
	struct stack *f = two_sales(state);
	json_t *row;

	at_noon(f, "2026-12-04");
	DO(f, "talk.record", "{\"contact\":1,\"day\":\"2026-12-03\"," HELD "}");
	row = step(f, 1, "talk");
	assert_string_equal(text(row, "ended_day"), "2026-12-03");
	assert_string_equal(text(row, "outcome"), "done");
	json_decref(row);
}

static void a_held_back_step_is_done_too(void **state)
{
	struct stack *f = two_sales(state);

	DO(f, "contact.pause", "{\"id\":1}");
	expect_talks(f, "waiting", "waiting");
	DO(f, "talk.record", "{\"contact\":1," HELD "}");
	expect_talks(f, "done", "done");
}

static void expect_touches(struct stack *f, size_t n)
{
	json_t *list = tell(f, "touch.list", "{\"contact\":1}");

	assert_int_equal(json_array_size(json_object_get(list, "items")), n);
	json_decref(list);
}

static void a_task_logs_no_touch(void **state)
{
	struct stack *f = two_sales(state);

	DO(f, "talk.record", "{\"contact\":1,\"sale\":1," HELD "}");
	expect_touches(f, 0);
}

#define PLAN(name, kind)                                                                           \
	"{\"document\":{\"name\":\"" name "\",\"title\":\"Mine\",\"steps\":["                      \
	"{\"key\":\"talk\",\"offset\":\"0\",\"kind\":\"" kind "\",\"scope\":\"sale\","             \
	"\"text\":\"Sit down with them\",\"reason\":\"it comes before the yes\"}]}}"

static void where_the_plan_makes_it_a_visit_that_visit_is_a_touch(void **state)
{
	struct stack *f = *state;
	json_t *row;

	DO(f, "plan.put", PLAN("groundwork", "visit"));
	(void)two_sales(state);
	DO(f, "talk.record", "{\"contact\":1,\"sale\":1," HELD "}");
	expect_touches(f, 1);
	row = step(f, 1, "talk");
	assert_string_equal(text(row, "state"), "scheduled"); /* of the second sale */
	json_decref(row);
}

static void a_step_of_that_name_in_another_plan_is_another_thing(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "plan.put", PLAN("smalltalk", "task"));
	DO(f, "plan.apply", "{\"plan\":\"smalltalk\",\"contact\":1}");
	DO(f, "talk.record", "{\"contact\":1," HELD "}");
	expect_step(f, 1, "talk", "scheduled", "2026-12-01T13:00");
}

static void nothing_is_kept_of_a_talk_that_is_refused(void **state)
{
	struct stack *f = two_sales(state);
	json_t *talks;

	assert_int_equal(
		refused(f, "talk.record", "{\"contact\":1,\"day\":\"2026-12-02\"," HELD "}"), 101);
	talks = tell(f, "talk.get", "{\"contact\":1}");
	assert_true(json_is_null(json_object_get(talks, "talk")));
	expect_talks(f, "scheduled", "scheduled");
	json_decref(talks);
}

static void of_one_day_the_later_entry_is_the_newest(void **state)
{
	struct stack *f = two_sales(state);
	json_t *talks;

	DO(f, "talk.record", "{\"contact\":1,\"note\":\"first\"," HELD "}");
	DO(f, "talk.record", "{\"contact\":1,\"note\":\"second\"," HELD "}");
	talks = tell(f, "talk.get", "{\"contact\":1}");
	assert_string_equal(text(json_object_get(talks, "talk"), "note"), "second");
	assert_int_equal(json_array_size(json_object_get(talks, "earlier")), 1);
	json_decref(talks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_talk_about_no_sale_is_held_for_all_of_them),
		WITH_PLANS(a_talk_about_one_sale_is_held_for_that_one),
		WITH_PLANS(the_one_open_sale_need_not_be_named),
		WITH_PLANS(a_talk_on_an_earlier_day_ends_the_step_on_that_day),
		WITH_PLANS(a_held_back_step_is_done_too),
		WITH_PLANS(a_task_logs_no_touch),
		WITH_PLANS(where_the_plan_makes_it_a_visit_that_visit_is_a_touch),
		WITH_PLANS(a_step_of_that_name_in_another_plan_is_another_thing),
		WITH_PLANS(nothing_is_kept_of_a_talk_that_is_refused),
		WITH_PLANS(of_one_day_the_later_entry_is_the_newest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
