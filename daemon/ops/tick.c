/* The clock edge: what is done when an instant has come. */
#include "ops/tick.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "ops/ask.h"
#include "ops/away.h"
#include "ops/cadence.h"
#include "ops/campaign.h"
#include "ops/contact.h"
#include "ops/date.h"
#include "ops/day_off.h"
#include "ops/due.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/flow_look.h"
#include "ops/gate.h"
#include "ops/gift.h"
#include "ops/journal.h"
#include "ops/notice_hold.h"
#include "ops/promise.h"
#include "ops/repair.h"
#include "ops/suppression.h"
#include "ops/value_call.h"
#include "store/book.h"
#include "store/cadence.h"
#include "store/campaign.h"
#include "store/contact.h"
#include "store/followup_clock.h"
#include "store/notice.h"

#define STAMP_SIZE 64
#define VERDICTS_SLICE 10 /* of contacts whose verdict may be another today */
#define CADENCES_SLICE 10 /* of contacts who may have to hear from us */

static int has_unknown_consent(struct op *op, int64_t contact, bool *ret)
{
	struct contact c;
	int r;

	r = store_contact_get(op->store, contact, op->arena, &c);
	*ret = false;
	for (int i = 0; r == 0 && i < N_CONSENTS; i++)
		*ret |= c.consent[i] == CONSENT_UNKNOWN;
	return r;
}

static int has_promises(struct op *op, const struct followup *f, bool *ret)
{
	struct promises open;
	int r;

	r = op_promise_open_of(op, f->contact, f->sale, &open);
	*ret = r == 0 && open.n;
	return r;
}

