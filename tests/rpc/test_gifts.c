/* Gifts: what they do, what they count for, and where a plan stops giving. */
#include "base/cleanup.h"
#include "rpc/story.h"
#include "store/raw.h"

/* "2/2 given" of the gate: how often something was given, by what it says in words. */
static bool has_given_enough(struct stack *f)
{
	json_t *verdict = tell(f, "gate.check", "{\"contact\":1}"), *c;
	bool holds = false;
	size_t i;

	json_array_foreach (json_object_get(verdict, "conditions"), i, c)
		if (strcmp(text(c, "code"), "gave-first") == 0)
			holds = json_is_true(json_object_get(c, "holds"));
	json_decref(verdict);
	return holds;
}

static void make_book(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-10-01\"}");
}

static int64_t plan_gift(struct stack *f, bool gives)
{
	json_t *made = tell(f, "followup.add",
			    "{\"contact\":1,\"kind\":\"gift\",\"title\":\"t\","
			    "\"due\":\"2026-12-01T13:00\",\"gives\":%s}",
			    gives ? "true" : "false");
	int64_t id = number(json_object_get(made, "followup"), "id");

	json_decref(made);
	return id;
}

#define GIFT "{\"contact\":1,\"what\":\"wine\",\"amount\":2500}"
/* Which follow-up the gift was; 0: none. */
static int64_t give(struct stack *f, const char *params)
{
	json_t *made = tell(f, "gift.add", "%s", params);
	int64_t id = number(json_object_get(made, "gift"), "followup");

	json_decref(made);
	return id;
}

static void two_gifts_are_two_things_given(void **state)
{
	struct stack *f = *state;

	make_book(f);
	give(f, GIFT);
	assert_false(has_given_enough(f));
	give(f, GIFT);
	assert_true(has_given_enough(f));
	DO(f, "journal.undo", "{}");
	assert_false(has_given_enough(f));
}

/* Whether the step gives or not, and whichever of the two is said first. */
static void a_gift_that_does_a_follow_up_counts_once(void **state)
{
	struct stack *f = *state;

	make_book(f);
	for (int gives = 0; gives < 2; gives++) {
		int64_t id = plan_gift(f, gives);

		assert_int_equal(give(f, GIFT), id);
		assert_false(has_given_enough(f));
		DO(f, "journal.undo", "{}");
		DO(f, "followup.done", "{\"id\":%lld}", (long long)id);
		assert_false(has_given_enough(f));
		assert_int_equal(give(f, GIFT), id);
		assert_false(has_given_enough(f));
		assert_int_equal(give(f, GIFT), 0);
		assert_true(has_given_enough(f));
		DO(f, "journal.undo", "{}");
		DO(f, "journal.undo", "{}");
		DO(f, "journal.undo", "{}");
		DO(f, "followup.cancel", "{\"id\":%lld}", (long long)id);
	}
}

static void only_what_is_due_and_can_be_no_other_is_done(void **state)
{
	struct stack *f = *state;
	int64_t first, second;

	make_book(f);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"gift\",\"title\":\"t\",\"due\":\"2026-12-02\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"card\",\"title\":\"t\",\"due\":\"2026-12-01T13:00\"}");
	assert_int_equal(give(f, GIFT), 0);
	first = plan_gift(f, false);
	second = plan_gift(f, false);
	assert_int_equal(give(f, GIFT), 0);
	DO(f, "followup.cancel", "{\"id\":%lld}", (long long)first);
	assert_int_equal(give(f, GIFT), second);
}

static void send_named(struct stack *f, const char *name)
{
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"%s\",\"permission\":\"introduced\"}",
	   name);
}

