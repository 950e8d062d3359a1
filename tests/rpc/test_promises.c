/* Promises as they are lived: guarded by a task, at risk, overdue, kept, re-dated, broken. */
#include "base/cleanup.h"
#include "ops/event.h"
#include "ops/notice.h"
#include "rpc/story.h"

/* 2026-12-01 is a Tuesday; the clock shows 12:00 UTC, and that is the zone. */
static int64_t promise(struct stack *f, const char *what, const char *due)
{
	json_t *got = tell(f, "promise.add", "{\"contact\":1,\"text\":\"%s\",\"due_day\":\"%s\"}",
			   what, due);
	int64_t id = number(json_object_get(got, "promise"), "id");

	json_decref(got);
	return id;
}

static void meet(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
}

/* One member of a promise as it is now. */
static void expect(struct stack *f, int64_t id, const char *key, const char *want)
{
	json_t *got = tell(f, "promise.get", "{\"id\":%lld}", (long long)id);
	json_t *value = json_object_get(json_object_get(got, "promise"), key);
	char *found = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);

	if (strcmp(found, want) != 0)
		fail_msg("promise %lld: %s is %s, not %s", (long long)id, key, found, want);
	free(found);
	json_decref(got);
}

/* "2 overdue|1 at-risk": the promises of the agenda. */
static void expect_agenda(struct stack *f, const char *want)
{
	json_t *got = tell(f, "agenda.get", "{}"), *p;
	_cleanup_str_ struct str list = {0};
	size_t i;

	json_array_foreach (json_object_get(got, "promises"), i, p)
		str_addf(&list, "%s%lld %s", i ? "|" : "", (long long)number(p, "id"),
			 text(p, "standing"));
	assert_string_equal(str_text(&list), want);
	assert_int_equal(number(json_object_get(got, "counts"), "promises"),
			 json_array_size(json_object_get(got, "promises")));
	json_decref(got);
}

/* "quote|Thank …": titles of what is due at this moment. */
static void expect_due(struct stack *f, const char *want)
{
	json_t *got = tell(f, "agenda.due", "{}"), *item;
	_cleanup_str_ struct str list = {0};
	size_t i;

	json_array_foreach (json_object_get(got, "items"), i, item)
		str_addf(&list, "%s%s", i ? "|" : "", text(item, "title"));
	assert_string_equal(str_text(&list), want);
	json_decref(got);
}

/* The follow-up of a promise, a new reference; the first promise of a test has the first one. */
static json_t *task(struct stack *f, int64_t id)
{
	json_t *got = tell(f, "followup.get", "{\"id\":%lld}", (long long)id);
	json_t *row = json_incref(json_object_get(got, "followup"));

	json_decref(got);
	return row;
}

static void expect_task(struct stack *f, int64_t id, const char *state, const char *due)
{
	json_t *row = task(f, id);

	if (strcmp(text(row, "state"), state) != 0 || strcmp(text(row, "due"), due) != 0)
		fail_msg("task %lld is %s for %s, not %s for %s", (long long)id, text(row, "state"),
			 text(row, "due"), state, due);
	json_decref(row);
}

static void it_comes_up_on_its_target_day(void **state)
{
	struct stack *f = *state;

	meet(f);
	(void)promise(f, "quote", "2026-12-04");
	DO(f, "dev.clock", "{\"now\":\"2026-12-03T08:59:00Z\"}");
	expect_due(f, "");
	DO(f, "dev.advance", "{\"seconds\":60}");
	expect_due(f, "quote");
}

/* One that is due today is not told in the minute it is typed in. */
static void due_today_it_comes_up_in_an_hour(void **state)
{
	struct stack *f = *state;

	f->env.work.quiet_start = 20 * 60;
	f->env.work.quiet_end = 8 * 60;
	meet(f);
	(void)promise(f, "call back", "2026-12-01");
	expect_task(f, 1, "scheduled", "2026-12-01T13:00");
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T05:00:00Z\"}");
	(void)promise(f, "call again", "2026-12-02");
	expect_task(f, 2, "scheduled", "2026-12-02");
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T19:30:00Z\"}"); /* quiet in an hour */
	(void)promise(f, "write", "2026-12-02");
	expect_task(f, 3, "scheduled", "2026-12-02");
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T23:30:00Z\"}");
	(void)promise(f, "mail", "2026-12-02");
	expect_task(f, 4, "scheduled", "2026-12-02");
}

