/* More lives of sales and follow-ups: plans of one's own, what comes back, what is looked up. */
#include "base/cleanup.h"
#include "rpc/story.h"

/* 2026-12-01 is a Tuesday; the clock shows 12:00 UTC, and that is the zone. */
static void sell(struct stack *f, const char *name)
{
	DO(f, "contact.add", "{\"name\":\"%s\"}", name);
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\",\"amount\":120000}");
	DO(f, "sale.complete", "{\"id\":1}");
}

/* A plan called "own" of steps written without their text and reason. */
static void put_plan(struct stack *f, const char *const *steps, size_t n)
{
	_cleanup_str_ struct str all = {0};

	for (size_t i = 0; i < n; i++)
		str_addf(&all, "%s{%s,\"text\":\"T\",\"reason\":\"r\"}", i ? "," : "", steps[i]);
	DO(f, "plan.put", "{\"document\":{\"name\":\"own\",\"title\":\"Own\",\"steps\":[%s]}}",
	   str_text(&all));
}

static void expect_waits(struct stack *f, int64_t contact, const char *key, const char *wait)
{
	json_t *row = step(f, contact, key);

	assert_string_equal(text(row, "waits_for"), wait);
	json_decref(row);
}

static void end_with(struct stack *f, int64_t contact, const char *key, const char *outcome)
{
	json_t *row = step(f, contact, key);

	DO(f, "followup.done", "{\"id\":%lld,\"outcome\":\"%s\"}", (long long)number(row, "id"),
	   outcome);
	json_decref(row);
}

static void only_who_was_not_reached_gets_the_step_for_it(void **state)
{
	static const char *const steps[] = {
		"\"key\":\"ring\",\"offset\":\"0\",\"kind\":\"call\",\"tries\":[\"+1bd\"]",
		"\"key\":\"write\",\"offset\":\"+1\",\"after\":\"ring\",\"kind\":\"message\","
		"\"when\":\"not-reached\"",
	};
	static const struct {
		const char *outcome, *at_first, *in_the_end;
	} cases[] = {{"reached", "scheduled", "skipped"}, {"no-answer", "waiting", "scheduled"}};
	struct stack *f = *state;

	put_plan(f, steps, 2);
	for (int64_t contact = 1; contact <= 2; contact++) {
		DO(f, "contact.add", "{\"name\":\"Ana\"}");
		DO(f, "plan.apply", "{\"plan\":\"own\",\"contact\":%lld}", (long long)contact);
		end_with(f, contact, "ring", cases[contact - 1].outcome);
		expect_step(f, contact, "write", cases[contact - 1].at_first, "2026-12-02T09:00");
	}
	at_noon(f, "2026-12-02");
	end_with(f, 2, "ring", "no-answer"); /* the last try */
	at_noon(f, "2026-12-03");
	expect_step(f, 1, "write", cases[0].in_the_end, "2026-12-02T09:00");
	expect_step(f, 2, "write", cases[1].in_the_end, "2026-12-03T09:00");
}

static void what_follows_a_step_that_does_not_apply_counts_from_its_day(void **state)
{
	static const char *const steps[] = {
		"\"key\":\"check\",\"offset\":\"+7\",\"kind\":\"task\",\"when\":\"has-promises\"",
		"\"key\":\"call\",\"offset\":\"+2\",\"after\":\"check\",\"kind\":\"call\"",
		"\"key\":\"again\",\"offset\":\"+1\",\"after\":\"check\",\"kind\":\"task\","
		"\"when\":\"has-promises\"",
		"\"key\":\"last\",\"offset\":\"+1\",\"after\":\"again\",\"kind\":\"ask\","
		"\"gate\":\"earned\"",
	};
	struct stack *f = *state;
	json_t *list;

	put_plan(f, steps, 4);
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "plan.apply", "{\"plan\":\"own\",\"contact\":1}");
	list = tell(f, "followup.list", "{\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 2);
	json_decref(list);
	expect_step(f, 1, "call", "scheduled", "2026-12-10T09:00");
	expect_step(f, 1, "last", "waiting", "2026-12-10T09:00");
	expect_waits(f, 1, "last", "gate");
}

static void a_sale_completed_again_for_long_ago_makes_no_flood(void **state)
{
	_cleanup_str_ struct str steps = {0};
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	DO(f, "sale.reopen", "{\"id\":1,\"reason\":\"not finished\"}");
	at_noon(f, "2029-06-01");
	DO(f, "sale.complete", "{\"id\":1,\"day\":\"2026-12-01\"}");
	steps_of(f, 1, 1, &steps);
	assert_string_equal(str_text(&steps),
			    "cancelled talk|cancelled promises|expired thank|expired service|"
			    "expired satisfaction|cancelled first-ask|cancelled contact-list|"
			    "expired consent|scheduled value|expired half-year|"
			    "cancelled second-ask|scheduled yearly|waiting yearly-ask");
	expect_step(f, 1, "yearly", "scheduled", "2029-12-03T09:00");
	row = step(f, 1, "service");
	json_decref(tell(f, "followup.why", "{\"id\":%lld}", (long long)number(row, "id")));
	json_decref(row);
	assert_non_null(strstr(str_text(&f->reply), "its day was too long past"));
}

