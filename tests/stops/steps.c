/* What people and the clock do to the small book, one step each. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "domain/words.h"
#include "ops/away.h"
#include "ops/contact.h"
#include "ops/date.h"
#include "ops/followup.h"
#include "ops/sale.h"
#include "ops/spread.h"
#include "ops/suppression.h"
#include "ops/tick.h"
#include "store/followup.h"
#include "world.h"

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
	w->stops[w->n_stops++] = (struct stop){
		.id = x.id,
		.contact = contact,
		.channel = (int)x.channel,
		.until = day_is_none(x.until) ? 0 : x.until.n,
		.entry = w->op.journal,
	};
	w->n_held += (int)effect.n_held;
	w->n_cancelled += (int)effect.n_cancelled;
}

static void remove_stop(struct world *w, int64_t contact)
{
	struct suppression_effect effect;
	struct suppression x;

	for (size_t i = w->n_stops; i-- > 0;) {
		struct stop *s = &w->stops[i];

		if (owner(w, s->contact) != contact || !is_in_force(w, s) || roll(w, 2))
			continue;
		if (finish(w, op_suppression_remove(begin(w, OP_USER), s->id, "x", &x, &effect)))
			continue;
		s->lifted_by = w->op.journal;
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
		f.contact = anybody(w);
		break;
	}
	(void)finish(w, op_followup_update(begin(w, OP_USER), &f, false));
	check_contact(w, f.contact);
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
		(void)finish(w, op_date_remove(begin(w, OP_USER), date.id, &date, &next));
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

static void tick(struct world *w)
{
	bool has_more = true;

	while (has_more)
		assert_int_equal(finish(w, op_tick(begin(w, OP_CLOCK), &has_more)), 0);
	check_fired(w);
	show(w);
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

static void step_away(struct world *w, int64_t contact)
{
	(void)contact;
	leave_or_return(w);
}

static void step_spread(struct world *w, int64_t contact)
{
	(void)contact;
	spread(w);
}

static void step_import(struct world *w, int64_t contact)
{
	(void)contact;
	import_somebody(w);
}

static void step_undo(struct world *w, int64_t contact)
{
	(void)contact;
	take_back(w);
}

static void step_erase(struct world *w, int64_t contact)
{
	(void)contact;
	erase(w);
}

static void step_die(struct world *w, int64_t contact)
{
	(void)contact;
	die(w);
}

static void step_edition(struct world *w, int64_t contact)
{
	(void)contact;
	send_edition(w);
}

static void step_pass(struct world *w, int64_t contact)
{
	(void)contact;
	pass(w);
}

/* In 1000; after one of `many` everybody is looked at. */
static const struct {
	const char *what;
	int often;
	bool is_many;
	void (*step)(struct world *w, int64_t contact);
} kinds[] = {
	{"a follow-up", 220, false, add_followup},
	{"a stop", 110, false, add_stop},
	{"a stop is lifted", 100, false, remove_stop},
	{"some are ended", 120, false, end_some},
	{"one is changed", 80, false, change},
	{"a pause", 25, false, pause_or_resume},
	{"a sale", 20, false, sell},
	{"a sale turns", 30, false, turn_sale},
	{"trouble", 20, true, trouble},
	{"a date", 35, false, add_date},
	{"an absence", 8, true, step_away},
	{"a spread", 15, true, step_spread},
	{"a merge", 12, true, merge_two},
	{"an import", 40, true, step_import},
	{"an undo", 50, true, step_undo},
	{"an erasure", 4, true, step_erase},
	{"a death", 3, true, step_die},
	{"an edition", 13, true, step_edition},
	{"time passes", 95, true, step_pass},
};

void live(struct world *w)
{
	int at = (int)roll(w, 1000);
	int64_t contact = anybody(w);
	size_t i = 0;

	while (at >= kinds[i].often)
		at -= kinds[i++].often;
	w->what = kinds[i].what;
	kinds[i].step(w, contact);
	if (kinds[i].is_many)
		check_all(w);
	else
		check_contact(w, contact);
}
