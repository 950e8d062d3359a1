/* The dates of one contact, or of all, by the day that comes next. */
#include <stdlib.h>

#include "ops/date.h"

static int by_next_day(const void *a, const void *b)
{
	const struct date_row *x = a, *y = b;
	bool is_over = day_is_none(x->next_day);

	if (is_over != day_is_none(y->next_day))
		return is_over ? 1 : -1;
	if (!day_equal(x->next_day, y->next_day))
		return day_before(x->next_day, y->next_day) ? -1 : 1;
	return x->date.id < y->date.id ? -1 : 1;
}

int op_dates_of(struct op *op, int64_t contact, struct day from, struct date_rows *ret)
{
	struct dates rows;
	int r;

	*ret = (struct date_rows){0};
	if (day_is_none(from))
		from = op->today;
	r = store_date_of_contact(op->store, contact, op->arena, &rows);
	if (r || rows.n == 0)
		return r;
	ret->items = arena_array(op->arena, rows.n, sizeof *ret->items);
	ret->n = rows.n;
	for (size_t i = 0; i < rows.n; i++)
		ret->items[i] = (struct date_row){rows.items[i], date_next(&rows.items[i], from)};
	qsort(ret->items, ret->n, sizeof *ret->items, by_next_day);
	return 0;
}

/* 28 February takes in what was entered for the 29th, in the years that have none. */
static void set_end(struct date_span *span, struct day to)
{
	struct civil c = day_to_civil(to);

	span->to_month = c.month;
	span->to_day = c.day == day_of_month_last(c.year, c.month) ? 31 : c.day;
}

static struct date_span span_of(const struct date_range *range, int year)
{
	struct civil from = day_to_civil(range->from);
	struct date_span span = {.year = year, .from_month = 1, .from_day = 1};

	if (year == from.year) {
		span.from_month = from.month;
		span.from_day = from.day;
	}
	if (year == range->after_year) {
		span.from_month = range->after_month;
		span.from_day = range->after_day;
		span.after = range->after_id;
	}
	set_end(&span,
		year == day_to_civil(range->to).year ? range->to : day_from_civil(year, 12, 31));
	return span;
}

static int add_year(struct op *op, const struct date_range *range, int year, struct date_rows *to)
{
	struct date_span span = span_of(range, year);
	bool is_full = false;
	int r = 0;

	span.limit = range->limit;
	while (r == 0 && !is_full && to->n < (size_t)range->limit) {
		struct dates rows;

		r = store_date_in(op->store, &span, op->arena, &rows);
		if (r)
			return r;
		for (size_t i = 0; i < rows.n && to->n < (size_t)range->limit; i++) {
			const struct date *d = &rows.items[i];
			struct day day = date_in(d, year);

			span.from_month = d->month;
			span.from_day = d->month_day;
			span.after = d->id;
			if (day_equal(day, date_next(d, range->from)))
				to->items[to->n++] = (struct date_row){*d, day};
		}
		is_full = rows.n < (size_t)span.limit;
	}
	return r;
}

int op_date_list(struct op *op, const struct date_range *range, struct date_rows *ret)
{
	int first = range->after_year ? range->after_year : day_to_civil(range->from).year;
	int last = day_to_civil(range->to).year, r = 0;

	*ret = (struct date_rows){0};
	ret->items = arena_array(op->arena, (size_t)range->limit, sizeof *ret->items);
	for (int year = first; r == 0 && year <= last && ret->n < (size_t)range->limit; year++)
		r = add_year(op, range, year, ret);
	return r;
}
