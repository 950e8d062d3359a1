/* Runs that are stopped, taken over, given back and taken up again. */
#include "base/cleanup.h"
#include "rpc/story.h"

static void record(struct stack *f, const char *day)
{
	DO(f, "sale.record", "{\"contact\":1,\"product\":\"A\",\"completed_day\":\"%s\"}", day);
}

static void add_ana(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
}

static void a_wrong_day_of_completion_can_be_put_right(void **state)
{
	_cleanup_str_ struct str steps = {0};
	struct stack *f = *state;

	add_ana(f);
	record(f, "2025-08-01");
	DO(f, "sale.reopen", "{\"id\":1,\"reason\":\"the wrong year\"}");
	DO(f, "sale.complete", "{\"id\":1}");
	steps_of(f, 1, 1, &steps);
	expect_step(f, 1, "service", "scheduled", "2026-12-03T09:00");
	expect_step(f, 1, "first-ask", "waiting", "2026-12-16T09:00");
	expect_step(f, 1, "half-year", "scheduled", "2027-06-09T09:00");
	expect_step(f, 1, "yearly", "scheduled", "2027-12-01T09:00");
}

static void taking_up_far_back_makes_no_flood(void **state)
{
	struct stack *f = *state;
	json_t *due;

	add_ana(f);
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"A\",\"day\":\"2025-01-02\"}");
	DO(f, "sale.complete", "{\"id\":1}");
	DO(f, "sale.reopen", "{\"id\":1,\"reason\":\"x\"}");
	DO(f, "sale.complete", "{\"id\":1,\"day\":\"2025-06-02\"}");
	due = tell(f, "agenda.get", "{}");
	assert_int_equal(number(json_object_get(due, "counts"), "due"), 0);
	json_decref(due);
	expect_step(f, 1, "service", "expired", "2025-06-04T09:00");
	expect_step(f, 1, "first-ask", "cancelled", "2026-12-16T09:00");
}

static void a_refund_gives_back_even_what_was_done_once(void **state)
{
	struct stack *f = *state;

	add_ana(f);
	record(f, "2026-11-30");
	record(f, "2026-12-01");
	at_noon(f, "2027-03-02");
	done(f, 1, "value");
	DO(f, "sale.refund", "{\"id\":2}");
	expect_step(f, 1, "yearly", "cancelled", "2027-12-01T09:00");
	{
		json_t *list = tell(f, "followup.list",
				    "{\"contact\":1,\"state\":\"scheduled\",\"limit\":100}");
		const json_t *row;
		int n = 0;
		size_t i;

		json_array_foreach (json_object_get(list, "items"), i, row)
			n += strcmp(text(json_object_get(row, "plan"), "step"), "value") == 0;
		assert_int_equal(n, 1);
		json_decref(list);
	}
}

static void giving_back_does_not_depend_on_the_order_of_entry(void **state)
{
	_cleanup_str_ struct str one = {0}, other = {0};
	struct stack *f = *state;

	add_ana(f);
	record(f, "2026-11-30");
	record(f, "2026-11-26");
	DO(f, "sale.refund", "{\"id\":1}");
	steps_of(f, 1, 2, &one);
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "sale.record", "{\"contact\":2,\"product\":\"A\",\"completed_day\":\"2026-11-26\"}");
	DO(f, "sale.record", "{\"contact\":2,\"product\":\"A\",\"completed_day\":\"2026-11-30\"}");
	DO(f, "sale.refund", "{\"id\":4}");
	steps_of(f, 2, 3, &other);
	assert_string_equal(str_text(&one), str_text(&other));
	assert_non_null(strstr(str_text(&one), "waiting first-ask"));
}

static void a_stopped_run_brings_nothing_back(void **state)
{
	_cleanup_str_ struct str steps = {0};
	struct stack *f = *state;

	add_ana(f);
	record(f, "2026-11-30");
	record(f, "2026-12-01");
	DO(f, "run.stop", "{\"id\":2,\"reason\":\"leave them alone\"}");
	steps_of(f, 1, 1, &steps);
	assert_string_equal(str_text(&steps),
			    "scheduled thank|scheduled service|scheduled satisfaction|"
			    "cancelled first-ask|cancelled contact-list|cancelled consent|"
			    "cancelled value|cancelled half-year|cancelled second-ask|"
			    "cancelled yearly|cancelled yearly-ask");
}

