/* The clock as a laptop has it: asleep, set, wrong at the start. What is due is told once, at the
 * first moment that can be believed, and nothing is left behind. */
#include "machine.h"

#include "ops/event.h"
#include "store/followup_clock.h"

/* One follow-up is due each hour, from noon on, for ten hours; then one in a month, a year, and in
 * 20 years. */
#define N_HOURS 10

static const int64_t later[] = {30 * FAKE_DAY, FAKE_YEAR, 20 * FAKE_YEAR};

static void plan(struct machine *m, int64_t after)
{
	const time_t at = FAKE_NOON + after;
	struct tm t;
	char due[32];

	assert_non_null(gmtime_r(&at, &t));
	assert_true(strftime(due, sizeof due, "%Y-%m-%dT%H:%M", &t) > 0);
	MACHINE_DO(m, "followup.add",
		   "{\"contact\":1,\"kind\":\"task\",\"title\":\"File it\",\"due\":\"%s\"}", due);
}

static void fill(struct machine *m)
{
	MACHINE_DO(m, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	for (int i = 1; i <= N_HOURS; i++)
		plan(m, i * FAKE_HOUR);
	for (size_t i = 0; i < ARRAY_LEN(later); i++)
		plan(m, later[i]);
}

struct told {
	int64_t n;
	int64_t followup; /* the last */
};

static int count_told(struct op *op, void *arg)
{
	struct told *told = arg;
	struct event *events;
	bool has_gap;
	int n, r;

	r = op_event_since(op, 0, 1000, &events, &n, &has_gap);
	for (int i = 0; r == 0 && i < n; i++)
		if (events[i].kind == EVENT_FOLLOWUP_DUE) {
			told->n++;
			told->followup = events[i].id;
		}
	return r;
}

/* How many times something fell due, in the whole life of the book. */
static int64_t fired(struct machine *m)
{
	struct told told = {0};

	assert_int_equal(app_operate(&m->app, OP_CLOCK, "look", count_told, &told), 0);
	return told.n;
}

/* How many wait to be shown; each once. */
static int64_t waiting(struct machine *m)
{
	json_t *s = machine_ask(m, "system.status", "{}");
	int64_t n =
		json_integer_value(json_object_get(json_object_get(s, "delivery"), "undelivered"));

	json_decref(s);
	return n;
}

/* Is the clock held, and is that said? */
static bool held(struct machine *m, const char *why)
{
	json_t *s = machine_ask(m, "system.status", "{}"),
	       *agenda = machine_ask(m, "agenda.get", "{}");
	const json_t *clock = json_object_get(s, "clock");
	const char *text = json_string_value(json_object_get(clock, "why"));
	bool is_held = json_is_true(json_object_get(clock, "held"));

	assert_int_equal(is_held, text != NULL);
	assert_int_equal(is_held, json_object_get(agenda, "clock") != NULL);
	if (is_held && !strstr(text, why))
		fail_msg("no \"%s\" in \"%s\"", why, text);
	json_decref(agenda);
	json_decref(s);
	return is_held;
}

/* What is next; the alarm is set for it or, where something else is to be looked at, before. */
static int64_t next_due(const struct machine *m)
{
	int64_t next = doubt_ends(m->app.env.doubt, m->app.env.seen_at);

	if (m->app.env.doubt == DOUBT_NONE)
		assert_int_equal(store_followup_next_look(m->app.env.store, &next), 0);
	assert_true(fake.armed > fake.now && fake.armed <= next);
	return next;
}

static void fill_at_noon(struct machine *m)
{
	machine_start(m, FAKE_NOON);
	fill(m);
	assert_int_equal(next_due(m), FAKE_NOON + FAKE_HOUR);
}

/* Where the clock is set while vouchd runs, 0 s after noon; how many fall due of it, and what is
 * next. Then it is set to one o'clock: the first of them has fallen due, once. */
static const struct {
	const char *what;
	int64_t by;
	int n;
	bool is_held;
	int64_t next;
} steps[] = {
	{"an hour on", FAKE_HOUR, 1, false, 2 * FAKE_HOUR},
	{"three days on", 3 * FAKE_DAY, N_HOURS, false, 30 * FAKE_DAY},
	{"ten years on", 10 * FAKE_YEAR, N_HOURS + 2, false, 20 * FAKE_YEAR},
	{"a second back", -1, 0, false, FAKE_HOUR},
	{"an hour back", -FAKE_HOUR, 0, false, FAKE_HOUR},
	{"three days back", -3 * FAKE_DAY, 0, false, FAKE_HOUR},
	{"to where no clock is right", -2 * FAKE_YEAR, 0, true, -FAKE_DAY},
	{"ten years back", -10 * FAKE_YEAR, 0, true, -FAKE_DAY},
};

static void a_step_shows_nothing_twice_and_leaves_nothing_behind(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		struct machine *m;

		assert_int_equal(machine_set_up((void **)&m), 0);
		fill_at_noon(m);
		machine_step(m, FAKE_NOON + steps[i].by);
		if (fired(m) != steps[i].n || next_due(m) != FAKE_NOON + steps[i].next)
			fail_msg("%s: %lld fell due, the next in %lld s", steps[i].what,
				 (long long)fired(m), (long long)(next_due(m) - FAKE_NOON));
		assert_int_equal(held(m, "before this vouch was made"), steps[i].is_held);

		machine_step(m, FAKE_NOON + FAKE_HOUR);
		assert_false(held(m, ""));
		assert_int_equal(fired(m), steps[i].n ? steps[i].n : 1);
		assert_int_equal(waiting(m), fired(m));
		machine_pass(m, FAKE_NOON + 31 * FAKE_DAY);
		assert_int_equal(fired(m), steps[i].n > N_HOURS ? N_HOURS + 2 : N_HOURS + 1);
		assert_int_equal(waiting(m), fired(m));
		(void)machine_tear_down((void **)&m);
	}
	(void)state;
}

