/* All that is held about one person, for them to read: text, or a line of JSON a row. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "dates.h"
#include "escape.h"
#include "export.h"
#include "resolve.h"
#include "view_parts.h"

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), k = strlen(end);

	return n >= k && strcmp(text + n - k, end) == 0;
}

static bool is_json(const struct export *e)
{
	const char *path = match_text(e->match, "FILE");

	return e->cli->is_json || (path && (ends_with(path, ".json") || ends_with(path, ".jsonl")));
}

static void add_day(struct str *to, long long n)
{
	char day[DATES_DAY_SIZE];

	str_add(to, dates_day(n, day));
}

static bool is_named(const char *column, const char *word, const char *end)
{
	return strcmp(column, word) == 0 || ends_with(column, end);
}

/* Numbers of days and seconds are the book's own business. */
static void add_number(struct str *to, const char *column, long long n)
{
	if (is_named(column, "day", "_day") || is_named(column, "until", "_until"))
		add_day(to, n);
	else if (ends_with(column, "_minute"))
		str_addf(to, "%02lld:%02lld", n / 60, n % 60);
	else if (is_named(column, "at", "_at") && n >= 0) {
		add_day(to, n / 86400);
		str_addf(to, " %02lld:%02lld UTC", n % 86400 / 3600, n % 3600 / 60);
	} else if (strncmp(column, "is_", 3) == 0)
		str_add(to, n ? "yes" : "no");
	else
		str_addf(to, "%lld", n);
}

static void write_spaced(const struct export *e, const char *name)
{
	for (; *name; name++)
		(void)fputc(*name == '_' ? ' ' : *name, e->to);
}

static void write_value(const struct export *e, const char *column, const json_t *value)
{
	_cleanup_str_ struct str text = {0};

	if (json_is_integer(value))
		add_number(&text, column, (long long)json_integer_value(value));
	else
		escape_add(&text, json_string_value(value), ESCAPE_LINES);
	(void)fputs("  ", e->to);
	write_spaced(e, column);
	(void)fputs(": ", e->to);
	for (const char *c = str_text(&text); *c; c++) {
		(void)fputc(*c, e->to);
		if (*c == '\n')
			(void)fputs("    ", e->to);
	}
	(void)fputc('\n', e->to);
}

/* "contact email 1", then what of it is known. */
static void write_text(const struct export *e, const json_t *item)
{
	const char *column;
	json_t *value;

	write_spaced(e, text_of(item, "table"));
	(void)fprintf(e->to, " %lld\n", number_of(item, "id"));
	json_object_foreach ((json_t *)item, column, value)
		if (strcmp(column, "table") != 0 && strcmp(column, "id") != 0 &&
		    (json_is_integer(value) || json_is_string(value)))
			write_value(e, column, value);
	(void)fputc('\n', e->to);
}

static void write_json(const struct export *e, const json_t *item)
{
	_cleanup_free_ char *text = json_dumps(item, CLI_DUMP);

	(void)fprintf(e->to, "%s\n", text ? text : "");
}

int export_person(struct export *e)
{
	json_auto_t *items = NULL;
	json_int_t contact;
	const json_t *item;
	size_t i;
	int r;

	r = resolve_contact(e->cli, match_text(e->match, "CONTACT"), &contact, NULL);
	if (!r)
		r = cli_read_all(e->cli, "contact.export", json_pack("{s:I}", "id", contact), false,
				 &items);
	if (r)
		return r;
	json_array_foreach (items, i, item)
		(is_json(e) ? write_json : write_text)(e, item);
	e->n = i;
	e->one = "row";
	e->many = "rows";
	e->note =
		"What you wrote about them under other people's names is not in it. If they asked "
		"for it: vouch requests.";
	return 0;
}
