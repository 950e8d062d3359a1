/* Random worlds for the gate's tests. */
#include "gate_world.h"

#include <stdlib.h>

int world_below(struct world *w, int n)
{
	return (int)(next_random(&w->random) % (uint64_t)n);
}

bool world_chance(struct world *w, int percent)
{
	return world_below(w, 100) < percent;
}

static int within(struct world *w, int min, int max)
{
	return min + world_below(w, max - min + 1);
}

/* Half of the worlds have the defaults, the others anything within the bounds. */
static void make_rules(struct world *w)
{
	w->rules = (struct gate_rules){9, 180, 2, 2, 14, 90, 365};
	if (world_chance(w, 50))
		return;
	w->rules = (struct gate_rules){
		.score_min = within(w, 8, 10),
		.rest_days = world_chance(w, 30) ? 90 : within(w, 90, 730),
		.asks_per_year = within(w, 1, 2),
		.gives_min = within(w, 1, 5),
		.complaint_days = within(w, 7, 90),
		.promise_days = within(w, 30, 365),
		.score_age_days = within(w, 90, 365),
	};
}

/* So many days ago: of late, at some time, or about where a rule changes its mind. */
static int days_ago(struct world *w)
{
	const int turns[] = {
		w->rules.rest_days,      w->rules.complaint_days, w->rules.promise_days,
		w->rules.score_age_days, GATE_TEST_YEAR,          GATE_TEST_MOURN,
		GATE_TEST_DONE,          GATE_TEST_NEWS,
	};

	if (world_chance(w, 30))
		return world_below(w, 20);
	if (world_chance(w, 50))
		return world_below(w, 420);
	return turns[world_below(w, (int)ARRAY_LEN(turns))] + within(w, -1, 1);
}

static struct day some_day(struct world *w)
{
	return at(days_ago(w));
}

/* Few entries, so that many things of one day are told apart by them, and some are of one entry. */
static struct gate_when some_time(struct world *w)
{
	return (struct gate_when){some_day(w), within(w, 1, 30)};
}

static struct gate_when after(struct world *w, struct gate_when when)
{
	int span = TODAY - when.day.n;

	if (span == 0 || world_chance(w, 20))
		return (struct gate_when){when.day, when.entry + within(w, 0, 5)};
	return (struct gate_when){
		day_plus(when.day, within(w, 1, world_chance(w, 60) && span > 9 ? 9 : span)),
		within(w, 1, 30)};
}

static int64_t member(struct world *w)
{
	return world_chance(w, 70) ? SELF : OTHER + world_below(w, 2);
}

static void make_scores(struct world *w)
{
	w->n_scores = world_chance(w, 20) ? 0 : within(w, 1, WORLD_SCORES);
	w->n_compliments = world_chance(w, 50) ? 0 : within(w, 1, 3);
	for (int i = 0; i < w->n_scores; i++)
		w->scores[i] = (struct gate_score){
			world_chance(w, 80) ? SELF : OTHER + world_below(w, 2),
			world_chance(w, 80) ? within(w, 8, 10) : within(w, 5, 7),
			some_time(w),
		};
	if (w->n_scores > 0 && world_chance(w, 50))
		w->scores[0].when.day = at(world_below(w, 6));
	for (int i = 0; i < w->n_compliments; i++)
		w->compliments[i] = some_time(w);
}

