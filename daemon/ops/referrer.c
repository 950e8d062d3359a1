/* The loop with a referrer: thanked, told of the first contact and of the outcome, a gift. */
#include "ops/referrer.h"

#include "base/str.h"
#include "ops/contact.h"
#include "ops/event.h"
#include "ops/referrer_words.h"
#include "ops/refuse.h"
#include "ops/title.h"
#include "ops/touch.h"
#include "store/contact.h"
#include "store/loop.h"
#include "store/referral.h"

int referrer_of(struct op *op, enum anchor_kind kind, int64_t anchor, int64_t contact, int64_t *ret)
{
	enum contact_state state;
	struct referral x;
	int r;

	*ret = 0;
	if (kind == ANCHOR_REFERRAL) {
		r = store_referral_get(op->store, anchor, op->arena, &x);
		if (r == 0)
			*ret = x.contact;
	} else {
		r = store_referral_sender(op->store, contact, ret);
	}
	if (r || !*ret)
		return r;
	r = store_contact_state(op->store, *ret, &state);
	if (r == 0 && !contact_is_live(state))
		*ret = 0;
	return r;
}

bool referrer_is_owed(const struct referral *x, enum loop_what what)
{
	return what == LOOP_GIFT ? !day_is_none(x->closed_day) : referral_owes(x, what);
}

/* motive null: it was just made, and told. */
static int add_item(struct op *op, struct followup *f, const struct referral *x, int what,
		    const struct motive *motive)
{
	struct loop_item item = {
		.followup = f->id, .referral = x->id, .what = (enum loop_what)what};
	int n, r;

	r = store_loop_add(op->store, &item);
	if (r == 0)
		r = referrer_name(op, f, &n);
	if (r)
		return r;
	return motive ? flow_write(op, f, motive) : store_followup_update(op->store, f);
}

static int join(struct op *op, struct followup *f, const struct referral *x, int what,
		bool *ret_has_joined)
{
	const struct motive motive = {RULE_JOINED, CAUSE_REFERRAL, x->id, NULL};
	int64_t other = 0;
	int r = 0;

	if (f->state == FOLLOWUP_SCHEDULED)
		r = store_loop_find(op->store, f->contact, f->due_day, &other);
	*ret_has_joined = other != 0;
	if (r || !other)
		return r;
	r = store_followup_get(op->store, other, op->arena, f);
	return r ? r : add_item(op, f, x, what, &motive);
}

/* Nothing is owed any more: done with, so that what comes after it is dated. */
static void skip(struct op *op, struct followup *f)
{
	f->state = FOLLOWUP_SKIPPED;
	f->waits_for = -1;
	f->ended_day = op->today;
}

/* An open follow-up that is to say it already; id 0: none. */
static int find_saying(struct op *op, const struct referral *x, int what, struct followup *ret)
{
	struct loop_items rows;
	struct followup f;
	int r;

	*ret = (struct followup){0};
	r = store_loop_of_referral(op->store, x->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n && !ret->id; i++) {
		if ((int)rows.items[i].what != what)
			continue;
		r = store_followup_get(op->store, rows.items[i].followup, op->arena, &f);
		if (r == 0 && followup_is_open(f.state))
			*ret = f;
	}
	return r;
}

/* It may have been told that in the meantime, and be owed it again. */
static int say_again(struct op *op, struct followup *f, const struct referral *x)
{
	const struct motive motive = {RULE_JOINED, CAUSE_REFERRAL, x->id, NULL};
	const char *title = f->title;
	int n, r;

	r = referrer_name(op, f, &n);
	return r || str_equal(title, f->title) ? r : flow_write(op, f, &motive);
}

static int plant_item(struct op *op, const struct referral *x, int what, struct followup *f,
		      const struct motive *motive)
{
	const struct motive when = {RULE_WHEN, CAUSE_REFERRAL, x->id, NULL};
	struct followup other;
	bool has_joined;
	int r;

	if (!referrer_is_owed(x, (enum loop_what)what)) {
		skip(op, f);
		return flow_add(op, f, &when);
	}
	r = find_saying(op, x, what, &other);
	if (r || other.id) {
		*f = other;
		return r ? r : say_again(op, f, x);
	}
	r = join(op, f, x, what, &has_joined);
	if (r || has_joined)
		return r;
	r = flow_add(op, f, motive);
	return r ? r : add_item(op, f, x, what, NULL);
}

