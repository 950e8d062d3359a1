/* The state of the whole book on one screen. */
#include "ops/status.h"

#include <assert.h>
#include <string.h>

#include "ops/agenda.h"
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
	return r ? r : store_numbers_referrals(op->store, &ret->referrals);
}

static int read_funnel(struct op *op, const struct numbers_range *range, struct funnel_numbers *ret)
{
	const struct year_numbers *year = store_year(op->store, YEAR_FUNNEL, range);
	int r;

	if (year) {
		*ret = year->funnel;
		return 0;
	}
	r = op_numbers_stages(op, range, ret);
	if (r == 0)
		store_year_keep(op->store, YEAR_FUNNEL, range)->funnel = *ret;
	return r;
}

static void keep_sources(struct op *op, const struct numbers_range *range,
			 const struct sources_numbers *sources)
{
	struct year_numbers *year = store_year_keep(op->store, YEAR_SOURCES, range);

	assert(sources->n_months <= YEAR_MONTHS_MAX);
	year->sources = *sources;
	year->sources.n_currencies = 0;
	year->sources.revenue = NULL;
	year->sources.amounts = NULL;
	year->sources.by_month = year->by_month;
	memcpy(year->by_month, sources->by_month,
	       N_NUMBERS_SOURCES * sources->n_months * sizeof *year->by_month);
}

static int read_sources(struct op *op, struct numbers_words *words, struct sources_numbers *ret)
{
	const struct year_numbers *year = store_year(op->store, YEAR_SOURCES, &words->range);
	int r;

	if (year) {
		*ret = year->sources;
		return 0;
	}
	r = op_numbers_sources(op, words, ret);
	if (r == 0)
		keep_sources(op, &words->range, ret);
	return r;
}

static int read_promises(struct op *op, struct numbers_words *words, struct promises_numbers *ret)
{
	const struct year_numbers *year = store_year(op->store, YEAR_PROMISES, &words->range);
	int r;

	if (year) {
		*ret = year->promises;
		return 0;
	}
	r = op_numbers_promises(op, words, ret);
	if (r == 0)
		store_year_keep(op->store, YEAR_PROMISES, &words->range)->promises = *ret;
	return r;
}

static int read_loops(struct op *op, const struct numbers_range *range, struct loop_counts *ret)
{
	const struct year_numbers *year = store_year(op->store, YEAR_LOOPS, range);
	int r;

	if (year) {
		*ret = year->loops;
		return 0;
	}
	r = store_numbers_loops(op->store, op->today, ret);
	if (r == 0)
		store_year_keep(op->store, YEAR_LOOPS, range)->loops = *ret;
	return r;
}

/* The same as the numbers of that name say; only their sentences are not told here. */
static int read_year(struct op *op, struct status *ret)
{
	struct numbers_words words = {.range = {NO_DAY, NO_DAY}};
	int r;

	r = op_numbers_range(op, false, &words);
	ret->year = words.range;
	if (r == 0)
		r = read_funnel(op, &words.range, &ret->funnel);
	if (r == 0)
		r = read_sources(op, &words, &ret->sources);
	if (r == 0)
		r = read_loops(op, &words.range, &ret->loops);
	return r ? r : read_promises(op, &words, &ret->promises);
}

void op_loss(const struct op *op, struct op_loss *ret)
{
	struct loss loss = store_loss(op->store);

	*ret = (struct op_loss){loss.before, store_loss_word(loss.how)};
}

int op_status(struct op *op, struct status *ret)
{
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
		r = store_request_count(op->store, op->today, &ret->requests_open,
					&ret->requests_late, &ret->request_due);
	if (r == 0)
		r = op_notice_delivery(op, &ret->delivery);
	if (r == 0)
		r = store_book_size(op->store, &ret->database_bytes);
	return r ? r : op_agenda_next(op, &ret->next_due_at);
}
