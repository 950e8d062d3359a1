/* What the gate looks at: talks, promises, scores, complaints, asks and stops of a contact, some of
 * each, as years of selling leave them. */
#include "fill.h"

#include "store/ask.h"
#include "store/complaint.h"
#include "store/promise.h"
#include "store/satisfaction.h"
#include "store/suppression.h"
#include "store/talk.h"

#define RECENT_DAYS 900

static struct day past(struct fill *f, int days)
{
	return day_plus(f->today, -(int)below(f, days));
}

/* Of days ago, a few days on, but not after today. */
static struct day soon_after(struct fill *f, struct day day)
{
	day = day_plus(day, (int)below(f, 12));
	return day_before(f->today, day) ? f->today : day;
}

static int add_talk(struct fill *f, int64_t contact)
{
	struct talk talk = {
		.contact = contact,
		.day = past(f, PAST_DAYS),
		.motive = MOTIVE_TIME_AND_ATTENTION,
		.agreed = AGREED_YES,
		.created_at = 1,
	};
	int r;

	r = store_talk_add(f->store, &talk);
	return r ? r : pace(f);
}

/* One in seven is open, one in ten was kept late, one in twenty was broken. */
static int add_promise(struct fill *f, int64_t contact)
{
	static const char *const texts[] = {"the quote by Friday", "a second key",
					    "to ring before eight", "the manual in their language"};
	struct day day = past(f, RECENT_DAYS);
	int64_t fate = below(f, 100);
	struct promise p = {
		.contact = contact,
		.text = texts[below(f, 4)],
		.state = fate < 15   ? PROMISE_OPEN
			 : fate < 20 ? PROMISE_BROKEN
				     : PROMISE_KEPT,
		.made_day = day,
		.due_day = day,
		.target_day = day,
		.is_late = fate >= 20 && fate < 30,
		.ended_day = NO_DAY,
		.trouble_day = NO_DAY,
		.righted_day = NO_DAY,
		.created_at = 1,
	};
	int r;

	if (p.state == PROMISE_OPEN)
		p.due_day = p.target_day = day_plus(f->today, (int)below(f, 40) - 2);
	else
		p.ended_day = day;
	if (p.is_late || p.state == PROMISE_BROKEN) {
		p.trouble_day = day;
		p.trouble_entry = ++f->n_entries;
	}
	if (p.is_late || (p.state == PROMISE_BROKEN && chance(f, 80))) {
		p.righted_day = p.is_late ? day : soon_after(f, day);
		p.righted_entry = ++f->n_entries;
	}
	r = store_promise_add(f->store, &p);
	return r ? r : pace(f);
}

static int add_score(struct fill *f, int64_t contact)
{
	int64_t fate = below(f, 100);
	struct satisfaction score = {
		.contact = contact,
		.score = fate < 65   ? 9 + (int)(fate % 2)
			 : fate < 85 ? 8
				     : (int)below(f, 8),
		.day = past(f, 400),
		.entry = ++f->n_entries,
		.created_at = 1,
	};
	int r;

	r = store_satisfaction_add(f->store, &score);
	return r ? r : pace(f);
}

static int add_compliment(struct fill *f, int64_t contact)
{
	struct compliment praise = {
		.contact = contact,
		.text = "best fitter we ever had",
		.day = past(f, 400),
		.entry = ++f->n_entries,
		.created_at = 1,
	};
	int r;

	r = store_compliment_add(f->store, &praise);
	return r ? r : pace(f);
}

static int add_complaint(struct fill *f, int64_t contact)
{
	struct complaint c = {
		.contact = contact,
		.text = "the siren woke the street",
		.state = chance(f, 90) ? COMPLAINT_RESOLVED : COMPLAINT_OPEN,
		.day = past(f, RECENT_DAYS),
		.entry = ++f->n_entries,
		.resolved_day = NO_DAY,
		.created_at = 1,
	};
	int r;

	if (c.state == COMPLAINT_RESOLVED) {
		c.resolved_day = soon_after(f, c.day);
		c.resolved_entry = ++f->n_entries;
	}
	r = store_complaint_add(f->store, &c);
	return r ? r : pace(f);
}

static int add_ask(struct fill *f, int64_t contact)
{
	struct ask ask = {
		.contact = contact,
		.channel = CHANNEL_CALL,
		.day = past(f, PAST_DAYS),
		.entry = ++f->n_entries,
		.outcome = chance(f, 2) ? ASK_NEVER : (int)below(f, ASK_NEVER),
		.later_day = NO_DAY,
		.created_at = 1,
	};
	int r;

	if (ask.outcome == ASK_LATER)
		ask.later_day = day_plus(ask.day, 60);
	if (chance(f, 5))
		ask.override_reason = "they asked me to";
	r = store_ask_add(f->store, &ask);
	f->n_asks += r == 0;
	return r ? r : pace(f);
}

static int add_stop(struct fill *f, int64_t contact)
{
	struct suppression stop = {
		.contact = contact,
		.channel = (enum suppression_channel)below(f, SUPPRESS_ALL + 1),
		.reason = "asked not to be rung",
		.day = past(f, RECENT_DAYS),
		.until = chance(f, 50) ? day_plus(f->today, (int)below(f, 90)) : NO_DAY,
		.lifted_day = NO_DAY,
		.created_at = 1,
	};
	int r;

	r = store_suppression_add(f->store, &stop);
	return r ? r : pace(f);
}

int fill_gate(struct fill *f, int64_t contact)
{
	static const struct {
		int (*add)(struct fill *f, int64_t contact);
		unsigned percent; /* of the contacts have one, and as many of those one more */
		int most;
	} parts[] = {
		{add_talk, 60, 1},       {add_promise, 50, 6},  {add_score, 70, 4},
		{add_compliment, 25, 2}, {add_complaint, 8, 2}, {add_ask, 55, 6},
		{add_stop, 3, 1},
	};
	int r = 0;

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		for (int n = 0; r == 0 && n < parts[i].most && chance(f, parts[i].percent); n++)
			r = parts[i].add(f, contact);
	return r;
}
