/* Stored text on its way into files and programs of others: a page, a spreadsheet, an address book,
 * a mail program, a shell. None of them finds in it more than text. */
#include "base/cleanup.h"
#include "csv_cell.h"
#include "escape.h"
#include "fuzz/fuzz.h"
#include "import/csv.h"
#include "mailto.h"
#include "report/html.h"
#include "vcard_line.h"

#define VCARD_LINE_MAX 75

/* The text as a browser shows it; each & must begin one of our entities. */
static void add_shown(struct str *out, const char *html)
{
	static const struct {
		const char *entity;
		char c;
	} entities[] = {
		{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};

	while (*html) {
		size_t i = 0;

		if (*html != '&') {
			str_add_char(out, *html++);
			continue;
		}
		while (i < ARRAY_LEN(entities) && !str_starts_with(html, entities[i].entity))
			i++;
		CLAIM(i < ARRAY_LEN(entities));
		str_add_char(out, entities[i].c);
		html += strlen(entities[i].entity);
	}
}

static void check_html(const char *text)
{
	_cleanup_str_ struct str page = {0}, shown = {0}, safe = {0};

	html_text(&page, text);
	CLAIM(!strpbrk(str_text(&page), "<>\"'\n\r\t\x1b"));
	add_shown(&shown, str_text(&page));
	escape_add(&safe, text, ESCAPE_LINE);
	CLAIM(strcmp(str_text(&shown), str_text(&safe)) == 0);
}

/* Nothing in it ends the script that it stands in, and it is the same data. */
static void check_script(const char *text)
{
	_cleanup_str_ struct str script = {0};
	json_t *data = json_pack("{so}", "name", html_json_text(text)), *again;

	CLAIM(data);
	html_json(&script, data);
	CLAIM(!strpbrk(str_text(&script), "<>&\n"));
	again = json_loads(str_text(&script), 0, NULL);
	CLAIM(again && json_equal(data, again));
	json_decref(again);
	json_decref(data);
}

static int compare_cells(const struct csv_record *record, void *user)
{
	CLAIM(!record->fault && record->n == 2);
	CLAIM(strcmp(record->cells[0], user) == 0 && strcmp(record->cells[1], "b") == 0);
	return 1;
}

/* It begins no formula and ends no cell. */
static void check_cell(const char *text)
{
	_cleanup_str_ struct str line = {0};
	struct csv_text csv = {.delimiter = ',', .begin_line = 1, .is_exact = true};
	const char *cell;

	csv_add_cell(&line, text, false);
	cell = str_text(&line);
	cell += *cell == '"';
	CLAIM(!*cell || !strchr("=+-@\t\r", *cell));
	str_add(&line, ",b\r\n");
	csv.text = str_text(&line);
	csv.len = line.len;
	if (!strchr(text, '\r')) /* is read as \n */
		CLAIM(csv_each(&csv, compare_cells, (void *)(uintptr_t)text) == 1);
}

static void check_vcard(const char *text)
{
	const char *const parts[] = {text, NULL, text};
	_cleanup_str_ struct str card = {0};
	const char *line, *end;

	vcard_line_text(&card, "NOTE", text);
	vcard_line_parts(&card, "N", parts, ARRAY_LEN(parts));
	for (line = str_text(&card); *line; line = end + 2) {
		end = strstr(line, "\r\n");
		CLAIM(end && end - line <= VCARD_LINE_MAX);
		CLAIM(*line == ' ' || str_starts_with(line, "NOTE:") ||
		      str_starts_with(line, "N:"));
		for (const char *c = line; c < end; c++)
			CLAIM((unsigned char)*c >= 0x20 || *c == '\t');
	}
}

static void check_mail(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-._~%@";
	_cleanup_str_ struct str address = {0};
	const char *rest;

	(void)mailto_make(&address, text, text, text);
	CLAIM(str_starts_with(str_text(&address), "mailto:"));
	rest = str_text(&address) + strlen("mailto:");
	rest += strspn(rest, allowed);
	if (str_starts_with(rest, "?subject=")) {
		rest += strlen("?subject=");
		rest += strspn(rest, allowed);
	}
	if (str_starts_with(rest, "&body=") || str_starts_with(rest, "?body=")) {
		rest += strlen("?body=");
		rest += strspn(rest, allowed);
	}
	CLAIM(!*rest);
	CLAIM(!strstr(str_text(&address), "%00"));
}

/* One word, whose quotes close: outside of them nothing but what means itself. */
static void check_shell(const char *text)
{
	_cleanup_str_ struct str word = {0}, read = {0}, safe = {0};
	bool is_quoted = false;

	escape_add_shell(&word, text);
	for (const char *c = str_text(&word); *c; c++) {
		if (*c == '\'') {
			is_quoted = !is_quoted;
			continue;
		}
		if (!is_quoted && *c == '\\')
			c++;
		else if (!is_quoted)
			CLAIM(!strchr(" \t\n\"$`;&|<>()*?[]#~!{}^", *c));
		CLAIM(*c);
		str_add_char(&read, *c);
	}
	CLAIM(!is_quoted);
	escape_add(&safe, text, ESCAPE_LINE);
	CLAIM(strcmp(str_text(&read), str_text(&safe)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	_cleanup_free_ char *text = fuzz_text(bytes, n);

	check_html(text);
	check_script(text);
	check_cell(text);
	check_vcard(text);
	check_mail(text);
	check_shell(text);
	return 0;
}
