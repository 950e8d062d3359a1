/* Nobody is reminded of what they asked not to have: random lives of a small book, after each
 * step of which every open follow-up is held against the stops, kept a second time here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "domain/words.h"
#include "ops/contact.h"
#include "ops/followup.h"
#include "ops/plan.h"
#include "ops/sale.h"
#include "ops/suppression.h"
#include "ops/tick.h"
#include "store/db.h"
#include "store/followup.h"

#define NOON 1796126400 /* 2026-12-01T12:00:00Z */
#define BOOKS 16
#define STEPS 1300 /* in each */
#define N_CONTACTS 8
#define STOPS_MAX 1000
#define DAY_SECONDS 86400

/* A stop as the test keeps it. */
struct stop {
	int64_t id, contact;
	int channel;
	int32_t until; /* 0: no end */
	bool is_lifted;
};

struct world {
	struct op_env env;
	struct settings settings;
	struct zone *zone;
	struct arena *arena;
	struct op op;
	int64_t now;
	uint64_t seed;
	struct stop *stops;
	size_t n_stops;
	int n_held, n_cancelled, n_back; /* that it was about something */
};

/* xorshift64*: the same lives on every machine. */
static uint32_t roll(struct world *w, uint32_t sides)
{
	w->seed ^= w->seed >> 12;
	w->seed ^= w->seed << 25;
	w->seed ^= w->seed >> 27;
	return (uint32_t)((w->seed * 2685821657736338717u) >> 33) % sides;
}

static struct op *begin(struct world *w, enum op_actor actor)
{
	w->op = (struct op){.actor = actor, .method = "test"};
	assert_int_equal(op_group_begin(&w->env), 0);
	assert_int_equal(op_begin(&w->op, &w->env, w->arena, w->now), 0);
	return &w->op;
}

/* A refusal is an answer; a machine's failure is not. */
static int finish(struct world *w, int r)
{
	assert_true(r >= 0);
	assert_int_equal(op_end(&w->op, r), r);
	assert_int_equal(op_group_commit(&w->env), 0);
	return r;
}

/* By hand, for each kind in the order of enum followup_kind; the same letters as channels below. */
static const char usual[] = "cvmllcccm-";
static const char letters[] = "cvmelo"; /* call visit message email mail other */

static bool is_against(int channel, const struct followup *f)
{
	char used = f->channel < 0 ? usual[f->kind] : letters[f->channel];

	if (f->kind == KIND_TASK)
		return false;
	switch (channel) {
	case SUPPRESS_CALL:
		return used == 'c';
	case SUPPRESS_MESSAGE:
		return used == 'm';
	case SUPPRESS_EMAIL:
		return used == 'e';
	case SUPPRESS_MAIL:
		return used == 'l';
	case SUPPRESS_VISIT:
		return used == 'v';
	case SUPPRESS_CARD:
		return f->kind == KIND_CARD;
	case SUPPRESS_ASK:
		return f->kind == KIND_ASK;
	case SUPPRESS_ALL:
		return true;
	default:
		return false;
	}
}

static int32_t today(const struct world *w)
{
	return (int32_t)(w->now / DAY_SECONDS);
}

static bool is_in_force(const struct world *w, const struct stop *s)
{
	return !s->is_lifted && (s->until == 0 || s->until > today(w));
}

/* What stands against it: 0 nothing, 1 until a day, 2 without end. */
static int against(const struct world *w, const struct followup *f)
{
	int most = 0;

	for (size_t i = 0; i < w->n_stops; i++) {
		const struct stop *s = &w->stops[i];
		int force = s->until ? 1 : 2;

		if (s->contact == f->contact && is_in_force(w, s) && is_against(s->channel, f) &&
		    force > most)
			most = force;
	}
	return most;
}

static void check_contact(struct world *w, int64_t contact, int step)
{
	struct followups open;
	struct op op = {0};

	op_look(&op, &w->env, w->arena, w->now);
	assert_int_equal(store_followup_open_of_contact(w->env.store, contact, w->arena, &open), 0);
	for (size_t i = 0; i < open.n; i++) {
		const struct followup *f = &open.items[i];
		bool is_held = f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_SUPPRESSION;
		bool may_come = f->state == FOLLOWUP_SCHEDULED ||
				(f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_GATE);
		int force = against(w, f);

		if (force == 2 || (force == 1 && may_come) || (force == 0 && is_held))
			fail_msg("step %d: %lld (%s, %s) of contact %lld against %d", step,
				 (long long)f->id, followup_kinds[f->kind],
				 followup_states[f->state], (long long)contact, force);
	}
}

static void check_all(struct world *w, int step)
{
	for (int64_t c = 1; c <= N_CONTACTS; c++)
		check_contact(w, c, step);
}

