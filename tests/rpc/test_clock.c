/* Civil due times over every kind of transition: each falls due once, at the right instant, and in
 * order; and what a step of the clock leaves behind. */
#include "rpc/story.h"

#include "base/cleanup.h"
#include "ops/event.h"
#include "store/gate.h"

#define MINUTE ((int64_t)60)
#define HOUR ((int64_t)3600)
#define DAY_SECONDS ((int64_t)86400)
#define AROUND (26 * HOUR) /* before and after a transition: over a whole lost day too */
#define PLANNED_MAX 400

/* Zones, a year that shows what is odd about them, and how many transitions it has: a year that
 * is over, as parliaments change the ones to come. */
static const struct {
	const char *zone;
	int year, n;
} places[] = {
	{"Europe/Berlin", 2025, 2},       {"America/New_York", 2025, 2},
	{"Europe/Dublin", 2025, 2},       /* summer is standard time there, winter is less */
	{"Australia/Lord_Howe", 2025, 2}, /* half an hour */
	{"Australia/Sydney", 2025, 2},    {"Pacific/Apia", 2011, 3}, /* 30 December was no day */
	{"Africa/Casablanca", 2025, 2},                              /* Ramadan */
	{"Africa/El_Aaiun", 2025, 2},     {"Asia/Beirut", 2025, 2},  /* at midnight */
	{"America/Sao_Paulo", 2018, 2},                              /* the same */
	{"Pacific/Chatham", 2025, 2},                                /* a quarter to three */
	{"Asia/Tehran", 2020, 2},         {"Antarctica/Troll", 2025, 2}, /* two hours */
	{"Asia/Pyongyang", 2018, 1},     /* at half past eleven at night, for good */
	{"Pacific/Kiritimati", 2025, 0}, /* 14 hours ahead */
	{"Etc/GMT+12", 2025, 0},         /* 12 behind */
	{"Asia/Kathmandu", 2025, 0},
};

struct planned {
	int64_t local; /* the civil time */
	int64_t at;    /* when it is to fall due */
	int64_t id;
	int n;
};

struct year {
	struct stack *f;
	int64_t start, end;
	struct planned items[PLANNED_MAX];
	size_t n;
};

static int64_t midnight(const struct zone *zone, int year)
{
	return zone_to_instant(zone, day_to_local(day_from_civil(year, 1, 1), 0), NULL);
}

/* The first minute at which a clock on the wall there shows it or, where it never does, more: found
 * by looking at that clock, not by asking for the instant. */
static int64_t first_shown(const struct zone *zone, int64_t local)
{
	for (int64_t at = local - 27 * HOUR;; at += MINUTE)
		if (zone_to_local(zone, at) >= local)
			return at;
}

static void plan_one(struct year *y, int64_t local)
{
	struct civil c = day_to_civil(day_of_local(local));
	int minute = minute_of_local(local);
	struct planned *p = &y->items[y->n];
	json_t *made, *row;

	assert_true(y->n < PLANNED_MAX);
	if (first_shown(y->f->zone, local) <= y->f->now)
		return;
	made = tell(y->f, "followup.add",
		    "{\"contact\":1,\"kind\":\"task\",\"title\":\"t\",\"due\":"
		    "\"%04d-%02d-%02dT%02d:%02d\"}",
		    c.year, c.month, c.day, minute / 60, minute % 60);
	row = json_object_get(made, "followup");
	*p = (struct planned){local, first_shown(y->f->zone, local), number(row, "id"), 0};
	assert_string_equal(text(row, "state"), "scheduled");
	json_decref(made);
	y->n++;
}

/* Every half hour of the wall around it, from the last one planned on. */
static void plan_around(struct year *y, int64_t transition)
{
	int64_t first = zone_to_local(y->f->zone, transition - 1) - AROUND,
		last = zone_to_local(y->f->zone, transition) + AROUND;

	first -= first % (30 * MINUTE);
	for (int64_t local = first; local <= last; local += 30 * MINUTE)
		if (!y->n || local > y->items[y->n - 1].local)
			plan_one(y, local);
}

/* Where the wall jumps, every quarter of an hour looked at. */
static int plan_year(struct year *y)
{
	const struct zone *zone = y->f->zone;
	int n = 0;

	for (int64_t at = y->start; at < y->end; at += 15 * MINUTE) {
		if (zone_offset(zone, at) == zone_offset(zone, at - 1))
			continue;
		plan_around(y, at);
		n++;
	}
	if (n == 0)
		plan_around(y, y->start + 180 * DAY_SECONDS);
	return n;
}

static struct planned *planned_by(struct year *y, int64_t id)
{
	for (size_t i = 0; i < y->n; i++)
		if (y->items[i].id == id)
			return &y->items[i];
	fail_msg("follow-up %lld was not planned", (long long)id);
	return NULL;
}

/* What fell due at this moment, and whether it was to. */
static void look_at_events(struct year *y, int64_t *since)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_CLOCK, .method = "look"};
	struct event *events;
	bool has_gap;
	int n;

	op_look(&op, &y->f->env, arena, y->f->now);
	assert_int_equal(op_event_since(&op, *since, 1000, &events, &n, &has_gap), 0);
	assert_false(has_gap);
	for (int i = 0; i < n; i++) {
		*since = events[i].seq;
		if (events[i].kind != EVENT_FOLLOWUP_DUE)
			continue;
		planned_by(y, events[i].id)->n++;
		if (planned_by(y, events[i].id)->at != y->f->now)
			fail_msg("%lld fell due at %lld and not at %lld", (long long)events[i].id,
				 (long long)y->f->now, (long long)planned_by(y, events[i].id)->at);
	}
	arena_free(arena);
}

