/* Referrals followed to their end, told over the methods. */
#include "base/cleanup.h"
#include "rpc/story.h"
#include "store/raw.h"

/* Ana (1) sends Ruth (2), on Tuesday 2026-12-01 at noon. */
static void ana_sends_ruth(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	DO(f, "referral.receive",
	   "{\"referrer\":1,\"name\":\"Ruth Kim\",\"permission\":\"introduced\"}");
}

static json_t *referral(struct stack *f, int64_t id)
{
	json_t *got = tell(f, "referral.get", "{\"id\":%lld}", (long long)id);
	json_t *x = json_incref(json_object_get(got, "referral"));

	json_decref(got);
	return x;
}

static void expect_referral(struct stack *f, int64_t id, const char *status, const char *owed)
{
	json_t *x = referral(f, id), *word;
	_cleanup_str_ struct str words = {0};
	size_t i;

	json_array_foreach (json_object_get(x, "owed"), i, word)
		str_addf(&words, "%s%s", i ? " " : "", json_string_value(word));
	assert_string_equal(text(x, "status"), status);
	assert_string_equal(str_text(&words), owed);
	json_decref(x);
}

/* The titles of a contact's open follow-ups, in the order they are due. */
static void expect_open(struct stack *f, int64_t contact, const char *titles)
{
	_cleanup_str_ struct str got = {0};
	json_t *list, *item;
	size_t i;

	list = tell(f, "followup.list", "{\"contact\":%lld,\"limit\":1000}", (long long)contact);
	json_array_foreach (json_object_get(list, "items"), i, item)
		if (strcmp(text(item, "state"), "waiting") == 0 ||
		    strcmp(text(item, "state"), "scheduled") == 0)
			str_addf(&got, "%s%s", got.len ? "|" : "", text(item, "title"));
	json_decref(list);
	assert_string_equal(str_text(&got), titles);
}

static int64_t count(struct stack *f, const char *sql)
{
	return raw_number(store_db(f->env.store), sql);
}

static void a_name_on_friday_afternoon_is_called_on_monday_morning(void **state)
{
	struct stack *f = *state;

	DO(f, "dev.clock", "{\"now\":\"2026-12-04T17:40:00Z\"}");
	ana_sends_ruth(f);
	expect_step(f, 2, "contact", "scheduled", "2026-12-07T09:40");
	expect_step(f, 1, "thank", "scheduled", "2026-12-04T18:40");
	expect_step(f, 1, "tell", "scheduled", "2026-12-11T09:00");
	expect_sound(f);
}

/* Holidays are no working time. */
static void a_name_before_the_holidays_waits_for_the_first_working_hour(void **state)
{
	struct stack *f = *state;
	static const struct day holidays[] = {{20812}, {20813}}; /* 25 and 26 December 2026 */

	f->env.work.holidays = holidays;
	f->env.work.n_holidays = ARRAY_LEN(holidays);
	DO(f, "dev.clock", "{\"now\":\"2026-12-24T17:30:00Z\"}");
	ana_sends_ruth(f);
	expect_step(f, 2, "contact", "scheduled", "2026-12-28T09:30");
}

static void the_first_contact_makes_it_contacted_and_dates_what_follows(void **state)
{
	struct stack *f = *state;
	json_t *x;

	ana_sends_ruth(f);
	DO(f, "dev.clock", "{\"now\":\"2026-12-01T12:25:00Z\"}");
	done(f, 2, "contact");
	expect_referral(f, 1, "contacted", "thank");
	expect_step(f, 2, "qualify", "scheduled", "2026-12-02T09:00");
	expect_step(f, 1, "stop", "skipped", "2026-12-02T09:00");
	x = referral(f, 1);
	assert_int_equal(number(x, "contact_minutes"), 25);
	json_decref(x);
	/* doing what it says to the referrer closes the loop */
	done(f, 1, "thank");
	expect_referral(f, 1, "contacted", "");
	at_noon(f, "2026-12-08");
	expect_referral(f, 1, "contacted", "first-contact");
	done(f, 1, "tell");
	expect_referral(f, 1, "contacted", "");
	expect_sound(f);
}

