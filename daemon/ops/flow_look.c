/* When the clock must look at a follow-up next. */
#include "ops/flow_look.h"

#include "ops/ask.h"
#include "ops/date.h"
#include "ops/flow.h"
#include "store/followup_clock.h"
#include "store/notice.h"

bool flow_has_come(const struct followup *f)
{
	return f->state == FOLLOWUP_SCHEDULED &&
	       (f->next_at == NO_INSTANT || f->next_at > f->due_at);
}

int flow_leads(struct op *op, const struct followup *f, struct lead_times *ret)
{
	const struct plan_step *step;
	int r;

	*ret = (struct lead_times){NO_INSTANT, NO_INSTANT};
	r = flow_step(op, f, &step);
	for (size_t i = 0; r == 0 && step && i < step->n_leads; i++) {
		struct day day = day_plus(f->due_day, -(int)step->leads[i]);
		int64_t at =
			op_instant(op, worktime_workday_until(&op->env->work, day), ANY_MINUTE);

		if (at >= f->due_at)
			continue;
		if (at <= op->now && (ret->last == NO_INSTANT || at > ret->last))
			ret->last = at;
		if (at > op->now && (ret->next == NO_INSTANT || at < ret->next))
			ret->next = at;
	}
	return r;
}

int flow_next_at(struct op *op, const struct followup *f, bool has_come, int64_t *ret)
{
	struct lead_times leads;
	int r;

	if (followup_waits_for_answer(f))
		return ask_part_expiry(op, f, ret);
	*ret = has_come ? NO_INSTANT : followup_next_at(f);
	if (followup_is_of_date(f) && *ret == NO_INSTANT)
		return date_end_at(op, f, ret);
	if (has_come || f->state != FOLLOWUP_SCHEDULED || !f->run)
		return 0;
	r = flow_leads(op, f, &leads);
	if (r == 0 && leads.next != NO_INSTANT)
		*ret = leads.next;
	return r;
}

int flow_tell_ahead(struct op *op, const struct followup *f, bool is_told)
{
	struct lead_times leads;
	int r;

	r = flow_leads(op, f, &leads);
	if (r == 0 && leads.last != NO_INSTANT && is_told)
		r = store_notice_lead_add(op->store, f->id, leads.last, f->due_at);
	if (r)
		return r;
	return store_followup_set_next(op->store, f->id,
				       leads.next == NO_INSTANT ? f->due_at : leads.next);
}
