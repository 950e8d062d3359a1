/* The numbers worked out again, naively: asks, names, steps, and what is owed to referrers. */
#include <stdlib.h>
#include <string.h>

#include "life/life.h"
#include "life/naive_numbers.h"

enum { R_ID, R_DIRECTION, R_CONTACT, R_PERSON, R_STATUS, R_ORIGIN, R_ASK, R_CANDIDATE };
enum { R_AT = R_CANDIDATE + 1, R_RECEIVED, R_CONTACTED, R_MEETING, R_WON, R_CLOSED, R_THANKED };
enum { R_TOLD_CONTACT = R_THANKED + 1, R_TOLD_OUTCOME, R_MINUTES, R_FOLLOWUP };
enum { A_ID, A_CONTACT, A_DAY, A_ENTRY, A_OUTCOME, A_OVERRIDE };

#define UNKNOWN INT64_MIN

static bool was_sent(const struct naive_book *b, size_t i)
{
	return grid_is(&b->referrals, i, R_DIRECTION, "received") &&
	       !grid_is_null(&b->referrals, i, R_RECEIVED);
}

static bool is_earlier(const struct naive_book *b, size_t x, size_t y)
{
	static const int columns[] = {A_DAY, A_ENTRY, A_ID};

	for (int i = 0; i < 3; i++) {
		int64_t a = grid_number(&b->asks, x, (size_t)columns[i]);
		int64_t c = grid_number(&b->asks, y, (size_t)columns[i]);

		if (a != c)
			return a < c;
	}
	return false;
}

/* The last ask of the same contact before this one; -1: there was none. */
static long ask_before(const struct naive_book *b, size_t ask)
{
	long found = -1;

	for (size_t i = 0; i < b->asks.n; i++)
		if (grid_number(&b->asks, i, A_CONTACT) == grid_number(&b->asks, ask, A_CONTACT) &&
		    is_earlier(b, i, ask) && (found < 0 || is_earlier(b, (size_t)found, i)))
			found = (long)i;
	return found;
}

/* Every answer but `later`; of those running the third is a no, and a count begins anew. */
static bool is_counted(const struct naive_book *b, size_t ask)
{
	int n_later = 0;

	if (!grid_is(&b->asks, ask, A_OUTCOME, "later"))
		return true;
	for (long i = (long)ask; i >= 0 && grid_is(&b->asks, (size_t)i, A_OUTCOME, "later");
	     i = ask_before(b, (size_t)i))
		n_later++;
	return n_later % 3 == 0;
}

static int64_t day_in(const struct grid *g, size_t row, size_t column)
{
	return grid_is_null(g, row, column) ? UNKNOWN : grid_number(g, row, column);
}

static int64_t ask_day(const struct naive_book *b, size_t referral)
{
	for (size_t i = 0; i < b->asks.n; i++)
		if (grid_number(&b->asks, i, A_ID) == grid_number(&b->referrals, referral, R_ASK))
			return grid_number(&b->asks, i, A_DAY);
	return UNKNOWN;
}

/* Days of asked, named, contacted, met, won, completed. */
static void days_of(const struct naive_book *b, size_t i, int64_t days[6])
{
	const struct grid *g = &b->referrals;

	days[0] = ask_day(b, i);
	days[1] = day_in(g, i, R_CANDIDATE);
	if (days[1] == UNKNOWN)
		days[1] = day_in(g, i, R_RECEIVED);
	days[2] = day_in(g, i, R_CONTACTED);
	days[3] = day_in(g, i, R_MEETING);
	days[4] = day_in(g, i, R_WON);
	days[5] = grid_is(g, i, R_STATUS, "won") ? day_in(g, i, R_CLOSED) : UNKNOWN;
}

struct funnel {
	int64_t n[6], n_gaps[6];
	int64_t *gaps[6];
	int64_t received;
};

