/* The loop: order of a turn, timers, signals. */
#include "io/rig.h"

#include <signal.h>

#include <event2/event.h>

struct tally {
	struct loop *loop;
	char order[32];
	unsigned n_stop, n_reload, n_ticks;
};

static void note(struct tally *t, char c)
{
	size_t n = strlen(t->order);

	assert_true(n + 1 < sizeof t->order);
	t->order[n] = c;
}

static void on_end_of_turn(void *user)
{
	note(user, 'D');
}

static void on_first_of_chain(void *user)
{
	struct tally *t = user;

	note(t, 'A');
	loop_defer(t->loop, on_end_of_turn, t);
}

static void on_ready(evutil_socket_t fd, short what, void *user)
{
	struct tally *t = user;

	(void)fd;
	(void)what;
	note(t, 'e');
	loop_defer(t->loop, on_end_of_turn, t);
}

static void on_tick(void *user)
{
	struct tally *t = user;

	if (++t->n_ticks == 3)
		loop_stop(t->loop);
}

static void on_stop(void *user)
{
	struct tally *t = user;

	t->n_stop++;
	loop_stop(t->loop);
}

static void on_reload(void *user)
{
	struct tally *t = user;

	t->n_reload++;
	loop_stop(t->loop);
}

static int set_up(void **state)
{
	const struct loop_callbacks callbacks = {.on_stop = on_stop, .on_reload = on_reload};
	struct tally *t = xcalloc(1, sizeof *t);

	t->loop = loop_new(&callbacks, t);
	*state = t;
	return t->loop ? 0 : -1;
}

static int tear_down(void **state)
{
	struct tally *t = *state;

	loop_free(t->loop);
	free(t);
	return 0;
}

static void one_turn(struct tally *t)
{
	loop_defer(t->loop, rig_stop, t->loop);
	assert_int_equal(loop_run(t->loop), 0);
}

static void deferred_calls_run_once_after_every_ready_event(void **state)
{
	struct tally *t = *state;
	struct event *ready[3];

	for (int i = 0; i < 3; i++) {
		ready[i] = event_new(loop_base(t->loop), -1, 0, on_ready, t);
		event_active(ready[i], EV_READ, 0);
	}
	one_turn(t);
	assert_string_equal(t->order, "eeeD");
	for (int i = 0; i < 3; i++)
		event_free(ready[i]);
}

static void what_a_deferred_call_defers_waits_for_the_events_of_the_next_turn(void **state)
{
	struct tally *t = *state;
	struct event *ready = event_new(loop_base(t->loop), -1, 0, on_ready, t);

	loop_defer(t->loop, on_first_of_chain, t);
	one_turn(t);
	assert_string_equal(t->order, "A");
	event_active(ready, EV_READ, 0);
	one_turn(t);
	assert_string_equal(t->order, "AeD");
	event_free(ready);
}

static void a_timer_may_repeat_or_ring_once(void **state)
{
	struct tally *t = *state;
	struct loop_timer *every = loop_every(t->loop, 1, on_tick, t);
	struct loop_timer *once = loop_after(t->loop, 0, on_end_of_turn, t);

	assert_int_equal(loop_run(t->loop), 0);
	assert_int_equal(t->n_ticks, 3);
	assert_string_equal(t->order, "D");
	loop_timer_free(every);
	loop_timer_free(once);
	loop_timer_free(NULL);
}

static void signals_reach_their_callbacks(void **state)
{
	static const struct {
		int number;
		unsigned n_stop, n_reload;
	} cases[] = {{SIGTERM, 1, 0}, {SIGINT, 2, 0}, {SIGHUP, 2, 1}};
	struct tally *t = *state;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(raise(cases[i].number), 0);
		assert_int_equal(loop_run(t->loop), 0);
		assert_int_equal(t->n_stop, cases[i].n_stop);
		assert_int_equal(t->n_reload, cases[i].n_reload);
	}
}

static void a_storm_of_signals_harms_nobody(void **state)
{
	static const int storm[] = {SIGUSR1, SIGUSR2, SIGCHLD, SIGPIPE, SIGHUP};
	struct tally *t = *state;

	for (int i = 0; i < 100000; i++)
		assert_int_equal(raise(storm[i % 5]), 0);
	assert_int_equal(loop_run(t->loop), 0);
	assert_true(t->n_reload >= 1);
	assert_int_equal(t->n_stop, 0);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(deferred_calls_run_once_after_every_ready_event),
		A_TEST(what_a_deferred_call_defers_waits_for_the_events_of_the_next_turn),
		A_TEST(a_timer_may_repeat_or_ring_once),
		A_TEST(signals_reach_their_callbacks),
		A_TEST(a_storm_of_signals_harms_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
