/* What is told over time: quarters since the first in which something ended, months where the book
 * is younger than a year. */
#include <stdio.h>

#include "dates.h"
#include "report/html.h"
#include "report/report.h"

struct month {
	int year, month; /* 1 to 12 */
};

static struct month month_add(struct month m, int n)
{
	int whole = m.year * 12 + m.month - 1 + n;

	return (struct month){whole / 12, whole % 12 + 1};
}

static int days_in(struct month m)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = (m.year % 4 == 0 && m.year % 100 != 0) || m.year % 400 == 0;

	return days[m.month - 1] + (m.month == 2 && is_leap);
}

static void set_label(json_t *period, struct month first, int length)
{
	_cleanup_str_ struct str label = {0};
	char month[32];

	(void)snprintf(month, sizeof month, "%04d-%02d", first.year, first.month);
	if (length == 1)
		dates_add_month(&label, month);
	else
		str_addf(&label, "Q%d %d", (first.month - 1) / 3 + 1, first.year);
	(void)json_object_set_new(period, "label", json_string(str_text(&label)));
}

/* From the first of its months to the end of the last, but never past today. */
static json_t *period_new(const struct report *r, struct month first, int length)
{
	struct month last = month_add(first, length - 1), now = {0, 0};
	json_t *period = json_object();
	char from[32], to[32];

	(void)sscanf(r->cli->view.today, "%4d-%2d", &now.year, &now.month);
	(void)snprintf(from, sizeof from, "%04d-%02d-01", first.year, first.month);
	(void)snprintf(to, sizeof to, "%04d-%02d-%02d", last.year, last.month, days_in(last));
	if (now.year * 12 + now.month <= last.year * 12 + last.month)
		str_copy(to, sizeof to, r->cli->view.today);
	(void)json_object_set_new(period, "from", json_string(from));
	(void)json_object_set_new(period, "to", json_string(to));
	set_label(period, first, length);
	return period;
}

static int read_period(struct report *r, json_t *period)
{
	static const struct {
		const char *name, *method;
	} reads[] = {{"sources", "numbers.sources"},
		     {"promises", "numbers.promises"},
		     {"time", "numbers.time"}};

	for (size_t i = 0; i < sizeof reads / sizeof reads[0]; i++) {
		json_t *answer,
			*range = json_pack("{s:O, s:O}", "from", json_object_get(period, "from"),
					   "to", json_object_get(period, "to"));
		int exit = cli_read(r->cli, reads[i].method, range, &answer);

		if (exit)
			return exit;
		(void)json_object_set_new(period, reads[i].name, answer);
	}
	return 0;
}

static bool is_empty(const json_t *period)
{
	static const char *const counts[] = {
		"sources.sales",   "promises.kept_on_time", "promises.kept_late",
		"promises.broken", "time.minutes.serving",  "time.minutes.prospecting",
	};

	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		if (number_of(period, counts[i]))
			return false;
	return true;
}

/* So many periods of so many months, the last with today in it; leading empty ones are left out. */
static int read_all(struct report *r, int n, int length)
{
	struct month now = {0, 0};

	(void)sscanf(r->cli->view.today, "%4d-%2d", &now.year, &now.month);
	now = month_add(now, -((now.month - 1) % length));
	json_array_clear(r->periods);
	for (int i = n - 1; i >= 0; i--) {
		json_t *period = period_new(r, month_add(now, -i * length), length);
		int exit = read_period(r, period);

		if (exit || (json_array_size(r->periods) == 0 && is_empty(period))) {
			json_decref(period);
			if (exit)
				return exit;
			continue;
		}
		(void)json_array_append_new(r->periods, period);
	}
	return 0;
}

int report_read_periods(struct report *r)
{
	int exit = read_all(r, REPORT_QUARTERS, 3);

	if (exit || json_array_size(r->periods) > 4)
		return exit;
	r->period_word = "month";
	return read_all(r, REPORT_MONTHS, 1);
}

json_t *over_time_add(struct report *r, const struct over_time *o, json_t *series)
{
	bool is_long = json_array_size(r->periods) > REPORT_SHORT;
	json_t *bars = json_array();
	const json_t *period;
	size_t i;

	str_add(&r->body, "<div class=\"over\">\n");
	html_plot(&r->body, o->name);
	html_fold_begin(&r->body, is_long, "The numbers");
	html_table_begin(o->table, o->title);
	json_array_foreach (r->periods, i, period)
		(void)json_array_append_new(bars, o->row(o->user, period));
	html_table_end(o->table);
	html_fold_end(&r->body, is_long);
	str_add(&r->body, "</div>\n");
	return json_pack("{s:s, s:s, s:o, s:o}", "name", o->name, "title", o->title, "series",
			 series, "bars", bars);
}
