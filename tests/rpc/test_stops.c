/* Who is not to be contacted, and who has died, told over the methods. */
#include "base/cleanup.h"
#include "ops/notice.h"
#include "rpc/story.h"
#include "store/suppression.h"

/* 2026-12-01 is a Tuesday; the clock shows 12:00 UTC, and that is the zone. */
static void two_people(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
}

static void remind(struct stack *f, const char *kind, const char *due)
{
	DO(f, "followup.add", "{\"contact\":1,\"kind\":\"%s\",\"title\":\"x\",\"due\":\"%s\"}",
	   kind, due);
}

static void stop(struct stack *f, const char *channel, const char *until)
{
	if (until)
		DO(f, "suppression.add",
		   "{\"contact\":1,\"channel\":\"%s\",\"reason\":\"asked\",\"until\":\"%s\"}",
		   channel, until);
	else
		DO(f, "suppression.add", "{\"contact\":1,\"channel\":\"%s\",\"reason\":\"asked\"}",
		   channel);
}

/* "scheduled 2026-12-04", "waiting suppression 2026-12-04", "cancelled 2026-12-04" */
static void expect(struct stack *f, int id, const char *want)
{
	json_t *answered = tell(f, "followup.get", "{\"id\":%d}", id);
	const json_t *row = json_object_get(answered, "followup");
	const char *waits = text(row, "waits_for");
	char got[100];

	(void)snprintf(got, sizeof got, "%s%s%s %s", text(row, "state"), *waits == '-' ? "" : " ",
		       *waits == '-' ? "" : waits, text(row, "due"));
	if (strcmp(got, want) != 0)
		fail_msg("%d: '%s', not '%s'", id, got, want);
	json_decref(answered);
}

static void expect_rule(struct stack *f, int id, const char *want)
{
	json_t *why = tell(f, "followup.why", "{\"id\":%d}", id);
	const json_t *moves = json_object_get(why, "moves");
	const json_t *last = json_array_get(moves, json_array_size(moves) - 1);

	if (strcmp(text(last, "rule"), want) != 0)
		fail_msg("%d was moved by %s, not %s", id, text(last, "rule"), want);
	json_decref(why);
}

static void it_waits_until_its_end_and_falls_due_at_working_time(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-04");
	remind(f, "call", "2026-12-20");
	stop(f, "call", "2026-12-14"); /* at midnight, and not when somebody looks at noon */
	expect(f, 1, "waiting suppression 2026-12-04");
	pass_days(f, 12);
	expect(f, 1, "waiting suppression 2026-12-04");
	pass_days(f, 1);
	expect(f, 1, "scheduled 2026-12-14T09:00");
	expect(f, 2, "scheduled 2026-12-20");
	expect_rule(f, 1, "lifted");
}

static void after_sleep_too(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-04");
	stop(f, "call", "2026-12-10");
	at_noon(f, "2027-02-01");
	expect(f, 1, "scheduled 2027-02-01T12:00");
}

static void one_channel_leaves_the_others(void **state)
{
	static const char *const kinds[] = {"call", "visit", "message", "card", "task"};
	struct stack *f = *state;

	two_people(f);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		remind(f, kinds[i], "2026-12-04");
	stop(f, "message", "2027-01-01");
	expect(f, 1, "scheduled 2026-12-04");
	expect(f, 3, "waiting suppression 2026-12-04");
	stop(f, "all", NULL);
	for (int id = 1; id <= 4; id++) {
		expect(f, id, "cancelled 2026-12-04");
		expect_rule(f, id, "suppressed");
	}
	expect(f, 5, "scheduled 2026-12-04");
	DO(f, "suppression.remove", "{\"id\":2,\"reason\":\"asked again\"}");
	expect(f, 1, "cancelled 2026-12-04");
	remind(f, "call", "2026-12-05");
	remind(f, "message", "2026-12-05");
	expect(f, 6, "scheduled 2026-12-05");
	expect(f, 7, "waiting suppression 2026-12-05");
}

static void another_that_stands_against_it_holds_it_on(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-04");
	stop(f, "call", "2026-12-10");
	stop(f, "all", "2026-12-20");
	pass_days(f, 12);
	expect(f, 1, "waiting suppression 2026-12-04");
	DO(f, "suppression.remove", "{\"id\":2,\"reason\":\"back\"}");
	expect(f, 1, "scheduled 2026-12-14T09:00");
}

