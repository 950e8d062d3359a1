/* People whom clients named. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { NAMED_ID, NAMED_NAME, NAMED_RELATION, NAMED_PHONE, NAMED_BY, NAMED_DAY, NAMED_NOTE };

static const struct view_column columns[] = {
	[NAMED_ID] = {"id", 0, 0},
	[NAMED_NAME] = {"name", VIEW_CUT, 25},
	[NAMED_RELATION] = {"relation", VIEW_CUT, 15},
	[NAMED_PHONE] = {"phone", 0, 0},
	[NAMED_BY] = {"named by", VIEW_CUT, 25},
	[NAMED_DAY] = {"on", 0, 0},
	[NAMED_NOTE] = {"note", VIEW_CUT | VIEW_WIDE, 30},
};

void view_candidates(const struct cli *cli, const json_t *items)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *x;
	size_t i;

	json_array_foreach (items, i, x) {
		_cleanup_str_ struct str text = {0};
		const char *phone = text_of(x, "phone");

		view_table_row(t);
		str_addf(&text, "r%lld", number_of(x, "id"));
		view_table_cell(t, NAMED_ID, VIEW_BOLD, str_text(&text));
		view_table_cell(t, NAMED_NAME, VIEW_NORMAL, text_of(x, "name"));
		view_table_cell(t, NAMED_RELATION, VIEW_NORMAL, text_of(x, "relation"));
		view_table_cell(t, NAMED_PHONE, VIEW_NORMAL, *phone ? phone : text_of(x, "email"));
		view_table_cell(t, NAMED_BY, VIEW_NORMAL, name_of(json_object_get(x, "referrer")));
		view_table_cell(t, NAMED_DAY, VIEW_NORMAL,
				part_day(&text, v, text_of(x, "candidate_day")));
		view_table_cell(t, NAMED_NOTE, VIEW_NORMAL, text_of(x, "note"));
	}
	view_table_print(t);
}

void view_taken_for(const struct view *v, const json_t *referral)
{
	const json_t *person = json_object_get(referral, "person");
	const char *name = text_of(referral, "name");

	if (json_is_object(person) && !str_equal(name, name_of(person)))
		view_line(v, VIEW_LATE,
			  "  %s is in the book as %s (c%lld), by the phone or e-mail; if that is "
			  "somebody else: vouch undo",
			  name, name_of(person), number_of(person, "id"));
}
