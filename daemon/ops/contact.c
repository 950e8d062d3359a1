/* Contacts: adding, changing, finding, pausing, and all that is known of one. */
#include "ops/contact.h"

#include <errno.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "domain/phone.h"
#include "ops/due.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/gate.h"
#include "ops/household.h"
#include "ops/refuse.h"
#include "store/contact.h"
#include "store/followup.h"
#include "store/household.h"
#include "store/recipient.h"
#include "store/sale.h"
#include "store/touch.h"

static int write_parts(struct op *op, const struct contact *c, const struct contact_parts *p)
{
	int r = 0;

	if (p->has_emails)
		r = store_contact_set_emails(op->store, c->id, c->emails, c->n_emails);
	if (r == 0 && p->has_phones)
		r = store_contact_set_phones(op->store, c->id, c->phones, c->n_phones);
	if (r == 0 && p->has_tags)
		r = store_contact_set_tags(op->store, c->id, c->tags, c->n_tags);
	for (int i = 0; r == 0 && i < N_CONSENTS; i++)
		if (p->has_consent[i])
			r = store_contact_set_consent(op->store, c->id, consent_channels[i],
						      consents[c->consent[i]], op->today,
						      p->consent_source);
	return r;
}

static int check(struct op *op, const struct contact *c)
{
	struct household home;
	struct zone *zone;
	int r;

	if (c->timezone) {
		r = zone_load(c->timezone, &zone);
		if (r)
			return op_fail(op, VOUCH_E_CONFLICT, "timezone",
				       "there is no time zone of that name; one is called "
				       "Europe/Berlin");
		zone_free(zone);
	}
	if (!c->household)
		return 0;
	r = store_household_get(op->store, c->household, op->arena, &home);
	return op_not_found(op, r, "household", "there is no household %lld",
			    (long long)c->household);
}

static int taken(struct op *op, int r)
{
	if (r != -EEXIST)
		return r;
	return op_fail(op, VOUCH_E_DUPLICATE, "uid", "another contact has this uid already");
}

int op_contact_add(struct op *op, struct contact *c, const struct contact_parts *parts)
{
	int r;

	r = check(op, c);
	if (r)
		return r;
	c->created_at = op->now;
	r = taken(op, store_contact_add(op->store, c));
	if (r == 0)
		r = write_parts(op, c, parts);
	if (r == 0 && op->actor != OP_IMPORT) /* whose slices judge all of theirs at the end */
		r = c->cadence >= 0 ? flow_facts(op, c->id) : gate_settle(op, c->id);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, c->id, c->id);
}

/* What hangs on what has changed of it. */
static int follow_change(struct op *op, const struct contact *c, const struct contact *old)
{
	int r = 0;

	if (c->cadence != old->cadence)
		r = flow_facts(op, c->id);
	if (r == 0 && c->household != old->household)
		return household_moved(op, c->id, old->household);
	return r || c->cadence != old->cadence ? r : gate_settle(op, c->id);
}

int op_contact_update(struct op *op, struct contact *c, const struct contact_parts *parts)
{
	struct contact old;
	int r;

	r = check(op, c);
	if (r == 0)
		r = store_contact_get(op->store, c->id, op->arena, &old);
	if (r)
		return r;
	r = taken(op, store_contact_update(op->store, c));
	if (r == 0 && !address_equal(&c->address, &old.address))
		r = store_address_flag_clear(op->store, c->id, 0);
	if (r == 0)
		r = write_parts(op, c, parts);
	if (r == 0 && !str_equal(c->address.country, old.address.country))
		r = store_contact_rekey(op->store, c->id); /* numbers are at home elsewhere */
	if (r == 0)
		r = follow_change(op, c, &old);
	if (r == 0 && !str_equal(c->timezone, old.timezone))
		r = due_again_of_contact(op, c->id);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, c->id, c->id);
}

int op_contact_get(struct op *op, int64_t id, struct contact *ret)
{
	int r;

	r = store_contact_get(op->store, id, op->arena, ret);
	return op_not_found(op, r, "id", "there is no contact %lld", (long long)id);
}

const char *op_contact_name(struct op *op, int64_t id)
{
	const char *name = NULL;

	if (!id)
		return "you";
	if (store_contact_name(op->store, id, op->arena, &name) || !name)
		return "someone";
	return name;
}

static int load(struct op *op, const int64_t *ids, size_t n, struct contact **ret)
{
	int r = 0;

	*ret = arena_array(op->arena, n, sizeof **ret);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = store_contact_get(op->store, ids[i], op->arena, &(*ret)[i]);
	return r;
}

/* The words of a folded text, in place; it becomes the words with single spaces. */
static void split(struct op *op, char *text, struct contact_search *search)
{
	_cleanup_str_ struct str whole = {0};
	char *save = NULL;
	size_t n = 0;

	for (char *w = strtok_r(text, " \t\n", &save); w; w = strtok_r(NULL, " \t\n", &save)) {
		str_addf(&whole, "%s%s", whole.len ? " " : "", w);
		if (n < CONTACT_WORDS_MAX)
			search->words[n++] = w;
	}
	search->key = arena_strdup(op->arena, str_text(&whole));
}

