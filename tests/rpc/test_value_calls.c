/* The daily cap on value calls, told over the methods. */
#include "base/cleanup.h"
#include "rpc/story.h"

#include "ops/value_call.h"

/* 2026-12-01 is a Tuesday; the clock shows 12:00 UTC, and that is the zone. */
#define PLAN(kind, more)                                                                           \
	"{\"document\":{\"name\":\"calls\",\"title\":\"Calls\",\"steps\":[{\"key\":\"call\","      \
	"\"offset\":\"0\",\"kind\":\"" kind "\",\"scope\":\"contact\"," more                       \
	"\"text\":\"Call\",\"reason\":\"so\"}]}}"

static void plan_calls(struct stack *f, const char *document, int from, int n, const char *day)
{
	DO(f, "plan.put", "%s", document);
	for (int i = from; i < from + n; i++) {
		DO(f, "contact.add", "{\"name\":\"C%d\",\"cadence\":\"none\"}", i);
		DO(f, "plan.apply", "{\"plan\":\"calls\",\"contact\":%d,\"anchor_day\":\"%s\"}", i,
		   day);
	}
}

/* How many scheduled ones are due on a day. */
static int due_on(struct stack *f, const char *day)
{
	json_t *list = tell(f, "followup.list", "{\"state\":\"scheduled\",\"limit\":1000}"), *row;
	size_t i;
	int n = 0;

	json_array_foreach (json_object_get(list, "items"), i, row)
		n += strncmp(text(row, "due"), day, 10) == 0;
	json_decref(list);
	return n;
}

static void enough_fall_due_and_the_rest_goes_to_days_with_room(void **state)
{
	struct stack *f = *state;

	plan_calls(f, PLAN("call", "\"gives\":true,"), 1, 30, "2026-12-03");
	plan_calls(f, PLAN("visit", "\"gives\":true,"), 31, 10, "2026-12-04");
	at_noon(f, "2026-12-03");
	assert_int_equal(due_on(f, "2026-12-03"), 12);
	assert_int_equal(due_on(f, "2026-12-04"), 12);
	assert_int_equal(due_on(f, "2026-12-07"), 12);
	assert_int_equal(due_on(f, "2026-12-08"), 4);
	at_noon(f, "2026-12-10");
	assert_int_equal(due_on(f, "2026-12-04"), 12);
	assert_int_equal(due_on(f, "2026-12-08"), 4);
}

static void done_ones_count_for_their_day(void **state)
{
	struct stack *f = *state;
	json_t *list, *row;
	size_t i;

	plan_calls(f, PLAN("call", "\"gives\":true,"), 1, 12, "2026-12-03");
	at_noon(f, "2026-12-03");
	list = tell(f, "followup.list", "{\"state\":\"scheduled\",\"limit\":1000}");
	json_array_foreach (json_object_get(list, "items"), i, row)
		DO(f, "followup.done", "{\"id\":%lld}", (long long)number(row, "id"));
	json_decref(list);
	plan_calls(f, PLAN("call", "\"gives\":true,"), 13, 1, "2026-12-03");
	pass_days(f, 0);
	DO(f, "dev.advance", "{\"seconds\":7200}");
	assert_int_equal(due_on(f, "2026-12-03"), 0);
	assert_int_equal(due_on(f, "2026-12-04"), 1);
}

static void scores_messages_and_calls_that_give_nothing_are_not_counted(void **state)
{
	static const char *const documents[] = {
		PLAN("call", "\"gives\":true,\"score\":true,"),
		PLAN("message", "\"gives\":true,"),
		PLAN("thank-you", "\"gives\":true,"),
		PLAN("call", ""),
	};
	struct stack *f = *state;

	for (int i = 0; i < (int)ARRAY_LEN(documents); i++)
		plan_calls(f, documents[i], 1 + 15 * i, 15, "2026-12-03");
	at_noon(f, "2026-12-03");
	assert_int_equal(due_on(f, "2026-12-03"), 60);
}

/* What a person named is kept as named, and counted. */
static void snoozed_ones_are_counted_and_not_moved(void **state)
{
	struct stack *f = *state;

	plan_calls(f, PLAN("call", "\"gives\":true,"), 1, 20, "2026-12-02");
	for (int id = 1; id <= 14; id++)
		DO(f, "followup.snooze", "{\"ids\":[%d],\"until\":\"2026-12-03T08:00\"}", id);
	for (int id = 15; id <= 20; id++)
		DO(f, "followup.update", "{\"id\":%d,\"note\":\"x\"}", id);
	plan_calls(f, PLAN("call", "\"gives\":true,"), 21, 1, "2026-12-03");
	at_noon(f, "2026-12-03");
	assert_int_equal(due_on(f, "2026-12-03"), 14);
	assert_int_equal(due_on(f, "2026-12-04"), 1);
	assert_int_equal(due_on(f, "2026-12-02"), 6);
}

static void days_slept_through_are_judged_by_their_own(void **state)
{
	struct stack *f = *state;

	plan_calls(f, PLAN("call", "\"gives\":true,"), 1, 20, "2026-12-03");
	plan_calls(f, PLAN("call", "\"gives\":true,"), 21, 10, "2026-12-07");
	at_noon(f, "2026-12-20");
	assert_int_equal(due_on(f, "2026-12-03"), 12);
	assert_int_equal(due_on(f, "2026-12-04"), 8);
	assert_int_equal(due_on(f, "2026-12-07"), 10);
}

static void the_count_of_a_day_to_come_is_what_it_has(void **state)
{
	struct stack *f = *state;
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_USER};
	struct day day;
	int64_t n;

	plan_calls(f, PLAN("call", "\"gives\":true,"), 1, 5, "2026-12-03");
	op_look(&op, &f->env, arena, f->now);
	assert_true(day_parse("2026-12-03", &day));
	assert_int_equal(value_call_count(&op, day, &n), 0);
	assert_int_equal(n, 5);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(enough_fall_due_and_the_rest_goes_to_days_with_room),
		WITH_PLANS(done_ones_count_for_their_day),
		WITH_PLANS(scores_messages_and_calls_that_give_nothing_are_not_counted),
		WITH_PLANS(snoozed_ones_are_counted_and_not_moved),
		WITH_PLANS(days_slept_through_are_judged_by_their_own),
		WITH_PLANS(the_count_of_a_day_to_come_is_what_it_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
