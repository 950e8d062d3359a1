/* What was given. */
#include <string.h>

#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { SECTION, DAY, CONTACT, WHO, WHAT, AMOUNT, CURRENCY, REFERRAL, N };

static const struct view_column columns[] = {
	[SECTION] = {.flags = VIEW_SCRIPTS},       [DAY] = {.flags = 0},
	[CONTACT] = {.flags = VIEW_SCRIPTS},       [WHO] = {.flags = VIEW_CUT, .share = 25},
	[WHAT] = {.flags = VIEW_CUT, .share = 40}, [AMOUNT] = {.flags = VIEW_RIGHT},
	[CURRENCY] = {.flags = VIEW_SCRIPTS},      [REFERRAL] = {.flags = 0},
};

static void add_row(struct view_table *t, const struct view *v, const json_t *g)
{
	_cleanup_str_ struct str text = {0};
	long long referral = number_of(g, "referral");

	view_table_row(t);
	view_table_cell(t, SECTION, VIEW_NORMAL, "gift");
	view_table_cell(t, DAY, VIEW_NORMAL, part_day(&text, v, text_of(g, "day")));
	str_reset(&text);
	str_addf(&text, "%lld", number_of(g, "contact.id"));
	view_table_cell(t, CONTACT, VIEW_NORMAL, str_text(&text));
	view_table_cell(t, WHO, VIEW_NORMAL, name_of(json_object_get(g, "contact")));
	view_table_cell(t, WHAT, VIEW_NORMAL, text_of(g, "what"));
	view_table_cell(t, AMOUNT, VIEW_NORMAL, part_amount(&text, v, g));
	view_table_cell(t, CURRENCY, VIEW_NORMAL, text_of(g, "currency"));
	str_reset(&text);
	if (referral)
		str_addf(&text, "%sr%lld", v->is_plain ? "" : "for ", referral);
	view_table_cell(t, REFERRAL, VIEW_DIM, str_text(&text));
}

static void print_rows(const struct view *v, const struct view_column *own, const json_t *items,
		       const char *title)
{
	_cleanup_table_ struct view_table *t = view_table_new(v, own, N);
	const json_t *g;
	size_t i;

	if (title && json_array_size(items) > 0)
		view_table_section(t, VIEW_BOLD, title);
	json_array_foreach (items, i, g)
		add_row(t, v, g);
	view_table_print(t);
}

void view_gifts(const struct cli *cli, const json_t *items, const char *title, bool has_who)
{
	struct view_column own[N];

	memcpy(own, columns, sizeof own);
	if (!has_who)
		own[WHO].flags = VIEW_SCRIPTS;
	print_rows(&cli->view, own, items, title);
}