static void after_the_last_try_it_stops_and_the_referrer_hears_it(void **state)
{
	struct stack *f = *state;
	static const char *const days[] = {"2026-12-01", "2026-12-03", "2026-12-08", "2026-12-21"};
	json_t *row;

	ana_sends_ruth(f);
	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		DO(f, "dev.clock", "{\"now\":\"%sT13:00:00Z\"}", days[i]);
		row = step(f, 2, "contact");
		DO(f, "followup.done", "{\"id\":%lld,\"outcome\":\"no-answer\"}",
		   (long long)number(row, "id"));
		json_decref(row);
	}
	row = step(f, 2, "contact");
	assert_string_equal(text(row, "outcome"), "not-reached");
	json_decref(row);
	expect_step(f, 2, "qualify", "cancelled", "2026-12-22T09:00");
	expect_step(f, 1, "stop", "scheduled", "2026-12-22T09:00");
	expect_referral(f, 1, "received", "thank first-contact");
	expect_open(f, 2, "");
}

static void what_is_due_to_one_referrer_on_one_day_is_one_followup(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	for (int i = 0; i < 4; i++)
		DO(f, "referral.receive",
		   "{\"referrer\":1,\"name\":\"%c\",\"permission\":\"introduced\"}", 'A' + i);
	DO(f, "referral.advance", "{\"id\":2,\"status\":\"lost\"}");
	expect_open(
		f, 1,
		"Thank them for sending Ruth Kim, A, B and 2 more; tell them how it ended with A|"
		"Say so where nobody was reached, and stop: Ruth Kim|"
		"Say so where nobody was reached, and stop: B|"
		"Say so where nobody was reached, and stop: C|"
		"Say so where nobody was reached, and stop: D|"
		"A gift in thanks: A|"
		"Tell them what came of the first contact: Ruth Kim, B, C and 1 more");
	assert_int_equal(count(f, "SELECT count(*) FROM loop_item"), 5 + 5 + 2);
	done(f, 1, "thank");
	for (int64_t id = 1; id <= 5; id++)
		expect_referral(f, id, id == 2 ? "lost" : "received", "");
	assert_int_equal(count(f, "SELECT count(*) FROM touch WHERE contact = 1"), 1);
	expect_sound(f);
}

static void thanking_for_one_of_two_leaves_the_other(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	DO(f, "referral.receive",
	   "{\"referrer\":1,\"name\":\"Dov\",\"permission\":\"introduced\"}");
	DO(f, "referral.thank", "{\"id\":1}");
	expect_step(f, 1, "thank", "scheduled", "2026-12-01T13:00");
	DO(f, "referral.thank", "{\"id\":2}");
	expect_step(f, 1, "thank", "done", "2026-12-01T13:00");
	/* in one breath */
	assert_int_equal(count(f, "SELECT count(*) FROM touch WHERE contact = 1"), 1);
}

/* Ben (3) sends Ruth as well: she is called once, and both hear how it ends. */
static void a_second_referrer_is_noted_and_hears_the_same(void **state)
{
	struct stack *f = *state;
	json_t *x, *list;

	ana_sends_ruth(f);
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "referral.receive", "{\"referrer\":3,\"contact\":2,\"permission\":\"introduced\"}");
	assert_int_equal(count(f, "SELECT count(*) FROM followup WHERE contact = 2 "
				  "AND step = 'contact'"),
			 1);
	x = referral(f, 2);
	assert_string_equal(text(json_object_get(x, "first_referrer"), "name"), "Ana Ruiz");
	json_decref(x);
	done(f, 2, "contact");
	expect_referral(f, 2, "contacted", "thank");
	DO(f, "sale.record",
	   "{\"contact\":2,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	expect_referral(f, 1, "won", "thank outcome");
	expect_referral(f, 2, "won", "thank outcome");
	list = tell(f, "sale.list", "{\"contact\":2}");
	x = json_array_get(json_object_get(list, "items"), 0);
	assert_int_equal(number(x, "referral"), 1); /* the first has the credit */
	json_decref(list);
	assert_int_equal(count(f, "SELECT referrer FROM contact_fact WHERE contact = 2"), 1);
	expect_sound(f);
}

/* Ruth (2) sent Eva (3); that Eva sent Ruth before Ana did would close a circle. */
static void no_circle_is_closed_by_a_name_of_an_earlier_day(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	DO(f, "referral.receive",
	   "{\"referrer\":2,\"name\":\"Eva\",\"permission\":\"introduced\"}");
	assert_int_equal(refused(f, "referral.receive",
				 "{\"referrer\":3,\"contact\":2,\"permission\":\"introduced\","
				 "\"received_at\":\"2026-11-30T10:00:00Z\"}"),
			 VOUCH_E_CONFLICT);
	/* later than Ana's it is noted, and hers stays the first */
	DO(f, "referral.receive", "{\"referrer\":3,\"contact\":2,\"permission\":\"introduced\"}");
	assert_int_equal(count(f, "SELECT referrer FROM contact_fact WHERE contact = 2"), 1);
	expect_sound(f);
}

