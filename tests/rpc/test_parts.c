/* Parts of an ask: what becomes of them where nobody notes the answer. */
#include "rpc/story.h"

#include <sqlite3.h>

#include "base/cleanup.h"
#include "rpc/facts.h"
#include "store/book.h"
#include "store/derived.h"

static long long id_of(struct stack *f, const char *key)
{
	json_t *row = step(f, 1, key);
	long long id = number(row, "id");

	json_decref(row);
	return id;
}

/* Served and satisfied: the first ask is due on the 16th, as follow-up 4, and 5 is its part. */
static void earn_an_ask(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	done(f, 1, "thank");
	done(f, 1, "service");
	at_noon(f, "2026-12-15");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":9}");
	at_noon(f, "2026-12-16");
}

/* When it is looked at next, and what `why` says. */
static void expect_why(struct stack *f, long long id, const char *next_at, const char *words)
{
	json_t *why = tell(f, "followup.why", "{\"id\":%lld}", id);

	if (strcmp(text(why, "next_at"), next_at) != 0 || !strstr(text(why, "text"), words))
		fail_msg("next at %s, not %s: %s", text(why, "next_at"), next_at,
			 text(why, "text"));
	json_decref(why);
}

static void expect_state(struct stack *f, long long id, const char *want)
{
	json_t *got = tell(f, "followup.get", "{\"id\":%lld}", id);

	assert_string_equal(text(json_object_get(got, "followup"), "state"), want);
	json_decref(got);
}

static long long undo(struct stack *f, long long entry)
{
	json_t *undone = tell(f, "journal.undo", "{\"id\":%lld}", entry);
	long long own = number(undone, "journal");

	json_decref(undone);
	return own;
}

static void without_an_answer_it_expires_120_days_after_its_day(void **state)
{
	struct stack *f = *state;

	earn_an_ask(f);
	expect_why(f, 5, "-", "It waits: the step before it is not done yet.");
	done(f, 1, "first-ask");
	expect_step(f, 1, "contact-list", "waiting", "2026-12-21T09:00");
	expect_why(f, 5, "2027-04-20T09:00:00Z",
		   "It waits: no answer is noted to follow-up 4, the ask it belongs to; without "
		   "one it expires on Tue 20 Apr 2027.");
	DO(f, "dev.clock", "{\"now\":\"2027-04-20T08:59:59Z\"}");
	expect_state(f, 5, "waiting");
	DO(f, "dev.advance", "{\"seconds\":1}");
	expect_state(f, 5, "expired");
	expect_why(f, 5, "-",
		   "then expired on Tue 20 Apr 2027: it had waited too long for an answer to "
		   "follow-up 4. It is expired.");
	expect_sound(f);
	/* An answer is noted all the same, and brings nothing back. */
	DO(f, "ask.record", "{\"contact\":1,\"followup\":4,\"outcome\":\"willing\"}");
	expect_state(f, 5, "expired");
}

static void with_an_answer_in_time_it_is_due_as_ever(void **state)
{
	struct stack *f = *state;

	earn_an_ask(f);
	done(f, 1, "first-ask");
	at_noon(f, "2027-04-19");
	DO(f, "ask.record", "{\"contact\":1,\"outcome\":\"willing\"}");
	expect_step(f, 1, "contact-list", "waiting", "2027-04-19T13:00");
	expect_why(f, 5, "2027-04-19T13:00:00Z", "when follow-up 4 was answered with a yes.");
	expect_sound(f);
}

/* What they put off is counted from the ask that was made in the end, however late that was. */
static long long put_off(struct stack *f)
{
	json_t *answer;
	long long later;

	earn_an_ask(f);
	answer = tell(f, "ask.record",
		      "{\"contact\":1,\"outcome\":\"later\",\"later_day\":\"2027-01-13\"}");
	later = number(json_object_get(answer, "later"), "id");
	json_decref(answer);
	return later;
}

static void as_long_as_its_ask_is_open_it_waits(void **state)
{
	struct stack *f = *state;
	long long later = put_off(f);

	expect_why(f, 5, "-", "It waits: the ask it belongs to is not answered yet.");
	at_noon(f, "2027-05-03");
	expect_state(f, later, "scheduled");
	expect_state(f, 5, "waiting");
	DO(f, "followup.done", "{\"id\":%lld}", later);
	expect_why(f, 5, "2027-08-31T09:00:00Z", "without one it expires on Tue 31 Aug 2027.");
	expect_sound(f);
	at_noon(f, "2027-08-31");
	expect_state(f, 5, "expired");
	expect_sound(f);
}

