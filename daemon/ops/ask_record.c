/* ask.record: an ask, its answer, and the names that were given. */
#include "base/str.h"
#include "domain/gate.h"
#include "ops/ask_follow.h"
#include "ops/flow.h"
#include "ops/gate.h"
#include "ops/referral.h"
#include "ops/refuse.h"
#include "ops/touch.h"
#include "store/followup.h"

#define SOON_DAYS 30 /* an ask planned by then is the one that was made early */

/* An answer on its way into the book. */
struct recording {
	struct op *op;
	const struct ask_answer *answer;
	struct day day;
	struct followup followup; /* id 0: none */
	struct ask ask;           /* id 0: a new one */
	bool is_new;
};

static int check_answer(struct op *op, const struct ask_answer *a)
{
	if (a->outcome == ASK_LATER && day_is_none(a->later_day))
		return op_fail(op, VOUCH_E_CONFLICT, "later_day",
			       "say on which day they may be asked again");
	if (a->outcome != ASK_LATER && !day_is_none(a->later_day))
		return op_fail(op, VOUCH_E_CONFLICT, "later_day",
			       "a later day goes with the answer 'later' alone");
	if (a->outcome == ASK_LATER && !day_before(op->today, a->later_day))
		return op_fail(op, VOUCH_E_CONFLICT, "later_day",
			       "the later day must lie after today");
	if (a->outcome == ASK_NAMES_GIVEN && a->n_names == 0)
		return op_fail(op, VOUCH_E_CONFLICT, "names",
			       "say whom they named; gladly, but no name yet, is 'willing'");
	if (a->outcome != ASK_NAMES_GIVEN && a->n_names)
		return op_fail(op, VOUCH_E_CONFLICT, "names",
			       "names go with the answer 'names-given' alone");
	if (!day_is_none(a->day) && day_before(op->today, a->day))
		return op_fail(op, VOUCH_E_CONFLICT, "day", "the day cannot lie after today");
	return 0;
}

static int get_named(struct recording *rec)
{
	const struct ask_answer *a = rec->answer;
	struct followup *f = &rec->followup;
	struct op *op = rec->op;
	int r;

	r = store_followup_get(op->store, a->followup, op->arena, f);
	if (r)
		return op_not_found(op, r, "followup", "there is no follow-up %lld",
				    (long long)a->followup);
	if (f->contact != a->contact)
		return op_fail(op, VOUCH_E_CONFLICT, "followup",
			       "follow-up %lld belongs to another contact", (long long)f->id);
	if (f->kind != KIND_ASK)
		return op_fail(op, VOUCH_E_CONFLICT, "followup", "follow-up %lld is no ask",
			       (long long)f->id);
	return 0;
}

/* How well an open ask fits an answer for which none is named: one that is due, then one whose day
 * has come, then the next that is planned soon. 0: not at all. */
static int fitness(const struct op *op, const struct followup *f)
{
	if (!f->has_gate)
		return 0;
	if (f->state == FOLLOWUP_SCHEDULED)
		return 3;
	if (f->part_of)
		return 0;
	if (f->due_at <= op->now && f->waits_for != WAIT_AFTER)
		return 2;
	return f->due_day.n <= op->today.n + SOON_DAYS ? 1 : 0;
}

static int find_open(struct recording *rec)
{
	struct op *op = rec->op;
	struct followups open;
	int best = 0, r;

	r = store_followup_open_of_contact(op->store, rec->answer->contact, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++) {
		int fits = fitness(op, &open.items[i]);

		if (fits > best) {
			best = fits;
			rec->followup = open.items[i];
		}
	}
	return r;
}

/* The ask whose answer is not noted yet; one that is due now is newer than that. */
static int find_unnamed(struct recording *rec)
{
	struct followup *f = &rec->followup;
	struct op *op = rec->op;
	int r;

	r = find_open(rec);
	if (r || (f->id && f->state == FOLLOWUP_SCHEDULED && !f->part_of))
		return r;
	r = store_ask_pending(op->store, rec->answer->contact, op->arena, &rec->ask);
	if (r == 0 && rec->ask.id)
		*f = (struct followup){0};
	return r;
}

