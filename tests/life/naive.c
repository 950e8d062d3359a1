/* The earned gate a second time. Nothing here is shared with the real one. */
#include "life/naive.h"

#include <string.h>

const char *const naive_codes[NAIVE_CONDITIONS] = {
	"sale-completed", "satisfied",  "promises-kept", "no-complaint",
	"rested",         "gave-first", "loops-closed",  "contactable",
};

static bool is_newer(struct stamp a, struct stamp b)
{
	if (a.day == NEVER)
		return false;
	if (a.day != b.day)
		return a.day > b.day;
	return a.entry > b.entry;
}

static struct stamp newer_of(struct stamp a, struct stamp b)
{
	return is_newer(a, b) ? a : b;
}

/* "for a broken one the day the repair's fix was done, else the day it broke" */
static struct stamp put_right(const struct a_promise *p)
{
	if (p->state == TOLD_BROKEN)
		return newer_of(p->late, p->fixed.day != NEVER ? p->fixed : p->broken);
	return p->late;
}

static struct stamp last_trouble(const struct facts *f, int64_t contact)
{
	struct stamp last = NO_STAMP;

	for (size_t i = 0; i < f->n_complaints; i++)
		if (facts_are_together(f, f->complaints[i].contact, contact))
			last = newer_of(f->complaints[i].said, last);
	for (size_t i = 0; i < f->n_promises; i++)
		if (facts_are_together(f, f->promises[i].contact, contact))
			last = newer_of(put_right(&f->promises[i]), last);
	return last;
}

static bool is_praised_since(const struct facts *f, int64_t contact, struct stamp since, int day)
{
	for (size_t i = 0; i < f->n_compliments; i++) {
		const struct a_compliment *c = &f->compliments[i];

		if (c->contact == contact && is_newer(c->at, since) && day - c->at.day <= 365)
			return true;
	}
	return false;
}

static const struct a_score *newest_score(const struct facts *f, int64_t contact)
{
	const struct a_score *newest = NULL;

	for (size_t i = 0; i < f->n_scores; i++)
		if (f->scores[i].contact == contact &&
		    (!newest || is_newer(f->scores[i].at, newest->at)))
			newest = &f->scores[i];
	return newest;
}

static bool is_enough(const struct facts *f, const struct a_score *s, struct stamp since, int day)
{
	if (!is_newer(s->at, since) || day - s->at.day > 365)
		return false;
	return s->score >= 9 || (s->score == 8 && is_praised_since(f, s->contact, since, day));
}

/* Whether a score that satisfies has come since. */
static bool is_answered(const struct facts *f, int64_t contact, struct stamp since, int day)
{
	for (size_t i = 0; i < f->n_scores; i++)
		if (f->scores[i].contact == contact && is_enough(f, &f->scores[i], since, day))
			return true;
	return false;
}

static bool sale_completed(const struct facts *f, const struct a_contact *c)
{
	if (c->is_partner)
		return true;
	for (size_t i = 0; i < f->n_sales; i++)
		if (f->sales[i].contact == c->id && f->sales[i].is_completed)
			return true;
	return false;
}

static bool satisfied(const struct facts *f, const struct a_contact *c, int day)
{
	struct stamp trouble = last_trouble(f, c->id);
	const struct a_score *own = newest_score(f, c->id);

	if (c->is_partner)
		return true;
	for (size_t i = 0; i < f->n_contacts; i++) {
		const struct a_score *theirs = newest_score(f, f->contacts[i].id);

		/* The dead cannot give a better one. */
		if (theirs && theirs->score <= 6 && !f->contacts[i].is_dead &&
		    facts_are_together(f, f->contacts[i].id, c->id))
			return false;
	}
	if (!own)
		return is_praised_since(f, c->id, trouble, day);
	return is_enough(f, own, trouble, day);
}

static bool is_for_fresh_sale(const struct facts *f, const struct a_promise *p)
{
	const struct a_sale *sale = p->sale ? facts_sale(f, p->sale) : NULL;

	return sale && sale->is_completed && p->due_day <= sale->completed_day + 30;
}

