/* journal.list: what was changed, by whom, and when. */
#include "ops/journal.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct journal_params {
	struct given given;
	struct list_params list;
	int64_t contact;
};
static const struct param list_params[] = {
	PARAMS_LIST(struct journal_params),
	ROW_ID(struct journal_params, contact, "contact", 0, "only what touched them"),
	{0},
};

static json_t *render_entry(const struct journal_entry *e)
{
	json_t *o = json_object();

	set_id(o, "id", e->id);
	set_instant(o, "at", e->at);
	set_text(o, "actor", journal_actor_name(e->actor));
	set_text(o, "method", e->method);
	set_text(o, "summary", e->summary);
	set_int(o, "rows", e->n_rows);
	set_id(o, "group", e->group_id);
	set_id(o, "undoes", e->undoes);
	set_id(o, "undone_by", e->undone_by);
	return o;
}

static int list_entries(struct call *c, const void *params, json_t **ret)
{
	const struct journal_params *p = params;
	struct journal_entry *items;
	struct page page;
	struct journal_filter filter = {.contact = p->contact, .limit = list_rows(&p->list)};
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.before, 1);
	if (r)
		return r;
	r = op_journal_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit && page_add(&page, render_entry(&items[i])))
		i++;
	if (i < n)
		*ret = page_close(&page, cursor_write(&items[i - 1].id, 1, c->op->arena));
	else
		*ret = page_close(&page, NULL);
	return 0;
}

const struct method journal_methods[] = {
	{"journal.list", list_params, sizeof(struct journal_params), list_entries, METHOD_READ,
	 "What was changed, newest first", "items, next"},
	{0},
};
