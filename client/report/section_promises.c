/* What became of promises, over time. */
#include "report/html.h"
#include "report/report.h"
#include "view_parts.h"

static const struct html_column columns[] = {{"", false},         {"kept on time", true},
					     {"kept late", true}, {"broken", true},
					     {"withdrawn", true}, {"on time", true}};

static const struct {
	const char *key, *label;
} series[] = {{"kept_on_time", "kept on time"}, {"kept_late", "kept late"}, {"broken", "broken"}};
#define N_SERIES (sizeof series / sizeof series[0])

static json_t *add_period(void *user, const json_t *period)
{
	struct html_table *t = user;
	const json_t *p = json_object_get(period, "promises");
	_cleanup_str_ struct str share = {0};
	json_t *values = json_object();
	json_int_t n = 0;

	html_cell_head(t, text_of(period, "label"));
	for (size_t i = 0; i < N_SERIES; i++) {
		json_int_t k = number_of(p, series[i].key);

		html_cell_number(t, k);
		(void)json_object_set_new(values, series[i].key, json_pack("{s:I}", "n", k));
		n += k;
	}
	html_cell_number(t, number_of(p, "withdrawn"));
	html_cell(t, part_share(&share, json_object_get(p, "on_time_share")));
	return json_pack("{s:s, s:I, s:o}", "label", text_of(period, "label"), "n", n, "values",
			 values);
}

static json_t *series_new(void)
{
	json_t *list = json_array();

	for (size_t i = 0; i < N_SERIES; i++)
		(void)json_array_append_new(list, json_pack("{s:s, s:s}", "key", series[i].key,
							    "label", series[i].label));
	return list;
}

static bool is_empty(const struct report *r)
{
	const json_t *period;
	size_t i, k;

	json_array_foreach (r->periods, i, period)
		for (k = 0; k < N_SERIES; k++)
			if (number_of(json_object_get(period, "promises"), series[k].key))
				return false;
	return true;
}

static void add_table(struct report *r)
{
	struct html_table t = {&r->body, columns, sizeof columns / sizeof columns[0], 0};
	_cleanup_str_ struct str title = {0};
	struct over_time o = {.name = "promises", .table = &t, .row = add_period, .user = &t};

	str_addf(&title, "What became of promises, each %s", r->period_word);
	o.title = str_text(&title);
	(void)json_object_set_new(r->data, o.name, over_time_add(r, &o, series_new()));
}

void section_promises(struct report *r)
{
	str_add(&r->body, "<section id=\"promises\">\n<h2>Promises</h2>\n");
	html_paragraph(&r->body, NULL, text_of(report_answer(r, "promises"), "sentence"));
	if (!is_empty(r))
		add_table(r);
	str_add(&r->body, "</section>\n");
}