static void a_promise_comes_before_a_thank_you_of_the_same_moment(void **state)
{
	struct stack *f = *state;

	meet(f);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"thank-you\",\"title\":\"thank\",\"due\":\"2026-12-03\"}");
	(void)promise(f, "quote", "2026-12-04");
	at_noon(f, "2026-12-03");
	expect_due(f, "quote|thank");
}

static void it_is_at_risk_as_it_nears_and_overdue_from_the_day_after(void **state)
{
	struct stack *f = *state;

	meet(f);
	(void)promise(f, "quote", "2026-12-11");
	DO(f, "promise.add",
	   "{\"contact\":1,\"text\":\"keys\",\"due_day\":\"2026-12-10\","
	   "\"target_day\":\"2026-12-10\"}");
	at_noon(f, "2026-12-08");
	expect_agenda(f, "");
	at_noon(f, "2026-12-09");
	expect_agenda(f, "2 at-risk");
	at_noon(f, "2026-12-10");
	expect_agenda(f, "2 at-risk|1 at-risk");
	at_noon(f, "2026-12-11");
	expect_agenda(f, "2 overdue|1 at-risk");
	expect(f, 1, "days_overdue", "0");
	at_noon(f, "2026-12-12");
	expect_agenda(f, "2 overdue|1 overdue");
	expect(f, 1, "days_overdue", "1");
}

static void doing_its_task_keeps_it(void **state)
{
	struct stack *f = *state;
	json_t *got;

	meet(f);
	(void)promise(f, "quote", "2026-12-04");
	at_noon(f, "2026-12-07");
	assert_int_equal(refused(f, "followup.done", "{\"id\":1,\"day\":\"2026-11-30\"}"), 101);
	expect_task(f, 1, "scheduled", "2026-12-03");
	got = tell(f, "followup.done", "{\"id\":1,\"day\":\"2026-12-03\",\"note\":\"by mail\"}");
	assert_string_equal(text(json_object_get(got, "promise"), "state"), "kept");
	json_decref(got);
	expect(f, 1, "late", "false");
	expect(f, 1, "margin_days", "1");
	expect_agenda(f, "");
}

static void a_late_task_keeps_it_late(void **state)
{
	struct stack *f = *state;

	meet(f);
	(void)promise(f, "quote", "2026-12-04");
	at_noon(f, "2026-12-07");
	DO(f, "followup.done", "{\"id\":1}");
	expect(f, 1, "state", "\"kept\"");
	expect(f, 1, "late", "true");
	expect(f, 1, "margin_days", "-3");
}

/* Its kind may be changed to a call, and then nobody may answer. */
static void nobody_reached_is_no_promise_kept(void **state)
{
	struct stack *f = *state;

	meet(f);
	(void)promise(f, "call back", "2026-12-01");
	DO(f, "followup.update", "{\"id\":1,\"kind\":\"call\"}");
	for (int i = 0; i < 4; i++)
		DO(f, "followup.done", "{\"id\":1,\"outcome\":\"no-answer\"}");
	expect_task(f, 1, "done", "2026-12-08T09:00");
	expect(f, 1, "state", "\"open\"");
}

static void kept_in_time_may_be_said_later(void **state)
{
	struct stack *f = *state;
	json_t *got, *row;

	meet(f);
	(void)promise(f, "quote", "2026-12-04");
	at_noon(f, "2026-12-20");
	got = tell(f, "promise.keep", "{\"id\":1,\"day\":\"2026-12-04\"}");
	assert_true(json_is_false(json_object_get(got, "late")));
	json_decref(got);
	expect(f, 1, "margin_days", "0");
	expect_task(f, 1, "done", "2026-12-03");
	row = task(f, 1);
	assert_string_equal(text(row, "ended_day"), "2026-12-04");
	json_decref(row);
}