static bool promise_kept(const struct facts *f, const struct a_promise *p, int64_t contact, int day)
{
	bool is_bad = p->state == TOLD_BROKEN;
	int since = p->broken.day;

	if (p->state == TOLD_OPEN && (day > p->due_day || is_for_fresh_sale(f, p)))
		return false;
	if (p->state != TOLD_BROKEN && p->state != TOLD_WITHDRAWN && p->late.day != NEVER) {
		is_bad = true;
		since = p->late.day;
	}
	return !is_bad || day - since >= 90 || is_answered(f, contact, put_right(p), day);
}

static bool promises_kept(const struct facts *f, const struct a_contact *c, int day)
{
	for (size_t i = 0; i < f->n_promises; i++)
		if (facts_are_together(f, f->promises[i].contact, c->id) &&
		    !promise_kept(f, &f->promises[i], c->id, day))
			return false;
	return true;
}

static bool no_complaint(const struct facts *f, const struct a_contact *c, int day)
{
	for (size_t i = 0; i < f->n_complaints; i++) {
		const struct a_complaint *x = &f->complaints[i];

		if (!facts_are_together(f, x->contact, c->id))
			continue;
		if (x->resolved.day == NEVER)
			return false;
		if (day - x->resolved.day < 14 && !is_answered(f, c->id, x->resolved, day))
			return false;
	}
	return true;
}

/* The asks of a household, oldest first; of a part, those before the ask that it belongs to. How
 * many. */
#define ASKS_MOST 400

static size_t asks_of(const struct facts *f, int64_t contact, const struct an_ask *part_of,
		      const struct an_ask **ret)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_asks && n < ASKS_MOST; i++) {
		const struct an_ask *a = &f->asks[i];
		size_t at = n;

		if (!facts_are_together(f, a->contact, contact) ||
		    (part_of && !is_newer(part_of->at, a->at)))
			continue;
		for (; at > 0 && is_newer(ret[at - 1]->at, a->at); at--)
			ret[at] = ret[at - 1];
		ret[at] = a;
		n++;
	}
	return n;
}

/* Which of them count: all but `later`; the third `later` running counts. */
static void count(const struct an_ask **asks, size_t n, bool *ret_counts)
{
	int running = 0;

	for (size_t i = 0; i < n; i++) {
		running = asks[i]->answer == TOLD_LATER ? running + 1 : 0;
		ret_counts[i] = running == 0 || running == 3;
		if (running == 3)
			running = 0;
	}
}

bool naive_counts(const struct facts *f, const struct an_ask *ask)
{
	const struct an_ask *asks[ASKS_MOST];
	bool counts[ASKS_MOST];
	size_t n = asks_of(f, ask->contact, NULL, asks);

	count(asks, n, counts);
	for (size_t i = 0; i < n; i++)
		if (asks[i] == ask)
			return counts[i];
	return false;
}

static int last_counted_day(const struct an_ask **asks, const bool *counts, size_t n)
{
	int last = NEVER;

	for (size_t i = 0; i < n; i++)
		if (counts[i] && asks[i]->at.day > last)
			last = asks[i]->at.day;
	return last;
}

static bool rested(const struct an_ask **asks, const bool *counts, size_t n, int day)
{
	int in_a_year = 0;

	for (size_t i = 0; i < n; i++) {
		if (!counts[i])
			continue;
		if (day - asks[i]->at.day < 180)
			return false;
		in_a_year += day - asks[i]->at.day < 365;
	}
	if (in_a_year >= 2)
		return false;
	return n == 0 || counts[n - 1] || day >= asks[n - 1]->later_day;
}

static bool is_never(const struct facts *f, int64_t contact)
{
	for (size_t i = 0; i < f->n_asks; i++)
		if (f->asks[i].answer == TOLD_NEVER &&
		    facts_are_together(f, f->asks[i].contact, contact))
			return true;
	return false;
}

static int first_completion(const struct facts *f, int64_t contact)
{
	int first = INT32_MAX;

	for (size_t i = 0; i < f->n_sales; i++)
		if (f->sales[i].contact == contact && f->sales[i].is_completed &&
		    f->sales[i].completed_day < first)
			first = f->sales[i].completed_day;
	return first;
}

