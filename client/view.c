/* How answers look: lines and paragraphs, for a terminal or for scripts. */
#include "view.h"

#include <langinfo.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "base/str.h"
#include "base/utf8.h"
#include "escape.h"
#include "view_style.h"

#define WIDTH_MIN 20
#define WIDTH_MAX 1000
#define ROWS_MIN 10
#define ROWS_KEPT 3        /* for the prompt, a last line, and a row that wraps */
#define PARAGRAPH_WIDTH 96 /* longer lines are hard to read */

const char *view_style_start(enum view_style style)
{
	switch (style) {
	case VIEW_NORMAL:
		return "";
	case VIEW_BOLD:
		return "\033[1m";
	case VIEW_DIM:
		return "\033[2m";
	case VIEW_LATE:
		return "\033[1;31m";
	}
	return "";
}

static size_t find_width(const struct winsize *size, bool is_terminal)
{
	const char *columns = getenv("COLUMNS");
	long width = columns ? strtol(columns, NULL, 10) : 0;

	if (width <= 0 && is_terminal)
		width = size->ws_col > 0 ? size->ws_col : 80;
	if (width <= 0)
		return 0;
	return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : (size_t)width;
}

static bool wants_color(const char *color, bool is_terminal)
{
	const char *none = getenv("NO_COLOR"), *term = getenv("TERM");

	if (str_equal(color, "always"))
		return true;
	if (str_equal(color, "never") || (none && *none))
		return false;
	return is_terminal && !str_equal(term, "dumb");
}

void view_set_locale(void)
{
	(void)setlocale(LC_CTYPE, "");
	if (!str_equal(nl_langinfo(CODESET), "UTF-8"))
		(void)setlocale(LC_CTYPE, "C.UTF-8");
}

/* As the environment has it: main() may have made the process's own locale another. */
static bool is_ascii_locale(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool is_ascii = !locale || !str_equal(nl_langinfo_l(CODESET, locale), "UTF-8");

	if (locale)
		freelocale(locale);
	return is_ascii;
}

void view_init(struct view *v, bool is_plain, const char *color)
{
	bool is_terminal = isatty(STDOUT_FILENO);
	struct winsize size = {0};

	if (is_terminal)
		(void)ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	*v = (struct view){
		.out = stdout,
		.is_plain = is_plain,
		.has_color = !is_plain && wants_color(color, is_terminal),
		.is_ascii = is_ascii_locale(),
		.width = is_plain ? 0 : find_width(&size, is_terminal),
		.height = is_plain ? 0 : size.ws_row,
		.today = "",
		.timezone = "",
	};
}

static void put(const struct view *v, enum view_style style, const char *text)
{
	if (v->has_color && style != VIEW_NORMAL)
		(void)fprintf(v->out, "%s%s\033[0m\n", view_style_start(style), text);
	else
		(void)fprintf(v->out, "%s\n", text);
}

void view_line(const struct view *v, enum view_style style, const char *format, ...)
{
	_cleanup_str_ struct str safe = {0};
	char *text = NULL;
	va_list args;
	int n;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		abort();
	escape_add(&safe, text, ESCAPE_LINE);
	free(text);
	put(v, style, str_text(&safe));
}

size_t view_rows_that_fit(const struct view *v, size_t most)
{
	size_t rows = v->height > ROWS_MIN + ROWS_KEPT ? v->height - ROWS_KEPT : ROWS_MIN;

	return v->height == 0 || rows > most ? most : rows;
}

bool view_is_wide(const struct view *v)
{
	return v->width == 0 || v->width >= VIEW_WIDE_FROM;
}

void view_gap(const struct view *v)
{
	if (!v->is_plain)
		(void)fputc('\n', v->out);
}

size_t view_columns_of(const char *text, size_t n)
{
	size_t columns = 0, size;

	for (; n > 0; text += size, n -= size) {
		uint32_t c;
		int width;

		size = utf8_decode(text, n, &c);
		width = wcwidth((wchar_t)c);
		columns += width < 0 ? 1 : (size_t)width;
	}
	return columns;
}

void view_wrap(struct str *out, const char *line, size_t n, size_t width)
{
	size_t column = 0;

	while (n > 0) {
		const char *space = memchr(line, ' ', n);
		size_t word = space ? (size_t)(space - line) : n,
		       columns = view_columns_of(line, word);
		size_t skip = word + (space ? 1 : 0);

		if (column > 0 && column + 1 + columns > width) {
			str_add_char(out, '\n');
			column = 0;
		}
		if (column > 0)
			str_add_char(out, ' ');
		str_add_n(out, line, word);
		column += columns + (column > 0);
		line += skip;
		n -= skip;
	}
}

static size_t paragraph_width(const struct view *v)
{
	if (v->width == 0)
		return SIZE_MAX / 2;
	return v->width > PARAGRAPH_WIDTH ? PARAGRAPH_WIDTH : v->width;
}

void view_headline(const struct view *v, const char *text)
{
	_cleanup_str_ struct str safe = {0}, wrapped = {0};

	escape_add(&safe, text, ESCAPE_LINE);
	view_wrap(&wrapped, str_text(&safe), safe.len, paragraph_width(v));
	put(v, VIEW_BOLD, str_text(&wrapped));
}

void view_hanging(const struct view *v, enum view_style style, size_t first, const char *text)
{
	_cleanup_str_ struct str safe = {0}, wrapped = {0}, line = {0};
	size_t width = paragraph_width(v), indent = first;

	escape_add(&safe, text, ESCAPE_LINE);
	view_wrap(&wrapped, str_text(&safe), safe.len,
		  width > 2 * VIEW_INDENT ? width - VIEW_INDENT : width);
	for (const char *at = str_text(&wrapped); *at; indent = VIEW_INDENT) {
		size_t n = strcspn(at, "\n");

		str_reset(&line);
		str_addf(&line, "%*s%.*s", (int)indent, "", (int)n, at);
		put(v, style, str_text(&line));
		at += n + (at[n] == '\n');
	}
}

void view_paragraph(const struct view *v, const char *text)
{
	_cleanup_str_ struct str safe = {0}, wrapped = {0};
	size_t width = paragraph_width(v);

	escape_add(&safe, text, v->is_plain ? ESCAPE_PLAIN : ESCAPE_LINES);
	for (const char *line = str_text(&safe);;) {
		size_t n = strcspn(line, "\n");

		view_wrap(&wrapped, line, n, width);
		str_add_char(&wrapped, '\n');
		if (!line[n])
			break;
		line += n + 1;
	}
	(void)fputs(str_text(&wrapped), v->out);
}
