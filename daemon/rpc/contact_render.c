/* How contacts and households look in answers; contact.brief and contact.timeline. */
#include "domain/cadence.h"
#include "domain/words.h"
#include "ops/contact.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

static json_t *render_texts(const char **items, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(list, json_string(items[i]));
	return list;
}

static json_t *render_next_of(struct op *op, const struct contact *c)
{
	struct followup next;

	if (op_contact_next(op, c, &next))
		return json_null();
	return render_followup_next(op, &next);
}

static json_t *render_consent(const struct contact *c)
{
	json_t *o = json_object();

	for (int i = 0; i < N_CONSENTS; i++)
		set_text(o, consent_channels[i], consents[c->consent[i]]);
	return o;
}

json_t *render_contact(struct op *op, const struct contact *c)
{
	json_t *o = json_object();

	set_id(o, "id", c->id);
	set_int(o, "version", c->version);
	set_text(o, "state", contact_states[c->state]);
	set_id(o, "merged_into", c->merged_into);
	set_text(o, "name", c->name ? c->name : "someone");
	set_text(o, "org", c->org);
	set_text(o, "given", c->given);
	set_text(o, "family", c->family);
	set_object(o, "emails", render_texts(c->emails, c->n_emails));
	set_object(o, "phones", render_texts(c->phones, c->n_phones));
	set_object(o, "address", render_address(&c->address));
	set_text(o, "timezone", c->timezone);
	set_text(o, "language", c->language);
	set_text(o, "cadence", word_at(cadences, c->cadence));
	set_object(o, "tags", render_texts(c->tags, c->n_tags));
	set_text(o, "notes", c->notes);
	set_text(o, "listen_for", c->listen_for);
	set_text(o, "source", c->source);
	set_text(o, "uid", c->uid);
	set_text(o, "external_id", c->external_id);
	set_id(o, "household", c->household);
	set_text(o, "preferred_channel", word_at(channels, c->preferred_channel));
	set_bool(o, "partner", c->is_partner);
	set_object(o, "consent", render_consent(c));
	set_day(o, "paused_until", c->paused_until);
	set_text(o, "pause_reason", c->pause_reason);
	if (c->state == CONTACT_DECEASED)
		set_day(o, "deceased_day", c->deceased_day);
	set_text(o, "standing", standings[c->standing]);
	set_day(o, "last_touch", c->last_touch_day);
	set_day(o, "last_two_way", c->last_two_way_day);
	set_object(o, "next", render_next_of(op, c));
	set_instant(o, "created_at", c->created_at);
	return o;
}

/* For how long there was no word both ways, and whether that is too long for their class. */
static void set_silence(json_t *o, const struct op *op, const struct contact *c)
{
	enum silence silence = SILENCE_NONE;

	if (c->class >= 0)
		silence = cadence_silence(c->last_two_way_day, op->today,
					  op->settings->cadence_days[c->class]);
	set_text(o, "class", word_at(cadences, c->class));
	set_day(o, "last_two_way", c->last_two_way_day);
	if (day_is_none(c->last_two_way_day))
		set_object(o, "silent_days", json_null());
	else
		set_int(o, "silent_days", op->today.n - c->last_two_way_day.n);
	set_text(o, "silence", silences[silence]);
}

json_t *render_contact_row(struct op *op, const struct contact *c)
{
	json_t *o = json_object();

	set_id(o, "id", c->id);
	set_text(o, "name", c->name ? c->name : "someone");
	if (c->found_as)
		set_text(o, "found_as", c->found_as);
	set_text(o, "org", c->org);
	set_text(o, "city", c->address.city);
	set_text(o, "phone", c->n_phones ? c->phones[0] : NULL);
	set_text(o, "email", c->n_emails ? c->emails[0] : NULL);
	set_text(o, "state", contact_states[c->state]);
	set_text(o, "standing", standings[c->standing]);
	set_text(o, "cadence", word_at(cadences, c->cadence));
	set_object(o, "tags", render_texts(c->tags, c->n_tags));
	set_day(o, "last_touch", c->last_touch_day);
	set_silence(o, op, c);
	set_object(o, "next", render_next_of(op, c));
	return o;
}

static json_t *render_members(struct op *op, const int64_t *members, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(list, render_who(op, members[i]));
	return list;
}

json_t *render_household(struct op *op, const struct home *home)
{
	json_t *o = json_object();

	set_id(o, "id", home->household.id);
	set_int(o, "version", home->household.version);
	set_text(o, "name", home->household.name);
	set_object(o, "address", render_address(&home->household.address));
	set_object(o, "members", render_members(op, home->members, home->n_members));
	return o;
}

struct id_params {
	struct given given;
	struct list_params list;
	int64_t id;
};
static const struct param brief_params[] = {
	ROW_ID(struct id_params, id, "id", PARAM_REQUIRED, "the contact"),
	{0},
};
static const struct param timeline_params[] = {
	PARAMS_LIST(struct id_params),
	ROW_ID(struct id_params, id, "id", PARAM_REQUIRED, "the contact"),
	{0},
};

static json_t *render_home(struct op *op, const struct brief *b)
{
	json_t *o;

	if (!b->contact.household)
		return json_null();
	o = json_object();
	set_id(o, "id", b->home.id);
	set_text(o, "name", b->home.name);
	set_object(o, "members", render_members(op, b->household, b->n_household));
	return o;
}

static json_t *render_list(struct op *op, const struct referrals *list)
{
	json_t *items = json_array();

	for (size_t i = 0; i < list->n; i++)
		(void)json_array_append_new(items, render_referral(op, &list->items[i]));
	return items;
}

