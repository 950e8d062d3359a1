/* run.list and run.stop. */
#include "ops/run.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

json_t *render_run(struct op *op, const struct run *run)
{
	json_t *o = json_object(), *anchor = json_object();

	set_text(anchor, "kind", anchor_kinds[run->anchor_kind]);
	set_id(anchor, "id", run->anchor_id);
	set_id(o, "id", run->id);
	set_int(o, "version", run->version);
	set_text(o, "plan", run->plan_name);
	set_int(o, "plan_version", run->plan_number);
	set_object(o, "anchor", anchor);
	set_object(o, "contact", render_who(op, run->contact));
	set_id(o, "sale", run->sale);
	set_day(o, "anchor_day", run->anchor_day);
	set_text(o, "state", run_states[run->state]);
	set_text(o, "reason", run->reason);
	set_instant(o, "created_at", run->created_at);
	return o;
}

struct run_params {
	struct given given;
	struct list_params list;
	int64_t contact, id;
	int state;
	const char *reason;
};
#define S struct run_params
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, contact, "contact", 0, "only theirs"),
	ROW_WORD(S, state, "state", run_states, 0, "only these"),
	{0},
};
static const struct param stop_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the run"),
	ROW_TEXT(S, reason, "reason", 0, VOUCH_REASON_MAX, 0, "why"),
	{0},
};

static int run_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct run *items;
	struct page page;
	struct run_filter filter = {
		.contact = p->contact, .state = p->state, .limit = list_rows(&p->list)};
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.before, 1);
	if (r)
		return r;
	r = op_run_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit && page_add(&page, render_run(c->op, &items[i])))
		i++;
	if (i < n)
		*ret = page_close(&page, cursor_write(&items[i - 1].id, 1, c->op->arena));
	else
		*ret = page_close(&page, NULL);
	return 0;
}

static int run_stop(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct run run;
	int r;

	r = op_run_stop_by_id(c->op, p->id, p->reason, &run);
	if (r == 0)
		*ret = under("run", render_run(c->op, &run));
	return r;
}

const struct method run_methods[] = {
	{"run.list", list_params, sizeof(S), run_list, METHOD_READ, "Runs of plans, newest first",
	 "items, next"},
	{"run.stop", stop_params, sizeof(S), run_stop, METHOD_WRITE,
	 "Stop a run: what is open of it is cancelled", "run"},
	{0},
};
