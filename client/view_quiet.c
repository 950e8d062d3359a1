/* Whom nobody has spoken to for longest. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { CLASS, ID, NAME, SPOKEN, DAYS, MARK, NEXT, FOLLOWUP, N };

static const struct view_column columns[N] = {
	[CLASS] = {.flags = 0},
	[ID] = {.flags = 0},
	[NAME] = {.flags = VIEW_CUT, .share = 35},
	[SPOKEN] = {.flags = 0},
	[DAYS] = {.flags = VIEW_SCRIPTS},
	[MARK] = {.flags = 0},
	[NEXT] = {.flags = VIEW_CUT, .share = 25},
	[FOLLOWUP] = {.flags = VIEW_SCRIPTS},
};

/* Said in signs and words, for whom colours tell nothing. */
static const char *mark_of(const struct view *v, const json_t *contact)
{
	const char *silence = text_of(contact, "silence");

	if (v->is_plain)
		return silence;
	if (str_equal(silence, "red"))
		return "!! much too long";
	return str_equal(silence, "yellow") ? "! it is time" : "";
}

static const char *next_of(struct str *out, const struct view *v, const json_t *contact)
{
	const json_t *next = json_object_get(contact, "next");
	_cleanup_str_ struct str day = {0};

	if (v->is_plain)
		return part_day(out, v, text_of(next, "due"));
	str_reset(out);
	if (!number_of(next, "id"))
		str_add(out, "nothing planned");
	else
		str_addf(out, "%s %s", text_of(next, "kind"),
			 part_day(&day, v, text_of(next, "due")));
	return str_text(out);
}

static void add_row(struct view_table *t, const struct view *v, const json_t *contact)
{
	bool is_marked = !str_equal(text_of(contact, "silence"), "none");
	const json_t *days = json_object_get(contact, "silent_days");
	_cleanup_str_ struct str text = {0};

	view_table_row(t);
	view_table_cell(t, CLASS, VIEW_NORMAL, text_of(contact, "class"));
	str_addf(&text, "%s%lld", v->is_plain ? "" : "c", number_of(contact, "id"));
	view_table_cell(t, ID, VIEW_DIM, str_text(&text));
	view_table_cell(t, NAME, VIEW_NORMAL, name_of(contact));
	view_table_cell(t, SPOKEN, VIEW_NORMAL,
			part_ago(&text, v, text_of(contact, "last_two_way"), "never spoken to"));
	str_reset(&text);
	if (json_is_integer(days))
		str_addf(&text, "%lld", (long long)json_integer_value(days));
	view_table_cell(t, DAYS, VIEW_NORMAL, str_text(&text));
	view_table_cell(t, MARK, is_marked ? VIEW_LATE : VIEW_NORMAL, mark_of(v, contact));
	view_table_cell(t, NEXT, VIEW_NORMAL, next_of(&text, v, contact));
	str_reset(&text);
	if (number_of(contact, "next.id"))
		str_addf(&text, "%lld", number_of(contact, "next.id"));
	view_table_cell(t, FOLLOWUP, VIEW_NORMAL, str_text(&text));
}

void view_quiet(const struct cli *cli, const json_t *items)
{
	_cleanup_table_ struct view_table *t = view_table_new(&cli->view, columns, N);
	const json_t *contact;
	size_t i;

	json_array_foreach (items, i, contact)
		add_row(t, &cli->view, contact);
	view_table_print(t);
}
