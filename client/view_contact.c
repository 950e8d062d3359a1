/* Contacts: the list that `find` gives. */
#include <string.h>

#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

enum { FIND_ID, FIND_NAME, FIND_ORG, FIND_CITY, FIND_PHONE, FIND_EMAIL, FIND_LAST, FIND_NEXT };

static const struct view_column find_columns[] = {
	[FIND_ID] = {"id", 0, 0},
	[FIND_NAME] = {"name", VIEW_CUT, 25},
	[FIND_ORG] = {"company", VIEW_CUT, 15},
	[FIND_CITY] = {"city", VIEW_CUT, 15},
	[FIND_PHONE] = {"phone", 0, 0},
	[FIND_EMAIL] = {"e-mail", VIEW_CUT | VIEW_WIDE, 20},
	[FIND_LAST] = {"last touch", VIEW_WIDE, 0},
	[FIND_NEXT] = {"next", VIEW_CUT, 30},
};

/* "Tue 1 Dec 09:00, call: …" */
static const char *next_text(struct str *out, const struct view *v, const json_t *next)
{
	_cleanup_str_ struct str what = {0};

	if (!next || json_is_null(next)) {
		str_reset(out);
		return str_text(out);
	}
	part_day(out, v, text_of(next, "due"));
	if (!v->is_plain)
		str_addf(out, ", %s", part_what(&what, next));
	return str_text(out);
}

void view_contacts(const struct cli *cli, const json_t *items)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t =
		view_table_new(v, find_columns, ARRAY_LEN(find_columns));
	const json_t *c;
	size_t i;

	json_array_foreach (items, i, c) {
		_cleanup_str_ struct str text = {0};

		view_table_row(t);
		str_addf(&text, "c%lld", number_of(c, "id"));
		view_table_cell(t, FIND_ID, VIEW_BOLD, str_text(&text));
		view_table_cell(t, FIND_NAME, VIEW_NORMAL, name_of(c));
		view_table_cell(t, FIND_ORG, VIEW_NORMAL, text_of(c, "org"));
		view_table_cell(t, FIND_CITY, VIEW_NORMAL, text_of(c, "city"));
		view_table_cell(t, FIND_PHONE, VIEW_NORMAL, text_of(c, "phone"));
		view_table_cell(t, FIND_EMAIL, VIEW_NORMAL, text_of(c, "email"));
		view_table_cell(t, FIND_LAST, VIEW_NORMAL,
				part_day(&text, v, text_of(c, "last_touch")));
		view_table_cell(t, FIND_NEXT, VIEW_NORMAL,
				next_text(&text, v, json_object_get(c, "next")));
	}
	view_table_print(t);
}
