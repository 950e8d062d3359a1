/* What people ask of what is held about them. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

#define SOON_DAYS 7

enum { REQUEST_ID, REQUEST_NAME, REQUEST_KIND, REQUEST_DAY, REQUEST_DUE, REQUEST_LEFT };

static const struct view_column columns[] = {
	[REQUEST_ID] = {"id", 0, 0},     [REQUEST_NAME] = {"name", VIEW_CUT, 25},
	[REQUEST_KIND] = {"asks", 0, 0}, [REQUEST_DAY] = {"asked", VIEW_WIDE, 0},
	[REQUEST_DUE] = {"by", 0, 0},    [REQUEST_LEFT] = {"left", 0, 0},
};

const char *part_asked(const struct view *v, const char *kind)
{
	static const struct {
		const char *kind, *words;
	} all[] = {
		{"export", "for a copy of their data"},
		{"erase", "to be erased"},
		{"correct", "to have something corrected"},
		{"object", "not to be contacted"},
	};

	for (size_t i = 0; !v->is_plain && i < ARRAY_LEN(all); i++)
		if (str_equal(all[i].kind, kind))
			return all[i].words;
	return kind;
}

static const char *part_left(struct str *out, const struct view *v, long long n)
{
	str_reset(out);
	if (v->is_plain)
		str_addf(out, "%lld", n);
	else if (n < 0)
		(void)part_count(out, -n, "day LATE", "days LATE");
	else if (n == 0)
		str_add(out, "today");
	else
		(void)part_count(out, n, "day", "days");
	return str_text(out);
}

void view_requests(const struct cli *cli, const json_t *items)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *x;
	size_t i;

	if (json_array_size(items) == 0 && !v->is_plain) {
		view_line(v, VIEW_NORMAL,
			  "Nobody waits for an answer about their data. To note "
			  "that somebody asks: vouch request NAME erase");
		return;
	}
	json_array_foreach (items, i, x) {
		_cleanup_str_ struct str id = {0}, day = {0}, left = {0};
		long long n = number_of(x, "days_left");
		enum view_style style = n <= SOON_DAYS ? VIEW_LATE : VIEW_NORMAL;

		str_addf(&id, "q%lld", number_of(x, "id"));
		view_table_row(t);
		view_table_cell(t, REQUEST_ID, VIEW_NORMAL, str_text(&id));
		view_table_cell(t, REQUEST_NAME, VIEW_BOLD, name_of(json_object_get(x, "contact")));
		view_table_cell(t, REQUEST_KIND, VIEW_NORMAL, part_asked(v, text_of(x, "kind")));
		view_table_cell(t, REQUEST_DAY, VIEW_NORMAL, part_day(&day, v, text_of(x, "day")));
		view_table_cell(t, REQUEST_DUE, style, part_day(&day, v, text_of(x, "due_day")));
		view_table_cell(t, REQUEST_LEFT, style, part_left(&left, v, n));
	}
	view_table_print(t);
}
