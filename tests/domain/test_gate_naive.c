/* The gate against a second one, written from DESIGN section 3 and not from the first: it walks
 * over the days and the lists of what happened, slowly. */
#include "gate_world.h"

#include <stdio.h>
#include <string.h>

#define N_WORLDS 200000

/* On the days `from` to `to`, both included. */
static bool is_on(struct day day, int from, int to)
{
	for (int d = from; d <= to; d++)
		if (day.n == d)
			return true;
	return false;
}

/* "On one day, the later entry is newer." */
static bool came_after(struct gate_when a, struct gate_when b)
{
	return a.day.n > b.day.n || (a.day.n == b.day.n && a.entry > b.entry);
}

static int nearly_enough(const struct world *w)
{
	return w->rules.score_min == 10 ? 9 : 8;
}

/* Is it newer than the last complaint, and than the last late or broken promise was put right: day
 * kept, re-dated or withdrawn; for a broken one the day the repair's fix was done, else the day it
 * broke. */
static bool is_after_all_trouble(const struct world *w, struct gate_when when)
{
	for (int i = 0; i < w->n_complaints; i++)
		if (!came_after(when, w->complaints[i].made))
			return false;
	for (int i = 0; i < w->n_promises; i++) {
		const struct world_promise *p = &w->promises[i];
		bool is_redated = !day_is_none(p->redated.day);
		struct day due = is_redated ? p->redated_to : p->due;

		if (is_redated && p->redated.day.n > p->due.n && !came_after(when, p->redated))
			return false;
		if (p->end == PROMISE_BROKEN &&
		    !came_after(when, day_is_none(p->fixed.day) ? p->ended : p->fixed))
			return false;
		if ((p->end == PROMISE_KEPT || p->end == PROMISE_WITHDRAWN) &&
		    p->ended.day.n > due.n && !came_after(when, p->ended))
			return false;
	}
	return true;
}

static int last_score(const struct world *w, int64_t contact)
{
	int last = -1;

	for (int i = 0; i < w->n_scores; i++)
		if (w->scores[i].contact == contact &&
		    (last < 0 || !came_after(w->scores[last].when, w->scores[i].when)))
			last = i;
	return last;
}

/* "Score and compliment alike at most 365 days old." */
static bool is_fresh(const struct world *w, struct gate_when when, int day)
{
	return is_on(when.day, day - w->rules.score_age_days, day);
}

static bool naive_satisfied(const struct world *w, int day)
{
	bool is_praised = false;
	int own = last_score(w, SELF);

	if (w->is_partner)
		return true;
	for (int64_t other = OTHER; other <= OTHER + 1; other++)
		if (last_score(w, other) >= 0 && w->scores[last_score(w, other)].score <= 6)
			return false;
	for (int i = 0; i < w->n_compliments; i++)
		if (is_fresh(w, w->compliments[i], day) &&
		    is_after_all_trouble(w, w->compliments[i]))
			is_praised = true;
	if (own < 0)
		return is_praised;
	if (!is_fresh(w, w->scores[own].when, day) || !is_after_all_trouble(w, w->scores[own].when))
		return false;
	return w->scores[own].score >= w->rules.score_min ||
	       (w->scores[own].score >= nearly_enough(w) && is_praised);
}

/* Has it "since been answered by a `satisfied` score"? */
static bool was_answered(const struct world *w, struct gate_when since, int day)
{
	for (int i = 0; i < w->n_scores; i++) {
		if (w->scores[i].contact != SELF || !came_after(w->scores[i].when, since))
			continue;
		if (w->scores[i].score >= w->rules.score_min)
			return true;
		for (int k = 0; k < w->n_compliments; k++)
			if (w->scores[i].score >= nearly_enough(w) &&
			    is_fresh(w, w->compliments[k], day) &&
			    came_after(w->compliments[k], since))
				return true;
	}
	return false;
}

static bool is_kept(const struct world *w, const struct world_promise *p, int day)
{
	bool is_redated = !day_is_none(p->redated.day);
	int due = is_redated ? p->redated_to.n : p->due.n;
	int since = day - w->rules.promise_days + 1;

	if (p->end == PROMISE_WITHDRAWN)
		return true;
	if (p->end == PROMISE_OPEN && due < day)
		return false;
	if (is_redated && p->redated.day.n > p->due.n && is_on(p->redated.day, since, day) &&
	    !was_answered(w, p->redated, day))
		return false;
	if (p->end == PROMISE_KEPT && p->ended.day.n > due && is_on(p->ended.day, since, day) &&
	    !was_answered(w, p->ended, day))
		return false;
	if (p->end == PROMISE_BROKEN && is_on(p->ended.day, since, day) &&
	    !was_answered(w, day_is_none(p->fixed.day) ? p->ended : p->fixed, day))
		return false;
	return p->end != PROMISE_OPEN || day_is_none(p->completed_day) ||
	       due > p->completed_day.n + 30;
}

