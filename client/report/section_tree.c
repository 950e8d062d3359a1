/* Who sent whom, and what came of it: a list whose branches fold, and the same as a plot. */
#include "dates.h"
#include "report/html.h"
#include "report/report.h"
#include "view_parts.h"

/* "3 people, 2 sales, 1,200 EUR" */
static const char *chain_of(struct str *out, const struct view *v, const json_t *node)
{
	_cleanup_str_ struct str people = {0}, sales = {0}, revenue = {0};

	str_reset(out);
	str_addf(out, "%s, %s",
		 part_count(&people, number_of(node, "chain.people"), "person", "people"),
		 part_count(&sales, number_of(node, "chain.sales"), "sale", "sales"));
	if (*part_revenue(&revenue, v, member_of(node, "chain.revenue")))
		str_addf(out, ", %s", str_text(&revenue));
	return str_text(out);
}

/* "won Mon 7 Dec" */
static const char *status_of(struct str *out, const struct view *v, const json_t *node)
{
	_cleanup_str_ struct str day = {0};

	str_reset(out);
	str_add(out, text_of(node, "status"));
	if (out->len > 0 && *text_of(node, "day"))
		str_addf(out, " %s", part_day(&day, v, text_of(node, "day")));
	return str_text(out);
}

static void add_node(struct report *r, const json_t *node)
{
	_cleanup_str_ struct str text = {0};
	const struct view *v = &r->cli->view;
	struct str *out = &r->body;

	html_name(out, name_of(json_object_get(node, "contact")));
	if (*status_of(&text, v, node)) {
		str_add(out, " <small>");
		html_text(out, str_text(&text));
		str_add(out, "</small>");
	}
	if (number_of(node, "chain.people") == 0)
		return;
	str_add(out, " <span class=\"chain\">brought ");
	html_text(out, chain_of(&text, v, node));
	str_add(out, "</span>");
}

/* People whom the answer leaves out below this one. */
static void add_cut(struct report *r, const json_t *node)
{
	const json_t *children = json_object_get(node, "children"), *child;
	long long n = number_of(node, "cut");
	size_t i;

	json_array_foreach (children, i, child)
		n -= number_of(child, "cut");
	if (n > 0)
		str_addf(&r->body, "<li class=\"quiet\">and %lld more</li>\n", n);
}

/* Answers are nested 30 deep at most. */
static void add_nodes(struct report *r, const json_t *nodes)
{
	const json_t *node;
	size_t i;

	json_array_foreach (nodes, i, node) {
		const json_t *children = json_object_get(node, "children");
		bool is_leaf = json_array_size(children) == 0 && number_of(node, "cut") == 0;

		str_add(&r->body, is_leaf ? "<li>" : "<li><details open><summary>");
		add_node(r, node);
		if (!is_leaf) {
			str_add(&r->body, "</summary><ul>\n");
			add_nodes(r, children);
			add_cut(r, node);
			str_add(&r->body, "</ul></details>");
		}
		str_add(&r->body, "</li>\n");
	}
}

static json_t *data_of(const struct report *r, const json_t *nodes)
{
	json_t *list = json_array();
	const json_t *node;
	size_t i;

	json_array_foreach (nodes, i, node) {
		_cleanup_str_ struct str status = {0}, revenue = {0};
		const struct view *v = &r->cli->view;

		(void)json_array_append_new(
			list, json_pack("{s:I, s:o, s:s, s:I, s:I, s:s, s:I, s:o}", "id",
					(json_int_t)number_of(node, "contact.id"), "name",
					html_json_text(name_of(json_object_get(node, "contact"))),
					"status", status_of(&status, v, node), "people",
					(json_int_t)number_of(node, "chain.people"), "sales",
					(json_int_t)number_of(node, "chain.sales"), "revenue",
					part_revenue(&revenue, v, member_of(node, "chain.revenue")),
					"cut", (json_int_t)number_of(node, "cut"), "children",
					data_of(r, json_object_get(node, "children"))));
	}
	return list;
}

static void add_sentence(struct report *r, const json_t *tree)
{
	long long cut = number_of(tree, "cut");
	_cleanup_str_ struct str text = {0}, roots = {0}, people = {0};
	size_t n = json_array_size(json_object_get(tree, "roots"));

	if (n == 0)
		str_add(&text, "Nobody has referred anybody yet. It begins with the ask: vouch "
			       "earned.");
	else
		str_addf(&text, "%s at the head of %s: %s in all.",
			 part_count(&people, (long long)n, "person stands", "people stand"),
			 n == 1 ? "one chain" : "chains",
			 part_count(&roots, number_of(tree, "people"), "person", "people"));
	if (cut > 0)
		str_addf(&text,
			 " %lld of them are not shown here; to see those below somebody: "
			 "vouch tree NAME.",
			 cut);
	html_paragraph(&r->body, NULL, str_text(&text));
}

void section_tree(struct report *r)
{
	const json_t *tree = report_answer(r, "tree"), *roots = json_object_get(tree, "roots");

	str_add(&r->body, "<section id=\"tree\">\n<h2>Who sent whom</h2>\n");
	add_sentence(r, tree);
	if (json_array_size(roots) > 0) {
		html_plot(&r->body, "tree");
		html_fold_begin(&r->body, true, "The same as a list");
		str_add(&r->body, "<ul class=\"tree\">\n");
		add_nodes(r, roots);
		str_add(&r->body, "</ul>\n");
		html_fold_end(&r->body, true);
	}
	str_add(&r->body, "</section>\n");
	(void)json_object_set_new(r->data, "tree", data_of(r, roots));
}
