/* request.*: add, done, list. */
#include "ops/request.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

static json_t *render(struct op *op, const struct request *x)
{
	json_t *o = json_object();

	set_id(o, "id", x->id);
	set_int(o, "version", x->version);
	set_object(o, "contact", render_who(op, x->contact));
	set_text(o, "kind", request_kinds[x->kind]);
	set_day(o, "day", x->day);
	set_day(o, "due_day", x->due_day);
	if (day_is_none(x->done_day))
		set_int(o, "days_left", x->due_day.n - op->today.n);
	else
		set_object(o, "days_left", json_null());
	set_day(o, "done_day", x->done_day);
	return o;
}

struct request_params {
	struct given given;
	struct list_params list;
	int64_t id, contact;
	int kind;
	struct day day;
};
#define S struct request_params
static const struct param add_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "who asked"),
	ROW_WORD(S, kind, "kind", request_kinds, PARAM_REQUIRED, "for what"),
	ROW_DAY(S, day, "day", 0, "when; today"),
	{0},
};
static const struct param done_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the request"),
	ROW_DAY(S, day, "day", 0, "when it was answered; today"),
	{0},
};
static const struct param list_params[] = {PARAMS_LIST(S), {0}};

static int request_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct request x = {
		.contact = p->contact, .kind = (enum request_kind)p->kind, .day = p->day};
	int r;

	r = op_request_add(c->op, &x);
	if (r == 0)
		*ret = under("request", render(c->op, &x));
	return r;
}

static int request_done(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct request x;
	int r;

	r = op_request_done(c->op, p->id, p->day, &x);
	if (r == 0)
		*ret = under("request", render(c->op, &x));
	return r;
}

static int request_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	int64_t after[2] = {INT32_MIN, 0};
	struct requests rows;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, after, 2);
	if (r == 0)
		r = op_request_open(c->op, after, list_rows(&p->list), &rows);
	if (r)
		return r;
	page_open(&page);
	while (i < rows.n && i < (size_t)p->list.limit &&
	       page_add(&page, render(c->op, &rows.items[i])))
		i++;
	if (i && i < rows.n) {
		after[0] = rows.items[i - 1].due_day.n;
		after[1] = rows.items[i - 1].id;
	}
	*ret = page_close(&page, i < rows.n ? cursor_write(after, 2, c->op->arena) : NULL);
	return 0;
}
#undef S

const struct method request_methods[] = {
	{"request.add", add_params, sizeof(struct request_params), request_add, METHOD_WRITE,
	 "Somebody asks what is held about them, or to be forgotten: 30 days to answer", "request"},
	{"request.done", done_params, sizeof(struct request_params), request_done, METHOD_WRITE,
	 "A request was answered", "request"},
	{"request.list", list_params, sizeof(struct request_params), request_list, METHOD_READ,
	 "Requests that are not answered yet, the first due first", "items, next"},
	{0},
};
