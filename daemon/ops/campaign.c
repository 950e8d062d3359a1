/* Campaigns: made, changed, ended, and looked at by the clock. */
#include "ops/campaign.h"

#include "base/str.h"
#include "domain/recur.h"
#include "ops/campaign_task.h"
#include "ops/flow.h"
#include "ops/refuse.h"
#include "store/edition.h"

#define MISSED_MAX 24 /* editions at once that passed while nobody looked */
#define LOOK_SLICE 20

int op_campaign_get(struct op *op, int64_t id, struct campaign *ret)
{
	int r;

	r = store_campaign_get(op->store, id, op->arena, ret);
	return op_not_found(op, r, "id", "there is no campaign %lld", (long long)id);
}

int op_campaign_list(struct op *op, int64_t after, int limit, struct campaigns *ret)
{
	return store_campaign_list(op->store, after, limit, op->arena, ret);
}

static bool is_over(const struct op *op, const struct edition *e)
{
	return !edition_is_open(e->state) ||
	       edition_state_on(e, &op->env->work, op->today) == EDITION_MISSED;
}

/* The first day of the series after the edition, NO_DAY where it has ended; `from` and later. */
static struct day next_after(const struct campaign *c, const struct edition *e, struct day from)
{
	struct day after = day_plus(from, -1);

	if (!day_is_none(c->ended_day))
		return NO_DAY;
	if (e->id)
		after = day_later(after, e->day);
	return recur_next(c->rrule, c->start_day, day_later(after, day_plus(c->start_day, -1)));
}

/* What is overdue of a missed edition is still to be done, for as long as anything stale is. */
static int let_go(struct op *op, const struct issue *i, struct day *look)
{
	struct followup *open;
	struct day stale;
	size_t n;
	int r;

	r = campaign_tasks_open(op, i->campaign.id, &open, &n);
	if (r || n == 0)
		return r;
	stale = day_plus(edition_last_day(&i->edition, &op->env->work),
			 op->settings->stale_days + 1);
	if (!day_before(op->today, stale))
		return campaign_tasks_end(op, i->campaign.id, DAY_LAST, FOLLOWUP_EXPIRED,
					  "it was neither sent nor skipped");
	if (day_is_none(*look) || day_before(stale, *look))
		*look = stale;
	return 0;
}

static int plan_edition(struct op *op, struct issue *i, struct day day)
{
	int r;

	i->edition = (struct edition){
		.campaign = i->campaign.id,
		.day = day,
		.state = EDITION_PLANNED,
		.frozen_day = NO_DAY,
		.ended_day = NO_DAY,
		.created_at = op->now,
	};
	r = campaign_tasks_end(op, i->campaign.id, DAY_LAST, FOLLOWUP_EXPIRED,
			       "the next one is planned");
	if (r == 0)
		r = store_edition_add(op->store, &i->edition);
	if (r == 0 && !is_over(op, &i->edition))
		r = campaign_tasks_plant(op, i);
	return r;
}

/* From the latest edition on: what passed unnoticed is a gap, the next one is planned when its
 * lead time begins. *ret_look: when there is something to do again. */
static int advance(struct op *op, struct issue *i, struct day from, struct day *ret_look)
{
	struct day look = NO_DAY;
	int r = 0;

	for (int n = 0; r == 0; n++) {
		struct day next, opens;

		if (i->edition.id && !is_over(op, &i->edition)) {
			look = day_plus(edition_last_day(&i->edition, &op->env->work), 1);
			break;
		}
		next = next_after(&i->campaign, &i->edition, n < MISSED_MAX ? from : op->today);
		if (day_is_none(next))
			break;
		opens = day_plus(next, -i->campaign.lead_days);
		if (day_before(op->today, opens)) {
			look = opens;
			break;
		}
		r = plan_edition(op, i, next);
	}
	if (r == 0 && i->edition.id && is_over(op, &i->edition))
		r = let_go(op, i, &look);
	*ret_look = look;
	return r;
}

static int settle_from(struct op *op, const struct campaign *c, struct day from)
{
	struct issue i = {.campaign = *c};
	struct day look;
	int r;

	r = store_edition_latest(op->store, c->id, &i.edition);
	if (r == 0)
		r = advance(op, &i, from, &look);
	if (r)
		return r;
	op->env->is_stepped = true;
	return store_campaign_set_look(op->store, c->id, look);
}

int campaign_settle(struct op *op, const struct campaign *c)
{
	/* What lies before the day to look at was settled when that was set. */
	return settle_from(op, c, day_is_none(c->look_day) ? op->today : c->look_day);
}

int op_campaigns_tick(struct op *op, bool *ret_more)
{
	struct campaigns rows;
	size_t i = 0;
	int r;

	r = store_campaign_to_look_at(op->store, op->today, LOOK_SLICE, op->arena, &rows);
	while (r == 0 && i < rows.n && !(i && op_is_slice_over(op)))
		r = campaign_settle(op, &rows.items[i++]);
	*ret_more = r == 0 && (i < rows.n || rows.n == LOOK_SLICE);
	return r;
}

int campaign_look_again(struct op *op, int64_t id)
{
	op->env->is_stepped = true;
	return store_campaign_set_look(op->store, id, op->today);
}

