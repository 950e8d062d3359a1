/* All one needs to know of a contact before dialling, and the history behind it. */
#include <stdlib.h>
#include <string.h>

#include "domain/money.h"
#include "ops/contact.h"
#include "ops/gate.h"
#include "ops/gift_lines.h"
#include "ops/promise.h"
#include "ops/promise_lines.h"
#include "ops/referral_lines.h"
#include "ops/talk.h"
#include "ops/trouble_lines.h"
#include "store/ask.h"
#include "store/contact.h"
#include "store/followup.h"
#include "store/household.h"
#include "store/sale.h"
#include "store/suppression.h"
#include "store/touch.h"

#define BRIEF_ROWS 5
#define BRIEF_CANDIDATES 50
#define BRIEF_ASKS 3
#define TIMELINE_ROWS 1000

/* Whether they may be asked, who sent them, and whom they have sent. */
static int load_referrals(struct op *op, int64_t id, struct brief *ret)
{
	const struct candidate_filter named = {.contact = id, .limit = BRIEF_CANDIDATES};
	const struct gate_question now = {.day = NO_DAY, .channel = -1};
	const struct ask_filter asks = {.contact = id, .limit = BRIEF_ASKS};
	int r;

	ret->gate = arena_alloc(op->arena, sizeof *ret->gate);
	r = op_gate_judge(op, id, &now, ret->gate);
	if (r == 0)
		r = store_candidate_list(op->store, &named, op->arena, &ret->candidates);
	if (r == 0)
		r = store_referral_sent_by(op->store, id, BRIEF_ROWS, op->arena, &ret->sent_by);
	if (r == 0)
		r = store_referral_sent(op->store, id, BRIEF_CANDIDATES, op->arena, &ret->sent);
	return r ? r : store_ask_list(op->store, &asks, op->arena, &ret->asks, &ret->n_asks);
}

int op_contact_brief(struct op *op, int64_t id, struct brief *ret)
{
	const struct touch_filter touches_of = {.contact = id, .limit = BRIEF_ROWS};
	const struct sale_filter sales = {.contact = id,
					  .state = -1,
					  .source = -1,
					  .from = NO_DAY,
					  .to = NO_DAY,
					  .limit = BRIEF_ROWS};
	struct followups open;
	int r;

	*ret = (struct brief){0};
	r = op_contact_get(op, id, &ret->contact);
	if (r == 0)
		r = store_followup_open_of_contact(op->store, id, op->arena, &open);
	if (r)
		return r;
	ret->followups = open.items;
	ret->n_followups = open.n;
	r = store_sale_list(op->store, &sales, op->arena, &ret->sales, &ret->n_sales);
	if (r == 0)
		r = store_touch_list(op->store, &touches_of, op->arena, &ret->touches,
				     &ret->n_touches);
	if (r == 0)
		r = gift_brief(op, id, BRIEF_ROWS, ret);
	if (r == 0)
		r = op_dates_of(op, id, NO_DAY, &ret->dates);
	if (r == 0)
		r = store_suppression_in_force(op->store, id, op->today, op->arena,
					       &ret->suppressions);
	if (r == 0)
		r = op_promise_open_of(op, id, 0, &ret->promises);
	if (r == 0)
		r = load_referrals(op, id, ret);
	if (r == 0)
		r = op_talk_newest(op, id, &ret->talk);
	if (r == 0)
		r = op_ask_script_of(op, &ret->contact, &ret->script);
	if (r == 0)
		r = trouble_brief(op, id, BRIEF_ROWS, ret);
	if (r || !ret->contact.household)
		return r;
	r = store_household_get(op->store, ret->contact.household, op->arena, &ret->home);
	return r ? r
		 : store_contact_of_household(op->store, ret->contact.household, op->arena,
					      &ret->household, &ret->n_household);
}

static const char *touch_text(struct op *op, const struct touch *t)
{
	static const char *const ways[] = {[DIRECTION_IN] = "they got in touch",
					   [DIRECTION_OUT] = "from us",
					   [DIRECTION_BOTH] = "spoke"};
	const char *note = t->text ? t->text : "";

	return arena_printf(op->arena, "%s, %s%s%s%s", channels[t->channel], ways[t->direction],
			    t->gave ? ", gave something" : "", *note ? ": " : "", note);
}

static const char *sale_text(struct op *op, const struct sale *s)
{
	char amount[MONEY_TEXT_SIZE] = "";

	if (s->amount != NO_AMOUNT && s->currency)
		money_format((struct minor){s->amount}, s->exponent, s->currency, amount);
	return arena_printf(op->arena, "%s: %s%s%s", sale_states[s->state], s->product,
			    *amount ? ", " : "", amount);
}

static struct day sale_day(const struct op *op, const struct sale *s)
{
	const struct day days[] = {s->refunded_day, s->completed_day, s->lost_day, s->opened_day};

	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		if (!day_is_none(days[i]))
			return days[i];
	return day_of_local(zone_to_local(op->env->zone, s->created_at));
}