static void add_followup(struct world *w, int64_t contact)
{
	struct followup f = {
		.contact = contact,
		.kind = (enum followup_kind)roll(w, 10),
		.channel = roll(w, 3) ? -1 : (int)roll(w, 6),
		.title = "x",
		.repeat = roll(w, 20) ? NULL : "20",
		.due_day = {today(w) + 1 + (int32_t)roll(w, 40)},
		.due_minute = ANY_MINUTE,
	};

	(void)finish(w, op_followup_add(begin(w, OP_USER), &f));
}

static void add_stop(struct world *w, int64_t contact)
{
	struct suppression_effect effect;
	struct suppression x = {
		.contact = contact,
		.channel = (enum suppression_channel)roll(w, roll(w, 4) ? 8 : 9),
		.reason = "asked",
		.until = {today(w) + 1 + (int32_t)roll(w, 30)},
	};

	if (roll(w, 3) == 0)
		x.until = NO_DAY;
	if (finish(w, op_suppression_add(begin(w, OP_USER), &x, &effect)))
		return;
	assert_true(w->n_stops < STOPS_MAX);
	w->stops[w->n_stops++] = (struct stop){x.id, contact, (int)x.channel,
					       day_is_none(x.until) ? 0 : x.until.n, false};
	w->n_held += (int)effect.n_held;
	w->n_cancelled += (int)effect.n_cancelled;
}

static void remove_stop(struct world *w, int64_t contact)
{
	struct suppression_effect effect;
	struct suppression x;

	for (size_t i = w->n_stops; i-- > 0;) {
		struct stop *s = &w->stops[i];

		if (s->contact != contact || !is_in_force(w, s) || roll(w, 2))
			continue;
		assert_int_equal(finish(w, op_suppression_remove(begin(w, OP_USER), s->id, "x", &x,
								 &effect)),
				 0);
		s->is_lifted = true;
		w->n_back += (int)effect.n_held;
		return;
	}
}

/* A random open one of the contact; false where there is none. */
static bool pick(struct world *w, int64_t contact, struct followup *ret)
{
	struct followups open;

	assert_int_equal(store_followup_open_of_contact(w->env.store, contact, w->arena, &open), 0);
	if (open.n == 0)
		return false;
	*ret = open.items[roll(w, (uint32_t)open.n)];
	return true;
}

static void end_some(struct world *w, int64_t contact)
{
	const struct done done = {
		.outcome = -1, .minutes = -1, .day = NO_DAY, .next = {.kind = -1}};
	struct done_result result;
	struct followup f, ended;

	for (int i = 0; i < 3; i++) {
		if (!pick(w, contact, &f))
			return;
		if (f.repeat && roll(w, 2))
			(void)finish(w, op_followup_cancel(begin(w, OP_USER), f.id, NULL, &ended));
		else if (roll(w, 3))
			(void)finish(w,
				     op_followup_done(begin(w, OP_USER), &f.id, 1, &done, &result));
		else
			(void)finish(w,
				     op_followup_skip(begin(w, OP_USER), &f.id, 1, NULL, &ended));
	}
}

static void change(struct world *w, int64_t contact)
{
	struct followup f, moved;

	if (!pick(w, contact, &f))
		return;
	switch (roll(w, 4)) {
	case 0:
		(void)finish(w, op_followup_snooze(begin(w, OP_USER), &f.id, 1,
						   (struct day){today(w) + 1 + (int)roll(w, 9)},
						   ANY_MINUTE, &moved));
		return;
	case 1:
		f.kind = (enum followup_kind)roll(w, 10);
		break;
	case 2:
		f.channel = (int)roll(w, 7) - 1;
		break;
	default:
		f.contact = 1 + roll(w, N_CONTACTS);
		break;
	}
	(void)finish(w, op_followup_update(begin(w, OP_USER), &f, false));
	check_contact(w, f.contact, -1);
}

static void pause_or_resume(struct world *w, int64_t contact)
{
	struct contact c;

	if (roll(w, 2))
		(void)finish(w, op_contact_resume(begin(w, OP_USER), contact, &c));
	else
		(void)finish(w, op_contact_pause(begin(w, OP_USER), contact,
						 (struct day){today(w) + 1 + (int)roll(w, 9)}, "x",
						 &c));
}

static void sell(struct world *w, int64_t contact)
{
	struct run run;
	struct sale sale = {.contact = contact,
			    .product = "Alarm",
			    .amount = NO_AMOUNT,
			    .source = -1,
			    .opened_day = {today(w)},
			    .signed_day = NO_DAY,
			    .completed_day = {today(w)}};

	(void)finish(w, op_sale_record(begin(w, OP_USER), &sale, NULL, &run));
}

static void tick(struct world *w)
{
	bool has_more = true;

	while (has_more)
		assert_int_equal(finish(w, op_tick(begin(w, OP_CLOCK), &has_more)), 0);
}

