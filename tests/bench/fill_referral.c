/* A plan with its runs, and people sent by others: named, contacted, won or lost, as years of
 * selling leave them. */
#include "fill.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "domain/settings.h"
#include "store/book.h"
#include "store/gate.h"
#include "store/plan.h"
#include "store/referral.h"
#include "store/run.h"

#define SENT_PERCENT 30     /* of the contacts were sent by another */
#define CANDIDATE_PERCENT 4 /* were named without permission */
#define DAY_SECONDS 86400

static const char *const keys[] = {"thank", "service",    "satisfaction", "first-ask",
				   "value", "half-year",  "second-ask",   "yearly",
				   "mail",  "yearly-ask", "visit",        "renewal"};

const char *fill_step(struct fill *f)
{
	return keys[below(f, (int64_t)ARRAY_LEN(keys))];
}

int fill_runs(struct fill *f)
{
	struct plan_step steps[ARRAY_LEN(keys)] = {0};
	struct plan plan = {.name = "years", .steps = steps, .n_steps = ARRAY_LEN(keys)};
	char offsets[ARRAY_LEN(keys)][16];
	int r;

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		(void)snprintf(offsets[i], sizeof offsets[i], "+%zu", 1 + 30 * i);
		steps[i] = (struct plan_step){
			.key = keys[i],
			.offset = offsets[i],
			.kind = KIND_CALL,
			.channel = -1,
			.text = "do it",
			.reason = "so that it is done",
		};
	}
	r = store_plan_put(f->store, &plan, 1);
	for (int64_t i = 1; r == 0 && i <= f->n_contacts; i++) {
		struct run run = {
			.plan = plan.id,
			.plan_version = plan.version_id,
			.anchor_kind = ANCHOR_SALE,
			.anchor_id = i,
			.contact = below(f, f->n_contacts) + 1,
			.sale = i,
			.anchor_day = f->today,
			.anchor_minute = ANY_MINUTE,
			.state = RUN_ACTIVE,
			.created_at = 1,
		};

		r = store_run_add(f->store, &run);
		if (r == 0)
			r = pace(f);
	}
	return r;
}

static struct day some_days_on(struct fill *f, struct day day, int most)
{
	day = day_plus(day, (int)below(f, most));
	return day_before(f->today, day) ? f->today : day;
}

/* What became of one: two in five have bought, and what is new is open still. */
static void advance(struct fill *f, struct referral *x)
{
	bool is_new = x->received_day.n > f->today.n - 60;

	if (is_new && chance(f, 30))
		return;
	x->status = REFERRAL_CONTACTED;
	x->contacted_day = some_days_on(f, x->received_day, 3);
	x->contact_minutes = (int)below(f, chance(f, 80) ? 90 : 1500);
	x->told_contact_day = some_days_on(f, x->contacted_day, 7);
	if (chance(f, 60)) {
		x->status = REFERRAL_MEETING;
		x->meeting_day = some_days_on(f, x->contacted_day, 20);
	}
	if (is_new)
		return;
	if (x->status == REFERRAL_MEETING && chance(f, 70)) {
		x->status = REFERRAL_WON;
		x->won_day = some_days_on(f, x->meeting_day, 30);
		x->closed_day = some_days_on(f, x->won_day, 60);
	} else {
		x->status = REFERRAL_LOST;
		x->lost_day = x->closed_day = some_days_on(f, x->contacted_day, 40);
	}
	x->told_outcome_day = chance(f, 98) ? x->closed_day : NO_DAY;
}

static int add_referral(struct fill *f, int64_t person, struct day day, bool is_candidate)
{
	struct referral x = {
		.direction = REFERRAL_RECEIVED_ONE,
		.contact = person > 1 ? below(f, person - 1) + 1 : 1,
		.person = is_candidate ? 0 : person,
		.name = "Ruth Kim",
		.permission = is_candidate ? PERMISSION_NONE : PERMISSION_INTRODUCED,
		.status = is_candidate ? REFERRAL_CANDIDATE : REFERRAL_RECEIVED,
		.origin = chance(f, 60) ? ORIGIN_ASK : ORIGIN_OFFERED,
		.candidate_day = is_candidate ? day : NO_DAY,
		.received_at = is_candidate ? NO_INSTANT : (int64_t)day.n * DAY_SECONDS,
		.received_day = is_candidate ? NO_DAY : day,
		.contacted_day = NO_DAY,
		.meeting_day = NO_DAY,
		.won_day = NO_DAY,
		.lost_day = NO_DAY,
		.not_a_fit_day = NO_DAY,
		.closed_day = NO_DAY,
		.thanked_day = is_candidate || chance(f, 2) ? NO_DAY : day,
		.told_contact_day = NO_DAY,
		.told_outcome_day = NO_DAY,
		.contact_minutes = -1,
		.created_at = 1,
	};
	int r;

	if (x.origin == ORIGIN_ASK && f->n_asks)
		x.ask = below(f, f->n_asks) + 1;
	if (x.origin == ORIGIN_ASK && f->n_followups)
		x.followup = below(f, f->n_followups) + 1;
	r = store_referral_add(f->store, &x);
	if (r || is_candidate)
		return r ? r : pace(f);
	advance(f, &x);
	r = store_referral_update(f->store, &x);
	return r ? r : pace(f);
}

/* In the order of their days; nobody was sent by somebody newer. */
int fill_referrals(struct fill *f)
{
	int r = 0;

	for (int64_t i = 2; r == 0 && i <= f->n_contacts; i++) {
		struct day day =
			day_plus(f->today, (int)(i * PAST_DAYS / f->n_contacts) - PAST_DAYS);

		if (chance(f, SENT_PERCENT))
			r = add_referral(f, i, day, false);
		if (r == 0 && chance(f, CANDIDATE_PERCENT))
			r = add_referral(f, i, day, true);
	}
	return r;
}

/* As the gate would have left them, so that the clock need not judge a whole book at the start. */
int fill_verdicts(struct fill *f)
{
	struct settings s;
	char rules[128];
	int r;

	settings_defaults(&s);
	(void)snprintf(rules, sizeof rules, "%d %d %d %d %d %d %d", s.gate_score, s.gate_rest_days,
		       s.gate_asks_per_year, s.gate_gives, s.gate_complaint_days,
		       s.gate_promise_days, s.gate_score_age_days);
	r = store_book_set(f->store, BOOK_GATE, rules);
	for (int64_t i = 1; r == 0 && i <= f->n_contacts; i++) {
		int64_t fate = below(f, 100);
		struct gate_row row = {
			.contact = i,
			.state = fate < 8    ? GATE_OPEN
				 : fate < 20 ? GATE_ONE_SHORT
					     : GATE_BLOCKED,
			.first_blocking = fate < 8 ? -1 : GATE_SATISFIED,
			.n_blocking = fate < 8 ? 0 : 1,
			.since = day_plus(f->today, -(int)below(f, 200)),
			.next_day = NO_DAY,
			.recheck_day = NO_DAY,
		};

		r = store_gate_put(f->store, &row);
		if (r == 0)
			r = pace(f);
	}
	return r;
}