int op_campaign_result(struct op *op, int64_t id, struct campaign_result *ret)
{
	struct campaign_result result = {0};
	struct edition latest;
	int r;

	r = op_campaign_get(op, id, &result.campaign);
	if (r == 0)
		r = store_edition_latest(op->store, id, &latest);
	if (r == 0)
		r = campaign_tasks_open(op, id, &result.followups, &result.n_followups);
	if (r)
		return r;
	if (latest.id && !is_over(op, &latest))
		result.edition = latest;
	result.next_day =
		result.edition.id ? latest.day : next_after(&result.campaign, &latest, op->today);
	*ret = result;
	return 0;
}

static int check(struct op *op, const struct campaign *c)
{
	char why[RECUR_WHY_SIZE];

	if (!recur_check(c->rrule, why))
		return op_fail(op, VOUCH_E_CONFLICT, "rrule", "%s", why);
	if (day_is_none(next_after(c, &(struct edition){0}, op->today)))
		return op_fail(op, VOUCH_E_CONFLICT, "rrule",
			       "that rule gives no day from today on; let it begin later, or go on "
			       "for longer");
	return 0;
}

/* Cards for the middle of December, a newsletter from the first of the next month on. */
static struct day default_start(const struct op *op, enum campaign_kind kind)
{
	struct civil today = day_to_civil(op->today);
	struct day cards = day_from_civil(today.year, 12, 15);

	if (kind == CAMPAIGN_NEWSLETTER)
		return day_from_civil(today.year, today.month + 1, 1);
	return day_before(cards, op->today) ? day_from_civil(today.year + 1, 12, 15) : cards;
}

int op_campaign_add(struct op *op, struct campaign *c, struct campaign_result *ret)
{
	int r;

	if (day_is_none(c->start_day))
		c->start_day = default_start(op, c->kind);
	if (!c->rrule)
		c->rrule = campaign_default_rule(c->kind);
	if (c->lead_days < 0)
		c->lead_days = campaign_default_lead(c->kind);
	c->ended_day = NO_DAY;
	c->created_at = op->now;
	r = check(op, c);
	if (r == 0)
		r = store_campaign_add(op->store, c);
	if (r == 0)
		r = settle_from(op, c, op->today);
	return r ? r : op_campaign_result(op, c->id, ret);
}

/* A planned edition whose day is another by now was never one; a fixed one was left out. */
static int drop_edition(struct op *op, struct edition *e)
{
	if (e->state == EDITION_PLANNED)
		return store_edition_remove(op->store, e->id);
	e->state = EDITION_SKIPPED;
	e->ended_day = op->today;
	return store_edition_update(op->store, e);
}

/* Whether the open edition is still one of the changed campaign. */
static int still_fits(struct op *op, const struct campaign *c, const struct edition *e, bool *ret)
{
	struct editions rows;
	const struct edition_filter before = {c->id, e->day, 1};
	struct edition none = {0};
	struct day next;
	int r;

	r = store_edition_list(op->store, &before, op->arena, &rows);
	if (r)
		return r;
	next = next_after(c, rows.n ? &rows.items[0] : &none, op->today);
	*ret = !day_is_none(next) && day_equal(next, e->day) &&
	       (e->state == EDITION_FROZEN ||
		!day_before(op->today, day_plus(next, -c->lead_days)));
	return 0;
}

/* The tasks of the open edition are made anew, or it goes. */
static int remake(struct op *op, const struct campaign *c)
{
	struct issue i = {.campaign = *c};
	bool fits = false;
	int r;

	r = store_edition_latest(op->store, c->id, &i.edition);
	if (r == 0)
		r = campaign_tasks_end(op, c->id, DAY_LAST, FOLLOWUP_CANCELLED, NULL);
	if (r || !i.edition.id || is_over(op, &i.edition))
		return r;
	r = still_fits(op, c, &i.edition, &fits);
	if (r == 0)
		r = fits ? campaign_tasks_plant(op, &i) : drop_edition(op, &i.edition);
	return r;
}

static bool is_same(const struct campaign *a, const struct campaign *b)
{
	return str_equal(a->name, b->name) && str_equal(a->rrule, b->rrule) &&
	       day_equal(a->start_day, b->start_day) && a->lead_days == b->lead_days &&
	       a->audience.standing == b->audience.standing &&
	       a->audience.cadence == b->audience.cadence &&
	       str_equal(a->audience.tag, b->audience.tag);
}

int op_campaign_update(struct op *op, struct campaign *c, bool is_ended,
		       struct campaign_result *ret)
{
	char day[DAY_TEXT_SIZE];
	struct campaign old;
	int r;

	if (!day_is_none(c->ended_day))
		return op_fail(op, VOUCH_E_CAMPAIGN_STATE, "id",
			       "campaign %lld has ended already (%s); add another",
			       (long long)c->id, day_format(c->ended_day, day));
	r = op_campaign_get(op, c->id, &old);
	if (r == 0 && !is_ended && !is_same(c, &old))
		r = check(op, c);
	if (r)
		return r;
	if (is_ended)
		c->ended_day = op->today;
	r = store_campaign_update(op->store, c);
	if (r == 0 && (is_ended || !is_same(c, &old)))
		r = remake(op, c);
	if (r == 0)
		r = settle_from(op, c, op->today);
	return r ? r : op_campaign_result(op, c->id, ret);
}
