/* Follow-ups: added, changed, skipped, snoozed, cancelled by a person. */
#include "ops/followup.h"

#include "domain/recur.h"
#include "ops/away.h"
#include "ops/date.h"
#include "ops/flow.h"
#include "ops/followup_open.h"
#include "ops/refuse.h"
#include "ops/suppression.h"
#include "ops/why.h"
#include "store/followup.h"

static int check_repeat(struct op *op, const struct followup *f)
{
	char why[RECUR_WHY_SIZE];

	if (f->repeat && followup_is_promise(f))
		return op_fail(op, VOUCH_E_CONFLICT, "repeat",
			       "follow-up %lld keeps a promise, and that is done once",
			       (long long)f->id);
	if (f->repeat && followup_is_of_date(f))
		return op_fail(op, VOUCH_E_CONFLICT, "repeat",
			       "follow-up %lld is for date %lld, which knows itself when it comes "
			       "again",
			       (long long)f->id, (long long)f->about_id);
	if (f->repeat && f->about_id && f->about == ABOUT_CAMPAIGN)
		return op_fail(op, VOUCH_E_CONFLICT, "repeat",
			       "follow-up %lld is for campaign %lld, which knows itself when it "
			       "comes again",
			       (long long)f->id, (long long)f->about_id);
	if (f->repeat && followup_is_request(f))
		return op_fail(op, VOUCH_E_CONFLICT, "repeat",
			       "follow-up %lld answers request %lld, and that is done once",
			       (long long)f->id, (long long)f->about_id);
	if (!f->repeat || recur_check(f->repeat, why))
		return 0;
	return op_fail(op, VOUCH_E_CONFLICT, "repeat", "%s", why);
}

/* What follows a task of the user's own reaches nobody either. */
static int check_own(struct op *op, const struct followup *f)
{
	if (f->kind == KIND_TASK)
		return 0;
	return op_fail(op, VOUCH_E_CONFLICT, "next",
		       "this is a task of your own, about nobody: what follows it can only be a "
		       "task");
}

int op_followup_add(struct op *op, struct followup *f)
{
	const struct motive motive = MOTIVE(RULE_ADDED);
	struct contact contact;
	int r;

	r = f->contact ? op_live_contact(op, f->contact, &contact) : check_own(op, f);
	if (r == 0)
		r = op_sale_of_contact(op, f->sale, f->contact);
	if (r == 0)
		r = check_repeat(op, f);
	if (r)
		return r;
	f->occurrence = 1;
	f->has_gate = f->kind == KIND_ASK;
	f->state = f->has_gate ? FOLLOWUP_WAITING : FOLLOWUP_SCHEDULED;
	f->waits_for = f->has_gate ? (int)WAIT_GATE : -1;
	f->planned_day = f->due_day;
	f->planned_minute = f->due_minute;
	f->series_day = f->repeat ? f->due_day : NO_DAY;
	f->outcome = -1;
	f->ended_day = NO_DAY;
	r = flow_add(op, f, &motive);
	return r ? r : flow_facts(op, f->contact);
}

/* One that a plan made belongs to its run's contact. */
static int check_contact(struct op *op, const struct followup *f, struct followup *ret_old)
{
	struct contact contact;
	int r;

	r = op_followup_get(op, f->id, ret_old);
	if (r || ret_old->contact == f->contact)
		return r;
	if (followup_is_promise(f))
		return op_fail(op, VOUCH_E_CONFLICT, "contact",
			       "follow-up %lld belongs to promise %lld, which was made to its "
			       "contact",
			       (long long)f->id, (long long)f->about_id);
	if (f->about_id && f->about == ABOUT_CAMPAIGN)
		return op_fail(op, VOUCH_E_CONFLICT, "contact",
			       "follow-up %lld is a task of your own, for campaign %lld",
			       (long long)f->id, (long long)f->about_id);
	if (followup_is_of_date(f))
		return op_fail(op, VOUCH_E_CONFLICT, "contact",
			       "follow-up %lld is for date %lld of its contact", (long long)f->id,
			       (long long)f->about_id);
	if (followup_is_request(f))
		return op_fail(op, VOUCH_E_CONFLICT, "contact",
			       "follow-up %lld answers request %lld of its contact",
			       (long long)f->id, (long long)f->about_id);
	if (f->run)
		return op_fail(
			op, VOUCH_E_CONFLICT, "contact",
			"follow-up %lld comes from a plan; move its sale to the contact instead",
			(long long)f->id);
	return op_live_contact(op, f->contact, &contact);
}

/* One that waits for another, or for the end of an absence, goes on waiting, unless it is never to
 * be done. */
static int settle_later(struct op *op, struct followup *f, const struct motive *motive)
{
	enum suppression_force force;
	struct motive stopped;
	int r;

	r = suppression_of(op, f, &force);
	if (r || force != SUPPRESSION_ENDLESS)
		return r ? r : flow_write(op, f, motive);
	r = suppression_motive(op, f, &stopped);
	return r ? r : flow_end(op, f, FOLLOWUP_CANCELLED, &stopped);
}

/* Another kind, channel or contact may be one that is not to be contacted so, or no longer one. */
static int settle_again(struct op *op, struct followup *f, const struct motive *motive)
{
	if (f->state == FOLLOWUP_SCHEDULED)
		return flow_schedule(op, f, f->due_day, f->due_minute, motive);
	if (f->waits_for == WAIT_AFTER || f->waits_for == WAIT_PART_OF || f->waits_for == WAIT_AWAY)
		return settle_later(op, f, motive);
	return flow_release(op, f, motive);
}

static bool is_reached_alike(const struct followup *a, const struct followup *b)
{
	return a->contact == b->contact && a->kind == b->kind && a->channel == b->channel;
}

