/* Referrals: who was sent by whom. */
#include "ops/referral.h"

#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ops/contact.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/refuse.h"
#include "store/contact.h"
#include "store/import.h"
#include "store/referral.h"

#define PHONE_DIGITS_MIN 5 /* shorter ones are extensions, and anybody's */

static const char *folded(struct op *op, const char *text)
{
	size_t size = strlen(text) + 1;
	char *key = arena_alloc(op->arena, size);

	utf8_fold(text, key, size);
	return key;
}

static const char *digits(struct op *op, const char *text)
{
	size_t size = strlen(text) + 1;
	char *key = arena_alloc(op->arena, size);

	phone_digits(text, key, size);
	return strlen(key) >= PHONE_DIGITS_MIN ? key : NULL;
}

/* Whose e-mail or number it is: one of the same name before another; never the dead. Of the
 * referrer's own it is somebody who shares it, unless the name is theirs too. */
static int find_by(struct op *op, const struct referral *r, enum import_way way, const char *key,
		   int64_t *ret)
{
	const struct import_clue clue = {way, key, folded(op, r->name), ""};
	struct import_candidates found;
	enum contact_state state;
	int e;

	e = store_import_candidates(op->store, &clue, op->arena, &found);
	for (size_t i = 0; e == 0 && i < found.n && !*ret; i++) {
		const struct import_candidate *c = &found.items[i];

		e = store_contact_state(op->store, c->contact, &state);
		if (e == 0 && contact_is_live(state) &&
		    (c->contact != r->contact || c->is_same_name))
			*ret = c->contact;
	}
	return e;
}

static int find_person(struct op *op, const struct referral *r, int64_t *ret)
{
	const char *number = r->phone ? digits(op, r->phone) : NULL;
	int e = 0;

	*ret = 0;
	if (r->email)
		e = find_by(op, r, WAY_EMAIL, folded(op, r->email), ret);
	if (e == 0 && !*ret && number)
		e = find_by(op, r, WAY_PHONE, number, ret);
	return e;
}

static int add_person(struct op *op, const struct referral *r, int64_t *ret)
{
	const char *phones[] = {r->phone}, *emails[] = {r->email};
	const struct contact_parts parts = {.has_emails = true, .has_phones = true};
	struct contact person = {
		.name = r->name,
		.cadence = -1,
		.preferred_channel = -1,
		.paused_until = NO_DAY,
		.source = "referral",
		.phones = phones,
		.n_phones = r->phone != NULL,
		.emails = emails,
		.n_emails = r->email != NULL,
	};
	int e;

	for (int i = 0; i < N_CONSENTS; i++)
		person.consent[i] = CONSENT_UNKNOWN;
	e = op_contact_add(op, &person, &parts);
	*ret = person.id;
	return e;
}

static int refuse_self(struct op *op)
{
	return op_fail(op, VOUCH_E_CONFLICT, "name", "a person cannot be sent by themself");
}

static int check_new(struct op *op, const struct referral *r)
{
	int64_t asked = 0, person = 0;
	struct contact referrer;
	int e;

	e = op_live_contact(op, r->contact, &referrer);
	if (e)
		return e;
	if (!r->phone && !r->email && str_equal(folded(op, r->name), folded(op, referrer.name)))
		return refuse_self(op);
	e = find_person(op, r, &person);
	if (e == 0 && person == r->contact)
		return refuse_self(op);
	if (e || !r->ask)
		return e;
	e = store_referral_ask_contact(op->store, r->ask, &asked);
	if (e == 0 && !asked)
		return op_fail(op, VOUCH_E_NOT_FOUND, "ask", "there is no ask %lld",
			       (long long)r->ask);
	if (e == 0 && asked != r->contact)
		return op_fail(op, VOUCH_E_CONFLICT, "ask", "ask %lld was put to another contact",
			       (long long)r->ask);
	return e;
}

int op_referral_receive(struct op *op, struct referral *r)
{
	int64_t same = 0;
	int e;

	e = find_person(op, r, &r->person);
	if (e)
		return e;
	if (r->person == r->contact)
		return refuse_self(op);
	if (r->person)
		e = store_referral_find_same(op->store, r->person, r->contact, &same);
	if (e == 0 && same)
		return op_fail(op, VOUCH_E_DUPLICATE, "name",
			       "they have sent that person already, referral %lld",
			       (long long)same);
	if (e == 0 && !r->person)
		e = add_person(op, r, &r->person);
	r->status = REFERRAL_RECEIVED;
	r->received_at = op->now;
	r->received_day = op->today;
	return e;
}

int op_referral_take(struct op *op, struct referral *r)
{
	int e;

	e = check_new(op, r);
	if (e)
		return e;
	r->direction = REFERRAL_RECEIVED_ONE;
	r->status = REFERRAL_CANDIDATE;
	r->candidate_day = NO_DAY;
	r->received_at = NO_INSTANT;
	r->received_day = NO_DAY;
	r->created_at = op->now;
	if (r->permission == PERMISSION_NONE)
		r->candidate_day = op->today;
	else
		e = op_referral_receive(op, r);
	if (e == 0)
		e = store_referral_add(op->store, r);
	if (e == 0)
		e = flow_facts(op, r->contact);
	return e ? e : op_event(op, EVENT_REFERRAL_CHANGED, r->id, r->contact);
}