static void a_meeting_opens_the_sale_and_completing_it_closes_the_chain(void **state)
{
	struct stack *f = *state;
	json_t *made;

	ana_sends_ruth(f);
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"meeting\"}");
	expect_step(f, 2, "contact", "done", "2026-12-01T13:00");
	expect_step(f, 2, "qualify", "cancelled", "2026-12-02T09:00");
	expect_open(f, 2,
		    "Hold the best-interest talk|"
		    "Write down the promises and what \"done\" means");
	made = tell(f, "sale.get", "{\"id\":1}");
	assert_string_equal(text(json_object_get(made, "sale"), "product"), "To be agreed");
	assert_string_equal(text(json_object_get(made, "sale"), "source"), "referral");
	json_decref(made);
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"won\",\"product\":\"Alarm\"}");
	made = tell(f, "sale.get", "{\"id\":1}");
	assert_string_equal(text(json_object_get(made, "sale"), "product"), "Alarm");
	assert_string_equal(text(json_object_get(made, "sale"), "signed_day"), "2026-12-01");
	json_decref(made);
	at_noon(f, "2026-12-10");
	DO(f, "sale.complete", "{\"id\":1}");
	expect_referral(f, 1, "won", "thank outcome");
	expect_step(f, 1, "outcome", "scheduled", "2026-12-10T13:00");
	expect_step(f, 1, "gift", "scheduled", "2026-12-14T09:00");
	expect_step(f, 1, "tell", "skipped", "2026-12-08T09:00");
	expect_sound(f);
}

static void losing_the_sale_loses_it_and_reopening_takes_it_up_again(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	DO(f, "sale.open", "{\"contact\":2,\"product\":\"Alarm\"}");
	expect_referral(f, 1, "meeting", "thank");
	DO(f, "sale.lose", "{\"id\":1,\"reason\":\"too dear\"}");
	expect_referral(f, 1, "lost", "thank outcome");
	DO(f, "referral.tell", "{\"id\":1,\"what\":\"outcome\"}");
	expect_referral(f, 1, "lost", "thank");
	DO(f, "sale.reopen", "{\"id\":1,\"reason\":\"they called\"}");
	expect_referral(f, 1, "meeting", "thank");
	DO(f, "sale.complete", "{\"id\":1}");
	expect_referral(f, 1, "won", "thank outcome");
	expect_open(f, 1,
		    "Thank them for sending Ruth Kim; tell them how it ended with Ruth Kim|"
		    "A gift in thanks: Ruth Kim");
	/* completed by mistake: the outcome is not to be told yet */
	DO(f, "sale.reopen", "{\"id\":1,\"reason\":\"not yet\"}");
	expect_referral(f, 1, "won", "thank");
	expect_open(f, 1, "Thank them for the name: Ruth Kim");
	DO(f, "sale.complete", "{\"id\":1}");
	DO(f, "referral.tell", "{\"id\":1,\"what\":\"outcome\"}");
	DO(f, "sale.reopen", "{\"id\":1,\"reason\":\"it failed\"}");
	expect_referral(f, 1, "won", "thank");
	/* what they heard of it is not true any more */
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"lost\"}");
	expect_referral(f, 1, "lost", "thank outcome");
	assert_int_equal(count(f, "SELECT count(*) FROM sale WHERE state = 'lost'"), 1);
	expect_sound(f);
}

static void one_that_is_no_fit_can_be_taken_up_again(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"not-a-fit\"}");
	expect_step(f, 2, "contact", "cancelled", "2026-12-01T13:00");
	at_noon(f, "2027-03-01");
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"received\"}");
	expect_step(f, 2, "contact", "scheduled", "2027-03-01T13:00");
	expect_step(f, 1, "tell", "scheduled", "2027-03-08T09:00");
	/* the thanks of December are still owed; how it ended is not to be told with them */
	expect_step(f, 1, "thank", "scheduled", "2026-12-01T13:00");
	expect_open(
		f, 1,
		"Thank them for the name: Ruth Kim|Say so where nobody was reached, and stop: Ruth "
		"Kim|Tell them what came of the first contact: Ruth Kim");
	expect_sound(f);
}

