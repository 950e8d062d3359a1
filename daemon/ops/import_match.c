/* Which contact, and which sale, a row of an import is about. */
#include "ops/import_match.h"

#include <string.h>

#include "base/str.h"
#include "ops/contact.h"
#include "store/contact.h"
#include "store/import.h"
#include "store/sale.h"

#define PHONE_DIGITS_MIN 5 /* shorter ones are extensions, and anybody's */
#define MERGES_MAX 10

struct search {
	struct op *op;
	const struct import *import;
	const struct contact *who;
	const char *name_key;
	struct import_candidate *items; /* of the way at hand, each contact once */
	size_t n, cap;
};

/* The source itself says that this is somebody else; of whom you have made one you know better. */
static bool is_another(const struct search *s, enum import_way way,
		       const struct import_candidate *c)
{
	if (!c->is_same_origin || c->is_merged_name)
		return false;
	if (s->who->external_id && c->has_external_id)
		return true;
	return way != WAY_NAME && !c->is_same_name;
}

static bool holds(const struct search *s, int64_t contact)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->items[i].contact == contact)
			return true;
	return false;
}

static int add_candidates(struct search *s, enum import_way way, const char *key,
			  struct import_match *match)
{
	const struct import_clue clue = {way, key, s->name_key, s->import->source};
	struct import_candidates found;
	int r;

	r = store_import_candidates(s->op->store, &clue, s->op->arena, &found);
	for (size_t i = 0; r == 0 && i < found.n; i++) {
		const struct import_candidate *c = &found.items[i];

		if (is_another(s, way, c)) {
			if (way != WAY_NAME && !match->doubt)
				match->doubt = c->contact;
			continue;
		}
		if (holds(s, c->contact))
			continue;
		s->items = arena_grow(s->op->arena, s->items, s->n, &s->cap, sizeof *s->items);
		s->items[s->n++] = *c;
	}
	return r;
}

static int find_candidates(struct search *s, enum import_way way, struct import_match *match)
{
	const struct contact *who = s->who;
	int r = 0;

	s->n = 0;
	switch (way) {
	case WAY_EMAIL:
		for (size_t i = 0; r == 0 && i < who->n_emails; i++)
			r = add_candidates(s, way, op_folded(s->op, who->emails[i]), match);
		return r;
	case WAY_PHONE:
		for (size_t i = 0; r == 0 && i < who->n_phones; i++) {
			const char *key = op_phone_key(s->op, who->phones[i], who->address.country);

			if (strlen(key) >= PHONE_DIGITS_MIN)
				r = add_candidates(s, way, key, match);
		}
		return r;
	case WAY_NAME:
		return add_candidates(s, way, s->name_key, match);
	}
	return 0;
}

static bool has_name(const struct import_candidate *c)
{
	return c->is_same_name || c->is_merged_name;
}

static bool has_origin(const struct import_candidate *c)
{
	return c->is_same_origin;
}

/* Keeps those of which the test is true, if there are any. */
static void narrow(struct search *s, bool (*test)(const struct import_candidate *c))
{
	size_t n = 0;

	if (s->n < 2)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (test(&s->items[i]))
			s->items[n++] = s->items[i];
	if (n)
		s->n = n;
}

/* The same name, and yet what else is known of both differs. */
static bool is_doubtful(const struct search *s, enum import_way way,
			const struct import_candidate *c)
{
	if (way != WAY_NAME)
		return !has_name(c);
	return (s->who->n_emails && c->has_emails) || (s->who->n_phones && c->has_phones);
}

static void decide(struct search *s, enum import_way way, struct import_match *match)
{
	int64_t first = s->items[0].contact;

	narrow(s, has_name);
	narrow(s, has_origin);
	if (s->n > 1) {
		match->doubt = first;
		return;
	}
	match->contact = s->items[0].contact;
	match->strength = way == WAY_NAME ? MATCH_NAME : MATCH_ADDRESS;
	if (s->items[0].is_merged_name && !s->items[0].is_same_name)
		match->strength = MATCH_MERGED; /* what they have stays */
	match->doubt = is_doubtful(s, way, &s->items[0]) ? match->contact : 0;
}

