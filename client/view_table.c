/* Tables: libsmartcols for people, tab separated without a heading for scripts. */
#include <libsmartcols.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "escape.h"
#include "view.h"
#include "view_style.h"

#define WRAP_MIN 20
#define CUT_MIN 20
#define GAP 2                  /* between columns */
#define UNKNOWN "\xEF\xBF\xBD" /* U+FFFD */
#define NO_ROW SIZE_MAX

struct cell {
	char *text; /* null: empty */
	enum view_style style;
};

struct section {
	size_t row;
	enum view_style style;
	char *title;
};

struct view_table {
	const struct view *view;
	const struct view_column *columns;
	size_t n_columns, n_rows, cap_rows;
	struct cell *cells; /* n_rows × n_columns */
	size_t *above;      /* of each row: which it hangs below; NO_ROW */
	size_t cap_above;
	struct section *sections;
	size_t n_sections, cap_sections;
	size_t *widest;    /* of each column, once it is printed */
	uint64_t left_out; /* columns for which there is no room, a bit each */
};

struct view_table *view_table_new(const struct view *v, const struct view_column *columns, size_t n)
{
	struct view_table *t = xcalloc(1, sizeof *t);

	t->view = v;
	t->columns = columns;
	t->n_columns = n;
	return t;
}

void view_table_free(struct view_table *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->n_rows * t->n_columns; i++)
		free(t->cells[i].text);
	for (size_t i = 0; i < t->n_sections; i++)
		free(t->sections[i].title);
	free(t->cells);
	free(t->above);
	free(t->sections);
	free(t->widest);
	free(t);
}

void view_table_row(struct view_table *t)
{
	t->cells = xgrow(t->cells, t->n_rows, &t->cap_rows, t->n_columns * sizeof *t->cells);
	for (size_t i = 0; i < t->n_columns; i++)
		t->cells[t->n_rows * t->n_columns + i] = (struct cell){0};
	t->above = xgrow(t->above, t->n_rows, &t->cap_above, sizeof *t->above);
	t->above[t->n_rows++] = NO_ROW;
}

void view_table_under(struct view_table *t, size_t row)
{
	t->above[t->n_rows - 1] = row;
}

void view_table_section(struct view_table *t, enum view_style style, const char *title)
{
	t->sections = xgrow(t->sections, t->n_sections, &t->cap_sections, sizeof *t->sections);
	t->sections[t->n_sections++] = (struct section){
		.row = t->n_rows,
		.style = style,
		.title = xstrdup(title),
	};
}

/* For scripts what only people see, the other way round, and what there is no room for. */
static bool is_hidden(const struct view_table *t, size_t i)
{
	const struct view *v = t->view;
	unsigned flags = t->columns[i].flags;

	if (v->is_plain)
		return flags & VIEW_PEOPLE;
	return flags & VIEW_SCRIPTS || (flags & VIEW_WIDE && !view_is_wide(v)) ||
	       (t->left_out >> i & 1);
}

/* In what it breaks or cuts, libsmartcols puts U+FFFD where the locale knows no character (an emoji
 * newer than it), and then goes on behind as many bytes as that has, in the midst of the next: so
 * it is put here. */
static char *printable(const char *text)
{
	_cleanup_str_ struct str out = {0};
	size_t n = strlen(text), size;

	for (; n > 0; text += size, n -= size) {
		uint32_t c;

		size = utf8_decode(text, n, &c);
		if (c < 0x80 || iswprint((wint_t)c))
			str_add_n(&out, text, size);
		else
			str_add(&out, UNKNOWN);
	}
	return xstrdup(str_text(&out));
}

void view_table_cell(struct view_table *t, size_t column, enum view_style style, const char *text)
{
	struct cell *cell = &t->cells[(t->n_rows - 1) * t->n_columns + column];
	bool is_broken = t->view->width > 0 && t->columns[column].flags & (VIEW_WRAP | VIEW_CUT);
	_cleanup_str_ struct str safe = {0};

	if (is_hidden(t, column))
		return;
	escape_add(&safe, text, t->view->is_plain ? ESCAPE_PLAIN : ESCAPE_LINE);
	free(cell->text);
	*cell = (struct cell){.text = is_broken ? printable(str_text(&safe))
						: xstrdup(str_text(&safe)),
			      .style = style};
}