static void a_sale_says_which_referral_it_came_by(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	assert_int_equal(
		refused(f, "sale.open", "{\"contact\":3,\"product\":\"Alarm\",\"referral\":1}"),
		VOUCH_E_CONFLICT);
	assert_int_equal(
		refused(f, "sale.open", "{\"contact\":2,\"product\":\"Alarm\",\"referral\":9}"),
		VOUCH_E_NOT_FOUND);
	assert_int_equal(refused(f, "sale.open",
				 "{\"contact\":2,\"product\":\"Alarm\",\"referral\":1,"
				 "\"source\":\"walk-in\"}"),
			 VOUCH_E_CONFLICT);
	/* one that came otherwise is not taken for the referral's */
	DO(f, "sale.open", "{\"contact\":2,\"product\":\"Lock\",\"source\":\"walk-in\"}");
	expect_referral(f, 1, "received", "thank");
	DO(f, "sale.update", "{\"id\":1,\"source\":null,\"referral\":1}");
	expect_referral(f, 1, "meeting", "thank");
	assert_int_equal(count(f, "SELECT count(*) FROM sale WHERE source = 'referral'"), 1);
	assert_int_equal(
		refused(f, "sale.open", "{\"contact\":2,\"product\":\"Alarm\",\"referral\":1}"),
		VOUCH_E_REFERRAL_STATE);
	DO(f, "sale.update", "{\"id\":1,\"referral\":null}");
	assert_int_equal(count(f, "SELECT count(*) FROM referral WHERE sale IS NOT NULL"), 0);
	expect_sound(f);
}

static void one_taken_up_again_can_have_another_sale(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	DO(f, "sale.open", "{\"contact\":2,\"product\":\"Alarm\"}");
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"lost\",\"reason\":\"moved\"}");
	assert_int_equal(
		refused(f, "sale.open", "{\"contact\":2,\"product\":\"Door\",\"referral\":1}"),
		VOUCH_E_REFERRAL_STATE);
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"received\"}");
	DO(f, "sale.open", "{\"contact\":2,\"product\":\"Door\",\"referral\":1}");
	expect_referral(f, 1, "meeting", "thank");
	DO(f, "sale.complete", "{\"id\":2}");
	expect_referral(f, 1, "won", "thank outcome");
	expect_sound(f);
}

/* A sale of long ago that is entered now did not come by it. */
static void an_older_sale_is_not_taken_for_the_referrals(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	DO(f, "sale.record",
	   "{\"contact\":2,\"product\":\"Lock\",\"completed_day\":\"2025-05-05\"}");
	expect_referral(f, 1, "received", "thank");
}

/* The gift falls on the day of the news that nobody waits for any more. */
static void what_is_left_of_one_follow_up_is_what_it_is_named_by(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	DO(f, "referral.thank", "{\"id\":1}");
	at_noon(f, "2026-12-05");
	DO(f, "sale.record",
	   "{\"contact\":2,\"product\":\"Alarm\",\"completed_day\":\"2026-12-05\"}");
	expect_open(f, 1,
		    "Tell them how it ended, with thanks: Ruth Kim|A gift in thanks "
		    "for Ruth Kim");
	expect_sound(f);
}

static void nothing_is_owed_to_who_is_not_to_be_contacted_or_has_died(void **state)
{
	struct stack *f = *state;
	json_t *list;

	ana_sends_ruth(f);
	DO(f, "suppression.add", "{\"contact\":1,\"channel\":\"all\",\"reason\":\"asked\"}");
	expect_open(f, 1, "");
	list = tell(f, "referral.list", "{\"loop\":\"open\"}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 0);
	json_decref(list);
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "referral.receive",
	   "{\"referrer\":3,\"name\":\"Dov\",\"permission\":\"introduced\"}");
	DO(f, "contact.deceased", "{\"id\":3}");
	expect_open(f, 3, "");
	/* the person is looked after all the same */
	DO(f, "sale.record",
	   "{\"contact\":4,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	expect_referral(f, 2, "won", "");
	expect_open(f, 3, "");
	expect_sound(f);
}

static void outreach_to_whom_they_sent_is_warned_while_something_is_wrong(void **state)
{
	struct stack *f = *state;
	json_t *due, *row;

	ana_sends_ruth(f);
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"the siren is silent\"}");
	at_noon(f, "2026-12-02");
	due = tell(f, "agenda.due", "{\"kind\":\"call\"}");
	row = json_array_get(json_object_get(due, "items"), 0);
	assert_non_null(strstr(text(row, "why"), "careful: something must be put right with Ana"));
	json_decref(due);
	/* thank-yous go on, the message waits */
	expect_step(f, 1, "thank", "scheduled", "2026-12-01T13:00");
	expect_step(f, 1, "tell", "waiting", "2026-12-08T09:00");
}