static const struct {
	const char *on, *late;
} redates[] = {
	{"2026-12-02", "false"},
	{"2026-12-04", "false"}, /* up to and on its day */
	{"2026-12-05", "true"},
};

static void re_dated_up_to_its_day_it_stays_in_time(void **state)
{
	struct stack *f = *state;

	meet(f);
	for (size_t i = 0; i < ARRAY_LEN(redates); i++) {
		int64_t id;
		json_t *got;

		at_noon(f, "2026-12-01");
		id = promise(f, "quote", "2026-12-04");
		at_noon(f, redates[i].on);
		got = tell(f, "promise.redate",
			   "{\"id\":%lld,\"due_day\":\"2026-12-14\",\"reason\":\"they travel\"}",
			   (long long)id);
		assert_string_equal(json_is_true(json_object_get(got, "late")) ? "true" : "false",
				    redates[i].late);
		json_decref(got);
		expect(f, id, "late", redates[i].late);
		expect(f, id, "standing", "\"on-track\"");
		expect_task(f, id, "scheduled", "2026-12-11");
		at_noon(f, "2026-12-11");
		got = tell(f, "promise.keep", "{\"id\":%lld}", (long long)id);
		assert_true(json_is_false(json_object_get(got, "late")));
		json_decref(got);
		expect(f, id, "late", redates[i].late);
		expect(f, id, "margin_days", "3");
	}
}

/* Skipped or cancelled, the task is gone and the promise is not; another day brings it back. */
static void skipping_its_task_leaves_it_open(void **state)
{
	static const char *const ways[] = {"followup.skip", "followup.cancel"};
	struct stack *f = *state;

	meet(f);
	for (int64_t id = 1; id <= 2; id++) {
		(void)promise(f, "quote", "2026-12-02");
		DO(f, ways[id - 1], "{\"id\":%lld}", (long long)id);
		expect(f, id, "state", "\"open\"");
		expect(f, id, "next", "null");
	}
	expect_agenda(f, "1 at-risk|2 at-risk");
	for (int64_t id = 1; id <= 2; id++) {
		DO(f, "promise.redate",
		   "{\"id\":%lld,\"due_day\":\"2026-12-09\",\"reason\":\"asked to\"}",
		   (long long)id);
		expect_task(f, id, "scheduled", "2026-12-08");
	}
}

static void breaking_or_withdrawing_it_cancels_its_task(void **state)
{
	struct stack *f = *state;

	meet(f);
	(void)promise(f, "quote", "2026-12-04");
	(void)promise(f, "keys", "2026-12-04");
	at_noon(f, "2026-12-07");
	DO(f, "promise.break", "{\"id\":1,\"day\":\"2026-12-05\"}");
	DO(f, "promise.withdraw", "{\"id\":2,\"reason\":\"they have some\"}");
	for (int64_t id = 1; id <= 2; id++)
		expect_task(f, id, "cancelled", "2026-12-03");
	expect(f, 1, "ended_day", "\"2026-12-05\"");
	expect(f, 1, "late", "false");
	expect(f, 2, "late", "true"); /* after its day */
	expect_agenda(f, "");
}

static void neither_a_pause_nor_a_stop_holds_it(void **state)
{
	struct stack *f = *state;

	meet(f);
	(void)promise(f, "quote", "2026-12-04");
	DO(f, "contact.pause", "{\"id\":1}");
	expect_task(f, 1, "scheduled", "2026-12-03");
	(void)promise(f, "keys", "2026-12-07");
	expect_task(f, 2, "scheduled", "2026-12-04");
	DO(f, "contact.resume", "{\"id\":1}");
	expect_task(f, 1, "scheduled", "2026-12-03");
	DO(f, "suppression.add", "{\"contact\":1,\"channel\":\"all\",\"reason\":\"asked\"}");
	expect_task(f, 1, "scheduled", "2026-12-03");
	(void)promise(f, "manual", "2026-12-07");
	expect_task(f, 3, "scheduled", "2026-12-04");
}

