/* What is derived is kept: of another of the household than whom it happens to, of a referrer, and
 * through an undo. */
#include "rpc/story.h"

#include "rpc/derived.h"

static void expect_rebuilt(struct stack *f)
{
	_cleanup_str_ struct str difference = {0};

	if (derived_differs(f->env.store, &difference))
		fail_msg("%s", str_text(&difference));
}

static void one_fix_puts_right_the_complaints_of_all(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "household.add", "{\"members\":[1,2]}");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"it rang all night\"}");
	DO(f, "complaint.add", "{\"contact\":2,\"text\":\"I heard it too\"}");
	expect_rebuilt(f);
	done(f, 1, "fix");
	expect_rebuilt(f);
}

/* The first contact with whom Ana sent is let go: it is Ana who is to hear it. */
static void what_is_next_for_a_referrer(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "referral.receive",
	   "{\"referrer\":1,\"name\":\"Ruth\",\"permission\":\"introduced\"}");
	DO(f, "referral.thank", "{\"id\":1}");
	DO(f, "referral.tell", "{\"id\":1,\"what\":\"first-contact\"}");
	for (int i = 0; i < 4; i++) {
		json_t *row = step(f, 2, "contact");

		DO(f, "followup.done", "{\"id\":%lld,\"outcome\":\"no-answer\"}",
		   (long long)number(row, "id"));
		json_decref(row);
		expect_rebuilt(f);
	}
}

/* Its day had come before the complaint did, so it waits; a score that was noted for somebody else
 * and taken back changes nothing of that. */
static void a_score_that_waits_goes_on_waiting_after_an_undo(void **state)
{
	struct stack *f = *state;
	json_t *scored;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-11-23\"}");
	at_noon(f, "2026-12-08");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"it rang all night\"}");
	expect_step(f, 1, "satisfaction", "waiting", "2026-12-07T09:00");
	scored = tell(f, "satisfaction.record", "{\"contact\":1,\"score\":9}");
	expect_step(f, 1, "satisfaction", "done", "2026-12-07T09:00");
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)number(scored, "journal"));
	json_decref(scored);
	pass_days(f, 1);
	expect_step(f, 1, "satisfaction", "waiting", "2026-12-07T09:00");
}

/* What is kept for system.status is what counting gives. */
static void expect_status_kept(struct stack *f)
{
	struct headcounter *heads = journal_headcounter(store_journal(f->env.store));
	json_t *kept = tell(f, "system.status", "{}"), *counted;

	headcounter_forget(heads);
	counted = tell(f, "system.status", "{}");
	if (!json_equal(kept, counted))
		fail_msg("kept: %s\ncounted: %s", json_dumps(kept, 0), json_dumps(counted, 0));
	json_decref(kept);
	json_decref(counted);
}

/* A partner who sends people and never bought is no customer, nor who was given their money back.
 */
static void a_customer_is_who_has_bought(void **state)
{
	static const struct {
		const char *method, *params;
		int customers;
	} told[] = {
		{"contact.add", "{\"name\":\"Ben\",\"partner\":true}", 0},
		{"referral.receive",
		 "{\"referrer\":1,\"name\":\"Zed\",\"permission\":\"introduced\"}", 0},
		{"sale.record",
		 "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-11-02\"}", 1},
		{"sale.refund", "{\"id\":1}", 0},
	};
	struct stack *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(told); i++) {
		json_t *status, *numbers;

		DO(f, told[i].method, "%s", told[i].params);
		expect_status_kept(f);
		status = tell(f, "system.status", "{}");
		numbers = tell(f, "numbers.coverage", "{}");
		assert_int_equal(number(json_object_get(status, "book"), "customers"),
				 told[i].customers);
		assert_int_equal(number(numbers, "customers"), told[i].customers);
		json_decref(status);
		json_decref(numbers);
	}
}

static void what_status_tells_follows_each_change(void **state)
{
	static const char *const told[][2] = {
		{"contact.add", "{\"name\":\"Ana\"}"},
		{"sale.record", "{\"contact\":1,\"product\":\"Alarm\",\"source\":\"referral\","
				"\"completed_day\":\"2026-11-02\"}"},
		{"sale.record",
		 "{\"contact\":1,\"product\":\"Lamp\",\"completed_day\":\"2026-12-01\"}"},
		{"promise.add", "{\"contact\":1,\"text\":\"the keys\",\"due_day\":\"2026-12-04\"}"},
		{"promise.keep", "{\"id\":1}"},
		{"satisfaction.record", "{\"contact\":1,\"score\":10}"},
		{"ask.record", "{\"contact\":1,\"outcome\":\"willing\",\"channel\":\"call\","
			       "\"override_reason\":\"he offered\"}"},
		{"referral.receive",
		 "{\"referrer\":1,\"name\":\"Ruth\",\"permission\":\"introduced\"}"},
		{"suppression.add", "{\"contact\":1,\"channel\":\"all\",\"reason\":\"she asked\"}"},
		{"suppression.remove", "{\"id\":1,\"reason\":\"she called\"}"},
		{"referral.thank", "{\"id\":1}"},
		{"complaint.add", "{\"contact\":1,\"text\":\"it rang all night\"}"},
		{"touch.log", "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\"}"},
		{"contact.update", "{\"id\":1,\"cadence\":\"A\"}"},
	};
	struct stack *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(told); i++) {
		DO(f, told[i][0], "%s", told[i][1]);
		expect_status_kept(f);
	}
	for (int silent = 10; silent < 80; silent += 10) {
		pass_days(f, silent);
		expect_status_kept(f);
		DO(f, "touch.log", "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\"}");
		expect_status_kept(f);
	}
	for (size_t i = ARRAY_LEN(told); i > 1; i--) {
		json_decref(answer(f, "journal.undo", "{}"));
		expect_status_kept(f);
	}
}

/* Counted in a group that is rolled back, it counts what never was. */
static void what_was_rolled_back_is_not_told(void **state)
{
	struct stack *f = *state;
	struct store *s = f->env.store;
	struct sqlite3 *db = store_db(s);

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	expect_status_kept(f);
	assert_int_equal(store_begin(s), 0);
	assert_int_equal(
		sqlite3_exec(db, "UPDATE contact_fact SET army = 'willing'", NULL, NULL, NULL),
		SQLITE_OK);
	store_rollback(s);
	expect_status_kept(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(one_fix_puts_right_the_complaints_of_all),
		WITH_PLANS(what_is_next_for_a_referrer),
		WITH_PLANS(a_score_that_waits_goes_on_waiting_after_an_undo),
		WITH_PLANS(a_customer_is_who_has_bought),
		WITH_PLANS(what_status_tells_follows_each_change),
		WITH_PLANS(what_was_rolled_back_is_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
