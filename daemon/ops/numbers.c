/* What the book says in numbers. */
#include "ops/numbers.h"

#include <string.h>

#include "store/numbers.h"
#include "store/promise.h"

int op_numbers_range(struct op *op, bool is_month, struct numbers_words *words)
{
	struct numbers_range *range = &words->range;
	char from[DAY_TEXT_SIZE], to[DAY_TEXT_SIZE];

	*range = numbers_range(range->from, range->to, op->today, is_month);
	words->today = op->today;
	if (!day_before(range->to, range->from))
		return 0;
	return op_fail(op, VOUCH_E_CONFLICT, "from",
		       "the first day, %s, lies after the last, %s; it must be that day or one "
		       "before",
		       day_format(range->from, from), day_format(range->to, to));
}

int op_numbers_sources(struct op *op, struct numbers_words *words, struct sources_numbers *ret)
{
	struct arena *arena = op->arena;
	struct sales_row *rows;
	size_t n;
	int r;

	r = store_numbers_sales(op->store, &words->range, arena, &rows, &n);
	if (r)
		return r;
	*ret = (struct sources_numbers){.n_months = numbers_months(&words->range)};
	ret->revenue = arena_array(arena, n, sizeof *ret->revenue);
	ret->n_currencies = numbers_currencies(rows, n, ret->revenue);
	ret->amounts =
		arena_array(arena, N_NUMBERS_SOURCES * ret->n_currencies, sizeof *ret->amounts);
	ret->by_month =
		arena_array(arena, N_NUMBERS_SOURCES * ret->n_months, sizeof *ret->by_month);
	numbers_sources(rows, n, &words->range, ret);
	numbers_say_sources(ret, words);
	return 0;
}

int op_numbers_coverage(struct op *op, struct numbers_words *words, struct coverage_numbers *ret)
{
	int r;

	r = store_numbers_coverage(op->store, ret);
	if (r == 0)
		numbers_say_coverage(ret, words);
	return r;
}

typedef int read_rows(struct store *s, const struct numbers_range *range, struct arena *arena,
		      struct funnel_row **ret, size_t *ret_n);

static int count_stages(struct op *op, read_rows *named, const struct numbers_range *range,
			struct funnel_numbers *ret)
{
	struct funnel_row *rows = NULL;
	size_t n;
	int r;

	*ret = (struct funnel_numbers){0};
	r = store_numbers_asks(op->store, range, op->arena, &ret->asks);
	if (r == 0)
		r = named(op->store, range, op->arena, &rows, &n);
	if (r)
		return r;
	numbers_funnel(rows, n, arena_array(op->arena, n, sizeof(int32_t)), ret);
	ret->n[FUNNEL_ASKS] = ret->asks.counted;
	return 0;
}

int op_numbers_stages(struct op *op, const struct numbers_range *range, struct funnel_numbers *ret)
{
	return count_stages(op, store_numbers_stages, range, ret);
}

int op_numbers_funnel(struct op *op, struct numbers_words *words, struct funnel_numbers *ret)
{
	int32_t *minutes = NULL;
	size_t n;
	int r;

	r = count_stages(op, store_numbers_named, &words->range, ret);
	if (r == 0)
		r = store_numbers_hours(op->store, &words->range, op->arena, &minutes, &n);
	if (r)
		return r;
	numbers_hours(minutes, n, ret);
	numbers_say_funnel(ret, words);
	return 0;
}

int op_numbers_promises(struct op *op, struct numbers_words *words, struct promises_numbers *ret)
{
	int r;

	*ret = (struct promises_numbers){0};
	r = store_numbers_promises(op->store, &words->range, op->arena, ret);
	if (r == 0)
		r = store_promise_count(op->store, op->today, &ret->open, &ret->overdue);
	if (r == 0)
		numbers_say_promises(ret, words);
	return r;
}

/* Into those found so far, which are in order, as long as there is room. */
static void add_quiet(struct cadence_told *to, const struct quiet_contact *quiet)
{
	size_t at = to->n_quietest;

	while (at > 0 && day_before(quiet->last_two_way_day, to->quietest[at - 1].last_two_way_day))
		at--;
	if (at == NUMBERS_QUIETEST)
		return;
	if (to->n_quietest < NUMBERS_QUIETEST)
		to->n_quietest++;
	memmove(&to->quietest[at + 1], &to->quietest[at],
		(to->n_quietest - at - 1) * sizeof *to->quietest);
	to->quietest[at] = *quiet;
}

static int look_at_class(struct op *op, enum cadence class, struct cadence_told *ret)
{
	struct cadence_numbers *numbers = &ret->classes[class];
	struct quiet_contact *rows;
	size_t n;
	int r;

	numbers->days = op->settings->cadence_days[class];
	r = store_numbers_cadence(op->store, class, op->today, numbers);
	if (r == 0)
		r = store_numbers_quiet(op->store, class, numbers_red_day(op->today, numbers->days),
					op->arena, &rows, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		add_quiet(ret, &rows[i]);
	return r;
}

int op_numbers_cadence(struct op *op, struct numbers_words *words, struct cadence_told *ret)
{
	int quietest = 0, r = 0;

	*ret = (struct cadence_told){0};
	for (enum cadence class = CADENCE_A; r == 0 && class <= CADENCE_C; class ++)
		r = look_at_class(op, class, ret);
	if (r)
		return r;
	if (ret->n_quietest)
		quietest = op->today.n - ret->quietest[0].last_two_way_day.n;
	numbers_say_cadence(ret->classes, quietest, words);
	return 0;
}

int op_numbers_steps(struct op *op, struct numbers_words *words, struct steps_told *ret)
{
	struct step_numbers *rows;
	size_t n;
	int r;

	*ret = (struct steps_told){0};
	r = store_numbers_steps(op->store, &words->range, op->arena, &rows, &n);
	if (r)
		return r;
	ret->items = rows;
	ret->n = numbers_steps(rows, n);
	ret->n_others = (int64_t)(n - ret->n);
	numbers_say_steps(ret->items, ret->n, ret->n_others, words);
	return 0;
}

int op_numbers_time(struct op *op, struct numbers_words *words, struct time_numbers *ret)
{
	struct sales_row *rows;
	size_t n;
	int r;

	*ret = (struct time_numbers){0};
	r = store_numbers_time(op->store, &words->range, ret);
	if (r == 0)
		r = store_numbers_sales(op->store, &words->range, op->arena, &rows, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		ret->sales += rows[i].n;
		if (rows[i].source == SOURCE_REFERRAL)
			ret->by_referral += rows[i].n;
	}
	if (r == 0)
		numbers_say_time(ret, words);
	return r;
}
