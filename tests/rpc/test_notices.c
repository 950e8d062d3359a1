/* A day of pop-ups: each statement of what is told to the desktop, and of what it tells, fails
 * first, and nothing of it stays; then it is done, and shows what it must. */
#include "rpc/story.h"

#include "base/cleanup.h"
#include "base/log.h"
#include "ops/notice.h"
#include "store/notice.h"

#define HOUR 3600
#define MANY 1010 /* more than a digest takes in two turns */

struct turn {
	int (*fn)(struct op *op, struct turn *turn);
	int64_t notice, server_id, contact;
	enum notice_action action;
	uint32_t reason;
	bool is_on_screen, is_wanted;
	struct notice_post *posts;
	int64_t *ids;
	size_t n;
};

static int claim(struct op *op, struct turn *t)
{
	return op_notice_claim(op, &t->posts, &t->n);
}

static int reopen(struct op *op, struct turn *t)
{
	return op_notice_reopen(op, &t->posts, &t->n);
}

static int repost(struct op *op, struct turn *t)
{
	return op_notice_repost(op, t->notice, t->is_on_screen, &t->is_wanted);
}

static int shown(struct op *op, struct turn *t)
{
	return op_notice_shown(op, t->notice, ":1.7", t->server_id, &t->is_wanted);
}

static int failed(struct op *op, struct turn *t)
{
	return op_notice_failed(op, t->notice);
}

static int closed(struct op *op, struct turn *t)
{
	return op_notice_closed(op, t->notice, t->reason);
}

static int act(struct op *op, struct turn *t)
{
	return op_notice_act(op, t->notice, t->action, &t->contact);
}

static int next(struct op *op, struct turn *t)
{
	return op_notice_next(op, t->notice, &t->posts, &t->n);
}

static int take_down(struct op *op, struct turn *t)
{
	return op_notice_take_down(op, &t->ids, &t->n);
}

static int is_waiting(struct op *op, struct turn *t)
{
	return op_notice_is_waiting(op, &t->is_wanted);
}

static int run(struct op *op, void *arg)
{
	struct turn *t = arg;

	return t->fn(op, t);
}

/* Forgets what it gathered where a claim failed, as app_desktop.c does. */
static void fail_each(struct stack *f, struct turn *turn)
{
	const struct op_desktop before = f->env.desktop;
	struct failing *t = &f->failing;

	t->step = 1;
	for (int way = 0; way < 2; way++) {
		bool has_failed = true;

		t->is_prepare = way;
		for (int64_t at = 1; has_failed; at++) {
			struct turn tried = *turn;
			struct failing_work work = {OP_DESKTOP, "desktop", run, &tried};

			has_failed = failing_run(f, &work, at);
			f->env.desktop = before;
		}
	}
	t->step = 0;
	assert_true(t->n_failures > 0);
	assert_int_equal(t->n_silent, 0);
}

/* "summary|summary" of what is to be shown, "-" for what is to be taken down. */
static const char *told(struct stack *f, const struct turn *turn)
{
	str_reset(&f->reply);
	for (size_t i = 0; i < turn->n; i++)
		str_addf(&f->reply, "%s%s", i ? "|" : "",
			 turn->ids                ? "-"
			 : turn->posts[i].summary ? turn->posts[i].summary
						  : "-");
	return str_text(&f->reply);
}

/* Does it after it has failed; *t has what came of it, and `text` is what is told then. */
static void expect(struct stack *f, struct turn *t, const char *text)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_DESKTOP, .method = "desktop"};

	fail_each(f, t);
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_end(&op, t->fn(&op, t)), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	assert_string_equal(told(f, t), text);
	t->posts = NULL;
	t->ids = NULL;
	t->n = 0;
	arena_free(arena);
}

#define EXPECT(f, text, ...) expect(f, &(struct turn){__VA_ARGS__}, text)

/* People of one name each, all to be called at 13:00. */
static void people(struct stack *f, int n)
{
	static const char *const names[] = {"Ana", "Ben", "Cleo", "Dan", "Eva"};

	for (int i = 0; i < n; i++)
		DO(f, "contact.add", "{\"name\":\"%s\"}", names[i]);
	for (int i = 1; i <= n; i++)
		DO(f, "followup.add",
		   "{\"contact\":%d,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2026-12-01T13:"
		   "00\"}",
		   i);
	DO(f, "dev.advance", "{\"seconds\":%d}", HOUR);
}