static int write_update(struct op *op, struct followup *f, const struct followup *old,
			bool is_moved)
{
	const struct motive motive = MOTIVE(RULE_UPDATED);

	/* A day that a person names is kept as named, and is not too late for it. */
	if (is_moved && (f->run || followup_is_of_date(f)))
		f->is_pinned = true;
	if (is_moved)
		return op_followup_move(op, f, f->due_day, f->due_minute, &motive);
	if (is_reached_alike(f, old))
		return flow_write(op, f, &motive);
	return settle_again(op, f, &motive);
}

int op_followup_update(struct op *op, struct followup *f, bool is_moved)
{
	struct followup old;
	int r;

	if (!followup_is_open(f->state))
		return op_followup_ended(op, f, "id");
	if (!f->contact && f->kind != KIND_TASK)
		return op_fail(op, VOUCH_E_CONFLICT, "kind",
			       "a task of your own stays one: it is about nobody");
	if ((f->kind == KIND_ASK) != f->has_gate)
		return op_fail(
			op, VOUCH_E_CONFLICT, "kind",
			"an ask stays an ask, and nothing else becomes one; cancel it and add "
			"another");
	r = check_contact(op, f, &old);
	if (r == 0)
		r = op_sale_of_contact(op, f->sale, f->contact);
	if (r == 0)
		r = check_repeat(op, f);
	if (r)
		return r;
	if (f->repeat && day_is_none(f->series_day))
		f->series_day = f->due_day;
	r = write_update(op, f, &old, is_moved);
	if (r == 0 && old.contact != f->contact)
		r = flow_facts(op, old.contact);
	return r ? r : flow_facts(op, f->contact);
}

int op_followup_get(struct op *op, int64_t id, struct followup *ret)
{
	int r;

	r = store_followup_get(op->store, id, op->arena, ret);
	return op_not_found(op, r, "id", "there is no follow-up %lld", (long long)id);
}

int op_followup_list(struct op *op, const struct followup_filter *filter, struct followup **ret,
		     size_t *ret_n)
{
	struct followups rows;
	int r;

	r = store_followup_list(op->store, filter, op->arena, &rows);
	if (r)
		return r;
	*ret = rows.items;
	*ret_n = rows.n;
	return 0;
}

int op_followup_ended(struct op *op, const struct followup *f, const char *field)
{
	char day[DAY_TEXT_SIZE];

	return op_fail(op, VOUCH_E_FOLLOWUP_STATE, field, "follow-up %lld is %s already (%s)",
		       (long long)f->id, followup_states[f->state], day_format(f->ended_day, day));
}

int op_followup_open(struct op *op, int64_t id, struct followup *ret)
{
	int r;

	r = op_followup_get(op, id, ret);
	if (r)
		return r;
	return followup_is_open(ret->state) ? 0 : op_followup_ended(op, ret, "id");
}

static int check_move(struct op *op, const struct followup *f, struct day day, int minute,
		      const char *field)
{
	if (f->state == FOLLOWUP_WAITING && f->waits_for != WAIT_GATE && f->waits_for != WAIT_AWAY)
		return op_fail(op, VOUCH_E_FOLLOWUP_STATE, "id",
			       "follow-up %lld cannot be given a day now: %s", (long long)f->id,
			       why_waits(f));
	if (op_instant(op, day, minute) <= op->now)
		return op_fail(op, VOUCH_E_CONFLICT, field, "the new time must lie in the future");
	return away_check_move(op, f, day, field);
}

int op_followup_move(struct op *op, struct followup *f, struct day day, int minute,
		     const struct motive *motive)
{
	int r;

	r = check_move(op, f, day, minute, motive->rule == RULE_SNOOZED ? "until" : "due");
	return r ? r : flow_schedule(op, f, day, minute, motive);
}

int op_followup_skip(struct op *op, const int64_t *ids, size_t n, const char *reason,
		     struct followup *ret)
{
	const struct motive motive = {RULE_SKIPPED, -1, 0, reason};
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		r = op_followup_open(op, ids[i], &ret[i]);
		if (r == 0)
			r = flow_end(op, &ret[i], FOLLOWUP_SKIPPED, &motive);
		if (r == 0)
			r = flow_facts(op, ret[i].contact);
	}
	return r;
}

int op_followup_snooze(struct op *op, const int64_t *ids, size_t n, struct day day, int minute,
		       struct followup *ret)
{
	const struct motive motive = MOTIVE(RULE_SNOOZED);
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		r = op_followup_open(op, ids[i], &ret[i]);
		if (r)
			return r;
		ret[i].is_pinned = true;
		r = op_followup_move(op, &ret[i], day, minute, &motive);
		if (r == 0)
			r = flow_facts(op, ret[i].contact);
	}
	return r;
}

int op_followup_try_snooze(struct op *op, const int64_t *ids, size_t n, struct day day, int minute,
			   struct followup *ret)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++) {
		r = op_followup_open(op, ids[i], &ret[i]);
		if (r == 0)
			r = check_move(op, &ret[i], day, minute, "until");
		ret[i].due_day = day;
		ret[i].due_minute = minute;
		ret[i].due_at = op_instant(op, day, minute);
	}
	return r;
}

int op_followup_cancel(struct op *op, int64_t id, const char *reason, struct followup *ret)
{
	const struct motive motive = {RULE_CANCELLED, -1, 0, reason};
	int r;

	r = op_followup_open(op, id, ret);
	if (r == 0)
		r = flow_end(op, ret, FOLLOWUP_CANCELLED, &motive);
	/* The date holds, and comes again. */
	if (r == 0 && followup_is_of_date(ret))
		r = date_follow(op, ret);
	return r ? r : flow_facts(op, ret->contact);
}
