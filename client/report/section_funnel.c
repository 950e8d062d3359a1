/* From asks to names to sales: how many came how far, and how fast. */
#include "report/html.h"
#include "report/report.h"
#include "view_parts.h"

static const struct html_column columns[] = {
	{"stage", false}, {"number", true}, {"went on", true}, {"median days", true}};

static const char *label_of(const char *stage)
{
	return str_equal(stage, "meeting") ? "met" : str_equal(stage, "won") ? "said yes" : stage;
}

/* "3", "2.5": medians come in halves. "" where there is none. */
static const char *days_of(struct str *out, const json_t *days)
{
	double n = json_number_value(days);

	str_reset(out);
	if (json_is_number(days))
		str_addf(out, n == (double)(int)n ? "%.0f" : "%.1f", n);
	return str_text(out);
}

static void add_stage(struct html_table *t, json_t *data, const json_t *stage)
{
	_cleanup_str_ struct str rate = {0}, days = {0};
	const char *name = text_of(stage, "stage");

	part_share(&rate, json_object_get(stage, "rate"));
	days_of(&days, json_object_get(stage, "median_days"));
	html_cell_head(t, label_of(name));
	html_cell_number(t, number_of(stage, "n"));
	html_cell(t, str_text(&rate));
	html_cell(t, str_text(&days));
	(void)json_array_append_new(data, json_pack("{s:s, s:s, s:I, s:s, s:s}", "stage", name,
						    "label", label_of(name), "n",
						    (json_int_t)number_of(stage, "n"), "rate",
						    str_text(&rate), "days", str_text(&days)));
}

void section_funnel(struct report *r)
{
	struct html_table t = {&r->body, columns, sizeof columns / sizeof columns[0], 0};
	const json_t *funnel = report_answer(r, "funnel"), *stages, *stage;
	json_t *data = json_array();
	bool is_empty = true;
	size_t i;

	stages = json_object_get(funnel, "stages");
	json_array_foreach (stages, i, stage)
		is_empty &= number_of(stage, "n") == 0;
	str_add(&r->body, "<section id=\"funnel\">\n<h2>From the ask to the sale</h2>\n");
	html_paragraph(&r->body, NULL, text_of(funnel, "sentence"));
	if (!is_empty) {
		html_paragraph(
			&r->body, "quiet",
			"What went on of each stage: of asks those that brought a name, then of "
			"those before.");
		str_add(&r->body, "<div class=\"pair\">\n");
		html_plot(&r->body, "funnel");
		html_table_begin(&t, "How many came how far in the last 12 months");
		json_array_foreach (stages, i, stage)
			add_stage(&t, data, stage);
		html_table_end(&t);
		str_add(&r->body, "</div>\n");
	}
	str_add(&r->body, "</section>\n");
	(void)json_object_set_new(r->data, "funnel", data);
}
