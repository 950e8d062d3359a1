/* plan.*: put, get, list, preview, apply. */
#include "ops/plan.h"

#include <stdlib.h>
#include <string.h>

#include "domain/words.h"
#include "ops/run.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/plan_document.h"
#include "rpc/render.h"
#include "rpc/rows.h"

static json_t *render_plan(const struct plan *plan)
{
	json_t *o = json_object();

	set_text(o, "name", plan->name);
	set_int(o, "version", plan->version);
	set_text(o, "title", plan->title);
	set_object(o, "document", plan_document_render(plan));
	return o;
}

struct put_params {
	struct given given;
	struct document_params document;
};
static const struct param put_params[] = {
	ROW_OBJECT(struct put_params, document, "document", document_params, PARAM_REQUIRED,
		   "the plan: name, title, steps"),
	{0},
};

static int plan_put(struct call *c, const void *params, json_t **ret)
{
	const struct put_params *p = params;
	struct plan plan;
	int r;

	plan_document_read(&p->document, c->op->arena, &plan);
	r = op_plan_put(c->op, &plan);
	if (r == 0)
		*ret = under("plan", render_plan(&plan));
	return r;
}

struct name_params {
	struct given given;
	struct list_params list;
	const char *name;
	int64_t version;
};
static const struct param get_params[] = {
	ROW_TEXT(struct name_params, name, "name", 1, VOUCH_WORD_MAX, PARAM_REQUIRED, "the plan"),
	ROW_INT(struct name_params, version, "version", 1, INT32_MAX, 0, 0, "the newest"),
	{0},
};
static const struct param list_params[] = {PARAMS_LIST(struct name_params), {0}};

static int plan_get(struct call *c, const void *params, json_t **ret)
{
	const struct name_params *p = params;
	struct plan plan;
	int r;

	r = op_plan_get(c->op, p->name, (int)p->version, &plan);
	if (r == 0)
		*ret = under("plan", render_plan(&plan));
	return r;
}

static int plan_list(struct call *c, const void *params, json_t **ret)
{
	const struct name_params *p = params;
	struct plan *items;
	struct page page;
	size_t n, i = 0;
	int r;

	r = op_plan_list(c->op, p->list.cursor, list_rows(&p->list), &items, &n);
	if (r)
		return r;
	page_open(&page);
	for (; i < n && i < (size_t)p->list.limit; i++) {
		json_t *o = json_object();

		set_text(o, "name", items[i].name);
		set_int(o, "version", items[i].version);
		set_text(o, "title", items[i].title);
		set_int(o, "steps", (int64_t)items[i].n_steps);
		if (!page_add(&page, o))
			break;
	}
	*ret = page_close(&page, i < n ? items[i - 1].name : NULL);
	return 0;
}

struct preview_params {
	struct given given;
	const char *plan;
	struct day anchor_day;
	int64_t contact, sale, referral;
};
#define S struct preview_params
static const struct param preview_params[] = {
	ROW_TEXT(S, plan, "plan", 1, VOUCH_WORD_MAX, PARAM_REQUIRED, "the plan"),
	ROW_DAY(S, anchor_day, "anchor_day", PARAM_REQUIRED, "the day it counts from"),
	ROW_ID(S, contact, "contact", 0, "for whom; for nobody in particular"),
	{0},
};
static const struct param apply_params[] = {
	ROW_TEXT(S, plan, "plan", 1, VOUCH_WORD_MAX, PARAM_REQUIRED, "the plan"),
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "for whom"),
	ROW_ID(S, sale, "sale", 0, "the sale it belongs to"),
	ROW_ID(S, referral, "referral", 0, "the referral it belongs to"),
	ROW_DAY(S, anchor_day, "anchor_day", 0, "the day it counts from; today"),
	{0},
};

static json_t *render_row(struct op *op, const struct plan *plan, const struct plan_row *row)
{
	const struct plan_step *step = &plan->steps[row->step];
	json_t *o = json_object();

	set_text(o, "key", step->key);
	set_text(o, "kind", followup_kinds[step->kind]);
	set_text(o, "title", step->text);
	set_text(o, "state", followup_states[row->state]);
	set_text(o, "waits_for", word_at(followup_waits, row->waits_for));
	set_due(o, "due", row->at.due.day, row->at.due.minute);
	set_instant(o, "due_at", op_instant(op, row->at.due.day, row->at.due.minute));
	set_text(o, "weekday", weekday_name(day_weekday(row->at.due.day)));
	set_text(o, "reason", step->reason);
	plan_leads_render(step, o);
	return o;
}

static int plan_preview(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct run_anchor anchor = {.kind = ANCHOR_CONTACT,
				    .id = p->contact,
				    .contact = p->contact,
				    .day = p->anchor_day};
	struct plan_row *rows = arena_array(c->op->arena, PLAN_ROWS_MAX, sizeof *rows);
	const struct plan *plan;
	json_t *o, *steps;
	size_t n;
	int r;

	r = op_run_preview(c->op, p->plan, &anchor, &plan, rows, &n);
	if (r)
		return r;
	o = json_object();
	steps = json_array();
	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(steps, render_row(c->op, plan, &rows[i]));
	set_text(o, "plan", plan->name);
	set_int(o, "version", plan->version);
	set_day(o, "anchor_day", p->anchor_day);
	set_object(o, "steps", steps);
	*ret = o;
	return 0;
}

static int plan_apply(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	const struct run_anchor target = {
		.kind = p->sale       ? ANCHOR_SALE
			: p->referral ? ANCHOR_REFERRAL
				      : ANCHOR_CONTACT,
		.id = p->sale       ? p->sale
		      : p->referral ? p->referral
				    : p->contact,
		.contact = p->contact,
		.sale = p->sale,
		.day = p->anchor_day,
	};
	struct followup *items;
	struct run run;
	size_t n;
	int r;

	if (p->sale && p->referral)
		return op_fail(c->op, VOUCH_E_CONFLICT, "referral",
			       "a plan counts from a sale or from a referral, not from both");
	r = op_plan_apply(c->op, p->plan, &target, &run);
	if (r == 0)
		r = op_run_followups(c->op, run.id, &items, &n);
	if (r)
		return r;
	*ret = under("run", render_run(c->op, &run));
	set_object(*ret, "followups", render_followup_briefs(c->op, items, n));
	return 0;
}
#undef S

const struct method plan_methods[] = {
	{"plan.put", put_params, sizeof(struct put_params), plan_put, METHOD_WRITE,
	 "Store a plan as a new version", "plan; or every fault with its place"},
	{"plan.get", get_params, sizeof(struct name_params), plan_get, METHOD_READ, "One plan",
	 "plan"},
	{"plan.list", list_params, sizeof(struct name_params), plan_list, METHOD_READ,
	 "Plans by name", "items, next"},
	{"plan.preview", preview_params, sizeof(struct preview_params), plan_preview, METHOD_READ,
	 "The dated steps a plan would make, before anything is stored",
	 "plan, version, anchor_day, steps"},
	{"plan.apply", apply_params, sizeof(struct preview_params), plan_apply, METHOD_WRITE,
	 "Start a plan for a contact", "run, followups"},
	{0},
};