/* Of a part that of its whole; where that had none, its own. */
static int find_ask(struct recording *rec)
{
	const struct followup *f = &rec->followup;
	struct op *op = rec->op;
	int r = 0;

	if (f->part_of)
		r = store_ask_of_followup(op->store, f->part_of, op->arena, &rec->ask);
	if (r || rec->ask.id || (!f->part_of && !rec->answer->followup))
		return r;
	return store_ask_of_followup(op->store, f->id, op->arena, &rec->ask);
}

/* Which follow-up and which ask are meant. */
static int find(struct recording *rec)
{
	const struct ask_answer *a = rec->answer;
	struct followup *f = &rec->followup;
	struct op *op = rec->op;
	int r;

	r = a->followup ? get_named(rec) : find_unnamed(rec);
	if (r == 0)
		r = find_ask(rec);
	if (r)
		return r;
	if (a->followup && !f->part_of && rec->ask.id && rec->ask.outcome >= 0)
		return op_fail(op, VOUCH_E_ASK_STATE, "followup",
			       "the answer to follow-up %lld was noted already", (long long)f->id);
	if (a->followup && !followup_is_open(f->state) && !rec->ask.id)
		return op_fail(op, VOUCH_E_FOLLOWUP_STATE, "followup",
			       "follow-up %lld is %s already", (long long)f->id,
			       followup_states[f->state]);
	return 0;
}

static int judge(struct recording *rec)
{
	const struct ask_answer *a = rec->answer;
	struct gate_verdict *v = arena_alloc(rec->op->arena, sizeof *v);
	const struct gate_question q = {.day = rec->day, .channel = a->channel};
	struct followup f = rec->followup;
	int r;

	if (a->outcome == ASK_NEVER)
		return 0;
	if (a->channel >= 0) /* by which they were asked, whatever was planned */
		f.channel = a->channel;
	if (f.id)
		r = gate_of_followup(rec->op, &f, rec->day, v);
	else
		r = op_gate_judge(rec->op, a->contact, &q, v);
	if (r == 0)
		r = ask_earned(rec->op, v, a->override_reason, "contact");
	if (r == 0 && rec->is_new)
		rec->ask.override_reason = v->earned ? NULL : a->override_reason;
	return r;
}

static const char *both_notes(struct op *op, const char *a, const char *b)
{
	if (!a || !b)
		return a ? a : b;
	return arena_printf(op->arena, "%s\n%s", a, b);
}

static int keep_new(struct recording *rec)
{
	const struct ask_answer *a = rec->answer;
	const struct followup *f = &rec->followup;

	rec->ask = (struct ask){
		.contact = a->contact,
		.followup = f->id,
		.sale = a->sale ? a->sale : f->sale,
		.channel = a->channel >= 0 ? (enum channel)a->channel
			   : f->id         ? followup_channel(f->kind, f->channel)
					   : CHANNEL_CALL,
		.day = rec->day,
		.entry = rec->op->journal,
		.outcome = (int)a->outcome,
		.later_day = a->later_day,
		.override_reason = rec->ask.override_reason,
		.note = a->note,
		.created_at = rec->op->now,
	};
	return store_ask_add(rec->op->store, &rec->ask);
}

/* What a part brings is added to its ask: names, or that they never want to be asked again. */
static int keep_old(struct recording *rec)
{
	const struct ask_answer *a = rec->answer;
	struct ask *ask = &rec->ask;
	bool is_better =
		ask->outcome < 0 || a->outcome == ASK_NAMES_GIVEN || a->outcome == ASK_NEVER;

	if (is_better || !rec->followup.part_of) {
		ask->outcome = (int)a->outcome;
		ask->later_day = a->later_day;
	}
	ask->note = both_notes(rec->op, ask->note, a->note);
	return store_ask_update(rec->op->store, ask);
}

