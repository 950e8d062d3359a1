/* What a row of an import adds to a contact. */
#include "ops/import_join.h"

#include <stddef.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "domain/phone.h"
#include "vouch/limits.h"

#define TEXT(member) offsetof(struct contact, member)
static const struct {
	size_t offset;
	const char *field;
} texts[] = {
	{TEXT(name), "name"},
	{TEXT(org), "org"},
	{TEXT(given), "given"},
	{TEXT(family), "family"},
	{TEXT(language), "language"},
	{TEXT(timezone), "timezone"},
	{TEXT(notes), "notes"},
	{TEXT(source), "source"},
	{TEXT(address.street), "address.street"},
	{TEXT(address.city), "address.city"},
	{TEXT(address.region), "address.region"},
	{TEXT(address.postcode), "address.postcode"},
	{TEXT(address.country), "address.country"},
};
#undef TEXT

static const char *text_of(const struct contact *c, size_t i)
{
	return *(const char *const *)(const void *)((const char *)c + texts[i].offset);
}

/* True where something was changed. What is there is overwritten by the row of its own source
 * only. */
static bool join_texts(struct contact *c, const struct contact *row, bool is_own)
{
	bool has_changed = false;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char **to = (const char **)(void *)((char *)c + texts[i].offset);
		const char *from = text_of(row, i);

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
bool import_join_id(struct contact *c, const struct contact *row, const char *source)
{
	if (!row->external_id || c->external_id || !str_equal(c->origin, source))
		return false;
	c->external_id = row->external_id;
	return true;
}

/* The same name, and nothing that speaks against it: from then on they are known by what the row
 * adds, so that it adds now what it would the next time. */
enum import_strength import_join_strength(enum import_strength strength, const struct contact *c,
					  const struct contact *row)
{
	if (strength != MATCH_NAME || (row->n_emails && c->n_emails) ||
	    (row->n_phones && c->n_phones))
		return strength;
	return row->n_emails || row->n_phones ? MATCH_ADDRESS : MATCH_NAME;
}

bool import_join(struct op *op, struct contact *c, const struct import_item *item,
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

bool import_join_has_email(struct op *op, const struct contact *c, const char *email)
{
	const struct joining emails = {op, MATCH_ADDRESS, email_key, NULL};

	return holds(&emails, c->emails, c->n_emails, email);
}

struct lost {
	struct op *op;
	struct import_losses *to;
	size_t cap;
};

static void add_loss(struct lost *l, const char *field, const char *said, const char *kept)
{
	struct import_losses *to = l->to;

	to->items = arena_grow(l->op->arena, to->items, to->n, &l->cap, sizeof *to->items);
	to->items[to->n++] = (struct import_loss){field, said, kept};
}

static const char *listed(struct op *op, const char *before, const char *text)
{
	return before ? arena_printf(op->arena, "%s, %s", before, text) : text;
}

struct several {
	const char **items;
	size_t n;
};

static void lose_list(struct lost *l, const struct joining *j, const char *field,
		      struct several row, struct several has)
{
	const char *said = NULL, *kept = NULL;

	for (size_t i = 0; i < row.n; i++)
		if (!holds(j, has.items, has.n, row.items[i]))
			said = listed(l->op, said, row.items[i]);
	for (size_t i = 0; said && i < has.n; i++)
		kept = listed(l->op, kept, has.items[i]);
	if (said)
		add_loss(l, field, said, kept);
}

static void lose_texts(struct lost *l, const struct contact *c, const struct contact *row)
{
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char *said = text_of(row, i), *kept = text_of(c, i);

		if (said && !str_equal(said, kept) &&
		    !(kept && str_equal(op_folded(l->op, said), op_folded(l->op, kept))))
			add_loss(l, texts[i].field, said, kept);
	}
}

struct import_losses import_join_losses(struct op *op, const struct contact *c,
					const struct contact *row)
{
	const struct joining emails = {.op = op, .key = email_key};
	const struct joining phones = {.op = op, .key = number_key, .country = c->address.country};
	const struct joining tags = {.op = op};
	struct import_losses losses = {0};
	struct lost l = {.op = op, .to = &losses};

	lose_texts(&l, c, row);
	lose_list(&l, &emails, "emails", (struct several){row->emails, row->n_emails},
		  (struct several){c->emails, c->n_emails});
	lose_list(&l, &phones, "phones", (struct several){row->phones, row->n_phones},
		  (struct several){c->phones, c->n_phones});
	lose_list(&l, &tags, "tags", (struct several){row->tags, row->n_tags},
		  (struct several){c->tags, c->n_tags});
	return losses;
}