static void a_plan_applied_to_an_open_sale_counts_from_its_completion(void **state)
{
	struct stack *f = *state;

	DO(f, "plan.put",
	   "{\"document\":{\"name\":\"short\",\"steps\":[{\"key\":\"a\",\"offset\":\"+3\",\"kind\":"
	   "\"call\",\"text\":\"A\",\"reason\":\"r\"}]}}");
	add_ana(f);
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"A\"}");
	assert_int_equal(
		refused(f, "plan.apply", "{\"plan\":\"after-sale\",\"contact\":1,\"sale\":1}"),
		210);
	DO(f, "plan.apply", "{\"plan\":\"short\",\"contact\":1,\"sale\":1}");
	expect_step(f, 1, "a", "scheduled", "2026-12-04T09:00");
	at_noon(f, "2026-12-07");
	DO(f, "sale.complete", "{\"id\":1,\"plan\":\"short\"}");
	expect_step(f, 1, "a", "scheduled", "2026-12-10T09:00");
}

static void the_day_a_sale_was_opened_stays_before_what_came_after(void **state)
{
	struct stack *f = *state;

	add_ana(f);
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"A\"}");
	assert_int_equal(refused(f, "sale.update", "{\"id\":1,\"day\":\"2199-01-01\"}"), 101);
	DO(f, "sale.complete", "{\"id\":1}");
	at_noon(f, "2026-12-07");
	assert_int_equal(refused(f, "sale.update", "{\"id\":1,\"day\":\"2026-12-02\"}"), 101);
	DO(f, "sale.update", "{\"id\":1,\"day\":\"2026-11-02\"}");
}

static void a_sale_booked_on_the_wrong_one_can_be_moved(void **state)
{
	_cleanup_str_ struct str steps = {0};
	struct stack *f = *state;

	add_ana(f);
	DO(f, "contact.add", "{\"name\":\"Anna\"}");
	record(f, "2026-11-30");
	record(f, "2026-12-01");
	done(f, 1, "thank");
	DO(f, "sale.update", "{\"id\":2,\"contact\":2}");
	steps_of(f, 2, 2, &steps);
	assert_string_equal(str_text(&steps),
			    "done thank|scheduled service|scheduled satisfaction|"
			    "waiting first-ask|waiting contact-list|scheduled consent|"
			    "scheduled value|scheduled half-year|waiting second-ask|"
			    "scheduled yearly|waiting yearly-ask");
	steps_of(f, 1, 1, &steps);
	assert_non_null(strstr(str_text(&steps), "scheduled yearly"));
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"t\",\"due\":\"2026-12-03\"}");
	DO(f, "followup.update", "{\"id\":23,\"contact\":2}");
	assert_int_equal(refused(f, "followup.update", "{\"id\":1,\"contact\":2}"), 101);
	assert_int_equal(refused(f, "followup.update", "{\"id\":3,\"contact\":2}"), 101);
	expect_sound(f);
}

static void what_follows_a_later_round_falls_with_it(void **state)
{
	struct stack *f = *state;
	json_t *row;

	add_ana(f);
	record(f, "2025-10-14");
	row = step(f, 1, "yearly");
	DO(f, "followup.cancel", "{\"id\":%lld}", (long long)number(row, "id"));
	json_decref(row);
	row = step(f, 1, "yearly-ask");
	assert_string_equal(text(row, "state"), "cancelled");
	json_decref(row);
}

