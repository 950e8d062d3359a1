/* The agenda: what is overdue, due and next, in the order to do it. */
#include "ops/agenda.h"

#include "ops/due.h"
#include "ops/promise.h"
#include "ops/referral_lines.h"
#include "ops/request.h"

int op_agenda_due(struct op *op, const struct agenda_filter *filter, struct followups *ret)
{
	return store_followup_agenda(op->store, filter, op->arena, ret);
}

int op_agenda_due_count(struct op *op, const struct agenda_filter *filter, int most, int64_t *ret)
{
	return store_followup_agenda_up_to(op->store, filter->until, filter->kind, most, ret);
}

int op_agenda_next(struct op *op, int64_t *ret)
{
	const struct agenda_filter filter = {
		.from = op->now + 1, .until = INT64_MAX, .kind = -1, .limit = 1};
	struct followups next;
	int r;

	r = store_followup_agenda(op->store, &filter, op->arena, &next);
	if (r)
		return r;
	*ret = next.n ? next.items[0].due_at : NO_INSTANT;
	return 0;
}

static int part(struct op *op, int64_t from, int64_t until, struct followups *ret, int64_t *ret_n)
{
	const struct agenda_filter filter = {
		.from = from, .until = until, .kind = -1, .limit = AGENDA_ROWS_MAX};
	int r;

	*ret = (struct followups){0};
	*ret_n = 0;
	if (from > until)
		return 0;
	r = store_followup_agenda(op->store, &filter, op->arena, ret);
	if (r)
		return r;
	*ret_n = (int64_t)ret->n;
	if (ret->n < AGENDA_ROWS_MAX)
		return 0;
	return store_followup_agenda_count(op->store, from, until, ret_n);
}

int op_agenda_get(struct op *op, struct day day, int days, struct agenda *ret)
{
	int64_t before, start, end, last;
	int r;

	*ret = (struct agenda){.day = day, .days = days};
	start = op_instant(op, day, 0);
	before = op_instant(op, day_before(op->today, day) ? op->today : day, 0);
	end = op_instant(op, day_plus(day, 1), 0);
	last = op_instant(op, day_plus(day, days), 0);
	/* Overdue is what was due before today, whichever day is asked for. */
	r = part(op, INT64_MIN, before - 1, &ret->overdue, &ret->n_overdue);
	if (r == 0)
		r = part(op, start, end - 1, &ret->due, &ret->n_due);
	if (r == 0)
		r = part(op, end, last - 1, &ret->coming, &ret->n_coming);
	if (r == 0)
		r = store_followup_waiting(op->store, last - 1, AGENDA_ROWS_MAX, op->arena,
					   &ret->waiting);
	if (r == 0)
		r = store_followup_waiting_count(op->store, last - 1, &ret->n_waiting);
	if (r == 0)
		r = op_promise_at_risk(op, &ret->promises, &ret->n_promises);
	return r ? r : op_agenda_next(op, &ret->next_due_at);
}

static const char *own_reason(struct op *op, const struct followup *f)
{
	if (f->tries_used > 0)
		return arena_printf(op->arena, "try %d: %s", f->tries_used + 1,
				    f->reason ? f->reason : "nobody answered");
	if (followup_is_promise(f))
		return op_promise_reason(op, f->about_id);
	if (followup_is_request(f))
		return op_request_reason(op, f->about_id);
	if (f->reason)
		return f->reason;
	return f->note ? f->note : "a reminder of your own";
}

const char *op_agenda_reason(struct op *op, const struct followup *f)
{
	const char *reason = own_reason(op, f), *through = referral_reason(op, f, false);
	const char *there = due_say_there(op, f);

	if (through)
		reason = arena_printf(op->arena, "%s; %s", through, reason);
	return there ? arena_printf(op->arena, "%s; %s", there, reason) : reason;
}
