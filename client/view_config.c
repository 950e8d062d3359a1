/* Settings, as they would stand in the file. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { SECTION, KEY, VALUE, ORIGIN, HELP };

static const struct view_column columns[] = {
	[SECTION] = {.flags = VIEW_SCRIPTS},         [KEY] = {.flags = 0},
	[VALUE] = {.flags = VIEW_CUT, .share = 20},  [ORIGIN] = {.flags = VIEW_CUT, .share = 40},
	[HELP] = {.flags = VIEW_WRAP | VIEW_PEOPLE},
};

static void fill(struct view_table *t, const json_t *s, bool has_origin)
{
	bool is_default = str_equal(text_of(s, "origin"), "default");
	const json_t *value = json_object_get(s, "value");
	enum view_style style = is_default ? VIEW_NORMAL : VIEW_BOLD;
	_cleanup_str_ struct str text = {0};

	if (json_is_integer(value))
		str_addf(&text, "%lld", (long long)json_integer_value(value));
	else
		str_add(&text, text_of(s, "value"));
	view_table_row(t);
	view_table_cell(t, SECTION, style, text_of(s, "section"));
	view_table_cell(t, KEY, style, text_of(s, "key"));
	view_table_cell(t, VALUE, style, str_text(&text));
	view_table_cell(t, ORIGIN, VIEW_DIM, has_origin ? text_of(s, "origin") : "");
	view_table_cell(t, HELP, VIEW_DIM, has_origin ? "" : text_of(s, "help"));
}

void view_settings(const struct cli *cli, const json_t *settings, bool has_origin)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const char *section = "";
	const json_t *s;
	size_t i;

	json_array_foreach (settings, i, s) {
		if (!str_equal(section, text_of(s, "section"))) {
			_cleanup_str_ struct str title = {0};

			section = text_of(s, "section");
			str_addf(&title, "[%s]", section);
			view_table_section(t, VIEW_BOLD, str_text(&title));
		}
		fill(t, s, has_origin || cli->is_plain);
	}
	view_table_print(t);
	if (has_origin || cli->is_plain)
		return;
	view_gap(v);
	view_line(v, VIEW_DIM,
		  "Bold is what you have set; vouch config show --origin says "
		  "where.");
}