static void make_promise(struct world *w, struct world_promise *p)
{
	p->contact = member(w);
	p->due = world_chance(w, 30) ? at(-world_below(w, 60)) : some_day(w);
	p->completed_day = world_chance(w, 40) ? some_day(w) : NO_DAY;
	if (!day_is_none(p->completed_day) && world_chance(w, 50))
		p->due = day_plus(p->completed_day, GATE_TEST_DONE + within(w, -1, 1));
	p->redated = p->ended = p->fixed = (struct gate_when){NO_DAY, 0};
	p->end = (enum promise_state)world_below(w, 4);
	if (p->end == PROMISE_OPEN && p->due.n < TODAY && world_chance(w, 70))
		p->end = PROMISE_KEPT;
	if (world_chance(w, 30)) {
		p->redated = some_time(w);
		p->redated_to = day_plus(p->redated.day, within(w, 1, 100));
	}
	if (p->end == PROMISE_OPEN)
		return;
	p->ended = day_is_none(p->redated.day) ? some_time(w) : after(w, p->redated);
	if (p->end == PROMISE_KEPT && world_chance(w, 40))
		p->ended.day = at(TODAY - p->due.n < 0 ? 0 : TODAY - p->due.n); /* on its day */
	if (!day_is_none(p->redated.day) && p->ended.day.n < p->redated.day.n)
		p->ended = after(w, p->redated);
	if (p->end == PROMISE_BROKEN && world_chance(w, 70))
		p->fixed = after(w, p->ended);
}

static void make_trouble(struct world *w)
{
	w->n_promises = world_chance(w, 50) ? 0 : within(w, 1, WORLD_PROMISES);
	w->n_complaints = world_chance(w, 60) ? 0 : within(w, 1, WORLD_COMPLAINTS);
	for (int i = 0; i < w->n_promises; i++) {
		w->promises[i].id = i + 1;
		make_promise(w, &w->promises[i]);
	}
	for (int i = 0; i < w->n_complaints; i++) {
		struct gate_complaint *c = &w->complaints[i];

		*c = (struct gate_complaint){i + 1, member(w), NULL, some_time(w), {NO_DAY, 0}};
		if (world_chance(w, 85))
			c->resolved = after(w, c->made);
	}
}

static void make_asks(struct world *w)
{
	bool is_putting_off = world_chance(w, 25);

	w->n_asks = world_chance(w, 40) ? 0 : within(w, 1, WORLD_ASKS);
	for (int i = 0; i < w->n_asks; i++) {
		struct gate_ask *a = &w->asks[i];
		int outcome = world_below(w, 60);

		*a = (struct gate_ask){i + 1, member(w), some_time(w), -1, NO_DAY};
		if (world_chance(w, 60))
			a->when.day = day_plus(a->when.day, -200);
		if (is_putting_off || outcome >= 30)
			a->outcome = ASK_LATER;
		else if (outcome == 0)
			a->outcome = ASK_NEVER;
		else if (outcome < 25)
			a->outcome = outcome % 2 ? ASK_DECLINED : outcome % 3 ? ASK_WILLING : 0;
		if (a->outcome == ASK_LATER)
			a->later_day = world_chance(w, 70) ? day_plus(a->when.day, within(w, 1, 90))
							   : at(within(w, -40, 1));
	}
	if (w->n_asks > 0 && world_chance(w, 15))
		w->question.part_of = within(w, 1, WORLD_ASKS);
}

/* A few days after it, or at any time until today; now and then not at all. */
static struct day day_after(struct world *w, struct day day, int percent)
{
	int span = TODAY - day.n;

	if (!world_chance(w, percent))
		return NO_DAY;
	return day_plus(day, within(w, 0, world_chance(w, 60) && span > 9 ? 9 : span));
}

static void make_loops(struct world *w)
{
	w->n_loops = world_chance(w, 60) ? 0 : within(w, 1, WORLD_LOOPS);
	for (int i = 0; i < w->n_loops; i++) {
		struct gate_loop *loop = &w->loops[i];

		*loop = (struct gate_loop){
			.id = i + 1, .name = "Ruth", .received_day = some_day(w)};
		if (loop->received_day.n > TODAY)
			loop->received_day = at(0);
		loop->thanked_day = day_after(w, loop->received_day, 90);
		loop->told_contact_day = day_after(w, loop->received_day, 80);
		loop->closed_day = day_after(w, loop->received_day, 50);
		loop->told_outcome_day = NO_DAY;
		if (!day_is_none(loop->closed_day))
			loop->told_outcome_day = day_after(w, loop->closed_day, 90);
		else if (world_chance(w, 10))
			loop->told_outcome_day = day_after(w, loop->received_day, 90);
	}
}