static void its_task_belongs_to_it(void **state)
{
	struct stack *f = *state;

	meet(f);
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	(void)promise(f, "quote", "2026-12-04");
	assert_int_equal(refused(f, "followup.update", "{\"id\":1,\"contact\":2}"), 101);
	assert_int_equal(refused(f, "followup.update", "{\"id\":1,\"repeat\":7}"), 101);
	DO(f, "followup.snooze", "{\"id\":1,\"until\":\"2026-12-02T15:00\"}");
	expect_task(f, 1, "scheduled", "2026-12-02T15:00");
	DO(f, "promise.redate", "{\"id\":1,\"due_day\":\"2026-12-11\",\"reason\":\"asked to\"}");
	expect_task(f, 1, "scheduled", "2026-12-10");
}

/* The title is a line that fits; the promise keeps every word. */
static void a_long_one_has_a_short_title(void **state)
{
	struct stack *f = *state;
	_cleanup_str_ struct str said = {0}, want = {0};
	json_t *row;

	meet(f);
	for (int i = 0; i < 201; i++)
		str_add(&said, i == 3 ? "\\n" : "ü");
	for (int i = 0; i < 199; i++)
		str_add(&want, i == 3 ? " " : "ü");
	str_add(&want, "…");
	(void)promise(f, str_text(&said), "2026-12-04");
	row = task(f, 1);
	assert_string_equal(text(row, "title"), str_text(&want));
	json_decref(row);
	str_reset(&said);
	for (int i = 0; i < 200; i++)
		str_add(&said, "ü");
	(void)promise(f, str_text(&said), "2026-12-04");
	row = task(f, 2);
	assert_string_equal(text(row, "title"), str_text(&said));
	json_decref(row);
}

static void the_promise_check_is_for_who_was_promised_something(void **state)
{
	struct stack *f = *state;
	_cleanup_str_ struct str steps = {0};

	meet(f);
	for (int sale = 1; sale <= 4; sale++)
		DO(f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\"}");
	DO(f, "sale.complete", "{\"id\":1}");
	steps_of(f, 1, 1, &steps);
	assert_null(strstr(str_text(&steps), "promise-check"));

	DO(f, "promise.add",
	   "{\"contact\":1,\"text\":\"manual\",\"due_day\":\"2026-12-18\",\"sale\":2}");
	DO(f, "sale.complete", "{\"id\":3}"); /* another sale's promise */
	steps_of(f, 1, 3, &steps);
	assert_null(strstr(str_text(&steps), "promise-check"));
	DO(f, "sale.complete", "{\"id\":2}");
	expect_step(f, 1, "promise-check", "scheduled", "2026-12-08T09:00");
	DO(f, "promise.keep", "{\"id\":1}");
	at_noon(f, "2026-12-08");
	expect_step(f, 1, "promise-check", "skipped", "2026-12-08T09:00");

	(void)promise(f, "spare key", "2026-12-20"); /* of no sale: of each */
	DO(f, "sale.complete", "{\"id\":4,\"day\":\"2026-12-08\"}");
	at_noon(f, "2026-12-15");
	expect_step(f, 1, "promise-check", "scheduled", "2026-12-15T09:00");
}

/* What is shown before is what is then planted. */
static void the_preview_knows_of_promises(void **state)
{
	static const char asked[] =
		"{\"plan\":\"after-sale\",\"anchor_day\":\"2026-12-01\",\"contact\":1}";
	struct stack *f = *state;
	json_t *before, *after;

	meet(f);
	before = tell(f, "plan.preview", "%s", asked);
	(void)promise(f, "quote", "2026-12-04");
	after = tell(f, "plan.preview", "%s", asked);
	assert_int_equal(json_array_size(json_object_get(after, "steps")),
			 json_array_size(json_object_get(before, "steps")) + 1);
	json_decref(before);
	json_decref(after);
}

