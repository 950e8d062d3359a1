/* Where sales and revenue came from, over time. */
#include "money.h"
#include "report/html.h"
#include "report/report.h"
#include "view_parts.h"

static const struct source {
	const char *key, *label;
} sources[] = {
	{"referral", "referral"},   {"repeat", "repeat"},   {"prospecting", "prospecting"},
	{"marketing", "marketing"}, {"walk-in", "walk-in"}, {"other", "other"},
	{"", "not noted"},
};
#define N_SOURCES (sizeof sources / sizeof sources[0])

/* A table and its plot: of sales, or of the revenue in one currency. */
struct sheet {
	struct report *r;
	const char *currency;                 /* null: sales */
	const struct source *used[N_SOURCES]; /* those that a period names */
	size_t n_used;
	struct html_column columns[N_SOURCES + 2]; /* the period, each of them, all */
	struct html_table table;
};

static const json_t *source_of(const json_t *period, const char *key)
{
	const json_t *source;
	size_t i;

	json_array_foreach (member_of(period, "sources.sources"), i, source)
		if (str_equal(text_of(source, "source"), key))
			return source;
	return NULL;
}

static bool is_used(const struct report *r, const char *key)
{
	const json_t *period;
	size_t i;

	json_array_foreach (r->periods, i, period)
		if (source_of(period, key))
			return true;
	return false;
}

static const json_t *sum_in(const json_t *sums, const char *currency)
{
	const json_t *sum;
	size_t i;

	json_array_foreach (sums, i, sum)
		if (str_equal(text_of(sum, "currency"), currency))
			return sum;
	return NULL;
}

/* What a source, or all of them, came to: the object that has its number. */
static const json_t *part_in(const struct sheet *s, const json_t *of)
{
	return s->currency ? sum_in(json_object_get(of, "revenue"), s->currency) : of;
}

static json_int_t number_in(const struct sheet *s, const json_t *part)
{
	return number_of(part, s->currency ? "amount" : "sales");
}

static const char *text_in(struct str *out, const struct sheet *s, const json_t *part)
{
	str_reset(out);
	if (s->currency) {
		money_add(out, number_in(s, part), (int)number_of(part, "exponent"), "");
		return str_text(out);
	}
	str_addf(out, "%lld", number_of(part, "sales"));
	return str_text(out);
}

/* "5 (63 %)" */
static void add_cell(struct sheet *s, const json_t *part)
{
	_cleanup_str_ struct str text = {0}, number = {0}, share = {0};

	str_add(&text, text_in(&number, s, part));
	if (number_in(s, part) && *part_share(&share, json_object_get(part, "share")))
		str_addf(&text, " (%s)", str_text(&share));
	html_cell(&s->table, str_text(&text));
}

static void add_value(const struct sheet *s, json_t *values, const struct source *source,
		      const json_t *part)
{
	_cleanup_str_ struct str text = {0};

	(void)json_object_set_new(values, *source->key ? source->key : "not-noted",
				  json_pack("{s:I, s:f, s:s}", "n", number_in(s, part), "share",
					    json_number_value(json_object_get(part, "share")),
					    "text", text_in(&text, s, part)));
}

static json_t *add_period(void *user, const json_t *period)
{
	struct sheet *s = user;
	const json_t *all = part_in(s, json_object_get(period, "sources"));
	_cleanup_str_ struct str text = {0};
	json_t *values = json_object();

	html_cell_head(&s->table, text_of(period, "label"));
	for (size_t i = 0; i < s->n_used; i++) {
		const json_t *part = part_in(s, source_of(period, s->used[i]->key));

		add_cell(s, part);
		add_value(s, values, s->used[i], part);
	}
	html_cell(&s->table, text_in(&text, s, all));
	return json_pack("{s:s, s:I, s:s, s:o}", "label", text_of(period, "label"), "n",
			 number_in(s, all), "text", str_text(&text), "values", values);
}

static void find_used(struct sheet *s)
{
	s->columns[0] = (struct html_column){s->r->period_word, false};
	for (size_t i = 0; i < N_SOURCES; i++)
		if (is_used(s->r, sources[i].key)) {
			s->used[s->n_used++] = &sources[i];
			s->columns[s->n_used] = (struct html_column){sources[i].label, true};
		}
	s->columns[s->n_used + 1] = (struct html_column){"all", true};
}

static json_t *series_of(const struct sheet *s)
{
	json_t *series = json_array();

	for (size_t i = 0; i < s->n_used; i++)
		(void)json_array_append_new(
			series, json_pack("{s:s, s:s}", "key",
					  *s->used[i]->key ? s->used[i]->key : "not-noted", "label",
					  s->used[i]->label));
	return series;
}

static void add_sheet(struct report *r, const char *currency)
{
	struct sheet s = {.r = r, .currency = currency, .table = {.out = &r->body}};
	struct over_time o = {.table = &s.table, .row = add_period, .user = &s};
	_cleanup_str_ struct str title = {0}, name = {0};

	find_used(&s);
	s.table.columns = s.columns;
	s.table.n = s.n_used + 2;
	str_addf(&title, "%s%s by source, each %s", currency ? "Revenue in " : "Completed sales",
		 currency ? currency : "", r->period_word);
	str_addf(&name, "%s%s", currency ? "revenue-" : "sales", currency ? currency : "");
	o.name = str_text(&name);
	o.title = str_text(&title);
	(void)json_array_append_new(json_object_get(r->data, "shares"),
				    over_time_add(r, &o, series_of(&s)));
}

/* Every currency that a period names. A new reference. */
static json_t *find_currencies(const struct report *r)
{
	json_t *found = json_object();
	const json_t *period, *sum;
	size_t i, k;

	json_array_foreach (r->periods, i, period)
		json_array_foreach (member_of(period, "sources.revenue"), k, sum)
			(void)json_object_set_new(found, text_of(sum, "currency"), json_true());
	return found;
}

static bool has_sales(const struct report *r)
{
	const json_t *period;
	size_t i;

	json_array_foreach (r->periods, i, period)
		if (number_of(period, "sources.sales"))
			return true;
	return false;
}

void section_sources(struct report *r)
{
	json_auto_t *currencies = find_currencies(r);
	const char *currency;
	json_t *is_there;

	(void)json_object_set_new(r->data, "shares", json_array());
	str_add(&r->body, "<section id=\"sources\">\n<h2>Where sales come from</h2>\n");
	html_paragraph(&r->body, NULL, text_of(report_answer(r, "sources"), "sentence"));
	if (has_sales(r))
		add_sheet(r, NULL);
	json_object_foreach (currencies, currency, is_there)
		add_sheet(r, currency);
	str_add(&r->body, "</section>\n");
}
