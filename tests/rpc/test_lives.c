/* Lives of sales and follow-ups as a salesperson lives them, told over the methods. */
#include "base/cleanup.h"
#include "rpc/story.h"

/* 2026-12-01 is a Tuesday; the clock shows 12:00 UTC, and that is the zone. */
static void sell(struct stack *f, const char *name)
{
	json_t *added = tell(f, "contact.add", "{\"name\":\"%s\"}", name);
	json_t *sale = tell(f, "sale.open", "{\"contact\":%lld,\"product\":\"Alarm\"}",
			    (long long)number(json_object_get(added, "contact"), "id"));

	DO(f, "sale.complete", "{\"id\":%lld}",
	   (long long)number(json_object_get(sale, "sale"), "id"));
	json_decref(added);
	json_decref(sale);
}

static void groundwork_ends_when_the_sale_is_completed(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\"}");
	expect_step(f, 1, "talk", "scheduled", "2026-12-01T13:00");
	expect_step(f, 1, "promises", "scheduled", "2026-12-02T09:00");
	DO(f, "sale.complete", "{\"id\":1}");
	expect_step(f, 1, "talk", "cancelled", "2026-12-01T13:00");
	expect_step(f, 1, "promises", "cancelled", "2026-12-02T09:00");
}

static void what_follows_is_counted_from_the_day_it_was_done(void **state)
{
	struct stack *f = *state;

	sell(f, "Ana");
	expect_step(f, 1, "first-ask", "waiting", "2026-12-16T09:00");
	at_noon(f, "2026-12-18");
	done(f, 1, "satisfaction");
	expect_step(f, 1, "first-ask", "waiting", "2026-12-21T09:00");
}

static void a_skipped_step_counts_as_done_for_what_follows(void **state)
{
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	row = step(f, 1, "satisfaction");
	DO(f, "followup.skip", "{\"id\":%lld}", (long long)number(row, "id"));
	json_decref(row);
	row = step(f, 1, "first-ask");
	assert_string_equal(text(row, "waits_for"), "gate");
	json_decref(row);
}

static void cancelling_a_step_cancels_what_follows_it(void **state)
{
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	row = step(f, 1, "satisfaction");
	DO(f, "followup.cancel", "{\"id\":%lld}", (long long)number(row, "id"));
	json_decref(row);
	expect_step(f, 1, "first-ask", "cancelled", "2026-12-16T09:00");
	expect_step(f, 1, "contact-list", "cancelled", "2026-12-21T09:00");
}

static void an_ask_is_never_done_before_it_is_earned(void **state)
{
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	done(f, 1, "satisfaction");
	row = step(f, 1, "first-ask");
	assert_int_equal(refused(f, "followup.done", "{\"id\":%lld}", (long long)number(row, "id")),
			 401);
	json_decref(row);
	pass_days(f, 60);
	expect_step(f, 1, "first-ask", "waiting", "2026-12-02T09:00");
}

static void an_ask_that_waited_120_days_expires(void **state)
{
	struct stack *f = *state;

	sell(f, "Ana");
	done(f, 1, "satisfaction");
	expect_step(f, 1, "first-ask", "waiting", "2026-12-02T09:00");
	pass_days(f, 120);
	expect_step(f, 1, "first-ask", "waiting", "2026-12-02T09:00");
	pass_days(f, 1);
	expect_step(f, 1, "first-ask", "expired", "2026-12-02T09:00");
	expect_step(f, 1, "contact-list", "cancelled", "2026-12-21T09:00");
}

static void the_next_of_a_series_comes_when_the_last_is_left(void **state)
{
	struct stack *f = *state;

	sell(f, "Ana");
	at_noon(f, "2027-03-02");
	done(f, 1, "value");
	expect_step(f, 1, "value", "scheduled", "2027-08-30T09:00"); /* 28 Aug is a Saturday */
	at_noon(f, "2027-12-03");
	done(f, 1, "yearly");
	expect_step(f, 1, "yearly-ask", "waiting", "2027-12-24T09:00");
	expect_step(f, 1, "yearly", "scheduled", "2028-12-01T09:00");
}

static void missed_rounds_of_a_series_are_one(void **state)
{
	struct stack *f = *state;

	sell(f, "Ana");
	at_noon(f, "2029-06-01");
	done(f, 1, "yearly");
	expect_step(f, 1, "yearly", "scheduled", "2029-12-03T09:00"); /* 1 Dec is a Saturday */
}

static void a_later_round_gets_an_ask_of_its_own(void **state)
{
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	at_noon(f, "2027-12-03");
	done(f, 1, "yearly");
	at_noon(f, "2028-12-04");
	done(f, 1, "yearly");
	row = step(f, 1, "yearly-ask");
	assert_string_equal(text(row, "state"), "waiting");
	assert_string_equal(text(row, "due"), "2028-12-25T09:00");
	json_decref(row);
}

