/* HTML as the report needs it: text that stays text, tables, and what the script draws. */
#include "report/html.h"

#include <stdlib.h>

#include "escape.h"

void html_text(struct str *out, const char *text)
{
	_cleanup_str_ struct str safe = {0};

	escape_add(&safe, text, ESCAPE_LINE);
	escape_add_markup(out, str_text(&safe));
}

void html_name(struct str *out, const char *name)
{
	str_add(out, "<bdi>");
	html_text(out, name);
	str_add(out, "</bdi>");
}

void html_paragraph(struct str *out, const char *class, const char *text)
{
	if (class)
		str_addf(out, "<p class=\"%s\">", class);
	else
		str_add(out, "<p>");
	html_text(out, text);
	str_add(out, "</p>\n");
}

void html_table_begin(struct html_table *t, const char *caption)
{
	str_add(t->out, "<div class=\"wide\"><table>\n<caption>");
	html_text(t->out, caption);
	str_add(t->out, "</caption>\n<thead><tr>");
	for (size_t i = 0; i < t->n; i++) {
		str_addf(t->out, "<th scope=\"col\"%s>",
			 t->columns[i].is_number ? " class=\"number\"" : "");
		html_text(t->out, t->columns[i].name);
		str_add(t->out, "</th>");
	}
	str_add(t->out, "</tr></thead>\n<tbody>\n");
}

static void open_cell(struct html_table *t, const char *tag)
{
	if (t->at == 0)
		str_add(t->out, "<tr>");
	str_addf(t->out, "<%s%s>", tag, t->columns[t->at].is_number ? " class=\"number\"" : "");
}

static void close_cell(struct html_table *t, const char *tag)
{
	str_addf(t->out, "</%s>", tag);
	t->at = (t->at + 1) % t->n;
	if (t->at == 0)
		str_add(t->out, "</tr>\n");
}

void html_cell(struct html_table *t, const char *text)
{
	open_cell(t, "td");
	html_text(t->out, text);
	close_cell(t, "td");
}

void html_cell_name(struct html_table *t, const char *name)
{
	open_cell(t, "td");
	html_name(t->out, name);
	close_cell(t, "td");
}

void html_cell_number(struct html_table *t, long long n)
{
	open_cell(t, "td");
	str_addf(t->out, "%lld", n);
	close_cell(t, "td");
}

void html_cell_head(struct html_table *t, const char *text)
{
	open_cell(t, "th scope=\"row\"");
	html_text(t->out, text);
	close_cell(t, "th");
}

void html_table_end(struct html_table *t)
{
	str_add(t->out, "</tbody></table></div>\n");
}

void html_fold_begin(struct str *out, bool is_long, const char *summary)
{
	if (!is_long)
		return;
	str_add(out, "<details class=\"numbers\" open><summary>");
	html_text(out, summary);
	str_add(out, "</summary>\n");
}

void html_fold_end(struct str *out, bool is_long)
{
	if (is_long)
		str_add(out, "</details>\n");
}

void html_plot(struct str *out, const char *name)
{
	str_addf(out, "<div class=\"plot\" id=\"plot-%s\"></div>\n", name);
}

json_t *html_json_text(const char *text)
{
	_cleanup_str_ struct str safe = {0};

	escape_add(&safe, text, ESCAPE_LINE);
	return json_string(str_text(&safe));
}

void html_json(struct str *out, const json_t *data)
{
	char *text = json_dumps(data, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15));

	/* Outside strings JSON has none of these. */
	for (const char *c = text ? text : "null"; *c; c++)
		if (*c == '<' || *c == '>' || *c == '&')
			str_addf(out, "\\u%04x", (unsigned)*c);
		else
			str_add_char(out, *c);
	free(text);
}