/* How the step before ended: -1 where it is not known. */
static int outcome_before(struct op *op, const struct followup *f, const char *after, int *ret)
{
	struct followups rows;
	int r;

	*ret = -1;
	r = store_followup_of_run(op->store, f->run, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		if (str_equal(rows.items[i].step, after) &&
		    rows.items[i].occurrence == f->occurrence)
			*ret = rows.items[i].outcome;
	return r;
}

/* DESIGN section 4: `when` is judged on the step's day. */
static int when_holds(struct op *op, const struct followup *f, const struct plan_step *step,
		      bool *ret)
{
	int outcome, r;

	*ret = true;
	if (!step)
		return 0;
	switch (step->when) {
	case WHEN_ALWAYS:
		return 0;
	case WHEN_GIFT_POLICY:
		return op_gift_policy(op, f->contact, ret);
	case WHEN_HAS_PROMISES:
		return has_promises(op, f, ret);
	case WHEN_CONSENT_UNKNOWN:
		return has_unknown_consent(op, f->contact, ret);
	case WHEN_NOT_REACHED:
		r = outcome_before(op, f, step->after, &outcome);
		*ret = outcome == OUTCOME_NOT_REACHED;
		return r;
	}
	return 0;
}

/* DESIGN section 4: `when` is judged on the step's day; one that does not hold is skipped. */
static int judge(struct op *op, struct followup *f, bool *ret_skipped)
{
	static const char *const reasons[] = {
		[WHEN_ALWAYS] = NULL,
		[WHEN_HAS_PROMISES] = "no promise is open",
		[WHEN_CONSENT_UNKNOWN] = "what they agreed to is known already",
		[WHEN_NOT_REACHED] = "they were reached",
		[WHEN_GIFT_POLICY] = "gifts to them have reached the limit of this year",
	};
	struct motive motive = MOTIVE(RULE_WHEN);
	const struct plan_step *step;
	bool holds = true;
	int r;

	*ret_skipped = false;
	r = flow_step(op, f, &step);
	if (r == 0)
		r = when_holds(op, f, step, &holds);
	if (r || holds)
		return r;
	*ret_skipped = true;
	motive.reason = reasons[step->when];
	f->ended_day = f->due_day; /* on its day, however late that is noticed */
	r = flow_end(op, f, FOLLOWUP_SKIPPED, &motive);
	return r ? r : flow_facts(op, f->contact);
}

/* Nobody is reminded of what must not be done, whatever brought it here. */
static int stop_again(struct op *op, struct followup *f, bool *ret_is_stopped)
{
	enum suppression_force force;
	struct motive motive;
	int r;

	r = suppression_of(op, f, &force);
	*ret_is_stopped = r == 0 && force != SUPPRESSION_NONE;
	if (r || force == SUPPRESSION_NONE)
		return r;
	r = suppression_motive(op, f, &motive);
	if (r == 0)
		r = force == SUPPRESSION_UNTIL ? flow_hold(op, f, WAIT_SUPPRESSION, &motive)
					       : flow_end(op, f, FOLLOWUP_CANCELLED, &motive);
	return r ? r : flow_facts(op, f->contact);
}

/* An ask that was let go for a day to come is the newer one when that day has come. */
static int come_alone(struct op *op, struct followup *f, bool *ret_is_over)
{
	int r;

	if (!f->has_gate || f->part_of)
		return 0;
	r = op_ask_one_at_a_time(op, f->contact);
	if (r == 0)
		r = store_followup_get(op->store, f->id, op->arena, f);
	*ret_is_over = f->state != FOLLOWUP_SCHEDULED;
	return r;
}

/* What may keep it from falling due at this moment; each says whether it ended or moved it. */
static int (*const hurdles[])(struct op *op, struct followup *f, bool *ret_is_over) = {
	stop_again,  away_holds,          judge,        come_alone,
	date_expire, cadence_keep_silent, day_off_move, value_call_cap,
};

static int fall_due(struct op *op, struct followup *f)
{
	bool is_over = false;
	int64_t next_at;
	int r = 0;

	for (size_t i = 0; r == 0 && !is_over && i < ARRAY_LEN(hurdles); i++)
		r = hurdles[i](op, f, &is_over);
	if (r || is_over)
		return r;
	r = flow_next_at(op, f, true, &next_at);
	if (r == 0)
		r = store_followup_set_next(op->store, f->id, next_at);
	if (r == 0)
		r = store_notice_item_add(op->store, f->id, f->due_at);
	return r ? r : op_event(op, EVENT_FOLLOWUP_DUE, f->id, f->contact);
}

/* The day of an ask has come, and its gate is closed: it begins to wait. */
static int begin_to_wait(struct op *op, struct followup *f, bool *ret_ended)
{
	int r;

	r = judge(op, f, ret_ended);
	if (r || *ret_ended)
		return r;
	if (!f->part_of)
		r = op_ask_one_at_a_time(op, f->contact);
	if (r == 0)
		r = store_followup_get(op->store, f->id, op->arena, f);
	if (r == 0 && followup_is_open(f->state))
		r = gate_ask_has_come(op, f);
	if (r == 0)
		r = store_followup_get(op->store, f->id, op->arena, f);
	*ret_ended = f->state != FOLLOWUP_WAITING;
	return r;
}

static int look_at_ask(struct op *op, struct followup *f)
{
	const struct motive expired = MOTIVE(RULE_WAITED_LONG);
	int64_t expiry = gate_ask_expiry(op, f);
	bool has_ended = false;
	int r = 0;

	if (op->now >= expiry) {
		r = flow_end(op, f, FOLLOWUP_EXPIRED, &expired);
		return r ? r : flow_facts(op, f->contact);
	}
	if (f->next_at == f->due_at)
		r = begin_to_wait(op, f, &has_ended);
	return r || has_ended ? r : store_followup_set_next(op->store, f->id, expiry);
}

/* A part whose ask was made, and whose answer nobody has noted. */
static int look_at_part(struct op *op, struct followup *f)
{
	const struct motive expired = {RULE_WAITED_LONG, f->part_of ? CAUSE_FOLLOWUP : -1,
				       f->part_of, NULL};
	int64_t expiry;
	int r;

	r = ask_part_expiry(op, f, &expiry);
	if (r)
		return r;
	if (expiry == NO_INSTANT || op->now < expiry)
		return store_followup_set_next(op->store, f->id, expiry);
	r = flow_end(op, f, FOLLOWUP_EXPIRED, &expired);
	return r ? r : flow_facts(op, f->contact);
}

/* It waits for a person, or is held back: is it too late for it? */
static int look_at_late(struct op *op, struct followup *f)
{
	bool is_over;
	int64_t next_at;
	int r;

	r = date_expire(op, f, &is_over);
	if (r || is_over)
		return r;
	r = flow_next_at(op, f, true, &next_at);
	return r ? r : store_followup_set_next(op->store, f->id, next_at);
}

/* One that is scheduled: told of ahead, due, or due for so long that it is too late for it. */
static int look_at_scheduled(struct op *op, struct followup *f)
{
	bool is_away;
	int r;

	if (flow_has_come(f))
		return look_at_late(op, f);
	if (op->now >= f->due_at)
		return fall_due(op, f);
	r = away_is_now(op, &is_away);
	return r ? r : flow_tell_ahead(op, f, !is_away);
}

static int look_at(struct op *op, struct followup *f)
{
	if (f->state == FOLLOWUP_SCHEDULED)
		return look_at_scheduled(op, f);
	if (f->has_gate && (f->waits_for == WAIT_GATE || followup_is_held_by_trouble(f)))
		return look_at_ask(op, f);
	if (followup_waits_for_answer(f))
		return look_at_part(op, f);
	if (f->score && f->waits_for == WAIT_REPAIR)
		return repair_drop(op, f);
	return look_at_late(op, f);
}

static int end_pauses(struct op *op, bool *ret_more)
{
	struct contact contact;
	size_t n = 0, i = 0;
	int64_t *ids;
	int r;

	r = store_contact_pauses_over(op->store, op->today, op->arena, &ids, &n);
	while (r == 0 && i < n && !(i && op_is_slice_over(op)))
		r = op_contact_resume(op, ids[i++], &contact);
	*ret_more = r == 0 && i < n;
	return r;
}

static int run_absence(struct op *op, bool *ret_more)
{
	return away_tick(op, TICK_SLICE, ret_more);
}

static int run_verdicts(struct op *op, bool *ret_more)
{
	return gate_tick(op, VERDICTS_SLICE, ret_more);
}

static int run_cadences(struct op *op, bool *ret_more)
{
	return cadence_tick(op, CADENCES_SLICE, ret_more);
}

static int run_followups(struct op *op, bool *ret_more)
{
	struct followup f;
	size_t n = 0, i;
	int64_t *ids;
	int r;

	r = store_followup_to_look_at(op->store, op->now, TICK_SLICE, op->arena, &ids, &n);
	for (i = 0; r == 0 && i < n && !(i && op_is_slice_over(op)); i++) {
		/* An earlier one of this slice may have moved or ended it. */
		r = store_followup_get(op->store, ids[i], op->arena, &f);
		if (r == 0 && f.next_at != NO_INSTANT && f.next_at <= op->now)
			r = look_at(op, &f);
	}
	*ret_more = r == 0 && (i < n || n == TICK_SLICE);
	return r;
}

/* What the clock does, in this order: a slice of each. */
static int (*const chores[])(struct op *op, bool *ret_more) = {
	end_pauses,   op_suppressions_end, op_campaigns_tick, run_absence,
	run_verdicts, run_cadences,        run_followups,     journal_tick,
};

int op_tick(struct op *op, bool *ret_more)
{
	int r = 0;

	op->summary = "what came due";
	*ret_more = false;
	for (size_t i = 0; r == 0 && i < ARRAY_LEN(chores); i++) {
		bool has_more = false;

		r = chores[i](op, &has_more);
		*ret_more |= has_more;
	}
	*ret_more &= r == 0;
	return r;
}

static void look_on(const struct op *op, struct day day, int64_t *next)
{
	int64_t at;

	if (day_is_none(day))
		return;
	at = op_instant(op, day, 0);
	if (*next == NO_INSTANT || at < *next)
		*next = at;
}

/* The days on which something that is no follow-up is looked at. */
static int (*const days[])(struct store *s, struct day *ret) = {
	store_contact_next_pause, store_suppression_next_end, store_gate_next_recheck,
	store_campaign_next_look, store_cadence_next_look,
};

int op_tick_next(struct op *op, int64_t *ret)
{
	int64_t away, notice;
	int r;

	r = store_followup_next_look(op->store, ret);
	if (r == 0)
		r = away_next(op, &away);
	if (r == 0)
		r = op_notice_next_look(op, &notice);
	if (r)
		return r;
	if (notice != NO_INSTANT && (*ret == NO_INSTANT || notice < *ret))
		*ret = notice;
	if (away != NO_INSTANT && (*ret == NO_INSTANT || away < *ret))
		*ret = away;
	for (size_t i = 0; r == 0 && i < ARRAY_LEN(days); i++) {
		struct day day = NO_DAY;

		r = days[i](op->store, &day);
		look_on(op, day, ret);
	}
	return r;
}

/* All that due instants are worked out from, besides the days and times themselves. */
static void stamp_text(const struct op *op, char to[STAMP_SIZE])
{
	const struct worktime *w = &op->env->work;

	(void)snprintf(to, STAMP_SIZE, "%016" PRIx64 " %d %d %d %d %d %d",
		       zone_stamp(op->env->zone), w->start, op->settings->calls_start,
		       op->settings->calls_end, w->end, w->quiet_start, w->quiet_end);
}

int op_rezone_is_needed(struct op *op, bool *ret)
{
	const char *zone, *stamp;
	char now[STAMP_SIZE];
	int r;

	stamp_text(op, now);
	r = store_book_get(op->store, BOOK_ZONE, op->arena, &zone);
	if (r == 0)
		r = store_book_get(op->store, BOOK_ZONE_STAMP, op->arena, &stamp);
	*ret = r == 0 && (!str_equal(zone, zone_name(op->env->zone)) || !str_equal(stamp, now));
	return r;
}

int op_rezone(struct op *op, int64_t *after)
{
	struct followups rows = {0};
	char stamp[STAMP_SIZE];
	size_t i;
	int r;

	r = store_followup_open_after(op->store, *after, REZONE_SLICE, op->arena, &rows);
	for (i = 0; r == 0 && i < rows.n && !(i && op_is_slice_over(op)); i++) {
		r = due_again(op, &rows.items[i]);
		*after = rows.items[i].id;
	}
	op->env->is_stepped = true;
	if (r || i < rows.n || rows.n == REZONE_SLICE)
		return r;
	*after = -1;
	stamp_text(op, stamp);
	r = store_book_set(op->store, BOOK_ZONE, zone_name(op->env->zone));
	return r ? r : store_book_set(op->store, BOOK_ZONE_STAMP, stamp);
}
