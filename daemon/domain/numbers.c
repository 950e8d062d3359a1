/* What the book says in numbers: shares, rates, medians, and how far things came. */
#include "domain/numbers.h"

#include <string.h>

#include "base/str.h"

const char *const funnel_stages[] = {"asks", "names",     "contacted", "meeting",
				     "won",  "completed", NULL};

struct numbers_range numbers_range(struct day from, struct day to, struct day today, bool is_month)
{
	struct civil c;

	if (day_is_none(to))
		to = today;
	if (!day_is_none(from))
		return (struct numbers_range){from, to};
	c = day_to_civil(to);
	from = is_month ? day_from_civil(c.year, c.month, 1) : day_plus(to, 1 - NUMBERS_YEAR_DAYS);
	return (struct numbers_range){from, to};
}

static int month_number(struct day day)
{
	struct civil c = day_to_civil(day);

	return c.year * 12 + c.month;
}

size_t numbers_month_of(const struct numbers_range *range, struct day day)
{
	return (size_t)(month_number(day) - month_number(range->from));
}

size_t numbers_months(const struct numbers_range *range)
{
	return numbers_month_of(range, range->to) + 1;
}

int numbers_share(int64_t n, int64_t of)
{
	if (of <= 0)
		return -1;
	return (int)((double)n / (double)of * 10000 + 0.5);
}

int numbers_percent(int64_t n, int64_t of)
{
	int percent;

	if (of <= 0)
		return -1;
	percent = (int)((double)n / (double)of * 100 + 0.5);
	if (percent == 100 && n < of)
		return 99;
	return percent == 0 && n > 0 ? 1 : percent;
}

static void swap(int32_t *a, int32_t *b)
{
	int32_t t = *a;

	*a = *b;
	*b = t;
}

/* The value that stands at k in order, with none above it before k: each round looks at about half
 * of what the last one did. */
static int32_t select_at(int32_t *values, size_t n, size_t k)
{
	size_t low = 0, high = n;
	uint64_t dice = 0x9e3779b97f4a7c15;

	while (high - low > 1) {
		size_t below = low, at = low, above = high;
		int32_t pivot;

		dice = dice * 6364136223846793005 + 1442695040888963407;
		pivot = values[low + (size_t)(dice >> 33) % (high - low)];
		while (at < above) {
			if (values[at] < pivot)
				swap(&values[below++], &values[at++]);
			else if (values[at] > pivot)
				swap(&values[at], &values[--above]);
			else
				at++;
		}
		if (k >= below && k < above)
			return pivot;
		if (k < below)
			high = below;
		else
			low = above;
	}
	return values[k];
}

int64_t numbers_median(int32_t *values, size_t n)
{
	int32_t upper, lower;

	if (n == 0)
		return -1;
	upper = select_at(values, n, n / 2);
	if (n % 2)
		return 2 * (int64_t)upper;
	lower = select_at(values, n, n / 2 - 1);
	return (int64_t)lower + upper;
}

static bool is_currency(const struct money_sum *sum, const struct sales_row *row)
{
	return sum->exponent == row->exponent && str_equal(sum->currency, row->currency);
}

static size_t find_currency(const struct money_sum *sums, size_t n, const struct sales_row *row)
{
	size_t i = 0;

	while (i < n && !is_currency(&sums[i], row))
		i++;
	return i;
}

size_t numbers_currencies(const struct sales_row *rows, size_t n, struct money_sum *to)
{
	size_t n_found = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = n_found;

		if (!rows[i].currency || find_currency(to, n_found, &rows[i]) < n_found)
			continue;
		for (; at > 0 && strcmp(to[at - 1].currency, rows[i].currency) > 0; at--)
			to[at] = to[at - 1];
		to[at] = (struct money_sum){rows[i].currency, rows[i].exponent, 0};
		n_found++;
	}
	return n_found;
}

/* Nobody sells for that much; a number that could not be held would be told as another. */
static void add_amount(int64_t *to, int64_t amount)
{
	if (__builtin_add_overflow(*to, amount, to))
		*to = INT64_MAX;
}

