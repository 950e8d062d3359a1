/* Calls to contacts in other zones are due at an hour at which people are called there. The user is
 * in UTC; 09:00 there is 01:00 in Los Angeles, whose 08:00 is 16:00. */
#include "rpc/story.h"

#include "base/cleanup.h"

#define LOS_ANGELES "America/Los_Angeles"

static void add_contact(struct stack *f, const char *zone)
{
	if (zone)
		DO(f, "contact.add", "{\"name\":\"Ana\",\"timezone\":\"%s\"}", zone);
	else
		DO(f, "contact.add", "{\"name\":\"Ana\"}");
}

/* A sale on Tuesday 1 December, whose service call is planned for Thursday at 09:00. */
static void sell(struct stack *f, const char *zone)
{
	add_contact(f, zone);
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
}

static int64_t id_of(struct stack *f, const char *key)
{
	json_t *row = step(f, 1, key);
	int64_t id = number(row, "id");

	json_decref(row);
	return id;
}

static json_t *get(struct stack *f, int64_t id)
{
	json_t *answer = tell(f, "followup.get", "{\"id\":%lld}", (long long)id);
	json_t *row = json_incref(json_object_get(answer, "followup"));

	json_decref(answer);
	return row;
}

static void expect(struct stack *f, int64_t id, const char *due, const char *due_at,
		   const char *there)
{
	json_t *row = get(f, id);

	if (strcmp(text(row, "due"), due) != 0 || strcmp(text(row, "due_at"), due_at) != 0 ||
	    strcmp(text(row, "due_there"), there) != 0)
		fail_msg("%s, %s, %s there; not %s, %s, %s", text(row, "due"), text(row, "due_at"),
			 text(row, "due_there"), due, due_at, there);
	json_decref(row);
}

static void a_call_waits_for_an_hour_of_calls_there(void **state)
{
	struct stack *f = *state;
	json_t *row;

	sell(f, LOS_ANGELES);
	expect(f, id_of(f, "service"), "2026-12-03T16:00", "2026-12-03T16:00:00Z",
	       "2026-12-03T08:00");
	row = step(f, 1, "service");
	assert_string_equal(text(row, "planned"), "2026-12-03T09:00");
	json_decref(row);
}

static void nobody_is_written_to_by_that_clock(void **state)
{
	struct stack *f = *state;

	sell(f, LOS_ANGELES);
	expect(f, id_of(f, "consent"), "2026-12-31T09:00", "2026-12-31T09:00:00Z", "-");
}

static void an_hour_that_is_decent_there_is_kept(void **state)
{
	struct stack *f = *state;

	sell(f, "Asia/Kolkata");
	expect(f, id_of(f, "service"), "2026-12-03T09:00", "2026-12-03T09:00:00Z",
	       "2026-12-03T14:30");
}

static void the_same_zone_or_none_changes_nothing(void **state)
{
	struct stack *f = *state;

	sell(f, "UTC");
	expect(f, id_of(f, "service"), "2026-12-03T09:00", "2026-12-03T09:00:00Z", "-");
	DO(f, "contact.update", "{\"id\":1,\"timezone\":null}");
	expect(f, id_of(f, "service"), "2026-12-03T09:00", "2026-12-03T09:00:00Z", "-");
}

static int64_t add_call(struct stack *f, const char *due)
{
	json_t *answer =
		tell(f, "followup.add",
		     "{\"contact\":1,\"kind\":\"call\",\"title\":\"Hello\",\"due\":\"%s\"}", due);
	int64_t id = number(json_object_get(answer, "followup"), "id");

	json_decref(answer);
	return id;
}

static void a_time_that_a_person_named_is_kept(void **state)
{
	struct stack *f = *state;
	int64_t service;

	sell(f, LOS_ANGELES);
	service = id_of(f, "service");
	expect(f, add_call(f, "2026-12-03"), "2026-12-03T16:00", "2026-12-03T16:00:00Z",
	       "2026-12-03T08:00");
	expect(f, add_call(f, "2026-12-03T10:00"), "2026-12-03T10:00", "2026-12-03T10:00:00Z",
	       "2026-12-03T02:00");
	DO(f, "followup.snooze", "{\"id\":%lld,\"until\":\"2026-12-04T09:00\"}",
	   (long long)service);
	expect(f, service, "2026-12-04T09:00", "2026-12-04T09:00:00Z", "2026-12-04T01:00");
	DO(f, "followup.snooze", "{\"id\":%lld,\"until\":\"2026-12-04\"}", (long long)service);
	expect(f, service, "2026-12-04T16:00", "2026-12-04T16:00:00Z", "2026-12-04T08:00");
	service = id_of(f, "satisfaction");
	DO(f, "followup.update", "{\"id\":%lld,\"due\":\"2026-12-05T09:00\"}", (long long)service);
	expect(f, service, "2026-12-05T09:00", "2026-12-05T09:00:00Z", "2026-12-05T01:00");
}

