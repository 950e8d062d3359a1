/* What a row of an import does to a contact. */
#include <stddef.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ops/contact.h"
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
	void (*key)(const char *text, char *to, size_t size); /* null: texts are their own keys */
};

static bool is_same(const struct joining *j, const char *a, const char *b)
{
	char *keys[2];

	if (!j->key)
		return strcmp(a, b) == 0;
	for (int i = 0; i < 2; i++) {
		const char *text = i ? b : a;

		keys[i] = arena_alloc(j->op->arena, strlen(text) + 1);
		j->key(text, keys[i], strlen(text) + 1);
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

	if (j->strength == MATCH_NAME && *to->n)
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

static bool join_id(struct contact *c, const struct contact *row, const char *source)
{
	if (!row->external_id || c->external_id || (c->origin && !str_equal(c->origin, source)))
		return false;
	c->origin = source;
	c->external_id = row->external_id;
	return true;
}

static bool join(struct op *op, struct contact *c, const struct import_item *item,
		 enum import_strength strength, struct contact_parts *parts)
{
	struct joining emails = {op, strength, utf8_fold}, phones = {op, strength, phone_digits};
	struct joining tags = {op, strength, NULL};
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

int import_contact_live(struct op *op, const struct import *import, int64_t id, struct contact *ret)
{
	int r;

	r = store_contact_get(op->store, id, op->arena, ret);
	if (r || contact_is_live(ret->state))
		return r;
	return op_fail(op, VOUCH_E_CONTACT_STATE, import->kind == IMPORT_SALES ? "contact" : "name",
		       "is contact %lld, who is %s", (long long)id, contact_states[ret->state]);
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

int import_apply_contact(struct op *op, const struct import *import, struct import_item *item,
			 enum import_outcome *ret)
{
	struct contact_parts parts = {0};
	struct import_match match;
	struct contact c;
	bool has_changed;
	int r;

	r = import_match_contact(op, import, &item->who, &match);
	if (r)
		return r;
	*ret = IMPORT_ADDED;
	item->contact = match.contact;
	if (!match.contact)
		return import_contact_add(op, import, &item->who, &item->contact);

	r = import_contact_live(op, import, match.contact, &c);
	if (r)
		return r;
	has_changed = join(op, &c, item, match.strength, &parts);
	if (match.strength == MATCH_ADDRESS || match.strength == MATCH_NAME)
		has_changed |= join_id(&c, &item->who, import->source);
	*ret = has_changed ? IMPORT_UPDATED : IMPORT_UNCHANGED;
	if (!has_changed || import->is_dry_run)
		return 0;
	return op_contact_update(op, &c, &parts);
}
