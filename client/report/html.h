/* HTML as the report needs it: text that stays text, tables, and what the script draws. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* The text of a book, escaped: markup is inert, and controls and bidirectional overrides are made
 * visible as on a terminal. */
void html_text(struct str *out, const char *text);
/* The same in a <bdi>, for names: a right-to-left one does not turn what stands around it. */
void html_name(struct str *out, const char *name);
/* "<p>text</p>", with a class where it is not null. */
void html_paragraph(struct str *out, const char *class, const char *text);

struct html_column {
	const char *name;
	bool is_number;
};
/* A table is begun, filled cell by cell, and ended. The columns outlive it. */
struct html_table {
	struct str *out;
	const struct html_column *columns;
	size_t n, at; /* at: the next cell's column */
};
void html_table_begin(struct html_table *t, const char *caption);
void html_cell(struct html_table *t, const char *text);
void html_cell_name(struct html_table *t, const char *name);
void html_cell_number(struct html_table *t, long long n);
/* Text that names the row. */
void html_cell_head(struct html_table *t, const char *text);
void html_table_end(struct html_table *t);

/* What is long may be folded; it stands open until the script, having drawn the same, folds it.
 * Where it is not long, nothing folds. */
void html_fold_begin(struct str *out, bool is_long, const char *summary);
void html_fold_end(struct str *out, bool is_long);

/* The place of a plot: empty and so not there until the script has drawn it. */
void html_plot(struct str *out, const char *name);

/* A text of the book as the script may show it: unsafe characters made visible. */
json_t *html_json_text(const char *text);
/* JSON that is safe between <script> and </script>. */
void html_json(struct str *out, const json_t *data);