static void a_pause_and_a_stop_hold_one_after_the_other(void **state)
{
	struct stack *f = *state;

	two_people(f);
	remind(f, "call", "2026-12-24");
	stop(f, "call", "2026-12-10");
	DO(f, "contact.pause", "{\"id\":1}");
	pass_days(f, 10);
	expect(f, 1, "waiting pause 2026-12-24");
	DO(f, "contact.resume", "{\"id\":1}");
	expect(f, 1, "scheduled 2026-12-24");
	DO(f, "contact.pause", "{\"id\":1}");
	stop(f, "call", "2026-12-20");
	DO(f, "contact.resume", "{\"id\":1}");
	expect(f, 1, "waiting suppression 2026-12-24");
}

static void what_follows_a_cancelled_step_is_cancelled(void **state)
{
	struct stack *f = *state;

	two_people(f);
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	stop(f, "call", NULL);
	expect_step(f, 1, "satisfaction", "cancelled", "2026-12-15T09:00");
	expect_step(f, 1, "first-ask", "cancelled", "2026-12-16T09:00");
	expect_step(f, 1, "contact-list", "cancelled", "2026-12-21T09:00");
	expect_step(f, 1, "consent", "scheduled", "2026-12-31T09:00");
}

static void a_stop_of_asks_leaves_the_service(void **state)
{
	struct stack *f = *state;

	two_people(f);
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	stop(f, "ask", "2027-03-01");
	expect_step(f, 1, "first-ask", "waiting", "2026-12-16T09:00");
	at_noon(f, "2026-12-15");
	done(f, 1, "satisfaction");
	expect(f, 4, "waiting suppression 2026-12-16T09:00");
	DO(f, "suppression.remove", "{\"id\":1,\"reason\":\"may be asked\"}");
	expect(f, 4, "waiting gate 2026-12-16T09:00");
}

/* "thank cancelled -|service scheduled -|…" of a list of steps. */
static void states_of(const json_t *items, const char *key, struct str *to)
{
	const json_t *row;
	size_t i;

	str_reset(to);
	json_array_foreach (items, i, row)
		str_addf(to, "%s %s %s|", text(row, key), text(row, "state"),
			 text(row, "waits_for"));
}

/* The visit is stopped; the call after it is not, and is cancelled with it. */
static void put_mixed(struct stack *f)
{
	DO(f, "plan.put",
	   "{\"document\":{\"name\":\"mixed\",\"title\":\"Mixed\",\"steps\":["
	   "{\"key\":\"look\",\"offset\":\"+2\",\"kind\":\"visit\",\"scope\":\"sale\","
	   "\"text\":\"a\",\"reason\":\"r\"},"
	   "{\"key\":\"then\",\"offset\":\"+2\",\"after\":\"look\",\"kind\":\"call\","
	   "\"scope\":\"sale\",\"text\":\"b\",\"reason\":\"r\"},"
	   "{\"key\":\"last\",\"offset\":\"+1\",\"after\":\"then\",\"kind\":\"message\","
	   "\"scope\":\"sale\",\"text\":\"c\",\"reason\":\"r\"},"
	   "{\"key\":\"write\",\"offset\":\"+9\",\"kind\":\"message\",\"scope\":\"sale\","
	   "\"text\":\"d\",\"reason\":\"r\"}]}}");
}

static void what_follows_a_stopped_step_is_cancelled_in_the_preview_too(void **state)
{
	static const char want[] = "a cancelled -|b cancelled -|c cancelled -|d scheduled -|";
	_cleanup_str_ struct str seen = {0};
	struct stack *f = *state;
	json_t *preview, *made;

	two_people(f);
	put_mixed(f);
	stop(f, "visit", NULL);
	preview = tell(f, "plan.preview",
		       "{\"plan\":\"mixed\",\"anchor_day\":\"2026-12-01\",\"contact\":1}");
	states_of(json_object_get(preview, "steps"), "title", &seen);
	assert_string_equal(str_text(&seen), want);
	made = tell(f, "plan.apply", "{\"plan\":\"mixed\",\"contact\":1}");
	states_of(json_object_get(made, "followups"), "title", &seen);
	assert_string_equal(str_text(&seen), want);
	json_decref(preview);
	json_decref(made);
}

static void what_is_previewed_is_what_is_stored(void **state)
{
	static const char *const channels_stopped[] = {"call", "message", "visit", "ask",
						       "all",  "card",    "mail"};

	for (size_t i = 0; i < 2 * ARRAY_LEN(channels_stopped); i++) {
		_cleanup_str_ struct str seen = {0}, stored = {0};
		struct stack *f = *state;
		json_t *preview, *made;
		int64_t contact;

		made = tell(f, "contact.add", "{\"name\":\"C\"}");
		contact = number(json_object_get(made, "contact"), "id");
		json_decref(made);
		DO(f, "suppression.add", "{\"contact\":%lld,\"channel\":\"%s\",\"reason\":\"x\"%s}",
		   (long long)contact, channels_stopped[i / 2],
		   i % 2 ? ",\"until\":\"2027-06-01\"" : "");
		preview = tell(f, "plan.preview",
			       "{\"plan\":\"after-sale\",\"anchor_day\":\"2026-12-01\","
			       "\"contact\":%lld}",
			       (long long)contact);
		made = tell(f, "plan.apply", "{\"plan\":\"after-sale\",\"contact\":%lld}",
			    (long long)contact);
		states_of(json_object_get(preview, "steps"), "title", &seen);
		states_of(json_object_get(made, "followups"), "title", &stored);
		assert_true(seen.len > 0);
		assert_string_equal(str_text(&seen), str_text(&stored));
		if (strcmp(channels_stopped[i / 2], "all") == 0 && i % 2 == 0)
			assert_string_equal(text(json_object_get(made, "run"), "state"), "ended");
		json_decref(preview);
		json_decref(made);
	}
}

