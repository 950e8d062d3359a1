/* Statements that are made when the database is opened, from store/tables.c and the schema's
 * references. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "store/db.h"
#include "store/tables.h"

struct made {
	char **sql;
	size_t n, cap;
	struct stmt_set set; /* once made_end was called */
};

/* Takes the text, which is empty then; its place in the set. */
int made_add(struct made *m, struct str *text);
/* The set's own number, of enum store_noun. */
void made_end(struct made *m, int noun);
void made_free(struct made *m);

/* Appends the columns of a table, with commas. */
void made_columns(const struct table *t, struct str *to);
/* Has the registry a column of that name, which is of a schema that may be spoilt? */
bool made_is_column(const struct table *t, const char *name);
/* Calls for each reference of the schema between tables of the registry, table by table. -EUCLEAN
 * where one is of a column that the registry does not have, -EIO where they cannot be read. */
typedef void made_reference(void *user, const struct table *child, const char *column,
			    const struct table *parent);
int made_references(struct sqlite3 *db, made_reference *fn, void *user);