static bool is_due(struct stack *f, int64_t id)
{
	json_t *answer = tell(f, "agenda.due", "{}"), *item;
	bool found = false;
	size_t i;

	json_array_foreach (json_object_get(answer, "items"), i, item)
		found |= number(item, "id") == id;
	json_decref(answer);
	return found;
}

static void a_call_that_a_pause_held_comes_at_an_hour_of_calls_there(void **state)
{
	struct stack *f = *state;
	int64_t call;

	add_contact(f, LOS_ANGELES);
	call = add_call(f, "2026-12-03T10:00");
	DO(f, "contact.pause", "{\"id\":1}");
	DO(f, "dev.clock", "{\"now\":\"2026-12-04T10:00:00Z\"}");
	DO(f, "contact.resume", "{\"id\":1}");
	assert_false(is_due(f, call));
	expect(f, call, "2026-12-04T16:00", "2026-12-04T16:00:00Z", "2026-12-04T08:00");
}

static void it_falls_due_then_and_not_before(void **state)
{
	struct stack *f = *state;
	int64_t service;

	sell(f, LOS_ANGELES);
	service = id_of(f, "service");
	DO(f, "dev.clock", "{\"now\":\"2026-12-03T15:59:59Z\"}");
	assert_false(is_due(f, service));
	DO(f, "dev.clock", "{\"now\":\"2026-12-03T16:00:00Z\"}");
	assert_true(is_due(f, service));
}

static void where_they_move_their_calls_move_with_them(void **state)
{
	struct stack *f = *state;
	int64_t service;

	sell(f, NULL);
	service = id_of(f, "service");
	expect(f, service, "2026-12-03T09:00", "2026-12-03T09:00:00Z", "-");
	DO(f, "contact.update", "{\"id\":1,\"timezone\":\"" LOS_ANGELES "\"}");
	expect(f, service, "2026-12-03T16:00", "2026-12-03T16:00:00Z", "2026-12-03T08:00");
	DO(f, "journal.undo", "{}");
	expect(f, service, "2026-12-03T09:00", "2026-12-03T09:00:00Z", "-");
	/* It fell due, and lies ahead again. */
	DO(f, "dev.clock", "{\"now\":\"2026-12-03T09:00:00Z\"}");
	assert_true(is_due(f, service));
	DO(f, "contact.update", "{\"id\":1,\"timezone\":\"" LOS_ANGELES "\"}");
	assert_false(is_due(f, service));
	DO(f, "dev.clock", "{\"now\":\"2026-12-03T16:00:00Z\"}");
	assert_true(is_due(f, service));
}

static void rezone(struct stack *f)
{
	struct arena *arena = arena_new();
	int64_t after = 0;

	while (after >= 0) {
		struct op op = {.actor = OP_CLOCK, .method = "clock.rezone"};

		assert_int_equal(op_group_begin(&f->env), 0);
		assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
		assert_int_equal(op_end(&op, op_rezone(&op, &after)), 0);
		assert_int_equal(op_group_commit(&f->env), 0);
	}
	arena_free(arena);
}

static void where_we_move_it_is_worked_out_anew(void **state)
{
	struct stack *f = *state;
	int64_t service;
	struct zone *ours;

	sell(f, LOS_ANGELES);
	service = id_of(f, "service");
	assert_int_equal(zone_load("America/New_York", &ours), 0);
	f->env.zone = ours;
	rezone(f);
	/* 09:00 in New York is 06:00 there */
	expect(f, service, "2026-12-03T11:00", "2026-12-03T16:00:00Z", "2026-12-03T08:00");
	f->env.zone = f->zone;
	rezone(f);
	expect(f, service, "2026-12-03T16:00", "2026-12-03T16:00:00Z", "2026-12-03T08:00");
	zone_free(ours);
}

