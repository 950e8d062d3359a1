/* What a table holds, and the plainest way to print it: rows of cells that fit. */
#pragma once

#include <stdint.h>

#include "view.h"

#define VIEW_NO_ROW SIZE_MAX

struct view_cell {
	char *text; /* null: empty */
	enum view_style style;
};

struct view_section {
	size_t row;
	enum view_style style;
	char *title;
};

struct view_table {
	const struct view *view;
	const struct view_column *columns;
	size_t n_columns, n_rows, cap_rows;
	struct view_cell *cells; /* n_rows × n_columns */
	size_t *above;           /* of each row: which it hangs below; VIEW_NO_ROW */
	size_t cap_above;
	struct view_section *sections;
	size_t n_sections, cap_sections;
};

/* Do people not see the column? */
bool view_is_hidden(const struct view_table *t, size_t column);

/* Prints the table as libsmartcols would, without it; a style ends with its text, before the spaces
 * that follow. False where it has headings, has to cut or wrap a cell, or draws a tree: then
 * nothing was printed. */
bool view_rows_print(const struct view_table *t);
