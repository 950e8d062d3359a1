/* What `vouch doctor` found, a line each, and below it how it is mended. */
#include "base/cleanup.h"
#include "doctor.h"
#include "view_parts.h"
#include "views.h"

enum { STATE, CHECK, TEXT, MEND };

static const struct view_column columns[] = {
	[STATE] = {.flags = 0},
	[CHECK] = {.flags = 0},
	[TEXT] = {.flags = VIEW_WRAP},
	[MEND] = {.flags = VIEW_SCRIPTS},
};

static void add(struct view_table *t, const struct view *v, const json_t *item)
{
	const char *state = text_of(item, "state"), *mend = text_of(item, "mend");
	bool is_wrong = str_equal(state, "wrong"), is_ok = str_equal(state, "ok");
	enum view_style style = is_wrong ? VIEW_LATE : is_ok ? VIEW_DIM : VIEW_NORMAL;

	view_table_row(t);
	view_table_cell(t, STATE, style, state);
	view_table_cell(t, CHECK, is_wrong ? VIEW_BOLD : style, text_of(item, "check"));
	view_table_cell(t, TEXT, is_ok ? VIEW_DIM : VIEW_NORMAL, text_of(item, "text"));
	view_table_cell(t, MEND, VIEW_NORMAL, mend);
	if (!*mend || v->is_plain)
		return;
	view_table_row(t);
	view_table_cell(t, TEXT, VIEW_BOLD, mend);
}

void view_doctor(const struct cli *cli, const json_t *answer)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *items = json_object_get(answer, "items"), *item;
	size_t wrong = doctor_count(items, DOCTOR_WRONG), notes = doctor_count(items, DOCTOR_NOTE),
	       i;

	json_array_foreach (items, i, item)
		add(t, v, item);
	view_table_print(t);
	if (v->is_plain)
		return;
	view_gap(v);
	if (wrong > 0)
		view_line(v, VIEW_LATE, "%zu %s wrong. Where a command stands below, it mends it.",
			  wrong, wrong == 1 ? "thing is" : "things are");
	else
		view_line(v, VIEW_BOLD, "Nothing is wrong%s",
			  notes == 0 ? "." : ", but read what is noted.");
}
