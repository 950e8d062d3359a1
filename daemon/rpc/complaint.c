/* complaint.*: add, resolve, get, list. */
#include "ops/complaint.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

json_t *render_complaint(struct op *op, const struct complaint *c)
{
	json_t *o = json_object();

	set_id(o, "id", c->id);
	set_int(o, "version", c->version);
	set_object(o, "contact", render_who(op, c->contact));
	set_id(o, "sale", c->sale);
	set_text(o, "text", c->text);
	set_text(o, "state", complaint_states[c->state]);
	set_day(o, "day", c->day);
	set_day(o, "resolved_day", c->resolved_day);
	set_text(o, "note", c->note);
	set_instant(o, "created_at", c->created_at);
	return o;
}

struct complaint_params {
	struct given given;
	struct list_params list;
	int64_t id, contact, sale;
	const char *text, *note;
	struct day day;
	int state;
};
#define S struct complaint_params
#define ROW_COMPLAINT ROW_ID(S, id, "id", PARAM_REQUIRED, "the complaint")
static const struct param add_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "who complains"),
	ROW_TEXT(S, text, "text", 1, VOUCH_TEXT_MAX, PARAM_REQUIRED, "in their words"),
	ROW_ID(S, sale, "sale", 0, "the sale it is about"),
	ROW_DAY(S, day, "day", 0, "when it was said; today"),
	{0},
};
static const struct param resolve_params[] = {
	ROW_COMPLAINT,
	ROW_DAY(S, day, "day", 0, "when it was put right; today"),
	ROW_TEXT(S, note, "note", 1, VOUCH_TEXT_MAX, 0, "what was done"),
	{0},
};
static const struct param get_params[] = {ROW_COMPLAINT, {0}};
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, contact, "contact", 0, "only theirs"),
	ROW_WORD(S, state, "state", complaint_states, 0, "only these"),
	{0},
};

static int complaint_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct complaint complaint = {
		.contact = p->contact, .sale = p->sale, .text = p->text, .day = p->day};
	int r;

	r = op_complaint_add(c->op, &complaint);
	if (r)
		return r;
	*ret = under("complaint", render_complaint(c->op, &complaint));
	set_repair(c->op, *ret, complaint.contact);
	return 0;
}

static int complaint_resolve(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct complaint complaint;
	int r;

	r = op_complaint_resolve(c->op, p->id, p->day, p->note, &complaint);
	if (r)
		return r;
	*ret = under("complaint", render_complaint(c->op, &complaint));
	set_repair(c->op, *ret, complaint.contact);
	return 0;
}

static int complaint_get(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct complaint complaint;
	int r;

	r = op_complaint_get(c->op, p->id, &complaint);
	if (r == 0)
		*ret = under("complaint", render_complaint(c->op, &complaint));
	return r;
}

static int complaint_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct complaint_filter filter = {
		.contact = p->contact, .state = p->state, .limit = list_rows(&p->list)};
	struct complaint *items;
	struct page page;
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.before, 1);
	if (r == 0)
		r = op_complaint_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit &&
	       page_add(&page, render_complaint(c->op, &items[i])))
		i++;
	if (i < n)
		*ret = page_close(&page, cursor_write(&items[i - 1].id, 1, c->op->arena));
	else
		*ret = page_close(&page, NULL);
	return 0;
}

const struct method complaint_methods[] = {
	{"complaint.add", add_params, sizeof(S), complaint_add, METHOD_WRITE,
	 "Note a complaint: it is put right before anything else goes to their household",
	 "complaint, repair"},
	{"complaint.resolve", resolve_params, sizeof(S), complaint_resolve, METHOD_WRITE,
	 "A complaint is put right", "complaint, repair"},
	{"complaint.get", get_params, sizeof(S), complaint_get, METHOD_READ, "One complaint",
	 "complaint"},
	{"complaint.list", list_params, sizeof(S), complaint_list, METHOD_READ,
	 "Complaints, the last entered first", "items, next"},
	{0},
};