static void completing_a_sale_tells_what_is_promised_still(void **state)
{
	struct stack *f = *state;
	json_t *got;

	meet(f);
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\"}");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Lock\"}");
	DO(f, "promise.add",
	   "{\"contact\":1,\"text\":\"manual\",\"due_day\":\"2026-12-18\",\"sale\":1}");
	DO(f, "promise.add",
	   "{\"contact\":1,\"text\":\"keys\",\"due_day\":\"2026-12-18\",\"sale\":2}");
	(void)promise(f, "call back", "2026-12-18");
	(void)promise(f, "kept already", "2026-12-18");
	DO(f, "promise.keep", "{\"id\":4}");
	got = tell(f, "sale.complete", "{\"id\":1}");
	assert_int_equal(json_array_size(json_object_get(got, "promises")), 2);
	assert_int_equal(number(json_array_get(json_object_get(got, "promises"), 0), "id"), 1);
	assert_int_equal(number(json_array_get(json_object_get(got, "promises"), 1), "id"), 3);
	json_decref(got);
}

static void it_goes_with_its_sale_to_another_contact(void **state)
{
	struct stack *f = *state;
	json_t *row;

	meet(f);
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\"}");
	DO(f, "promise.add",
	   "{\"contact\":1,\"text\":\"manual\",\"due_day\":\"2026-12-18\",\"sale\":1}");
	DO(f, "sale.update", "{\"id\":1,\"contact\":2}");
	expect(f, 1, "contact", "{\"id\":2,\"name\":\"Ben\"}");
	row = task(f, 3);
	assert_int_equal(number(json_object_get(row, "contact"), "id"), 2);
	json_decref(row);
}

static void the_brief_and_the_timeline_tell_of_it(void **state)
{
	static const char *const lines[] = {
		"withdrawn: keys (they have some)", "promised for Fri 11 Dec: keys",
		"kept, 1 day early: quote",         "re-dated to Wed 2 Dec: quote (sooner)",
		"promised for Fri 4 Dec: quote",
	};
	struct stack *f = *state;
	size_t n = 0, i;
	json_t *got, *line;

	meet(f);
	(void)promise(f, "quote", "2026-12-04");
	(void)promise(f, "keys", "2026-12-11");
	(void)promise(f, "manual", "2026-12-11");
	DO(f, "promise.redate", "{\"id\":1,\"due_day\":\"2026-12-02\",\"reason\":\"sooner\"}");
	DO(f, "promise.keep", "{\"id\":1}");
	DO(f, "promise.withdraw", "{\"id\":2,\"reason\":\"they have some\"}");
	got = tell(f, "contact.brief", "{\"id\":1}");
	assert_int_equal(json_array_size(json_object_get(got, "promises")), 1);
	json_decref(got);
	got = tell(f, "contact.timeline", "{\"id\":1}");
	json_array_foreach (json_object_get(got, "items"), i, line) {
		if (strcmp(text(line, "kind"), "promise") != 0 || number(line, "id") == 3)
			continue;
		assert_true(n < ARRAY_LEN(lines));
		assert_string_equal(text(line, "text"), lines[n++]);
	}
	assert_int_equal(n, ARRAY_LEN(lines));
	json_decref(got);
}

static void its_task_can_say_why_it_is_there(void **state)
{
	struct stack *f = *state;
	json_t *got;

	meet(f);
	(void)promise(f, "quote", "2026-12-04");
	DO(f, "promise.redate", "{\"id\":1,\"due_day\":\"2026-12-09\",\"reason\":\"they travel\"}");
	got = tell(f, "followup.why", "{\"id\":1}");
	assert_string_equal(
		text(got, "text"),
		"Follow-up 1, \"quote\" for Ana Ruiz, comes from promise 1, promised for Wed 9 "
		"Dec. "
		"It was planted on Tue 1 Dec 2026 for Thu 3 Dec 2026, for promise 1; then moved on "
		"Tue 1 Dec 2026 to Tue 8 Dec 2026: promise 1 was re-dated (\"they travel\"). It is "
		"due Tue 8 Dec 2026.");
	json_decref(got);
}