static void what_comes_back_ten_days_late_is_still_done(void **state)
{
	static const struct {
		const char *entered, *service;
	} cases[] = {{"2026-12-13", "scheduled"}, {"2026-12-14", "expired"}};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct stack *f = *state;
		json_t *row;

		if (i > 0)
			DO(f, "dev.clock", "{\"now\":\"2026-12-01T12:00:00Z\"}");
		DO(f, "contact.add", "{\"name\":\"Ana\"}");
		DO(f, "sale.record",
		   "{\"contact\":%zu,\"product\":\"A\",\"completed_day\":\"2026-12-01\"}", i + 1);
		DO(f, "sale.reopen", "{\"id\":%zu,\"reason\":\"not finished\"}", i + 1);
		at_noon(f, cases[i].entered);
		DO(f, "sale.complete", "{\"id\":%zu,\"day\":\"2026-12-01\"}", i + 1);
		row = step(f, (int64_t)i + 1, "service");
		assert_string_equal(text(row, "state"), cases[i].service);
		json_decref(row);
	}
}

static void what_followed_a_step_that_was_done_comes_back_from_that_day(void **state)
{
	struct stack *f = *state;

	sell(f, "Ana");
	done(f, 1, "satisfaction");
	expect_waits(f, 1, "first-ask", "gate");
	DO(f, "sale.reopen", "{\"id\":1,\"reason\":\"not finished\"}");
	expect_step(f, 1, "first-ask", "cancelled", "2026-12-02T09:00");
	at_noon(f, "2026-12-03");
	DO(f, "sale.complete", "{\"id\":1}");
	expect_waits(f, 1, "first-ask", "gate");
	expect_waits(f, 1, "contact-list", "after");
}

static void a_timeline_has_the_newest_first(void **state)
{
	static const struct {
		const char *day, *kind;
	} want[] = {{"2026-12-03", "touch"},
		    {"2026-12-01", "followup"},
		    {"2026-12-01", "followup"},
		    {"2026-12-01", "sale"},
		    {"2026-11-20", "touch"}};
	struct stack *f = *state;
	json_t *line, *item;
	size_t i;

	sell(f, "Ana");
	at_noon(f, "2026-12-03");
	DO(f, "touch.log",
	   "{\"contact\":1,\"channel\":\"call\",\"direction\":\"in\",\"day\":\"2026-11-20\"}");
	DO(f, "touch.log",
	   "{\"contact\":1,\"channel\":\"visit\",\"direction\":\"both\",\"gave\":true}");
	line = tell(f, "contact.timeline", "{\"id\":1}");
	assert_int_equal(json_array_size(json_object_get(line, "items")), ARRAY_LEN(want));
	json_array_foreach (json_object_get(line, "items"), i, item) {
		assert_string_equal(text(item, "at_day"), want[i].day);
		assert_string_equal(text(item, "kind"), want[i].kind);
	}
	json_decref(line);
}

static void a_preview_for_somebody_paused_says_so(void **state)
{
	struct stack *f = *state;
	json_t *preview, *row;
	size_t i;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.pause", "{\"id\":1}");
	preview = tell(f, "plan.preview",
		       "{\"plan\":\"groundwork\",\"anchor_day\":\"2026-12-01\",\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(preview, "steps")), 2);
	json_array_foreach (json_object_get(preview, "steps"), i, row) {
		assert_string_equal(text(row, "state"), "waiting");
		assert_string_equal(text(row, "waits_for"), "pause");
	}
	json_decref(preview);
}

static void a_reminder_may_be_made_to_repeat_later(void **state)
{
	struct stack *f = *state;
	json_t *list, *next;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"t\",\"due\":\"2026-12-31T10:00\"}");
	DO(f, "followup.update", "{\"id\":1,\"repeat\":\"FREQ=MONTHLY\"}");
	at_noon(f, "2026-12-31");
	DO(f, "followup.done", "{\"id\":1}");
	list = tell(f, "followup.list", "{\"contact\":1,\"state\":\"scheduled\"}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
	next = json_array_get(json_object_get(list, "items"), 0);
	assert_string_equal(text(next, "due"), "2027-01-31T10:00");
	json_decref(list);
	assert_int_equal(refused(f, "followup.update", "{\"id\":1,\"title\":\"u\"}"), 310);
}

static void a_plan_is_applied_to_ones_own_sale_only(void **state)
{
	static const struct {
		const char *params;
		int code;
	} cases[] = {
		{"{\"plan\":\"groundwork\",\"contact\":2,\"sale\":1}", 101},
		{"{\"plan\":\"groundwork\",\"contact\":1,\"sale\":9}", 100},
		{"{\"plan\":\"groundwork\",\"contact\":9}", 100},
		{"{\"plan\":\"groundwork\",\"contact\":2}", 0},
		{"{\"plan\":\"groundwork\",\"contact\":2}", 321},
	};
	struct stack *f = *state;

	sell(f, "Ana");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(refused(f, "plan.apply", "%s", cases[i].params), cases[i].code);
}

static void a_run_that_was_stopped_can_be_taken_up_again(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "plan.apply", "{\"plan\":\"groundwork\",\"contact\":1}");
	done(f, 1, "talk");
	DO(f, "run.stop", "{\"id\":1,\"reason\":\"not now\"}");
	expect_step(f, 1, "promises", "cancelled", "2026-12-02T09:00");
	assert_int_equal(refused(f, "run.stop", "{\"id\":1}"), 321);
	at_noon(f, "2026-12-10");
	DO(f, "plan.apply", "{\"plan\":\"groundwork\",\"contact\":1}");
	expect_step(f, 1, "talk", "done", "2026-12-01T13:00");
	expect_step(f, 1, "promises", "scheduled", "2026-12-11T09:00");
}

