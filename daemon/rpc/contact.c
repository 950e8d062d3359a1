/* contact.*: add, update, get, find, list, pause, resume, deceased. */
#include "ops/contact.h"

#include "domain/words.h"
#include "ops/deceased.h"
#include "ops/erase.h"
#include "ops/refuse.h"
#include "rpc/address.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct consent_params {
	int answer[N_CONSENTS];
};
#define CONSENT(i, n)                                                                              \
	ROW_WORD(struct consent_params, answer[i], n, consents, 0, "what they said of it")
static const struct param consent_params[] = {
	CONSENT(0, "newsletter"), CONSENT(1, "card"),  CONSENT(2, "call"),
	CONSENT(3, "message"),    CONSENT(4, "email"), {0},
};

struct contact_params {
	struct given given;
	int64_t id, if_version;
	const char *name, *org, *given_name, *family;
	struct texts emails, phones, tags;
	struct address_params address;
	const char *timezone, *language;
	int cadence;
	const char *notes, *listen_for, *source, *uid;
	int64_t household;
	int preferred_channel;
	bool partner;
	struct consent_params consent;
};
#define S struct contact_params
#define ROWS(f)                                                                                    \
	ROW_TEXT(S, org, "org", 0, VOUCH_NAME_MAX, f, "their organisation"),                       \
		ROW_TEXT(S, given_name, "given", 0, VOUCH_NAME_MAX, f, "given name"),              \
		ROW_TEXT(S, family, "family", 0, VOUCH_NAME_MAX, f, "family name"),                \
		ROW_TEXTS(S, emails, "emails", VOUCH_EMAILS_MAX, VOUCH_EMAIL_MAX, f, "e-mails"),   \
		ROW_TEXTS(S, phones, "phones", VOUCH_PHONES_MAX, VOUCH_PHONE_MAX, f,               \
			  "phone numbers"),                                                        \
		ROW_OBJECT(S, address, "address", address_params, f, "where they live"),           \
		ROW_TEXT(S, timezone, "timezone", 0, VOUCH_WORD_MAX, f,                            \
			 "their time zone, Europe/Berlin"),                                        \
		ROW_TEXT(S, language, "language", 0, VOUCH_WORD_MAX, f, "their language, en"),     \
		ROW_WORD(S, cadence, "cadence", cadences, f, "how often they hear from us"),       \
		ROW_TEXTS(S, tags, "tags", VOUCH_TAGS_MAX, VOUCH_WORD_MAX, f, "words to list by"), \
		ROW_TEXT(S, notes, "notes", 0, VOUCH_TEXT_MAX, f, "anything else"),                \
		ROW_TEXT(S, listen_for, "listen_for", 0, VOUCH_REASON_MAX, f,                      \
			 "if you hear somebody say …"),                                            \
		ROW_TEXT(S, source, "source", 0, VOUCH_WORD_MAX, f, "where they came from"),       \
		ROW_TEXT(S, uid, "uid", 0, VOUCH_UID_MAX, f, "their vCard's uid"),                 \
		ROW_ID(S, household, "household", f, "the household they belong to"),              \
		ROW_WORD(S, preferred_channel, "preferred_channel", channels, f,                   \
			 "how they like to be reached"),                                           \
		ROW_BOOL(S, partner, "partner", "sends people and need not buy"),                  \
		ROW_OBJECT(S, consent, "consent", consent_params, 0, "what they agreed to")

static const struct param add_params[] = {
	ROW_TEXT(S, name, "name", 1, VOUCH_NAME_MAX, PARAM_REQUIRED, "their name"), ROWS(0), {0}};
static const struct param update_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the contact"),
	ROW_IF_VERSION(S),
	ROW_TEXT(S, name, "name", 1, VOUCH_NAME_MAX, 0, "their name"),
	ROWS(PARAM_NULLABLE),
	{0},
};

/* An empty text is none. */
static const char *filled(const char *text)
{
	return text && *text ? text : NULL;
}

static void parts_of(const S *p, const struct param *table, struct contact *c,
		     struct contact_parts *parts)
{
	*parts = (struct contact_parts){
		.has_emails = params_present(table, p, offsetof(S, emails)),
		.has_phones = params_present(table, p, offsetof(S, phones)),
		.has_tags = params_present(table, p, offsetof(S, tags)),
	};
	if (parts->has_emails) {
		c->emails = p->emails.items;
		c->n_emails = p->emails.n;
	}
	if (parts->has_phones) {
		c->phones = p->phones.items;
		c->n_phones = p->phones.n;
	}
	if (parts->has_tags) {
		c->tags = p->tags.items;
		c->n_tags = p->tags.n;
	}
	if (!params_present(table, p, offsetof(S, consent)))
		return;
	for (int i = 0; i < N_CONSENTS; i++) {
		parts->has_consent[i] = p->consent.answer[i] >= 0;
		if (parts->has_consent[i])
			c->consent[i] = p->consent.answer[i];
	}
}

