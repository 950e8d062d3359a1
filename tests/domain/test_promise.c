/* Promises: our own day, how an open one stands, and what counts as late. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "domain/promise.h"

static struct day day(const char *text)
{
	struct day d;

	if (!day_parse(text, &d))
		fail_msg("no day: %s", text);
	return d;
}

/* Monday to Friday; Thursday 24 and Friday 25 December are holidays. */
static struct worktime december(void)
{
	static struct day holidays[2];

	holidays[0] = day("2026-12-24");
	holidays[1] = day("2026-12-25");
	return (struct worktime){.week = 0x1f,
				 .start = 540,
				 .end = 1080,
				 .quiet_start = 1200,
				 .quiet_end = 480,
				 .holidays = holidays,
				 .n_holidays = 2};
}

/* 2026-12-01 is a Tuesday. */
static const struct {
	const char *made, *due, *want;
} targets[] = {
	{"2026-12-01", "2026-12-04", "2026-12-03"}, /* Friday: Thursday */
	{"2026-12-01", "2026-12-07", "2026-12-04"}, /* over the weekend */
	{"2026-12-01", "2026-12-06", "2026-12-04"}, /* due on a Sunday */
	{"2026-12-01", "2026-12-05", "2026-12-04"}, /* due on a Saturday */
	{"2026-12-01", "2026-12-28", "2026-12-23"}, /* over the holidays too */
	{"2026-12-01", "2026-12-25", "2026-12-23"}, /* due on a holiday */
	{"2026-12-01", "2026-12-02", "2026-12-01"}, /* tomorrow: the day it is made */
	{"2026-12-01", "2026-12-01", "2026-12-01"}, /* today */
	{"2026-12-04", "2026-12-07", "2026-12-04"}, /* on Friday for Monday */
	{"2026-12-05", "2026-12-07", "2026-12-07"}, /* on Saturday for Monday: not before it */
	{"2026-12-05", "2026-12-08", "2026-12-07"}, /* on Saturday for Tuesday */
	{"2026-12-05", "2026-12-06", "2026-12-05"}, /* on Saturday for Sunday */
	{"2026-12-05", "2026-12-05", "2026-12-05"},
	{"2026-12-23", "2026-12-26", "2026-12-23"}, /* no working day left after it */
	{"2026-12-24", "2026-12-25", "2026-12-24"},
	{"2026-12-09", "2026-12-08", "2026-12-08"}, /* upside down: never after it is due */
	{"1900-01-01", "1900-01-01", "1900-01-01"}, /* the ends of counting */
	{"2199-12-30", "2199-12-31", "2199-12-30"},
};

static void our_own_day_is_a_working_day_early(void **state)
{
	struct worktime w = december();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(targets); i++) {
		struct day got = promise_target(&w, day(targets[i].made), day(targets[i].due));
		char text[DAY_TEXT_SIZE];

		if (!day_equal(got, day(targets[i].want)))
			fail_msg("made %s, due %s: %s, not %s", targets[i].made, targets[i].due,
				 day_format(got, text), targets[i].want);
	}
}

/* Between made and due, whatever the calendar: on each pair of days of five weeks. */
static void our_own_day_lies_between_the_two(void **state)
{
	const struct worktime weeks[] = {december(), {.week = 0}, {.week = 0x40}};
	struct day first = day("2026-12-01");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(weeks); i++)
		for (int made = 0; made < 35; made++)
			for (int due = made; due < 35; due++) {
				struct day m = day_plus(first, made), d = day_plus(first, due);
				struct day t = promise_target(&weeks[i], m, d);

				assert_false(day_before(t, m));
				assert_false(day_before(d, t));
			}
}

/* Made on the 1st. */
static struct promise open_promise(const char *target, const char *due)
{
	return (struct promise){.id = 1,
				.state = PROMISE_OPEN,
				.made_day = day("2026-12-01"),
				.due_day = day(due),
				.target_day = day(target),
				.ended_day = NO_DAY,
				.trouble_day = NO_DAY,
				.righted_day = NO_DAY};
}

static const struct {
	const char *target, *due, *today;
	enum promise_standing want;
} standings[] = {
	{"2026-12-10", "2026-12-11", "2026-12-09", PROMISE_ON_TRACK},
	{"2026-12-10", "2026-12-11", "2026-12-10", PROMISE_AT_RISK}, /* its target day */
	{"2026-12-10", "2026-12-11", "2026-12-11", PROMISE_AT_RISK}, /* the day itself */
	{"2026-12-10", "2026-12-11", "2026-12-12", PROMISE_OVERDUE},
	{"2026-12-03", "2026-12-18", "2026-12-02", PROMISE_ON_TRACK}, /* an early target */
	{"2026-12-03", "2026-12-18", "2026-12-03", PROMISE_AT_RISK},
	{"2026-12-11", "2026-12-11", "2026-12-09", PROMISE_ON_TRACK}, /* no day between */
	{"2026-12-11", "2026-12-11", "2026-12-10", PROMISE_AT_RISK},
	{"2026-12-14", "2026-12-14", "2026-12-10", PROMISE_ON_TRACK}, /* Monday, seen on Thursday */
	{"2026-12-14", "2026-12-14", "2026-12-11", PROMISE_AT_RISK},  /* and on Friday */
	{"2026-12-28", "2026-12-28", "2026-12-22", PROMISE_ON_TRACK}, /* behind the holidays */
	{"2026-12-28", "2026-12-28", "2026-12-23", PROMISE_AT_RISK},
};

