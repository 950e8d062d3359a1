/* Asks: one at a time for a household; made, answered in parts, or not needed any more. */
#include "ops/ask.h"

#include "base/clock.h"
#include "base/str.h"
#include "ops/ask_follow.h"
#include "ops/flow.h"
#include "ops/gate.h"
#include "store/followup.h"
#include "store/followup_clock.h"

/* Until it is let go nobody can be asked by it, so that nothing gives way to it. */
static bool is_held_back(const struct followup *f)
{
	return f->waits_for == WAIT_PAUSE || f->waits_for == WAIT_SUPPRESSION ||
	       f->waits_for == WAIT_AWAY;
}

int op_ask_one_at_a_time(struct op *op, int64_t contact)
{
	struct motive motive = {.rule = RULE_SUPERSEDED, .cause = CAUSE_FOLLOWUP};
	struct followups asks;
	int r;

	r = store_followup_come_asks(op->store, contact, op->now, op->arena, &asks);
	if (r)
		return r;
	while (asks.n && is_held_back(&asks.items[asks.n - 1]))
		asks.n--;
	if (asks.n < 2)
		return 0;
	motive.cause_id = asks.items[asks.n - 1].id;
	for (size_t i = 0; r == 0 && i + 1 < asks.n; i++) {
		r = flow_end(op, &asks.items[i], FOLLOWUP_CANCELLED, &motive);
		if (r == 0)
			r = flow_facts(op, asks.items[i].contact);
	}
	return r;
}

int op_ask_list(struct op *op, const struct ask_filter *filter, struct ask **ret, size_t *ret_n)
{
	return store_ask_list(op->store, filter, op->arena, ret, ret_n);
}

int ask_earned(struct op *op, const struct gate_verdict *v, const char *override_reason,
	       const char *field)
{
	const char *detail;

	if (v->earned || override_reason)
		return 0;
	detail = v->first_blocking >= 0 ? v->conditions[v->first_blocking].detail : "";
	return op_fail(op, VOUCH_E_NOT_EARNED, field,
		       "an ask is not earned yet: %s; to ask all the same, say why "
		       "(override_reason; because \"…\" on the command line)",
		       detail);
}

int ask_part_ready(struct op *op, const struct followup *f, const char *field)
{
	struct followup whole;
	int r;

	if (!f->part_of)
		return 0;
	r = store_followup_get(op->store, f->part_of, op->arena, &whole);
	if (r || !followup_is_open(whole.state))
		return r;
	return op_fail(
		op, VOUCH_E_FOLLOWUP_STATE, field,
		"follow-up %lld comes after a yes to follow-up %lld, which was not asked yet",
		(long long)f->id, (long long)whole.id);
}

/* A part adds to its ask. What came by itself was none, so that its part is an ask of its own. */
static int adds_to_ask(struct op *op, const struct followup *f, bool *ret)
{
	struct ask ask = {0};
	int r = 0;

	if (f->part_of)
		r = store_ask_of_followup(op->store, f->part_of, op->arena, &ask);
	*ret = ask.id != 0;
	return r;
}

int ask_made(struct op *op, const struct followup *f, struct day day, const char *override_reason)
{
	struct gate_verdict *v = arena_alloc(op->arena, sizeof *v);
	struct ask ask = {
		.contact = f->contact,
		.followup = f->id,
		.sale = f->sale,
		.channel = followup_channel(f->kind, f->channel),
		.day = day_is_none(day) ? op->today : day,
		.entry = op->journal,
		.outcome = -1,
		.later_day = NO_DAY,
		.created_at = op->now,
	};
	bool is_added;
	int r;

	r = ask_part_ready(op, f, "id");
	if (r == 0)
		r = gate_of_followup(op, f, ask.day, v);
	if (r == 0)
		r = ask_earned(op, v, override_reason, "id");
	if (r == 0)
		r = adds_to_ask(op, f, &is_added);
	if (r || is_added)
		return r;
	ask.override_reason = v->earned ? NULL : override_reason;
	return store_ask_add(op->store, &ask);
}

int ask_part_waits(struct op *op, const struct followup *part, bool *ret)
{
	struct followup whole;
	struct ask ask;
	int r;

	*ret = true;
	r = store_followup_get(op->store, part->part_of, op->arena, &whole);
	if (r || whole.state != FOLLOWUP_DONE || whole.outcome == (int)OUTCOME_NOT_REACHED)
		return r;
	r = store_ask_of_followup(op->store, whole.id, op->arena, &ask);
	/* Without an ask its names were offered unasked. */
	*ret = r == 0 && ask.id && ask.outcome != ASK_NAMES_GIVEN && ask.outcome != ASK_WILLING;
	return r;
}

static int64_t expiry_of(const struct op *op, const struct followup *part,
			 const struct followup *whole)
{
	struct followup waiting = *part;

	waiting.due_day = followup_part_since(part, whole);
	return day_is_none(waiting.due_day) ? NO_INSTANT : gate_ask_expiry(op, &waiting);
}

int ask_part_expiry(struct op *op, const struct followup *part, int64_t *ret)
{
	struct followup whole;
	int r;

	/* Its ask was never made: none is to come. */
	*ret = gate_ask_expiry(op, part);
	if (!part->part_of)
		return 0;
	r = store_followup_get(op->store, part->part_of, op->arena, &whole);
	if (r == 0)
		*ret = expiry_of(op, part, &whole);
	return r;
}

int ask_look_at_parts(struct op *op, const struct followup *whole)
{
	struct followups parts;
	int r;

	r = store_followup_parts(op->store, whole->id, op->arena, &parts);
	for (size_t i = 0; r == 0 && i < parts.n; i++) {
		const struct followup *part = &parts.items[i];
		int64_t next_at = expiry_of(op, part, whole);

		if (followup_waits_for_answer(part) && part->next_at != next_at)
			r = store_followup_set_next(op->store, part->id, next_at);
	}
	return r;
}

int ask_offered(struct op *op, int64_t contact, int64_t referral)
{
	const struct motive motive = {RULE_OFFERED, CAUSE_REFERRAL, referral, NULL};
	struct followups asks;
	int r;

	/* One that is earned and let go for the next morning is open as well. */
	r = store_followup_come_asks(op->store, contact, INT64_MAX, op->arena, &asks);
	for (size_t i = 0; r == 0 && i < asks.n; i++) {
		struct followup *f = &asks.items[i];

		if (f->due_at > op->now && f->state != FOLLOWUP_SCHEDULED)
			continue;
		f->outcome = OUTCOME_REACHED;
		r = flow_end(op, f, FOLLOWUP_DONE, &motive);
		if (r == 0)
			r = ask_release_parts(op, f, op->today);
		if (r == 0)
			r = flow_facts(op, f->contact);
	}
	return r;
}