/* However it came to be scheduled: the store was written behind the operations' back. */
static void it_is_looked_at_again_when_it_falls_due(void **state)
{
	struct stack *f = *state;
	struct suppression x = {.contact = 1,
				.channel = SUPPRESS_CALL,
				.reason = "asked",
				.day = {20788},
				.until = NO_DAY,
				.lifted_day = NO_DAY};
	json_t *due;

	two_people(f);
	remind(f, "call", "2026-12-04");
	assert_int_equal(store_begin(f->env.store), 0);
	assert_int_equal(store_suppression_add(f->env.store, &x), 0);
	assert_int_equal(store_commit(f->env.store), 0);
	expect(f, 1, "scheduled 2026-12-04");
	pass_days(f, 4);
	expect(f, 1, "cancelled 2026-12-04");
	expect_rule(f, 1, "suppressed");
	due = tell(f, "agenda.due", "{}");
	assert_int_equal(json_array_size(json_object_get(due, "items")), 0);
	json_decref(due);
}

static void another_kind_or_contact_is_judged_anew(void **state)
{
	struct stack *f = *state;

	two_people(f);
	stop(f, "call", "2027-01-01");
	remind(f, "task", "2026-12-04");
	DO(f, "followup.update", "{\"id\":1,\"kind\":\"call\"}");
	expect(f, 1, "waiting suppression 2026-12-04");
	DO(f, "followup.update", "{\"id\":1,\"channel\":\"email\"}");
	expect(f, 1, "scheduled 2026-12-04");
	DO(f, "followup.update", "{\"id\":1,\"channel\":\"call\"}");
	expect(f, 1, "waiting suppression 2026-12-04");
	DO(f, "followup.update", "{\"id\":1,\"contact\":2}");
	expect(f, 1, "scheduled 2026-12-04");
	stop(f, "visit", NULL);
	DO(f, "followup.update", "{\"id\":1,\"contact\":1,\"kind\":\"visit\",\"channel\":null}");
	expect(f, 1, "cancelled 2026-12-04");
}

static void the_pop_up_of_what_is_stopped_is_taken_down(void **state)
{
	struct stack *f = *state;
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_CLOCK, .method = "notices"};
	struct notice_post *posts;
	int64_t *gone;
	size_t n;

	f->settings.morning = MORNING_NO;
	two_people(f);
	remind(f, "call", "2026-12-02");
	pass_days(f, 1);
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_end(&op, op_notice_claim(&op, &posts, &n)), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	assert_int_equal(n, 1);
	f->env.is_stepped = false;
	stop(f, "call", NULL);
	assert_true(f->env.is_stepped);
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_end(&op, op_notice_take_down(&op, &gone, &n)), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	assert_int_equal(n, 1);
	assert_int_equal(gone[0], posts[0].notice.id);
	arena_free(arena);
}

static void a_series_that_is_stopped_does_not_go_on(void **state)
{
	struct stack *f = *state;
	json_t *list;

	two_people(f);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"message\",\"title\":\"x\",\"due\":\"2026-12-04\","
	   "\"repeat\":30}");
	stop(f, "message", NULL);
	pass_days(f, 90);
	list = tell(f, "followup.list", "{\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
	json_decref(list);
}

