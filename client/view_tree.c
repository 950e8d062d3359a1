/* The referral tree: who sent whom, and what came of it. */
#include <string.h>

#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

enum { PERSON, LEVEL, ID, BY, DAY, STATUS, SALES, REVENUE, OPEN, CUT };

static const struct view_column columns[] = {
	[PERSON] = {"person", VIEW_CUT | VIEW_TREE, 35},
	[LEVEL] = {"level", VIEW_SCRIPTS, 0},
	[ID] = {"id", VIEW_SCRIPTS, 0},
	[BY] = {"sent by", VIEW_SCRIPTS, 0},
	[DAY] = {"day", 0, 0},
	[STATUS] = {"status", 0, 0},
	[SALES] = {"brought", VIEW_RIGHT, 0},
	[REVENUE] = {"revenue", 0, 0},
	[OPEN] = {"open", VIEW_RIGHT, 0},
	[CUT] = {"more", VIEW_RIGHT, 0},
};

/* A node, and where it hangs. */
struct spot {
	const json_t *above; /* null: nothing */
	size_t row;          /* of that */
	int level;
};

struct drawing {
	const struct view *v;
	struct view_table *table;
	size_t n; /* rows so far */
};

/* Of the people below whom the answer leaves out, those who would hang here. */
static long long cut_here(const json_t *node)
{
	long long n = number_of(node, "cut");
	const json_t *child;
	size_t i;

	json_array_foreach (json_object_get(node, "children"), i, child)
		n -= number_of(child, "cut");
	return n;
}

/* "4 May 2026": the weekday of long ago helps nobody. */
static const char *day_of(struct str *out, const struct view *v, const json_t *node)
{
	_cleanup_str_ struct str full = {0};
	const char *day = text_of(node, "day"), *space;

	if (v->is_plain || !*day)
		return part_day(out, v, day);
	space = strchr(part_full_day(&full, day), ' ');
	str_reset(out);
	str_add(out, space ? space + 1 : day);
	return str_text(out);
}

static const char *cut_of(struct str *out, const struct view *v, const json_t *node)
{
	long long here = cut_here(node);

	str_reset(out);
	if (v->is_plain)
		str_addf(out, "%lld", number_of(node, "cut"));
	else if (here > 0)
		str_addf(out, "+%lld", here);
	return str_text(out);
}

static void set_number(struct view_table *t, size_t column, long long n)
{
	_cleanup_str_ struct str text = {0};

	str_addf(&text, "%lld", n);
	view_table_cell(t, column, VIEW_NORMAL, str_text(&text));
}

static void add_row(struct drawing *d, const json_t *node, const struct spot *at)
{
	const char *status = text_of(node, "status");
	_cleanup_str_ struct str text = {0};
	struct view_table *t = d->table;

	view_table_row(t);
	if (at->above)
		view_table_under(t, at->row);
	view_table_cell(t, PERSON, at->above ? VIEW_NORMAL : VIEW_BOLD,
			name_of(json_object_get(node, "contact")));
	set_number(t, LEVEL, at->level);
	set_number(t, ID, number_of(node, "contact.id"));
	if (at->above)
		set_number(t, BY, number_of(at->above, "contact.id"));
	else if (*text_of(node, "sent_by.name"))
		set_number(t, BY, number_of(node, "sent_by.id"));
	view_table_cell(t, DAY, VIEW_NORMAL, day_of(&text, d->v, node));
	view_table_cell(t, STATUS, VIEW_NORMAL, status);
	set_number(t, SALES, number_of(node, "chain.sales"));
	view_table_cell(t, REVENUE, VIEW_NORMAL,
			part_revenue(&text, d->v, member_of(node, "chain.revenue")));
	set_number(t, OPEN, number_of(node, "open"));
	view_table_cell(t, CUT, VIEW_DIM, cut_of(&text, d->v, node));
}

/* Answers are nested 30 deep at most. */
static void add_nodes(struct drawing *d, const json_t *nodes, const struct spot *at)
{
	const json_t *node;
	size_t i;

	json_array_foreach (nodes, i, node) {
		struct spot below = {.above = node, .row = d->n, .level = at->level + 1};

		add_row(d, node, at);
		d->n++;
		add_nodes(d, json_object_get(node, "children"), &below);
	}
}

static void print_above(const struct view *v, const json_t *root)
{
	const json_t *by = json_object_get(root, "sent_by");
	_cleanup_str_ struct str day = {0}, text = {0};

	if (!json_is_object(by) || !*text_of(root, "day"))
		return;
	str_addf(&text, "%s was sent by %s on %s.", name_of(json_object_get(root, "contact")),
		 name_of(by), part_full_day(&day, text_of(root, "day")));
	view_paragraph(v, str_text(&text));
}

static void print_below(const struct view *v, const json_t *tree, bool is_alone)
{
	const json_t *roots = json_object_get(tree, "roots"),
		     *first = json_object_get(json_array_get(roots, 0), "contact");
	_cleanup_str_ struct str people = {0}, text = {0};

	if (json_array_size(roots) == 0)
		str_add(&text, "Nobody has referred anybody yet. It begins with the ask: vouch "
			       "earned");
	else if (is_alone)
		str_addf(&text, "%s has sent nobody yet.", name_of(first));
	else if (number_of(tree, "cut") > 0)
		str_addf(&text, "Not shown: %s. To see those below somebody: vouch tree NAME",
			 part_count(&people, number_of(tree, "cut"), "person", "people"));
	if (text.len > 0)
		view_paragraph(v, str_text(&text));
}

void view_tree(const struct cli *cli, const json_t *tree)
{
	const json_t *roots = json_object_get(tree, "roots");
	const struct view *v = &cli->view;
	struct view_column shown[ARRAY_LEN(columns)];
	_cleanup_table_ struct view_table *t = view_table_new(v, shown, ARRAY_LEN(shown));
	struct drawing d = {.v = v, .table = t};
	bool is_alone = json_array_size(roots) == 1 &&
			number_of(json_array_get(roots, 0), "chain.people") == 0;

	memcpy(shown, columns, sizeof shown);
	if (number_of(tree, "cut") == 0)
		shown[CUT].flags |= VIEW_SCRIPTS;
	add_nodes(&d, roots, &(struct spot){0});
	if (!v->is_plain && json_array_size(roots) == 1)
		print_above(v, json_array_get(roots, 0));
	if (v->is_plain || !is_alone)
		view_table_print(t);
	if (!v->is_plain)
		print_below(v, tree, is_alone);
}