static bool naive_promises(const struct world *w, int day)
{
	for (int i = 0; i < w->n_promises; i++)
		if (!is_kept(w, &w->promises[i], day))
			return false;
	return true;
}

static bool naive_complaints(const struct world *w, int day)
{
	for (int i = 0; i < w->n_complaints; i++) {
		const struct gate_complaint *c = &w->complaints[i];

		if (day_is_none(c->resolved.day))
			return false;
		if (is_on(c->resolved.day, day - w->rules.complaint_days + 1, day) &&
		    !was_answered(w, c->resolved, day))
			return false;
	}
	return true;
}

/* The next ask after this one, in the order in which they were asked; -1: none. */
static int next_ask(const struct world *w, int after)
{
	int next = -1;

	for (int i = 0; i < w->n_asks; i++) {
		bool is_past = after >= 0 &&
			       (came_after(w->asks[after].when, w->asks[i].when) ||
				(!came_after(w->asks[i].when, w->asks[after].when) && i <= after));

		if (!is_past && (next < 0 || came_after(w->asks[next].when, w->asks[i].when)))
			next = i;
	}
	return next;
}

/* What the asks have come to, walked through from the first. */
struct walk {
	int day;                 /* as on which it is judged */
	int counted[WORLD_ASKS]; /* the days of the counted ones */
	int n_counted;
	int wait_for; /* the day of a `later` that is the last answer, else INT32_MIN */
	bool is_never;
};

static struct walk walk_asks(const struct world *w, int day)
{
	struct walk walk = {.day = day, .wait_for = INT32_MIN};
	bool is_part = w->question.part_of >= 1 && w->question.part_of <= w->n_asks;
	int n_later = 0;

	for (int i = 0; i < w->n_asks; i++)
		if (w->asks[i].outcome == ASK_NEVER)
			walk.is_never = true;
	if (is_part)
		walk.day = w->asks[w->question.part_of - 1].when.day.n;
	for (int i = next_ask(w, -1); i >= 0; i = next_ask(w, i)) {
		if (is_part && i == w->question.part_of - 1)
			break;
		walk.wait_for = INT32_MIN;
		n_later = w->asks[i].outcome == ASK_LATER ? n_later + 1 : 0;
		if (n_later == 1 || n_later == 2) {
			walk.wait_for = w->asks[i].later_day.n;
			continue;
		}
		n_later = 0;
		walk.counted[walk.n_counted++] = w->asks[i].when.day.n;
	}
	return walk;
}

static bool naive_rested(const struct world *w, int day)
{
	struct walk walk = walk_asks(w, day);
	int in_a_year = 0;

	for (int i = 0; i < walk.n_counted; i++) {
		if (is_on((struct day){walk.counted[i]}, walk.day - w->rules.rest_days + 1,
			  walk.day))
			return false;
		in_a_year += is_on((struct day){walk.counted[i]}, walk.day - 364, walk.day);
	}
	return !walk.is_never && in_a_year < w->rules.asks_per_year && walk.day >= walk.wait_for;
}

static bool naive_gave(const struct world *w, int day)
{
	struct walk walk = walk_asks(w, day);
	int from = INT32_MAX, n = 0;

	for (int i = 0; i < w->n_sales; i++)
		if (!w->sales[i].is_refunded && w->sales[i].completed.n < from)
			from = w->sales[i].completed.n;
	if (w->is_partner || from == INT32_MAX)
		from = walk.day - 364;
	if (walk.n_counted > 0)
		from = walk.counted[walk.n_counted - 1] + 1;
	for (int d = from; d <= walk.day; d++)
		for (int i = 0; i < w->n_gives; i++)
			n += w->gives[i].n == d;
	return n >= w->rules.gives_min;
}

static bool has_been(struct day what, int day)
{
	return !day_is_none(what) && what.n <= day;
}

/* "Every referral they sent has been thanked, and reported on where that is due": whether they
 * were reached, within a week; what came of it, once that is known. */