static int contact_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct contact_parts parts;
	struct contact contact = {
		.name = p->name,
		.org = filled(p->org),
		.given = filled(p->given_name),
		.family = filled(p->family),
		.address = address_of(&p->address),
		.timezone = filled(p->timezone),
		.language = filled(p->language),
		.cadence = p->cadence,
		.notes = filled(p->notes),
		.listen_for = filled(p->listen_for),
		.source = filled(p->source),
		.uid = filled(p->uid),
		.household = p->household,
		.preferred_channel = p->preferred_channel,
		.is_partner = p->partner,
		.paused_until = NO_DAY,
	};
	struct day forgotten;
	int r;

	parts_of(p, add_params, &contact, &parts);
	r = op_contact_add(c->op, &contact, &parts);
	if (r == 0)
		r = op_contact_get(c->op, contact.id, &contact);
	if (r == 0)
		r = erase_forgotten(c->op, &contact, NULL, &forgotten);
	if (r)
		return r;
	*ret = under("contact", render_contact(c->op, &contact));
	if (!day_is_none(forgotten))
		set_day(*ret, "forgotten", forgotten);
	return 0;
}

#define GIVEN(member) params_present(update_params, p, offsetof(S, member))

static void apply_texts(const S *p, struct contact *c)
{
	const struct {
		bool is_given;
		const char **to;
		const char *text;
	} texts[] = {
		{GIVEN(name), &c->name, p->name},
		{GIVEN(org), &c->org, p->org},
		{GIVEN(given_name), &c->given, p->given_name},
		{GIVEN(family), &c->family, p->family},
		{GIVEN(timezone), &c->timezone, p->timezone},
		{GIVEN(language), &c->language, p->language},
		{GIVEN(notes), &c->notes, p->notes},
		{GIVEN(listen_for), &c->listen_for, p->listen_for},
		{GIVEN(source), &c->source, p->source},
		{GIVEN(uid), &c->uid, p->uid},
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].is_given)
			*texts[i].to = filled(texts[i].text);
}

static int contact_update(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct contact_parts parts;
	struct contact contact;
	int r;

	r = op_contact_get(c->op, p->id, &contact);
	if (r == 0)
		r = op_check_version(c->op, p->if_version, contact.version);
	if (r)
		return r;
	apply_texts(p, &contact);
	if (GIVEN(address))
		contact.address = address_of(&p->address);
	if (GIVEN(cadence))
		contact.cadence = p->cadence;
	if (GIVEN(household))
		contact.household = p->household;
	if (GIVEN(preferred_channel))
		contact.preferred_channel = p->preferred_channel;
	if (GIVEN(partner))
		contact.is_partner = p->partner;
	parts_of(p, update_params, &contact, &parts);
	r = op_contact_update(c->op, &contact, &parts);
	if (r == 0)
		r = op_contact_get(c->op, contact.id, &contact);
	if (r == 0)
		*ret = under("contact", render_contact(c->op, &contact));
	return r;
}
#undef GIVEN
#undef S

struct id_params {
	struct given given;
	int64_t id;
	struct day until, day;
	const char *reason;
};
#define ROW_CONTACT ROW_ID(struct id_params, id, "id", PARAM_REQUIRED, "the contact")
static const struct param id_params[] = {ROW_CONTACT, {0}};
static const struct param pause_params[] = {
	ROW_CONTACT,
	ROW_DAY(struct id_params, until, "until", 0, "the first day of service again"),
	ROW_TEXT(struct id_params, reason, "reason", 0, VOUCH_REASON_MAX, 0, "why"),
	{0},
};

static const struct param deceased_params[] = {
	ROW_CONTACT,
	ROW_DAY(struct id_params, day, "day", 0, "the day they died; today"),
	{0},
};

static int contact_get(struct call *c, const void *params, json_t **ret)
{
	const struct id_params *p = params;
	struct contact contact;
	int r;

	r = op_contact_get(c->op, p->id, &contact);
	if (r == 0)
		*ret = under("contact", render_contact(c->op, &contact));
	return r;
}

static int contact_pause(struct call *c, const void *params, json_t **ret)
{
	const struct id_params *p = params;
	struct contact contact;
	int r;

	r = op_contact_pause(c->op, p->id, p->until, p->reason, &contact);
	if (r == 0)
		r = op_contact_get(c->op, p->id, &contact);
	if (r == 0)
		*ret = under("contact", render_contact(c->op, &contact));
	return r;
}

