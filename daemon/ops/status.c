/* The state of the whole book on one screen. */
#include "ops/status.h"

#include "ops/agenda.h"
#include "store/book.h"
#include "store/contact_list.h"
#include "store/notice.h"
#include "store/promise.h"
#include "store/sale.h"

static int count_agenda(struct op *op, struct status *ret)
{
	int64_t today = op_instant(op, op->today, 0);
	int64_t tomorrow = op_instant(op, day_plus(op->today, 1), 0);
	int64_t week = op_instant(op, day_plus(op->today, 8), 0);
	int r;

	r = store_followup_agenda_count(op->store, INT64_MIN, today - 1, &ret->overdue);
	if (r == 0)
		r = store_followup_agenda_count(op->store, today, tomorrow - 1, &ret->due_today);
	if (r == 0)
		r = store_followup_agenda_count(op->store, tomorrow, week - 1, &ret->next_7_days);
	return r ? r : store_followup_waiting_count(op->store, INT64_MAX, &ret->waiting);
}

int op_status(struct op *op, struct status *ret)
{
	int r;

	*ret = (struct status){0};
	r = count_agenda(op, ret);
	if (r == 0)
		r = store_promise_count(op->store, op->today, &ret->promises_open,
					&ret->promises_overdue);
	if (r == 0)
		r = store_contact_count(op->store, &ret->contacts, &ret->customers);
	if (r == 0)
		r = store_sale_count_completed(op->store, &ret->sales_completed);
	if (r == 0)
		r = store_followup_count_open(op->store, &ret->open_followups);
	if (r == 0)
		r = store_notice_waiting_count(op->store, &ret->undelivered,
					       &ret->undelivered_since);
	if (r == 0)
		r = store_gate_count(op->store, &ret->gate);
	if (r == 0)
		r = store_book_size(op->store, &ret->database_bytes);
	return r ? r : op_agenda_next(op, &ret->next_due_at);
}