int referrer_plant(struct op *op, const struct run *run, const struct plan_step *step,
		   struct followup *f, const struct motive *motive)
{
	int what = referrer_what(run, step);
	struct referral x;
	int r;

	if (run->anchor_kind == ANCHOR_REFERRAL) {
		f->about = ABOUT_REFERRAL;
		f->about_id = run->anchor_id;
	}
	if (step->to != TO_REFERRER)
		return flow_add(op, f, motive);
	r = referrer_of(op, run->anchor_kind, run->anchor_id, run->contact, &f->contact);
	if (r || !f->contact) {
		f->state = FOLLOWUP_SKIPPED;
		return r;
	}
	f->title = op_title(op, arena_printf(op->arena, "%s: %s", step->text,
					     op_contact_name(op, run->contact)));
	if (what < 0)
		return flow_add(op, f, motive);
	r = store_referral_get(op->store, run->anchor_id, op->arena, &x);
	return r ? r : plant_item(op, &x, what, f, motive);
}

static int is_about_others(struct op *op, const struct followup *f, int64_t referral, bool *ret)
{
	struct loop_items rows;
	int r;

	*ret = false;
	r = store_loop_of_followup(op->store, f->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n && !*ret; i++) {
		struct referral x;

		if (rows.items[i].referral == referral)
			continue;
		r = store_referral_get(op->store, rows.items[i].referral, op->arena, &x);
		*ret = r == 0 && referrer_is_owed(&x, rows.items[i].what);
	}
	return r;
}

int referrer_stop(struct op *op, const struct run *run, struct followup *f,
		  const struct motive *motive)
{
	bool is_shared = false;
	int r = 0;

	if (run->anchor_kind == ANCHOR_REFERRAL && f->contact != run->contact)
		r = is_about_others(op, f, run->anchor_id, &is_shared);
	return r || is_shared ? r : flow_end(op, f, FOLLOWUP_CANCELLED, motive);
}

static void mark(struct referral *x, enum loop_what what, struct day day)
{
	switch (what) {
	case LOOP_THANK:
		x->thanked_day = day;
		break;
	case LOOP_FIRST_CONTACT:
		x->told_contact_day = day;
		break;
	case LOOP_OUTCOME:
		x->told_outcome_day = day;
		break;
	case LOOP_GIFT:
	case N_LOOP_WHATS:
		break;
	}
}

/* One follow-up about the referral, where what it says has changed. */
static int settle_one(struct op *op, const struct referral *x, bool is_said, struct followup *f)
{
	const struct motive motive = {RULE_TOLD, CAUSE_REFERRAL, x->id, NULL};
	const char *title = f->title;
	int n, r;

	r = referrer_name(op, f, &n);
	if (r)
		return r;
	if (n)
		return str_equal(title, f->title) ? 0 : flow_write(op, f, &motive);
	if (is_said)
		f->outcome = (int)followup_default_outcome(f->kind);
	return flow_end(op, f, is_said ? FOLLOWUP_DONE : FOLLOWUP_SKIPPED, &motive);
}

int referrer_settle(struct op *op, const struct referral *x, int done,
		    struct followup *ret_followup)
{
	struct loop_items rows;
	int r;

	if (ret_followup)
		*ret_followup = (struct followup){0};
	r = store_loop_of_referral(op->store, x->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		bool is_said = (int)rows.items[i].what == done;
		struct followup f;

		r = store_followup_get(op->store, rows.items[i].followup, op->arena, &f);
		if (r || !followup_is_open(f.state))
			continue;
		r = settle_one(op, x, is_said, &f);
		if (r == 0 && ret_followup && f.state == FOLLOWUP_DONE)
			*ret_followup = f;
	}
	return r;
}

int referrer_heard(struct op *op, const struct followup *f)
{
	struct loop_items rows;
	int r;

	r = store_loop_of_followup(op->store, f->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		const struct loop_item *item = &rows.items[i];
		struct referral x;

		r = store_referral_get(op->store, item->referral, op->arena, &x);
		if (r || !referral_owes(&x, item->what))
			continue;
		mark(&x, item->what, f->ended_day);
		r = store_referral_update(op->store, &x);
		if (r == 0)
			r = referrer_settle(op, &x, (int)item->what, NULL);
		if (r == 0)
			r = op_event(op, EVENT_REFERRAL_CHANGED, x.id, x.contact);
	}
	return r;
}