static void a_sleep_over_several_is_told_once_on_waking(void **state)
{
	struct machine *m = *state;

	fill_at_noon(m);
	machine_pass(m, FAKE_NOON + 8 * FAKE_HOUR);
	assert_int_equal(fired(m), 8);
	assert_int_equal(waiting(m), 8);
	assert_int_equal(next_due(m), FAKE_NOON + 9 * FAKE_HOUR);
	machine_pass(m, FAKE_NOON + 8 * FAKE_HOUR + 1);
	machine_step(m, FAKE_NOON + 8 * FAKE_HOUR); /* as some machines do on waking */
	assert_int_equal(fired(m), 8);
	machine_pass(m, FAKE_NOON + 9 * FAKE_HOUR);
	assert_int_equal(fired(m), 9);
}

/* Clocks at start, and what stands in the sentence: null where they are believed. */
static const struct {
	const char *what;
	int64_t at;
	const char *why;
} boots[] = {
	{"1970", 60, "shows 1970-01-01 00:01, a time before this vouch was made"},
	{"2015", 1420070400, "before this vouch was made"},
	{"two days back", FAKE_NOON - 2 * FAKE_DAY,
	 "this book was open on 2026-12-01 12:00 already"},
	{"half a day back", FAKE_NOON - FAKE_DAY / 2, NULL},
	{"2098", 4039372800, "shows 2098-01-01 00:00, more than five years after"},
	{"a year off", FAKE_NOON + FAKE_YEAR - FAKE_DAY, NULL},
};

static void a_clock_that_is_wrong_at_the_start_is_held_until_it_is_set(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(boots); i++) {
		const char *why = boots[i].why;
		struct machine *m;

		assert_int_equal(machine_set_up((void **)&m), 0);
		fill_at_noon(m);
		machine_stop(m);
		machine_start(m, boots[i].at);
		if (held(m, why ? why : "") != (why != NULL))
			fail_msg("%s: %s", boots[i].what, why ? "is not held" : "is held");
		if (why) {
			assert_int_equal(fired(m), 0);
			machine_step(m, boots[i].at + 60); /* and still wrong */
			assert_true(held(m, ""));
			machine_pass(m, boots[i].at + FAKE_HOUR);
			assert_int_equal(fired(m), 0);
			machine_step(m, FAKE_NOON + 2 * FAKE_HOUR);
			assert_int_equal(fired(m), 2);
			assert_int_equal(waiting(m), 2);
			assert_int_equal(next_due(m), FAKE_NOON + 3 * FAKE_HOUR);
		}
		assert_false(held(m, ""));
		machine_pass(m, FAKE_NOON + 2 * FAKE_YEAR);
		assert_int_equal(fired(m), N_HOURS + 2);
		assert_int_equal(waiting(m), N_HOURS + 2);
		(void)machine_tear_down((void **)&m);
	}
}

/* Two days behind, and nobody sets it: a day later it is where the book was seen. */
static void a_clock_that_runs_into_the_right_time_is_believed_by_itself(void **state)
{
	struct machine *m = *state;

	fill_at_noon(m);
	machine_stop(m);
	machine_start(m, FAKE_NOON - 2 * FAKE_DAY);
	assert_int_equal(next_due(m), FAKE_NOON - FAKE_DAY);
	machine_pass(m, FAKE_NOON - FAKE_DAY - 1);
	assert_true(held(m, ""));
	machine_pass(m, FAKE_NOON - FAKE_DAY);
	assert_false(held(m, ""));
	assert_int_equal(next_due(m), FAKE_NOON + FAKE_HOUR);
}

static void the_user_may_say_that_it_is_right(void **state)
{
	struct machine *m = *state;

	fill_at_noon(m);
	machine_stop(m);
	fake.now = FAKE_NOON + 6 * FAKE_YEAR;
	assert_int_equal(app_accept_clock(&m->options), 0);
	machine_start(m, FAKE_NOON + 6 * FAKE_YEAR);
	assert_false(held(m, ""));
	assert_int_equal(fired(m), N_HOURS + 2);
	machine_stop(m);

	/* And back again, since that was a slip. */
	machine_start(m, FAKE_NOON);
	assert_true(held(m, "vouchd --accept-clock"));
	machine_stop(m);
	assert_int_equal(app_accept_clock(&m->options), 0);
	machine_start(m, FAKE_NOON);
	assert_false(held(m, ""));
	assert_int_equal(fired(m), N_HOURS + 2);
}