static int set_up_desk(void **state)
{
	struct stack *f;
	int r = set_up(state);

	f = *state;
	f->settings.morning = MORNING_NO;
	f->settings.popups_max = 2;
	return r;
}

static void what_is_shown_and_done_with(void **state)
{
	struct stack *f = *state;

	people(f, 5);
	EXPECT(f, "", .fn = is_waiting);
	EXPECT(f, "Call Ana|Call Ben|3 more follow-ups are due", .fn = claim);
	for (int64_t id = 1; id <= 3; id++)
		EXPECT(f, "", .fn = shown, .notice = id, .server_id = id);
	EXPECT(f, "", .fn = claim);
	EXPECT(f, "", .fn = act, .notice = 1, .action = NOTICE_SNOOZE);
	EXPECT(f, "Call Cleo", .fn = next, .notice = 3);
	EXPECT(f, "", .fn = shown, .notice = 4, .server_id = 3);
	EXPECT(f, "", .fn = act, .notice = 4, .action = NOTICE_DONE);
	EXPECT(f, "2 more follow-ups are due", .fn = claim);
	EXPECT(f, "", .fn = failed, .notice = 3);
	EXPECT(f, "Call Ben|2 more follow-ups are due", .fn = reopen);
	EXPECT(f, "", .fn = repost, .notice = 3);
	EXPECT(f, "", .fn = shown, .notice = 3, .server_id = 5);
	EXPECT(f, "", .fn = closed, .notice = 2, .reason = 2);
	DO(f, "followup.done", "{\"ids\":[4,5]}");
	EXPECT(f, "-", .fn = take_down);
	EXPECT(f, "", .fn = claim);
}

static void a_morning_takes_in_what_was_told_the_day_before(void **state)
{
	struct stack *f = *state;

	people(f, 5);
	EXPECT(f, "Call Ana|Call Ben|3 more follow-ups are due", .fn = claim);
	for (int64_t id = 1; id <= 3; id++)
		EXPECT(f, "", .fn = shown, .notice = id, .server_id = id);
	EXPECT(f, "", .fn = closed, .notice = 2, .reason = 2);
	f->settings.morning = MORNING_YES;
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T10:00:00Z\"}");
	EXPECT(f, "-|Today: 5 overdue", .fn = claim);
}

static void what_was_closed_comes_again_where_no_morning_is_wanted(void **state)
{
	struct stack *f = *state;

	people(f, 1);
	EXPECT(f, "Call Ana", .fn = claim);
	EXPECT(f, "", .fn = shown, .notice = 1, .server_id = 1);
	EXPECT(f, "", .fn = closed, .notice = 1, .reason = 2);
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T10:00:00Z\"}");
	EXPECT(f, "Call Ana (1 day late)", .fn = claim);
}

/* 13:00 is five in the morning for her. */
static void snoozed_by_its_button_a_call_waits_for_an_hour_of_calls_there(void **state)
{
	struct stack *f = *state;
	json_t *answer, *row;

	people(f, 1);
	DO(f, "contact.update", "{\"id\":1,\"timezone\":\"America/Los_Angeles\"}");
	EXPECT(f, "Call Ana", .fn = claim);
	EXPECT(f, "", .fn = shown, .notice = 1, .server_id = 1);
	EXPECT(f, "", .fn = act, .notice = 1, .action = NOTICE_SNOOZE);
	answer = tell(f, "followup.get", "{\"id\":1}");
	row = json_object_get(answer, "followup");
	assert_string_equal(text(row, "due"), "2026-12-01T16:00");
	assert_string_equal(text(row, "due_there"), "2026-12-01T08:00");
	json_decref(answer);
}

