/* Days off: they count at once and as long as they are stored, and move what a plan laid on them.
 */
#include "rpc/story.h"

#include "base/cleanup.h"
#include "vouch/limits.h"

#define CHRISTMAS "[{\"day\":\"2026-12-02\",\"name\":\"Early Christmas\"}]"
#define PUT(days)                                                                                  \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"calendar.put\",\"params\":{\"source\":\"x\","  \
	"\"days\":" days "}}"
#define NEXT                                                                                       \
	"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"calendar.parse\",\"params\":{\"text\":"        \
	"\"+1bd\"}}"

/* As the requests of one turn. */
static const char *in_group(struct stack *f, const char *line)
{
	str_reset(&f->reply);
	rpc_handle(f->rpc, f->peer, line, strlen(line), &f->reply);
	return str_text(&f->reply);
}

static bool says_day(const char *reply, const char *day)
{
	char member[32];

	(void)snprintf(member, sizeof member, "\"day\":\"%s\"", day);
	return strstr(reply, member);
}

static void a_day_off_counts_for_the_next_request_of_its_turn(void **state)
{
	struct stack *f = *state;

	assert_int_equal(op_group_begin(&f->env), 0);
	assert_true(says_day(in_group(f, NEXT), "2026-12-02"));
	assert_int_equal(code_of(in_group(f, PUT(CHRISTMAS))), 0);
	assert_true(says_day(in_group(f, NEXT), "2026-12-03"));
	assert_int_equal(op_group_commit(&f->env), 0);
	assert_true(says_day(send(f, NEXT), "2026-12-03"));
}

static void a_turn_that_is_rolled_back_takes_its_days_off_with_it(void **state)
{
	struct stack *f = *state;

	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(code_of(in_group(f, PUT(CHRISTMAS))), 0);
	assert_true(says_day(in_group(f, NEXT), "2026-12-03"));
	op_group_rollback(&f->env);
	assert_true(says_day(send(f, NEXT), "2026-12-02"));
}

static void taken_back_and_done_again_they_follow(void **state)
{
	struct stack *f = *state;

	DO(f, "calendar.put", "{\"source\":\"x\",\"days\":" CHRISTMAS "}");
	DO(f, "journal.undo", "{}");
	assert_true(says_day(send(f, NEXT), "2026-12-02"));
	DO(f, "calendar.put", "{\"source\":\"x\",\"days\":" CHRISTMAS "}");
	DO(f, "calendar.put", "{\"source\":\"x\",\"days\":[]}");
	assert_true(says_day(send(f, NEXT), "2026-12-02"));
	DO(f, "journal.undo", "{}");
	assert_true(says_day(send(f, NEXT), "2026-12-03"));
}

static void five_business_days_pass_over_them(void **state)
{
	struct stack *f = *state;
	json_t *time;

	DO(f, "calendar.put",
	   "{\"source\":\"x\",\"days\":[{\"day\":\"2026-12-02\",\"name\":\"a\"},"
	   "{\"day\":\"2026-12-05\",\"name\":\"a Saturday\"},"
	   "{\"day\":\"2026-12-08\",\"name\":\"b\"}]}");
	time = tell(f, "calendar.parse", "{\"text\":\"+5bd\"}");
	assert_string_equal(text(time, "day"), "2026-12-10");
	json_decref(time);
}

/* A source of n days, one after the other from 2000 on. */
static int put_days(struct stack *f, const char *source, int n)
{
	_cleanup_str_ struct str line = {0};
	char day[DAY_TEXT_SIZE];
	struct day first = day_from_civil(2000, 1, 1);

	str_addf(&line,
		 "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"calendar.put\",\"params\":{"
		 "\"source\":\"%s\",\"days\":[",
		 source);
	for (int i = 0; i < n; i++)
		str_addf(&line, "%s{\"day\":\"%s\",\"name\":\"n\"}", i ? "," : "",
			 day_format(day_plus(first, i), day));
	str_add(&line, "]}}");
	return code_of(send(f, str_text(&line)));
}

static void days_and_sources_have_their_limits(void **state)
{
	struct stack *f = *state;
	char source[16];

	assert_int_equal(put_days(f, "many", VOUCH_CALENDAR_DAYS_MAX - 1), 0);
	assert_int_equal(put_days(f, "many", VOUCH_CALENDAR_DAYS_MAX), 0);
	assert_int_equal(put_days(f, "many", VOUCH_CALENDAR_DAYS_MAX + 1),
			 VOUCH_RPC_INVALID_PARAMS);
	for (int i = 1; i < VOUCH_CALENDAR_SOURCES_MAX; i++) {
		(void)snprintf(source, sizeof source, "s%d", i);
		assert_int_equal(put_days(f, source, 1), 0);
	}
	assert_int_equal(put_days(f, "one more", 1), VOUCH_E_TOO_LARGE);
	assert_int_equal(put_days(f, "s1", 2), 0);
	assert_int_equal(put_days(f, "s1", 0), 0);
	assert_int_equal(put_days(f, "one more", 1), 0);
}

