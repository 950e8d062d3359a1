/* Satisfaction: scores and compliments, and what follows from them. */
#include "ops/satisfaction.h"

#include "base/str.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/gate.h"
#include "ops/refuse.h"
#include "ops/repair.h"
#include "ops/run.h"
#include "store/followup.h"
#include "store/run.h"
#include "store/sale.h"

/* The contact, the sale and the day, which are those of today and the newest sale where none are
 * named. */
static int check(struct op *op, int64_t contact, int64_t *sale, struct day *day)
{
	struct contact c;
	int r;

	if (day_is_none(*day))
		*day = op->today;
	r = op_live_contact(op, contact, &c);
	if (r == 0)
		r = op_not_after_today(op, *day, "day");
	if (r == 0 && *sale)
		return op_sale_of_contact(op, *sale, contact);
	return r ? r : store_sale_newest_completed(op->store, contact, *day, sale);
}

static int add_score(struct op *op, struct satisfaction *score)
{
	score->entry = op->journal;
	score->created_at = op->now;
	return store_satisfaction_add(op->store, score);
}

static bool is_meant(const struct followup *f, struct day day)
{
	return followup_is_open(f->state) && f->score &&
	       !(f->state == FOLLOWUP_WAITING &&
		 (f->waits_for == WAIT_AFTER || f->waits_for == WAIT_PART_OF)) &&
	       f->due_day.n <= day.n + SCORE_AHEAD_DAYS;
}

/* The steps that ask for a score are answered (DESIGN section 4, "A score or compliment by any
 * route"); the touch is the caller's. */
static int do_steps(struct op *op, int64_t contact, struct day day, const struct motive *motive,
		    struct praise_result *ret)
{
	struct followups open;
	int r;

	r = store_followup_open_of_contact(op->store, contact, op->arena, &open);
	if (r)
		return r;
	ret->done = arena_array(op->arena, open.n, sizeof *ret->done);
	for (size_t i = 0; r == 0 && i < open.n; i++) {
		struct followup *f = &ret->done[ret->n_done];

		/* Read again: an earlier one may have ended it. */
		r = store_followup_get(op->store, open.items[i].id, op->arena, f);
		if (r || !is_meant(f, day))
			continue;
		f->outcome = OUTCOME_REACHED;
		f->ended_day = day;
		r = flow_end(op, f, FOLLOWUP_DONE, motive);
		ret->n_done++;
	}
	return r;
}

static int is_newest(struct op *op, const struct satisfaction *score, bool *ret)
{
	const struct praise_filter filter = {.contact = score->contact, .limit = 1};
	struct satisfaction *items;
	size_t n;
	int r;

	r = store_satisfaction_list(op->store, &filter, op->arena, &items, &n);
	*ret = r == 0 && n && items[0].id == score->id;
	return r;
}

static int has_compliment(struct op *op, const struct satisfaction *score, bool *ret)
{
	const struct praise_filter filter = {.contact = score->contact, .limit = 1};
	struct compliment *items;
	size_t n;
	int r;

	r = store_compliment_list(op->store, &filter, op->arena, &items, &n);
	*ret = r == 0 && n && score->day.n - items[0].day.n <= SCORE_VALID_DAYS;
	return r;
}

/* Whether a recheck of theirs is open, or the follow-up by which the score came was one: it is
 * asked once more, and not again and again. */
