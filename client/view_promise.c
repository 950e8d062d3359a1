/* Promises: the day they heard, what was said, and how it stands. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { SECTION, ID, DUE, CONTACT, WHO, TEXT, STANDING, TARGET, N };

static const struct view_column columns[] = {
	[SECTION] = {.flags = VIEW_SCRIPTS},
	[ID] = {.flags = 0},
	[DUE] = {.flags = 0},
	[CONTACT] = {.flags = VIEW_SCRIPTS},
	[WHO] = {.flags = VIEW_CUT, .share = 16},
	[TEXT] = {.flags = VIEW_CUT, .share = 50},
	[STANDING] = {.flags = VIEW_SCRIPTS},
	[TARGET] = {.flags = VIEW_WIDE},
};

/* "Fri 4 Dec", "today, at risk", "Mon 30 Nov, 3 days overdue" */
static const char *due_text(struct str *out, const struct view *v, const json_t *p)
{
	part_promised(out, v, p);
	if (!v->is_plain && str_equal(text_of(p, "standing"), "at-risk"))
		str_add(out, ", at risk");
	return str_text(out);
}

static void add_row(struct view_table *t, const struct view *v, const json_t *p)
{
	bool is_late = number_of(p, "days_overdue") > 0;
	_cleanup_str_ struct str text = {0}, day = {0};

	view_table_row(t);
	view_table_cell(t, SECTION, VIEW_NORMAL, "promise");
	str_addf(&text, "p%lld", number_of(p, "id"));
	view_table_cell(t, ID, VIEW_BOLD, str_text(&text));
	view_table_cell(t, DUE, is_late ? VIEW_LATE : VIEW_NORMAL, due_text(&text, v, p));
	str_reset(&text);
	str_addf(&text, "%lld", number_of(p, "contact.id"));
	view_table_cell(t, CONTACT, VIEW_NORMAL, str_text(&text));
	view_table_cell(t, WHO, VIEW_NORMAL, name_of(json_object_get(p, "contact")));
	view_table_cell(t, TEXT, VIEW_NORMAL, text_of(p, "text"));
	view_table_cell(t, STANDING, VIEW_NORMAL, text_of(p, "standing"));
	part_day(&day, v, text_of(p, "target_day"));
	str_reset(&text);
	str_addf(&text, "%s%s", v->is_plain ? "" : "we aim for ", str_text(&day));
	view_table_cell(t, TARGET, VIEW_DIM, str_text(&text));
}

static int by_due_day(const void *a, const void *b)
{
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	int order = strcmp(text_of(x, "due_day"), text_of(y, "due_day"));

	return order ? order : number_of(x, "id") < number_of(y, "id") ? -1 : 1;
}

static void print_rows(const struct view *v, const struct view_column *own, json_t *const *items,
		       size_t n, const char *title)
{
	_cleanup_table_ struct view_table *t = view_table_new(v, own, N);

	if (title && n > 0)
		view_table_section(t, VIEW_BOLD, title);
	for (size_t i = 0; i < n; i++)
		add_row(t, v, items[i]);
	view_table_print(t);
}

void view_promises(const struct cli *cli, const json_t *items, const char *title, bool has_who)
{
	size_t n = json_array_size(items);
	json_t **order = arena_array(cli->arena, n, sizeof(json_t *));
	struct view_column own[N];

	memcpy(own, columns, sizeof own);
	if (!has_who)
		own[WHO].flags = VIEW_SCRIPTS;
	for (size_t i = 0; i < n; i++)
		order[i] = json_array_get(items, i);
	if (n)
		qsort(order, n, sizeof(json_t *), by_due_day);
	print_rows(&cli->view, own, order, n, title);
}