static void make_contact(struct world *w)
{
	w->is_partner = world_chance(w, 25);
	w->has_talk = world_chance(w, 50);
	w->state = CONTACT_ACTIVE;
	w->paused_until = w->death = NO_DAY;
	if (world_chance(w, 8)) {
		w->state = CONTACT_PAUSED;
		w->paused_until = world_chance(w, 30) ? NO_DAY : at(within(w, -20, 5));
	} else if (world_chance(w, 3)) {
		w->state = (enum contact_state)within(w, CONTACT_DECEASED, CONTACT_ERASED);
	}
	if (world_chance(w, 10))
		w->death = some_day(w);
	w->n_stops = world_chance(w, 80) ? 0 : within(w, 1, WORLD_STOPS);
	for (int i = 0; i < w->n_stops; i++)
		w->stops[i] = (struct gate_stop){
			(enum suppression_channel)world_below(w, SUPPRESS_ALL + 1),
			world_chance(w, 30) ? NO_DAY : at(within(w, -100, 5)),
		};
	w->n_sales = world_chance(w, 10) ? 0 : within(w, 1, WORLD_SALES);
	for (int i = 0; i < w->n_sales; i++) {
		w->sales[i].completed = day_plus(some_day(w), world_chance(w, 50) ? -300 : 0);
		w->sales[i].is_refunded = world_chance(w, 10);
	}
	w->n_gives = world_chance(w, 50) ? WORLD_GIVES : world_below(w, WORLD_GIVES);
	for (int i = 0; i < w->n_gives; i++)
		w->gives[i] = some_day(w);
}

/* Now and then right on, before and after the day that gives are counted from. */
static void place_gives(struct world *w)
{
	for (int i = 0; i < w->n_gives; i++) {
		if (!world_chance(w, 20))
			continue;
		if (w->n_asks > 0 && world_chance(w, 50))
			w->gives[i] = w->asks[world_below(w, w->n_asks)].when.day;
		else if (w->n_sales > 0)
			w->gives[i] = w->sales[world_below(w, w->n_sales)].completed;
		w->gives[i] = day_plus(w->gives[i], within(w, -1, 1));
		if (w->gives[i].n > TODAY)
			w->gives[i] = at(0);
	}
}

void world_make(struct world *w)
{
	*w = (struct world){
		.random = w->random,
		.question = {.day = at(0)},
	};
	w->question.channel = world_below(w, CHANNEL_OTHER + 2) - 1;
	make_rules(w);
	make_contact(w);
	make_scores(w);
	make_trouble(w);
	make_asks(w);
	place_gives(w);
	make_loops(w);
}

/* The newer of two scores; of one entry the later noted. */
static void newest(struct gate_score *best, const struct gate_score *score)
{
	if (!gate_is_newer(best->when, score->when))
		*best = *score;
}

static void tell_scores(const struct world *w, struct gate_facts *f)
{
	const struct gate_score none = {0, 0, {NO_DAY, 0}};
	int nearly = w->rules.score_min == 10 ? 9 : 8;

	f->newest = f->enough = f->nearly = f->others_low = none;
	f->compliment = none.when;
	for (int i = 0; i < w->n_scores; i++) {
		if (w->scores[i].contact != SELF)
			continue;
		newest(&f->newest, &w->scores[i]);
		if (w->scores[i].score >= w->rules.score_min)
			newest(&f->enough, &w->scores[i]);
		if (w->scores[i].score >= nearly)
			newest(&f->nearly, &w->scores[i]);
	}
	for (int64_t other = OTHER; other <= OTHER + 1; other++) {
		struct gate_score last = none;

		for (int i = 0; i < w->n_scores; i++)
			if (w->scores[i].contact == other)
				newest(&last, &w->scores[i]);
		if (!day_is_none(last.when.day) && last.score <= 6)
			newest(&f->others_low, &last);
	}
	for (int i = 0; i < w->n_compliments; i++)
		if (gate_is_newer(w->compliments[i], f->compliment))
			f->compliment = w->compliments[i];
}

