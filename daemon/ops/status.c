/* The state of the whole book on one screen. */
#include "ops/status.h"

#include "ops/agenda.h"
#include "ops/promise.h"
#include "store/book.h"
#include "store/request.h"

#define WEEK_DAYS 7

static int count_heads(struct op *op, struct status *ret)
{
	struct headcount_asked asked = {
		.today = op_instant(op, op->today, 0),
		.tomorrow = op_instant(op, day_plus(op->today, 1), 0),
		.week = op_instant(op, day_plus(op->today, 8), 0),
		.day = op->today,
		.opened_after = day_plus(op->today, -WEEK_DAYS),
	};

	for (enum cadence class = CADENCE_A; class < CADENCE_NONE; class ++)
		asked.days[class] = op->settings->cadence_days[class];
	return store_headcount(op->store, &asked, &ret->heads);
}

static int count_referrals(struct op *op, struct status *ret)
{
	int r;

	r = store_numbers_last_sale(op->store, &ret->last_sale);
	if (r == 0)
		r = store_numbers_loops(op->store, op->today, &ret->loops);
	return r ? r : store_numbers_referrals(op->store, &ret->referrals);
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

int op_status(struct op *op, struct status *ret)
{
	struct promises at_risk;
	int r;

	*ret = (struct status){0};
	r = count_heads(op, ret);
	if (r == 0)
		r = count_referrals(op, ret);
	if (r == 0)
		r = read_year(op, ret);
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
