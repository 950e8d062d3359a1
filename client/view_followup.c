/* Why a follow-up is there: the story as one paragraph, then every move it made. */
#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

enum { WHEN, FROM, TO, RULE, WHY };

static const struct view_column columns[] = {
	[WHEN] = {.flags = 0},        [FROM] = {.flags = VIEW_SCRIPTS},
	[TO] = {.flags = 0},          [RULE] = {.flags = VIEW_SCRIPTS},
	[WHY] = {.flags = VIEW_WRAP},
};

/* "scheduled, Tue 1 Dec 09:00" */
static const char *place_text(struct str *out, const struct view *v, const char *state,
			      const char *due)
{
	_cleanup_str_ struct str day = {0};

	str_reset(out);
	str_add(out, state);
	if (*due && (v->is_plain || str_equal(state, "scheduled")))
		str_addf(out, "%s%s", *state ? v->is_plain ? " " : ", " : "",
			 part_day(&day, v, due));
	return str_text(out);
}

static void add_move(struct view_table *t, const struct view *v, const json_t *move)
{
	const char *at = text_of(move, "at"), *reason = text_of(move, "text");
	_cleanup_str_ struct str text = {0};
	char local[DATES_DUE_SIZE];

	view_table_row(t);
	view_table_cell(t, WHEN, VIEW_DIM,
			v->is_plain ? at : part_day(&text, v, dates_local(at, v->timezone, local)));
	view_table_cell(t, FROM, VIEW_NORMAL,
			place_text(&text, v, text_of(move, "from_state"), text_of(move, "from")));
	view_table_cell(t, TO, VIEW_NORMAL,
			place_text(&text, v, text_of(move, "to_state"), text_of(move, "to")));
	view_table_cell(t, RULE, VIEW_NORMAL, text_of(move, "rule"));
	view_table_cell(t, WHY, VIEW_NORMAL, *reason ? reason : text_of(move, "reason"));
}

void view_why(const struct cli *cli, const json_t *why)
{
	const json_t *moves = json_object_get(why, "moves"), *move;
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	size_t i;

	if (!v->is_plain)
		view_paragraph(v, text_of(why, "text"));
	if (json_array_size(moves) > 0)
		view_table_section(t, VIEW_BOLD, "What happened to it");
	json_array_foreach (moves, i, move)
		add_move(t, v, move);
	view_table_print(t);
}