static void count_named(const struct naive_book *b, int from, int to, struct funnel *f)
{
	for (size_t i = 0; i < b->referrals.n; i++) {
		int64_t days[6];

		days_of(b, i, days);
		if (!grid_is(&b->referrals, i, R_DIRECTION, "received") || days[1] == UNKNOWN ||
		    days[1] < from || days[1] > to)
			continue;
		f->received += !grid_is_null(&b->referrals, i, R_RECEIVED);
		for (int stage = 1; stage < 6; stage++) {
			bool is_reached = false;

			for (int later = stage; later < 6; later++)
				is_reached |= days[later] != UNKNOWN;
			f->n[stage] += is_reached;
			if (days[stage] != UNKNOWN && days[stage - 1] != UNKNOWN)
				f->gaps[stage][f->n_gaps[stage]++] =
					days[stage] < days[stage - 1]
						? 0
						: days[stage] - days[stage - 1];
		}
	}
}

static json_t *hours_of(const struct naive_book *b, int from, int to)
{
	int64_t *minutes = calloc(b->referrals.n + 1, sizeof *minutes), within = 0;
	size_t n = 0;
	json_t *o;

	for (size_t i = 0; i < b->referrals.n; i++) {
		if (!was_sent(b, i) || !naive_is_within(&b->referrals, i, R_RECEIVED, from, to) ||
		    grid_is_null(&b->referrals, i, R_MINUTES))
			continue;
		minutes[n++] = grid_number(&b->referrals, i, R_MINUTES);
		within += minutes[n - 1] <= 60;
	}
	o = json_pack("{sIsosI}", "n", (json_int_t)n, "median_minutes", naive_median(minutes, n),
		      "within_an_hour", (json_int_t)within);
	free(minutes);
	return o;
}

json_t *naive_funnel(const struct naive_book *b, int from, int to)
{
	static const char *const stages[] = {"asks",    "names", "contacted",
					     "meeting", "won",   "completed"};
	json_t *o = naive_answer(from, to), *list = json_array();
	int64_t made = 0, overridden = 0, with_names = 0;
	struct funnel f = {.received = 0};

	for (size_t i = 0; i < b->asks.n; i++) {
		if (!naive_is_within(&b->asks, i, A_DAY, from, to))
			continue;
		made++;
		overridden += !grid_is_null(&b->asks, i, A_OVERRIDE);
		with_names += grid_is(&b->asks, i, A_OUTCOME, "names-given");
		f.n[0] += is_counted(b, i);
	}
	for (int stage = 0; stage < 6; stage++)
		f.gaps[stage] = calloc(b->referrals.n + 1, sizeof *f.gaps[stage]);
	count_named(b, from, to, &f);
	for (int stage = 0; stage < 6; stage++) {
		json_t *rate = stage == 0   ? json_null()
			       : stage == 1 ? naive_share(with_names, f.n[0])
					    : naive_share(f.n[stage], f.n[stage - 1]);

		(void)json_array_append_new(
			list, json_pack("{sssIsoso}", "stage", stages[stage], "n",
					(json_int_t)f.n[stage], "rate", rate, "median_days",
					naive_median(f.gaps[stage], (size_t)f.n_gaps[stage])));
		free(f.gaps[stage]);
	}
	(void)json_object_set_new(o, "stages", list);
	(void)json_object_set_new(o, "received", json_integer(f.received));
	(void)json_object_set_new(o, "hours", hours_of(b, from, to));
	(void)json_object_set_new(o, "overrides",
				  json_pack("{sIsIso}", "n", (json_int_t)overridden, "of",
					    (json_int_t)made, "share",
					    naive_share(overridden, made)));
	(void)json_object_set_new(o, "asks_with_names", json_integer(with_names));
	return o;
}

#define STEPS_MOST 400

struct step {
	const char *plan, *step, *offset;
	int64_t done, named;
};

/* The row of a grid whose first column is that id. */
static size_t row_of(const struct grid *g, int64_t id)
{
	size_t i = 0;

	while (i < g->n && grid_number(g, i, 0) != id)
		i++;
	return i;
}

