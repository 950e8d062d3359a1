/* Tables of numbers, each told by what stands in its columns. For people alone: scripts get the
 * answer by view_any. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/str.h"
#include "view.h"

enum figure_kind {
	FIGURE_TEXT,
	FIGURE_NUMBER, /* with one decimal where it has one */
	FIGURE_SHARE,
	FIGURE_MINUTES,
	FIGURE_DAY,
	FIGURE_WHO,
	FIGURE_MONEY,  /* a list of it: a line for each currency */
	FIGURE_BAR,    /* of the largest in the column */
	FIGURE_MONTHS, /* a list of numbers: a column for each of the last, of the largest in all */
};

struct figure {
	const char *path; /* of the member in each item */
	enum figure_kind kind;
	struct view_column column;
	const char *none; /* what stands there for null; null: nothing */
};

#define FIGURES_MAX 12
#define FIGURE_MONTHS_MAX 24

struct figures {
	const struct figure *items;
	size_t n; /* at most FIGURES_MAX */
};

/* Below an empty line and a title (null: none): a line an item, more where it has money in several
 * currencies. Nothing where there is no item, or only bars of nothing. */
void figures_print(const struct view *v, const char *title, const json_t *items,
		   const struct figures *figures);

/* Members of an answer that are told below each other, as what, n, share. */
struct figure_row {
	const char *what, *n, *share; /* the paths of both; null: it has none */
};
/* The items for figures_print, those that the answer has. A new reference. */
json_t *figures_of(const json_t *answer, const struct figure_row *rows, size_t n);

/* One column a value; in brackets where nothing is a space. */
void figure_add_spark(struct str *out, const struct view *v, const long long *values, size_t n,
		      long long max);
/* A column for each month, the last where there are many, as high as it is of `max`. */
void figure_add_months(struct str *out, const struct view *v, const json_t *numbers, long long max);
/* Is that member 0 in all items, or is there none? */
bool figure_is_nothing(const json_t *items, const char *path);
/* The largest of the months that are shown. */
long long figure_max_of_months(const json_t *numbers);
/* "1.5", "38" */
const char *figure_number(struct str *out, const json_t *number);
/* "2 h 05 min", "40 min" */
const char *figure_minutes(struct str *out, const json_t *minutes);
