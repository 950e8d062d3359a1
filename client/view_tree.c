/* The referral tree: who sent whom, and what came of it. */
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
	[SALES] = {"sales", VIEW_RIGHT, 0},
	[REVENUE] = {"revenue", 0, 0},
	[OPEN] = {"open", VIEW_RIGHT, 0},
	[CUT] = {"not shown", VIEW_SCRIPTS, 0},
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

static const char *person_of(struct str *out, const struct view *v, const json_t *node)
{
	long long cut = v->is_plain ? 0 : cut_here(node);

	str_reset(out);
	str_add(out, name_of(json_object_get(node, "contact")));
	if (cut > 0)
		str_addf(out, " (+%lld)", cut);
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
			person_of(&text, d->v, node));
	set_number(t, LEVEL, at->level);
	set_number(t, ID, number_of(node, "contact.id"));
	if (at->above)
		set_number(t, BY, number_of(at->above, "contact.id"));
	else if (*text_of(node, "sent_by.name"))
		set_number(t, BY, number_of(node, "sent_by.id"));
	view_table_cell(t, DAY, VIEW_NORMAL, part_day(&text, d->v, text_of(node, "day")));
	view_table_cell(t, STATUS, VIEW_NORMAL, status);
	set_number(t, SALES, number_of(node, "chain.sales"));
	view_table_cell(t, REVENUE, VIEW_NORMAL,
			part_revenue(&text, d->v, member_of(node, "chain.revenue")));
	set_number(t, OPEN, number_of(node, "open"));
	set_number(t, CUT, number_of(node, "cut"));
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
	_cleanup_str_ struct str day = {0};

	if (json_is_object(by) && *text_of(root, "day"))
		view_line(v, VIEW_NORMAL, "%s was sent by %s on %s.",
			  name_of(json_object_get(root, "contact")), name_of(by),
			  part_full_day(&day, text_of(root, "day")));
}

static void print_below(const struct view *v, const json_t *tree)
{
	const json_t *roots = json_object_get(tree, "roots"), *first = json_array_get(roots, 0);
	_cleanup_str_ struct str people = {0};

	if (json_array_size(roots) == 0)
		view_line(v, VIEW_NORMAL,
			  "Nobody has referred anybody yet. It begins with the ask: vouch earned");
	else if (json_array_size(roots) == 1 && number_of(first, "chain.people") == 0)
		view_line(v, VIEW_NORMAL, "%s has sent nobody yet.",
			  name_of(json_object_get(first, "contact")));
	else if (number_of(tree, "cut") > 0)
		view_line(v, VIEW_DIM,
			  "Not shown: %s, (+N) in the tree. To see them: vouch tree NAME",
			  part_count(&people, number_of(tree, "cut"), "person", "people"));
}

void view_tree(const struct cli *cli, const json_t *tree)
{
	const json_t *roots = json_object_get(tree, "roots");
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	struct drawing d = {.v = v, .table = t};
	bool is_alone = json_array_size(roots) == 1 &&
			number_of(json_array_get(roots, 0), "chain.people") == 0;

	add_nodes(&d, roots, &(struct spot){0});
	if (!v->is_plain && json_array_size(roots) == 1)
		print_above(v, json_array_get(roots, 0));
	if (v->is_plain || !is_alone)
		view_table_print(t);
	if (!v->is_plain)
		print_below(v, tree);
}
