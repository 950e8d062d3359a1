/* What a row of an import does to a contact. */
#include <stddef.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/phone.h"
#include "ops/contact.h"
#include "ops/date.h"
#include "ops/erase.h"
#include "ops/import_apply.h"
#include "ops/import_contact.h"
#include "ops/import_match.h"
#include "ops/promise_lines.h"
#include "store/contact.h"
#include "vouch/limits.h"

#define TEXT(member) offsetof(struct contact, member)
static const size_t texts[] = {
	TEXT(name),
	TEXT(org),
	TEXT(given),
	TEXT(family),
	TEXT(language),
	TEXT(timezone),
	TEXT(notes),
	TEXT(source),
	TEXT(address.street),
	TEXT(address.city),
	TEXT(address.region),
	TEXT(address.postcode),
	TEXT(address.country),
};
#undef TEXT

/* True where something was changed. What is there is overwritten by the row of its own source
 * only. */
static bool join_texts(struct contact *c, const struct contact *row, bool is_own)
{
	bool has_changed = false;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char **to = (const char **)(void *)((char *)c + texts[i]);
		const char *from =
			*(const char *const *)(const void *)((const char *)row + texts[i]);

		if (!from || (*to && !is_own) || str_equal(*to, from))
			continue;
		*to = from;
		has_changed = true;
	}
	return has_changed;
}

struct joining {
	struct op *op;
	enum import_strength strength;
	/* null: texts are their own keys */
	void (*key)(const struct joining *j, const char *text, char *to, size_t size);
	const char *country; /* of the contact */
};

static void email_key(const struct joining *j, const char *text, char *to, size_t size)
{
	(void)j;
	utf8_fold(text, to, size);
}

static void number_key(const struct joining *j, const char *text, char *to, size_t size)
{
	phone_key(text, j->country, j->op->settings->country, to, size);
}

static bool is_same(const struct joining *j, const char *a, const char *b)
{
	char *keys[2];

	if (!j->key)
		return strcmp(a, b) == 0;
	for (int i = 0; i < 2; i++) {
		const char *text = i ? b : a;

		keys[i] = arena_alloc(j->op->arena, strlen(text) + PHONE_KEY_MORE);
		j->key(j, text, keys[i], strlen(text) + PHONE_KEY_MORE);
	}
	return strcmp(keys[0], keys[1]) == 0;
}

static bool holds(const struct joining *j, const char **items, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (is_same(j, items[i], text))
			return true;
	return false;
}

struct list {
	const char ***items;
	size_t *n;
	size_t most;
};

static bool join_list(const struct joining *j, const struct list *to, const char **from, size_t n)
{
	const char **all = arena_array(j->op->arena, *to->n + n, sizeof *all);
	size_t n_all = *to->n;

	if (j->strength == MATCH_NAME && (*to->n || j->key))
		return false;
	for (size_t i = 0; i < *to->n; i++)
		all[i] = (*to->items)[i];
	for (size_t i = 0; i < n && n_all < to->most; i++)
		if (!holds(j, all, n_all, from[i]))
			all[n_all++] = from[i];
	if (n_all == *to->n)
		return false;
	*to->items = all;
	*to->n = n_all;
	return true;
}

/* Whoever its own source made without an id gets it. Others do not become the source's: it would
 * overwrite the next time what was typed by hand. */
static bool join_id(struct contact *c, const struct contact *row, const char *source)
{
	if (!row->external_id || c->external_id || !str_equal(c->origin, source))
		return false;
	c->external_id = row->external_id;
	return true;
}

/* The same name, and nothing that speaks against it: from then on they are known by what the row
 * adds, so that it adds now what it would the next time. */
static enum import_strength next_strength(enum import_strength strength, const struct contact *c,
					  const struct contact *row)
{
	if (strength != MATCH_NAME || (row->n_emails && c->n_emails) ||
	    (row->n_phones && c->n_phones))
		return strength;
	return row->n_emails || row->n_phones ? MATCH_ADDRESS : MATCH_NAME;
}

static bool join(struct op *op, struct contact *c, const struct import_item *item,
		 enum import_strength strength, struct contact_parts *parts)
{
	const char *country = c->address.country ? c->address.country : item->who.address.country;
	struct joining emails = {op, strength, email_key, NULL};
	struct joining phones = {op, strength, number_key, country};
	struct joining tags = {op, strength, NULL, NULL};
	const struct contact *row = &item->who;

	parts->has_emails =
		join_list(&emails, &(struct list){&c->emails, &c->n_emails, VOUCH_EMAILS_MAX},
			  row->emails, row->n_emails);
	parts->has_phones =
		join_list(&phones, &(struct list){&c->phones, &c->n_phones, VOUCH_PHONES_MAX},
			  row->phones, row->n_phones);
	parts->has_tags = join_list(&tags, &(struct list){&c->tags, &c->n_tags, VOUCH_TAGS_MAX},
				    row->tags, row->n_tags);
	return join_texts(c, row, strength == MATCH_EXTERNAL) || parts->has_emails ||
	       parts->has_phones || parts->has_tags;
}