static void set_referrals(json_t *o, struct op *op, const struct brief *b)
{
	json_t *asks = json_array();

	for (size_t i = 0; i < b->n_asks; i++)
		(void)json_array_append_new(asks, render_ask(op, &b->asks[i]));
	set_object(o, "gate", render_gate(op, b->gate));
	set_object(o, "asks", asks);
	set_object(o, "sent_by",
		   b->sent_by.n ? render_who(op, b->sent_by.items[0].contact) : json_null());
	set_object(o, "came_through", render_list(op, &b->sent_by));
	set_object(o, "sent", render_list(op, &b->sent));
	set_object(o, "candidates", render_list(op, &b->candidates));
}

static void set_dates(json_t *o, struct op *op, const struct date_rows *rows)
{
	json_t *dates = json_array();

	for (size_t i = 0; i < rows->n; i++)
		(void)json_array_append_new(
			dates, render_date(op, &rows->items[i].date, rows->items[i].next_day));
	set_object(o, "dates", dates);
}

/* Sets "mail_returned_day", and "last_edition": what they were sent last. */
static int set_mail(json_t *o, struct op *op, const struct contact *c)
{
	json_t *last = json_null();
	struct recipient row;
	struct issue issue;
	struct day flag;
	int r;

	r = op_address_flag(op, c, &flag);
	if (r == 0)
		r = op_edition_last(op, c->id, &row, &issue);
	if (r)
		return r;
	if (row.id) {
		last = json_object();
		set_id(last, "id", row.edition);
		set_id(last, "campaign", issue.campaign.id);
		set_text(last, "name", issue.campaign.name);
		set_text(last, "kind", campaign_kinds[issue.campaign.kind]);
		set_day(last, "day", issue.edition.day);
		set_day(last, "sent_day", row.sent_day);
		set_day(last, "returned_day", row.returned_day);
		set_day(last, "received_day", row.received_day);
	}
	set_day(o, "mail_returned_day", flag);
	set_object(o, "last_edition", last);
	return 0;
}

static int contact_brief(struct call *c, const void *params, json_t **ret)
{
	const struct id_params *p = params;
	json_t *o, *sales, *touches, *gifts, *stops;
	struct brief b;
	int r;

	r = op_contact_brief(c->op, p->id, &b);
	if (r)
		return r;
	o = json_object();
	sales = json_array();
	touches = json_array();
	gifts = json_array();
	stops = json_array();
	for (size_t i = 0; i < b.n_sales; i++)
		(void)json_array_append_new(sales, render_sale(c->op, &b.sales[i]));
	for (size_t i = 0; i < b.n_touches; i++)
		(void)json_array_append_new(touches, render_touch(c->op, &b.touches[i]));
	for (size_t i = 0; i < b.gifts.n; i++)
		(void)json_array_append_new(gifts, render_gift(c->op, &b.gifts.items[i]));
	for (size_t i = 0; i < b.suppressions.n; i++)
		(void)json_array_append_new(stops,
					    render_suppression(c->op, &b.suppressions.items[i]));
	set_object(o, "contact", render_contact(c->op, &b.contact));
	set_object(o, "suppressions", stops);
	set_object(o, "promises", render_promises(c->op, &b.promises));
	set_referrals(o, c->op, &b);
	set_said(c->op, o, &b);
	set_object(o, "followups", render_followup_briefs(c->op, b.followups, b.n_followups));
	set_object(o, "sales", sales);
	set_object(o, "touches", touches);
	set_object(o, "gifts", gifts);
	set_dates(o, c->op, &b.dates);
	set_object(o, "talk", render_talk(c->op, &b.talk));
	set_text(o, "script", b.script.text);
	set_object(o, "household", render_home(c->op, &b));
	set_object(o, "next", render_next_of(c->op, &b.contact));
	return answer_if(set_mail(o, c->op, &b.contact), o, ret);
}

static int contact_timeline(struct call *c, const void *params, json_t **ret)
{
	const struct id_params *p = params;
	struct timeline_item *items;
	int64_t offset = 0;
	struct page page;
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, &offset, 1);
	if (r)
		return r;
	r = op_contact_timeline(c->op, p->id, offset, list_rows(&p->list), &items, &n);
	if (r)
		return r;
	page_open(&page);
	for (; i < n && i < (size_t)p->list.limit; i++) {
		json_t *o = json_object();

		set_day(o, "at_day", items[i].day);
		set_text(o, "kind", items[i].kind);
		set_id(o, "id", items[i].id);
		set_text(o, "text", items[i].text);
		if (!page_add(&page, o))
			break;
	}
	offset += (int64_t)i;
	*ret = page_close(&page, i < n ? cursor_write(&offset, 1, c->op->arena) : NULL);
	return 0;
}

const struct method brief_methods[] = {
	{"contact.brief", brief_params, sizeof(struct id_params), contact_brief, METHOD_READ,
	 "All one needs to know before dialling",
	 "contact, suppressions, gate, asks, sent_by, came_through, sent, candidates, complaints, "
	 "satisfaction, "
	 "compliments, repair, promises, followups, sales, touches, gifts, talk, script, "
	 "household, next, mail_returned_day (mail to their address came back), last_edition (the "
	 "last cards or newsletter they were sent)"},
	{"contact.timeline", timeline_params, sizeof(struct id_params), contact_timeline,
	 METHOD_READ, "A contact's history, newest first", "items, next"},
	{0},
};
