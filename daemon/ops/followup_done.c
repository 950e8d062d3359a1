/* `done`: what came of a follow-up, the touch it was, and what is next. */
#include "ops/ask.h"
#include "ops/flow.h"
#include "ops/followup.h"
#include "ops/followup_open.h"
#include "ops/promise.h"
#include "ops/referral_run.h"
#include "ops/referrer.h"
#include "ops/request.h"
#include "ops/touch.h"
#include "ops/why.h"

static const char *const default_tries[] = {"+1bd", "+2bd", "+5bd"};
#define N_DEFAULT_TRIES 3

/* A score is what they said: it needs somebody to have said it. */
static int check_score(struct op *op, const struct followup *f, const struct done *done)
{
	if (!followup_reaches_person(f->kind))
		return op_fail(
			op, VOUCH_E_CONFLICT, "score",
			"follow-up %lld is a task: it reaches nobody who could give a score; "
			"leave the score out",
			(long long)f->id);
	if (done->outcome < 0 || outcome_ends((enum outcome)done->outcome))
		return 0;
	return op_fail(op, VOUCH_E_CONFLICT, "score",
		       "nobody was reached who could give a score; leave the score or the outcome "
		       "out");
}

static int check_done(struct op *op, const struct followup *f, const struct done *done)
{
	if (!day_is_none(done->day) && day_before(op->today, done->day))
		return op_fail(op, VOUCH_E_CONFLICT, "day", "the day cannot lie after today");
	if (done->outcome >= 0 && !followup_reaches_person(f->kind))
		return op_fail(op, VOUCH_E_CONFLICT, "outcome",
			       "follow-up %lld is a task: it reaches nobody; leave the outcome out",
			       (long long)f->id);
	if (done->override_reason && !f->has_gate)
		return op_fail(op, VOUCH_E_CONFLICT, "override_reason",
			       "follow-up %lld is no ask: there is nothing to override",
			       (long long)f->id);
	if (done->has_score)
		return check_score(op, f, done);
	return 0;
}

/* The touch that an outcome is; none for a task or where nobody answered. */
static int log_touch(struct op *op, const struct followup *f, const struct done *done,
		     enum outcome outcome, struct touch *ret)
{
	enum direction direction;

	*ret = (struct touch){0};
	if (!followup_reaches_person(f->kind) || !outcome_touch(outcome, &direction))
		return 0;
	*ret = (struct touch){
		.contact = f->contact,
		.followup = f->id,
		.day = day_is_none(done->day) ? op->today : done->day,
		.channel = followup_channel(f->kind, f->channel),
		.direction = direction,
		.gave = done->gave || (f->gives && outcome_ends(outcome)),
		.asked = f->has_gate && outcome_ends(outcome),
		.text = done->note,
		.minutes = done->minutes,
	};
	return op_touch_of_followup(op, ret);
}

static int tries_of(struct op *op, const struct followup *f, const char *const **ret, size_t *ret_n)
{
	const struct plan_step *step;
	int r;

	*ret = default_tries;
	*ret_n = N_DEFAULT_TRIES;
	r = flow_step(op, f, &step);
	if (r || !step || step->n_tries == 0)
		return r;
	*ret = (const char *const *)step->tries;
	*ret_n = step->n_tries;
	return 0;
}

static int end_as(struct op *op, struct followup *f, enum outcome outcome, enum move_rule rule,
		  const struct done *done)
{
	const struct motive motive = {rule, -1, 0, done->note};

	f->outcome = (int)outcome;
	f->ended_day = day_is_none(done->day) ? op->today : done->day;
	return flow_end(op, f, FOLLOWUP_DONE, &motive);
}