static void a_touch_just_logged_and_the_note_of_its_follow_up_are_one(void **state)
{
	struct stack *f = *state;
	json_t *list, *touch;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"t\",\"due\":\"2026-12-01\"}");
	DO(f, "touch.log",
	   "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\","
	   "\"text\":\"likes it\"}");
	DO(f, "followup.done", "{\"id\":1,\"note\":\"wants more\",\"minutes\":5,\"gave\":true}");
	list = tell(f, "touch.list", "{\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
	touch = json_array_get(json_object_get(list, "items"), 0);
	assert_string_equal(text(touch, "text"), "likes it\nwants more");
	assert_int_equal(number(touch, "minutes"), 5);
	assert_true(json_is_true(json_object_get(touch, "gave")));
	json_decref(list);
}

static void a_brief_names_who_lives_with_them(void **state)
{
	struct stack *f = *state;
	json_t *brief, *home;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	brief = tell(f, "contact.brief", "{\"id\":1}");
	assert_true(json_is_null(json_object_get(brief, "household")));
	json_decref(brief);
	DO(f, "household.add", "{\"name\":\"Ruiz\",\"members\":[1,2]}");
	brief = tell(f, "contact.brief", "{\"id\":1}");
	home = json_object_get(brief, "household");
	assert_string_equal(text(home, "name"), "Ruiz");
	assert_int_equal(json_array_size(json_object_get(home, "members")), 2);
	json_decref(brief);
}

static void a_sale_is_corrected_and_cleared_field_by_field(void **state)
{
	static const struct {
		const char *change, *field, *want;
	} cases[] = {
		{"\"product\":\"Camera\"", "product", "\"Camera\""},
		{"\"amount\":5", "amount", "5"},
		{"\"amount\":null", "amount", "null"},
		{"\"source\":\"repeat\"", "source", "\"repeat\""},
		{"\"day\":\"2026-11-20\"", "opened_day", "\"2026-11-20\""},
		{"\"signed_day\":\"2026-11-21\"", "signed_day", "\"2026-11-21\""},
		{"\"signed_day\":null", "signed_day", "null"},
		{"\"external_id\":\"x-1\"", "external_id", "\"x-1\""},
		{"\"external_id\":null", "external_id", "null"},
	};
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\",\"amount\":120000}");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *sale = tell(f, "sale.update", "{\"id\":1,%s}", cases[i].change);
		char *got =
			json_dumps(json_object_get(json_object_get(sale, "sale"), cases[i].field),
				   JSON_ENCODE_ANY);

		assert_string_equal(got ? got : "absent", cases[i].want);
		free(got);
		json_decref(sale);
	}
	assert_int_equal(refused(f, "sale.update", "{\"id\":1,\"if_version\":1}"), 101);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(only_who_was_not_reached_gets_the_step_for_it),
		WITH_PLANS(what_follows_a_step_that_does_not_apply_counts_from_its_day),
		WITH_PLANS(a_sale_completed_again_for_long_ago_makes_no_flood),
		WITH_PLANS(what_comes_back_ten_days_late_is_still_done),
		WITH_PLANS(what_followed_a_step_that_was_done_comes_back_from_that_day),
		WITH_PLANS(a_timeline_has_the_newest_first),
		WITH_PLANS(a_preview_for_somebody_paused_says_so),
		WITH_PLANS(a_reminder_may_be_made_to_repeat_later),
		WITH_PLANS(a_plan_is_applied_to_ones_own_sale_only),
		WITH_PLANS(a_run_that_was_stopped_can_be_taken_up_again),
		WITH_PLANS(a_touch_just_logged_and_the_note_of_its_follow_up_are_one),
		WITH_PLANS(a_brief_names_who_lives_with_them),
		WITH_PLANS(a_sale_is_corrected_and_cleared_field_by_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
