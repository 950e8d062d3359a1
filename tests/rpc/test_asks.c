/* Asks whose days come together, too early, or to nobody. */
#include "base/cleanup.h"
#include "rpc/story.h"

/* A client who is served, gave a score on the 15th and whose first ask comes on the 16th. */
static int64_t client(struct stack *f, const char *name)
{
	json_t *answer = tell(f, "contact.add", "{\"name\":\"%s\"}", name);
	int64_t id = number(json_object_get(answer, "contact"), "id");

	json_decref(answer);
	DO(f, "sale.record",
	   "{\"contact\":%lld,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}",
	   (long long)id);
	done(f, id, "thank");
	done(f, id, "service");
	return id;
}

static void score(struct stack *f, int64_t contact, int points)
{
	DO(f, "satisfaction.record", "{\"contact\":%lld,\"score\":%d}", (long long)contact, points);
}

static size_t n_due(struct stack *f)
{
	json_t *due = tell(f, "agenda.due", "{\"kind\":\"ask\"}");
	size_t n = json_array_size(json_object_get(due, "items"));

	json_decref(due);
	return n;
}

static int64_t id_of(struct stack *f, int64_t contact, const char *key)
{
	json_t *row = step(f, contact, key);
	int64_t id = number(row, "id");

	json_decref(row);
	return id;
}

