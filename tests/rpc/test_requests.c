/* Requests about what is kept of somebody: each has a task, in time before the law's last day. */
#include "base/cleanup.h"
#include "rpc/story.h"

static void meet(struct stack *f)
{
	at_noon(f, "2026-12-01"); /* a Tuesday */
	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
}

/* "2026-12-24 scheduled: Erase what you keep about them", of all about one contact. */
static void expect_tasks(struct stack *f, int64_t contact, const char *want)
{
	json_t *got = tell(f, "followup.list", "{\"contact\":%lld}", (long long)contact), *item;
	_cleanup_str_ struct str list = {0};
	size_t i;

	json_array_foreach (json_object_get(got, "items"), i, item)
		str_addf(&list, "%s%.10s %s: %s", i ? "|" : "", text(item, "due"),
			 text(item, "state"), text(item, "title"));
	assert_string_equal(str_text(&list), want);
	json_decref(got);
}

/* Titles of what is due at this moment. */
static void expect_due(struct stack *f, const char *want)
{
	json_t *got = tell(f, "agenda.due", "{}"), *item;
	_cleanup_str_ struct str list = {0};
	size_t i;

	json_array_foreach (json_object_get(got, "items"), i, item)
		str_addf(&list, "%s%s; %s", i ? "|" : "", text(item, "title"), text(item, "why"));
	assert_string_equal(str_text(&list), want);
	json_decref(got);
}

/* "1 2": the requests that wait for an answer. */
static void expect_open(struct stack *f, const char *want)
{
	json_t *got = tell(f, "request.list", "{}"), *item;
	_cleanup_str_ struct str list = {0};
	size_t i;

	json_array_foreach (json_object_get(got, "items"), i, item)
		str_addf(&list, "%s%lld", i ? " " : "", (long long)number(item, "id"));
	assert_string_equal(str_text(&list), want);
	json_decref(got);
}

static void a_request_is_due_a_week_before_its_last_day(void **state)
{
	struct stack *f = *state;

	meet(f);
	DO(f, "request.add", "{\"contact\":1,\"kind\":\"erase\"}");
	expect_tasks(f, 1, "2026-12-24 scheduled: Erase what you keep about them");
	expect_due(f, "");
	at_noon(f, "2026-12-24");
	expect_due(f, "Erase what you keep about them; they asked on Tue 1 Dec; to be answered by "
		      "Thu 31 Dec");
	expect_sound(f);
}

/* 30 days after a 28th of November is a Monday; a week before it a Monday, and so on: of a weekend
 * the Friday before it. */
static void on_a_working_day_and_never_in_the_past(void **state)
{
	struct stack *f = *state;

	meet(f);
	DO(f, "request.add", "{\"contact\":1,\"kind\":\"export\",\"day\":\"2026-11-26\"}");
	DO(f, "request.add", "{\"contact\":1,\"kind\":\"object\",\"day\":\"2026-10-20\"}");
	expect_tasks(f, 1,
		     "2026-12-01 scheduled: See to it that they are not contacted|"
		     "2026-12-18 scheduled: Give them a copy of what you keep about them");
	expect_sound(f);
}

static void answering_ends_the_task_and_doing_the_task_answers(void **state)
{
	struct stack *f = *state;

	meet(f);
	DO(f, "request.add", "{\"contact\":1,\"kind\":\"correct\"}");
	DO(f, "request.done", "{\"id\":1}");
	expect_tasks(f, 1, "2026-12-24 done: Correct what you keep about them");
	DO(f, "journal.undo", "{}");
	expect_tasks(f, 1, "2026-12-24 scheduled: Correct what you keep about them");
	expect_open(f, "1");
	DO(f, "followup.done", "{\"id\":1}");
	expect_open(f, "");
	DO(f, "journal.undo", "{}");
	expect_open(f, "1");
	expect_tasks(f, 1, "2026-12-24 scheduled: Correct what you keep about them");
	DO(f, "journal.undo", "{}");
	expect_open(f, "");
	expect_tasks(f, 1, "");
	expect_sound(f);
}

/* The law counts on: what holds back other things holds no request. */
static void nothing_holds_it_back(void **state)
{
	struct stack *f = *state;

	meet(f);
	DO(f, "request.add", "{\"contact\":1,\"kind\":\"export\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"task\",\"title\":\"t\",\"due\":\"2026-12-24\"}");
	DO(f, "contact.pause", "{\"id\":1}");
	DO(f, "suppression.add", "{\"contact\":1,\"channel\":\"all\",\"reason\":\"said so\"}");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"late\"}");
	DO(f, "away.set", "{\"until\":\"2027-01-08\"}");
	at_noon(f, "2026-12-28");
	expect_due(f, "Give them a copy of what you keep about them; they asked on Tue 1 Dec; to "
		      "be answered by Thu 31 Dec");
	expect_sound(f);
}

/* At most so many a day would move one past its last day. */
static void spreading_leaves_it_where_it_is(void **state)
{
	struct stack *f = *state;

	meet(f);
	DO(f, "request.add", "{\"contact\":1,\"kind\":\"export\"}");
	at_noon(f, "2026-12-29");
	DO(f, "agenda.spread", "{\"cap\":1,\"apply\":true}");
	expect_tasks(f, 1, "2026-12-24 scheduled: Give them a copy of what you keep about them");
}

static void it_goes_with_its_contact(void **state)
{
	struct stack *f = *state;

	meet(f);
	DO(f, "contact.add", "{\"name\":\"A. Ruiz\"}");
	DO(f, "request.add", "{\"contact\":2,\"kind\":\"erase\"}");
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
	expect_tasks(f, 1, "2026-12-24 scheduled: Erase what you keep about them");
	expect_sound(f);
	assert_int_equal(refused(f, "followup.update", "{\"id\":1,\"contact\":2}"),
			 VOUCH_E_CONFLICT);
	assert_int_equal(refused(f, "followup.update", "{\"id\":1,\"repeat\":\"FREQ=DAILY\"}"),
			 VOUCH_E_CONFLICT);
	DO(f, "contact.erase", "{\"id\":1,\"confirm\":\"Ana Ruiz\"}");
	expect_open(f, "");
	expect_due(f, "");
	expect_sound(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_request_is_due_a_week_before_its_last_day),
		WITH_PLANS(on_a_working_day_and_never_in_the_past),
		WITH_PLANS(answering_ends_the_task_and_doing_the_task_answers),
		WITH_PLANS(nothing_holds_it_back),
		WITH_PLANS(spreading_leaves_it_where_it_is),
		WITH_PLANS(it_goes_with_its_contact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
