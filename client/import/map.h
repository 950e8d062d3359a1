/* Which column of a file is which field of vouch, told from the header. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "import/csv.h"

enum map_kind { MAP_CONTACTS, MAP_SALES };

enum map_field {
	FIELD_NAME, /* of the person or firm; in a file of sales shown as "contact" */
	FIELD_GIVEN,
	FIELD_FAMILY,
	FIELD_ORG,
	FIELD_EMAIL,
	FIELD_PHONE,
	FIELD_STREET,
	FIELD_CITY,
	FIELD_REGION,
	FIELD_POSTCODE,
	FIELD_COUNTRY,
	FIELD_TAGS,
	FIELD_NOTES,
	FIELD_BIRTHDAY,
	FIELD_LANGUAGE,
	FIELD_TIMEZONE,
	FIELD_CONTACT_ID, /* the other program's id of the contact, in a file of sales */
	FIELD_PRODUCT,
	FIELD_AMOUNT,
	FIELD_CURRENCY,
	FIELD_STAGE,
	FIELD_OPENED,
	FIELD_CLOSED,
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
	N_FIELDS,
	FIELD_NONE = -1,
};

/* One --map FIELD=COLUMN; an empty column: the field is not to be filled. */
struct map_wish {
	const char *field, *column;
};

struct template;

struct map {
	enum map_kind kind;
	const struct template *template; /* whose headers these are; null: words told */
	size_t n;
	char *headers[CSV_COLUMNS_MAX];         /* owned */
	enum map_field fields[CSV_COLUMNS_MAX]; /* of each column; FIELD_NONE: not used */
	unsigned char ranks[CSV_COLUMNS_MAX];   /* of several of a field the lowest goes first */
};

/* Wishes go first; then the columns of the template, the one asked for or the one that the headers
 * tell; where there is none the known words, the best of them first, where the field is still free.
 * E-mails, phones and tags may come from several columns, all else from one. A file with a column
 * for a product, a stage or an amount ("amount", "close_value"; not "revenue", which firms have
 * too) is one of sales. 0, or VOUCH_EXIT_USAGE (a wish that cannot be) or VOUCH_EXIT_FAILED (no
 * column for what every row must say) with one sentence in `why`. */
int map_make(struct map *map, const struct csv_record *header, const struct map_wish *wishes,
	     size_t n_wishes, const struct template *asked, struct str *why);
void map_deinit(struct map *map);

/* Whether vouch itself has written the file. */
bool map_is_ours(const struct map *map);
bool map_has(const struct map *map, enum map_field field);
/* "external_id" */
const char *map_field_name(const struct map *map, enum map_field field);
/* What the file calls the field: the header of its first column, else our own name. */
const char *map_column_name(const struct map *map, enum map_field field);
/* The column with this header, exactly or in the way that words are told; -1 for none. */
int map_find_column(const struct map *map, const char *name);
/* "opportunity_id → external_id, account → contact; not used: sales_agent" */
void map_describe(const struct map *map, struct str *out);