static void a_gift_in_thanks_does_the_follow_up_about_its_referral(void **state)
{
	struct stack *f = *state;
	char item[128];
	int64_t plain, looped;

	make_book(f);
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Ruth\",\"permission\":\"introduced\"}");
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Dov\",\"permission\":\"introduced\"}");
	plain = plan_gift(f, false);
	looped = plan_gift(f, false);
	(void)snprintf(item, sizeof item,
		       "INSERT INTO loop_item (followup, referral, what) VALUES (%lld, 1, 'gift')",
		       (long long)looped);
	raw_exec(store_db(f->env.store), item);
	assert_int_equal(give(f, "{\"contact\":1,\"what\":\"tea\",\"amount\":1,\"referral\":1}"),
			 looped);
	DO(f, "journal.undo", "{}");
	assert_int_equal(give(f, "{\"contact\":1,\"what\":\"tea\",\"amount\":1,\"referral\":2}"),
			 plain);
	assert_int_equal(give(f, "{\"contact\":1,\"what\":\"tea\",\"amount\":1,\"referral\":2}"),
			 0);
}

static void close_and_tell(struct stack *f, int referral)
{
	DO(f, "referral.thank", "{\"id\":%d}", referral);
	DO(f, "referral.advance", "{\"id\":%d,\"status\":\"lost\",\"reason\":\"moved\"}", referral);
	DO(f, "referral.tell", "{\"id\":%d,\"what\":\"outcome\"}", referral);
}

static void a_gift_for_a_referral_is_its_step_before_the_day_too(void **state)
{
	struct stack *f = *state;
	char item[128];
	json_t *made;

	make_book(f);
	send_named(f, "Ruth");
	send_named(f, "Dov");
	made = tell(f, "followup.add",
		    "{\"contact\":1,\"kind\":\"gift\",\"title\":\"t\",\"due\":\"2026-12-04\"}");
	(void)snprintf(item, sizeof item,
		       "INSERT INTO loop_item (followup, referral, what) VALUES (%lld, 1, 'gift')",
		       (long long)number(json_object_get(made, "followup"), "id"));
	raw_exec(store_db(f->env.store), item);
	assert_int_equal(give(f, GIFT), 0);
	assert_int_equal(give(f, "{\"contact\":1,\"what\":\"tea\",\"amount\":1,\"referral\":2}"),
			 0);
	assert_int_equal(give(f, "{\"contact\":1,\"what\":\"tea\",\"amount\":1,\"referral\":1}"),
			 number(json_object_get(made, "followup"), "id"));
	json_decref(made);
}

/* The loop's own step, three days after a referral was closed. */
static void the_gift_of_a_loop_is_done_by_giving_it(void **state)
{
	struct stack *f = *state;
	json_t *row;

	make_book(f);
	send_named(f, "Ruth");
	close_and_tell(f, 1);
	pass_days(f, 3);
	row = step(f, 1, "gift");
	assert_string_equal(text(row, "state"), "scheduled");
	assert_int_equal(give(f, "{\"contact\":1,\"what\":\"tea\",\"amount\":5000,\"referral\":1}"),
			 number(row, "id"));
	json_decref(row);
	send_named(f, "Dov");
	close_and_tell(f, 2);
	pass_days(f, 4);
	row = step(f, 1, "gift");
	assert_string_equal(text(row, "state"), "skipped"); /* the limit is reached */
	json_decref(row);
}

/* One follow-up that gives for Ruth and tells of Dov is not done by the gift alone. */
static void giving_tells_nobody_how_it_ended(void **state)
{
	struct stack *f = *state;
	json_t *gift, *row;
	int64_t id;

	make_book(f);
	send_named(f, "Ruth");
	send_named(f, "Dov");
	close_and_tell(f, 1);
	DO(f, "referral.thank", "{\"id\":2}");
	pass_days(f, 3);
	gift = step(f, 1, "gift");
	id = number(gift, "id");
	DO(f, "referral.advance", "{\"id\":2,\"status\":\"lost\",\"reason\":\"moved\"}");
	row = tell(f, "followup.get", "{\"id\":%lld}", (long long)id);
	assert_non_null(strstr(text(json_object_get(row, "followup"), "title"), "Dov"));
	assert_int_equal(give(f, GIFT), 0);
	DO(f, "journal.undo", "{}");
	DO(f, "referral.tell", "{\"id\":2,\"what\":\"outcome\"}");
	assert_int_equal(give(f, GIFT), id);
	json_decref(row);
	json_decref(gift);
}

