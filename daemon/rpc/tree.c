/* referral.tree: who sent whom, and what came of it. */
#include "ops/tree.h"

#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

static json_t *render_money(const struct forest_money *m)
{
	json_t *o = json_object();

	set_text(o, "currency", m->currency);
	set_int(o, "exponent", m->exponent);
	set_int(o, "amount", m->amount);
	return o;
}

json_t *render_forest_sum(const struct forest_sum *sum)
{
	json_t *o = json_object(), *revenue = json_array();

	for (size_t i = 0; i < sum->n_revenue; i++)
		(void)json_array_append_new(revenue, render_money(&sum->revenue[i]));
	set_int(o, "people", sum->people);
	set_int(o, "sales", sum->sales);
	set_object(o, "revenue", revenue);
	return o;
}

struct tree_params {
	struct given given;
	int64_t contact, depth;
};
#define S struct tree_params
static const struct param tree_params[] = {
	ROW_ID(S, contact, "contact", 0, "whose tree; everybody's"),
	ROW_INT(S, depth, "depth", 1, VOUCH_TREE_DEPTH_MAX, VOUCH_TREE_DEPTH, 0,
		"how many generations below the first"),
	{0},
};
#undef S

static json_t *render_node(struct op *op, const struct tree_node *node)
{
	const struct referral *x = &node->referral;
	json_t *o = json_object();

	set_object(o, "contact", render_who(op, node->contact));
	set_id(o, "referral", x->id);
	set_text(o, "status", x->id ? referral_statuses[x->status] : NULL);
	set_day(o, "day", x->id ? x->received_day : NO_DAY);
	set_object(o, "direct", render_forest_sum(&node->share.direct));
	set_object(o, "chain", render_forest_sum(&node->share.chain));
	set_int(o, "depth", node->depth);
	set_int(o, "open", node->n_open);
	set_int(o, "cut", 0);
	set_object(o, "children", json_array());
	return o;
}

/* As many nodes as an answer has room for; how many those are. */
static size_t render_nodes(struct op *op, const struct tree_nodes *nodes, json_t *to[])
{
	size_t bytes = 0;

	for (size_t i = 0; i < nodes->n; i++) {
		to[i] = render_node(op, &nodes->items[i]);
		bytes += json_dumpb(to[i], NULL, 0, JSON_COMPACT) + 1;
		if (i > 0 && bytes > VOUCH_PAGE_BYTES_MAX) {
			json_decref(to[i]);
			return i;
		}
	}
	return nodes->n;
}

/* Whoever is below somebody and not shown; people below minus those shown. */
static void set_cuts(const struct tree_nodes *nodes, size_t n, json_t *of[], int64_t *shown)
{
	for (size_t i = n; i > 0; i--) {
		const struct tree_node *node = &nodes->items[i - 1];

		set_int(of[i - 1], "cut", node->share.chain.people - shown[i - 1]);
		if (node->up != TREE_NO_NODE)
			shown[node->up] += shown[i - 1] + 1;
	}
}

static json_t *hang_up(const struct tree_nodes *nodes, size_t n, json_t *of[])
{
	json_t *roots = json_array();

	for (size_t i = 0; i < n; i++) {
		size_t up = nodes->items[i].up;

		(void)json_array_append_new(
			up == TREE_NO_NODE ? roots : json_object_get(of[up], "children"), of[i]);
	}
	return roots;
}

static int referral_tree(struct call *c, const void *params, json_t **ret)
{
	const struct tree_params *p = params;
	struct tree_nodes nodes;
	int64_t *shown;
	json_t **items;
	size_t n;
	int r;

	r = op_referral_tree(c->op, p->contact, (int)p->depth, &nodes);
	if (r)
		return r;
	items = arena_array(c->op->arena, nodes.n + 1, sizeof(json_t *));
	shown = arena_array(c->op->arena, nodes.n + 1, sizeof *shown);
	n = render_nodes(c->op, &nodes, items);
	set_cuts(&nodes, n, items, shown);
	if (p->contact)
		set_object(items[0], "sent_by",
			   nodes.sent_by ? render_who(c->op, nodes.sent_by) : json_null());
	*ret = json_object();
	set_object(*ret, "roots", hang_up(&nodes, n, items));
	set_int(*ret, "people", nodes.people);
	set_int(*ret, "cut", nodes.people - (int64_t)n);
	return 0;
}

const struct method tree_methods[] = {
	{"referral.tree", tree_params, sizeof(struct tree_params), referral_tree, METHOD_READ,
	 "Who sent whom, and what came of it; at most 1,000 people, the best chains first",
	 "roots: nested, with children, direct and chain sales, depth, open; people, cut"},
	{0},
};