static const char *offset_of(const struct naive_book *b, int64_t version, const char *key)
{
	for (size_t i = 0; i < b->steps.n; i++)
		if (grid_number(&b->steps, i, 0) == version && grid_is(&b->steps, i, 1, key))
			return grid_at(&b->steps, i, 2)->text;
	return NULL;
}

static struct step *find_step(struct step *steps, size_t *n, const struct step *wanted)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(steps[i].plan, wanted->plan) == 0 &&
		    strcmp(steps[i].step, wanted->step) == 0 &&
		    strcmp(steps[i].offset, wanted->offset) == 0)
			return &steps[i];
	if (*n == STEPS_MOST)
		return NULL;
	steps[*n] = *wanted;
	return &steps[(*n)++];
}

static bool was_named_after(const struct naive_book *b, int64_t followup)
{
	for (size_t i = 0; i < b->referrals.n; i++)
		if (grid_number(&b->referrals, i, R_FOLLOWUP) == followup &&
		    grid_is(&b->referrals, i, R_DIRECTION, "received"))
			return true;
	return false;
}

static size_t steps_done(const struct naive_book *b, int from, int to, struct step *steps)
{
	size_t n = 0;

	for (size_t i = 0; i < b->followups.n; i++) {
		size_t run = row_of(&b->runs, grid_number(&b->followups, i, 1));
		struct step wanted = {.step = grid_at(&b->followups, i, 2)->text}, *step;

		if (!grid_is(&b->followups, i, 3, "done") || !wanted.step || run == b->runs.n ||
		    !naive_is_within(&b->followups, i, 4, from, to))
			continue;
		wanted.offset = offset_of(b, grid_number(&b->runs, run, 2), wanted.step);
		wanted.plan =
			grid_at(&b->plans, row_of(&b->plans, grid_number(&b->runs, run, 1)), 1)
				->text;
		step = wanted.offset ? find_step(steps, &n, &wanted) : NULL;
		if (!step)
			continue;
		step->done++;
		step->named += was_named_after(b, grid_number(&b->followups, i, 0));
	}
	return n;
}

static int by_rate(const void *a, const void *b)
{
	const struct step *x = a, *y = b;
	int64_t left = x->named * y->done, right = y->named * x->done;
	int order;

	if (left != right)
		return left > right ? -1 : 1;
	if (x->done != y->done)
		return x->done > y->done ? -1 : 1;
	order = strcmp(x->plan, y->plan);
	if (order == 0)
		order = strcmp(x->step, y->step);
	return order ? order : strcmp(x->offset, y->offset);
}

json_t *naive_steps(const struct naive_book *b, int from, int to)
{
	struct step *steps = calloc(STEPS_MOST, sizeof *steps);
	size_t n = steps_done(b, from, to, steps);
	json_t *o = naive_answer(from, to), *items = json_array();
	json_int_t others = 0;

	qsort(steps, n, sizeof *steps, by_rate);
	for (size_t i = 0; i < n; i++) {
		if (steps[i].done < 20) {
			others++;
			continue;
		}
		(void)json_array_append_new(
			items,
			json_pack("{sssssssIsIso}", "plan", steps[i].plan, "step", steps[i].step,
				  "offset", steps[i].offset, "done", (json_int_t)steps[i].done,
				  "named", (json_int_t)steps[i].named, "rate",
				  naive_share(steps[i].named, steps[i].done)));
	}
	free(steps);
	(void)json_object_set_new(o, "cases_min", json_integer(20));
	(void)json_object_set_new(o, "items", items);
	(void)json_object_set_new(o, "others", json_integer(others));
	return o;
}

/* Who has the credit for a person: who sent them first. 0: nobody. */
static int64_t sender_of(const struct naive_book *b, int64_t person)
{
	size_t first = b->referrals.n;

	for (size_t i = 0; i < b->referrals.n; i++) {
		const struct grid *g = &b->referrals;

		if (!was_sent(b, i) || grid_number(g, i, R_PERSON) != person ||
		    grid_number(g, i, R_CONTACT) == person)
			continue;
		if (first == g->n || grid_number(g, i, R_AT) < grid_number(g, first, R_AT) ||
		    (grid_number(g, i, R_AT) == grid_number(g, first, R_AT) &&
		     grid_number(g, i, R_ID) < grid_number(g, first, R_ID)))
			first = i;
	}
	return first < b->referrals.n ? grid_number(&b->referrals, first, R_CONTACT) : 0;
}

