/* Fills a book with years of selling, the same for the same seed: fill DB CONTACTS FOLLOWUPS
 * [SEED [OPEN]]. OPEN is how many of a hundred past follow-ups nobody has done (0). */
#include "fill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "domain/contact.h"
#include "domain/followup.h"
#include "domain/sale.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/derived.h"
#include "store/followup.h"
#include "store/household.h"
#include "store/sale.h"
#include "store/touch.h"

#define PER_COMMIT 20000
#define FUTURE_DAYS 400
#define LATE_DAYS 30 /* so long things lie about before they are done, sometimes */
#define MORNING (9 * 3600)
#define DAY_SECONDS 86400

/* splitmix64 (public domain, Vigna). */
static uint64_t next_random(struct fill *f)
{
	uint64_t z = f->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

int64_t below(struct fill *f, int64_t n)
{
	return (int64_t)(next_random(f) % (uint64_t)n);
}

bool chance(struct fill *f, unsigned percent)
{
	return below(f, 100) < (int64_t)percent;
}

int pace(struct fill *f)
{
	int r;

	if (++f->n_written % PER_COMMIT)
		return 0;
	r = store_commit(f->store);
	return r ? r : store_begin(f->store);
}

static int add_contact(struct fill *f, int64_t number)
{
	static const char *const given[] = {"Ana",   "Ben",  "Chloé", "Dmitri", "Edith", "Farid",
					    "Greta", "Hugo", "Ines",  "Jane",   "Kofi",  "Lena"};
	static const char *const family[] = {"Ruiz",   "Kim",    "Moreau", "Okafor", "Schmidt",
					     "Tanaka", "Varga",  "Weiss",  "Young",  "Zimmer",
					     "Novak",  "Larsen", "Costa"};
	char name[80], email[80], phone[40];
	const char *const emails[] = {email}, *const phones[] = {phone};
	struct household home = {.created_at = 1};
	struct contact c = {
		.state = CONTACT_ACTIVE,
		.name = name,
		.cadence = -1,
		.preferred_channel = -1,
		.paused_until = NO_DAY,
		.created_at = 1,
	};
	int r;

	(void)snprintf(name, sizeof name, "%s %s %lld", given[below(f, (int64_t)ARRAY_LEN(given))],
		       family[below(f, (int64_t)ARRAY_LEN(family))], (long long)number);
	/* Of three contacts two are of one household. */
	if (number % 3 == 1) {
		r = store_household_add(f->store, &home);
		f->household = home.id;
		if (r)
			return r;
	}
	c.household = number % 3 == 0 ? 0 : f->household;
	(void)snprintf(email, sizeof email, "person%lld@example.org", (long long)number);
	(void)snprintf(phone, sizeof phone, "+1 555 %07lld", (long long)number);
	r = store_contact_add(f->store, &c);
	if (r == 0)
		r = store_contact_set_emails(f->store, c.id, emails, 1);
	if (r == 0)
		r = store_contact_set_phones(f->store, c.id, phones, 1);
	return r ? r : pace(f);
}

static int add_sale(struct fill *f, int64_t contact)
{
	struct day day = day_plus(f->today, -(int)below(f, PAST_DAYS) - 1);
	struct sale sale = {
		.contact = contact,
		.state = chance(f, 80) ? SALE_COMPLETED : SALE_OPEN,
		.product = "Alarm",
		.amount = 1000 * below(f, 900),
		.currency = chance(f, 90) ? "EUR" : "USD",
		.exponent = 2,
		.source = chance(f, 35)   ? (int)SOURCE_REFERRAL
			  : chance(f, 10) ? -1
					  : (int)below(f, SOURCE_OTHER + 1),
		.opened_day = day,
		.signed_day = NO_DAY,
		.completed_day = NO_DAY,
		.lost_day = NO_DAY,
		.refunded_day = NO_DAY,
		.created_at = 1,
	};
	int r;

	if (sale.state == SALE_COMPLETED)
		sale.completed_day = day;
	r = store_sale_add(f->store, &sale);
	return r ? r : pace(f);
}

static bool is_open(struct fill *f, struct day due)
{
	if (due.n >= f->today.n)
		return true;
	if (chance(f, f->open_percent))
		return true;
	return due.n > f->today.n - LATE_DAYS && chance(f, 20);
}

static int add_touch(struct fill *f, const struct followup *done)
{
	struct touch t = {
		.contact = done->contact,
		.followup = done->id,
		.day = done->due_day,
		.channel = CHANNEL_CALL,
		.direction = chance(f, 50) ? DIRECTION_BOTH : DIRECTION_OUT,
		.gave = done->gives,
		.minutes = 10,
		.created_at = done->due_at,
	};

	return store_touch_add(f->store, &t);
}

/* In the order of their days, as they come about. */
static int add_followup(struct fill *f, int64_t number)
{
	static const char *const titles[] = {"A personal word", "Is everything as I promised?",
					     "Something useful, no ask", "How does it serve you?"};
	int64_t span = PAST_DAYS + FUTURE_DAYS;
	struct day due = day_plus(f->today, (int)(number * span / f->n_followups) - PAST_DAYS);
	struct followup row = {
		.contact = below(f, f->n_contacts) + 1,
		.run = chance(f, 80) ? below(f, f->n_contacts) + 1 : 0,
		.occurrence = 1,
		.kind = (enum followup_kind)below(f, KIND_TASK + 1),
		.channel = -1,
		.title = titles[below(f, (int64_t)ARRAY_LEN(titles))],
		.reason = "two days after the delivery of the alarm",
		.state = is_open(f, due) ? FOLLOWUP_SCHEDULED : FOLLOWUP_DONE,
		.waits_for = -1,
		.planned_day = due,
		.planned_minute = ANY_MINUTE,
		.due_day = due,
		.due_minute = ANY_MINUTE,
		.due_at = (int64_t)due.n * DAY_SECONDS + MORNING,
		.series_day = NO_DAY,
		.outcome = -1,
		.ended_day = NO_DAY,
		.created_at = 1,
	};
	int r;

	row.step = row.run ? fill_step(f) : NULL;
	row.rank = followup_rank(&row);
	row.has_gate = row.kind == KIND_ASK;
	row.gives =
		row.kind == KIND_CALL || row.kind == KIND_THANK_YOU || row.kind == KIND_CHECK_IN;
	if (row.has_gate && row.state == FOLLOWUP_SCHEDULED) {
		row.state = FOLLOWUP_WAITING;
		row.waits_for = WAIT_GATE;
	}
	if (row.state == FOLLOWUP_DONE) {
		row.outcome = (int)followup_default_outcome(row.kind);
		row.ended_day = due;
	}
	row.next_at = due.n < f->today.n ? NO_INSTANT : followup_next_at(&row);
	r = store_followup_add(f->store, &row);
	if (r == 0 && row.state == FOLLOWUP_DONE && followup_reaches_person(row.kind))
		r = add_touch(f, &row);
	return r ? r : pace(f);
}

static int fill(struct fill *f)
{
	struct arena *arena = arena_new();
	int r;

	r = store_begin(f->store);
	for (int64_t i = 0; r == 0 && i < f->n_contacts; i++)
		r = add_contact(f, i + 1);
	for (int64_t i = 0; r == 0 && i < f->n_contacts; i++)
		r = add_sale(f, below(f, f->n_contacts) + 1);
	if (r == 0)
		r = fill_runs(f);
	for (int64_t i = 0; r == 0 && i < f->n_followups; i++)
		r = add_followup(f, i);
	for (int64_t i = 0; r == 0 && i < f->n_contacts; i++)
		r = fill_gate(f, i + 1);
	if (r == 0)
		r = fill_referrals(f);
	if (r == 0)
		r = fill_verdicts(f);
	if (r == 0)
		r = store_derived_settle(f->store, arena);
	arena_free(arena);
	return r ? r : store_commit(f->store);
}

static int64_t number_of(int argc, char **argv, int i, int64_t otherwise)
{
	return i < argc ? strtoll(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
	int64_t now = clock_now(&(struct clock){0});
	struct fill f = {
		.today = {(int32_t)(now / DAY_SECONDS)},
		.n_contacts = number_of(argc, argv, 2, 0),
		.n_followups = number_of(argc, argv, 3, 0),
		.random = (uint64_t)number_of(argc, argv, 4, 1),
		.open_percent = (unsigned)number_of(argc, argv, 5, 0),
	};
	struct store_options options = {.path = argc > 1 ? argv[1] : NULL, .now = now};
	char why[STORE_WHY_SIZE];
	int r;

	if (argc < 4 || f.n_contacts < 1 || f.n_followups < 0) {
		(void)fprintf(stderr, "usage: fill DB CONTACTS FOLLOWUPS [SEED [OPEN]]\n");
		return 2;
	}
	if (store_open(&options, &f.store, why)) {
		(void)fprintf(stderr, "fill: %s\n", why);
		return 1;
	}
	/* Nothing is lost where this is cut short: it is made anew. */
	(void)sqlite3_exec(store_db(f.store),
			   "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; "
			   "PRAGMA cache_size = -600000; PRAGMA secure_delete = OFF",
			   NULL, NULL, NULL);
	r = fill(&f);
	store_close(f.store);
	if (r)
		(void)fprintf(stderr, "fill: error %d\n", r);
	return r ? 1 : 0;
}
