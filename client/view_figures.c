/* Tables of numbers, each told by what stands in its columns. */
#include "view_figures.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "cli.h"
#include "spark.h"
#include "view_parts.h"

#define BAR_WIDTH 20
#define BAR_WIDTH_WIDE 40

const char *figure_number(struct str *out, const json_t *number)
{
	double value = json_number_value(number);
	long long tenths = (long long)(value * 10 + (value < 0 ? -0.5 : 0.5));

	str_reset(out);
	if (json_is_number(number))
		str_addf(out, tenths % 10 == 0 ? "%.0f" : "%.1f", (double)tenths / 10);
	return str_text(out);
}

const char *figure_minutes(struct str *out, const json_t *minutes)
{
	long long n = (long long)json_number_value(minutes);

	str_reset(out);
	if (json_is_number(minutes) && n < 60)
		str_addf(out, "%lld min", n);
	else if (json_is_number(minutes))
		str_addf(out, "%lld h %02lld min", n / 60, n % 60);
	return str_text(out);
}

static size_t read_months(const json_t *numbers, long long values[FIGURE_MONTHS_MAX])
{
	size_t n = json_array_size(numbers),
	       skip = n > FIGURE_MONTHS_MAX ? n - FIGURE_MONTHS_MAX : 0;

	for (size_t i = skip; i < n; i++)
		values[i - skip] = json_integer_value(json_array_get(numbers, i));
	return n - skip;
}

void figure_add_spark(struct str *out, const struct view *v, const long long *values, size_t n,
		      long long max)
{
	str_add(out, v->is_ascii ? "[" : "");
	spark_add(out, values, n, max, v->is_ascii);
	str_add(out, v->is_ascii ? "]" : "");
}

void figure_add_months(struct str *out, const struct view *v, const json_t *numbers, long long max)
{
	long long values[FIGURE_MONTHS_MAX];
	size_t n = read_months(numbers, values);

	figure_add_spark(out, v, values, n, max);
}

long long figure_max_of_months(const json_t *numbers)
{
	long long values[FIGURE_MONTHS_MAX];
	size_t n = read_months(numbers, values);

	return spark_max(values, n);
}

/* The largest that the column shows, of which each is a part. */
static long long max_of(const json_t *items, const struct figure *f)
{
	const json_t *item;
	long long max = 0;
	size_t i;

	json_array_foreach (items, i, item) {
		long long largest = f->kind == FIGURE_MONTHS
					    ? figure_max_of_months(member_of(item, f->path))
					    : number_of(item, f->path);

		max = largest > max ? largest : max;
	}
	return max;
}

static const char *bar_text(struct str *out, const struct view *v, long long value, long long max)
{
	bool is_wide = view_is_wide(v);

	str_reset(out);
	spark_add_bar(out, value, max, is_wide ? BAR_WIDTH_WIDE : BAR_WIDTH, v->is_ascii);
	return str_text(out);
}

/* "12,000 USD", "12,000 USD (48 %)" */
static const char *money_text(struct str *out, const struct view *v, const json_t *money)
{
	_cleanup_str_ struct str share = {0};

	part_amount(out, v, money);
	if (json_is_number(json_object_get(money, "share")))
		str_addf(out, " (%s)", part_share(&share, json_object_get(money, "share")));
	return str_text(out);
}

static const char *cell_text(struct str *out, const struct view *v, const json_t *item,
			     const struct figure *f, long long max)
{
	const json_t *value = member_of(item, f->path);

	switch (f->kind) {
	case FIGURE_TEXT:
		return text_of(item, f->path);
	case FIGURE_NUMBER:
		return figure_number(out, value);
	case FIGURE_SHARE:
		return part_share(out, value);
	case FIGURE_MINUTES:
		return figure_minutes(out, value);
	case FIGURE_DAY:
		return part_day(out, v, text_of(item, f->path));
	case FIGURE_WHO:
		return name_of(value);
	case FIGURE_MONEY:
		return money_text(out, v, json_array_get(value, 0));
	case FIGURE_BAR:
		return bar_text(out, v, json_integer_value(value), max);
	case FIGURE_MONTHS:
		figure_add_months(out, v, value, max);
		return str_text(out);
	}
	return "";
}

/* The second currency and those after it, below the first. */
static void add_currencies(struct view_table *t, const struct view *v, const json_t *item,
			   const struct figures *figures)
{
	size_t most = 0;

	for (size_t i = 0; i < figures->n; i++) {
		const struct figure *f = &figures->items[i];
		size_t n = json_array_size(member_of(item, f->path));

		most = f->kind == FIGURE_MONEY && n > most ? n : most;
	}
	for (size_t row = 1; row < most; row++) {
		view_table_row(t);
		for (size_t i = 0; i < figures->n; i++) {
			const struct figure *f = &figures->items[i];
			_cleanup_str_ struct str text = {0};

			if (f->kind != FIGURE_MONEY)
				continue;
			money_text(&text, v, json_array_get(member_of(item, f->path), row));
			view_table_cell(t, i, VIEW_NORMAL, str_text(&text));
		}
	}
}

bool figure_is_nothing(const json_t *items, const char *path)
{
	const json_t *item;
	size_t i;

	json_array_foreach (items, i, item)
		if (number_of(item, path) != 0)
			return false;
	return true;
}

static bool is_nothing(const json_t *items, const struct figures *figures)
{
	for (size_t i = 0; i < figures->n; i++)
		if (figures->items[i].kind == FIGURE_BAR &&
		    figure_is_nothing(items, figures->items[i].path))
			return true;
	return json_array_size(items) == 0;
}

static void add_item(struct view_table *t, const struct view *v, const json_t *item,
		     const struct figures *figures, const long long *max)
{
	view_table_row(t);
	for (size_t i = 0; i < figures->n; i++) {
		const struct figure *f = &figures->items[i];
		_cleanup_str_ struct str text = {0};
		const char *cell = cell_text(&text, v, item, f, max[i]);

		view_table_cell(t, i, VIEW_NORMAL, !*cell && f->none ? f->none : cell);
	}
	add_currencies(t, v, item, figures);
}

void figures_print(const struct view *v, const char *title, const json_t *items,
		   const struct figures *figures)
{
	_cleanup_table_ struct view_table *t = NULL;
	struct view_column columns[FIGURES_MAX];
	long long max[FIGURES_MAX];
	const json_t *item;
	size_t i;

	if (figures->n > FIGURES_MAX)
		abort();
	if (is_nothing(items, figures))
		return;
	for (i = 0; i < figures->n; i++) {
		columns[i] = figures->items[i].column;
		max[i] = max_of(items, &figures->items[i]);
	}
	view_gap(v);
	if (title)
		view_line(v, VIEW_BOLD, "%s", title);
	t = view_table_new(v, columns, figures->n);
	json_array_foreach (items, i, item)
		add_item(t, v, item, figures, max);
	view_table_print(t);
}

json_t *figures_of(const json_t *answer, const struct figure_row *rows, size_t n)
{
	json_t *items = json_array();

	for (size_t i = 0; i < n; i++) {
		const json_t *number = member_of(answer, rows[i].n),
			     *share = rows[i].share ? member_of(answer, rows[i].share) : NULL;

		if (json_is_integer(number))
			(void)json_array_append_new(items, json_pack("{s:s, s:O, s:O?}", "what",
								     rows[i].what, "n", number,
								     "share", share));
	}
	return items;
}
