/* Each contact of a class: the days of silence against those that it allows. */
#include "report/html.h"
#include "report/report.h"
#include "view_parts.h"

static const struct html_column class_columns[] = {
	{"class", false},          {"days allowed", true},         {"contacts", true},
	{"never spoken to", true}, {"should hear from you", true}, {"waited too long", true}};
static const struct html_column columns[] = {
	{"who", false},         {"class", false}, {"days of silence", true},
	{"days allowed", true}, {"", false},      {"next", false}};

#define N_COLUMNS(table) (sizeof(table) / sizeof(table)[0])

static long long days_of(const json_t *classes, const char *class)
{
	const json_t *c;
	size_t i;

	json_array_foreach (classes, i, c)
		if (str_equal(text_of(c, "cadence"), class))
			return number_of(c, "days");
	return 0;
}

static void add_classes(struct report *r, const json_t *classes)
{
	struct html_table t = {&r->body, class_columns, N_COLUMNS(class_columns), 0};
	const json_t *c;
	size_t i;

	html_table_begin(&t, "Who is to hear from you regularly");
	json_array_foreach (classes, i, c) {
		html_cell_head(&t, text_of(c, "cadence"));
		html_cell_number(&t, number_of(c, "days"));
		html_cell_number(&t, number_of(c, "contacts"));
		html_cell_number(&t, number_of(c, "never"));
		html_cell_number(&t, number_of(c, "yellow"));
		html_cell_number(&t, number_of(c, "red"));
	}
	html_table_end(&t);
}

static const char *mark_of(const char *silence)
{
	return str_equal(silence, "red")      ? "much too long"
	       : str_equal(silence, "yellow") ? "it is time"
					      : "";
}

static void add_contact(struct html_table *t, const struct view *v, const json_t *classes,
			const json_t *contact)
{
	const json_t *next = json_object_get(contact, "next");
	_cleanup_str_ struct str text = {0}, day = {0};

	html_cell_name(t, name_of(contact));
	html_cell(t, text_of(contact, "class"));
	html_cell_number(t, number_of(contact, "silent_days"));
	html_cell_number(t, days_of(classes, text_of(contact, "class")));
	html_cell(t, mark_of(text_of(contact, "silence")));
	if (number_of(next, "id"))
		str_addf(&text, "%s %s", text_of(next, "kind"),
			 part_day(&day, v, text_of(next, "due")));
	html_cell(t, text.len ? str_text(&text) : "nothing planned");
}

static json_t *data_of(const struct report *r, const json_t *classes)
{
	json_t *contacts = json_array();
	const json_t *contact;
	size_t i;

	json_array_foreach (r->contacts, i, contact)
		(void)json_array_append_new(
			contacts,
			json_pack("{s:I, s:o, s:s, s:I, s:I, s:s}", "id",
				  (json_int_t)number_of(contact, "id"), "name",
				  html_json_text(name_of(contact)), "class",
				  text_of(contact, "class"), "days",
				  (json_int_t)number_of(contact, "silent_days"), "allowed",
				  (json_int_t)days_of(classes, text_of(contact, "class")),
				  "silence", text_of(contact, "silence")));
	return json_pack("{s:O, s:o}", "classes", classes, "contacts", contacts);
}

static void add_contacts(struct report *r, const json_t *classes)
{
	struct html_table t = {&r->body, columns, N_COLUMNS(columns), 0};
	const json_t *contact;
	size_t i;

	html_fold_begin(&r->body, true, "Each of them, the most silent first");
	html_table_begin(&t, "How long nobody has spoken to them");
	json_array_foreach (r->contacts, i, contact)
		add_contact(&t, &r->cli->view, classes, contact);
	html_table_end(&t);
	html_fold_end(&r->body, true);
}

void section_cadence(struct report *r)
{
	const json_t *cadence = report_answer(r, "cadence");
	json_t *classes = json_object_get(cadence, "classes");

	str_add(&r->body, "<section id=\"cadence\">\n<h2>Who should hear from you</h2>\n");
	html_paragraph(&r->body, NULL, text_of(cadence, "sentence"));
	if (json_array_size(r->contacts) > 0) {
		html_plot(&r->body, "cadence");
		add_classes(r, classes);
		add_contacts(r, classes);
	}
	if (r->has_more_contacts)
		str_addf(&r->body,
			 "<p class=\"quiet\">Shown are the %d whose silence is longest."
			 "</p>\n",
			 REPORT_CONTACTS_MAX);
	str_add(&r->body, "</section>\n");
	(void)json_object_set_new(r->data, "cadence", data_of(r, classes));
}
