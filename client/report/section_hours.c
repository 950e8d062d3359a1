/* Where the hours went, over time. */
#include "report/html.h"
#include "report/report.h"
#include "view_parts.h"

static const struct html_column columns[] = {{"", false},           {"serving", true},
					     {"prospecting", true}, {"serving", true},
					     {"sales", true},       {"by referral", true}};
static const char *const series[] = {"serving", "prospecting"};
#define N_SERIES (sizeof series / sizeof series[0])

/* "12 h 30 min" */
static const char *hours_of(struct str *out, long long minutes)
{
	str_reset(out);
	if (minutes >= 60)
		str_addf(out, "%lld h", minutes / 60);
	if (minutes % 60 || minutes == 0)
		str_addf(out, "%s%lld min", out->len ? " " : "", minutes % 60);
	return str_text(out);
}

static json_t *add_period(void *user, const json_t *period)
{
	struct html_table *t = user;
	const json_t *time = json_object_get(period, "time");
	_cleanup_str_ struct str text = {0};
	json_t *values = json_object();
	json_int_t n = 0;

	html_cell_head(t, text_of(period, "label"));
	for (size_t i = 0; i < N_SERIES; i++) {
		json_int_t k = number_of(json_object_get(time, "minutes"), series[i]);

		html_cell(t, hours_of(&text, k));
		(void)json_object_set_new(values, series[i],
					  json_pack("{s:I, s:s}", "n", k, "text", str_text(&text)));
		n += k;
	}
	html_cell(t, part_share(&text, json_object_get(time, "serving_share")));
	html_cell_number(t, number_of(time, "sales"));
	html_cell_number(t, number_of(time, "sales_by_referral"));
	hours_of(&text, n);
	return json_pack("{s:s, s:I, s:s, s:o}", "label", text_of(period, "label"), "n", n, "text",
			 str_text(&text), "values", values);
}

static bool is_empty(const struct report *r)
{
	const json_t *period;
	size_t i, k;

	json_array_foreach (r->periods, i, period)
		for (k = 0; k < N_SERIES; k++)
			if (number_of(member_of(period, "time.minutes"), series[k]))
				return false;
	return true;
}

static void add_table(struct report *r)
{
	struct html_table t = {&r->body, columns, sizeof columns / sizeof columns[0], 0};
	_cleanup_str_ struct str title = {0};
	struct over_time o = {.name = "hours", .table = &t, .row = add_period, .user = &t};

	str_addf(&title, "Where the hours went, each %s", r->period_word);
	o.title = str_text(&title);
	(void)json_object_set_new(
		r->data, o.name,
		over_time_add(r, &o,
			      json_pack("[{s:s, s:s}, {s:s, s:s}]", "key", series[0], "label",
					series[0], "key", series[1], "label", series[1])));
}

void section_hours(struct report *r)
{
	str_add(&r->body, "<section id=\"hours\">\n<h2>Your hours</h2>\n");
	html_paragraph(&r->body, NULL, text_of(report_answer(r, "time"), "sentence"));
	if (!is_empty(r))
		add_table(r);
	str_add(&r->body, "</section>\n");
}