static int log_touch(struct recording *rec)
{
	const struct ask_answer *a = rec->answer;
	struct touch t = {
		.contact = a->contact,
		.followup = rec->followup.id,
		.day = rec->day,
		.channel = a->channel >= 0 ? (enum channel)a->channel : rec->ask.channel,
		.direction = DIRECTION_BOTH,
		.asked = true,
		.text = a->note,
		.minutes = -1,
	};

	return rec->followup.id ? op_touch_of_followup(rec->op, &t) : op_touch_add(rec->op, &t);
}

static int end_followup(struct recording *rec)
{
	const struct motive motive = {RULE_ASKED, CAUSE_ASK, rec->ask.id, rec->answer->note};
	struct followup *f = &rec->followup;

	if (!f->id || !followup_is_open(f->state))
		return 0;
	f->outcome = OUTCOME_REACHED;
	f->ended_day = rec->day;
	return flow_end(rec->op, f, FOLLOWUP_DONE, &motive);
}

static int take_names(struct recording *rec, struct ask_result *ret)
{
	const struct ask_answer *a = rec->answer;
	struct op *op = rec->op;
	int r = 0;

	ret->referrals = arena_array(op->arena, a->n_names, sizeof *ret->referrals);
	for (size_t i = 0; r == 0 && i < a->n_names; i++) {
		const struct ask_name *n = &a->names[i];
		struct referral *ref = &ret->referrals[ret->n_referrals++];

		*ref = (struct referral){
			.contact = a->contact,
			.name = n->name,
			.phone = n->phone,
			.email = n->email,
			.relation = n->relation,
			.need = n->need,
			.permission = n->permission,
			.origin = ORIGIN_ASK,
			.ask = rec->ask.id,
			.received_at = NO_INSTANT,
		};
		r = op_referral_take(op, ref);
	}
	return r;
}

/* The follow-up whose parts the answer is about. */
static int whole_of(struct recording *rec, struct followup *ret)
{
	*ret = rec->followup;
	if (rec->followup.part_of || !rec->ask.followup) {
		*ret = (struct followup){0};
		return 0;
	}
	return store_followup_get(rec->op->store, rec->ask.followup, rec->op->arena, ret);
}

static int keep(struct recording *rec, struct ask_result *ret)
{
	struct followup whole;
	int r;

	r = rec->is_new ? keep_new(rec) : keep_old(rec);
	if (r == 0 && (rec->is_new || rec->followup.part_of))
		r = log_touch(rec);
	if (r == 0)
		r = end_followup(rec);
	if (r == 0)
		r = whole_of(rec, &whole);
	if (r == 0 && (!rec->followup.part_of || rec->answer->outcome == ASK_NEVER))
		r = ask_follow(rec->op, &rec->ask, &whole, &ret->later);
	return r ? r : take_names(rec, ret);
}

int op_ask_record(struct op *op, const struct ask_answer *answer, struct ask_result *ret)
{
	struct recording rec = {.op = op,
				.answer = answer,
				.day = day_is_none(answer->day) ? op->today : answer->day};
	struct contact contact;
	int r;

	*ret = (struct ask_result){0};
	r = check_answer(op, answer);
	if (r == 0)
		r = op_live_contact(op, answer->contact, &contact);
	if (r == 0)
		r = op_sale_of_contact(op, answer->sale, answer->contact);
	if (r == 0)
		r = find(&rec);
	if (r == 0 && answer->outcome != ASK_NEVER)
		r = ask_part_ready(op, &rec.followup, "followup");
	if (r)
		return r;
	rec.is_new = rec.ask.id == 0;
	if (rec.followup.part_of && answer->outcome == ASK_LATER)
		return op_fail(op, VOUCH_E_CONFLICT, "outcome",
			       "'later' answers the ask itself; move follow-up %lld to that day "
			       "instead",
			       (long long)rec.followup.id);
	if (rec.is_new || rec.followup.part_of)
		r = judge(&rec);
	if (r == 0)
		r = keep(&rec, ret);
	if (r == 0)
		r = flow_facts(op, answer->contact);
	if (r)
		return r;
	ret->ask = rec.ask;
	ret->followup = rec.followup;
	return 0;
}
