/* The registry of tables: what each column holds, what is journaled, whose row it is.
 *
 * Drives the journal, undo, erase and export; a test refuses a table or column of the schema
 * that is not in here. Table numbers are stored in journal_row and never change. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum column_tag {
	COLUMN_PLAIN,    /* says nothing of a person by itself */
	COLUMN_PERSONAL, /* belongs into contact.export, blanked by contact.erase */
	COLUMN_DERIVED,  /* can be recomputed; not compared by undo */
	COLUMN_VERSION,  /* of the row: raised by each write, undo included; not compared */
};

struct column {
	const char *name;
	enum column_tag tag;
};

struct table {
	int number; /* from 1, stored; never reused */
	bool is_journaled;
	const char *name;
	const char *contact; /* the column with the contact's id, "id" in contact, null if none */
	const struct column *columns; /* in the schema's order, closed by a null name */
	/* The last migration that changed what its columns are or mean; 0: none since it was made.
	 * Journal entries of an older schema cannot be undone then. */
	int migrated;
};

/* All tables, closed by a null name. */
extern const struct table tables[];

const struct table *table_find(const char *name);
const struct table *table_by_number(int number);
size_t table_columns(const struct table *t);
int table_column(const struct table *t, const char *name); /* its position; -1 if none */
