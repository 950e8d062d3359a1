/* When the daemon wakes for a morning, and what is shown then: an idle book wakes nobody. */
#include "rpc/story.h"

#include "base/cleanup.h"
#include "ops/morning.h"
#include "ops/notice.h"
#include "ops/notice_hold.h"
#include "store/notice.h"

static int64_t at(const char *day, int minute)
{
	struct day d;

	assert_true(day_parse(day, &d));
	return day_to_local(d, minute);
}

static int64_t next_look(struct stack *f)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_CLOCK, .method = "look"};
	int64_t next;

	op_look(&op, &f->env, arena, f->now);
	assert_int_equal(op_notice_next_look(&op, &next), 0);
	arena_free(arena);
	return next;
}

/* "summary|summary" of what is shown now. */
static void claim(struct stack *f, struct str *to)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_DESKTOP, .method = "claim"};
	struct notice_post *posts = NULL;
	size_t n;

	str_reset(to);
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_end(&op, op_notice_claim(&op, &posts, &n)), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	for (size_t i = 0; i < n; i++)
		str_addf(to, "%s%s", i ? "|" : "",
			 posts[i].summary ? posts[i].summary : "(closed)");
	arena_free(arena);
}

static void expect_shown(struct stack *f, const char *want)
{
	_cleanup_str_ struct str got = {0};

	claim(f, &got);
	assert_string_equal(str_text(&got), want);
}

static void remind(struct stack *f, const char *due)
{
	DO(f, "followup.add", "{\"contact\":1,\"kind\":\"call\",\"title\":\"x\",\"due\":\"%s\"}",
	   due);
}

static void an_empty_book_wakes_nobody(void **state)
{
	struct stack *f = *state;

	assert_int_equal(next_look(f), NO_INSTANT);
	expect_shown(f, "");
}

static void the_next_morning_is_one_that_has_something_to_say(void **state)
{
	static const struct {
		const char *due, *morning;
	} cases[] = {
		{NULL, "2026-12-07"},               /* Monday's */
		{"2026-12-03T15:00", "2026-12-03"}, /* due that day */
		{"2026-12-05T15:00", "2026-12-07"}, /* a Saturday */
		{"2026-12-01T15:00", "2026-12-02"}, /* overdue by then */
		{"2026-12-20", "2026-12-07"},
	};
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		if (cases[i].due)
			remind(f, cases[i].due);
		if (next_look(f) != at(cases[i].morning, 540))
			fail_msg("due %s", cases[i].due);
		if (cases[i].due)
			DO(f, "followup.cancel", "{\"id\":%zu}", i);
	}
	f->settings.morning = MORNING_NO;
	remind(f, "2026-12-03T15:00");
	assert_int_equal(next_look(f), NO_INSTANT);
}

static void a_week_and_a_quarter_begin_on_a_working_day(void **state)
{
	static const struct {
		const char *day;
		bool is_week, is_quarter;
	} cases[] = {
		{"2026-12-07", true, false},  {"2026-12-08", false, false},
		{"2026-12-14", false, false}, {"2026-12-15", true, false}, /* Monday is a holiday */
		{"2027-01-01", false, true},  {"2027-01-04", true, false},
		{"2026-08-03", true, false}, /* the 1st is a Saturday, but begins no quarter */
		{"2028-01-03", true, true},   {"2027-04-01", false, true},
	};
	struct day off;
	struct worktime work = {
		.week = 0x1f, .start = 540, .end = 1080, .holidays = &off, .n_holidays = 1};

	(void)state;
	assert_true(day_parse("2026-12-14", &off));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct day day;

		assert_true(day_parse(cases[i].day, &day));
		if (morning_is_week_first(&work, day) != cases[i].is_week ||
		    morning_is_quarter_first(&work, day) != cases[i].is_quarter)
			fail_msg("%s", cases[i].day);
	}
}

static void it_is_shown_once_and_takes_all_that_waits(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	for (int i = 0; i < 5; i++)
		remind(f, "2026-12-02");
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T08:59:59Z\"}");
	expect_shown(f, "");
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T09:00:00Z\"}");
	expect_shown(f, "Today: 5 due");
	expect_shown(f, "");
	assert_int_equal(next_look(f), at("2026-12-03", 540));
	DO(f, "dev.clock", "{\"now\":\"2026-12-03T09:00:00Z\"}");
	expect_shown(f, "(closed)|Today: 5 overdue");
}

static void do_not_disturb_holds_the_morning_too(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	remind(f, "2026-12-02");
	f->env.desktop.disturb = DISTURB_ON;
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T09:00:00Z\"}");
	expect_shown(f, "");
	f->env.desktop.disturb = DISTURB_OFF;
	DO(f, "dev.clock", "{\"now\":\"2026-12-02T11:00:00Z\"}");
	expect_shown(f, "Today: 1 due");
}

static void what_is_told_ahead_offers_nothing_but_to_open_it(void **state)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_DESKTOP, .method = "claim"};
	struct stack *f = *state;
	struct notice_post *posts;
	int64_t due = at("2026-12-08", 540);
	size_t n;

	f->settings.morning = MORNING_NO;
	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	remind(f, "2026-12-08");
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(store_notice_lead_add(op.store, 1, f->now, due), 0);
	assert_int_equal(op_notice_claim(&op, &posts, &n), 0);
	assert_int_equal(op_end(&op, 0), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	assert_int_equal(n, 1);
	assert_string_equal(posts[0].summary, "In 7 days: Call Ana");
	assert_false(posts[0].can_act || posts[0].has_next);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACK(an_empty_book_wakes_nobody),
		WITH_STACK(the_next_morning_is_one_that_has_something_to_say),
		cmocka_unit_test(a_week_and_a_quarter_begin_on_a_working_day),
		WITH_STACK(it_is_shown_once_and_takes_all_that_waits),
		WITH_STACK(do_not_disturb_holds_the_morning_too),
		WITH_STACK(what_is_told_ahead_offers_nothing_but_to_open_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