/* As the ledger of promises keeps them. */
static struct gate_promise told(const struct world_promise *from)
{
	struct gate_promise p = {
		.id = from->id,
		.contact = from->contact,
		.state = from->end,
		.due_day = from->due,
		.completed_day = from->completed_day,
		.trouble = {NO_DAY, 0},
		.righted = {NO_DAY, 0},
	};

	if (!day_is_none(from->redated.day)) {
		if (from->redated.day.n > p.due_day.n) {
			p.is_late = true;
			p.trouble = p.righted = from->redated;
		}
		p.due_day = from->redated_to;
	}
	if (p.state == PROMISE_BROKEN) {
		p.trouble = from->ended;
		p.righted = from->fixed;
	} else if (p.state != PROMISE_OPEN && from->ended.day.n > p.due_day.n) {
		p.is_late = true;
		p.trouble = p.righted = from->ended;
	}
	return p;
}

static int by_when(const void *a, const void *b)
{
	const struct gate_ask *x = a, *y = b;

	if (gate_is_newer(x->when, y->when))
		return 1;
	if (gate_is_newer(y->when, x->when))
		return -1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static int newest_first(const void *a, const void *b)
{
	const struct day *x = a, *y = b;

	return x->n < y->n ? 1 : x->n > y->n ? -1 : 0;
}

static int oldest_first(const void *a, const void *b)
{
	const struct gate_loop *x = a, *y = b;

	return x->received_day.n < y->received_day.n ? -1 : x->received_day.n > y->received_day.n;
}

void world_tell(const struct world *w, struct book *b)
{
	struct gate_facts *f = &b->facts;

	book_init(b);
	b->rules = w->rules;
	b->question = w->question;
	f->is_partner = w->is_partner;
	if (!w->has_talk)
		f->talk_day = NO_DAY;
	f->state = w->state;
	f->paused_until = w->paused_until;
	f->death_in_household = w->death;
	f->n_completed = 0;
	f->first_completed_day = NO_DAY;
	for (int i = 0; i < w->n_sales; i++) {
		if (w->sales[i].is_refunded)
			continue;
		if (f->n_completed++ == 0 || w->sales[i].completed.n < f->first_completed_day.n)
			f->first_completed_day = w->sales[i].completed;
	}
	tell_scores(w, f);
	for (f->n_promises = 0; (int)f->n_promises < w->n_promises; f->n_promises++)
		b->promises[f->n_promises] = told(&w->promises[f->n_promises]);
	for (f->n_complaints = 0; (int)f->n_complaints < w->n_complaints; f->n_complaints++)
		b->complaints[f->n_complaints] = w->complaints[f->n_complaints];
	for (f->n_asks = 0; (int)f->n_asks < w->n_asks; f->n_asks++)
		b->asks[f->n_asks] = w->asks[f->n_asks];
	qsort(b->asks, f->n_asks, sizeof b->asks[0], by_when);
	for (f->n_gives = 0; (int)f->n_gives < w->n_gives; f->n_gives++)
		b->gives[f->n_gives] = w->gives[f->n_gives];
	qsort(b->gives, f->n_gives, sizeof b->gives[0], newest_first);
	for (f->n_loops = 0; (int)f->n_loops < w->n_loops; f->n_loops++)
		b->loops[f->n_loops] = w->loops[f->n_loops];
	qsort(b->loops, f->n_loops, sizeof b->loops[0], oldest_first);
	for (f->n_stops = 0; (int)f->n_stops < w->n_stops; f->n_stops++)
		b->stops[f->n_stops] = w->stops[f->n_stops];
}