static void death_ends_what_was_planned_and_nothing_comes_after_it(void **state)
{
	struct stack *f = *state;
	json_t *list;
	size_t i;
	json_t *row;

	two_people(f);
	DO(f, "household.add", "{\"name\":\"Home\",\"members\":[1,2]}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"Gate\"}");
	DO(f, "promise.add", "{\"contact\":1,\"text\":\"quote\",\"due_day\":\"2026-12-11\"}");
	DO(f, "promise.add", "{\"contact\":2,\"text\":\"a plan\",\"due_day\":\"2026-12-11\"}");
	DO(f, "contact.deceased", "{\"id\":1,\"day\":\"2026-11-30\"}");
	list = tell(f, "followup.list", "{\"contact\":1}");
	json_array_foreach (json_object_get(list, "items"), i, row)
		if (strcmp(text(row, "state"), "cancelled") != 0)
			fail_msg("%s is %s", text(row, "title"), text(row, "state"));
	assert_true(i > 10);
	json_decref(list);
	list = tell(f, "promise.list", "{}");
	json_array_foreach (json_object_get(list, "items"), i, row) {
		bool is_theirs = number(json_object_get(row, "contact"), "id") == 1;

		assert_string_equal(text(row, "state"), is_theirs ? "withdrawn" : "open");
		if (is_theirs)
			assert_string_equal(text(row, "reason"), "they have died");
	}
	assert_int_equal(i, 2);
	json_decref(list);
	list = tell(f, "run.list", "{\"contact\":1}");
	json_array_foreach (json_object_get(list, "items"), i, row)
		assert_string_equal(text(row, "state"), "ended");
	assert_int_equal(i, 2);
	json_decref(list);
	/* What was signed before may still be completed; nothing is planned for it. */
	DO(f, "sale.complete", "{\"id\":2}");
	list = tell(f, "followup.list", "{\"contact\":1,\"state\":\"scheduled\"}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 0);
	json_decref(list);
	list = tell(f, "followup.list", "{\"contact\":1,\"state\":\"waiting\"}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 0);
	json_decref(list);
	list = tell(f, "followup.list", "{\"contact\":2,\"state\":\"scheduled\"}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
	json_decref(list);
}

static void expect_none_open(struct stack *f)
{
	json_t *list = tell(f, "followup.list", "{\"contact\":1}"), *row;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, row)
		if (strcmp(text(row, "state"), "scheduled") == 0 ||
		    strcmp(text(row, "state"), "waiting") == 0)
			fail_msg("%s is %s", text(row, "title"), text(row, "state"));
	assert_true(i > 0);
	json_decref(list);
}

/* The steps that the newer sale had made are made for the older one. */
static void a_sale_of_the_dead_that_is_taken_up_again_plans_nothing(void **state)
{
	struct stack *f = *state;

	two_people(f);
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Gate\",\"completed_day\":\"2026-12-01\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-11-26\"}");
	DO(f, "sale.refund", "{\"id\":2,\"reason\":\"x\"}");
	DO(f, "sale.refund", "{\"id\":1,\"reason\":\"x\"}");
	DO(f, "contact.deceased", "{\"id\":1}");
	DO(f, "sale.reopen", "{\"id\":2,\"reason\":\"x\"}");
	DO(f, "sale.complete", "{\"id\":2}");
	expect_none_open(f);
}

static void an_undo_after_a_death_leaves_nothing_held(void **state)
{
	struct stack *f = *state;
	json_t *list;
	char params[40];

	two_people(f);
	remind(f, "call", "2026-12-10");
	stop(f, "call", "2027-01-15");
	expect(f, 1, "waiting suppression 2026-12-10");
	DO(f, "followup.skip", "{\"id\":1}");
	list = tell(f, "journal.list", "{\"limit\":1}");
	(void)snprintf(params, sizeof params, "{\"id\":%lld}",
		       (long long)number(json_array_get(json_object_get(list, "items"), 0), "id"));
	json_decref(list);
	DO(f, "contact.deceased", "{\"id\":1}");
	DO(f, "journal.undo", "%s", params);
	expect(f, 1, "cancelled 2026-12-10");
	expect_rule(f, 1, "deceased");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(it_waits_until_its_end_and_falls_due_at_working_time),
		WITH_PLANS(after_sleep_too),
		WITH_PLANS(one_channel_leaves_the_others),
		WITH_PLANS(another_that_stands_against_it_holds_it_on),
		WITH_PLANS(a_pause_and_a_stop_hold_one_after_the_other),
		WITH_PLANS(what_follows_a_cancelled_step_is_cancelled),
		WITH_PLANS(a_stop_of_asks_leaves_the_service),
		WITH_PLANS(what_follows_a_stopped_step_is_cancelled_in_the_preview_too),
		WITH_PLANS(what_is_previewed_is_what_is_stored),
		WITH_PLANS(it_is_looked_at_again_when_it_falls_due),
		WITH_PLANS(another_kind_or_contact_is_judged_anew),
		WITH_PLANS(the_pop_up_of_what_is_stopped_is_taken_down),
		WITH_PLANS(a_series_that_is_stopped_does_not_go_on),
		WITH_PLANS(death_ends_what_was_planned_and_nothing_comes_after_it),
		WITH_PLANS(a_sale_of_the_dead_that_is_taken_up_again_plans_nothing),
		WITH_PLANS(an_undo_after_a_death_leaves_nothing_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
