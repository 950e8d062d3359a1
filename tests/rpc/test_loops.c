/* Whoever sent somebody is thanked and hears how it goes, before they are asked again: told over
 * the methods. What became of a referral is written into the book, past the methods. */
#include "base/cleanup.h"
#include "rpc/story.h"
#include "store/raw.h"

/* As the book keeps it; what is only asked for is not enough, the clock must have seen to it. */
static void expect_kept(struct stack *f, const char *state, const char *code)
{
	json_t *list = tell(f, "gate.list", "{}");
	const json_t *row = json_array_get(json_object_get(list, "items"), 0);

	assert_string_equal(text(row, "state"), state);
	assert_string_equal(text(row, "first_blocking"), code);
	json_decref(list);
}

static size_t n_asks_due(struct stack *f)
{
	json_t *due = tell(f, "agenda.due", "{\"kind\":\"ask\"}");
	size_t n = json_array_size(json_object_get(due, "items"));

	json_decref(due);
	return n;
}

/* Of their only referral, today; with a touch, so that the gate looks again. */
static void note(struct stack *f, const char *column)
{
	_cleanup_str_ struct str sql = {0};

	str_addf(&sql, "UPDATE referral SET %s = %lld", column, (long long)(f->now / 86400));
	raw_exec(store_db(f->env.store), str_text(&sql));
	DO(f, "touch.log", "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\"}");
}

/* Carl, a partner who was given to twice, and whom one means to ask today. */
static void settle_in(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Carl\",\"partner\":true}");
	for (int i = 0; i < 2; i++)
		DO(f, "touch.log",
		   "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"ask\",\"title\":\"who else?\",\"due\":\"2026-12-01T12:01\"}");
	DO(f, "dev.advance", "{\"seconds\":120}");
	assert_int_equal(n_asks_due(f), 1);
	expect_kept(f, "open", "-");
}

static void send_ruth(struct stack *f)
{
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Ruth\",\"permission\":\"introduced\"}");
}

static void nobody_is_asked_before_the_thanks_for_the_last_name(void **state)
{
	struct stack *f = *state;

	settle_in(f);
	send_ruth(f);
	expect_kept(f, "one-short", "loops-closed");
	assert_int_equal(n_asks_due(f), 0);
	assert_int_equal(refused(f, "ask.record", "{\"contact\":1,\"outcome\":\"willing\"}"), 401);
	note(f, "thanked_day");
	expect_kept(f, "open", "-");
	assert_int_equal(n_asks_due(f), 1);
}

static void a_week_without_news_closes_the_gate_by_itself(void **state)
{
	struct stack *f = *state;

	settle_in(f);
	send_ruth(f);
	note(f, "thanked_day");
	pass_days(f, 6);
	expect_kept(f, "open", "-");
	assert_int_equal(n_asks_due(f), 1);
	pass_days(f, 1);
	expect_kept(f, "one-short", "loops-closed");
	assert_int_equal(n_asks_due(f), 0);
	note(f, "told_contact_day");
	expect_kept(f, "open", "-");
	pass_days(f, 30);
	expect_kept(f, "open", "-");
}

static void the_end_is_told_as_well(void **state)
{
	struct stack *f = *state;

	settle_in(f);
	send_ruth(f);
	note(f, "thanked_day");
	note(f, "told_contact_day");
	note(f, "closed_day");
	expect_kept(f, "one-short", "loops-closed");
	note(f, "told_outcome_day");
	expect_kept(f, "open", "-");
}

/* A candidate is sent by nobody yet. */
static void a_name_without_permission_closes_nothing(void **state)
{
	struct stack *f = *state;

	settle_in(f);
	DO(f, "candidate.add", "{\"contact\":1,\"name\":\"Ruth\"}");
	expect_kept(f, "open", "-");
	DO(f, "candidate.promote", "{\"id\":1,\"permission\":\"may-say-name\"}");
	expect_kept(f, "one-short", "loops-closed");
}

/* The list is gone through once they were thanked for whom they named when they were asked. */
static void the_list_waits_for_the_thanks(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	done(f, 1, "thank");
	at_noon(f, "2026-12-03");
	done(f, 1, "service");
	at_noon(f, "2026-12-15");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":10}");
	at_noon(f, "2026-12-16");
	DO(f, "ask.record",
	   "{\"contact\":1,\"outcome\":\"names-given\","
	   "\"names\":[{\"name\":\"Ruth\",\"permission\":\"introduced\"}]}");
	expect_step(f, 1, "contact-list", "waiting", "2026-12-21T09:00");
	at_noon(f, "2026-12-21");
	expect_step(f, 1, "contact-list", "waiting", "2026-12-21T09:00");
	note(f, "thanked_day");
	assert_int_equal(n_asks_due(f), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(nobody_is_asked_before_the_thanks_for_the_last_name),
		WITH_PLANS(a_week_without_news_closes_the_gate_by_itself),
		WITH_PLANS(the_end_is_told_as_well),
		WITH_PLANS(a_name_without_permission_closes_nothing),
		WITH_PLANS(the_list_waits_for_the_thanks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