static void a_part_of_a_skipped_ask_is_not_made(void **state)
{
	struct stack *f = *state;
	json_t *row, *list;

	DO(f, "plan.put",
	   "{\"document\":{\"name\":\"p\",\"steps\":["
	   "{\"key\":\"y\",\"offset\":\"+1\",\"repeat\":30,\"kind\":\"call\",\"text\":\"Y\","
	   "\"reason\":\"r\"},"
	   "{\"key\":\"q\",\"offset\":\"+1\",\"after\":\"y\",\"kind\":\"ask\",\"gate\":\"earned\","
	   "\"text\":\"Q\",\"reason\":\"r\"},"
	   "{\"key\":\"part\",\"offset\":\"+1\",\"after\":\"q\",\"part_of\":\"q\",\"kind\":\"ask\","
	   "\"gate\":\"earned\",\"text\":\"P\",\"reason\":\"r\"}]}}");
	add_ana(f);
	DO(f, "plan.apply", "{\"plan\":\"p\",\"contact\":1}");
	done(f, 1, "y");
	at_noon(f, "2027-01-04");
	done(f, 1, "y");
	row = step(f, 1, "q");
	DO(f, "followup.skip", "{\"id\":%lld}", (long long)number(row, "id"));
	json_decref(row);
	list = tell(f, "followup.list", "{\"contact\":1,\"state\":\"waiting\"}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 0);
	json_decref(list);
}

static void of_two_asks_the_newer_stays(void **state)
{
	struct stack *f = *state;
	json_t *row;

	add_ana(f);
	for (int day = 3; day <= 4; day++)
		DO(f, "followup.add",
		   "{\"contact\":1,\"kind\":\"ask\",\"title\":\"who?\",\"due\":\"2026-12-%02d\"}",
		   day);
	at_noon(f, "2026-12-07");
	row = tell(f, "followup.get", "{\"id\":1}");
	assert_string_equal(text(json_object_get(row, "followup"), "state"), "cancelled");
	json_decref(row);
	row = tell(f, "followup.get", "{\"id\":2}");
	assert_string_equal(text(json_object_get(row, "followup"), "state"), "waiting");
	json_decref(row);
}

static void a_household_joined_later_has_one_ask_too(void **state)
{
	struct stack *f = *state;
	json_t *list;

	for (int i = 1; i <= 2; i++) {
		DO(f, "contact.add", "{\"name\":\"Contact %d\"}", i);
		DO(f, "followup.add",
		   "{\"contact\":%d,\"kind\":\"ask\",\"title\":\"who?\",\"due\":\"2026-12-03\"}",
		   i);
	}
	at_noon(f, "2026-12-07");
	DO(f, "household.add", "{\"members\":[1,2]}");
	list = tell(f, "followup.list", "{\"state\":\"waiting\"}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
	json_decref(list);
}

static void an_ask_stays_an_ask_and_nothing_becomes_one(void **state)
{
	struct stack *f = *state;

	add_ana(f);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"t\",\"due\":\"2026-12-03\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"ask\",\"title\":\"t\",\"due\":\"2026-12-03\"}");
	assert_int_equal(refused(f, "followup.update", "{\"id\":1,\"kind\":\"ask\"}"), 101);
	assert_int_equal(refused(f, "followup.update", "{\"id\":2,\"kind\":\"call\"}"), 101);
	DO(f, "followup.update", "{\"id\":1,\"kind\":\"visit\"}");
}

static void nobody_answers_what_is_not_yet_to_be_done(void **state)
{
	struct stack *f = *state;
	json_t *row;

	DO(f, "plan.put",
	   "{\"document\":{\"name\":\"p\",\"steps\":["
	   "{\"key\":\"a\",\"offset\":\"+5\",\"kind\":\"call\",\"text\":\"A\",\"reason\":\"r\"},"
	   "{\"key\":\"b\",\"offset\":\"+1\",\"after\":\"a\",\"kind\":\"call\",\"text\":\"B\","
	   "\"reason\":\"r\"}]}}");
	add_ana(f);
	DO(f, "plan.apply", "{\"plan\":\"p\",\"contact\":1}");
	row = step(f, 1, "b");
	assert_int_equal(refused(f, "followup.done", "{\"id\":%lld,\"outcome\":\"no-answer\"}",
				 (long long)number(row, "id")),
			 310);
	json_decref(row);
}

static int rezone(struct op *op, void *arg)
{
	return op_rezone(op, arg);
}

/* What app_clock.c does when the machine's zone has changed. */
static void move_to(struct stack *f, const char *name)
{
	struct arena *arena = arena_new();
	int64_t after = 0;

	zone_free(f->zone);
	assert_int_equal(zone_load(name, &f->zone), 0);
	f->env.zone = f->zone;
	while (after >= 0) {
		struct op op = {.actor = OP_CLOCK, .method = "clock.rezone"};

		assert_int_equal(op_group_begin(&f->env), 0);
		assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
		assert_int_equal(op_end(&op, rezone(&op, &after)), 0);
		assert_int_equal(op_group_commit(&f->env), 0);
	}
	arena_free(arena);
}

static int64_t undelivered(struct stack *f)
{
	json_t *status = tell(f, "system.status", "{}");
	int64_t n = number(json_object_get(status, "delivery"), "undelivered");

	json_decref(status);
	return n;
}

static void a_change_of_zone_loses_no_notice(void **state)
{
	struct stack *f = *state;

	add_ana(f);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"a\",\"due\":\"2026-12-02\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"b\",\"due\":\"2026-12-02T10:00\"}");
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T12:00:00Z\"}");
	assert_int_equal(undelivered(f), 2);
	move_to(f, "Asia/Tokyo"); /* both lie further back: still to be shown */
	assert_int_equal(undelivered(f), 2);
	move_to(f, "America/New_York"); /* both lie ahead again: they fall due once more */
	assert_int_equal(undelivered(f), 0);
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T14:30:00Z\"}");
	assert_int_equal(undelivered(f), 1);
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T15:30:00Z\"}");
	assert_int_equal(undelivered(f), 2);
}