static void a_newer_sale_takes_the_contact_steps_over(void **state)
{
	_cleanup_str_ struct str steps = {0};
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	at_noon(f, "2026-12-10");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Camera\",\"completed_day\":\"2026-12-10\"}");
	steps_of(f, 1, 1, &steps);
	assert_string_equal(str_text(&steps),
			    "cancelled talk|cancelled promises|scheduled thank|scheduled service|"
			    "scheduled satisfaction|cancelled first-ask|cancelled contact-list|"
			    "cancelled consent|cancelled value|cancelled half-year|"
			    "cancelled second-ask|cancelled yearly|cancelled yearly-ask");
	steps_of(f, 1, 2, &steps);
	assert_string_equal(str_text(&steps),
			    "scheduled thank|scheduled service|scheduled satisfaction|"
			    "waiting first-ask|waiting contact-list|scheduled consent|"
			    "scheduled value|scheduled half-year|waiting second-ask|"
			    "scheduled yearly|waiting yearly-ask");
	row = tell(f, "followup.why", "{\"id\":9}");
	assert_non_null(strstr(text(row, "text"), "taken over by sale 2"));
	json_decref(row);
}

static void an_older_sale_entered_later_takes_nothing_over(void **state)
{
	_cleanup_str_ struct str steps = {0};
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record", "{\"contact\":1,\"product\":\"B\",\"completed_day\":\"2026-12-01\"}");
	DO(f, "sale.record", "{\"contact\":1,\"product\":\"A\",\"completed_day\":\"2026-11-27\"}");
	steps_of(f, 1, 2, &steps);
	assert_string_equal(str_text(&steps),
			    "scheduled thank|scheduled service|scheduled satisfaction");
}

static void a_refund_cancels_and_gives_back_what_was_taken_over(void **state)
{
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	at_noon(f, "2026-12-10");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Camera\",\"completed_day\":\"2026-12-10\"}");
	DO(f, "sale.refund", "{\"id\":2,\"reason\":\"broken\"}");
	row = tell(f, "followup.get", "{\"id\":9}");
	assert_string_equal(text(json_object_get(row, "followup"), "state"), "scheduled");
	assert_string_equal(text(json_object_get(row, "followup"), "due"), "2027-03-01T09:00");
	json_decref(row);
	row = tell(f, "followup.get", "{\"id\":6}");
	assert_string_equal(text(json_object_get(row, "followup"), "waits_for"), "after");
	json_decref(row);
}

static void completing_a_reopened_sale_takes_its_run_up_again(void **state)
{
	_cleanup_str_ struct str steps = {0};
	struct stack *f = *state;
	json_t *runs;

	sell(f, "Ana");
	done(f, 1, "thank");
	DO(f, "sale.reopen", "{\"id\":1,\"reason\":\"not finished\"}");
	at_noon(f, "2026-12-08");
	DO(f, "sale.complete", "{\"id\":1}");
	steps_of(f, 1, 1, &steps);
	assert_string_equal(str_text(&steps),
			    "cancelled talk|cancelled promises|done thank|scheduled service|"
			    "scheduled satisfaction|waiting first-ask|waiting contact-list|"
			    "scheduled consent|scheduled value|scheduled half-year|"
			    "waiting second-ask|scheduled yearly|waiting yearly-ask");
	expect_step(f, 1, "service", "scheduled", "2026-12-10T09:00");
	expect_step(f, 1, "first-ask", "waiting", "2026-12-23T09:00");
	runs = tell(f, "run.list", "{\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(runs, "items")), 2);
	json_decref(runs);
}

static void completing_twice_is_refused_and_makes_nothing(void **state)
{
	struct stack *f = *state;

	sell(f, "Ana");
	assert_int_equal(refused(f, "sale.complete", "{\"id\":1}"), 210);
}

static void nobody_answers_four_times_and_that_ends_it(void **state)
{
	static const char *const dues[] = {"2026-12-04T09:00", "2026-12-08T09:00",
					   "2026-12-15T09:00"};
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	for (size_t i = 0; i < ARRAY_LEN(dues); i++) {
		char day[11] = "2026-12-03";

		if (i)
			memcpy(day, dues[i - 1], 10);
		at_noon(f, day);
		DO(f, "followup.done", "{\"id\":4,\"outcome\":\"no-answer\"}");
		expect_step(f, 1, "service", "scheduled", dues[i]);
	}
	row = tell(f, "followup.done", "{\"id\":4,\"outcome\":\"left-word\"}");
	assert_string_equal(text(json_object_get(row, "followup"), "state"), "done");
	assert_string_equal(text(json_object_get(row, "followup"), "outcome"), "not-reached");
	assert_string_equal(text(json_object_get(row, "touch"), "direction"), "out");
	json_decref(row);
}

static void done_logs_the_touch_that_it_was(void **state)
{
	static const struct {
		const char *kind, *outcome, *channel, *direction;
	} cases[] = {
		{"call", "", "call", "both"},
		{"call", ",\"outcome\":\"replied\"", "call", "both"},
		{"visit", "", "visit", "both"},
		{"check-in", "", "call", "both"},
		{"message", "", "message", "out"},
		{"card", "", "mail", "out"},
		{"gift", "", "mail", "out"},
		{"thank-you", "", "call", "out"},
		{"thank-you", ",\"outcome\":\"reached\"", "call", "both"},
		{"task", "", "-", "-"},
	};
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *added = tell(f, "followup.add",
				     "{\"contact\":1,\"kind\":\"%s\",\"title\":\"t\","
				     "\"due\":\"2026-12-02\"}",
				     cases[i].kind);
		json_t *row = tell(f, "followup.done", "{\"id\":%lld%s}",
				   (long long)number(json_object_get(added, "followup"), "id"),
				   cases[i].outcome);

		assert_string_equal(text(json_object_get(row, "touch"), "channel"),
				    cases[i].channel);
		assert_string_equal(text(json_object_get(row, "touch"), "direction"),
				    cases[i].direction);
		json_decref(added);
		json_decref(row);
	}
}

