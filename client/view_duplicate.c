/* Pairs of contacts who may be one person. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { PAIR_NEWER, PAIR_OLDER, PAIR_WHY, PAIR_HOW };

static const struct view_column columns[] = {
	[PAIR_NEWER] = {"contact", VIEW_CUT, 20},
	[PAIR_OLDER] = {"may be", VIEW_CUT, 20},
	[PAIR_WHY] = {"why", 0, 0},
	[PAIR_HOW] = {"if it is so", 0, 0},
};

static void who_cell(struct view_table *t, size_t column, const json_t *who)
{
	_cleanup_str_ struct str text = {0};

	str_addf(&text, "%s (c%lld)", name_of(who), number_of(who, "id"));
	view_table_cell(t, column, VIEW_NORMAL, str_text(&text));
}

void view_duplicates(const struct cli *cli, const json_t *items)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *pair;
	size_t i;

	if (json_array_size(items) == 0 && !v->is_plain)
		view_line(v, VIEW_NORMAL,
			  "Nobody shares an e-mail, a phone number or a name with somebody else.");
	json_array_foreach (items, i, pair) {
		const json_t *a = json_object_get(pair, "a"), *b = json_object_get(pair, "b");
		_cleanup_str_ struct str text = {0};

		view_table_row(t);
		who_cell(t, PAIR_NEWER, b);
		who_cell(t, PAIR_OLDER, a);
		view_table_cell(t, PAIR_WHY, VIEW_NORMAL,
				part_texts(&text, json_object_get(pair, "why")));
		str_reset(&text);
		str_addf(&text, "vouch merge c%lld c%lld", number_of(b, "id"), number_of(a, "id"));
		view_table_cell(t, PAIR_HOW, VIEW_BOLD, str_text(&text));
	}
	view_table_print(t);
	if (json_array_size(items) && !v->is_plain)
		view_line(
			v, VIEW_NORMAL,
			"Two people after all? vouch distinct c%lld c%lld, and they are left out.",
			number_of(json_array_get(items, 0), "b.id"),
			number_of(json_array_get(items, 0), "a.id"));
}