/* What was said stays off the screen, unless the settings show everything. */
static void its_pop_up_says_by_when_it_is_promised(void **state)
{
	static const struct {
		int privacy;
		const char *summary, *body;
	} cases[] = {
		{PRIVACY_NAMES, "Promise to Ana", "promised for Fri 4 Dec · follow-up 1"},
		{PRIVACY_FULL, "Promise to Ana Ruiz",
		 "quote\npromised for Fri 4 Dec · follow-up 1"},
	};
	struct op op = {.actor = OP_CLOCK, .method = "claim"};
	struct arena *arena = arena_new();
	struct stack *f = *state;
	struct notice_post *posts, post;
	size_t n;

	f->settings.morning = MORNING_NO;
	meet(f);
	(void)promise(f, "quote", "2026-12-04");
	at_noon(f, "2026-12-03");
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_notice_claim(&op, &posts, &n), 0);
	assert_int_equal(n, 1);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		f->settings.privacy = cases[i].privacy;
		assert_int_equal(op_notice_read(&op, posts[0].notice.id, &post), 0);
		assert_string_equal(post.summary, cases[i].summary);
		assert_string_equal(post.body, cases[i].body);
	}
	assert_int_equal(op_end(&op, 0), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	arena_free(arena);
}

/* "promise.changed 1|…" since the beginning. */
static void whoever_listens_is_told(void **state)
{
	struct stack *f = *state;
	struct op op = {.actor = OP_CLOCK, .method = "look"};
	struct arena *arena = arena_new();
	struct event *events;
	int n, n_told = 0;
	bool gap;

	meet(f);
	(void)promise(f, "quote", "2026-12-04");
	DO(f, "promise.keep", "{\"id\":1}");
	op_look(&op, &f->env, arena, f->now);
	assert_int_equal(op_event_since(&op, 0, 100, &events, &n, &gap), 0);
	for (int i = 0; i < n; i++)
		n_told += events[i].kind == EVENT_PROMISE_CHANGED && events[i].id == 1 &&
			  events[i].contact == 1;
	assert_int_equal(n_told, 2);
	arena_free(arena);
}

static void it_belongs_to_the_one_open_sale(void **state)
{
	struct stack *f = *state;

	meet(f);
	(void)promise(f, "no sale yet", "2026-12-04");
	expect(f, 1, "sale", "null");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Alarm\"}");
	(void)promise(f, "quote", "2026-12-04");
	expect(f, 2, "sale", "1");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Cameras\"}");
	(void)promise(f, "which of the two?", "2026-12-04");
	expect(f, 3, "sale", "null");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(it_comes_up_on_its_target_day),
		WITH_PLANS(it_belongs_to_the_one_open_sale),
		WITH_PLANS(due_today_it_comes_up_in_an_hour),
		WITH_PLANS(a_promise_comes_before_a_thank_you_of_the_same_moment),
		WITH_PLANS(it_is_at_risk_as_it_nears_and_overdue_from_the_day_after),
		WITH_PLANS(doing_its_task_keeps_it),
		WITH_PLANS(a_late_task_keeps_it_late),
		WITH_PLANS(nobody_reached_is_no_promise_kept),
		WITH_PLANS(kept_in_time_may_be_said_later),
		WITH_PLANS(re_dated_up_to_its_day_it_stays_in_time),
		WITH_PLANS(skipping_its_task_leaves_it_open),
		WITH_PLANS(breaking_or_withdrawing_it_cancels_its_task),
		WITH_PLANS(neither_a_pause_nor_a_stop_holds_it),
		WITH_PLANS(its_task_belongs_to_it),
		WITH_PLANS(a_long_one_has_a_short_title),
		WITH_PLANS(the_promise_check_is_for_who_was_promised_something),
		WITH_PLANS(the_preview_knows_of_promises),
		WITH_PLANS(completing_a_sale_tells_what_is_promised_still),
		WITH_PLANS(it_goes_with_its_sale_to_another_contact),
		WITH_PLANS(the_brief_and_the_timeline_tell_of_it),
		WITH_PLANS(its_task_can_say_why_it_is_there),
		WITH_PLANS(its_pop_up_says_by_when_it_is_promised),
		WITH_PLANS(whoever_listens_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