static int newest_first(const void *a, const void *b)
{
	const struct timeline_item *x = a, *y = b;

	if (x->day.n != y->day.n)
		return x->day.n < y->day.n ? 1 : -1;
	if (strcmp(x->kind, y->kind) != 0)
		return strcmp(x->kind, y->kind);
	if (x->id != y->id)
		return x->id < y->id ? 1 : -1;
	return y->order - x->order;
}

void timeline_add(struct op *op, struct timeline *t, struct timeline_item item)
{
	t->items = arena_grow(op->arena, t->items, t->n, &t->cap, sizeof *t->items);
	t->items[t->n++] = item;
}

static int add_sales(struct op *op, int64_t id, struct timeline *t)
{
	const struct sale_filter filter = {.contact = id,
					   .state = -1,
					   .source = -1,
					   .from = NO_DAY,
					   .to = NO_DAY,
					   .limit = TIMELINE_ROWS};
	struct sale *sales;
	size_t n_sales;
	int r;

	r = store_sale_list(op->store, &filter, op->arena, &sales, &n_sales);
	for (size_t i = 0; r == 0 && i < n_sales; i++)
		timeline_add(op, t,
			     (struct timeline_item){sale_day(op, &sales[i]), "sale", sales[i].id,
						    sale_text(op, &sales[i]), 0});
	return r;
}

static int add_touches(struct op *op, int64_t id, struct timeline *t)
{
	const struct touch_filter touches_of = {.contact = id, .limit = TIMELINE_ROWS};
	struct touch *touches;
	size_t n_touches;
	int r;

	r = store_touch_list(op->store, &touches_of, op->arena, &touches, &n_touches);
	for (size_t i = 0; r == 0 && i < n_touches; i++)
		timeline_add(op, t,
			     (struct timeline_item){touches[i].day, "touch", touches[i].id,
						    touch_text(op, &touches[i]), 0});
	return r;
}

static int add_followups(struct op *op, int64_t id, struct timeline *t)
{
	struct followups rows;
	int r;

	r = store_followup_ended_of_contact(op->store, id, TIMELINE_ROWS, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		const struct followup *f = &rows.items[i];

		timeline_add(
			op, t,
			(struct timeline_item){f->ended_day, "followup", f->id,
					       arena_printf(op->arena, "%s: %s",
							    followup_states[f->state], f->title),
					       0});
	}
	return r;
}

static const char *stop_text(struct op *op, const struct suppression *x)
{
	char day[DAY_TEXT_SIZE];

	return arena_printf(op->arena, "not to be contacted: %s%s%s (%s)",
			    suppression_channels[x->channel],
			    day_is_none(x->until) ? "" : " until ",
			    day_is_none(x->until) ? "" : day_format(x->until, day), x->reason);
}

static const char *lift_text(struct op *op, const struct suppression *x)
{
	return arena_printf(op->arena, "may be contacted again: %s%s%s%s",
			    suppression_channels[x->channel], x->lift_reason ? " (" : "",
			    x->lift_reason ? x->lift_reason : "", x->lift_reason ? ")" : "");
}

/* When it began, and when it was over. */
static int add_suppressions(struct op *op, int64_t id, struct timeline *t)
{
	const struct suppression_filter filter = {.contact = id, .limit = TIMELINE_ROWS};
	struct suppressions rows;
	int r;

	r = store_suppression_list(op->store, &filter, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		const struct suppression *x = &rows.items[i];

		timeline_add(
			op, t,
			(struct timeline_item){x->day, "suppression", x->id, stop_text(op, x), 0});
		if (!day_is_none(x->lifted_day))
			timeline_add(op, t,
				     (struct timeline_item){x->lifted_day, "suppression", x->id,
							    lift_text(op, x), 1});
	}
	return r;
}

int op_contact_timeline(struct op *op, int64_t id, int64_t offset, int limit,
			struct timeline_item **ret, size_t *ret_n)
{
	struct timeline t = {0};
	struct contact contact;
	size_t first;
	int r;

	r = op_contact_get(op, id, &contact);
	if (r == 0)
		r = add_sales(op, id, &t);
	if (r == 0)
		r = add_touches(op, id, &t);
	if (r == 0)
		r = add_followups(op, id, &t);
	if (r == 0)
		r = add_suppressions(op, id, &t);
	if (r == 0)
		r = promise_lines(op, id, TIMELINE_ROWS, &t);
	if (r == 0)
		r = trouble_lines(op, id, TIMELINE_ROWS, &t);
	if (r == 0)
		r = referral_lines(op, id, TIMELINE_ROWS, &t);
	if (r == 0)
		r = gift_lines(op, id, TIMELINE_ROWS, &t);
	if (r == 0 && contact.state == CONTACT_DECEASED)
		timeline_add(
			op, &t,
			(struct timeline_item){contact.deceased_day, "contact", id, "died", 0});
	if (r)
		return r;
	if (t.n)
		qsort(t.items, t.n, sizeof *t.items, newest_first);
	first = (size_t)offset < t.n ? (size_t)offset : t.n;
	*ret = t.n ? t.items + first : NULL;
	*ret_n = t.n - first < (size_t)limit ? t.n - first : (size_t)limit;
	return 0;
}