static bool gave_first(const struct facts *f, const struct a_contact *c, int last_ask, int day)
{
	int first = first_completion(f, c->id), n = 0;

	if (last_ask != NEVER)
		first = last_ask + 1;
	else if (c->is_partner)
		first = day - 364;
	for (size_t i = 0; i < f->n_gifts; i++)
		n += f->gifts[i].contact == c->id && f->gifts[i].day >= first &&
		     f->gifts[i].day <= day;
	return n >= 2;
}

/* "Every referral they sent has been thanked, and reported on where that is due": a week after it
 * came whether they were reached, at the end how it went. */
static bool is_looped(const struct a_sent *s, int day)
{
	bool is_closed = s->closed_day != NEVER && s->closed_day <= day;
	bool knows_end = s->told_outcome_day != NEVER && s->told_outcome_day <= day;
	bool knows_start = s->told_contact_day != NEVER && s->told_contact_day <= day;

	if (s->thanked_day == NEVER || s->thanked_day > day)
		return false;
	if (is_closed)
		return knows_end;
	return knows_end || knows_start || day - s->received_day < 7;
}

static bool loops_closed(const struct facts *f, const struct a_contact *c, int day)
{
	for (size_t i = 0; i < f->n_sent; i++)
		if (f->sent[i].contact == c->id && f->sent[i].received_day <= day &&
		    !is_looped(&f->sent[i], day))
			return false;
	return true;
}

static bool is_stopped(const struct facts *f, int64_t contact, const char *channel, int day)
{
	for (size_t i = 0; i < f->n_stops; i++) {
		const struct a_stop *s = &f->stops[i];

		if (s->contact != contact || s->is_lifted || day < s->from ||
		    (s->until != NEVER && day >= s->until))
			continue;
		if (strcmp(s->channel, "all") == 0 || strcmp(s->channel, "ask") == 0 ||
		    strcmp(s->channel, channel) == 0)
			return true;
	}
	return false;
}

static bool contactable(const struct facts *f, const struct a_contact *c, const char *channel,
			int day)
{
	if (c->is_dead)
		return false;
	if (c->is_paused && (c->paused_until == NEVER || day < c->paused_until))
		return false;
	for (size_t i = 0; i < f->n_contacts; i++)
		if (f->contacts[i].is_dead && facts_are_together(f, f->contacts[i].id, c->id) &&
		    day - f->contacts[i].death_day < 180)
			return false;
	return !is_stopped(f, c->id, channel, day);
}

struct naive_verdict naive_judge(const struct facts *f, const struct naive_question *q)
{
	const struct a_contact *c = facts_contact(f, q->contact);
	const struct an_ask *asks[ASKS_MOST];
	bool counts[ASKS_MOST];
	int ask_day = q->part_of ? q->part_of->at.day : q->day;
	size_t n = asks_of(f, q->contact, q->part_of, asks);
	struct naive_verdict v;

	count(asks, n, counts);
	v = (struct naive_verdict){{
		[NAIVE_SALE_COMPLETED] = sale_completed(f, c),
		[NAIVE_SATISFIED] = satisfied(f, c, q->day),
		[NAIVE_PROMISES_KEPT] = promises_kept(f, c, q->day),
		[NAIVE_NO_COMPLAINT] = no_complaint(f, c, q->day),
		[NAIVE_RESTED] = rested(asks, counts, n, ask_day) && !is_never(f, q->contact),
		[NAIVE_GAVE_FIRST] = gave_first(f, c, last_counted_day(asks, counts, n), ask_day),
		[NAIVE_LOOPS_CLOSED] = loops_closed(f, c, q->day),
		[NAIVE_CONTACTABLE] = contactable(f, c, q->channel, q->day),
	}};
	return v;
}

bool naive_is_earned(const struct naive_verdict *v)
{
	for (int i = 0; i < NAIVE_CONDITIONS; i++)
		if (!v->holds[i])
			return false;
	return true;
}
