/* A file read row by row: first looked at as a whole, then taken. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "import/item.h"

#define ROWS_WHERE_MAX 16

/* One --where COLUMN=VALUE; all must hold. */
struct rows_where {
	const char *column, *value;
	int at; /* of the column in the file */
};

/* What the user asked for. */
struct rows_ask {
	const struct map_wish *wishes;
	size_t n_wishes;
	struct rows_where wheres[ROWS_WHERE_MAX];
	size_t n_wheres;
	enum dates_order dates;
	const struct template *template; /* null: the headers tell */
};

struct rows {
	struct csv_text csv;
	struct rows_ask ask;
	struct item_rules rules;
};

/* What one reading met. Rows that --where leaves out are read but never refused. */
struct rows_counts {
	int64_t read, left_out, refused, made;
	int64_t parts; /* refused of what was taken for the rest */
};

/* Maps the header. 0 or an exit code with one sentence in `why`. The text must outlive the rows. */
int rows_open(struct rows *rows, const char *text, size_t len, const struct rows_ask *ask,
	      struct str *why);
void rows_deinit(struct rows *rows);
/* The first reading: tells the order of dates and the mark of decimals; before it, fill the
 * currency of the rules where map_has(FIELD_AMOUNT). False with one sentence in `why`. */
bool rows_look(struct rows *rows, struct str *why);
/* The second reading: makes each row an item or a refusal. `take` (may be null) is given each item,
 * with its reference, until it answers other than 0, which is returned. */
int rows_each(const struct rows *rows, struct refusals *refusals, int (*take)(json_t *, void *),
	      void *user, struct rows_counts *counts);