static void many_are_gathered_over_some_turns(void **state)
{
	struct stack *f = *state;

	people(f, 1);
	for (int i = 0; i < MANY; i++)
		DO(f, "followup.add",
		   "{\"contact\":1,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2026-12-01T14:"
		   "00\"}");
	DO(f, "dev.advance", "{\"seconds\":%d}", HOUR);
	EXPECT(f, "Call Ana|Call Ana", .fn = claim);
	assert_int_not_equal(f->env.desktop.gathering, 0);
	EXPECT(f, "", .fn = claim);
	EXPECT(f, "1009 more follow-ups are due", .fn = claim);
	assert_int_equal(f->env.desktop.gathering, 0);
}

static void in_quiet_hours_only_what_has_an_hour_is_shown(void **state)
{
	struct stack *f = *state;

	f->env.work.quiet_start = 12 * 60;
	f->env.work.quiet_end = 18 * 60;
	people(f, 4);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"visit\",\"title\":\"x\",\"due\":\"2026-12-01\"}");
	EXPECT(f, "Call Ana|Call Ben|2 more follow-ups are due", .fn = claim);
	for (int64_t id = 1; id <= 3; id++)
		EXPECT(f, "", .fn = shown, .notice = id, .server_id = id);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"card\",\"title\":\"x\",\"due\":\"2026-12-01T14:00\"}");
	DO(f, "dev.advance", "{\"seconds\":%d}", HOUR);
	EXPECT(f, "3 more follow-ups are due", .fn = claim);
	EXPECT(f, "", .fn = failed, .notice = 3);
	EXPECT(f, "", .fn = repost, .notice = 3);
	EXPECT(f, "", .fn = closed, .notice = 1, .reason = 1);
	EXPECT(f, "Call Cleo|2 more follow-ups are due", .fn = claim);
}

static void in_quiet_hours_no_digest_comes_back_by_itself(void **state)
{
	struct stack *f = *state;

	people(f, 5);
	EXPECT(f, "Call Ana|Call Ben|3 more follow-ups are due", .fn = claim);
	for (int64_t id = 1; id <= 3; id++)
		EXPECT(f, "", .fn = shown, .notice = id, .server_id = id);
	EXPECT(f, "Call Cleo", .fn = next, .notice = 3);
	EXPECT(f, "", .fn = shown, .notice = 4, .server_id = 3);
	f->env.work.quiet_start = 13 * 60;
	f->env.work.quiet_end = 18 * 60;
	EXPECT(f, "", .fn = claim);
	/* one that a button asks for does */
	EXPECT(f, "", .fn = act, .notice = 4, .action = NOTICE_DONE);
	EXPECT(f, "2 more follow-ups are due", .fn = claim);
	EXPECT(f, "", .fn = shown, .notice = 3, .server_id = 3);
	EXPECT(f, "Call Dan", .fn = next, .notice = 3);
	EXPECT(f, "", .fn = shown, .notice = 5, .server_id = 3);
	EXPECT(f, "", .fn = closed, .notice = 5, .reason = 1);
	EXPECT(f, "", .fn = claim);
	EXPECT(f, "", .fn = is_waiting);
	/* what was named for an hour comes all the same */
	EXPECT(f, "", .fn = closed, .notice = 1, .reason = 1);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"card\",\"title\":\"x\",\"due\":\"2026-12-01T14:00\"}");
	DO(f, "dev.advance", "{\"seconds\":%d}", HOUR);
	EXPECT(f, "Card for Ana", .fn = claim);
	DO(f, "dev.advance", "{\"seconds\":%d}", 4 * HOUR - 1);
	EXPECT(f, "", .fn = claim);
	DO(f, "dev.advance", "{\"seconds\":1}");
	EXPECT(f, "1 more follow-up is due", .fn = claim);
}

#define AT_THE_DESK(name) cmocka_unit_test_setup_teardown(name, set_up_desk, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_THE_DESK(what_is_shown_and_done_with),
		AT_THE_DESK(a_morning_takes_in_what_was_told_the_day_before),
		AT_THE_DESK(what_was_closed_comes_again_where_no_morning_is_wanted),
		AT_THE_DESK(snoozed_by_its_button_a_call_waits_for_an_hour_of_calls_there),
		AT_THE_DESK(many_are_gathered_over_some_turns),
		AT_THE_DESK(in_quiet_hours_only_what_has_an_hour_is_shown),
		AT_THE_DESK(in_quiet_hours_no_digest_comes_back_by_itself),
	};

	log_set_level((enum log_level)0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
