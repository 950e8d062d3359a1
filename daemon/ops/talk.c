/* The best-interest talk: recorded, and what is known from it. */
#include "ops/talk.h"

#include "base/str.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/refuse.h"
#include "ops/sale.h"
#include "ops/touch.h"
#include "store/contact.h"
#include "store/followup.h"
#include "store/run.h"
#include "store/talk.h"

static int check_answers(struct op *op, const struct talk *t)
{
	bool is_given[TALK_QUESTIONS] = {false};

	for (size_t i = 0; i < t->n_answers; i++) {
		int question = t->answers[i].question;

		if (is_given[question])
			return op_fail(op, VOUCH_E_CONFLICT, "answers",
				       "the question '%s' is answered twice",
				       talk_questions[question].code);
		is_given[question] = true;
	}
	return 0;
}

static int check(struct op *op, struct talk *t)
{
	struct contact contact;
	int r;

	r = op_live_contact(op, t->contact, &contact);
	if (r)
		return r;
	if (day_is_none(t->day))
		t->day = op->today;
	if (day_before(op->today, t->day))
		return op_fail(op, VOUCH_E_CONFLICT, "day", "the day cannot lie after today");
	r = check_answers(op, t);
	if (r == 0)
		r = op_sale_of_contact(op, t->sale, t->contact);
	return r ? r : op_sale_only_open(op, t->contact, &t->sale);
}

/* Is this the groundwork's step 'talk', of the talk's sale or of any where it has none? */
static int is_done_by(struct op *op, const struct followup *f, const struct talk *t, bool *ret)
{
	struct run run;
	int r;

	*ret = false;
	if (!f->run || !str_equal(f->step, STEP_TALK) || (t->sale && f->sale != t->sale))
		return 0;
	r = store_run_get(op->store, f->run, op->arena, &run);
	*ret = r == 0 && str_equal(run.plan_name, PLAN_GROUNDWORK);
	return r;
}

/* A task, as the plan has it, logs no touch; a call or a visit does. */
static int do_step(struct op *op, struct followup *f, const struct talk *t)
{
	const struct motive motive = MOTIVE(RULE_TALKED);
	struct touch touch = {
		.contact = f->contact,
		.followup = f->id,
		.day = t->day,
		.channel = followup_channel(f->kind, f->channel),
		.direction = DIRECTION_BOTH,
		.gave = f->gives,
		.minutes = -1,
	};
	int r = 0;

	if (followup_reaches_person(f->kind))
		r = op_touch_of_followup(op, &touch);
	if (r)
		return r;
	f->outcome = followup_reaches_person(f->kind) ? OUTCOME_REACHED : OUTCOME_DONE;
	f->ended_day = t->day;
	return flow_end(op, f, FOLLOWUP_DONE, &motive);
}

static int do_steps(struct op *op, const struct talk *t, struct followup **ret, size_t *ret_n)
{
	struct followups open;
	size_t n = 0;
	bool is_it;
	int r;

	r = store_followup_open_of_contact(op->store, t->contact, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++) {
		r = is_done_by(op, &open.items[i], t, &is_it);
		if (r || !is_it)
			continue;
		open.items[n] = open.items[i];
		r = do_step(op, &open.items[n++], t);
	}
	*ret = open.items;
	*ret_n = n;
	return r;
}

int op_talk_record(struct op *op, struct talk *t, struct followup **ret_done, size_t *ret_n)
{
	int r;

	r = check(op, t);
	if (r)
		return r;
	t->created_at = op->now;
	r = store_talk_add(op->store, t);
	if (r == 0)
		r = do_steps(op, t, ret_done, ret_n);
	if (r == 0)
		r = op_event(op, EVENT_CONTACT_CHANGED, t->contact, t->contact);
	return r ? r : flow_facts(op, t->contact);
}

int op_talk_newest(struct op *op, int64_t contact, struct talk *ret)
{
	struct talk *items;
	size_t n;
	int r;

	*ret = (struct talk){0};
	r = store_talk_list(op->store, contact, 1, op->arena, &items, &n);
	if (r == 0 && n)
		*ret = items[0];
	return r;
}

int op_talk_list(struct op *op, int64_t contact, int limit, struct talk **ret, size_t *ret_n)
{
	struct contact found;
	int r;

	r = store_contact_get(op->store, contact, op->arena, &found);
	if (r)
		return op_not_found(op, r, "contact", "there is no contact %lld",
				    (long long)contact);
	return store_talk_list(op->store, contact, limit, op->arena, ret, ret_n);
}