int import_contact_live(struct op *op, const struct import *import, int64_t id)
{
	enum contact_state state;
	int r;

	r = store_contact_state(op->store, id, &state);
	if (r || contact_is_live(state))
		return r;
	return op_fail(op, VOUCH_E_CONTACT_STATE, import->kind == IMPORT_SALES ? "contact" : "name",
		       "is contact %lld, who is %s", (long long)id, contact_states[state]);
}

/* Whoever asked to be forgotten is not brought back by a list that still has them. */
static int refuse_forgotten(struct op *op, const struct import *import, const struct contact *who)
{
	struct day day;
	int r;

	r = erase_forgotten(op, who, import->source, &day);
	if (r || day_is_none(day))
		return r;
	return op_fail(op, VOUCH_E_CONTACT_STATE, import->kind == IMPORT_SALES ? "contact" : "name",
		       "asked to be forgotten on %s; add them by hand if they came back",
		       say_day(op, day));
}

/* A row of them must not go to somebody else either who shares a number or a name. A number is a
 * household's; what counts is an e-mail or an id that whom it was taken for does not have. */
static int refuse_forgotten_for(struct op *op, const struct import *import,
				const struct import_item *item, const struct contact *found)
{
	const struct joining emails = {op, MATCH_ADDRESS, email_key, NULL};
	const struct contact *row = &item->who;
	struct contact rest = {.external_id = row->external_id};

	rest.emails = arena_array(op->arena, row->n_emails, sizeof *rest.emails);
	for (size_t i = 0; i < row->n_emails; i++)
		if (!holds(&emails, found->emails, found->n_emails, row->emails[i]))
			rest.emails[rest.n_emails++] = row->emails[i];
	if (str_equal(found->external_id, row->external_id))
		rest.external_id = NULL;
	return rest.n_emails || rest.external_id ? refuse_forgotten(op, import, &rest) : 0;
}

int import_contact_add(struct op *op, const struct import *import, const struct contact *who,
		       int64_t *ret)
{
	const struct contact_parts parts = {
		.has_emails = who->n_emails,
		.has_phones = who->n_phones,
		.has_tags = who->n_tags,
	};
	struct contact c = *who;
	int r;

	*ret = 0;
	r = refuse_forgotten(op, import, who);
	if (r || import->is_dry_run)
		return r;
	c.origin = import->source;
	r = op_contact_add(op, &c, &parts);
	*ret = c.id;
	return r;
}

/* Whether the row tells a birthday that is to be noted. One that is known stays. */
static int needs_birthday(struct op *op, const struct import_item *item, bool *ret)
{
	struct dates rows = {0};
	int r = 0;

	*ret = item->birthday != NULL;
	if (*ret)
		r = store_date_of_contact(op->store, item->contact, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		*ret = *ret && !date_is_birthday(&rows.items[i]);
	*ret = *ret && rows.n < VOUCH_DATES_MAX;
	return r;
}

static int add_birthday(struct op *op, const struct import_item *item)
{
	const struct date_wanted wanted = {
		.contact = item->contact,
		.what = DATE_BIRTHDAY,
		.day = item->birthday,
		.is_yearly = -1,
		.lead_days = -1,
	};
	struct followup followup;
	struct date date;

	return op_date_add(op, &wanted, &date, &followup);
}

static int add_whole(struct op *op, const struct import *import, struct import_item *item)
{
	int r;

	r = import_contact_add(op, import, &item->who, &item->contact);
	return r || import->is_dry_run || !item->birthday ? r : add_birthday(op, item);
}

int import_apply_contact(struct op *op, const struct import *import, struct import_item *item,
			 enum import_outcome *ret)
{
	struct contact_parts parts = {0};
	struct import_match match;
	struct contact c;
	bool has_changed, is_born, is_own;
	int r;

	r = import_match_item(op, import, item, &match);
	if (r)
		return r;
	*ret = IMPORT_ADDED;
	item->contact = match.contact;
	if (!match.contact)
		return add_whole(op, import, item);

	r = import_contact_live(op, import, match.contact);
	if (r == 0)
		r = store_contact_get(op->store, match.contact, op->arena, &c);
	if (r == 0)
		r = refuse_forgotten_for(op, import, item, &c);
	if (r == 0)
		r = needs_birthday(op, item, &is_born);
	if (r)
		return r;
	is_own = match.strength != MATCH_MERGED && join_id(&c, &item->who, import->source);
	match.strength = is_own ? MATCH_EXTERNAL : next_strength(match.strength, &c, &item->who);
	has_changed = join(op, &c, item, match.strength, &parts) || is_own;
	*ret = has_changed || is_born ? IMPORT_UPDATED : IMPORT_UNCHANGED;
	if (*ret == IMPORT_UNCHANGED || import->is_dry_run)
		return 0;
	r = has_changed ? op_contact_update(op, &c, &parts) : 0;
	return r || !is_born ? r : add_birthday(op, item);
}
