/* Which of a contact's runs makes a step that there is once for the whole contact. */
#include "ops/run.h"

#include "base/str.h"
#include "ops/run_return.h"
#include "store/followup.h"

static struct motive taken_over_by(const struct run *run)
{
	if (run->sale)
		return (struct motive){RULE_TAKEN_OVER, CAUSE_SALE, run->sale, NULL};
	return (struct motive){RULE_TAKEN_OVER, CAUSE_RUN, run->id, NULL};
}

static bool is_elsewhere(const struct steps_elsewhere *others, const char *key)
{
	for (size_t i = 0; i < others->n; i++)
		if (str_equal(others->items[i].key, key))
			return true;
	return false;
}

/* Whether a newer run has made this step for the contact already. Imports begin with the newest
 * sale; of two sales of one day the first to come has it. */
static bool is_taken(const struct run *run, const struct steps_elsewhere *others, const char *key)
{
	for (size_t i = 0; i < others->n; i++) {
		const struct step_elsewhere *x = &others->items[i];
		const struct run other = {.id = x->run, .anchor_day = x->anchor_day};

		if (str_equal(x->key, key) &&
		    (run_is_newer(&other, run) ||
		     (run->is_imported && day_equal(x->anchor_day, run->anchor_day))))
			return true;
	}
	return false;
}

void run_mark_taken(const struct run *run, const struct steps_elsewhere *others,
		    const struct plan *plan, bool *taken)
{
	for (size_t i = 0; i < plan->n_steps; i++)
		taken[i] = plan->steps[i].scope == SCOPE_CONTACT &&
			   is_taken(run, others, plan->steps[i].key);
}

int run_taken(struct op *op, const struct run *run, const struct plan *plan, bool *taken)
{
	struct steps_elsewhere others;
	int r;

	r = store_followup_steps_elsewhere(op->store, run, op->arena, &others);
	run_mark_taken(run, &others, plan, taken);
	return r;
}

/* A part of an ask that was answered belongs to that ask, or to the one planted for later by the
 * answer, whatever comes after. */
static int is_answered_part(struct op *op, const struct followup *f, bool *ret)
{
	struct followup ask;
	int r;

	*ret = false;
	if (!f->part_of)
		return 0;
	r = store_followup_get(op->store, f->part_of, op->arena, &ask);
	if (r == 0)
		*ret = ask.state == FOLLOWUP_DONE ||
		       (followup_is_open(ask.state) && ask.about_id && ask.about == ABOUT_ASK);
	return r;
}

static int take_over_step(struct op *op, const struct run *run, const char *key)
{
	const struct motive motive = taken_over_by(run);
	struct followups rows;
	int r;

	r = store_followup_of_step(op->store, run, key, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		struct followup *f = &rows.items[i];
		bool is_answered;

		r = is_answered_part(op, f, &is_answered);
		if (r == 0 && followup_is_open(f->state) && !is_answered)
			r = flow_end(op, f, FOLLOWUP_CANCELLED, &motive);
	}
	return r;
}

/* The last steps first, so that each is told who took it over and not that the one before it
 * was cancelled. */
int run_take_from(struct op *op, const struct run *run, const struct steps_elsewhere *others,
		  const struct plan *plan, const bool *taken)
{
	int r = 0;

	for (size_t i = others->n ? plan->n_steps : 0; r == 0 && i-- > 0;)
		if (plan->steps[i].scope == SCOPE_CONTACT && !taken[i] &&
		    is_elsewhere(others, plan->steps[i].key))
			r = take_over_step(op, run, plan->steps[i].key);
	return r;
}

int run_take_over(struct op *op, const struct run *run, const struct plan *plan, const bool *taken)
{
	struct steps_elsewhere others;
	int r;

	r = store_followup_steps_elsewhere(op->store, run, op->arena, &others);
	return r ? r : run_take_from(op, run, &others, plan, taken);
}

int run_claim(struct op *op, const struct run *run, const struct plan_step *step, bool *ret_is_ours)
{
	struct steps_elsewhere others;
	int r;

	*ret_is_ours = true;
	if (step->scope != SCOPE_CONTACT)
		return 0;
	r = store_followup_steps_elsewhere(op->store, run, op->arena, &others);
	*ret_is_ours = !is_taken(run, &others, step->key);
	return r || !*ret_is_ours ? r : take_over_step(op, run, step->key);
}

/* The newest other run that has made the same step, where that is newer than the row's own;
 * ret->id 0: none. */
static int find_newer(struct op *op, const struct followup *f, struct run *ret)
{
	struct followups rows;
	struct run own;
	int r;

	ret->id = 0;
	r = store_run_get(op->store, f->run, op->arena, &own);
	if (r == 0)
		r = store_followup_of_step(op->store, &own, f->step, op->arena, &rows);
	if (r || rows.n == 0)
		return r;
	r = store_run_get(op->store, rows.items[0].run, op->arena, ret);
	if (!run_is_newer(ret, &own))
		ret->id = 0;
	return r;
}

int run_newest_steps(struct op *op, int64_t contact)
{
	struct followups open;
	int r;

	r = store_followup_open_of_contact(op->store, contact, op->arena, &open);
	for (size_t i = open.n; r == 0 && i-- > 0;) {
		struct followup f;
		struct run newer = {0};
		bool is_answered = false;

		r = store_followup_get(op->store, open.items[i].id, op->arena, &f);
		if (r || !followup_is_open(f.state) || !f.run || f.scope != SCOPE_CONTACT)
			continue;
		r = is_answered_part(op, &f, &is_answered);
		if (r == 0 && !is_answered)
			r = find_newer(op, &f, &newer);
		if (r == 0 && newer.id) {
			const struct motive motive = taken_over_by(&newer);

			r = flow_end(op, &f, FOLLOWUP_CANCELLED, &motive);
		}
	}
	return r;
}
