/* Touches: logged by hand, or by `done`. */
#include "ops/touch.h"

#include "ops/event.h"
#include "ops/flow.h"
#include "ops/followup_open.h"
#include "ops/refuse.h"
#include "store/followup.h"
#include "store/touch.h"

#define OFFER_DAYS 7
#define SAME_TOUCH_SECONDS 3600

int op_touch_add(struct op *op, struct touch *t)
{
	int r;

	t->created_at = op->now;
	r = store_touch_add(op->store, t);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, t->contact, t->contact);
}

static const char *both_texts(struct op *op, const char *a, const char *b)
{
	if (!a || !b)
		return a ? a : b;
	return arena_printf(op->arena, "%s\n%s", a, b);
}

int op_touch_of_followup(struct op *op, struct touch *t)
{
	struct touch loose;
	int r;

	r = store_touch_find_loose(op->store, t, op->now - SAME_TOUCH_SECONDS, op->arena, &loose);
	if (r)
		return r;
	if (!loose.id)
		return op_touch_add(op, t);
	loose.followup = t->followup;
	loose.gave = loose.gave || t->gave;
	loose.text = both_texts(op, loose.text, t->text);
	if (loose.minutes < 0)
		loose.minutes = t->minutes;
	*t = loose;
	return store_touch_update(op->store, t);
}

static bool may_answer(const struct op *op, const struct followup *f)
{
	return followup_reaches_person(f->kind) && !f->has_gate &&
	       !(f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_AFTER) &&
	       f->due_day.n <= op->today.n + OFFER_DAYS;
}

/* Of those that were open before it was logged: it does not answer what it has brought about. */
static int find_offers(struct op *op, const struct followups *open, struct followup **ret,
		       size_t *ret_n)
{
	struct followup f;
	int r = 0;

	*ret_n = 0;
	*ret = arena_array(op->arena, open->n, sizeof **ret);
	for (size_t i = 0; r == 0 && i < open->n; i++) {
		r = store_followup_get(op->store, open->items[i].id, op->arena, &f);
		if (r == 0 && followup_is_open(f.state) && may_answer(op, &f))
			(*ret)[(*ret_n)++] = f;
	}
	return r;
}

int op_touch_log(struct op *op, struct touch *t, struct followup **ret_offers, size_t *ret_n)
{
	struct contact contact;
	struct followups open;
	struct followup f;
	int r;

	r = op_live_contact(op, t->contact, &contact);
	if (r)
		return r;
	if (day_is_none(t->day))
		t->day = op->today;
	if (day_before(op->today, t->day))
		return op_fail(op, VOUCH_E_CONFLICT, "day", "the day cannot lie after today");
	if (t->followup) {
		r = store_followup_get(op->store, t->followup, op->arena, &f);
		if (r)
			return op_not_found(op, r, "followup", "there is no follow-up %lld",
					    (long long)t->followup);
		if (f.contact != t->contact)
			return op_fail(op, VOUCH_E_CONFLICT, "followup",
				       "follow-up %lld belongs to another contact",
				       (long long)t->followup);
	}
	r = store_followup_open_of_contact(op->store, t->contact, op->arena, &open);
	if (r == 0)
		r = op_touch_add(op, t);
	if (r == 0)
		r = flow_facts(op, t->contact);
	return r ? r : find_offers(op, &open, ret_offers, ret_n);
}

int op_touch_list(struct op *op, const struct touch_filter *filter, struct touch **ret,
		  size_t *ret_n)
{
	return store_touch_list(op->store, filter, op->arena, ret, ret_n);
}