/* The contact that a merged one has become. */
static int follow_merges(struct op *op, struct import_match *match)
{
	struct contact c;
	int r = 0;

	match->strength = MATCH_EXTERNAL;
	for (int i = 0; i < MERGES_MAX; i++) {
		r = store_contact_get(op->store, match->contact, op->arena, &c);
		if (r || c.state != CONTACT_MERGED || !c.merged_into)
			return r;
		match->contact = c.merged_into;
		match->strength = MATCH_MERGED;
	}
	return r;
}

int import_match_contact(struct op *op, const struct import *import, const struct contact *who,
			 struct import_match *ret)
{
	static const enum import_way ways[] = {WAY_EMAIL, WAY_PHONE, WAY_NAME};
	struct search s = {.op = op, .import = import, .who = who};
	int r = 0;

	*ret = (struct import_match){.strength = MATCH_NONE};
	if (who->external_id) {
		r = store_import_contact(op->store, import->source, who->external_id,
					 &ret->contact);
		if (r)
			return r;
	}
	if (ret->contact)
		return follow_merges(op, ret);
	s.name_key = op_folded(op, who->name);
	for (size_t i = 0; r == 0 && i < sizeof ways / sizeof *ways; i++) {
		r = find_candidates(&s, ways[i], ret);
		if (r == 0 && s.n) {
			decide(&s, ways[i], ret);
			return 0;
		}
	}
	return r;
}

int import_match_item(struct op *op, const struct import *import, struct import_item *item,
		      struct import_match *ret)
{
	int r;

	r = import_match_contact(op, import, &item->who, ret);
	if (r == 0 && (ret->doubt || item->doubt > 0))
		item->doubt = ret->doubt;
	return r;
}

static bool shares_email(struct op *op, const struct contact *a, const struct contact *b)
{
	for (size_t i = 0; i < a->n_emails; i++)
		for (size_t k = 0; k < b->n_emails; k++)
			if (str_equal(op_folded(op, a->emails[i]), op_folded(op, b->emails[k])))
				return true;
	return false;
}

static bool shares_phone(struct op *op, const struct contact *a, const struct contact *b)
{
	for (size_t i = 0; i < a->n_phones; i++)
		for (size_t k = 0; k < b->n_phones; k++) {
			const char *key = op_phone_key(op, a->phones[i], a->address.country);

			if (strlen(key) >= PHONE_DIGITS_MIN &&
			    str_equal(key, op_phone_key(op, b->phones[k], b->address.country)))
				return true;
		}
	return false;
}

bool import_match_shares(struct op *op, const struct contact *a, const struct contact *b)
{
	return shares_email(op, a, b) || shares_phone(op, a, b);
}

/* What addresses a row in doubt says go to nobody. */
int64_t import_match_earlier(struct op *op, const struct import_item *item,
			     const struct import_items *earlier)
{
	bool has_emails = false, has_phones = false;
	const struct contact *who = &item->who;
	int64_t first = 0;

	for (size_t i = 0; i < earlier->n; i++) {
		const struct contact *c = &earlier->items[i].who;

		if (earlier->items[i].doubt)
			continue;
		if (import_match_shares(op, who, c))
			return 0;
		first = first ? first : earlier->items[i].line;
		has_emails |= c->n_emails != 0;
		has_phones |= c->n_phones != 0;
	}
	return (who->n_emails && has_emails) || (who->n_phones && has_phones) ? -first : 0;
}

int import_match_sale(struct op *op, const struct import *import, const struct sale *what,
		      int64_t *ret, bool *ret_is_own)
{
	*ret_is_own = what->external_id != NULL;
	if (what->external_id)
		return store_sale_by_external(op->store, import->source, what->external_id, ret);
	return store_import_same_sale(op->store, what, ret);
}
