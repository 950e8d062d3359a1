/* Days off that are coming. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { DAY, NAME, SOURCE };

static const struct view_column columns[] = {
	[DAY] = {.flags = 0},
	[NAME] = {.flags = VIEW_CUT, .share = 50},
	[SOURCE] = {.flags = VIEW_CUT, .share = 20},
};

void view_holidays(const struct cli *cli, const json_t *items)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *h;
	size_t i;

	json_array_foreach (items, i, h) {
		_cleanup_str_ struct str day = {0};

		view_table_row(t);
		view_table_cell(t, DAY, VIEW_NORMAL, part_day(&day, v, text_of(h, "day")));
		view_table_cell(t, NAME, VIEW_NORMAL, text_of(h, "name"));
		view_table_cell(t, SOURCE, VIEW_DIM, text_of(h, "source"));
	}
	view_table_print(t);
}
