/* Eight lives of clients, and whether and when each is asked for a referral. */
#include "base/cleanup.h"
#include "rpc/story.h"

static int64_t add(struct stack *f, const char *params)
{
	json_t *answer = tell(f, "contact.add", "%s", params);
	int64_t id = number(json_object_get(answer, "contact"), "id");

	json_decref(answer);
	return id;
}

static void sell(struct stack *f, int64_t contact, const char *product)
{
	DO(f, "sale.record", "{\"contact\":%lld,\"product\":\"%s\",\"completed_day\":\"%s\"}",
	   (long long)contact, product, "2026-12-01");
}

static void expect_blocked(struct stack *f, int64_t contact, const char *code)
{
	json_t *verdict = tell(f, "gate.check", "{\"contact\":%lld}", (long long)contact);

	assert_string_equal(text(verdict, "first_blocking"), code);
	json_decref(verdict);
}

static void expect_earned(struct stack *f, int64_t contact)
{
	expect_blocked(f, contact, "-");
}

/* Is this contact's ask on the agenda now? */
static bool is_asked_for(struct stack *f, int64_t contact)
{
	json_t *due = tell(f, "agenda.due", "{\"kind\":\"ask\"}"), *item;
	bool found = false;
	size_t i;

	json_array_foreach (json_object_get(due, "items"), i, item)
		found |= number(json_object_get(item, "contact"), "id") == contact;
	json_decref(due);
	return found;
}

static void score(struct stack *f, int64_t contact, int points)
{
	DO(f, "satisfaction.record", "{\"contact\":%lld,\"score\":%d,\"words\":\"said so\"}",
	   (long long)contact, points);
}

static void give(struct stack *f, int64_t contact)
{
	DO(f, "touch.log",
	   "{\"contact\":%lld,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true}",
	   (long long)contact);
}

static void delighted_on_day_three(void **state)
{
	struct stack *f = *state;

	add(f, "{\"name\":\"Ana\"}");
	sell(f, 1, "Alarm");
	done(f, 1, "thank");
	at_noon(f, "2026-12-03");
	done(f, 1, "service");
	at_noon(f, "2026-12-04");
	assert_false(is_asked_for(f, 1));
	DO(f, "compliment.add", "{\"contact\":1,\"text\":\"best installer ever\"}");
	pass_days(f, 0);
	DO(f, "dev.advance", "{\"seconds\":1}");
	expect_step(f, 1, "satisfaction", "done", "2026-12-15T09:00");
	expect_step(f, 1, "first-ask", "scheduled", "2026-12-04T12:00");
	assert_true(is_asked_for(f, 1));
}

static void later_in_april(void **state)
{
	struct stack *f = *state;
	json_t *answer, *later;

	add(f, "{\"name\":\"Ben\"}");
	sell(f, 1, "Alarm");
	done(f, 1, "thank");
	at_noon(f, "2026-12-03");
	done(f, 1, "service");
	at_noon(f, "2026-12-15");
	score(f, 1, 10);
	at_noon(f, "2026-12-16");
	assert_true(is_asked_for(f, 1));
	answer = tell(f, "ask.record",
		      "{\"contact\":1,\"outcome\":\"later\",\"later_day\":\"2027-04-01\"}");
	later = json_object_get(answer, "later");
	assert_string_equal(text(later, "due"), "2027-04-01");
	json_decref(answer);
	assert_false(is_asked_for(f, 1));
	expect_blocked(f, 1, "rested");
	at_noon(f, "2027-03-31");
	assert_false(is_asked_for(f, 1));
	at_noon(f, "2027-04-01");
	assert_true(is_asked_for(f, 1));
	DO(f, "ask.record", "{\"contact\":1,\"outcome\":\"willing\"}");
	/* The contact list follows the ask on the day they named. */
	expect_step(f, 1, "contact-list", "waiting", "2027-04-06T09:00");
	at_noon(f, "2027-04-06");
	expect_step(f, 1, "contact-list", "scheduled", "2027-04-06T09:00");
}