/* The row of the part is in none of these entries: only its ask is. */
static void an_ask_taken_back_and_done_again_takes_its_part_along(void **state)
{
	struct stack *f = *state;
	long long later = put_off(f), entry;

	at_noon(f, "2027-01-20");
	DO(f, "followup.done", "{\"id\":%lld,\"override_reason\":\"x\"}", later);
	entry = newest_entry(f);
	expect_why(f, 5, "2027-05-20T09:00:00Z", "no answer is noted");
	entry = undo(f, entry);
	expect_why(f, 5, "-", "is not answered yet");
	undo(f, entry);
	expect_why(f, 5, "2027-05-20T09:00:00Z", "no answer is noted");
	expect_sound(f);
}

static void an_answer_taken_back_leaves_it_to_its_end(void **state)
{
	struct stack *f = *state;
	long long made, answered;

	earn_an_ask(f);
	DO(f, "followup.done", "{\"id\":4}");
	made = newest_entry(f);
	at_noon(f, "2026-12-18");
	DO(f, "ask.record", "{\"contact\":1,\"outcome\":\"willing\"}");
	answered = newest_entry(f);
	expect_why(f, 5, "2026-12-21T09:00:00Z", "when follow-up 4 was answered with a yes.");
	undo(f, answered);
	expect_why(f, 5, "2027-04-20T09:00:00Z", "no answer is noted to follow-up 4");
	undo(f, made);
	expect_why(f, 5, "-", "It waits: the step before it is not done yet.");
	expect_sound(f);
}

/* An ask whose part is no ask of its own: a message, and a task after it. */
static void ask_for_the_form(struct stack *f)
{
	DO(f, "plan.put",
	   "{\"document\":{\"name\":\"p\",\"steps\":["
	   "{\"key\":\"q\",\"offset\":\"+1\",\"kind\":\"ask\",\"gate\":\"earned\",\"text\":\"Q\","
	   "\"reason\":\"r\"},"
	   "{\"key\":\"form\",\"offset\":\"+1\",\"after\":\"q\",\"part_of\":\"q\","
	   "\"kind\":\"message\",\"text\":\"The form\",\"reason\":\"r\"},"
	   "{\"key\":\"file\",\"offset\":\"+1\",\"after\":\"form\",\"kind\":\"task\","
	   "\"text\":\"File it\",\"reason\":\"r\"}]}}");
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "plan.apply", "{\"plan\":\"p\",\"contact\":1}");
}

static void what_follows_it_goes_with_it(void **state)
{
	struct stack *f = *state;

	ask_for_the_form(f);
	DO(f, "followup.done", "{\"id\":%lld,\"override_reason\":\"x\"}", id_of(f, "q"));
	pass_days(f, 122);
	expect_state(f, id_of(f, "form"), "expired");
	expect_state(f, id_of(f, "file"), "cancelled");
	expect_sound(f);
}

/* Taken back after its time it has had it, as if the answer had never been. */
static void an_answer_taken_back_too_late_ends_it(void **state)
{
	struct stack *f = *state;
	long long form, entry;

	ask_for_the_form(f);
	form = id_of(f, "form");
	DO(f, "followup.done", "{\"id\":%lld,\"override_reason\":\"x\"}", id_of(f, "q"));
	expect_why(f, form, "2027-04-01T09:00:00Z", "without one it expires on Thu 1 Apr 2027");
	at_noon(f, "2027-03-31");
	DO(f, "ask.record", "{\"contact\":1,\"outcome\":\"willing\"}");
	entry = newest_entry(f);
	at_noon(f, "2027-04-01");
	expect_state(f, form, "scheduled");
	undo(f, entry);
	expect_state(f, form, "waiting");
	assert_int_equal(stack_tick(f), 0);
	expect_state(f, form, "expired");
	expect_sound(f);
}

static void never_ends_a_part_that_is_no_ask(void **state)
{
	struct stack *f = *state;

	ask_for_the_form(f);
	DO(f, "ask.record", "{\"contact\":1,\"followup\":%lld,\"outcome\":\"never\"}",
	   id_of(f, "q"));
	expect_state(f, id_of(f, "form"), "cancelled");
	expect_why(f, id_of(f, "form"), "-", "was answered otherwise");
}

