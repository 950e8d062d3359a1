/* What is late, due and coming, as `vouch` and `vouch week` say it. */
#include "report/html.h"
#include "report/report.h"
#include "view_parts.h"

static const struct html_column columns[] = {
	{"", true}, {"when", false}, {"who", false}, {"what", false}, {"why", false}};

static void add_row(struct html_table *t, const struct view *v, const json_t *f)
{
	_cleanup_str_ struct str text = {0};

	str_addf(&text, "%lld", number_of(f, "id"));
	html_cell(t, str_text(&text));
	html_cell(t, part_due(&text, v, f));
	html_cell_name(t, name_of(json_object_get(f, "contact")));
	html_cell(t, part_what(&text, f));
	html_cell(t, text_of(f, "why"));
}

static void add_promise(struct html_table *t, const struct view *v, const json_t *p)
{
	const char *standing = text_of(p, "standing");
	_cleanup_str_ struct str text = {0};

	str_addf(&text, "p%lld", number_of(p, "id"));
	html_cell(t, str_text(&text));
	html_cell(t, part_promised(&text, v, p));
	html_cell_name(t, name_of(json_object_get(p, "contact")));
	html_cell(t, text_of(p, "text"));
	html_cell(t, str_equal(standing, "at-risk") ? "at risk" : standing);
}

static void add_table(struct report *r, const json_t *items, const char *title,
		      void (*add)(struct html_table *t, const struct view *v, const json_t *item))
{
	struct html_table t = {&r->body, columns, sizeof columns / sizeof columns[0], 0};
	const json_t *item;
	size_t i;

	if (json_array_size(items) == 0)
		return;
	html_table_begin(&t, title);
	json_array_foreach (items, i, item)
		add(&t, &r->cli->view, item);
	html_table_end(&t);
}

/* What the answer counts and does not list. */
static void add_rest(struct report *r, const json_t *agenda)
{
	static const struct {
		const char *list, *count;
	} parts[] = {
		{"overdue", "counts.overdue"}, {"due", "counts.due"}, {"coming", "counts.coming"}};
	long long hidden = 0, waiting = number_of(agenda, "counts.waiting");
	_cleanup_str_ struct str text = {0};

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		hidden += number_of(agenda, parts[i].count) -
			  (long long)json_array_size(json_object_get(agenda, parts[i].list));
	if (hidden > 0)
		str_addf(&text, "%lld more: vouch due. ", hidden);
	if (waiting > 0)
		str_addf(&text, "%lld ask%s until earned.", waiting,
			 waiting == 1 ? " waits" : "s wait");
	if (text.len > 0)
		html_paragraph(&r->body, "quiet", str_text(&text));
}

void section_agenda(struct report *r)
{
	const json_t *agenda = report_answer(r, "agenda");
	const json_t *overdue = json_object_get(agenda, "overdue"),
		     *due = json_object_get(agenda, "due"),
		     *coming = json_object_get(agenda, "coming"),
		     *promises = json_object_get(agenda, "promises");
	size_t n = json_array_size(overdue) + json_array_size(due) + json_array_size(coming) +
		   json_array_size(promises);

	str_add(&r->body, "<section id=\"agenda\">\n<h2>Agenda</h2>\n");
	if (n == 0)
		html_paragraph(&r->body, NULL,
			       "Nothing is due, and nothing is planned for the coming week.");
	add_table(r, overdue, "Overdue", add_row);
	add_table(r, due, "Today", add_row);
	add_table(r, coming, "The coming week", add_row);
	add_table(r, promises, "Promises at risk", add_promise);
	add_rest(r, agenda);
	str_add(&r->body, "</section>\n");
}
