/* How answers look: lines, paragraphs and tables, for a terminal or for scripts. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define VIEW_KEY_MAX 96 /* of a member's dotted name */

enum view_style { VIEW_NORMAL, VIEW_BOLD, VIEW_DIM, VIEW_LATE };

struct view {
	FILE *out;
	bool is_plain, has_color;
	bool is_ascii;                /* the locale has no block characters to draw with */
	size_t width;                 /* of the terminal; 0 where nothing is to be cut or wrapped */
	size_t height;                /* of the terminal; 0 where there is none that says it */
	const char *today, *timezone; /* of the user, as vouchd says; "" until it has answered */
};

/* First of all in main(): characters are as the environment has them, in UTF-8 where it has another
 * set, as stored text is UTF-8. Words, days and numbers are not the locale's. */
void view_set_locale(void);
/* `color` is auto, always or never. Looks at the terminal, the locale, COLUMNS, NO_COLOR and TERM.
 */
void view_init(struct view *v, bool is_plain, const char *color);

/* What is printed here is escaped as a whole, so stored text may be among the arguments. */
void view_line(const struct view *v, enum view_style style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* One line of text, wrapped on a terminal: `first` columns before the first of its lines,
 * VIEW_INDENT before the others. */
#define VIEW_INDENT 8
void view_hanging(const struct view *v, enum view_style style, size_t first, const char *text);
/* Text with its own lines, wrapped at the width. */
void view_paragraph(const struct view *v, const char *text);
/* One sentence in bold, wrapped: what matters most on a screen. */
void view_headline(const struct view *v, const char *text);
/* How many rows of a table, of `most`, fit on the screen with a last line below them, the prompt,
 * and a row that wraps; at least 10. All where the terminal has no height. */
size_t view_rows_that_fit(const struct view *v, size_t most);
void view_gap(const struct view *v); /* an empty line; none for scripts */

enum view_column_flag {
	VIEW_CUT = 1,  /* may be cut where the terminal is narrow */
	VIEW_WRAP = 2, /* the last column: its words are wrapped */
	VIEW_RIGHT = 4,
	VIEW_SCRIPTS = 8, /* only for scripts */
	VIEW_PEOPLE = 16, /* only for people */
	VIEW_WIDE = 32,   /* only where there is much room */
	VIEW_TREE = 64,   /* rows hang below others here, see view_table_under() */
	VIEW_SPARE = 128, /* may be cut, and only where all others are whole beside it */
};

struct view_column {
	const char *name; /* the heading; null for none */
	unsigned flags;
	int share; /* of the width in percent that one which may be cut keeps; 0: 10 */
};

/* Narrower terminals leave VIEW_WIDE columns out. */
#define VIEW_WIDE_FROM 120

bool view_is_wide(const struct view *v);

struct view_table;

/* The columns must outlive the table; column names of all rows or of none are shown. */
struct view_table *view_table_new(const struct view *v, const struct view_column *columns,
				  size_t n);
void view_table_free(struct view_table *t);
void view_table_row(struct view_table *t);
/* Hangs the last row below an earlier one, the first row being 0; for scripts rows stay as they
 * are. */
void view_table_under(struct view_table *t, size_t row);
/* A title above the next row; scripts do not see it. */
void view_table_section(struct view_table *t, enum view_style style, const char *title);
/* A cell of the last row; the text is copied. */
void view_table_cell(struct view_table *t, size_t column, enum view_style style, const char *text);
bool view_table_is_empty(const struct view_table *t);
void view_table_print(struct view_table *t);

static inline void cleanup_view_table(struct view_table **t)
{
	view_table_free(*t);
}
#define _cleanup_table_ __attribute__((cleanup(cleanup_view_table)))
