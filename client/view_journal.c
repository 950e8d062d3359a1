/* The journal as a diary: day by day, the newest first. */
#include <string.h>

#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

enum { ID, AT, ACTOR, METHOD, WHAT, WHO, HOW };

static const struct view_column columns[] = {
	[ID] = {.flags = VIEW_RIGHT | VIEW_SCRIPTS},
	[AT] = {.flags = 0},
	[ACTOR] = {.flags = VIEW_SCRIPTS},
	[METHOD] = {.flags = VIEW_SCRIPTS},
	[WHAT] = {.flags = VIEW_CUT, .share = 50},
	[WHO] = {.flags = VIEW_CUT, .share = 25},
	[HOW] = {.flags = 0},
};

static const char *say_what(struct str *out, const struct view *v, const json_t *entry)
{
	str_reset(out);
	str_add(out, text_of(entry, "text"));
	if (!v->is_plain && str_equal(text_of(entry, "actor"), "clock"))
		str_add(out, ", by the clock");
	if (!v->is_plain && str_equal(text_of(entry, "actor"), "desktop"))
		str_add(out, ", on the desktop");
	return str_text(out);
}

/* How to take it back, or that it was. */
static const char *say_how(struct str *out, const struct view *v, const json_t *entry)
{
	long long undone = number_of(entry, "undone_by");

	str_reset(out);
	if (undone)
		str_addf(out, "undone by %lld", undone);
	else if (json_is_true(json_object_get(entry, "can_undo")))
		str_addf(out, v->is_plain ? "can be undone" : "vouch undo %lld",
			 number_of(entry, "id"));
	return str_text(out);
}

static void add_row(struct view_table *t, const struct view *v, const json_t *entry,
		    const char *local)
{
	bool is_undone = number_of(entry, "undone_by") != 0;
	enum view_style style = is_undone ? VIEW_DIM : VIEW_NORMAL;
	_cleanup_str_ struct str text = {0};

	view_table_row(t);
	str_addf(&text, "%lld", number_of(entry, "id"));
	view_table_cell(t, ID, style, str_text(&text));
	view_table_cell(t, AT, style, v->is_plain ? text_of(entry, "at") : dates_time(local));
	view_table_cell(t, ACTOR, style, text_of(entry, "actor"));
	view_table_cell(t, METHOD, style, text_of(entry, "method"));
	view_table_cell(t, WHAT, style, say_what(&text, v, entry));
	view_table_cell(t, WHO, style, part_of_whom(&text, json_object_get(entry, "contacts")));
	view_table_cell(t, HOW, VIEW_DIM, say_how(&text, v, entry));
}

static const char *title_of(struct str *out, const char *day)
{
	str_reset(out);
	dates_add_title(out, day);
	return str_text(out);
}

void view_journal(const struct cli *cli, const json_t *answer)
{
	const json_t *items = json_object_get(answer, "items"), *entry;
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	char day[DATES_DAY_SIZE] = "", local[DATES_DUE_SIZE];
	_cleanup_str_ struct str title = {0};
	size_t i;

	if (json_array_size(items) > 0 && !v->is_plain)
		view_line(v, VIEW_NORMAL, "What was done, the newest first:");
	json_array_foreach (items, i, entry) {
		dates_local(text_of(entry, "at"), v->timezone, local);
		if (strncmp(day, local, DATES_DAY_SIZE - 1) != 0) {
			str_copy(day, DATES_DAY_SIZE, local);
			view_table_section(t, VIEW_BOLD, title_of(&title, day));
		}
		add_row(t, v, entry, local);
	}
	view_table_print(t);
	if (v->is_plain)
		return;
	if (json_array_size(items) == 0)
		view_line(v, VIEW_NORMAL, "Nothing is written down yet.");
	else if (json_is_string(json_object_get(answer, "next")))
		view_line(v, VIEW_DIM, "There is more; say how many: vouch journal limit 200");
}