static void changed_hours_are_noticed_at_the_next_start(void **state)
{
	struct stack *f = *state;
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_CLOCK};
	bool is_needed;

	rezone(f);
	op_look(&op, &f->env, arena, f->now);
	assert_int_equal(op_rezone_is_needed(&op, &is_needed), 0);
	assert_false(is_needed);
	f->settings.calls_start = 540;
	assert_int_equal(op_rezone_is_needed(&op, &is_needed), 0);
	assert_true(is_needed);
	rezone(f);
	f->env.work.quiet_start = 18 * 60;
	assert_int_equal(op_rezone_is_needed(&op, &is_needed), 0);
	assert_true(is_needed);
	arena_free(arena);
}

static void the_reason_and_why_say_their_hour(void **state)
{
	struct stack *f = *state;
	json_t *why, *agenda, *item;

	sell(f, LOS_ANGELES);
	why = tell(f, "followup.why", "{\"id\":%lld}", (long long)id_of(f, "service"));
	assert_non_null(strstr(text(why, "text"), "It is due Thu 3 Dec 2026, 16:00, 08:00 there; "
						  "09:00 is no hour to call where they live."));
	json_decref(why);
	agenda = tell(f, "agenda.get", "{\"day\":\"2026-12-03\"}");
	item = json_array_get(json_object_get(agenda, "due"), 0);
	assert_string_equal(text(item, "due"), "2026-12-03T16:00");
	assert_int_equal(strncmp(text(item, "why"), "08:00 there; ", 13), 0);
	json_decref(agenda);
}

/* 08:00 to 21:00 in Auckland are 19:00 to 08:00: never in working hours, and so, in quiet hours or
 * not, outside them. The day is the next one, and it is not late on it. */
static void moved_to_the_next_day_it_is_not_late(void **state)
{
	struct stack *f = *state;
	json_t *agenda, *item;

	f->env.work.quiet_start = 20 * 60;
	f->env.work.quiet_end = 7 * 60;
	sell(f, "Pacific/Auckland");
	expect(f, id_of(f, "service"), "2026-12-03T19:00", "2026-12-03T19:00:00Z",
	       "2026-12-04T08:00");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"Hello\",\"due\":\"2026-12-04\"}");
	f->env.work.quiet_start = 18 * 60;
	rezone(f);
	agenda = tell(f, "agenda.get", "{\"day\":\"2026-12-04\"}");
	item = json_array_get(json_object_get(agenda, "due"), 0);
	assert_string_equal(text(item, "due"), "2026-12-04T07:00");
	assert_int_equal(strncmp(text(item, "why"), "20:00 there; ", 13), 0);
	json_decref(agenda);
	at_noon(f, "2026-12-04");
	agenda = tell(f, "agenda.get", "{}");
	item = json_array_get(json_object_get(agenda, "due"), 0);
	assert_int_equal(number(item, "overdue_days"), 0);
	json_decref(agenda);
}

static void keep_quiet(struct stack *f, int from)
{
	f->env.work.quiet_start = from * 60;
	f->env.work.quiet_end = 8 * 60;
}

/* 08:00 to 21:00 in Suva are 20:00 to 09:00: of a day, the hour before work alone. */
static void a_day_that_was_named_is_kept_half_a_world_away(void **state)
{
	struct stack *f = *state;
	int64_t service;

	keep_quiet(f, 20);
	sell(f, "Pacific/Fiji");
	service = id_of(f, "service");
	expect(f, service, "2026-12-04T08:00", "2026-12-04T08:00:00Z", "2026-12-04T20:00");
	expect(f, add_call(f, "2026-12-03"), "2026-12-03T08:00", "2026-12-03T08:00:00Z",
	       "2026-12-03T20:00");
	expect(f, add_call(f, "2026-12-05"), "2026-12-05T08:00", "2026-12-05T08:00:00Z",
	       "2026-12-05T20:00");
	DO(f, "followup.snooze", "{\"id\":%lld,\"until\":\"2026-12-08\"}", (long long)service);
	expect(f, service, "2026-12-08T08:00", "2026-12-08T08:00:00Z", "2026-12-08T20:00");
}

static void a_day_named_on_a_weekend_is_kept(void **state)
{
	struct stack *f = *state;

	add_contact(f, LOS_ANGELES);
	expect(f, add_call(f, "2026-12-05"), "2026-12-05T16:00", "2026-12-05T16:00:00Z",
	       "2026-12-05T08:00");
}