static void it_is_at_risk_when_its_target_or_the_next_working_day_is_here(void **state)
{
	struct worktime w = december();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(standings); i++) {
		struct promise p = open_promise(standings[i].target, standings[i].due);
		enum promise_standing got = promise_standing(&p, &w, day(standings[i].today));

		if (got != standings[i].want)
			fail_msg("due %s, on %s: %s, not %s", standings[i].due, standings[i].today,
				 promise_standings[got], promise_standings[standings[i].want]);
	}
}

static const struct {
	const char *on;
	bool is_late;
	int margin;
} boundaries[] = {
	{"2026-12-10", false, 1},
	{"2026-12-11", false, 0}, /* on its day it is in time */
	{"2026-12-12", true, -1},
};

static void kept_after_its_day_is_late_and_right_again_at_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(boundaries); i++) {
		struct promise p = open_promise("2026-12-10", "2026-12-11");
		bool is_late = boundaries[i].is_late;
		struct day on = day(boundaries[i].on);

		assert_int_equal(promise_keep(&p, on, 7), is_late);
		assert_int_equal(p.state, PROMISE_KEPT);
		assert_int_equal(p.is_late, is_late);
		assert_int_equal(promise_margin(&p), boundaries[i].margin);
		assert_int_equal(p.ended_day.n, on.n);
		assert_int_equal(p.trouble_day.n, is_late ? on.n : NO_DAY.n);
		assert_int_equal(p.righted_day.n, is_late ? on.n : NO_DAY.n);
		assert_int_equal(p.trouble_entry, is_late ? 7 : 0);
		assert_int_equal(p.righted_entry, is_late ? 7 : 0);
	}
}

static void withdrawn_after_its_day_is_late(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(boundaries); i++) {
		struct promise p = open_promise("2026-12-10", "2026-12-11");
		struct day on = day(boundaries[i].on);

		assert_int_equal(promise_withdraw(&p, on, 7), boundaries[i].is_late);
		assert_int_equal(p.state, PROMISE_WITHDRAWN);
		assert_int_equal(p.is_late, boundaries[i].is_late);
		assert_int_equal(p.righted_day.n, boundaries[i].is_late ? on.n : NO_DAY.n);
	}
}

static void re_dated_after_its_day_it_stays_late_for_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(boundaries); i++) {
		struct promise p = open_promise("2026-12-10", "2026-12-11");
		struct promise_redate to = {.day = day(boundaries[i].on),
					    .to_due = day("2026-12-18"),
					    .to_target = day("2026-12-17")};
		bool is_late = boundaries[i].is_late;

		assert_int_equal(promise_redate(&p, &to, 7), is_late);
		assert_int_equal(to.promise, 1);
		assert_int_equal(to.is_late, is_late);
		assert_int_equal(to.from_due.n, day("2026-12-11").n);
		assert_int_equal(to.from_target.n, day("2026-12-10").n);
		assert_int_equal(p.state, PROMISE_OPEN);
		assert_int_equal(p.due_day.n, day("2026-12-18").n);
		assert_int_equal(p.target_day.n, day("2026-12-17").n);
		assert_int_equal(p.trouble_day.n, is_late ? to.day.n : NO_DAY.n);
		assert_false(promise_keep(&p, day("2026-12-18"), 9));
		assert_int_equal(p.is_late, is_late);
		assert_int_equal(p.righted_entry, is_late ? 7 : 0);
	}
}

static void a_broken_one_waits_to_be_put_right(void **state)
{
	struct promise p = open_promise("2026-12-10", "2026-12-11");
	struct promise_redate to = {.day = day("2026-12-12"),
				    .to_due = day("2026-12-18"),
				    .to_target = day("2026-12-17")};

	(void)state;
	assert_true(promise_redate(&p, &to, 7));
	promise_break(&p, day("2026-12-14"), 8);
	assert_int_equal(p.state, PROMISE_BROKEN);
	assert_int_equal(p.ended_day.n, day("2026-12-14").n);
	assert_int_equal(p.trouble_day.n, day("2026-12-14").n);
	assert_int_equal(p.trouble_entry, 8);
	assert_true(day_is_none(p.righted_day));
	assert_int_equal(p.righted_entry, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_own_day_is_a_working_day_early),
		cmocka_unit_test(our_own_day_lies_between_the_two),
		cmocka_unit_test(it_is_at_risk_when_its_target_or_the_next_working_day_is_here),
		cmocka_unit_test(kept_after_its_day_is_late_and_right_again_at_once),
		cmocka_unit_test(withdrawn_after_its_day_is_late),
		cmocka_unit_test(re_dated_after_its_day_it_stays_late_for_good),
		cmocka_unit_test(a_broken_one_waits_to_be_put_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
