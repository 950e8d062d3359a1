/* Households with trouble meet and part: what is wrong with anybody is put right by one repair. */
#include "base/cleanup.h"
#include "rpc/story.h"

static int64_t running(struct stack *f, int64_t contact, const char *key)
{
	json_t *list =
		tell(f, "run.list", "{\"contact\":%lld,\"state\":\"active\"}", (long long)contact);
	json_t *item;
	int64_t found = 0;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, item)
		if (strcmp(text(item, "plan"), key) == 0)
			found = number(item, "id");
	json_decref(list);
	return found;
}

static void begin(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"it beeps\"}");
	DO(f, "complaint.add", "{\"contact\":2,\"text\":\"it is silent\"}");
	assert_true(running(f, 1, "repair"));
	assert_true(running(f, 2, "repair"));
}

static void one_repair_goes_on_for_both(void **state)
{
	struct stack *f = *state;

	begin(f);
	DO(f, "household.add", "{\"members\":[1,2]}");
	assert_true(running(f, 1, "repair"));
	assert_false(running(f, 2, "repair"));
	expect_step(f, 1, "fix", "scheduled", "2026-12-07T09:00");
	expect_step(f, 2, "fix", "cancelled", "2026-12-07T09:00");
	expect_sound(f);
	/* It is for Ben's complaint too. */
	at_noon(f, "2026-12-07");
	done(f, 1, "fix");
	DO(f, "complaint.list", "{\"state\":\"open\"}");
	assert_int_equal(refused(f, "complaint.resolve", "{\"id\":1}"), 220);
	assert_int_equal(refused(f, "complaint.resolve", "{\"id\":2}"), 220);
	expect_sound(f);
}

static void the_one_that_is_not_yet_fixed_goes_on(void **state)
{
	struct stack *f = *state;

	begin(f);
	at_noon(f, "2026-12-07");
	done(f, 1, "fix");
	DO(f, "household.add", "{\"members\":[1,2]}");
	assert_false(running(f, 1, "repair"));
	assert_true(running(f, 2, "repair"));
	expect_step(f, 1, "score", "cancelled", "2026-12-21T09:00");
	expect_sound(f);
}

/* One repair for both, of Ana's making. */
static void begin_as_one(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "household.add", "{\"members\":[1,2]}");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"it beeps\"}");
	DO(f, "complaint.add", "{\"contact\":2,\"text\":\"it is silent\"}");
	assert_true(running(f, 1, "repair"));
	assert_false(running(f, 2, "repair"));
}

static void who_parts_has_a_repair_of_their_own(void **state)
{
	struct stack *f = *state;
	json_t *mine;

	begin_as_one(f);
	DO(f, "household.update", "{\"id\":1,\"members\":[1]}");
	assert_true(running(f, 1, "repair"));
	assert_true(running(f, 2, "repair"));
	expect_sound(f);
	/* What is put right with Ana says nothing of Ben. */
	done(f, 1, "fix");
	mine = tell(f, "complaint.get", "{\"id\":2}");
	assert_string_equal(text(json_object_get(mine, "complaint"), "state"), "open");
	json_decref(mine);
	done(f, 2, "fix");
	assert_int_equal(refused(f, "complaint.resolve", "{\"id\":2}"), 220);
	expect_sound(f);
}

static void who_stays_behind_has_one_too(void **state)
{
	struct stack *f = *state;

	begin_as_one(f);
	DO(f, "household.update", "{\"id\":1,\"members\":[2]}");
	assert_true(running(f, 1, "repair"));
	assert_true(running(f, 2, "repair"));
	expect_sound(f);
}

static void a_repair_outlives_who_it_began_with(void **state)
{
	struct stack *f = *state;

	begin_as_one(f);
	DO(f, "contact.deceased", "{\"id\":1}");
	assert_false(running(f, 1, "repair"));
	assert_true(running(f, 2, "repair"));
	expect_sound(f);
}

/* Nobody can ask them again. */
static void the_last_score_of_the_dead_does_not_stand(void **state)
{
	struct stack *f = *state;
	json_t *verdict;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "household.add", "{\"members\":[1,2]}");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":4}");
	DO(f, "satisfaction.record", "{\"contact\":2,\"score\":9}");
	DO(f, "contact.deceased", "{\"id\":1}");
	verdict = tell(f, "gate.check", "{\"contact\":2}");
	assert_true(json_is_true(json_object_get(
		json_array_get(json_object_get(verdict, "conditions"), 1), "holds")));
	json_decref(verdict);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(one_repair_goes_on_for_both),
		WITH_PLANS(the_one_that_is_not_yet_fixed_goes_on),
		WITH_PLANS(who_parts_has_a_repair_of_their_own),
		WITH_PLANS(who_stays_behind_has_one_too),
		WITH_PLANS(a_repair_outlives_who_it_began_with),
		WITH_PLANS(the_last_score_of_the_dead_does_not_stand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
