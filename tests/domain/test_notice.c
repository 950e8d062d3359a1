/* What is shown now, what waits, and when to look again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "domain/notice.h"

#define NOW 1000000

static const struct notice_facts day = {
	.now = NOW,
	.post_at = NO_INSTANT,
	.quiet_until = NO_INSTANT,
	.last_post = NO_INSTANT,
	.popups_max = 3,
	.popups_per_hour = 20,
};

struct want {
	int n_singles;
	bool has_digest;
	enum notice_hold hold;
	int64_t look_at;
};

static void expect(size_t i, const struct notice_facts *f, const struct want *want)
{
	struct notice_choice c = notice_choose(f);

	if (c.n_singles != want->n_singles || c.has_digest != want->has_digest ||
	    c.hold != want->hold || c.look_at != want->look_at)
		fail_msg("case %zu: %d singles, digest %d, hold %d, look at %lld", i, c.n_singles,
			 c.has_digest, c.hold, (long long)c.look_at);
}

static void up_to_three_are_singles_and_the_rest_one_digest(void **state)
{
	static const struct {
		int n_waiting, n_open;
		bool is_summing_up;
		struct want want;
	} cases[] = {
		{0, 0, false, {0, false, HOLD_NONE, NO_INSTANT}},
		{1, 0, false, {1, false, HOLD_NONE, NO_INSTANT}},
		{3, 0, false, {3, false, HOLD_NONE, NO_INSTANT}},
		{4, 0, false, {3, true, HOLD_NONE, NO_INSTANT}},
		{2, 2, false, {1, true, HOLD_NONE, NO_INSTANT}},
		{1, 3, false, {0, true, HOLD_NONE, NO_INSTANT}},
		{1, 5, false, {0, true, HOLD_NONE, NO_INSTANT}},
		{1, 0, true, {1, false, HOLD_NONE, NO_INSTANT}},
		{2, 0, true, {0, true, HOLD_NONE, NO_INSTANT}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct notice_facts f = day;

		f.n_waiting = cases[i].n_waiting;
		f.n_open = cases[i].n_open;
		f.is_summing_up = cases[i].is_summing_up;
		expect(i, &f, &cases[i].want);
	}
}

static void the_last_post_of_an_hour_is_for_the_digest(void **state)
{
	static const struct {
		int n_waiting, n_posts;
		struct want want;
	} cases[] = {
		{4, 16, {3, true, HOLD_NONE, NO_INSTANT}},
		{4, 17, {2, true, HOLD_NONE, NO_INSTANT}},
		{4, 19, {0, true, HOLD_NONE, NO_INSTANT}},
		{3, 17, {3, false, HOLD_NONE, NO_INSTANT}},
		{3, 18, {1, true, HOLD_NONE, NO_INSTANT}},
		{1, 19, {1, false, HOLD_NONE, NO_INSTANT}},
		{1, 20, {0, false, HOLD_RATE, NOW + 7}},
		{4, 25, {0, false, HOLD_RATE, NOW + 7}},
		{0, 20, {0, false, HOLD_NONE, NO_INSTANT}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct notice_facts f = day;

		f.n_waiting = cases[i].n_waiting;
		f.n_posts = cases[i].n_posts;
		f.post_at = NOW + 7;
		expect(i, &f, &cases[i].want);
	}
}

static void quiet_hours_hold_all_but_what_a_person_named(void **state)
{
	static const struct {
		int n_waiting, n_named;
		struct want want;
	} cases[] = {
		{0, 0, {0, false, HOLD_NONE, NO_INSTANT}}, {2, 0, {0, false, HOLD_QUIET, NOW + 60}},
		{1, 1, {1, false, HOLD_NONE, NO_INSTANT}}, {3, 1, {1, false, HOLD_QUIET, NOW + 60}},
		{4, 4, {3, true, HOLD_NONE, NO_INSTANT}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct notice_facts f = day;

		f.n_waiting = cases[i].n_waiting;
		f.n_named = cases[i].n_named;
		f.quiet_until = NOW + 60;
		f.is_summing_up = true;
		expect(i, &f, &cases[i].want);
		assert_int_equal(notice_choose(&f).is_named_only, cases[i].n_waiting > 0);
	}
}

static void quiet_hours_hold_a_digest_that_would_come_back(void **state)
{
	static const struct {
		int n_waiting;
		enum disturbing disturb;
		struct want want;
	} cases[] = {
		{0, DISTURB_OFF, {0, false, HOLD_QUIET, NOW + 60}},
		{1, DISTURB_OFF, {1, false, HOLD_QUIET, NOW + 60}},
		{0, DISTURB_ON, {0, false, HOLD_DISTURB, NO_INSTANT}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct notice_facts f = day;

		f.n_waiting = f.n_named = cases[i].n_waiting;
		f.quiet_until = NOW + 60;
		f.is_returning = true;
		f.disturb = cases[i].disturb;
		expect(i, &f, &cases[i].want);
		assert_int_equal(notice_choose(&f).is_staying_behind, f.disturb == DISTURB_OFF);
	}
}

static void do_not_disturb_holds_everything_and_an_event_ends_it(void **state)
{
	const struct want want = {0, false, HOLD_DISTURB, NO_INSTANT};
	struct notice_facts f = day;

	(void)state;
	f.n_waiting = f.n_named = 2;
	f.quiet_until = NOW + 60;
	f.disturb = DISTURB_ON;
	expect(0, &f, &want);
	f.disturb = DISTURB_UNKNOWN;
	assert_int_equal(notice_choose(&f).n_singles, 2);
}

static void what_we_died_of_three_times_is_a_digest_later_and_later(void **state)
{
	static const struct {
		int attempts;
		int64_t ago; /* since the last post */
		struct want want;
	} cases[] = {
		{2, 0, {1, false, HOLD_NONE, NO_INSTANT}},
		{3, 0, {0, false, HOLD_TROUBLE, NOW + 60}},
		{3, 59, {0, false, HOLD_TROUBLE, NOW + 1}},
		{3, 60, {0, true, HOLD_NONE, NO_INSTANT}},
		{4, 60, {0, false, HOLD_TROUBLE, NOW + 60}},
		{8, 0, {0, false, HOLD_TROUBLE, NOW + 1920}},
		{9, 0, {0, false, HOLD_TROUBLE, NOW + 3600}},
		{2000000000, 0, {0, false, HOLD_TROUBLE, NOW + 3600}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct notice_facts f = day;

		f.n_waiting = 1;
		f.attempts = cases[i].attempts;
		f.last_post = NOW - cases[i].ago;
		expect(i, &f, &cases[i].want);
	}
}

