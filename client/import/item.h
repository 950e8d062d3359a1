/* One row of a file as an item of import.add, or the reason why it cannot be one. */
#pragma once

#include <jansson.h>

#include "import/csv.h"
#include "import/dates.h"
#include "import/map.h"
#include "import/refusals.h"

/* How the cells of a file are to be read. */
struct item_rules {
	struct map map;
	enum dates_order opened, closed, birthday;
	char mark;          /* before the decimals of amounts */
	char currency[4];   /* where the row names none */
	int exponent;       /* of that currency */
	bool says_currency; /* it is to be sent with each amount, being another than vouchd's */
};

/* "", null, n/a, -: what programs write where they have nothing. */
bool item_is_missing(const char *cell);
/* The cell of the field that is not missing, of several the one that goes first; else null. */
const char *item_cell(const struct map *map, const struct csv_record *record, enum map_field field);
/* The currency of a row and its decimals. False where the cell holds no code of three letters. */
bool item_currency(const struct item_rules *rules, const struct csv_record *record, char ret[4],
		   int *ret_exponent);

/* A new reference; null after it has added why not to the refusals. */
json_t *item_make(const struct item_rules *rules, const struct csv_record *record,
		  struct refusals *refusals);