/* What was held back does not come undone by being given. */
static void what_waits_for_a_repair_may_be_given_all_the_same(void **state)
{
	struct stack *f = *state;
	int64_t id;
	json_t *row;

	make_book(f);
	id = plan_gift(f, true);
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"dead\"}");
	row = tell(f, "followup.get", "{\"id\":%lld}", (long long)id);
	assert_string_equal(text(json_object_get(row, "followup"), "waits_for"), "repair");
	json_decref(row);
	assert_int_equal(give(f, GIFT), id);
}

static void a_late_note_counts_in_its_own_year(void **state)
{
	struct stack *f = *state;
	json_t *made, *year;

	make_book(f);
	give(f, GIFT);
	made = tell(f, "gift.add",
		    "{\"contact\":1,\"what\":\"tea\",\"amount\":5001,\"day\":\"2025-12-31\"}");
	year = json_object_get(made, "this_year");
	assert_int_equal(number(year, "year"), 2025);
	assert_int_equal(number(year, "amount"), 5001);
	assert_true(json_is_true(json_object_get(year, "is_over")));
	json_decref(made);
}

static void a_plan_gives_below_the_limit_of_the_year_only(void **state)
{
	static const struct {
		int limit;
		const char *gift, *want; /* gift null: none */
	} cases[] = {
		{50, NULL, "scheduled"},
		{50, "\"amount\":4999", "scheduled"},
		{50, "\"amount\":5000", "skipped"},
		{50, "\"amount\":5000,\"day\":\"2025-12-31\"", "scheduled"},
		{50, "\"amount\":5000,\"currency\":\"EUR\"", "scheduled"},
		{0, NULL, "skipped"},
	};
	struct stack *f = *state;

	DO(f, "plan.put",
	   "{\"document\":{\"name\":\"thanks\",\"title\":\"Thanks\",\"steps\":[{\"key\":\"gift\","
	   "\"offset\":\"+1\",\"kind\":\"gift\",\"when\":\"gift-policy\",\"text\":\"t\","
	   "\"reason\":\"r\"}]}}");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t contact = (int64_t)i + 1;
		json_t *row;

		f->now = NOON;
		f->settings.gifts_limit = cases[i].limit;
		DO(f, "contact.add", "{\"name\":\"Ana\"}");
		if (cases[i].gift)
			DO(f, "gift.add", "{\"contact\":%lld,\"what\":\"wine\",%s}",
			   (long long)contact, cases[i].gift);
		DO(f, "plan.apply", "{\"plan\":\"thanks\",\"contact\":%lld}", (long long)contact);
		pass_days(f, 2);
		row = step(f, contact, "gift");
		if (strcmp(text(row, "state"), cases[i].want) != 0)
			fail_msg("limit %d, %s: %s", cases[i].limit,
				 cases[i].gift ? cases[i].gift : "nothing", text(row, "state"));
		json_decref(row);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(two_gifts_are_two_things_given),
		WITH_PLANS(a_gift_that_does_a_follow_up_counts_once),
		WITH_PLANS(only_what_is_due_and_can_be_no_other_is_done),
		WITH_PLANS(a_gift_in_thanks_does_the_follow_up_about_its_referral),
		WITH_PLANS(a_gift_for_a_referral_is_its_step_before_the_day_too),
		WITH_PLANS(the_gift_of_a_loop_is_done_by_giving_it),
		WITH_PLANS(giving_tells_nobody_how_it_ended),
		WITH_PLANS(what_waits_for_a_repair_may_be_given_all_the_same),
		WITH_PLANS(a_late_note_counts_in_its_own_year),
		WITH_PLANS(a_plan_gives_below_the_limit_of_the_year_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
