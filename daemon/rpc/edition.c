/* edition.*: list, recipients, mark. */
#include "ops/edition.h"

#include "ops/contact.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

/* In the order of enum recipient_state, without what each begins as. */
static const char *const marks[] = {"exported", "sent", "returned", "received", "skipped", NULL};

static json_t *render_facts(const struct edition *e)
{
	json_t *o = json_object();

	set_id(o, "id", e->id);
	set_int(o, "version", e->version);
	set_id(o, "campaign", e->campaign);
	set_day(o, "day", e->day);
	set_text(o, "state", edition_states[e->state]);
	set_day(o, "frozen_day", e->frozen_day);
	set_day(o, "ended_day", e->ended_day);
	return o;
}

json_t *render_edition(const struct edition_row *row)
{
	json_t *o = render_facts(&row->edition);

	set_int(o, "recipients", row->counts.recipients);
	set_int(o, "sent", row->counts.sent);
	set_int(o, "returned", row->counts.returned);
	set_int(o, "received", row->counts.received);
	set_int(o, "skipped", row->counts.skipped);
	return o;
}

static json_t *render_item(struct op *op, const struct edition_item *item)
{
	const struct address *a = &item->address;
	json_t *o = json_object(), *who = json_object();

	set_id(who, "id", item->row.contact);
	set_text(who, "name", item->name);
	set_object(o, "contact", who);
	set_id(o, "household", item->row.household);
	set_text(o, "names", item->names);
	set_text(o, "street", a->street);
	set_text(o, "city", a->city);
	set_text(o, "region", a->region);
	set_text(o, "postcode", a->postcode);
	set_text(o, "country", a->country);
	set_text(o, "email", item->email);
	set_bool(o, "address_ok", item->is_address_ok);
	set_text(o, "why_not", recipients_say_why(op, item));
	set_text(o, "state", recipient_states[recipient_state_of(&item->row)]);
	set_day(o, "sent_day", item->row.sent_day);
	set_text(o, "reason", item->row.reason);
	return o;
}

struct edition_params {
	struct given given;
	struct list_params list;
	int64_t id, campaign;
	bool export;
	struct id_list contacts;
	bool all;
	int state;
	struct day day;
	const char *reason;
};
#define S struct edition_params
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, campaign, "campaign", PARAM_REQUIRED, "the campaign"),
	{0},
};
static const struct param recipients_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the edition"),
	ROW_BOOL(S, export, "export",
		 "it is read to be printed: who is on it is fixed from now on"),
	{0},
};
static const struct param mark_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the edition"),
	ROW_IDS(S, contacts, "contacts", VOUCH_IDS_MAX, 0,
		"whom it is said of; one of a household stands for it"),
	ROW_BOOL(S, all, "all", "of everybody whom it goes to; sent and skipped end the edition"),
	ROW_WORD(S, state, "state", marks, PARAM_REQUIRED,
		 "exported, sent, returned (mail came back), received (a card came from them), "
		 "skipped"),
	ROW_DAY(S, day, "day", 0, "when; today"),
	ROW_TEXT(S, reason, "reason", 1, VOUCH_REASON_MAX, 0, "why it was skipped"),
	{0},
};

static int edition_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	int64_t before = NO_DAY.n;
	struct edition_rows rows;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, &before, 1);
	if (r == 0)
		r = op_edition_list(c->op, p->campaign, (struct day){(int32_t)before},
				    list_rows(&p->list), &rows);
	if (r)
		return r;
	page_open(&page);
	while (i < rows.n && i < (size_t)p->list.limit &&
	       page_add(&page, render_edition(&rows.items[i])))
		i++;
	if (i == rows.n) {
		*ret = page_close(&page, NULL);
		return 0;
	}
	before = rows.items[i - 1].edition.day.n;
	*ret = page_close(&page, cursor_write(&before, 1, c->op->arena));
	return 0;
}

static int edition_recipients(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct edition_items rows;
	struct edition edition;
	struct issue issue;
	int64_t after = 0;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, &after, 1);
	if (r == 0)
		r = op_edition_get(c->op, p->id, p->export, &issue);
	if (r == 0)
		r = recipients_page(c->op, c->op->arena, &issue, after, (size_t)p->list.limit,
				    &rows);
	if (r)
		return r;
	edition = issue.edition;
	edition.state = edition_state_on(&edition, &c->op->env->work, c->op->today);
	page_open(&page);
	while (i < rows.n && page_add(&page, render_item(c->op, &rows.items[i])))
		i++;
	*ret = page_close(&page,
			  i < rows.n || rows.has_more
				  ? cursor_write(&rows.items[i - 1].row.contact, 1, c->op->arena)
				  : NULL);
	set_object(*ret, "edition", render_facts(&edition));
	set_text(*ret, "kind", campaign_kinds[issue.campaign.kind]);
	set_text(*ret, "name", issue.campaign.name);
	return 0;
}

static int edition_mark(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	const struct mark mark = {
		.edition = p->id,
		.contacts = p->contacts.items,
		.n_contacts = p->contacts.n,
		.state = (enum recipient_state)(p->state + 1),
		.day = p->day,
		.reason = p->reason,
	};
	struct edition_row row;
	int64_t n;
	int r;

	if (p->all == (p->contacts.n > 0))
		return op_fail(c->op, VOUCH_E_CONFLICT, p->all ? "all" : "contacts",
			       "give either contacts or all");
	r = op_edition_mark(c->op, &mark, &row, &n);
	if (r)
		return r;
	*ret = under("edition", render_edition(&row));
	set_int(*ret, "marked", n);
	return 0;
}

const struct method edition_methods[] = {
	{"edition.list", list_params, sizeof(S), edition_list, METHOD_READ,
	 "Editions of a campaign, the newest first; a gap is one that was missed or skipped",
	 "items, next"},
	{"edition.recipients", recipients_params, sizeof(S), edition_recipients, METHOD_WRITE,
	 "Everybody an edition is for, and why it does not go to some of them",
	 "edition, kind and name of its campaign, items, next"},
	{"edition.mark", mark_params, sizeof(S), edition_mark, METHOD_WRITE,
	 "What became of an edition: sent cards and newsletters are touches",
	 "edition, marked: how many it was new for"},
	{0},
};
