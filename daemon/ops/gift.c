/* Gifts: noted, with what that makes in the year; and whether a plan may still give. */
#include "ops/gift.h"

#include "base/str.h"
#include "domain/money.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/followup.h"
#include "ops/refuse.h"
#include "store/followup.h"
#include "store/loop.h"
#include "store/referral.h"

static int check_referral(struct op *op, const struct gift *g)
{
	struct referral x;
	int r;

	if (!g->referral)
		return 0;
	r = store_referral_get(op->store, g->referral, op->arena, &x);
	if (r)
		return op_not_found(op, r, "referral", "there is no referral %lld",
				    (long long)g->referral);
	if (x.direction != REFERRAL_RECEIVED_ONE || x.contact != g->contact)
		return op_fail(op, VOUCH_E_CONFLICT, "referral",
			       "referral %lld was not sent by that contact; name one of theirs, or "
			       "none",
			       (long long)g->referral);
	if (day_is_none(x.received_day))
		return op_fail(op, VOUCH_E_CONFLICT, "referral",
			       "referral %lld is a candidate still; leave it out, or promote it "
			       "first",
			       (long long)g->referral);
	return 0;
}

static int check(struct op *op, struct gift *g)
{
	struct contact contact;
	int r;

	if (day_is_none(g->day))
		g->day = op->today;
	if (!g->currency)
		g->currency = op->settings->currency;
	g->exponent = money_exponent(g->currency);
	r = op_live_contact(op, g->contact, &contact);
	if (r)
		return r;
	if (g->exponent < 0)
		return op_fail(op, VOUCH_E_CONFLICT, "currency",
			       "'%s' is no currency code; one is EUR or USD", g->currency);
	r = op_not_after_today(op, g->day, "day");
	return r ? r : check_referral(op, g);
}

static bool is_due(const struct op *op, const struct followup *f)
{
	return f->due_day.n <= op->today.n;
}

/* What holds it back otherwise does not hinder what is done already. */
static bool may_come(const struct followup *f)
{
	return f->kind == KIND_GIFT &&
	       !(f->state == FOLLOWUP_WAITING &&
		 (f->waits_for == WAIT_AFTER || f->waits_for == WAIT_PART_OF));
}

/* Those that are due or past their day; where a referral was named, those ahead too. */
static int find_open(struct op *op, const struct gift *g, struct followups *ret)
{
	size_t n = 0;
	int r;

	r = store_followup_open_of_contact(op->store, g->contact, op->arena, ret);
	if (r)
		return r;
	for (size_t i = 0; i < ret->n; i++)
		if (may_come(&ret->items[i]) && (g->referral || is_due(op, &ret->items[i])))
			ret->items[n++] = ret->items[i];
	ret->n = n;
	return 0;
}

/* That something was given tells nobody how it ended: a follow-up that is to say more stays. One
 * ahead of its day is meant only where it is about the referral that was named. */
static int judge_fit(struct op *op, const struct gift *g, const struct followup *f,
		     enum gift_fit *ret)
{
	struct loop_items about;
	bool is_about = false;
	int r;

	r = store_loop_of_followup(op->store, f->id, op->arena, &about);
	for (size_t i = 0; r == 0 && i < about.n; i++) {
		const struct loop_item *item = &about.items[i];
		struct referral x;

		is_about |= item->referral == g->referral;
		if (item->what == LOOP_GIFT)
			continue;
		r = store_referral_get(op->store, item->referral, op->arena, &x);
		if (r == 0 && referral_owes(&x, item->what)) {
			*ret = GIFT_FITS_NOT;
			return 0;
		}
	}
	if (r == 0)
		*ret = is_about || f->state == FOLLOWUP_DONE || is_due(op, f)
			       ? gift_fit(g, about.n, is_about)
			       : GIFT_FITS_NOT;
	return r;
}

/* The id of the one among them that the gift is; 0 where that is not plain. */
static int choose(struct op *op, const struct gift *g, const struct followups *rows, int64_t *ret)
{
	enum gift_fit *fits = arena_array(op->arena, rows->n, sizeof *fits);
	int chosen, r = 0;

	for (size_t i = 0; r == 0 && i < rows->n; i++)
		r = judge_fit(op, g, &rows->items[i], &fits[i]);
	if (r)
		return r;
	chosen = gift_choose(fits, rows->n);
	*ret = chosen < 0 ? 0 : rows->items[chosen].id;
	return 0;
}

/* Whoever has said `done` already and notes the gift now has not given twice. */
static int take_followup(struct op *op, struct gift *g, struct gift_result *ret)
{
	struct done done = {.outcome = -1, .minutes = -1, .day = g->day, .next = {.kind = -1}};
	struct done_result result;
	struct followups rows;
	int r;

	r = store_gift_unnoted(op->store, g->contact, g->day, op->arena, &rows);
	if (r == 0)
		r = choose(op, g, &rows, &g->followup);
	if (r || g->followup)
		return r;
	r = find_open(op, g, &rows);
	if (r == 0)
		r = choose(op, g, &rows, &g->followup);
	if (r || !g->followup)
		return r;
	r = op_followup_done(op, &g->followup, 1, &done, &result);
	if (r)
		return r;
	ret->followup = result.followup;
	ret->touch = result.touch;
	return 0;
}

static int sum_year(struct op *op, int64_t contact, struct gift_year *year)
{
	bool is_default = str_equal(year->currency, op->settings->currency);

	year->limit = gift_limit(op->settings->gifts_limit, year->exponent, is_default);
	return store_gift_sum(op->store, contact, day_from_civil(year->year, 1, 1),
			      day_from_civil(year->year, 12, 31), year->currency, &year->amount);
}

int op_gift_add(struct op *op, struct gift *g, struct gift_result *ret)
{
	int r;

	*ret = (struct gift_result){0};
	r = check(op, g);
	if (r == 0)
		r = take_followup(op, g, ret);
	if (r)
		return r;
	g->created_at = op->now;
	r = store_gift_add(op->store, g);
	if (r)
		return r;
	ret->year.year = day_to_civil(g->day).year;
	ret->year.currency = g->currency;
	ret->year.exponent = g->exponent;
	r = sum_year(op, g->contact, &ret->year);
	if (r == 0)
		r = flow_facts(op, g->contact);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, g->contact, g->contact);
}

int op_gift_list(struct op *op, const struct gift_filter *filter, struct gifts *ret)
{
	return store_gift_list(op->store, filter, op->arena, ret);
}

int op_gift_policy(struct op *op, int64_t contact, bool *ret_holds)
{
	struct gift_year year = {
		.year = day_to_civil(op->today).year,
		.currency = op->settings->currency,
		.exponent = money_exponent(op->settings->currency),
	};
	int r;

	r = sum_year(op, contact, &year);
	*ret_holds = r == 0 && gift_policy_holds(year.amount, year.limit);
	return r;
}