static int was_rechecked(struct op *op, int64_t contact, const struct followup *f, bool *ret)
{
	const struct run_filter filter = {.contact = contact, .state = RUN_ACTIVE, .limit = 1000};
	struct run *runs, own = {0};
	size_t n;
	int r;

	*ret = false;
	r = store_run_list(op->store, &filter, op->arena, &runs, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		*ret |= str_equal(runs[i].plan_name, PLAN_RECHECK);
	if (r == 0 && f && f->run)
		r = store_run_get(op->store, f->run, op->arena, &own);
	*ret |= str_equal(own.plan_name, PLAN_RECHECK);
	return r;
}

static int recheck(struct op *op, const struct satisfaction *score, struct praise_result *ret)
{
	const struct run_anchor anchor = {
		.kind = ANCHOR_SCORE,
		.id = score->id,
		.contact = score->contact,
		.sale = score->sale,
		.day = score->day,
	};
	struct followups rows;
	struct run run;
	int r;

	r = op_run_start(op, PLAN_RECHECK, &anchor, &run);
	if (r == 0)
		r = store_followup_of_run(op->store, run.id, op->arena, &rows);
	if (r == 0 && rows.n)
		ret->recheck = rows.items[0];
	return r;
}

static int repair(struct op *op, const struct satisfaction *score)
{
	const struct repair_cause cause = {
		.kind = REPAIR_SCORE,
		.id = score->id,
		.contact = score->contact,
		.sale = score->sale,
		.day = score->day,
	};

	return op_repair_cause(op, &cause);
}

/* What a stored score brings about. One that is older than another says nothing of today. */
static int follow(struct op *op, const struct satisfaction *score, const struct followup *f,
		  struct praise_result *ret)
{
	const struct motive motive = {RULE_SCORED, CAUSE_SCORE, score->id, NULL};
	bool rechecked, newest, praised;
	int r;

	r = was_rechecked(op, score->contact, f, &rechecked);
	if (r == 0)
		r = do_steps(op, score->contact, score->day, &motive, ret);
	if (r == 0)
		r = is_newest(op, score, &newest);
	if (r || !newest)
		return r;
	if (score_is_trouble(score->score))
		return repair(op, score);
	r = has_compliment(op, score, &praised);
	if (r || rechecked || !score_wants_recheck(score->score, praised))
		return r;
	return recheck(op, score, ret);
}

static int told(struct op *op, int64_t contact)
{
	int r;

	r = flow_facts(op, contact);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, contact, contact);
}

int op_satisfaction_record(struct op *op, struct satisfaction *score, struct praise_result *ret)
{
	int r;

	*ret = (struct praise_result){0};
	r = check(op, score->contact, &score->sale, &score->day);
	if (r == 0)
		r = add_score(op, score);
	if (r == 0)
		r = follow(op, score, NULL, ret);
	return r ? r : told(op, score->contact);
}

int op_satisfaction_of_followup(struct op *op, const struct followup *f, struct satisfaction *score,
				struct praise_result *ret)
{
	int r = 0;

	*ret = (struct praise_result){0};
	score->contact = f->contact;
	score->followup = f->id;
	score->sale = f->sale;
	if (!score->sale)
		r = store_sale_newest_completed(op->store, f->contact, score->day, &score->sale);
	if (r == 0)
		r = add_score(op, score);
	return r ? r : follow(op, score, f, ret);
}

int op_compliment_add(struct op *op, struct compliment *c, struct praise_result *ret)
{
	struct motive motive = {RULE_PRAISED, CAUSE_COMPLIMENT, 0, NULL};
	int r;

	*ret = (struct praise_result){0};
	r = check(op, c->contact, &c->sale, &c->day);
	if (r)
		return r;
	c->entry = op->journal;
	c->created_at = op->now;
	r = store_compliment_add(op->store, c);
	motive.cause_id = c->id;
	if (r == 0)
		r = do_steps(op, c->contact, c->day, &motive, ret);
	if (r == 0)
		r = told(op, c->contact);
	return r ? r : gate_praised(op, c->contact);
}

int op_satisfaction_list(struct op *op, const struct praise_filter *filter,
			 struct satisfaction **ret, size_t *ret_n)
{
	return store_satisfaction_list(op->store, filter, op->arena, ret, ret_n);
}

int op_compliment_list(struct op *op, const struct praise_filter *filter, struct compliment **ret,
		       size_t *ret_n)
{
	return store_compliment_list(op->store, filter, op->arena, ret, ret_n);
}