static bool naive_loops(const struct world *w, int day)
{
	for (int i = 0; i < w->n_loops; i++) {
		const struct gate_loop *loop = &w->loops[i];
		bool is_over = has_been(loop->closed_day, day);
		bool is_reported = has_been(loop->told_outcome_day, day) ||
				   (!is_over && has_been(loop->told_contact_day, day));
		bool is_due =
			is_over || has_been(day_plus(loop->received_day, GATE_TEST_NEWS), day);

		if (!has_been(loop->received_day, day))
			continue;
		if (!has_been(loop->thanked_day, day) || (is_due && !is_reported))
			return false;
	}
	return true;
}

/* By the words of the channels. */
static bool is_stopped(const struct world *w, enum suppression_channel stopped)
{
	int channel = w->question.channel < 0 ? CHANNEL_CALL : w->question.channel;

	return strcmp(suppression_channels[stopped], "all") == 0 ||
	       strcmp(suppression_channels[stopped], "ask") == 0 ||
	       strcmp(suppression_channels[stopped], channels[channel]) == 0;
}

static bool naive_contactable(const struct world *w, int day)
{
	for (int i = 0; i < w->n_stops; i++)
		if (is_stopped(w, w->stops[i].channel) &&
		    (day_is_none(w->stops[i].until) || day < w->stops[i].until.n))
			return false;
	switch (w->state) {
	case CONTACT_ACTIVE:
		break;
	case CONTACT_PAUSED:
		if (day_is_none(w->paused_until) || day < w->paused_until.n)
			return false;
		break;
	case CONTACT_DECEASED:
	case CONTACT_MERGED:
	case CONTACT_ERASED:
		return false;
	}
	return !is_on(w->death, day - 179, day);
}

static bool naive_sale(const struct world *w)
{
	for (int i = 0; i < w->n_sales; i++)
		if (!w->sales[i].is_refunded)
			return true;
	return w->is_partner;
}

static void naive_check(const struct world *w, int day, bool ret_holds[N_GATE_CODES])
{
	ret_holds[GATE_SALE_COMPLETED] = naive_sale(w);
	ret_holds[GATE_SATISFIED] = naive_satisfied(w, day);
	ret_holds[GATE_PROMISES_KEPT] = naive_promises(w, day);
	ret_holds[GATE_NO_COMPLAINT] = naive_complaints(w, day);
	ret_holds[GATE_RESTED] = naive_rested(w, day);
	ret_holds[GATE_GAVE_FIRST] = naive_gave(w, day);
	ret_holds[GATE_LOOPS_CLOSED] = naive_loops(w, day);
	ret_holds[GATE_CONTACTABLE] = naive_contactable(w, day);
	ret_holds[GATE_TALK_HELD] = w->has_talk;
}

struct tally {
	int n_earned, n_alone[N_GATE_CODES]; /* and blocked by that one alone */
};

static void compare(struct world *w, struct book *b, uint64_t seed, struct tally *tally)
{
	const struct gate_verdict *v;
	bool holds[N_GATE_CODES];
	int n_blocking = 0, first = -1;

	world_tell(w, b);
	v = book_check(b);
	naive_check(w, w->question.day.n, holds);
	for (int code = 0; code < N_GATE_CODES; code++) {
		if (v->conditions[code].holds != holds[code])
			fail_msg("seed %llu: %s says \"%s\"", (unsigned long long)seed,
				 gate_codes[code], v->conditions[code].detail);
		if (holds[code] || code == GATE_TALK_HELD)
			continue;
		if (n_blocking++ == 0)
			first = code;
	}
	assert_int_equal(v->n_blocking, n_blocking);
	assert_int_equal(v->first_blocking, first);
	assert_int_equal(v->earned, n_blocking == 0);
	tally->n_earned += v->earned;
	if (n_blocking == 1)
		tally->n_alone[first]++;
}

static void the_second_gate_says_the_same(void **state)
{
	static struct book b;
	struct tally tally = {0};
	struct world w = {.random = 1};

	(void)state;
	for (int i = 0; i < N_WORLDS; i++) {
		uint64_t seed = w.random;

		world_make(&w);
		if (world_chance(&w, 30))
			w.question.day = at(-world_below(&w, 400));
		compare(&w, &b, seed, &tally);
	}
	/* Not every world is one where nobody may be asked. */
	print_message("%d worlds: %d earned\n", N_WORLDS, tally.n_earned);
	assert_true(tally.n_earned > N_WORLDS / 50);
	for (int code = 0; code < GATE_TALK_HELD; code++) {
		print_message("  %d blocked by %s alone\n", tally.n_alone[code], gate_codes[code]);
		assert_true(tally.n_alone[code] > N_WORLDS / 500);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_second_gate_says_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
