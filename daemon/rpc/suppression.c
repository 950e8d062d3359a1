/* suppression.*: add, list, remove. */
#include "ops/suppression.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

json_t *render_suppression(struct op *op, const struct suppression *x)
{
	json_t *o = json_object();

	set_id(o, "id", x->id);
	set_int(o, "version", x->version);
	set_object(o, "contact", render_who(op, x->contact));
	set_text(o, "channel", suppression_channels[x->channel]);
	set_text(o, "reason", x->reason);
	set_text(o, "evidence", x->evidence);
	set_day(o, "day", x->day);
	set_day(o, "until", x->until);
	set_bool(o, "in_force", suppression_holds(x, op->today));
	set_day(o, "lifted_day", x->lifted_day);
	set_text(o, "lift_reason", x->lift_reason);
	set_instant(o, "created_at", x->created_at);
	return o;
}

static json_t *render_all(struct op *op, const struct followup *items, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(list, render_followup_next(op, &items[i]));
	return list;
}

struct add_params {
	struct given given;
	int64_t contact;
	int channel;
	const char *reason, *evidence;
	struct day until;
};
#define S struct add_params
static const struct param add_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "who"),
	ROW_WORD(S, channel, "channel", suppression_channels, PARAM_REQUIRED, "in what way"),
	ROW_TEXT(S, reason, "reason", 1, VOUCH_REASON_MAX, PARAM_REQUIRED, "why"),
	ROW_DAY(S, until, "until", 0, "the first day on which it holds no more; without end"),
	ROW_TEXT(S, evidence, "evidence", 1, VOUCH_TEXT_MAX, 0,
		 "how they said it: their words, where it is kept"),
	{0},
};
#undef S

static int suppression_add(struct call *c, const void *params, json_t **ret)
{
	const struct add_params *p = params;
	struct suppression x = {
		.contact = p->contact,
		.channel = (enum suppression_channel)p->channel,
		.reason = p->reason,
		.evidence = p->evidence,
		.until = p->until,
	};
	struct suppression_effect effect;
	int r;

	r = op_suppression_add(c->op, &x, &effect);
	if (r)
		return r;
	*ret = under("suppression", render_suppression(c->op, &x));
	set_object(*ret, "cancelled", render_all(c->op, effect.cancelled, effect.n_cancelled));
	set_object(*ret, "held", render_all(c->op, effect.held, effect.n_held));
	return 0;
}

struct remove_params {
	struct given given;
	int64_t id;
	const char *reason;
};
#define S struct remove_params
static const struct param remove_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the suppression"),
	ROW_TEXT(S, reason, "reason", 1, VOUCH_REASON_MAX, PARAM_REQUIRED, "why"),
	{0},
};
#undef S

static int suppression_remove(struct call *c, const void *params, json_t **ret)
{
	const struct remove_params *p = params;
	struct suppression_effect effect;
	struct suppression x;
	int r;

	r = op_suppression_remove(c->op, p->id, p->reason, &x, &effect);
	if (r)
		return r;
	*ret = under("suppression", render_suppression(c->op, &x));
	set_object(*ret, "released", render_all(c->op, effect.held, effect.n_held));
	set_object(*ret, "cancelled", render_all(c->op, effect.cancelled, effect.n_cancelled));
	return 0;
}

struct list_of_suppressions {
	struct given given;
	struct list_params list;
	int64_t contact;
};
static const struct param list_params[] = {
	PARAMS_LIST(struct list_of_suppressions),
	ROW_ID(struct list_of_suppressions, contact, "contact", 0, "of whom"),
	{0},
};

static int suppression_list(struct call *c, const void *params, json_t **ret)
{
	const struct list_of_suppressions *p = params;
	struct suppression_filter filter = {.contact = p->contact, .limit = list_rows(&p->list)};
	struct suppressions rows;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.before_id, 1);
	if (r == 0)
		r = op_suppression_list(c->op, &filter, &rows);
	if (r)
		return r;
	page_open(&page);
	while (i < rows.n && i < (size_t)p->list.limit &&
	       page_add(&page, render_suppression(c->op, &rows.items[i])))
		i++;
	*ret = page_close(&page,
			  i < rows.n ? cursor_write(&rows.items[i - 1].id, 1, c->op->arena) : NULL);
	return 0;
}

const struct method suppression_methods[] = {
	{"suppression.add", add_params, sizeof(struct add_params), suppression_add, METHOD_WRITE,
	 "Do not contact somebody, in one way or at all",
	 "suppression, and the follow-ups it cancelled or holds: cancelled, held"},
	{"suppression.list", list_params, sizeof(struct list_of_suppressions), suppression_list,
	 METHOD_READ, "Who is not to be contacted, newest first", "items, next"},
	{"suppression.remove", remove_params, sizeof(struct remove_params), suppression_remove,
	 METHOD_WRITE, "They may be contacted again",
	 "suppression, the follow-ups it held: released, and those that stay cancelled: cancelled"},
	{0},
};