static void a_call_just_logged_is_the_touch_of_the_follow_up_it_answered(void **state)
{
	struct stack *f = *state;
	json_t *row, *touches;

	sell(f, "Ana");
	DO(f, "touch.log",
	   "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true,\"text\":"
	   "\"hi\"}");
	row = tell(f, "followup.done", "{\"id\":4,\"note\":\"all is well\"}");
	assert_int_equal(number(json_object_get(row, "touch"), "id"), 1);
	assert_int_equal(number(json_object_get(row, "touch"), "followup"), 4);
	assert_string_equal(text(json_object_get(row, "touch"), "text"), "hi\nall is well");
	json_decref(row);
	DO(f, "dev.advance", "{\"seconds\":3601}");
	DO(f, "touch.log", "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\"}");
	DO(f, "dev.advance", "{\"seconds\":3601}");
	done(f, 1, "satisfaction");
	touches = tell(f, "touch.list", "{\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(touches, "items")), 3);
	json_decref(touches);
}

static void several_are_done_all_or_none(void **state)
{
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	assert_int_equal(refused(f, "followup.done", "{\"ids\":[3,4,6]}"), 401);
	expect_step(f, 1, "thank", "scheduled", "2026-12-01T13:00");
	row = tell(f, "followup.done", "{\"ids\":[3,4]}");
	assert_int_equal(json_array_size(json_object_get(row, "followups")), 2);
	json_decref(row);
}

static void a_pause_holds_everything_and_lets_it_go_at_working_time(void **state)
{
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	DO(f, "contact.pause", "{\"id\":1,\"until\":\"2026-12-07\",\"reason\":\"ill\"}");
	row = step(f, 1, "service");
	assert_string_equal(text(row, "waits_for"), "pause");
	json_decref(row);
	pass_days(f, 5);
	expect_step(f, 1, "service", "waiting", "2026-12-03T09:00");
	pass_days(f, 1);
	expect_step(f, 1, "service", "scheduled", "2026-12-07T09:00");
	expect_step(f, 1, "satisfaction", "scheduled", "2026-12-15T09:00");
}

static void a_year_awake_fires_every_step_once_and_in_order(void **state)
{
	struct stack *f = *state;
	json_t *status;

	sell(f, "Ana");
	pass_days(f, 366);
	status = tell(f, "agenda.due", "{}");
	assert_int_equal(json_array_size(json_object_get(status, "items")), 7);
	json_decref(status);
	expect_sound(f);
}

static void consent_already_known_is_not_asked_again(void **state)
{
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	DO(f, "contact.update",
	   "{\"id\":1,\"consent\":{\"newsletter\":\"yes\",\"card\":\"no\",\"call\":\"yes\","
	   "\"message\":\"yes\",\"email\":\"no\"}}");
	pass_days(f, 31);
	expect_step(f, 1, "consent", "skipped", "2026-12-31T09:00");
	row = step(f, 1, "consent");
	assert_string_equal(text(row, "ended_day"), "2026-12-31");
	json_decref(row);
}

static void one_ask_of_a_household_at_a_time(void **state)
{
	struct stack *f = *state;
	json_t *row;

	sell(f, "Ana");
	sell(f, "Ben");
	DO(f, "household.add", "{\"members\":[1,2]}");
	done(f, 1, "satisfaction");
	pass_days(f, 2);
	done(f, 2, "satisfaction");
	expect_step(f, 1, "first-ask", "waiting", "2026-12-02T09:00");
	pass_days(f, 2);
	expect_step(f, 1, "first-ask", "cancelled", "2026-12-02T09:00");
	expect_step(f, 2, "first-ask", "waiting", "2026-12-04T09:00");
	row = step(f, 1, "first-ask");
	json_decref(row);
}

static void a_back_dated_sale_makes_no_flood(void **state)
{
	_cleanup_str_ struct str steps = {0};
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record", "{\"contact\":1,\"product\":\"A\",\"completed_day\":\"2026-08-25\"}");
	steps_of(f, 1, 1, &steps);
	assert_string_equal(str_text(&steps),
			    "expired thank|expired service|expired satisfaction|"
			    "cancelled first-ask|cancelled contact-list|expired consent|"
			    "scheduled value|scheduled half-year|waiting second-ask|"
			    "scheduled yearly|waiting yearly-ask");
	expect_step(f, 1, "value", "scheduled", "2026-12-01T13:00");
}

static void snoozing_keeps_the_time_a_person_names(void **state)
{
	struct stack *f = *state;

	sell(f, "Ana");
	DO(f, "followup.snooze", "{\"id\":4,\"until\":\"2026-12-06T22:30\"}"); /* a Sunday night */
	expect_step(f, 1, "service", "scheduled", "2026-12-06T22:30");
	assert_int_equal(refused(f, "followup.snooze", "{\"id\":4,\"until\":\"2026-11-30\"}"), 101);
	assert_int_equal(refused(f, "followup.snooze", "{\"id\":6,\"until\":\"2026-12-30\"}"), 310);
}

static void what_is_ended_stays_so(void **state)
{
	struct stack *f = *state;

	sell(f, "Ana");
	done(f, 1, "thank");
	assert_int_equal(refused(f, "followup.done", "{\"id\":3}"), 310);
	assert_int_equal(refused(f, "followup.skip", "{\"id\":3}"), 310);
	assert_int_equal(refused(f, "followup.cancel", "{\"id\":3}"), 310);
	assert_int_equal(refused(f, "followup.update", "{\"id\":3,\"title\":\"x\"}"), 310);
}

static void a_reminder_repeats_as_the_person_named_it(void **state)
{
	struct stack *f = *state;
	json_t *list;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"rent\",\"due\":\"2026-12-31\","
	   "\"repeat\":\"FREQ=MONTHLY\"}");
	at_noon(f, "2026-12-31");
	DO(f, "followup.done", "{\"id\":1}");
	at_noon(f, "2027-01-31");
	DO(f, "followup.done", "{\"id\":2}");
	list = tell(f, "followup.list", "{\"state\":\"scheduled\"}");
	assert_string_equal(text(json_array_get(json_object_get(list, "items"), 0), "due"),
			    "2027-02-28");
	json_decref(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(groundwork_ends_when_the_sale_is_completed),
		WITH_PLANS(what_follows_is_counted_from_the_day_it_was_done),
		WITH_PLANS(a_skipped_step_counts_as_done_for_what_follows),
		WITH_PLANS(cancelling_a_step_cancels_what_follows_it),
		WITH_PLANS(an_ask_is_never_done_before_it_is_earned),
		WITH_PLANS(an_ask_that_waited_120_days_expires),
		WITH_PLANS(the_next_of_a_series_comes_when_the_last_is_left),
		WITH_PLANS(missed_rounds_of_a_series_are_one),
		WITH_PLANS(a_later_round_gets_an_ask_of_its_own),
		WITH_PLANS(a_newer_sale_takes_the_contact_steps_over),
		WITH_PLANS(an_older_sale_entered_later_takes_nothing_over),
		WITH_PLANS(a_refund_cancels_and_gives_back_what_was_taken_over),
		WITH_PLANS(completing_a_reopened_sale_takes_its_run_up_again),
		WITH_PLANS(completing_twice_is_refused_and_makes_nothing),
		WITH_PLANS(nobody_answers_four_times_and_that_ends_it),
		WITH_PLANS(done_logs_the_touch_that_it_was),
		WITH_PLANS(a_call_just_logged_is_the_touch_of_the_follow_up_it_answered),
		WITH_PLANS(several_are_done_all_or_none),
		WITH_PLANS(a_pause_holds_everything_and_lets_it_go_at_working_time),
		WITH_PLANS(a_year_awake_fires_every_step_once_and_in_order),
		WITH_PLANS(consent_already_known_is_not_asked_again),
		WITH_PLANS(one_ask_of_a_household_at_a_time),
		WITH_PLANS(a_back_dated_sale_makes_no_flood),
		WITH_PLANS(snoozing_keeps_the_time_a_person_names),
		WITH_PLANS(what_is_ended_stays_so),
		WITH_PLANS(a_reminder_repeats_as_the_person_named_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