static void shown_by_no_server_it_stands_behind_another(void **state)
{
	(void)state;
	assert_true(notice_stands_behind(&(struct notice){.state = NOTICE_SHOWN}));
	assert_false(
		notice_stands_behind(&(struct notice){.state = NOTICE_SHOWN, .server = ":1.7"}));
	assert_false(notice_stands_behind(&(struct notice){.state = NOTICE_FAILED}));
}

/* Of the end of the quiet hours and the next free post. */
static void what_holds_twice_is_looked_at_at_the_earlier(void **state)
{
	static const int64_t posts[][2] = {{NOW + 30, NOW + 30}, {NOW + 90, NOW + 60}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(posts); i++) {
		const struct want want = {0, false, HOLD_RATE, posts[i][1]};
		struct notice_facts f = day;

		f.n_waiting = 2;
		f.n_named = 1;
		f.quiet_until = NOW + 60;
		f.n_posts = f.popups_per_hour;
		f.post_at = posts[i][0];
		expect(i, &f, &want);
	}
}

static void nothing_is_put_off_before_three_tries_and_a_post(void **state)
{
	(void)state;
	assert_int_equal(notice_again_at(2, NOW), NO_INSTANT);
	assert_int_equal(notice_again_at(3, NO_INSTANT), NO_INSTANT);
	assert_int_equal(notice_again_at(3, NOW), NOW + 60);
}

static void it_is_open_until_it_is_answered_or_gone(void **state)
{
	static const bool is_open[] = {
		[NOTICE_CLAIMED] = true, [NOTICE_SHOWN] = true,      [NOTICE_FAILED] = true,
		[NOTICE_ACTED] = false,  [NOTICE_DISMISSED] = false, [NOTICE_EXPIRED] = false,
		[NOTICE_CLOSED] = false,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(is_open); i++)
		assert_int_equal(notice_is_open((enum notice_state)i), is_open[i]);
}

/* Whatever is known: no more than the limits, nothing is left without a reason, and the next look
 * lies ahead. */
static void all_facts_have_an_answer(void **state)
{
	uint32_t chance = 1;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		struct notice_facts f = day;
		struct notice_choice c;
		int n;

		chance = chance * 1664525u + 1013904223u;
		f.popups_max = 1 + (int)(chance >> 8) % 5;
		f.popups_per_hour = 1 + (int)(chance >> 12) % 8;
		f.n_waiting = (int)(chance >> 16) % (f.popups_max + 2);
		f.n_named = f.n_waiting ? (int)(chance >> 20) % (f.n_waiting + 1) : 0;
		f.n_posts = (int)(chance >> 4) % 10;
		f.n_open = (int)(chance >> 6) % 7;
		f.post_at = f.n_posts >= f.popups_per_hour ? NOW + 1 : NO_INSTANT;
		f.quiet_until = chance & 0x40000000 ? NOW + 1 : NO_INSTANT;
		f.attempts = (int)(chance >> 24) % 6;
		f.last_post = NOW - (int)(chance >> 10) % 300;
		f.disturb = (enum disturbing)((chance >> 28) % 3);
		f.is_summing_up = chance & 0x20000000;
		c = notice_choose(&f);
		n = c.is_named_only ? f.n_named : f.n_waiting;
		assert_true(c.n_singles >= 0 &&
			    c.n_singles + f.n_open <=
				    (f.popups_max > f.n_open ? f.popups_max : f.n_open));
		assert_true(c.n_singles + c.has_digest == 0 ||
			    c.n_singles + c.has_digest + f.n_posts <= f.popups_per_hour);
		assert_true(c.n_singles + c.has_digest > 0 || c.hold != HOLD_NONE || n == 0);
		assert_true(f.n_waiting == 0 || c.hold != HOLD_NONE || n == f.n_waiting);
		assert_true(c.look_at == NO_INSTANT || c.look_at > NOW);
		assert_true(c.hold == HOLD_NONE || c.hold == HOLD_DISTURB ||
			    c.look_at != NO_INSTANT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(up_to_three_are_singles_and_the_rest_one_digest),
		cmocka_unit_test(the_last_post_of_an_hour_is_for_the_digest),
		cmocka_unit_test(quiet_hours_hold_all_but_what_a_person_named),
		cmocka_unit_test(quiet_hours_hold_a_digest_that_would_come_back),
		cmocka_unit_test(do_not_disturb_holds_everything_and_an_event_ends_it),
		cmocka_unit_test(what_we_died_of_three_times_is_a_digest_later_and_later),
		cmocka_unit_test(what_holds_twice_is_looked_at_at_the_earlier),
		cmocka_unit_test(nothing_is_put_off_before_three_tries_and_a_post),
		cmocka_unit_test(it_is_open_until_it_is_answered_or_gone),
		cmocka_unit_test(shown_by_no_server_it_stands_behind_another),
		cmocka_unit_test(all_facts_have_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