/* When it was said already. */
static struct day said_day(const struct referral *x, enum loop_what what)
{
	if (what == LOOP_THANK)
		return x->thanked_day;
	return what == LOOP_OUTCOME || day_is_none(x->told_contact_day) ? x->told_outcome_day
									: x->told_contact_day;
}

static int refuse_said(struct op *op, const struct referral *x, enum loop_what what)
{
	const char *referrer = op_contact_name(op, x->contact);
	struct day day = said_day(x, what);
	char text[DAY_TEXT_SIZE];

	if (!referral_is_received(x))
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "id",
			       "%lld is no referral that was received: nobody waits to hear of it",
			       (long long)x->id);
	if (!day_is_none(day))
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "id", "%s was %s already, on %s",
			       referrer, what == LOOP_THANK ? "thanked" : "told",
			       day_format(day, text));
	if (what == LOOP_OUTCOME)
		return op_fail(op, VOUCH_E_REFERRAL_STATE, "what",
			       "the outcome is not known yet: referral %lld is %s; close it first, "
			       "or tell the first contact",
			       (long long)x->id, referral_statuses[x->status]);
	return op_fail(op, VOUCH_E_REFERRAL_STATE, "id",
		       "referral %lld is closed: %s is to hear the outcome", (long long)x->id,
		       referrer);
}

static int log_touch(struct op *op, const struct referral *x, const struct followup *f,
		     struct day day)
{
	struct touch t = {
		.contact = x->contact,
		.followup = f->id,
		.day = day,
		.channel = f->id ? followup_channel(f->kind, f->channel) : CHANNEL_CALL,
		.direction = DIRECTION_OUT,
		.minutes = -1,
	};

	if (f->id)
		(void)outcome_touch((enum outcome)f->outcome, &t.direction);
	return f->id ? op_touch_of_followup(op, &t) : op_touch_add(op, &t);
}

static int check_day(struct op *op, const struct referral *x, struct day day)
{
	int r;

	r = op_not_after_today(op, day, "day");
	if (r || !day_before(day, x->received_day))
		return r;
	return op_fail(op, VOUCH_E_CONFLICT, "day", "the day lies before the day it was received");
}

static int say_one(struct op *op, int64_t id, int what, struct day on, struct referral *ret,
		   struct followup *ret_followup)
{
	int r;

	r = store_referral_get(op->store, id, op->arena, ret);
	if (r)
		return op_not_found(op, r, "id", "there is no referral %lld", (long long)id);
	if (what < 0)
		what = day_is_none(ret->closed_day) ? LOOP_FIRST_CONTACT : LOOP_OUTCOME;
	if (!referral_owes(ret, (enum loop_what)what))
		return refuse_said(op, ret, (enum loop_what)what);
	r = check_day(op, ret, on);
	if (r)
		return r;
	mark(ret, (enum loop_what)what, on);
	r = store_referral_update(op->store, ret);
	if (r == 0)
		r = referrer_settle(op, ret, what, ret_followup);
	return r ? r : op_event(op, EVENT_REFERRAL_CHANGED, id, ret->contact);
}

/* One conversation is one touch: that of the last follow-up which it has done, if any. */
static int log_touches(struct op *op, const struct referral *said, struct followup *done, size_t n,
		       struct day on)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		size_t next = i + 1;

		while (next < n && said[next].contact != said[i].contact)
			next++;
		if (next == n) {
			r = log_touch(op, &said[i], &done[i], on);
			if (r == 0)
				r = flow_facts(op, said[i].contact);
		} else if (!done[next].id) {
			done[next] = done[i];
		}
	}
	return r;
}

int op_referral_say(struct op *op, const int64_t *ids, size_t n, int what, struct day day,
		    struct referral *ret)
{
	struct followup *done = arena_array(op->arena, n, sizeof *done);
	struct day on = day_is_none(day) ? op->today : day;
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++)
		r = say_one(op, ids[i], what, on, &ret[i], &done[i]);
	return r ? r : log_touches(op, ret, done, n, on);
}