/* The newer sale has the part; when that is refunded the older one takes it back, whose ask was
 * answered long since. */
static void made_after_the_answer_it_does_not_wait_for_it(void **state)
{
	struct stack *f = *state;
	json_t *row;

	DO(f, "plan.put",
	   "{\"document\":{\"name\":\"after-sale\",\"steps\":["
	   "{\"key\":\"q\",\"offset\":\"+1\",\"scope\":\"sale\",\"kind\":\"ask\","
	   "\"gate\":\"earned\",\"text\":\"Q\",\"reason\":\"r\"},"
	   "{\"key\":\"form\",\"offset\":\"+1\",\"after\":\"q\",\"part_of\":\"q\","
	   "\"scope\":\"contact\",\"kind\":\"message\",\"text\":\"F\",\"reason\":\"r\"}]}}");
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record", "{\"contact\":1,\"product\":\"B\",\"completed_day\":\"2026-12-01\"}");
	DO(f, "sale.record", "{\"contact\":1,\"product\":\"A\",\"completed_day\":\"2026-11-30\"}");
	row = step(f, 1, "q");
	assert_int_equal(number(row, "sale"), 2);
	DO(f, "ask.record",
	   "{\"contact\":1,\"followup\":%lld,\"outcome\":\"willing\",\"override_reason\":\"x\"}",
	   (long long)number(row, "id"));
	json_decref(row);
	row = step(f, 1, "form");
	assert_int_equal(number(row, "sale"), 1);
	json_decref(row);
	DO(f, "sale.refund", "{\"id\":1}");
	row = step(f, 1, "form");
	assert_int_equal(number(row, "sale"), 2);
	assert_string_equal(text(row, "state"), "scheduled");
	json_decref(row);
	expect_sound(f);
}

static void write_sql(struct stack *f, const char *sql)
{
	assert_int_equal(sqlite3_exec(store_db(f->env.store), sql, NULL, NULL, NULL), SQLITE_OK);
}

/* What the first start of this version does. */
static void settle(struct stack *f)
{
	struct arena *arena = arena_new();

	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(store_book_set(f->env.store, BOOK_DERIVED, "6"), 0);
	assert_int_equal(store_derived_settle(f->env.store, arena), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	arena_free(arena);
}

/* Before 0.7.0 none of them was to be looked at. */
static void one_of_an_older_book_has_its_end_too(void **state)
{
	struct stack *f = *state;

	earn_an_ask(f);
	done(f, 1, "first-ask");
	write_sql(f, "UPDATE followup SET next_at = NULL WHERE id = 5");
	settle(f);
	at_noon(f, "2026-12-22");
	expect_why(f, 5, "2027-04-20T09:00:00Z", "no answer is noted");
	write_sql(f, "UPDATE followup SET next_at = NULL WHERE id = 5");
	at_noon(f, "2028-01-03");
	expect_state(f, 5, "waiting");
	settle(f);
	assert_int_equal(stack_tick(f), 0);
	expect_state(f, 5, "expired");
	expect_sound(f);
}

static void one_of_an_older_book_waits_on_while_its_ask_is_open(void **state)
{
	struct stack *f = *state;

	(void)put_off(f);
	settle(f);
	at_noon(f, "2027-05-03");
	expect_why(f, 5, "-", "is not answered yet");
	expect_state(f, 5, "waiting");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(without_an_answer_it_expires_120_days_after_its_day),
		WITH_PLANS(with_an_answer_in_time_it_is_due_as_ever),
		WITH_PLANS(as_long_as_its_ask_is_open_it_waits),
		WITH_PLANS(an_ask_taken_back_and_done_again_takes_its_part_along),
		WITH_PLANS(an_answer_taken_back_leaves_it_to_its_end),
		WITH_PLANS(what_follows_it_goes_with_it),
		WITH_PLANS(an_answer_taken_back_too_late_ends_it),
		WITH_PLANS(never_ends_a_part_that_is_no_ask),
		WITH_PLANS(made_after_the_answer_it_does_not_wait_for_it),
		WITH_PLANS(one_of_an_older_book_has_its_end_too),
		WITH_PLANS(one_of_an_older_book_waits_on_while_its_ask_is_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
