/* The records of a CSV text (RFC 4180 and its dialects), each with the line it begins on. */
#include "import/csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "csv_cell.h"

/* libcsv makes room for a cell in such steps; its own of 128 bytes take the square of the time. */
#define BLOCK_SIZE CSV_CELL_MAX

struct reader {
	const struct csv_text *csv;
	int (*take)(const struct csv_record *, void *);
	void *user;
	struct csv_parser parser;
	bool is_in_record;
	int64_t line, first_line; /* where we are, where the record began */
	size_t at, first, second; /* the same as bytes, and where the line below begins */
	struct str bytes;         /* the cells, each terminated */
	size_t starts[CSV_COLUMNS_MAX], n;
	char *cells[CSV_COLUMNS_MAX];
	const char *fault;
	size_t fault_at;
	bool has_text;
	int result;
};

static void forget_record(struct reader *r)
{
	str_reset(&r->bytes);
	r->n = 0;
	r->fault = NULL;
	r->fault_at = 0;
	r->has_text = false;
	r->is_in_record = false;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The no-break space stands around cells that come from spreadsheets. */
static size_t space_before(const char *s, size_t n)
{
	if (n >= 1 && is_space(s[0]))
		return 1;
	return n >= 2 && memcmp(s, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static size_t space_behind(const char *s, size_t n)
{
	if (n >= 1 && is_space(s[n - 1]))
		return 1;
	return n >= 2 && memcmp(s + n - 2, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static void trim(const char **s, size_t *n)
{
	for (size_t size; (size = space_before(*s, *n)) > 0; *n -= size)
		*s += size;
	for (size_t size; (size = space_behind(*s, *n)) > 0;)
		*n -= size;
}

static void add_text(struct str *out, const char *s, size_t n)
{
	for (const char *end = s + n; s < end; s++) {
		if (*s != '\r')
			str_add_char(out, *s);
		else if (s + 1 == end || s[1] != '\n')
			str_add_char(out, '\n');
	}
}

static void set_fault(struct reader *r, const char *fault, size_t at)
{
	r->fault = fault;
	r->fault_at = at;
}

/* libcsv's callback: a cell. */
static void on_cell(void *cell, size_t n, void *user)
{
	struct reader *r = user;
	const char *s = cell;

	if (!r->csv->is_exact)
		trim(&s, &n);
	r->has_text |= n > 0;
	if (r->fault)
		return;
	if (r->n == CSV_COLUMNS_MAX)
		r->fault = "has more than 256 cells";
	else if (n > CSV_CELL_MAX)
		set_fault(r, "is longer than 64 KiB", r->n + 1);
	if (r->fault)
		return;
	r->starts[r->n++] = r->bytes.len;
	if (memchr(s, '\r', n))
		add_text(&r->bytes, s, n);
	else
		str_add_n(&r->bytes, s, n);
	str_add_char(&r->bytes, '\0');
}

static void hand_on(struct reader *r)
{
	const struct csv_record record = {
		.line = r->first_line,
		.cells = r->cells,
		.n = r->fault ? 0 : r->n,
		.delimiter = r->csv->delimiter,
		.fault = r->fault,
		.fault_at = r->fault_at,
	};

	for (size_t i = 0; i < record.n; i++) {
		r->cells[i] = r->bytes.data + r->starts[i];
		r->cells[i] += csv_guard(r->cells[i]);
	}
	if (r->has_text && r->result == 0)
		r->result = r->take(&record, r->user);
	forget_record(r);
}

/* libcsv's callback: the end of a record. */
static void on_record(int terminator, void *user)
{
	(void)terminator;
	hand_on(user);
}

static void start_parser(struct reader *r)
{
	if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		abort();
	csv_set_blk_size(&r->parser, BLOCK_SIZE);
	csv_set_delim(&r->parser, (unsigned char)r->csv->delimiter);
}

/* Tells of the record that cannot be read, and goes back to the line below its first. */
static void break_off(struct reader *r, const char *fault, size_t at)
{
	set_fault(r, fault, at);
	r->has_text = true;
	hand_on(r);
	r->at = r->second;
	r->line = r->first_line + 1;
	csv_free(&r->parser);
	start_parser(r);
}

static void break_off_at_quote(struct reader *r, const char *fault)
{
	if (csv_error(&r->parser) != CSV_EPARSE)
		abort(); /* out of memory */
	break_off(r, fault, r->n < CSV_COLUMNS_MAX ? r->n + 1 : 0);
}

/* Where the next line begins; a line ends with \n, \r\n or \r. */
static size_t line_end(const struct csv_text *csv, size_t at)
{
	const char *s = csv->text;

	while (at < csv->len && s[at] != '\n' && s[at] != '\r')
		at++;
	if (at < csv->len && s[at] == '\r' && at + 1 < csv->len && s[at + 1] == '\n')
		at++;
	return at < csv->len ? at + 1 : at;
}

static bool is_empty_line(const char *s, size_t n)
{
	while (n > 0 && (s[n - 1] == '\n' || s[n - 1] == '\r'))
		n--;
	return n == 0;
}

static void read_line(struct reader *r)
{
	const char *s = r->csv->text + r->at;
	size_t end = line_end(r->csv, r->at), n = end - r->at;

	if (!r->is_in_record) {
		r->first_line = r->line;
		r->first = r->at;
		r->second = end;
		r->is_in_record = !is_empty_line(s, n);
	}
	if (end - r->first > CSV_RECORD_MAX) {
		break_off(r, "is longer than 1 MiB", 0);
		return;
	}
	if (csv_parse(&r->parser, s, n, on_cell, on_record, r) != n) {
		break_off_at_quote(r, "has a quote inside that is not written twice");
		return;
	}
	r->at = end;
	r->line++;
}

static int read_all(struct reader *r)
{
	do {
		while (r->at < r->csv->len && r->result == 0)
			read_line(r);
		if (r->result)
			break;
		if (csv_fini(&r->parser, on_cell, on_record, r) != 0)
			break_off_at_quote(r, "opens a quote that is never closed");
	} while (r->at < r->csv->len);
	return r->result;
}

int csv_each(const struct csv_text *csv, int (*take)(const struct csv_record *, void *), void *user)
{
	struct reader *r = xcalloc(1, sizeof *r);
	int result;

	r->csv = csv;
	r->take = take;
	r->user = user;
	r->at = csv->begin;
	r->line = csv->begin_line;
	start_parser(r);
	result = read_all(r);
	csv_free(&r->parser);
	str_deinit(&r->bytes);
	free(r);
	return result;
}

static bool is_delimiter(char c)
{
	return c == ',' || c == ';' || c == '\t';
}

/* The delimiter that stands most often in the first line, outside quotes. */
static char find_delimiter(const char *s, size_t n)
{
	static const char delimiters[] = {',', ';', '\t'};
	size_t count[ARRAY_LEN(delimiters)] = {0}, best = 0;
	bool is_quoted = false;

	for (size_t i = 0; i < n; i++) {
		is_quoted ^= s[i] == '"';
		for (size_t k = 0; k < ARRAY_LEN(delimiters); k++)
			count[k] += !is_quoted && s[i] == delimiters[k];
	}
	for (size_t k = 1; k < ARRAY_LEN(delimiters); k++)
		if (count[k] > count[best])
			best = k;
	return delimiters[best];
}

void csv_open(struct csv_text *csv, const char *text, size_t len)
{
	size_t end;

	*csv = (struct csv_text){.text = text, .len = len, .begin_line = 1};
	end = line_end(csv, 0);
	if (end >= 5 && memcmp(text, "sep=", 4) == 0 && is_delimiter(text[4]) &&
	    is_empty_line(text + 5, end - 5)) {
		csv->delimiter = text[4];
		csv->begin = end;
		csv->begin_line = 2;
		return;
	}
	while (end < len && is_empty_line(text + csv->begin, end - csv->begin)) {
		csv->begin = end;
		csv->begin_line++;
		end = line_end(csv, csv->begin);
	}
	csv->delimiter = find_delimiter(text + csv->begin, end - csv->begin);
}