static void more_than_enough_of_one_day_go_on_to_the_next(void **state)
{
	struct stack *f = *state;

	for (int i = 0; i < 5; i++)
		(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	for (int i = 1; i <= 5; i++)
		score(f, i, 9);
	at_noon(f, "2026-12-16");
	assert_int_equal(n_due(f), 3);
	expect_step(f, 3, "first-ask", "scheduled", "2026-12-16T09:00");
	expect_step(f, 4, "first-ask", "scheduled", "2026-12-17T09:00");
	expect_step(f, 5, "first-ask", "scheduled", "2026-12-17T09:00");
	at_noon(f, "2026-12-17");
	assert_int_equal(n_due(f), 5);
}

static void a_day_that_was_named_is_kept(void **state)
{
	struct stack *f = *state;

	for (int i = 0; i < 4; i++)
		(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	for (int i = 1; i <= 4; i++)
		score(f, i, 9);
	for (int i = 1; i <= 4; i++)
		DO(f, "ask.record",
		   "{\"contact\":%d,\"outcome\":\"later\",\"later_day\":\"2027-01-13\"}", i);
	at_noon(f, "2027-01-13");
	assert_int_equal(n_due(f), 4);
}

/* "No calls until February", and then they met. */
static void an_ask_is_judged_by_how_it_was_made(void **state)
{
	struct stack *f = *state;

	(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	DO(f, "suppression.add",
	   "{\"contact\":1,\"channel\":\"call\",\"reason\":\"busy\",\"until\":\"2027-02-01\"}");
	assert_int_equal(refused(f, "ask.record", "{\"contact\":1,\"outcome\":\"willing\"}"),
			 VOUCH_E_NOT_EARNED);
	DO(f, "ask.record", "{\"contact\":1,\"outcome\":\"willing\",\"channel\":\"visit\"}");
	expect_step(f, 1, "first-ask", "done", "2026-12-16T09:00");
}

static void one_that_closes_and_opens_before_its_time_keeps_it(void **state)
{
	struct stack *f = *state;

	(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	score(f, 1, 8);
	DO(f, "dev.clock", "{\"now\":\"2026-12-18T19:00:00Z\"}");
	score(f, 1, 9);
	expect_step(f, 1, "first-ask", "scheduled", "2026-12-21T09:00");
	score(f, 1, 8);
	expect_step(f, 1, "first-ask", "waiting", "2026-12-21T09:00");
	score(f, 1, 9);
	at_noon(f, "2026-12-21");
	expect_step(f, 1, "first-ask", "scheduled", "2026-12-21T09:00");
	assert_int_equal(n_due(f), 1);
}

static void who_was_not_reached_said_no_yes(void **state)
{
	static const char *const days[] = {"2026-12-16", "2026-12-17", "2026-12-21", "2026-12-28"};
	struct stack *f = *state;

	(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		at_noon(f, days[i]);
		DO(f, "followup.done", "{\"id\":%lld,\"outcome\":\"no-answer\"}",
		   (long long)id_of(f, 1, "first-ask"));
	}
	expect_step(f, 1, "first-ask", "done", "2026-12-28T09:00");
	expect_step(f, 1, "contact-list", "cancelled", "2027-01-04T09:00");
}

static void a_part_is_not_done_before_its_ask(void **state)
{
	struct stack *f = *state;
	long long part, list;
	json_t *asks;

	(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	part = id_of(f, 1, "contact-list");
	assert_int_equal(refused(f, "followup.done", "{\"id\":%lld}", part),
			 VOUCH_E_FOLLOWUP_STATE);
	assert_int_equal(refused(f, "ask.record",
				 "{\"contact\":1,\"followup\":%lld,\"outcome\":\"willing\"}", part),
			 VOUCH_E_FOLLOWUP_STATE);
	/* Names that came by themselves were no ask; going through the list is one. */
	at_noon(f, "2026-12-16");
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Ruth\",\"origin\":\"offered\"}");
	at_noon(f, "2026-12-21");
	list = id_of(f, 1, "contact-list");
	DO(f, "followup.done", "{\"id\":%lld}", list);
	asks = tell(f, "ask.list", "{\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(asks, "items")), 1);
	json_decref(asks);
}

static void names_by_themselves_do_the_ask_of_the_next_morning(void **state)
{
	struct stack *f = *state;

	(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	score(f, 1, 8);
	DO(f, "dev.clock", "{\"now\":\"2026-12-18T19:00:00Z\"}");
	score(f, 1, 9);
	expect_step(f, 1, "first-ask", "scheduled", "2026-12-21T09:00");
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Ruth\",\"origin\":\"offered\"}");
	expect_step(f, 1, "first-ask", "done", "2026-12-21T09:00");
}

static void praise_brings_no_second_ask_to_a_household(void **state)
{
	struct stack *f = *state;

	(void)client(f, "Ana");
	(void)client(f, "Ben");
	DO(f, "household.add", "{\"name\":\"Home\",\"members\":[1,2]}");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	at_noon(f, "2026-12-16");
	assert_int_equal(n_due(f), 1);
	DO(f, "compliment.add", "{\"contact\":2,\"text\":\"best installer ever\"}");
	DO(f, "dev.advance", "{\"seconds\":1}");
	assert_int_equal(n_due(f), 1);
	expect_step(f, 1, "first-ask", "cancelled", "2026-12-16T09:00");
	expect_step(f, 2, "first-ask", "scheduled", "2026-12-16T12:00");
}

static void a_parting_taken_back_leaves_one_ask(void **state)
{
	struct stack *f = *state;
	json_t *answer;
	long long entry;

	(void)client(f, "Ana");
	(void)client(f, "Ben");
	DO(f, "household.add", "{\"name\":\"Home\",\"members\":[1,2]}");
	answer = tell(f, "household.update", "{\"id\":1,\"members\":[1]}");
	entry = number(answer, "journal");
	json_decref(answer);
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	score(f, 2, 9);
	at_noon(f, "2026-12-16");
	assert_int_equal(n_due(f), 2);
	DO(f, "journal.undo", "{\"id\":%lld}", entry);
	assert_int_equal(n_due(f), 1);
}

static void a_sale_that_moves_takes_the_ask_along(void **state)
{
	struct stack *f = *state;
	json_t *verdict;

	(void)client(f, "Ana");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	DO(f, "sale.update", "{\"id\":1,\"contact\":2}");
	verdict = tell(f, "gate.list", "{\"state\":\"open\"}");
	assert_int_equal(json_array_size(json_object_get(verdict, "items")), 0);
	json_decref(verdict);
	verdict = tell(f, "gate.check", "{\"contact\":1}");
	assert_string_equal(text(verdict, "first_blocking"), "sale-completed");
	json_decref(verdict);
}

static void an_answer_goes_to_the_ask_that_is_due(void **state)
{
	struct stack *f = *state;
	json_t *answer;

	(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	at_noon(f, "2026-12-16");
	done(f, 1, "first-ask");
	at_noon(f, "2027-06-21");
	for (int i = 0; i < 2; i++)
		DO(f, "touch.log",
		   "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true}");
	score(f, 1, 9);
	at_noon(f, "2027-06-28");
	assert_int_equal(n_due(f), 1);
	answer = tell(f, "ask.record", "{\"contact\":1,\"outcome\":\"willing\"}");
	assert_string_equal(text(json_object_get(answer, "ask"), "day"), "2027-06-28");
	json_decref(answer);
	assert_int_equal(n_due(f), 0);
}

static void a_list_for_later_outlives_a_new_sale(void **state)
{
	struct stack *f = *state;
	json_t *list;
	long long id;

	(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	at_noon(f, "2026-12-16");
	id = id_of(f, 1, "contact-list");
	DO(f, "ask.record", "{\"contact\":1,\"outcome\":\"later\",\"later_day\":\"2027-01-13\"}");
	at_noon(f, "2027-01-05");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Cameras\",\"completed_day\":\"2027-01-05\"}");
	list = tell(f, "followup.get", "{\"id\":%lld}", id);
	assert_string_equal(text(json_object_get(list, "followup"), "state"), "waiting");
	json_decref(list);
}

static void other_numbers_make_other_verdicts(void **state)
{
	struct stack *f = *state;

	(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	f->settings.gate_gives = 5;
	at_noon(f, "2026-12-16");
	assert_int_equal(n_due(f), 0);
	f->settings.gate_gives = 2;
	DO(f, "dev.advance", "{\"seconds\":1}");
	assert_int_equal(n_due(f), 1);
	f->settings.gate_gives = 5;
	DO(f, "dev.advance", "{\"seconds\":1}");
	assert_int_equal(n_due(f), 0);
}

static size_t n_one_short(struct stack *f)
{
	json_t *list = tell(f, "gate.list", "{\"state\":\"one-short\"}");
	size_t n = json_array_size(json_object_get(list, "items"));

	json_decref(list);
	return n;
}

static void who_cannot_be_asked_again_is_no_step_short(void **state)
{
	struct stack *f = *state;

	for (int i = 0; i < 3; i++)
		(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	for (int i = 1; i <= 3; i++)
		score(f, i, 8);
	assert_int_equal(n_one_short(f), 3);
	for (int i = 1; i <= 3; i++)
		score(f, i, 9);
	DO(f, "contact.deceased", "{\"id\":1}");
	DO(f, "suppression.add", "{\"contact\":2,\"channel\":\"all\",\"reason\":\"asked me to\"}");
	assert_int_equal(n_one_short(f), 0);
	DO(f, "contact.pause", "{\"id\":3,\"until\":\"2027-01-15\"}");
	assert_int_equal(n_one_short(f), 1);
}

static void why_says_what_an_ask_waits_for(void **state)
{
	struct stack *f = *state;
	json_t *answer, *later, *moves;

	(void)client(f, "Ana");
	at_noon(f, "2026-12-15");
	score(f, 1, 9);
	answer = tell(f, "followup.why", "{\"id\":%lld}", (long long)id_of(f, 1, "first-ask"));
	assert_non_null(
		strstr(text(answer, "text"),
		       "It waits: its day has not come yet; as things stand it is earned."));
	json_decref(answer);
	at_noon(f, "2026-12-16");
	answer = tell(f, "ask.record",
		      "{\"contact\":1,\"outcome\":\"later\",\"later_day\":\"2027-01-13\"}");
	later = tell(f, "followup.why", "{\"id\":%lld}",
		     (long long)number(json_object_get(answer, "later"), "id"));
	assert_non_null(strstr(text(later, "text"), "comes from ask 1, answered 'later'."));
	json_decref(later);
	json_decref(answer);
	answer = tell(f, "followup.why", "{\"id\":%lld}", (long long)id_of(f, 1, "contact-list"));
	assert_non_null(strstr(text(answer, "text"),
			       "moved on Wed 16 Dec 2026 to Wed 13 Jan 2027, 09:00, to come after "
			       "follow-up 12"));
	moves = json_object_get(answer, "moves");
	assert_string_equal(text(json_array_get(moves, json_array_size(moves) - 1), "from"),
			    "2026-12-21T09:00");
	json_decref(answer);
}

/* Praise out of hours opens the gate for one that waits and moves the first ask up to the same
 * morning; the computer sleeps through it, and when it wakes the gate is closed again. */
static void a_morning_that_was_slept_through_has_come(void **state)
{
	struct stack *f = *state;
	json_t *added, *why;
	int64_t id;

	(void)client(f, "Ana");
	score(f, 1, 8);
	expect_step(f, 1, "first-ask", "waiting", "2026-12-02T09:00");
	added = tell(f, "followup.add",
		     "{\"contact\":1,\"kind\":\"ask\",\"title\":\"who else?\","
		     "\"due\":\"2026-12-01T13:00\"}");
	id = number(json_object_get(added, "followup"), "id");
	json_decref(added);
	DO(f, "dev.advance", "{\"seconds\":%d}", 7 * 3600);
	DO(f, "promise.add", "{\"contact\":1,\"text\":\"keys\",\"due_day\":\"2026-12-03\"}");
	DO(f, "compliment.add", "{\"contact\":1,\"text\":\"so quick\"}");
	expect_step(f, 1, "first-ask", "scheduled", "2026-12-02T09:00");
	at_noon(f, "2026-12-28");
	expect_step(f, 1, "first-ask", "cancelled", "2026-12-02T09:00");
	why = tell(f, "followup.why", "{\"id\":%lld}", (long long)id);
	assert_non_null(strstr(text(why, "text"), "It waits: the ask is not earned yet"));
	json_decref(why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(more_than_enough_of_one_day_go_on_to_the_next),
		WITH_PLANS(a_day_that_was_named_is_kept),
		WITH_PLANS(an_ask_is_judged_by_how_it_was_made),
		WITH_PLANS(one_that_closes_and_opens_before_its_time_keeps_it),
		WITH_PLANS(who_was_not_reached_said_no_yes),
		WITH_PLANS(a_part_is_not_done_before_its_ask),
		WITH_PLANS(names_by_themselves_do_the_ask_of_the_next_morning),
		WITH_PLANS(praise_brings_no_second_ask_to_a_household),
		WITH_PLANS(a_parting_taken_back_leaves_one_ask),
		WITH_PLANS(a_sale_that_moves_takes_the_ask_along),
		WITH_PLANS(an_answer_goes_to_the_ask_that_is_due),
		WITH_PLANS(a_list_for_later_outlives_a_new_sale),
		WITH_PLANS(other_numbers_make_other_verdicts),
		WITH_PLANS(who_cannot_be_asked_again_is_no_step_short),
		WITH_PLANS(why_says_what_an_ask_waits_for),
		WITH_PLANS(a_morning_that_was_slept_through_has_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
