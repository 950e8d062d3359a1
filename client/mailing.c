/* Recipients of an edition on their way to a printer. */
#include "mailing.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "cli.h"
#include "csv_cell.h"
#include "escape.h"

#define LABELS_A_SHEET 24

struct keyed {
	char *key;
	json_t *item;
	size_t at; /* of equal names the first stays first */
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : x->at < y->at ? -1 : 1;
}

void mailing_sort(json_t *items)
{
	size_t n = json_array_size(items), i;
	struct keyed *all = xcalloc(n ? n : 1, sizeof *all);
	json_t *item;

	json_array_foreach (items, i, item) {
		const char *name = text_of(item, "contact.name");
		size_t size = strlen(name) + 1;

		all[i] = (struct keyed){xmalloc(size), json_incref(item), i};
		utf8_fold(name, all[i].key, size);
	}
	qsort(all, n, sizeof *all, by_key);
	for (i = 0; i < n; i++) {
		(void)json_array_set_new(items, i, all[i].item);
		free(all[i].key);
	}
	free(all);
}

json_t *mailing_goes_to(const json_t *items)
{
	json_t *some = json_array(), *item;
	size_t i;

	json_array_foreach ((json_t *)items, i, item)
		if (!*text_of(item, "why_not") && strcmp(text_of(item, "state"), "skipped") != 0)
			(void)json_array_append(some, item);
	return some;
}

static void add_cell(struct str *out, const char *text)
{
	_cleanup_str_ struct str safe = {0};

	if (csv_wants_guard(text))
		str_add_char(&safe, '\'');
	escape_add(&safe, text, ESCAPE_LINES);
	csv_add_cell(out, str_text(&safe), true);
}

void mailing_csv(struct str *out, const json_t *items, bool is_all)
{
	static const char *const columns[] = {"names",   "street", "city",  "region", "postcode",
					      "country", "email",  "state", "why_not"};
	size_t n = ARRAY_LEN(columns) - !is_all, i;
	const json_t *item;

	for (size_t k = 0; k < n; k++)
		str_addf(out, "%s%s", k ? "," : "", columns[k]);
	str_add(out, "\r\n");
	json_array_foreach ((json_t *)items, i, item) {
		for (size_t k = 0; k < n; k++) {
			str_add(out, k ? "," : "");
			add_cell(out, text_of(item, columns[k]));
		}
		str_add(out, "\r\n");
	}
}

static void add_line(struct str *out, const char *text)
{
	if (!*text)
		return;
	escape_add(out, text, ESCAPE_LINES);
	str_add_char(out, '\n');
}

/* "Springfield, IL 62704" where there is a region, "10115 Berlin" where not. */
static void add_city(struct str *out, const json_t *item)
{
	const char *city = text_of(item, "city"), *region = text_of(item, "region"),
		   *postcode = text_of(item, "postcode");
	_cleanup_str_ struct str line = {0};

	if (*region)
		str_addf(&line, "%s, %s%s%s", city, region, *postcode ? " " : "", postcode);
	else
		str_addf(&line, "%s%s%s", postcode, *postcode ? " " : "", city);
	add_line(out, str_text(&line));
}

static void add_label(struct str *out, const json_t *item)
{
	add_line(out, text_of(item, "names"));
	add_line(out, text_of(item, "street"));
	add_city(out, item);
	add_line(out, text_of(item, "country"));
}

void mailing_labels(struct str *out, const json_t *items)
{
	const json_t *item;
	size_t i;

	json_array_foreach ((json_t *)items, i, item) {
		if (i)
			str_add_char(out, '\n');
		add_label(out, item);
	}
}

static const char head[] =
	"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" "
	"content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<title>Labels</title>\n<style>\n"
	"@page { size: A4; margin: 0 }\n"
	"body { margin: 0; font: 11pt/1.25 sans-serif }\n"
	".sheet { box-sizing: border-box; width: 210mm; height: 296.9mm; padding-top: 0.5mm; "
	"display: grid; grid-template: repeat(8, 37mm) / repeat(3, 70mm); overflow: hidden; "
	"break-after: page }\n"
	".label { box-sizing: border-box; padding: 6mm 5mm; white-space: pre-line; "
	"overflow: hidden; overflow-wrap: anywhere }\n"
	"</style></head><body>\n";

void mailing_sheet(struct str *out, const json_t *items)
{
	const json_t *item;
	size_t i;

	str_add(out, head);
	json_array_foreach ((json_t *)items, i, item) {
		_cleanup_str_ struct str label = {0};

		if (i % LABELS_A_SHEET == 0)
			str_add(out,
				i ? "</div>\n<div class=\"sheet\">\n" : "<div class=\"sheet\">\n");
		add_label(&label, item);
		str_add(out, "<div class=\"label\">");
		escape_add_markup(out, str_text(&label));
		str_add(out, "</div>\n");
	}
	str_add(out, i ? "</div>\n</body></html>\n" : "</body></html>\n");
}