/* It ends at nine in the morning, wherever that is. */
static void a_change_of_zone_moves_the_end_of_a_part(void **state)
{
	struct stack *f = *state;
	json_t *row, *why;

	add_ana(f);
	record(f, "2026-12-01");
	row = step(f, 1, "satisfaction");
	DO(f, "followup.done", "{\"id\":%lld}", (long long)number(row, "id"));
	json_decref(row);
	row = step(f, 1, "first-ask");
	DO(f, "followup.done", "{\"id\":%lld,\"override_reason\":\"x\"}",
	   (long long)number(row, "id"));
	json_decref(row);
	move_to(f, "America/New_York");
	row = step(f, 1, "contact-list");
	why = tell(f, "followup.why", "{\"id\":%lld}", (long long)number(row, "id"));
	assert_string_equal(text(row, "due"), "2026-12-07T09:00");
	assert_string_equal(text(why, "next_at"), "2027-04-06T13:00:00Z"); /* summer there */
	json_decref(why);
	json_decref(row);
	expect_sound(f);
}

/* It waits for a score at noon in London; in New York its morning is still to come. */
static void a_change_of_zone_withholds_no_ask(void **state)
{
	struct stack *f = *state;

	add_ana(f);
	DO(f, "contact.update", "{\"id\":1,\"partner\":true}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"ask\",\"title\":\"whom?\",\"due\":\"2026-12-02\"}");
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T12:00:00Z\"}");
	move_to(f, "America/New_York");
	for (int i = 0; i < 2; i++)
		DO(f, "touch.log",
		   "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true}");
	assert_int_equal(undelivered(f), 0);
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T14:30:00Z\"}");
	DO(f, "dev.advance", "{\"seconds\":1}");
	assert_int_equal(undelivered(f), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_change_of_zone_moves_the_end_of_a_part),
		WITH_PLANS(a_change_of_zone_withholds_no_ask),
		WITH_PLANS(a_wrong_day_of_completion_can_be_put_right),
		WITH_PLANS(taking_up_far_back_makes_no_flood),
		WITH_PLANS(a_refund_gives_back_even_what_was_done_once),
		WITH_PLANS(giving_back_does_not_depend_on_the_order_of_entry),
		WITH_PLANS(a_stopped_run_brings_nothing_back),
		WITH_PLANS(a_plan_applied_to_an_open_sale_counts_from_its_completion),
		WITH_PLANS(the_day_a_sale_was_opened_stays_before_what_came_after),
		WITH_PLANS(a_sale_booked_on_the_wrong_one_can_be_moved),
		WITH_PLANS(what_follows_a_later_round_falls_with_it),
		WITH_PLANS(a_part_of_a_skipped_ask_is_not_made),
		WITH_PLANS(of_two_asks_the_newer_stays),
		WITH_PLANS(a_household_joined_later_has_one_ask_too),
		WITH_PLANS(an_ask_stays_an_ask_and_nothing_becomes_one),
		WITH_PLANS(nobody_answers_what_is_not_yet_to_be_done),
		WITH_PLANS(a_change_of_zone_loses_no_notice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