static void print_plain(const struct view_table *t)
{
	for (size_t row = 0; row < t->n_rows; row++) {
		const char *before = "";

		for (size_t i = 0; i < t->n_columns; i++) {
			const char *text = t->cells[row * t->n_columns + i].text;

			if (is_hidden(t, i))
				continue;
			(void)fprintf(t->view->out, "%s%s", before, text ? text : "");
			before = "\t";
		}
		(void)fputc('\n', t->view->out);
	}
}

/* Of the heading and the cells of each column. */
static void measure(struct view_table *t)
{
	t->widest = xcalloc(t->n_columns, sizeof *t->widest);
	for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
		const char *text = t->cells[i].text;
		size_t width = text ? view_columns_of(text, strlen(text)) : 0;
		size_t *widest = &t->widest[i % t->n_columns];

		*widest = width > *widest ? width : *widest;
	}
	for (size_t i = 0; t->columns[0].name && i < t->n_columns; i++) {
		size_t width = view_columns_of(t->columns[i].name, strlen(t->columns[i].name));

		t->widest[i] = width > t->widest[i] ? width : t->widest[i];
	}
}

static size_t widest_of(const struct view_table *t, size_t column)
{
	return is_hidden(t, column) ? 0 : t->widest[column];
}

/* The width at which what is cut, columns with one of these flags, is still worth reading. */
static size_t least_width(const struct view_table *t, unsigned cut)
{
	size_t sum = 0;

	for (size_t i = 0; i < t->n_columns; i++) {
		size_t widest = widest_of(t, i);

		sum += t->columns[i].flags & cut && widest > CUT_MIN ? CUT_MIN : widest;
		sum += is_hidden(t, i) ? 0 : GAP;
	}
	return sum;
}

static bool has_room(const struct view_table *t, unsigned cut)
{
	return least_width(t, cut) <= t->view->width + GAP; /* none behind the last */
}

/* The last first. */
static void leave_out(struct view_table *t)
{
	for (size_t i = t->n_columns; t->view->width > 0 && i-- > 0;) {
		unsigned flags = t->columns[i].flags & (VIEW_WIDE | VIEW_SPARE);

		if (flags && !has_room(t, flags & VIEW_SPARE ? VIEW_SPARE : VIEW_CUT | VIEW_WRAP))
			t->left_out |= UINT64_C(1) << i;
	}
}

/* What the last column may take when the others have all they want; 0: all it wants. */
static size_t room_for_last(const struct view_table *t)
{
	size_t room = t->view->width;

	if (room == 0)
		return 0;
	for (size_t i = 0; i + 1 < t->n_columns; i++) {
		size_t taken = widest_of(t, i) + (is_hidden(t, i) ? 0 : GAP);

		room = taken + WRAP_MIN < room ? room - taken : WRAP_MIN;
	}
	return room;
}

/* The last column of what is to be wrapped gets its line breaks here, between words. */
static const char *cell_text(const struct view_table *t, const struct cell *cell, size_t column,
			     size_t room, struct str *wrapped)
{
	if (!cell->text || !(t->columns[column].flags & VIEW_WRAP) || room == 0)
		return cell->text ? cell->text : "";
	str_reset(wrapped);
	view_wrap(wrapped, cell->text, strlen(cell->text), room);
	return str_text(wrapped);
}

static int flags_of(unsigned flags)
{
	return (flags & VIEW_CUT ? SCOLS_FL_TRUNC : 0) | (flags & VIEW_WRAP ? SCOLS_FL_WRAP : 0) |
	       (flags & VIEW_RIGHT ? SCOLS_FL_RIGHT : 0) | (flags & VIEW_TREE ? SCOLS_FL_TREE : 0);
}

static void check(int r)
{
	if (r < 0) /* libsmartcols fails for want of memory only */
		abort();
}

static void fill_line(const struct view_table *t, struct libscols_line *line, size_t row,
		      size_t room)
{
	_cleanup_str_ struct str wrapped = {0};
	size_t to = 0;

	for (size_t i = 0; i < t->n_columns; i++) {
		const struct cell *cell = &t->cells[row * t->n_columns + i];

		if (is_hidden(t, i))
			continue;
		check(scols_line_set_data(line, to, cell_text(t, cell, i, room, &wrapped)));
		if (cell->style != VIEW_NORMAL)
			check(scols_cell_set_color(scols_line_get_cell(line, to),
						   view_style_start(cell->style)));
		to++;
	}
}

