/* The state of the whole book on one screen. */
#include "ops/status.h"

#include "ops/agenda.h"
#include "ops/promise.h"
#include "store/book.h"
#include "store/contact_list.h"
#include "store/request.h"

#define WEEK_DAYS 7

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

static int count_gates(struct op *op, struct status *ret)
{
	int r;

	r = store_gate_count(op->store, &ret->gate);
	return r ? r
		 : store_numbers_opened(op->store, day_plus(op->today, -WEEK_DAYS),
					&ret->opened_this_week);
}

static int count_referrals(struct op *op, struct status *ret)
{
	int r;

	r = store_numbers_last_sale(op->store, &ret->last_sale);
	if (r == 0)
		r = store_numbers_loops(op->store, op->today, &ret->loops);
	if (r == 0)
		r = store_numbers_referrals(op->store, &ret->referrals);
	return r ? r : store_numbers_army(op->store, &ret->army);
}

/* The same as the numbers of that name say; only their sentences are not told here. */
static int read_year(struct op *op, struct status *ret)
{
	struct numbers_words words = {.range = {NO_DAY, NO_DAY}};
	int r;

	r = op_numbers_range(op, false, &words);
	ret->year = words.range;
	if (r == 0)
		r = op_numbers_stages(op, &words.range, &ret->funnel);
	if (r == 0)
		r = op_numbers_sources(op, &words, &ret->sources);
	return r ? r : op_numbers_promises(op, &words, &ret->promises);
}

static int count_quiet(struct op *op, struct status *ret)
{
	int r = 0;

	for (enum cadence class = CADENCE_A; r == 0 && class <= CADENCE_C; class ++) {
		struct cadence_numbers n = {.days = op->settings->cadence_days[class]};

		r = store_numbers_silent(op->store, class, op->today, &n);
		ret->yellow += n.yellow;
		ret->red += n.red;
	}
	return r;
}

int op_status(struct op *op, struct status *ret)
{
	struct promises at_risk;
	int r;

	*ret = (struct status){0};
	r = count_agenda(op, ret);
	if (r == 0)
		r = count_gates(op, ret);
	if (r == 0)
		r = count_referrals(op, ret);
	if (r == 0)
		r = read_year(op, ret);
	if (r == 0)
		r = count_quiet(op, ret);
	if (r == 0)
		r = store_contact_count(op->store, &ret->contacts, &ret->customers);
	if (r == 0)
		r = store_numbers_book(op->store, &ret->book);
	if (r == 0)
		r = op_promise_at_risk(op, &at_risk, &ret->promises_at_risk);
	if (r == 0)
		r = store_request_count(op->store, op->today, &ret->requests_open,
					&ret->requests_late, &ret->request_due);
	if (r == 0)
		r = op_notice_delivery(op, &ret->delivery);
	if (r == 0)
		r = store_book_size(op->store, &ret->database_bytes);
	return r ? r : op_agenda_next(op, &ret->next_due_at);
}