/* The computer sleeps from before the day of the satisfaction call until the repair's score. */
static void what_a_repair_drops_is_dropped_on_its_day(void **state)
{
	struct stack *f = *state;

	add(f, "{\"name\":\"Ana\"}");
	sell(f, 1, "Alarm");
	done(f, 1, "thank");
	at_noon(f, "2026-12-03");
	done(f, 1, "service");
	at_noon(f, "2026-12-07");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"it beeps\"}");
	at_noon(f, "2026-12-14");
	done(f, 1, "fix");
	at_noon(f, "2026-12-28");
	expect_step(f, 1, "satisfaction", "skipped", "2026-12-15T09:00");
	score(f, 1, 9);
	/* Its day is past, so the ask comes in an hour. */
	expect_step(f, 1, "first-ask", "waiting", "2026-12-28T13:00");
	DO(f, "dev.advance", "{\"seconds\":3600}");
	assert_true(is_asked_for(f, 1));
}

static void two_sales_in_a_month(void **state)
{
	struct stack *f = *state;
	json_t *asks;

	add(f, "{\"name\":\"Ana\"}");
	sell(f, 1, "Alarm");
	done(f, 1, "thank");
	at_noon(f, "2026-12-03");
	done(f, 1, "service");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	at_noon(f, "2026-12-16");
	assert_true(is_asked_for(f, 1));
	DO(f, "ask.record",
	   "{\"contact\":1,\"outcome\":\"names-given\","
	   "\"names\":[{\"name\":\"Ruth\",\"permission\":\"none\"}]}");
	at_noon(f, "2026-12-21");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Cameras\",\"completed_day\":\"2026-12-21\"}");
	for (int day = 0; day < 60; day++) {
		pass_days(f, 1);
		score(f, 1, 9);
		if (f->now > NOON + 25 * 86400)
			give(f, 1);
	}
	/* The second sale asks for nothing: they rest since the first ask. */
	expect_blocked(f, 1, "rested");
	asks = tell(f, "ask.list", "{\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(asks, "items")), 1);
	json_decref(asks);
	/* What the first sale's ask began goes on, since it was answered. */
	asks = tell(f, "followup.get", "{\"id\":5}");
	assert_string_equal(text(json_object_get(asks, "followup"), "title"),
			    "Go through the emergency list: whom may I call, may I use your name?");
	assert_string_equal(text(json_object_get(asks, "followup"), "state"), "scheduled");
	json_decref(asks);
}

static void a_referred_client(void **state)
{
	struct stack *f = *state;
	json_t *script;

	add(f, "{\"name\":\"Ana Ruiz\"}");
	DO(f, "ask.record",
	   "{\"contact\":1,\"outcome\":\"names-given\",\"override_reason\":\"she offered\","
	   "\"names\":[{\"name\":\"Ruth Kim\",\"permission\":\"introduced\"}]}");
	DO(f, "sale.record",
	   "{\"contact\":2,\"product\":\"Alarm\",\"source\":\"referral\","
	   "\"completed_day\":\"2026-12-01\"}");
	script = tell(f, "ask.script", "{\"contact\":2}");
	assert_non_null(strstr(text(script, "text"), "Ana"));
	json_decref(script);
	script = tell(f, "contact.get", "{\"id\":1}");
	assert_string_equal(text(json_object_get(script, "contact"), "standing"), "referrer");
	json_decref(script);
}

static void a_back_dated_import(void **state)
{
	struct stack *f = *state;

	DO(f, "import.begin", "{\"source\":\"old crm\",\"kind\":\"sales\"}");
	DO(f, "import.add",
	   "{\"import\":1,\"items\":[{\"line\":2,\"contact\":{\"name\":\"Ana Ruiz\"},"
	   "\"product\":\"Alarm\",\"state\":\"completed\",\"closed_day\":\"2026-06-01\"}]}");
	DO(f, "import.commit", "{\"import\":1}");
	stack_import(f);
	assert_false(is_asked_for(f, 1));
	expect_blocked(f, 1, "satisfied");
	/* They are served and scored in time, and asked when it is earned. */
	expect_step(f, 1, "half-year", "scheduled", "2026-12-08T09:00");
	at_noon(f, "2026-12-08");
	done(f, 1, "half-year");
	score(f, 1, 9);
	expect_blocked(f, 1, "gave-first");
	give(f, 1);
	expect_earned(f, 1);
	at_noon(f, "2026-12-15");
	assert_true(is_asked_for(f, 1));
}

