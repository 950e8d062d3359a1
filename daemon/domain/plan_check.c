/* What is wrong with a plan document: every fault with its place and what would be right. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "domain/plan.h"
#include "domain/recur.h"

struct faults {
	struct plan_fault *items;
	size_t n;
};

__attribute__((format(printf, 4, 5))) static void fault(struct faults *f, size_t step,
							const char *member, const char *format, ...)
{
	struct plan_fault *to;
	va_list args;

	if (f->n == PLAN_FAULTS_MAX)
		return;
	to = &f->items[f->n++];
	(void)snprintf(to->field, sizeof to->field, "steps[%zu].%s", step, member);
	va_start(args, format);
	(void)vsnprintf(to->reason, sizeof to->reason, format, args);
	va_end(args);
}

static bool is_key(const char *text)
{
	if (!islower((unsigned char)*text))
		return false;
	for (; *text; text++)
		if (!islower((unsigned char)*text) && !isdigit((unsigned char)*text) &&
		    *text != '-')
			return false;
	return true;
}

static void check_key(struct faults *f, const struct plan *plan, size_t i)
{
	const char *key = plan->steps[i].key;

	if (!is_key(key))
		fault(f, i, "key", "must begin with a letter and hold only a-z, 0-9 and '-'");
	if (plan_step_index(plan, key) != (int)i)
		fault(f, i, "key", "stands twice in the plan; each key once");
}

/* Steps name only steps above them, so that no circle can be written. */
static int above(struct faults *f, const struct plan *plan, size_t i, const char *member,
		 const char *key)
{
	int at = plan_step_index(plan, key);

	if (at >= 0 && (size_t)at < i)
		return at;
	fault(f, i, member, at < 0 ? "no step has this key" : "must name a step above this one");
	return -1;
}

static void check_offset(struct faults *f, const struct plan_step *step, size_t i)
{
	struct offset offset;

	if (!offset_parse(step->offset, &offset))
		fault(f, i, "offset",
		      "must be days (+14), business days (+1bd) or working hours (+1h), a time "
		      "of day may follow days (+2 14:30)");
	for (size_t t = 0; t < step->n_tries; t++)
		if (!offset_parse(step->tries[t], &offset))
			fault(f, i, "tries", "each must be an offset such as +1bd");
}

static void check_order(struct faults *f, const struct plan *plan, size_t i)
{
	const struct plan_step *step = &plan->steps[i];
	int ask;

	if (step->after)
		(void)above(f, plan, i, "after", step->after);
	if (step->when == WHEN_NOT_REACHED && !step->after)
		fault(f, i, "when", "not-reached needs `after`: the step that was not reached");
	if (!step->part_of)
		return;
	if (!step->after)
		fault(f, i, "part_of", "needs `after`, so that it comes after the ask");
	ask = above(f, plan, i, "part_of", step->part_of);
	if (ask >= 0 && (plan->steps[ask].kind != KIND_ASK || plan->steps[ask].part_of))
		fault(f, i, "part_of", "must name a step of kind ask");
}

static void check_gate(struct faults *f, const struct plan_step *step, size_t i)
{
	if (step->kind == KIND_ASK && !step->has_gate)
		fault(f, i, "gate", "an ask must carry gate: earned");
	if (step->kind == KIND_REVIEW_REQUEST && step->has_gate)
		fault(f, i, "gate", "a review-request may not be gated: that is forbidden by law");
	if (step->has_gate && step->kind != KIND_ASK && step->kind != KIND_REVIEW_REQUEST)
		fault(f, i, "gate", "only a step of kind ask carries a gate");
}

static void check_repeat(struct faults *f, const struct plan_step *step, size_t i)
{
	char why[RECUR_WHY_SIZE];

	if (!step->repeat)
		return;
	if (!recur_check(step->repeat, why))
		fault(f, i, "repeat", "%s", why);
	if (step->after)
		fault(f, i, "repeat",
		      "a step with `after` cannot repeat; repeat the step it comes after");
}

static void check_leads(struct faults *f, const struct plan_step *step, size_t i)
{
	for (size_t k = 0; k < step->n_leads; k++) {
		if (step->leads[k] < 1 || step->leads[k] > VOUCH_LEAD_DAYS_MAX)
			fault(f, i, "leads", "each must be 1 to %d days", VOUCH_LEAD_DAYS_MAX);
		else if (k > 0 && step->leads[k] >= step->leads[k - 1])
			fault(f, i, "leads", "must fall, each once: 7, 1");
	}
}

static void check_repair(struct faults *f, const struct plan *plan)
{
	if (!plan->name || strcmp(plan->name, PLAN_REPAIR) != 0)
		return;
	if (plan_step_index(plan, REPAIR_FIX) < 0)
		fault(f, 0, "key",
		      "a repair needs a step '" REPAIR_FIX "', which confirms the fix");
	for (size_t i = 0; i < plan->n_steps; i++)
		if (plan->steps[i].repeat)
			fault(f, i, "repeat",
			      "a step of a repair cannot repeat: everything else waits for its "
			      "end");
}

size_t plan_check(const struct plan *plan, struct plan_fault faults[PLAN_FAULTS_MAX])
{
	struct faults f = {.items = faults};

	for (size_t i = 0; i < plan->n_steps; i++) {
		const struct plan_step *step = &plan->steps[i];

		check_key(&f, plan, i);
		check_offset(&f, step, i);
		check_order(&f, plan, i);
		check_gate(&f, step, i);
		check_repeat(&f, step, i);
		check_leads(&f, step, i);
	}
	check_repair(&f, plan);
	return f.n;
}
