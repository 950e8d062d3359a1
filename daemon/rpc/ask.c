/* ask.record and ask.list: asks and their answers. */
#include "ops/ask.h"

#include "domain/words.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

static const struct param name_params[] = {
	ROW_TEXT(struct ask_name, name, "name", 1, VOUCH_NAME_MAX, PARAM_REQUIRED, "who"),
	ROW_TEXT(struct ask_name, relation, "relation", 1, VOUCH_NAME_MAX, 0,
		 "what they are to the contact"),
	ROW_TEXT(struct ask_name, phone, "phone", 1, VOUCH_PHONE_MAX, 0, "their number"),
	ROW_TEXT(struct ask_name, email, "email", 1, VOUCH_EMAIL_MAX, 0, "their address"),
	ROW_WORD(struct ask_name, permission, "permission", permissions, PARAM_REQUIRED,
		 "none: nobody contacts them until it is given"),
	ROW_TEXT(struct ask_name, need, "need", 1, VOUCH_TEXT_MAX, 0, "what they need"),
	{0},
};

struct record_params {
	struct given given;
	int64_t contact;
	int outcome;
	struct day later_day;
	int64_t sale;
	int channel;
	struct day day;
	const char *note, *override_reason;
	int64_t followup;
	struct object_list names;
};
#define S struct record_params
static const struct param record_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "who was asked"),
	ROW_WORD(S, outcome, "outcome", ask_outcomes, PARAM_REQUIRED, "what they answered"),
	ROW_DAY(S, later_day, "later_day", 0, "when they may be asked again; with 'later'"),
	ROW_ID(S, sale, "sale", 0, "the sale it is about"),
	ROW_WORD(S, channel, "channel", channels, 0, "how they were asked; by a call"),
	ROW_DAY(S, day, "day", 0, "when it was; today"),
	ROW_TEXT(S, note, "note", 1, VOUCH_TEXT_MAX, 0, "what was said"),
	ROW_TEXT(S, override_reason, "override_reason", 1, VOUCH_REASON_MAX, 0,
		 "why an ask was made that was not earned"),
	ROW_ID(S, followup, "followup", 0, "the ask on the agenda; the contact's open one"),
	ROW_OBJECTS(S, names, "names", name_params, struct ask_name, 0, VOUCH_NAMES_MAX, 0,
		    "whom they named"),
	{0},
};

json_t *render_ask(struct op *op, const struct ask *a)
{
	json_t *o = json_object();

	set_id(o, "id", a->id);
	set_int(o, "version", a->version);
	set_object(o, "contact", render_who(op, a->contact));
	set_id(o, "followup", a->followup);
	set_id(o, "sale", a->sale);
	set_text(o, "channel", channels[a->channel]);
	set_day(o, "day", a->day);
	set_text(o, "outcome", word_at(ask_outcomes, a->outcome));
	set_day(o, "later_day", a->later_day);
	set_text(o, "override_reason", a->override_reason);
	set_text(o, "note", a->note);
	return o;
}

static json_t *render_one(struct op *op, const struct followup *f)
{
	return f->id ? render_followup(op, f) : json_null();
}

static int ask_record(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	const struct ask_answer answer = {
		.contact = p->contact,
		.sale = p->sale,
		.followup = p->followup,
		.outcome = (enum ask_outcome)p->outcome,
		.later_day = p->later_day,
		.day = p->day,
		.channel = p->channel,
		.note = p->note,
		.override_reason = p->override_reason,
		.names = p->names.items,
		.n_names = p->names.n,
	};
	struct ask_result result;
	json_t *list;
	int r;

	r = op_ask_record(c->op, &answer, &result);
	if (r)
		return r;
	list = json_array();
	for (size_t i = 0; i < result.n_referrals; i++)
		(void)json_array_append_new(list, render_referral(c->op, &result.referrals[i]));
	*ret = under("ask", render_ask(c->op, &result.ask));
	set_object(*ret, "followup", render_one(c->op, &result.followup));
	set_object(*ret, "later", render_one(c->op, &result.later));
	set_object(*ret, "referrals", list);
	return 0;
}
#undef S

struct list_of_asks {
	struct given given;
	struct list_params list;
	int64_t contact;
};
static const struct param list_params[] = {
	PARAMS_LIST(struct list_of_asks),
	ROW_ID(struct list_of_asks, contact, "contact", 0, "only theirs"),
	{0},
};

static int ask_list(struct call *c, const void *params, json_t **ret)
{
	const struct list_of_asks *p = params;
	struct ask_filter filter = {.contact = p->contact, .limit = list_rows(&p->list)};
	struct ask *items;
	struct page page;
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.before, 1);
	if (r == 0)
		r = op_ask_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit && page_add(&page, render_ask(c->op, &items[i])))
		i++;
	*ret = page_close(&page, i < n ? cursor_write(&items[i - 1].id, 1, c->op->arena) : NULL);
	return 0;
}

const struct method ask_methods[] = {
	{"ask.record", record_params, sizeof(struct record_params), ask_record, METHOD_WRITE,
	 "Note a referral ask and its answer", "ask, followup, later, referrals"},
	{"ask.list", list_params, sizeof(struct list_of_asks), ask_list, METHOD_READ,
	 "Asks and their answers, newest first", "items, next"},
	{0},
};