static void trouble_on_the_other_side_of_the_household(void **state)
{
	struct stack *f = *state;

	add(f, "{\"name\":\"Ana\"}");
	add(f, "{\"name\":\"Ben\"}");
	DO(f, "household.add", "{\"name\":\"Ruiz\",\"members\":[1,2]}");
	sell(f, 1, "Alarm");
	done(f, 1, "thank");
	at_noon(f, "2026-12-03");
	done(f, 1, "service");
	at_noon(f, "2026-12-15");
	score(f, 1, 10);
	at_noon(f, "2026-12-16");
	assert_true(is_asked_for(f, 1));
	DO(f, "complaint.add", "{\"contact\":2,\"text\":\"it beeps at night\"}");
	assert_false(is_asked_for(f, 1));
	expect_blocked(f, 1, "satisfied");
	at_noon(f, "2026-12-18");
	DO(f, "complaint.resolve", "{\"id\":1}");
	assert_false(is_asked_for(f, 1));
	/* Ana's ten is older than Ben's complaint: she is asked how it is now. */
	at_noon(f, "2027-01-05");
	score(f, 1, 9);
	score(f, 2, 8);
	expect_earned(f, 1);
	DO(f, "dev.advance", "{\"seconds\":1}");
	assert_true(is_asked_for(f, 1));
	/* Asked as one: the other one rests too. */
	DO(f, "ask.record", "{\"contact\":1,\"outcome\":\"willing\"}");
	sell(f, 2, "Cameras");
	score(f, 2, 10);
	expect_blocked(f, 2, "rested");
}

static void a_complaint_after_the_ask(void **state)
{
	struct stack *f = *state;

	add(f, "{\"name\":\"Ana\"}");
	sell(f, 1, "Alarm");
	done(f, 1, "thank");
	at_noon(f, "2026-12-03");
	done(f, 1, "service");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	at_noon(f, "2026-12-16");
	DO(f, "ask.record", "{\"contact\":1,\"outcome\":\"willing\"}");
	expect_step(f, 1, "contact-list", "waiting", "2026-12-21T09:00");
	at_noon(f, "2026-12-17");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"the cable came loose\"}");
	at_noon(f, "2026-12-22");
	assert_false(is_asked_for(f, 1));
	DO(f, "complaint.resolve", "{\"id\":1}");
	at_noon(f, "2027-01-20");
	assert_false(is_asked_for(f, 1));
	/* Put right and well again: the list is gone through, as part of that ask. */
	score(f, 1, 9);
	DO(f, "dev.advance", "{\"seconds\":1}");
	assert_true(is_asked_for(f, 1));
	expect_blocked(f, 1, "rested");
	DO(f, "ask.record",
	   "{\"contact\":1,\"outcome\":\"names-given\","
	   "\"names\":[{\"name\":\"Ruth\",\"permission\":\"introduced\"}]}");
}

static void an_accountant_who_never_buys(void **state)
{
	struct stack *f = *state;

	add(f, "{\"name\":\"Carl Roth\",\"partner\":true}");
	expect_blocked(f, 1, "gave-first");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"ask\",\"title\":\"Whom should I meet?\","
	   "\"due\":\"2026-12-02\"}");
	at_noon(f, "2026-12-02");
	assert_false(is_asked_for(f, 1));
	give(f, 1);
	give(f, 1);
	DO(f, "dev.advance", "{\"seconds\":1}");
	assert_true(is_asked_for(f, 1));
	DO(f, "ask.record",
	   "{\"contact\":1,\"outcome\":\"names-given\","
	   "\"names\":[{\"name\":\"Ruth\",\"permission\":\"introduced\"}]}");
	expect_blocked(f, 1, "rested");
	at_noon(f, "2027-05-31");
	expect_blocked(f, 1, "gave-first");
}

int main(void)
{
#define LIFE(test) WITH_PLANS(test)
	const struct CMUnitTest tests[] = {
		LIFE(delighted_on_day_three),
		LIFE(later_in_april),
		LIFE(what_a_repair_drops_is_dropped_on_its_day),
		LIFE(two_sales_in_a_month),
		LIFE(a_referred_client),
		LIFE(a_back_dated_import),
		LIFE(trouble_on_the_other_side_of_the_household),
		LIFE(a_complaint_after_the_ask),
		LIFE(an_accountant_who_never_buys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