/* What needs little stays whole where that leaves enough to the others, which are cut; beside a
 * spare column all others do. */
static bool is_whole(const struct view_table *t, size_t column)
{
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->columns[i].flags & VIEW_SPARE && !is_hidden(t, i))
			return i != column;
	return widest_of(t, column) <= CUT_MIN && has_room(t, VIEW_CUT | VIEW_WRAP);
}

static void add_column(const struct view_table *t, struct libscols_table *table, size_t i)
{
	const struct view_column *column = &t->columns[i];
	double share = column->share ? column->share / 100.0 : 0.1;
	unsigned flags = column->flags & (is_whole(t, i) ? ~(unsigned)VIEW_CUT : UINT_MAX);
	struct libscols_column *c = scols_table_new_column(table, column->name ? column->name : "",
							   share, flags_of(flags));

	if (!c)
		abort();
	if (column->flags & VIEW_WRAP)
		check(scols_column_set_wrapfunc(c, scols_wrapnl_chunksize, scols_wrapnl_nextchunk,
						NULL));
}

static struct libscols_table *build(const struct view_table *t)
{
	struct libscols_table *table = scols_new_table();
	size_t room = room_for_last(t);

	if (!table)
		abort();
	check(scols_table_set_column_separator(table, "  "));
	check(scols_table_enable_noencoding(table, 1)); /* all cells are escaped already */
	check(scols_table_enable_ascii(table, t->view->is_ascii));
	check(scols_table_enable_colors(table, t->view->has_color));
	check(scols_table_enable_noheadings(table, !t->columns[0].name));
	check(scols_table_set_termforce(table, t->view->width ? SCOLS_TERMFORCE_ALWAYS
							      : SCOLS_TERMFORCE_NEVER));
	if (t->view->width)
		check(scols_table_set_termwidth(table, t->view->width));
	for (size_t i = 0; i < t->n_columns; i++)
		if (!is_hidden(t, i))
			add_column(t, table, i);
	for (size_t row = 0; row < t->n_rows; row++) {
		struct libscols_line *above =
			t->above[row] == NO_ROW ? NULL : scols_table_get_line(table, t->above[row]);
		struct libscols_line *line = scols_table_new_line(table, above);

		if (!line)
			abort();
		fill_line(t, line, row, room);
	}
	return table;
}

/* libsmartcols fills the last column with spaces; nobody wants to copy those. All of it goes out in
 * one piece: line by line a terminal would be woken for each. */
static void put_trimmed(FILE *out, char *text)
{
	_cleanup_str_ struct str trimmed = {0};

	for (const char *line = text, *next; *line; line = next) {
		size_t n = strcspn(line, "\n");

		next = line + n + (line[n] ? 1 : 0);
		while (n > 0 && line[n - 1] == ' ')
			n--;
		str_add_n(&trimmed, line, n);
		str_add_char(&trimmed, '\n');
	}
	(void)fwrite(str_text(&trimmed), 1, trimmed.len, out);
	free(text);
}

/* The rows of one section, below its title and a gap. */
static void print_section(const struct view_table *t, struct libscols_table *table, size_t i)
{
	const struct section *section = &t->sections[i];
	size_t end = i + 1 < t->n_sections ? section[1].row : t->n_rows;
	char *text = NULL;

	view_gap(t->view);
	view_line(t->view, section->style, "%s", section->title);
	if (end <= section->row)
		return;
	check(scols_table_print_range_to_string(table, scols_table_get_line(table, section->row),
						scols_table_get_line(table, end - 1), &text));
	put_trimmed(t->view->out, text);
}

bool view_table_is_empty(const struct view_table *t)
{
	return t->n_rows == 0;
}

void view_table_print(struct view_table *t)
{
	struct libscols_table *table;
	char *text = NULL;

	if (t->view->is_plain) {
		print_plain(t);
		return;
	}
	if (t->n_rows == 0)
		return;
	measure(t);
	leave_out(t);
	table = build(t);
	if (t->n_sections == 0) {
		check(scols_print_table_to_string(table, &text));
		put_trimmed(t->view->out, text);
	}
	for (size_t i = 0; i < t->n_sections; i++)
		print_section(t, table, i);
	scols_unref_table(table);
}