/* Named for today once its hour has gone by, it comes at the next, and why says so. */
static void an_hour_that_has_gone_by_is_none_of_the_day_named(void **state)
{
	struct stack *f = *state;
	int64_t call;
	json_t *why;

	keep_quiet(f, 20);
	add_contact(f, "Pacific/Fiji");
	at_noon(f, "2026-12-03");
	call = add_call(f, "2026-12-03");
	expect(f, call, "2026-12-04T08:00", "2026-12-04T08:00:00Z", "2026-12-04T20:00");
	assert_false(is_due(f, call));
	why = tell(f, "followup.why", "{\"id\":%lld}", (long long)call);
	assert_non_null(strstr(text(why, "text"),
			       "It is due Fri 4 Dec 2026, 08:00, 20:00 there; "
			       "Thu 3 Dec 2026 had no hour left for a call there."));
	json_decref(why);
	/* worked out anew, before it came and since */
	rezone(f);
	expect(f, call, "2026-12-04T08:00", "2026-12-04T08:00:00Z", "2026-12-04T20:00");
	DO(f, "dev.clock", "{\"now\":\"2026-12-04T08:30:00Z\"}");
	rezone(f);
	expect(f, call, "2026-12-04T08:00", "2026-12-04T08:00:00Z", "2026-12-04T20:00");
	assert_true(is_due(f, call));
	/* while they are called, one for today is due at once */
	expect(f, add_call(f, "2026-12-04"), "2026-12-04T08:00", "2026-12-04T08:00:00Z",
	       "2026-12-04T20:00");
}

static void what_came_in_its_hour_stays_due(void **state)
{
	struct stack *f = *state;
	int64_t call;

	keep_quiet(f, 20);
	add_contact(f, "Pacific/Fiji");
	call = add_call(f, "2026-12-03");
	at_noon(f, "2026-12-03");
	DO(f, "followup.update", "{\"id\":%lld,\"title\":\"Bula\"}", (long long)call);
	expect(f, call, "2026-12-03T08:00", "2026-12-03T08:00:00Z", "2026-12-03T20:00");
	assert_true(is_due(f, call));
	DO(f, "journal.undo", "{}");
	rezone(f);
	expect(f, call, "2026-12-03T08:00", "2026-12-03T08:00:00Z", "2026-12-03T20:00");
	assert_true(is_due(f, call));
}

/* In Apia they are called from 19:00 on; what is not quiet then is an hour of that day. */
static void of_the_day_named_the_evening_is_left(void **state)
{
	struct stack *f = *state;
	int64_t call;

	keep_quiet(f, 20);
	add_contact(f, "Pacific/Apia");
	at_noon(f, "2026-12-03");
	call = add_call(f, "2026-12-03");
	expect(f, call, "2026-12-03T19:00", "2026-12-03T19:00:00Z", "2026-12-04T08:00");
	assert_false(is_due(f, call));
	expect(f, add_call(f, "2026-12-04"), "2026-12-04T19:00", "2026-12-04T19:00:00Z",
	       "2026-12-05T08:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_call_waits_for_an_hour_of_calls_there),
		WITH_PLANS(nobody_is_written_to_by_that_clock),
		WITH_PLANS(an_hour_that_is_decent_there_is_kept),
		WITH_PLANS(the_same_zone_or_none_changes_nothing),
		WITH_PLANS(a_time_that_a_person_named_is_kept),
		WITH_PLANS(a_call_that_a_pause_held_comes_at_an_hour_of_calls_there),
		WITH_PLANS(it_falls_due_then_and_not_before),
		WITH_PLANS(where_they_move_their_calls_move_with_them),
		WITH_PLANS(where_we_move_it_is_worked_out_anew),
		WITH_PLANS(changed_hours_are_noticed_at_the_next_start),
		WITH_PLANS(the_reason_and_why_say_their_hour),
		WITH_PLANS(moved_to_the_next_day_it_is_not_late),
		WITH_PLANS(a_day_that_was_named_is_kept_half_a_world_away),
		WITH_PLANS(a_day_named_on_a_weekend_is_kept),
		WITH_PLANS(an_hour_that_has_gone_by_is_none_of_the_day_named),
		WITH_PLANS(what_came_in_its_hour_stays_due),
		WITH_PLANS(of_the_day_named_the_evening_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