/* Nobody answered: the next try, or the end after the last one (DESIGN section 5). */
static int try_again(struct op *op, struct followup *f, enum outcome outcome,
		     const struct done *done)
{
	const struct motive motive = {
		outcome == OUTCOME_NO_ANSWER ? RULE_NO_ANSWER : RULE_LEFT_WORD, -1, 0, done->note};
	const struct plan_clock clock = flow_clock(op);
	const char *const *tries;
	struct offset offset;
	struct placed at;
	size_t n;
	int r;

	if (f->state == FOLLOWUP_WAITING && f->waits_for != WAIT_AWAY)
		return op_fail(op, VOUCH_E_FOLLOWUP_STATE, "id",
			       "follow-up %lld cannot be tried again now: %s", (long long)f->id,
			       why_waits(f));
	r = tries_of(op, f, &tries, &n);
	if (r)
		return r;
	if ((size_t)f->tries_used >= n)
		return end_as(op, f, OUTCOME_NOT_REACHED, RULE_NOT_REACHED, done);
	(void)offset_parse(tries[f->tries_used], &offset);
	at = plan_place(&offset, op->local, f->kind, &clock);
	f->tries_used++;
	f->is_pinned = false;
	return flow_schedule(op, f, at.due.day, at.due.minute, &motive);
}

static int add_next(struct op *op, const struct followup *f, const struct next_step *next,
		    struct followup *ret)
{
	*ret = (struct followup){
		.contact = f->contact,
		.sale = f->sale,
		.kind = (enum followup_kind)next->kind,
		.channel = -1,
		.title = next->title ? next->title : f->title,
		.due_day = next->due_day,
		.due_minute = next->due_minute,
	};
	return op_followup_add(op, ret);
}

/* The note is what they said to it. */
static int record_score(struct op *op, const struct done *done, struct done_result *ret)
{
	if (!done->has_score)
		return 0;
	ret->satisfaction = (struct satisfaction){
		.score = done->score,
		.words = done->note,
		.day = day_is_none(done->day) ? op->today : done->day,
	};
	return op_satisfaction_of_followup(op, &ret->followup, &ret->satisfaction, &ret->praise);
}

/* Doing the follow-up of a promise keeps it; that nobody was reached does not. */
static int keep_promise(struct op *op, struct done_result *ret)
{
	const struct followup *f = &ret->followup;

	if (!followup_is_promise(f) || f->state != FOLLOWUP_DONE ||
	    f->outcome == (int)OUTCOME_NOT_REACHED)
		return 0;
	return op_promise_done(op, f, &ret->promise);
}

/* What was said to a referrer was said, and a first contact was made. */
static int follow_referral(struct op *op, const struct followup *f)
{
	int r = 0;

	if (f->outcome != (int)OUTCOME_NOT_REACHED)
		r = referrer_heard(op, f);
	return r ? r : referral_step_done(op, f);
}

static int done_one(struct op *op, int64_t id, const struct done *done, struct done_result *ret)
{
	struct followup *f = &ret->followup;
	enum outcome outcome;
	int r;

	*ret = (struct done_result){0};
	r = op_followup_open(op, id, f);
	if (r == 0)
		r = check_done(op, f, done);
	if (r)
		return r;
	outcome =
		done->outcome < 0 ? followup_default_outcome(f->kind) : (enum outcome)done->outcome;
	if (f->has_gate && outcome_ends(outcome))
		r = ask_made(op, f, done->day, done->override_reason);
	if (r == 0)
		r = log_touch(op, f, done, outcome, &ret->touch);
	if (r)
		return r;
	r = outcome_ends(outcome) ? end_as(op, f, outcome, RULE_DONE, done)
				  : try_again(op, f, outcome, done);
	if (r == 0)
		r = record_score(op, done, ret);
	if (r == 0)
		r = keep_promise(op, ret);
	if (r == 0 && followup_is_request(f) && f->state == FOLLOWUP_DONE)
		r = op_request_followed(op, f);
	if (r == 0 && f->state == FOLLOWUP_DONE)
		r = follow_referral(op, f);
	if (r == 0 && done->next.kind >= 0)
		r = add_next(op, f, &done->next, &ret->next);
	return r ? r : flow_facts(op, f->contact);
}

int op_followup_done(struct op *op, const int64_t *ids, size_t n, const struct done *done,
		     struct done_result *ret)
{
	int r = 0;

	if (n > 1 && done->has_score)
		return op_fail(op, VOUCH_E_CONFLICT, "score",
			       "a score is of one follow-up; give them one by one");
	for (size_t i = 0; r == 0 && i < n; i++)
		r = done_one(op, ids[i], done, &ret[i]);
	return r;
}
