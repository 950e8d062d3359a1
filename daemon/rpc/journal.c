/* journal.list, journal.get and journal.undo: what was changed, by whom, and how to go back. */
#include "ops/journal.h"

#include "ops/undo.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct journal_params {
	struct given given;
	struct list_params list;
	int64_t id, contact;
};
#define S struct journal_params
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, contact, "contact", 0, "only what touched them"),
	{0},
};
static const struct param get_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the entry"),
	{0},
};
static const struct param undo_params[] = {
	ROW_ID(S, id, "id", 0,
	       "the entry; the newest that you made and that is not undone, nor an undo"),
	{0},
};
#undef S

static json_t *render_contacts(struct op *op, const struct journal_line *line)
{
	json_t *all = json_array();

	for (size_t i = 0; i < line->n_contacts; i++) {
		json_t *who = json_object();

		set_id(who, "id", line->contacts[i]);
		set_text(who, "name", op_journal_name(op, line->contacts[i]));
		(void)json_array_append_new(all, who);
	}
	return all;
}

static json_t *render_line(struct op *op, const struct journal_line *line)
{
	const struct journal_entry *e = &line->entry;
	json_t *o = json_object();

	set_id(o, "id", e->id);
	set_instant(o, "at", e->at);
	set_text(o, "actor", journal_actors[e->actor]);
	set_text(o, "method", e->method);
	set_text(o, "text", line->text);
	set_text(o, "summary", e->summary);
	set_object(o, "contacts", render_contacts(op, line));
	set_int(o, "rows", e->n_rows);
	set_id(o, "group", e->group_id);
	set_id(o, "undoes", e->undoes);
	set_id(o, "undone_by", e->undone_by);
	set_bool(o, "can_undo", line->can_undo);
	return o;
}

static int list_entries(struct call *c, const void *params, json_t **ret)
{
	const struct journal_params *p = params;
	struct journal_line *items;
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
	while (i < n && i < (size_t)p->list.limit && page_add(&page, render_line(c->op, &items[i])))
		i++;
	if (i < n)
		*ret = page_close(&page, cursor_write(&items[i - 1].entry.id, 1, c->op->arena));
	else
		*ret = page_close(&page, NULL);
	return 0;
}

static int get_entry(struct call *c, const void *params, json_t **ret)
{
	const struct journal_params *p = params;
	struct journal_line line;
	const char *why;
	int64_t left;
	int r;

	r = op_journal_get(c->op, p->id, &line);
	if (r == 0)
		r = op_undo_state(c->op, &line.entry, &left, &why);
	if (r)
		return r;
	*ret = under("entry", render_line(c->op, &line));
	set_int(*ret, "left", left);
	set_text(*ret, "why", why && *why ? why : NULL);
	return 0;
}

/* The undo's own entry is written after this. */
static int undo_one(struct call *c, const void *params, json_t **ret)
{
	const struct journal_params *p = params;
	struct journal_line line;
	struct undone undone;
	int r;

	r = op_undo(c->op, p->id, &undone);
	if (r)
		return r;
	if (!undone.is_running)
		undone.entry.undone_by = c->op->journal;
	r = op_journal_line(c->op, &undone.entry, &line);
	if (r)
		return r;
	*ret = under("undone", render_line(c->op, &line));
	set_text(*ret, "text", undone.text);
	set_int(*ret, "rows", undone.n_rows);
	set_text(*ret, "state", undone.is_running ? "running" : "done");
	return 0;
}

#define SIZE sizeof(struct journal_params)
const struct method journal_methods[] = {
	{"journal.list", list_params, SIZE, list_entries, METHOD_READ,
	 "What was changed, newest first; of an import the first entry stands for all",
	 "items, next"},
	{"journal.get", get_params, SIZE, get_entry, METHOD_READ,
	 "One entry, and how much of it is still to be taken back", "entry, left, why"},
	{"journal.undo", undo_params, SIZE, undo_one, METHOD_WRITE,
	 "Take an entry back, of an import all of it; an undo can be undone as well",
	 "undone, text, rows, state"},
	{0},
};