static int contact_resume(struct call *c, const void *params, json_t **ret)
{
	const struct id_params *p = params;
	struct contact contact;
	int r;

	r = op_contact_resume(c->op, p->id, &contact);
	if (r == 0)
		r = op_contact_get(c->op, p->id, &contact);
	if (r == 0)
		*ret = under("contact", render_contact(c->op, &contact));
	return r;
}

static int contact_deceased(struct call *c, const void *params, json_t **ret)
{
	const struct id_params *p = params;
	struct contact contact;
	int r;

	r = op_contact_deceased(c->op, p->id, p->day, &contact);
	if (r == 0)
		r = op_contact_get(c->op, p->id, &contact);
	if (r == 0)
		*ret = under("contact", render_contact(c->op, &contact));
	return r;
}

struct find_params {
	struct given given;
	struct list_params list;
	const char *text;
};
static const struct param find_params[] = {
	PARAMS_LIST(struct find_params),
	ROW_TEXT(struct find_params, text, "text", 1, VOUCH_NAME_MAX, PARAM_REQUIRED,
		 "part of a name, an e-mail, or a phone number"),
	{0},
};

static int contact_find(struct call *c, const void *params, json_t **ret)
{
	const struct find_params *p = params;
	struct contact *items;
	struct page page;
	size_t n, i = 0;
	int r;

	r = op_contact_find(c->op, p->text, (int)p->list.limit, &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit &&
	       page_add(&page, render_contact_row(c->op, &items[i])))
		i++;
	*ret = page_close(&page, NULL);
	return 0;
}

struct list_of_contacts {
	struct given given;
	struct list_params list;
	int standing, cadence, order;
	const char *tag;
	int64_t household, quiet_days;
	bool has_class, full;
};
#define S struct list_of_contacts
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_WORD(S, standing, "standing", standings, 0, "only these"),
	ROW_TEXT(S, tag, "tag", 1, VOUCH_WORD_MAX, 0, "only those with this tag"),
	ROW_WORD(S, cadence, "cadence", cadences, 0, "only this class"),
	ROW_ID(S, household, "household", 0, "only its members"),
	ROW_BOOL(S, has_class, "has_class", "only those of a class that is to hear from you"),
	ROW_INT(S, quiet_days, "quiet_days", 1, 36500, 0, 0, "no word both ways for so many days"),
	ROW_BOOL(S, full, "full", "all that is known of each, as contact.get has it"),
	ROW_WORD(S, order, "order", contact_orders, 0, "by name, longest silence, or what is next"),
	{0},
};

static int contact_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct contact_filter filter = {
		.standing = p->standing,
		.cadence = p->cadence,
		.tag = p->tag,
		.household = p->household,
		.has_class = p->has_class,
		.quiet_since =
			p->quiet_days ? day_plus(c->op->today, -(int)p->quiet_days + 1) : NO_DAY,
		.order = p->order < 0 ? CONTACT_BY_NAME : (enum contact_order)p->order,
		.limit = list_rows(&p->list),
	};
	json_t *(*render)(struct op *, const struct contact *);
	struct contact *items;
	struct page page;
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.after, 1);
	if (r)
		return r;
	r = op_contact_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	render = p->full ? render_contact : render_contact_row;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit && page_add(&page, render(c->op, &items[i])))
		i++;
	if (i < n)
		*ret = page_close(&page, cursor_write(&items[i - 1].id, 1, c->op->arena));
	else
		*ret = page_close(&page, NULL);
	return 0;
}
#undef S

const struct method contact_methods[] = {
	{"contact.add", add_params, sizeof(struct contact_params), contact_add, METHOD_WRITE,
	 "Add a person or company",
	 "contact; forgotten: the day, where somebody with such an address asked to be"},
	{"contact.update", update_params, sizeof(struct contact_params), contact_update,
	 METHOD_WRITE, "Change a contact", "contact"},
	{"contact.get", id_params, sizeof(struct id_params), contact_get, METHOD_READ,
	 "One contact", "contact"},
	{"contact.find", find_params, sizeof(struct find_params), contact_find, METHOD_READ,
	 "Find contacts by part of a name, an e-mail or a phone number", "items, next"},
	{"contact.list", list_params, sizeof(struct list_of_contacts), contact_list, METHOD_READ,
	 "List contacts by name, by silence, or by what is next", "items, next"},
	{"contact.pause", pause_params, sizeof(struct id_params), contact_pause, METHOD_WRITE,
	 "Hold back what is planned for a contact", "contact"},
	{"contact.resume", id_params, sizeof(struct id_params), contact_resume, METHOD_WRITE,
	 "End a pause", "contact"},
	{"contact.deceased", deceased_params, sizeof(struct id_params), contact_deceased,
	 METHOD_WRITE, "They have died: what was planned for them ends", "contact"},
	{0},
};