static void but_not_that_it_is_1970(void **state)
{
	struct machine *m = *state;

	fill_at_noon(m);
	machine_stop(m);
	fake.now = 60;
	assert_int_equal(app_accept_clock(&m->options), 1);
	machine_start(m, 60);
	assert_true(held(m, "before this vouch was made"));
}

/* What is asked of a wrong clock is answered, and put right when the clock is. */
static void requests_are_answered_meanwhile(void **state)
{
	struct machine *m = *state;

	fill_at_noon(m);
	machine_stop(m);
	machine_start(m, 4039372800);
	MACHINE_DO(m, "contact.add", "{\"name\":\"Ben Cole\"}");
	MACHINE_DO(m, "followup.add",
		   "{\"contact\":2,\"kind\":\"task\",\"title\":\"File it\","
		   "\"due\":\"2026-12-01T12:30\"}");
	MACHINE_DO(m, "followup.done", "{\"id\":1}");
	assert_int_equal(fired(m), 0);
	machine_step(m, FAKE_NOON + FAKE_HOUR);
	assert_int_equal(fired(m), 1);
	assert_int_equal(waiting(m), 1);
	assert_int_equal(next_due(m), FAKE_NOON + 2 * FAKE_HOUR);
}

/* A hundred starts at the instant at which something falls due, each cut short: it fell due once,
 * and waits to be shown once. */
static void a_crash_loop_at_a_due_time_is_no_storm(void **state)
{
	struct machine *m = *state;

	fill_at_noon(m);
	machine_stop(m);
	for (int i = 0; i < 100; i++) {
		machine_start(m, FAKE_NOON + FAKE_HOUR);
		assert_int_equal(fired(m), 1);
		assert_int_equal(waiting(m), 1);
		machine_stop(m);
	}
	machine_start(m, FAKE_NOON + 2 * FAKE_HOUR);
	assert_int_equal(fired(m), 2);
	assert_int_equal(waiting(m), 2);
}

/* The same name with the rules of another place is what a new tzdata looks like. */
static void put_rules(const struct machine *m, const char *zone)
{
	char from[96], to[96], bytes[8192];
	FILE *in, *out;
	size_t n;

	(void)snprintf(from, sizeof from, "/usr/share/zoneinfo/%s", zone);
	(void)snprintf(to, sizeof to, "%s/Zone.new", m->folder);
	in = fopen(from, "re");
	out = fopen(to, "we");
	assert_true(in && out);
	n = fread(bytes, 1, sizeof bytes, in);
	assert_int_equal(fwrite(bytes, 1, n, out), n);
	(void)fclose(in);
	assert_int_equal(fclose(out), 0);
	(void)snprintf(from, sizeof from, "%s/Zone", m->folder);
	assert_int_equal(rename(to, from), 0);
}

static void new_rules_are_heeded_before_what_is_due_by_the_old(void **state)
{
	struct machine *m = *state;

	put_rules(m, "Europe/Berlin");
	(void)setenv("TZDIR", m->folder, 1);
	(void)setenv("TZ", "Zone", 1);
	machine_start(m, FAKE_NOON);
	MACHINE_DO(m, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	plan(m, 21 * FAKE_HOUR); /* at nine */
	assert_int_equal(next_due(m), FAKE_NOON + 20 * FAKE_HOUR);
	put_rules(m, "America/New_York");
	machine_pass(m, FAKE_NOON + 20 * FAKE_HOUR);
	assert_int_equal(fired(m), 0);
	assert_int_equal(next_due(m), FAKE_NOON + 26 * FAKE_HOUR);
	machine_pass(m, FAKE_NOON + 26 * FAKE_HOUR);
	assert_int_equal(fired(m), 1);
	machine_stop(m);

	/* And while it does not run. */
	machine_start(m, FAKE_NOON + 26 * FAKE_HOUR);
	plan(m, 45 * FAKE_HOUR);
	assert_int_equal(next_due(m), FAKE_NOON + 50 * FAKE_HOUR);
	machine_stop(m);
	put_rules(m, "Asia/Tokyo");
	machine_start(m, FAKE_NOON + 26 * FAKE_HOUR + 1);
	assert_int_equal(next_due(m), FAKE_NOON + 36 * FAKE_HOUR);
	(void)unsetenv("TZDIR");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_shows_nothing_twice_and_leaves_nothing_behind),
		WITH_MACHINE(a_sleep_over_several_is_told_once_on_waking),
		cmocka_unit_test(a_clock_that_is_wrong_at_the_start_is_held_until_it_is_set),
		WITH_MACHINE(a_clock_that_runs_into_the_right_time_is_believed_by_itself),
		WITH_MACHINE(the_user_may_say_that_it_is_right),
		WITH_MACHINE(but_not_that_it_is_1970),
		WITH_MACHINE(requests_are_answered_meanwhile),
		WITH_MACHINE(new_rules_are_heeded_before_what_is_due_by_the_old),
		WITH_MACHINE(a_crash_loop_at_a_due_time_is_no_storm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
