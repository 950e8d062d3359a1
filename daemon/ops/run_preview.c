/* What a run would plant, before anything is stored. */
#include "base/str.h"
#include "ops/flow.h"
#include "ops/refuse.h"
#include "ops/run.h"
#include "ops/run_return.h"
#include "store/contact.h"
#include "store/plan.h"

/* Whether the step before a row, or the ask it is a part of, is cancelled in the same round. */
static bool is_before_cancelled(const struct plan *plan, const struct plan_row *rows, size_t n,
				const struct plan_row *row)
{
	const struct plan_step *step = &plan->steps[row->step];
	int after = plan_step_index(plan, step->after), ask = plan_step_index(plan, step->part_of);

	for (size_t i = 0; i < n; i++)
		if (rows[i].state == FOLLOWUP_CANCELLED && rows[i].occurrence == row->occurrence &&
		    ((int)rows[i].step == after || (int)rows[i].step == ask))
			return true;
	return false;
}

/* What follows a cancelled one is cancelled, as follow_stopped does it. Both name steps above
 * them, so one way down is enough. */
static void preview_follow(const struct plan *plan, struct plan_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!followup_is_open(rows[i].state) ||
		    !is_before_cancelled(plan, rows, n, &rows[i]))
			continue;
		rows[i].state = FOLLOWUP_CANCELLED;
		rows[i].waits_for = -1;
	}
}

/* What holds or cancels them: a pause, trouble, a suppression. */
static int preview_holds(struct op *op, int64_t contact, const struct plan *plan,
			 struct plan_row *rows, size_t n)
{
	enum contact_state state;
	int r;

	r = store_contact_state(op->store, contact, &state);
	if (r)
		return op_not_found(op, r, "contact", "there is no contact %lld",
				    (long long)contact);
	for (size_t i = 0; r == 0 && i < n; i++) {
		const struct plan_step *step = &plan->steps[rows[i].step];
		struct followup f = {
			.contact = contact,
			.kind = step->kind,
			.channel = step->channel,
			.score = step->score,
			.has_gate = step->has_gate,
			.state = rows[i].state,
			.waits_for = rows[i].waits_for,
		};

		if (step->to == TO_REFERRER) /* another's to hold */
			continue;
		r = flow_settle_new(op, &f);
		rows[i].state = f.state;
		rows[i].waits_for = f.waits_for;
	}
	if (r == 0)
		preview_follow(plan, rows, n);
	return r;
}

int op_run_preview(struct op *op, const char *plan_name, const struct run_anchor *anchor,
		   const struct plan **ret_plan, struct plan_row *rows, size_t *ret_n)
{
	struct plan *plan = arena_alloc(op->arena, sizeof *plan);
	bool taken[VOUCH_STEPS_MAX] = {false};
	struct run run = {.id = INT64_MAX, .contact = anchor->contact, .anchor_day = anchor->day};
	struct plan_context context;
	int r;

	r = store_plan_get(op->store, plan_name, 0, op->arena, plan);
	if (r)
		return op_not_found(op, r, "plan", "there is no plan called '%s'", plan_name);
	run.plan = plan->id;
	if (anchor->contact)
		r = run_taken(op, &run, plan, taken);
	if (r == 0)
		r = run_context(op, anchor, taken, &context);
	if (r)
		return r;
	context.has_referrer |=
		str_equal(plan_name, PLAN_REFERRAL) || str_equal(plan_name, PLAN_OUTCOME);
	*ret_n = plan_lay(plan, &context, rows);
	*ret_plan = plan;
	return anchor->contact ? preview_holds(op, anchor->contact, plan, rows, *ret_n) : 0;
}