/* Awake, each instant in its turn, or asleep. */
static void pass(struct world *w)
{
	int64_t end = w->now + (int64_t)(1 + roll(w, 4)) * DAY_SECONDS;

	for (bool is_awake = roll(w, 5) != 0; is_awake && w->now < end;) {
		struct op op = {0};
		int64_t next;

		op_look(&op, &w->env, w->arena, w->now);
		assert_int_equal(op_tick_next(&op, &next), 0);
		if (next == NO_INSTANT || next > end)
			break;
		w->now = next > w->now ? next : w->now + 1;
		tick(w);
	}
	w->now = end;
	tick(w);
}

static void live(struct world *w, int step)
{
	int64_t contact = 1 + roll(w, N_CONTACTS);
	uint32_t what = roll(w, 100);

	if (what < 28)
		add_followup(w, contact);
	else if (what < 40)
		add_stop(w, contact);
	else if (what < 54)
		remove_stop(w, contact);
	else if (what < 68)
		end_some(w, contact);
	else if (what < 82)
		change(w, contact);
	else if (what < 86)
		pause_or_resume(w, contact);
	else if (what < 88)
		sell(w, contact);
	else
		pass(w);
	if (what < 88)
		check_contact(w, contact, step);
	else
		check_all(w, step);
}

/* Steps that follow each other, in several channels. */
static void put_plans(struct world *w)
{
	static struct plan_step steps[] = {
		{.key = "thank", .offset = "0", .kind = KIND_THANK_YOU, .gives = true},
		{.key = "look", .offset = "+2", .kind = KIND_VISIT},
		{.key = "satisfaction", .offset = "+5", .after = "look", .kind = KIND_CALL},
		{.key = "first-ask",
		 .offset = "+1",
		 .after = "satisfaction",
		 .kind = KIND_ASK,
		 .scope = SCOPE_CONTACT,
		 .has_gate = true},
		{.key = "list",
		 .offset = "+5",
		 .after = "first-ask",
		 .part_of = "first-ask",
		 .kind = KIND_ASK,
		 .scope = SCOPE_CONTACT,
		 .has_gate = true},
		{.key = "value",
		 .offset = "+30",
		 .kind = KIND_MESSAGE,
		 .scope = SCOPE_CONTACT,
		 .gives = true,
		 .repeat = "30"},
		{.key = "write", .offset = "+3", .after = "value", .kind = KIND_CARD},
	};
	struct plan after = {.name = PLAN_AFTER_SALE, .steps = steps, .n_steps = ARRAY_LEN(steps)};

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		steps[i].text = "do it";
		steps[i].reason = "so that it is done";
		steps[i].channel = -1;
	}
	assert_int_equal(finish(w, op_plan_put(begin(w, OP_USER), &after)), 0);
}

static struct world *world_new(uint64_t seed)
{
	const struct store_options options = {.now = NOON};
	struct world *w = calloc(1, sizeof *w);
	char why[STORE_WHY_SIZE];

	w->now = NOON;
	w->seed = seed;
	w->stops = calloc(STOPS_MAX, sizeof *w->stops);
	w->arena = arena_new();
	settings_defaults(&w->settings);
	assert_int_equal(zone_load("UTC", &w->zone), 0);
	w->env = (struct op_env){
		.settings = &w->settings,
		.zone = w->zone,
		.work = {.week = w->settings.work_week, .start = 540, .end = 1080},
	};
	assert_int_equal(store_open(&options, &w->env.store, why), 0);
	put_plans(w);
	for (int i = 0; i < N_CONTACTS; i++) {
		const struct contact_parts parts = {0};
		struct contact c = {.name = "C",
				    .cadence = -1,
				    .preferred_channel = -1,
				    .paused_until = NO_DAY,
				    .is_partner = i % 2};

		assert_int_equal(finish(w, op_contact_add(begin(w, OP_USER), &c, &parts)), 0);
	}
	return w;
}

static void world_free(struct world *w)
{
	store_close(w->env.store);
	zone_free(w->zone);
	arena_free(w->arena);
	free(w->stops);
	free(w);
}

/* A book of its own for each seed: a short history is quickly read. */
static void nothing_comes_that_is_stopped_and_all_else_does(void **state)
{
	int held = 0, cancelled = 0, back = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= BOOKS; seed++) {
		struct world *w = world_new(88172645463325252u * seed);

		for (int i = 0; i < STEPS; i++) {
			live(w, i);
			arena_free(w->arena);
			w->arena = arena_new();
		}
		held += w->n_held;
		cancelled += w->n_cancelled;
		back += w->n_back;
		world_free(w);
	}
	assert_true(held > 500 && cancelled > 500 && back > 150);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_comes_that_is_stopped_and_all_else_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
