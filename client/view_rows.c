/* Rows of cells that fit: each column as wide as its widest cell. libsmartcols measures every
 * character of a cell several times through the locale; most tables need none of what it can do. */
#include "view_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "view_style.h"

#define GAP 2 /* between columns */

bool view_is_hidden(const struct view_table *t, size_t column)
{
	unsigned flags = t->columns[column].flags;
	bool is_narrow = t->view->width > 0 && t->view->width < VIEW_WIDE_FROM;

	return flags & VIEW_SCRIPTS || (flags & VIEW_WIDE && is_narrow);
}

static bool is_simple(const struct view_table *t)
{
	if (t->columns[0].name)
		return false;
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].flags & (VIEW_WRAP | VIEW_TREE))
			return false;
	return true;
}

static const struct view_cell *cell_at(const struct view_table *t, size_t row, size_t column)
{
	return &t->cells[row * t->n_columns + column];
}

static size_t cell_width(const struct view_cell *cell)
{
	return cell->text ? view_columns_of(cell->text, strlen(cell->text)) : 0;
}

static size_t column_width(const struct view_table *t, size_t column)
{
	size_t widest = 0;

	for (size_t row = 0; row < t->n_rows; row++) {
		size_t width = cell_width(cell_at(t, row, column));

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* The width of each column that is shown; false where they are wider than the terminal. */
static bool measure(const struct view_table *t, size_t *widths)
{
	size_t all = 0;

	for (size_t i = 0; i < t->n_columns; i++) {
		if (view_is_hidden(t, i))
			continue;
		widths[i] = column_width(t, i);
		all += widths[i] + GAP;
	}
	return t->view->width == 0 || all <= t->view->width + GAP;
}

static void add_spaces(struct str *line, size_t n)
{
	for (; n > 0; n--)
		str_add_char(line, ' ');
}

static void add_text(struct str *line, const struct view *v, const struct view_cell *cell)
{
	bool has_style = v->has_color && cell->style != VIEW_NORMAL;

	if (has_style)
		str_add(line, view_style_start(cell->style));
	str_add(line, cell->text ? cell->text : "");
	if (has_style)
		str_add(line, "\033[0m");
}

static void add_row(const struct view_table *t, size_t row, const size_t *widths, struct str *line)
{
	size_t gap = 0;

	for (size_t i = 0; i < t->n_columns; i++) {
		const struct view_cell *cell = cell_at(t, row, i);
		bool is_right = t->columns[i].flags & VIEW_RIGHT;
		size_t fill;

		if (view_is_hidden(t, i))
			continue;
		fill = widths[i] - cell_width(cell);
		add_spaces(line, gap + (is_right ? fill : 0));
		add_text(line, t->view, cell);
		gap = GAP + (is_right ? 0 : fill);
	}
	while (line->len > 0 && line->data[line->len - 1] == ' ')
		line->data[--line->len] = '\0';
}

static void print_section(const struct view *v, const struct view_section *section)
{
	view_gap(v);
	view_line(v, section->style, "%s", section->title);
}

bool view_rows_print(const struct view_table *t)
{
	_cleanup_str_ struct str line = {0};
	size_t *widths, section = 0;
	bool fits;

	if (!is_simple(t))
		return false;
	widths = xcalloc(t->n_columns, sizeof *widths);
	fits = measure(t, widths);
	for (size_t row = 0; fits && row < t->n_rows; row++) {
		for (; section < t->n_sections && t->sections[section].row == row; section++)
			print_section(t->view, &t->sections[section]);
		str_reset(&line);
		add_row(t, row, widths, &line);
		(void)fprintf(t->view->out, "%s\n", str_text(&line));
	}
	for (; fits && section < t->n_sections; section++)
		print_section(t->view, &t->sections[section]);
	free(widths);
	return fits;
}
