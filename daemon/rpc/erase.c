/* contact.erase and contact.export: what people may ask of their data. */
#include "ops/erase.h"

#include "ops/person.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct erase_params {
	struct given given;
	int64_t id;
	const char *confirm;
};
#define S struct erase_params
static const struct param erase_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the contact"),
	ROW_TEXT(S, confirm, "confirm", 1, VOUCH_NAME_MAX, PARAM_REQUIRED,
		 "their name, exactly as it is written"),
	{0},
};
#undef S

static int contact_erase(struct call *c, const void *params, json_t **ret)
{
	const struct erase_params *p = params;
	struct erased erased;
	json_t *who = json_object(), *removed = json_object();
	int r;

	r = op_contact_erase(c->op, p->id, p->confirm, &erased);
	if (r) {
		json_decref(who);
		json_decref(removed);
		return r;
	}
	set_id(who, "id", p->id);
	set_int(removed, "rows", erased.n_rows);
	*ret = json_object();
	set_object(*ret, "erased", who);
	set_object(*ret, "removed", removed);
	set_int(*ret, "requests_done", erased.n_requests);
	return 0;
}

static json_t *render_value(const struct person_value *v)
{
	switch (v->type) {
	case PERSON_INTEGER:
		return json_integer(v->integer);
	case PERSON_TEXT:
		return json_string(v->text);
	case PERSON_NULL:
		return json_null();
	}
	return NULL;
}

static json_t *render_piece(const struct person_piece *x)
{
	json_t *o = json_object();

	set_text(o, "table", x->table->name);
	for (size_t i = 0; i < x->row.n; i++)
		set_object(o, x->row.values[i].column, render_value(&x->row.values[i]));
	return o;
}

struct export_params {
	struct given given;
	struct list_params list;
	int64_t id;
};
static const struct param export_params[] = {
	PARAMS_LIST(struct export_params),
	ROW_ID(struct export_params, id, "id", PARAM_REQUIRED, "the contact"),
	{0},
};

static int contact_export(struct call *c, const void *params, json_t **ret)
{
	const struct export_params *p = params;
	struct person_piece *items;
	int64_t after[2] = {0};
	struct page page;
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, after, 2);
	if (r == 0)
		r = op_contact_export(c->op, p->id, after, list_rows(&p->list), &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit && page_add(&page, render_piece(&items[i])))
		i++;
	if (i && i < n) {
		after[0] = items[i - 1].table->number;
		after[1] = items[i - 1].row.id;
	}
	*ret = page_close(&page, i < n ? cursor_write(after, 2, c->op->arena) : NULL);
	return 0;
}

const struct method erase_methods[] = {
	{"contact.export", export_params, sizeof(struct export_params), contact_export, METHOD_READ,
	 "All that is held about somebody, for them to read", "items, next"},
	{"contact.erase", erase_params, sizeof(struct erase_params), contact_erase, METHOD_WRITE,
	 "Forget somebody for good; this cannot be undone",
	 "erased, how many rows of theirs went: removed, and their requests that are answered so"},
	{0},
};
