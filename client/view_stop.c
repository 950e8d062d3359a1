/* Who is not to be contacted. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { STOP_NAME, STOP_CHANNEL, STOP_UNTIL, STOP_DAY, STOP_REASON };

static const struct view_column columns[] = {
	[STOP_NAME] = {"name", VIEW_CUT, 25},     [STOP_CHANNEL] = {"stopped", 0, 0},
	[STOP_UNTIL] = {"until", 0, 0},           [STOP_DAY] = {"since", VIEW_WIDE, 0},
	[STOP_REASON] = {"reason", VIEW_CUT, 40},
};

void view_stops(const struct cli *cli, const json_t *items)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *stop;
	size_t i;

	json_array_foreach (items, i, stop) {
		_cleanup_str_ struct str text = {0};
		const char *until = text_of(stop, "until");

		view_table_row(t);
		view_table_cell(t, STOP_NAME, VIEW_BOLD, name_of(json_object_get(stop, "contact")));
		view_table_cell(t, STOP_CHANNEL, VIEW_NORMAL,
				part_stop(v, text_of(stop, "channel")));
		view_table_cell(t, STOP_UNTIL, VIEW_NORMAL,
				*until || v->is_plain ? part_day(&text, v, until) : "no end");
		view_table_cell(t, STOP_DAY, VIEW_NORMAL, part_day(&text, v, text_of(stop, "day")));
		view_table_cell(t, STOP_REASON, VIEW_NORMAL, text_of(stop, "reason"));
	}
	view_table_print(t);
}