/* National numbers begin with a 0 that international ones do not have. */
static const char *digits_of(struct op *op, const char *text)
{
	size_t size = strlen(text) + 1;
	char *digits = arena_alloc(op->arena, size);

	if (text[strspn(text, "0123456789 +-()./")])
		return NULL;
	phone_digits(text, digits, size);
	digits += strspn(digits, "0");
	return strlen(digits) >= 3 ? digits : NULL;
}

static bool is_among(const struct contact *items, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].id == id)
			return true;
	return false;
}

/* Who was merged is found as who they are now, once. */
static int follow_merges(struct op *op, struct contact *items, size_t *n)
{
	size_t n_kept = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < *n; i++) {
		struct contact c = items[i];

		if (c.state == CONTACT_MERGED) {
			r = store_contact_get(op->store, c.merged_into, op->arena, &c);
			c.found_as = items[i].name;
		}
		if (r == 0 && !is_among(items, n_kept, c.id))
			items[n_kept++] = c;
	}
	*n = n_kept;
	return r;
}

char *op_folded_in(struct arena *arena, const char *text)
{
	size_t size = strlen(text) + 1;
	char *key = arena_alloc(arena, size);

	utf8_fold(text, key, size);
	return key;
}

char *op_folded(struct op *op, const char *text)
{
	return op_folded_in(op->arena, text);
}

const char *op_phone_key_in(const struct op *op, struct arena *arena, const char *number,
			    const char *country)
{
	size_t size = strlen(number) + PHONE_KEY_MORE;
	char *key = arena_alloc(arena, size);

	phone_key(number, country, op->settings->country, key, size);
	return key;
}

const char *op_phone_key(struct op *op, const char *number, const char *country)
{
	return op_phone_key_in(op, op->arena, number, country);
}

int op_contact_find(struct op *op, const char *text, int limit, struct contact **ret, size_t *ret_n)
{
	struct contact_search search = {.digits = digits_of(op, text), .limit = limit};
	int64_t *ids;
	int r;

	if (search.digits) /* as somebody would dial it at home */
		search.number = op_phone_key(op, text, NULL);
	split(op, op_folded(op, text), &search);
	r = store_contact_find(op->store, &search, op->arena, &ids, ret_n);
	if (r == 0)
		r = load(op, ids, *ret_n, ret);
	return r ? r : follow_merges(op, *ret, ret_n);
}

int op_contact_list(struct op *op, const struct contact_filter *filter, struct contact **ret,
		    size_t *ret_n)
{
	int64_t *ids;
	int r;

	r = store_contact_list(op->store, filter, op->arena, &ids, ret_n);
	return r ? r : load(op, ids, *ret_n, ret);
}

int op_contact_pause(struct op *op, int64_t id, struct day until, const char *reason,
		     struct contact *ret)
{
	const struct motive motive = {RULE_PAUSED, CAUSE_CONTACT, id, reason};
	struct followups open;
	int r;

	r = op_live_contact(op, id, ret);
	if (r)
		return r;
	if (!day_is_none(until) && !day_before(op->today, until))
		return op_fail(op, VOUCH_E_CONFLICT, "until",
			       "a pause must end on a day after today");
	ret->state = CONTACT_PAUSED;
	ret->paused_until = until;
	ret->pause_reason = reason;
	r = store_contact_update(op->store, ret);
	if (r == 0)
		r = store_followup_open_of_contact(op->store, id, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++) {
		struct followup *f = &open.items[i];

		if (followup_is_owed(f))
			continue;
		if (f->state == FOLLOWUP_SCHEDULED || f->waits_for == WAIT_GATE)
			r = flow_hold(op, f, WAIT_PAUSE, &motive);
	}
	op->env->is_stepped = true;
	if (r == 0)
		r = flow_facts(op, id);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, id, id);
}

int op_contact_resume(struct op *op, int64_t id, struct contact *ret)
{
	const struct motive motive = {RULE_RESUMED, CAUSE_CONTACT, id, NULL};
	struct followups open;
	int r;

	r = op_live_contact(op, id, ret);
	if (r)
		return r;
	if (ret->state != CONTACT_PAUSED)
		return op_fail(op, VOUCH_E_CONTACT_STATE, "id", "contact %lld is not paused",
			       (long long)id);
	ret->state = CONTACT_ACTIVE;
	ret->paused_until = NO_DAY;
	ret->pause_reason = NULL;
	r = store_contact_update(op->store, ret);
	if (r == 0)
		r = store_followup_open_of_contact(op->store, id, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++)
		if (open.items[i].waits_for == WAIT_PAUSE)
			r = flow_release(op, &open.items[i], &motive);
	if (r == 0)
		r = flow_facts(op, id);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, id, id);
}

int op_contact_next(struct op *op, const struct contact *c, struct followup *ret)
{
	*ret = (struct followup){0};
	if (!c->next_followup)
		return 0;
	return store_followup_get(op->store, c->next_followup, op->arena, ret);
}
