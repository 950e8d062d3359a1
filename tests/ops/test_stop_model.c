/* Nobody is reminded of what they asked not to have: random lives of a small book, after each
 * step of which every open follow-up is held against the stops, kept a second time here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "domain/words.h"
#include "ops/away.h"
#include "ops/contact.h"
#include "ops/date.h"
#include "ops/followup.h"
#include "ops/merge.h"
#include "ops/plan.h"
#include "ops/sale.h"
#include "ops/spread.h"
#include "ops/suppression.h"
#include "ops/tick.h"
#include "stop_world.h"
#include "store/db.h"
#include "store/followup.h"

#define NOON 1796126400 /* 2026-12-01T12:00:00Z */
#define BOOKS 3
#define STEPS 1300 /* in each */

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
	for (size_t i = 0; i < N_CONTACTS; i++)
		check_contact(w, w->who[i], step);
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
		f.contact = w->who[roll(w, N_CONTACTS)];
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

static void add_date(struct world *w, int64_t contact)
{
	static const char *const whats[] = {"birthday", "renewal", "wedding day"};
	struct followup next;
	struct date date;
	char day[8];
	struct date_wanted wanted = {.contact = contact,
				     .what = whats[roll(w, ARRAY_LEN(whats))],
				     .day = day,
				     .is_yearly = -1,
				     .lead_days = -1};

	(void)snprintf(day, sizeof day, "--%02u-%02u", 1 + roll(w, 12), 1 + roll(w, 28));
	if (finish(w, op_date_add(begin(w, OP_USER), &wanted, &date, &next)))
		return;
	w->n_dates++;
	if (roll(w, 2))
		assert_int_equal(
			finish(w, op_date_remove(begin(w, OP_USER), date.id, &date, &next)), 0);
}

static void leave_or_return(struct world *w)
{
	struct day from = {today(w) + (int32_t)roll(w, 3)};
	struct away away;
	int64_t n;

	if (roll(w, 2))
		(void)finish(w, op_away_clear(begin(w, OP_USER), &away, &n));
	else
		(void)finish(w, op_away_set(begin(w, OP_USER), from,
					    day_plus(from, 1 + (int)roll(w, 9)), &away, &n));
}

static void spread(struct world *w)
{
	struct spread plan;
	struct op *op = begin(w, OP_USER);
	int r;

	r = op_agenda_spread(op, 1 + (int)roll(w, 5), &plan);
	if (r == 0)
		r = op_agenda_spread_apply(op, &plan);
	(void)finish(w, r);
	w->n_spread += (int)plan.n_moved;
}

static int64_t add_contact(struct world *w, bool is_partner)
{
	const struct contact_parts parts = {0};
	struct contact c = {.name = "C",
			    .cadence = -1,
			    .preferred_channel = -1,
			    .paused_until = NO_DAY,
			    .is_partner = is_partner};

	assert_int_equal(finish(w, op_contact_add(begin(w, OP_USER), &c, &parts)), 0);
	return c.id;
}

/* The stops of the one go over to the other; somebody new comes in their place. */
static void merge(struct world *w, int64_t keep)
{
	size_t place = roll(w, N_CONTACTS);
	int64_t drop = w->who[place];
	struct merged merged;

	if (finish(w, op_contact_merge(begin(w, OP_USER), keep, drop, &merged)))
		return;
	for (size_t i = 0; i < w->n_stops; i++)
		if (w->stops[i].contact == drop)
			w->stops[i].contact = keep;
	w->who[place] = add_contact(w, place % 2);
	w->n_merged++;
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

static void live_on(struct world *w, int64_t contact, uint32_t what)
{
	if (what < 85)
		add_date(w, contact);
	else if (what < 86)
		leave_or_return(w);
	else if (what < 88)
		spread(w);
	else if (what < 89)
		merge(w, contact);
	else
		pass(w);
}

static void live(struct world *w, int step)
{
	int64_t contact = w->who[roll(w, N_CONTACTS)];
	uint32_t what = roll(w, 100);

	if (what < 28)
		add_followup(w, contact);
	else if (what < 40)
		add_stop(w, contact);
	else if (what < 54)
		remove_stop(w, contact);
	else if (what < 68)
		end_some(w, contact);
	else if (what < 76)
		change(w, contact);
	else if (what < 79)
		pause_or_resume(w, contact);
	else if (what < 81)
		sell(w, contact);
	else
		live_on(w, contact, what);
	if (what < 81)
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
	for (int i = 0; i < N_CONTACTS; i++)
		w->who[i] = add_contact(w, i % 2);
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
	uint64_t books = *(const uint64_t *)*state;
	int held = 0, cancelled = 0, back = 0, dates = 0, moved = 0, merged = 0;

	for (uint64_t seed = 1; seed <= books; seed++) {
		struct world *w = world_new(88172645463325252u * seed);

		for (int i = 0; i < STEPS; i++) {
			live(w, i);
			arena_free(w->arena);
			w->arena = arena_new();
		}
		held += w->n_held;
		cancelled += w->n_cancelled;
		back += w->n_back;
		dates += w->n_dates;
		moved += w->n_spread;
		merged += w->n_merged;
		world_free(w);
	}
	print_message("%llu steps; held %d, cancelled %d, back %d; dates %d, spread %d, merged "
		      "%d\n",
		      (unsigned long long)books * STEPS, held, cancelled, back, dates, moved,
		      merged);
	assert_true(held > 100 && cancelled > 50 && back > 100);
	assert_true(dates > 50 && moved > 50 && merged > 10);
}

/* test_stop_model BOOKS: of 1300 steps each, 770 for a million. */
int main(int argc, char **argv)
{
	uint64_t books = argc > 1 ? strtoull(argv[1], NULL, 10) : BOOKS;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(nothing_comes_that_is_stopped_and_all_else_does, &books),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