static void stopping_the_plan_of_one_leaves_what_others_share(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	DO(f, "referral.receive",
	   "{\"referrer\":1,\"name\":\"Dov\",\"permission\":\"introduced\"}");
	DO(f, "run.stop", "{\"id\":1}");
	expect_open(f, 2, "");
	expect_step(f, 1, "thank", "scheduled", "2026-12-01T13:00");
	expect_step(f, 1, "tell", "scheduled", "2026-12-08T09:00");
	expect_sound(f);
}

/* Back to before the name was given: nothing is left of it. */
static void it_is_undone_as_if_it_had_never_been(void **state)
{
	struct stack *f = *state;

	ana_sends_ruth(f);
	DO(f, "referral.receive",
	   "{\"referrer\":2,\"name\":\"Dov\",\"permission\":\"introduced\"}");
	DO(f, "referral.receive",
	   "{\"referrer\":3,\"name\":\"Eva\",\"permission\":\"introduced\"}");
	assert_int_equal(count(f, "SELECT army = 'champion' FROM contact_fact WHERE contact = 1"),
			 1);
	DO(f, "journal.undo", "{}");
	assert_int_equal(count(f, "SELECT army = 'referrer' FROM contact_fact WHERE contact = 1"),
			 1);
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"meeting\"}");
	for (int i = 0; i < 3; i++)
		DO(f, "journal.undo", "{}");
	expect_open(f, 1, "");
	assert_int_equal(count(f, "SELECT count(*) FROM referral"), 0);
	assert_int_equal(count(f, "SELECT count(*) FROM contact"), 1);
	assert_int_equal(count(f, "SELECT standing = 'prospect' FROM contact_fact"), 1);
	expect_sound(f);
}

static void somebody_erased_stays_in_the_chain_as_someone(void **state)
{
	struct stack *f = *state;
	json_t *x;

	ana_sends_ruth(f);
	raw_exec(store_db(f->env.store),
		 "UPDATE contact SET state = 'erased', name = NULL WHERE id = 1");
	x = referral(f, 1);
	assert_string_equal(text(json_object_get(x, "referrer"), "name"), "someone");
	json_decref(x);
	DO(f, "referral.advance", "{\"id\":1,\"status\":\"meeting\"}");
	DO(f, "sale.complete", "{\"id\":1}");
	expect_referral(f, 1, "won", "");
	assert_int_equal(count(f, "SELECT referrer FROM contact_fact WHERE contact = 2"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_name_on_friday_afternoon_is_called_on_monday_morning),
		WITH_PLANS(a_name_before_the_holidays_waits_for_the_first_working_hour),
		WITH_PLANS(the_first_contact_makes_it_contacted_and_dates_what_follows),
		WITH_PLANS(after_the_last_try_it_stops_and_the_referrer_hears_it),
		WITH_PLANS(what_is_due_to_one_referrer_on_one_day_is_one_followup),
		WITH_PLANS(thanking_for_one_of_two_leaves_the_other),
		WITH_PLANS(a_second_referrer_is_noted_and_hears_the_same),
		WITH_PLANS(no_circle_is_closed_by_a_name_of_an_earlier_day),
		WITH_PLANS(a_meeting_opens_the_sale_and_completing_it_closes_the_chain),
		WITH_PLANS(losing_the_sale_loses_it_and_reopening_takes_it_up_again),
		WITH_PLANS(one_that_is_no_fit_can_be_taken_up_again),
		WITH_PLANS(a_sale_says_which_referral_it_came_by),
		WITH_PLANS(one_taken_up_again_can_have_another_sale),
		WITH_PLANS(an_older_sale_is_not_taken_for_the_referrals),
		WITH_PLANS(what_is_left_of_one_follow_up_is_what_it_is_named_by),
		WITH_PLANS(nothing_is_owed_to_who_is_not_to_be_contacted_or_has_died),
		WITH_PLANS(outreach_to_whom_they_sent_is_warned_while_something_is_wrong),
		WITH_PLANS(stopping_the_plan_of_one_leaves_what_others_share),
		WITH_PLANS(it_is_undone_as_if_it_had_never_been),
		WITH_PLANS(somebody_erased_stays_in_the_chain_as_someone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