/* Through the year as the alarm goes: from one instant to the next. */
static int pass_year(struct year *y)
{
	int64_t since = 0, before = y->f->now;
	int n = 0;

	look_at_events(y, &since);
	while (y->f->now < y->end) {
		y->f->now = stack_next(y->f, y->end);
		if (y->f->now <= before)
			fail_msg("the alarm is set for %lld at that time", (long long)before);
		before = y->f->now;
		assert_int_equal(stack_tick(y->f), 0);
		look_at_events(y, &since);
		n++;
	}
	return n;
}

/* Later on the wall is later; only what the wall jumps over comes together, after the gap. */
static int check_order(const struct year *y, const char *name)
{
	int n_together = 0;

	for (size_t i = 0; i < y->n; i++) {
		if (y->items[i].n != 1)
			fail_msg("%s: fell due %d times", name, y->items[i].n);
		if (i == 0 || y->items[i].at > y->items[i - 1].at)
			continue;
		n_together++;
		assert_int_equal(y->items[i].at, y->items[i - 1].at);
		if (zone_to_local(y->f->zone, y->items[i].at) < y->items[i].local)
			fail_msg("%s: due before its time", name);
	}
	return n_together;
}

static void a_civil_time_falls_due_once_at_the_right_instant(void **state)
{
	int n_all = 0, n_alarms = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		struct year *y = calloc(1, sizeof *y);
		int n;

		assert_int_equal(set_up((void **)&y->f), 0);
		zone_free(y->f->zone);
		assert_int_equal(zone_load(places[i].zone, &y->f->zone), 0);
		y->f->env.zone = y->f->zone;
		y->start = midnight(y->f->zone, places[i].year);
		y->end = midnight(y->f->zone, places[i].year + 1);
		y->f->now = y->start;
		DO(y->f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
		n = plan_year(y);
		if (n != places[i].n)
			fail_msg("%s has %d transitions in %d", places[i].zone, n, places[i].year);
		y->end += 2 * DAY_SECONDS;
		n = pass_year(y);
		print_message("%-20s %d: %zu due, %d alarms, %d after a gap\n", places[i].zone,
			      places[i].year, y->n, n, check_order(y, places[i].zone));
		n_all += (int)y->n;
		n_alarms += n;
		assert_int_equal(tear_down((void **)&y->f), 0);
		free(y);
	}
	print_message("%d civil times, %d alarms\n", n_all, n_alarms);
}

static struct gate_row verdict(struct stack *f)
{
	struct gate_row row;

	assert_int_equal(store_gate_get(f->env.store, 1, &row), 0);
	return row;
}

/* A score counts for a year: two years on it is too old, and back again it is not. */
static void a_verdict_of_days_that_are_ahead_again_does_not_stand(void **state)
{
	struct stack *f = *state;
	struct gate_row before, after;

	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":10}");
	before = verdict(f);
	at_noon(f, "2028-12-01");
	assert_int_equal(verdict(f).n_blocking, before.n_blocking + 1);
	at_noon(f, "2026-12-01");
	after = verdict(f);
	assert_int_equal(after.n_blocking, before.n_blocking);
	assert_int_equal(after.first_blocking, before.first_blocking);
	assert_int_equal(after.recheck_day.n, before.recheck_day.n);
	at_noon(f, "2028-12-01");
	assert_int_equal(verdict(f).n_blocking, before.n_blocking + 1);
}

static int rezone(struct op *op, void *arg)
{
	return op_rezone(op, arg);
}

/* What app_clock.c does when the machine's zone has changed. */
static void move_to(struct stack *f, const char *name)
{
	struct arena *arena = arena_new();
	int64_t after = 0;

	zone_free(f->zone);
	assert_int_equal(zone_load(name, &f->zone), 0);
	f->env.zone = f->zone;
	while (after >= 0) {
		struct op op = {.actor = OP_CLOCK, .method = "clock.rezone"};

		assert_int_equal(op_group_begin(&f->env), 0);
		assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
		assert_int_equal(op_end(&op, rezone(&op, &after)), 0);
		assert_int_equal(op_group_commit(&f->env), 0);
	}
	arena_free(arena);
}

static int64_t later_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* A journey round the world: nine in the morning is nine wherever that is, and nothing planned is
 * told before its time there or left out. */
static void on_a_journey_nine_stays_nine(void **state)
{
	static const char *const stations[] = {"Pacific/Kiritimati", "Etc/GMT+12",
					       "Pacific/Chatham",    "America/St_Johns",
					       "Asia/Kathmandu",     "Europe/Dublin"};
	struct year *y = calloc(1, sizeof *y);
	int64_t since = 0;

	y->f = *state;
	DO(y->f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	for (int day = 2; day < 26; day++)
		plan_one(y, day_to_local(day_from_civil(2026, 12, day), 9 * 60));
	for (size_t i = 0; i < 40; i++) {
		move_to(y->f, stations[i % ARRAY_LEN(stations)]);
		for (size_t k = 0; k < y->n; k++)
			y->items[k].at =
				later_of(first_shown(y->f->zone, y->items[k].local), y->f->now);
		for (int64_t end = y->f->now + 15 * HOUR; y->f->now < end;) {
			y->f->now = stack_next(y->f, end);
			assert_int_equal(stack_tick(y->f), 0);
			look_at_events(y, &since);
			y->f->now++;
		}
	}
	for (size_t k = 0; k < y->n; k++)
		assert_in_range(y->items[k].n, 1, 3);
	free(y);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_civil_time_falls_due_once_at_the_right_instant),
		WITH_STACK(a_verdict_of_days_that_are_ahead_again_does_not_stand),
		WITH_STACK(on_a_journey_nine_stays_nine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