void numbers_sources(const struct sales_row *rows, size_t n, const struct numbers_range *range,
		     struct sources_numbers *to)
{
	for (size_t i = 0; i < n; i++) {
		const struct sales_row *row = &rows[i];
		size_t source = row->source < 0 ? N_NUMBERS_SOURCES - 1 : (size_t)row->source;
		size_t currency;

		to->sales += row->n;
		to->of[source] += row->n;
		to->by_month[source * to->n_months + numbers_month_of(range, row->day)] += row->n;
		if (!row->currency)
			continue;
		currency = find_currency(to->revenue, to->n_currencies, row);
		add_amount(&to->revenue[currency].amount, row->amount);
		add_amount(&to->amounts[source * to->n_currencies + currency], row->amount);
	}
}

static int furthest(const struct funnel_row *row)
{
	int stage = N_FUNNEL_STAGES - 1;

	while (stage > FUNNEL_NAMES && day_is_none(row->days[stage]))
		stage--;
	return stage;
}

/* Days from one stage to the next; a day that was put down as an earlier one is the same day. */
static size_t days_between(const struct funnel_row *rows, size_t n, int stage, int32_t *to)
{
	size_t n_known = 0;

	for (size_t i = 0; i < n; i++) {
		struct day from = rows[i].days[stage - 1], until = rows[i].days[stage];

		if (!day_is_none(from) && !day_is_none(until))
			to[n_known++] = day_before(until, from) ? 0 : until.n - from.n;
	}
	return n_known;
}

void numbers_funnel(const struct funnel_row *rows, size_t n, int32_t *scratch,
		    struct funnel_numbers *to)
{
	for (size_t i = 0; i < n; i++) {
		to->received += rows[i].is_received;
		for (int stage = furthest(&rows[i]); stage >= FUNNEL_NAMES; stage--)
			to->n[stage]++;
	}
	to->medians[FUNNEL_ASKS] = -1;
	for (int stage = FUNNEL_NAMES; stage < N_FUNNEL_STAGES; stage++)
		to->medians[stage] = numbers_median(scratch, days_between(rows, n, stage, scratch));
}

void numbers_hours(int32_t *minutes, size_t n, struct funnel_numbers *to)
{
	to->hours_n = (int64_t)n;
	to->within_an_hour = 0;
	for (size_t i = 0; i < n; i++)
		to->within_an_hour += minutes[i] <= 60;
	to->hours_median = numbers_median(minutes, n);
}

int numbers_rate(const struct funnel_numbers *f, enum funnel_stage stage)
{
	if (stage == FUNNEL_ASKS)
		return -1;
	if (stage == FUNNEL_NAMES)
		return numbers_share(f->asks.with_names, f->asks.counted);
	return numbers_share(f->n[stage], f->n[stage - 1]);
}

int64_t numbers_mean_early(const struct promises_numbers *p)
{
	int64_t kept = p->kept_on_time + p->kept_late, tenths = p->days_early * 10;

	if (kept <= 0)
		return 0;
	return (tenths + (tenths < 0 ? -kept / 2 : kept / 2)) / kept;
}

struct day numbers_yellow_day(struct day today, int days)
{
	return day_plus(today, -days);
}

struct day numbers_red_day(struct day today, int days)
{
	return day_plus(today, -(days * 3 / 2) - 1);
}

/* The better rate first, then the more cases, then by name. */
static bool is_better(const struct step_numbers *a, const struct step_numbers *b)
{
	double rate_a = (double)a->named / (double)a->done;
	double rate_b = (double)b->named / (double)b->done;
	int order;

	if (rate_a < rate_b || rate_a > rate_b)
		return rate_a > rate_b;
	if (a->done != b->done)
		return a->done > b->done;
	order = strcmp(a->plan, b->plan);
	if (order == 0)
		order = strcmp(a->step, b->step);
	return order ? order < 0 : strcmp(a->offset, b->offset) < 0;
}

size_t numbers_steps(struct step_numbers *steps, size_t n)
{
	size_t n_told = 0;

	for (size_t i = 0; i < n; i++) {
		struct step_numbers step = steps[i];
		size_t at = n_told;

		if (step.done < NUMBERS_CASES_MIN)
			continue;
		for (; at > 0 && is_better(&step, &steps[at - 1]); at--)
			steps[at] = steps[at - 1];
		steps[at] = step;
		n_told++;
	}
	return n_told;
}