static void name_day_off(struct stack *f, const char *day)
{
	DO(f, "calendar.put", "{\"source\":\"x\",\"days\":[{\"day\":\"%s\",\"name\":\"off\"}]}",
	   day);
}

/* On Tuesday 1 December: a sale, whose service call is planned for Thursday at 09:00. */
static void sell(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	expect_step(f, 1, "thank", "scheduled", "2026-12-01T13:00");
	expect_step(f, 1, "service", "scheduled", "2026-12-03T09:00");
}

static void what_a_plan_laid_on_a_day_named_off_later_moves_when_it_falls_due(void **state)
{
	struct stack *f = *state;
	json_t *why, *row;

	sell(f);
	name_day_off(f, "2026-12-03");
	expect_step(f, 1, "service", "scheduled", "2026-12-03T09:00");
	pass_days(f, 2);
	expect_step(f, 1, "service", "scheduled", "2026-12-04T09:00");
	row = step(f, 1, "service");
	why = tell(f, "followup.why", "{\"id\":%lld}", (long long)number(row, "id"));
	assert_non_null(strstr(text(why, "text"),
			       "moved on Thu 3 Dec 2026 to Fri 4 Dec 2026, 09:00: its day is a "
			       "day off"));
	json_decref(why);
	json_decref(row);
}

static void over_a_weekend_it_moves_to_the_monday(void **state)
{
	struct stack *f = *state;

	sell(f);
	DO(f, "calendar.put",
	   "{\"source\":\"x\",\"days\":[{\"day\":\"2026-12-03\",\"name\":\"a\"},"
	   "{\"day\":\"2026-12-04\",\"name\":\"b\"}]}");
	pass_days(f, 2);
	expect_step(f, 1, "service", "scheduled", "2026-12-07T09:00");
}

static void a_thank_you_moves_too(void **state)
{
	struct stack *f = *state;

	sell(f);
	name_day_off(f, "2026-12-01");
	pass_days(f, 1);
	expect_step(f, 1, "thank", "scheduled", "2026-12-02T13:00");
}

static void what_fell_due_before_stays(void **state)
{
	struct stack *f = *state;

	sell(f);
	DO(f, "dev.advance", "{\"seconds\":7200}");
	name_day_off(f, "2026-12-01");
	pass_days(f, 1);
	expect_step(f, 1, "thank", "scheduled", "2026-12-01T13:00");
}

/* Asleep over the day off: it is late by now, and the day after is a working day. */
static void what_is_noticed_late_stays(void **state)
{
	struct stack *f = *state;

	sell(f);
	name_day_off(f, "2026-12-03");
	at_noon(f, "2026-12-04");
	expect_step(f, 1, "service", "scheduled", "2026-12-03T09:00");
}

static void what_a_person_named_stays(void **state)
{
	struct stack *f = *state;
	json_t *row, *added;

	sell(f);
	row = step(f, 1, "service");
	DO(f, "followup.snooze", "{\"id\":%lld,\"until\":\"2026-12-03T10:00\"}",
	   (long long)number(row, "id"));
	json_decref(row);
	row = step(f, 1, "satisfaction");
	DO(f, "followup.update", "{\"id\":%lld,\"due\":\"2026-12-03T11:00\"}",
	   (long long)number(row, "id"));
	json_decref(row);
	DO(f, "promise.add",
	   "{\"contact\":1,\"text\":\"the quote\",\"due_day\":\"2026-12-03\","
	   "\"target_day\":\"2026-12-03\"}");
	added = tell(
		f, "followup.add",
		"{\"contact\":1,\"kind\":\"call\",\"title\":\"Hello\",\"due\":\"2026-12-03\"}");
	name_day_off(f, "2026-12-03");
	pass_days(f, 3);
	expect_step(f, 1, "service", "scheduled", "2026-12-03T10:00");
	expect_step(f, 1, "satisfaction", "scheduled", "2026-12-03T11:00");
	row = tell(f, "followup.get", "{\"id\":%lld}",
		   (long long)number(json_object_get(added, "followup"), "id"));
	assert_string_equal(text(json_object_get(row, "followup"), "due"), "2026-12-03");
	json_decref(row);
	json_decref(added);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACK(a_day_off_counts_for_the_next_request_of_its_turn),
		WITH_STACK(a_turn_that_is_rolled_back_takes_its_days_off_with_it),
		WITH_STACK(taken_back_and_done_again_they_follow),
		WITH_STACK(five_business_days_pass_over_them),
		WITH_STACK(days_and_sources_have_their_limits),
		WITH_PLANS(what_a_plan_laid_on_a_day_named_off_later_moves_when_it_falls_due),
		WITH_PLANS(over_a_weekend_it_moves_to_the_monday),
		WITH_PLANS(a_thank_you_moves_too),
		WITH_PLANS(what_fell_due_before_stays),
		WITH_PLANS(what_is_noticed_late_stays),
		WITH_PLANS(what_a_person_named_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