static json_t *last_sale(const struct naive_book *b)
{
	const struct grid *g = &b->sales;
	int64_t through, referral;
	size_t last = g->n;

	for (size_t i = 0; i < g->n; i++)
		if (grid_is(g, i, 2, "completed") && grid_is(g, i, 3, "referral") &&
		    (last == g->n || grid_number(g, i, 6) > grid_number(g, last, 6) ||
		     (grid_number(g, i, 6) == grid_number(g, last, 6) &&
		      grid_number(g, i, 0) > grid_number(g, last, 0))))
			last = i;
	if (last == g->n)
		return json_null();
	through = sender_of(b, grid_number(g, last, 1));
	referral = row_of(&b->referrals, grid_number(g, last, 4)) < b->referrals.n
			   ? (int64_t)row_of(&b->referrals, grid_number(g, last, 4))
			   : -1;
	if (!through && referral >= 0)
		through = grid_number(&b->referrals, (size_t)referral, R_CONTACT);
	return json_pack("{sIsssIsoso}", "sale", (json_int_t)grid_number(g, last, 0), "day",
			 day_text((int)grid_number(g, last, 6)), "days_ago",
			 (json_int_t)(b->today - grid_number(g, last, 6)), "contact",
			 naive_who(b, grid_number(g, last, 1)), "through",
			 through ? naive_who(b, through) : json_null());
}

/* Nothing is owed to the dead, and to those who want to hear nothing at all. */
static bool may_hear(const struct naive_book *b, int64_t contact)
{
	struct grid stops = grid_read(b->stack, "SELECT contact, channel, until, lifted_day "
						"FROM suppression");
	size_t row = row_of(&b->contacts, contact);
	bool may =
		grid_is(&b->contacts, row, 1, "active") || grid_is(&b->contacts, row, 1, "paused");

	for (size_t i = 0; i < stops.n; i++)
		if (grid_number(&stops, i, 0) == contact && grid_is(&stops, i, 1, "all") &&
		    grid_is_null(&stops, i, 3) &&
		    (grid_is_null(&stops, i, 2) || b->today < grid_number(&stops, i, 2)))
			may = false;
	grid_free(&stops);
	return may;
}

json_t *naive_status(const struct naive_book *b)
{
	json_int_t open = 0, thank = 0, tell = 0, outcome = 0, running = 0, candidates = 0;
	const struct grid *g = &b->referrals;

	for (size_t i = 0; i < g->n; i++) {
		bool is_closed = !grid_is_null(g, i, R_CLOSED);
		bool owes_thanks = grid_is_null(g, i, R_THANKED);
		bool is_untold = grid_is_null(g, i, R_TOLD_OUTCOME);
		bool owes_news = !is_closed && is_untold && grid_is_null(g, i, R_TOLD_CONTACT) &&
				 b->today - grid_number(g, i, R_RECEIVED) >= 7;
		bool owes_end = is_closed && is_untold;

		candidates += grid_is(g, i, R_STATUS, "candidate");
		running += was_sent(b, i) && !is_closed;
		if (!was_sent(b, i) || grid_is(g, i, R_ORIGIN, "import") ||
		    !may_hear(b, grid_number(g, i, R_CONTACT)))
			continue;
		thank += owes_thanks;
		tell += owes_news;
		outcome += owes_end;
		open += owes_thanks || owes_news || owes_end;
	}
	return json_pack("{sos{sIsIsIsI}s{sIsI}}", "last_referral_sale", last_sale(b), "loops",
			 "open", open, "thank", thank, "tell", tell, "outcome", outcome,
			 "referrals", "open", running, "candidates", candidates);
}
