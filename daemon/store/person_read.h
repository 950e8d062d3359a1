/* All that is held on one person, row by row: from the registry of tables. */
#pragma once

#include "base/arena.h"
#include "store/db.h"
#include "store/tables.h"

struct person_value {
	const char *column;
	enum { PERSON_NULL, PERSON_INTEGER, PERSON_TEXT } type;
	int64_t integer;
	const char *text;
};

struct person_row {
	int64_t id;
	struct person_value *values; /* what is personal and plain, in the schema's order */
	size_t n;
};

struct person_rows {
	struct person_row *items;
	size_t n;
};

struct person_page {
	int64_t contact, after; /* ids above this one */
	int limit;
};
/* Those of one table, by id. */
int store_person_read(struct store *s, const struct table *t, const struct person_page *page,
		      struct arena *arena, struct person_rows *ret);
