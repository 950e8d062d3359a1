/* Birthdays, renewals and other days, by the day on which they come next. */
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { SECTION, ID, NEXT, CONTACT, WHO, WHAT, TURNS, DAY, FOLLOWUP, N };

static const struct view_column columns[] = {
	[SECTION] = {.flags = VIEW_SCRIPTS},
	[ID] = {.flags = 0},
	[NEXT] = {.flags = 0},
	[CONTACT] = {.flags = VIEW_SCRIPTS},
	[WHO] = {.flags = VIEW_CUT, .share = 25},
	[WHAT] = {.flags = VIEW_CUT, .share = 30},
	[TURNS] = {.flags = 0},
	[DAY] = {.flags = VIEW_SCRIPTS},
	[FOLLOWUP] = {.flags = 0},
};

const char *part_date(struct str *out, const json_t *date)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	const char *day = text_of(date, "day");
	int month, month_day;

	str_reset(out);
	if (sscanf(day, "--%2d-%2d", &month, &month_day) == 2 && month >= 1 && month <= 12)
		str_addf(out, "%d %s", month_day, months[month - 1]);
	else
		part_full_day(out, day);
	return str_text(out);
}

/* "reminder 13 on Fri 4 Dec" */
static const char *reminder(struct str *out, const struct view *v, const json_t *date)
{
	const json_t *next = json_object_get(date, "next");
	_cleanup_str_ struct str day = {0};
	long long id = number_of(next, "id");

	str_reset(out);
	if (!id)
		return str_text(out);
	if (v->is_plain)
		str_addf(out, "%lld", id);
	else
		str_addf(out, "reminder %lld, %s", id, part_day(&day, v, text_of(next, "due")));
	return str_text(out);
}

static void add_row(struct view_table *t, const struct view *v, const json_t *d)
{
	const char *next = text_of(d, "next_day");
	_cleanup_str_ struct str text = {0};

	view_table_row(t);
	view_table_cell(t, SECTION, VIEW_NORMAL, "date");
	str_addf(&text, "d%lld", number_of(d, "id"));
	view_table_cell(t, ID, VIEW_BOLD, str_text(&text));
	view_table_cell(t, NEXT, VIEW_NORMAL,
			*next || v->is_plain ? part_day(&text, v, next) : part_date(&text, d));
	str_reset(&text);
	str_addf(&text, "%lld", number_of(d, "contact.id"));
	view_table_cell(t, CONTACT, VIEW_NORMAL, str_text(&text));
	view_table_cell(t, WHO, VIEW_NORMAL, name_of(json_object_get(d, "contact")));
	view_table_cell(t, WHAT, VIEW_NORMAL, text_of(d, "what"));
	str_reset(&text);
	if (number_of(d, "turns"))
		str_addf(&text, "%s%lld", v->is_plain ? "" : "turns ", number_of(d, "turns"));
	view_table_cell(t, TURNS, VIEW_NORMAL, str_text(&text));
	view_table_cell(t, DAY, VIEW_NORMAL, text_of(d, "day"));
	view_table_cell(t, FOLLOWUP, VIEW_DIM, reminder(&text, v, d));
}

void view_dates(const struct cli *cli, const json_t *items, const char *title, bool has_who)
{
	struct view_column own[N];
	_cleanup_table_ struct view_table *t = NULL;
	const json_t *d;
	size_t i;

	memcpy(own, columns, sizeof own);
	if (!has_who)
		own[WHO].flags = VIEW_SCRIPTS;
	t = view_table_new(&cli->view, own, N);
	if (title && json_array_size(items) > 0)
		view_table_section(t, VIEW_BOLD, title);
	json_array_foreach (items, i, d)
		add_row(t, &cli->view, d);
	view_table_print(t);
}
