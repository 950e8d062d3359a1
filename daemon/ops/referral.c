/* Referrals: who was sent by whom. */
#include "ops/referral.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "ops/ask.h"
#include "ops/contact.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/referral_run.h"
#include "ops/referrer.h"
#include "ops/refuse.h"
#include "store/contact.h"
#include "store/followup.h"
#include "store/import.h"
#include "store/loop.h"
#include "store/suppression.h"

#define CAME_AFTER_DAYS 30 /* what was done so long ago has not led to a name */
#define CAME_AFTER_ROWS 20
#define SENT_BY_MAX 100
#define CHAIN_MAX 1000000  /* no chain is longer */
#define PHONE_DIGITS_MIN 5 /* shorter ones are extensions, and anybody's */

/* Whose e-mail or number it is: one of the same name before another; never the dead. Of the
 * referrer's own it is somebody who shares it, unless the name is theirs too. */
static int find_by(struct op *op, const struct referral *r, enum import_way way, const char *key,
		   int64_t *ret)
{
	const struct import_clue clue = {way, key, op_folded(op, r->name), ""};
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
	int e = 0;

	*ret = r->person;
	for (size_t i = 0; e == 0 && i < r->n_emails && !*ret; i++)
		e = find_by(op, r, WAY_EMAIL, op_folded(op, r->emails[i]), ret);
	for (size_t i = 0; e == 0 && i < r->n_phones && !*ret; i++) {
		const char *number = op_phone_key(op, r->phones[i], NULL);

		if (strlen(number) >= PHONE_DIGITS_MIN)
			e = find_by(op, r, WAY_PHONE, number, ret);
	}
	return e;
}

static int add_person(struct op *op, const struct referral *r, int64_t *ret)
{
	const struct contact_parts parts = {.has_emails = true, .has_phones = true};
	struct contact person = {
		.name = r->name,
		.cadence = -1,
		.preferred_channel = -1,
		.paused_until = NO_DAY,
		.source = "referral",
		.phones = r->phones,
		.n_phones = r->n_phones,
		.emails = r->emails,
		.n_emails = r->n_emails,
	};
	int e;

	for (int i = 0; i < N_CONSENTS; i++)
		person.consent[i] = CONSENT_UNKNOWN;
	e = op_contact_add(op, &person, &parts);
	*ret = person.id;
	return e;
}

/* One that is noted has one of each at most. */
static void take_one_of_each(struct referral *r)
{
	if (r->n_phones == 0 && r->phone) {
		r->phones = &r->phone;
		r->n_phones = 1;
	}
	if (r->n_emails == 0 && r->email) {
		r->emails = &r->email;
		r->n_emails = 1;
	}
}

static int refuse_self(struct op *op)
{
	return op_fail(op, VOUCH_E_CONFLICT, "name", "a person cannot be sent by themself");
}

static int check_ask(struct op *op, const struct referral *r)
{
	int64_t asked = 0;
	int e;

	if (!r->ask)
		return 0;
	e = store_referral_ask_contact(op->store, r->ask, &asked);
	if (e == 0 && !asked)
		return op_fail(op, VOUCH_E_NOT_FOUND, "ask", "there is no ask %lld",
			       (long long)r->ask);
	if (e == 0 && asked != r->contact)
		return op_fail(op, VOUCH_E_CONFLICT, "ask", "ask %lld was put to another contact",
			       (long long)r->ask);
	return e;
}

/* The person where one is named, and the name of one who is. */
static int check_person(struct op *op, struct referral *r)
{
	struct contact person;
	int e;

	if (!r->person) {
		if (r->name)
			return 0;
		return op_fail(op, VOUCH_E_CONFLICT, "name",
			       "say who it is: name, or contact where they are in the book");
	}
	if (r->name)
		return op_fail(op, VOUCH_E_CONFLICT, "name",
			       "name or contact, not both: contact %lld has a name already",
			       (long long)r->person);
	e = op_live_contact(op, r->person, &person);
	r->name = person.name;
	return e;
}

static int check_new(struct op *op, struct referral *r)
{
	struct contact referrer;
	int64_t person = 0;
	int e;

	e = op_live_contact(op, r->contact, &referrer);
	if (e == 0)
		e = check_person(op, r);
	if (e)
		return e;
	take_one_of_each(r);
	if (r->n_phones + r->n_emails == 0 && !r->person &&
	    str_equal(op_folded(op, r->name), op_folded(op, referrer.name)))
		return refuse_self(op);
	e = find_person(op, r, &person);
	if (e == 0 && person == r->contact)
		return refuse_self(op);
	return e ? e : check_ask(op, r);
}

/* Nobody is sent by those whom they brought themself: the credit would run in a circle. */
static int check_circle(struct op *op, const struct referral *r)
{
	int64_t at = r->received_at == NO_INSTANT ? op->now : r->received_at;
	int64_t credit = 0, above = r->contact;
	struct referral first;
	int e;

	e = store_referral_credit(op->store, r->person, &credit);
	if (e == 0 && credit)
		e = store_referral_get(op->store, credit, op->arena, &first);
	if (e || (credit && first.received_at <= at))
		return e; /* theirs stays with whoever was first */
	for (int i = 0; e == 0 && above && above != r->person && i < CHAIN_MAX; i++)
		e = store_referral_sender(op->store, above, &above);
	if (e || above != r->person)
		return e;
	return op_fail(op, VOUCH_E_CONFLICT, "contact",
		       "%s came to you through %s, so %s cannot have been sent by them; to thank "
		       "them, log it as a touch",
		       op_contact_name(op, r->contact), op_contact_name(op, r->person),
		       op_contact_name(op, r->person));
}

static int check_received(struct op *op, const struct referral *r)
{
	int64_t same = 0;
	int e;

	if (r->person == r->contact)
		return refuse_self(op);
	e = store_referral_find_same(op->store, r->person, r->contact, &same);
	if (e == 0 && same && same != r->id)
		return op_fail(op, VOUCH_E_DUPLICATE, "name",
			       "they have sent that person already, referral %lld",
			       (long long)same);
	return e ? e : check_circle(op, r);
}

static int check_moment(struct op *op, const struct referral *r)
{
	if (r->received_at == NO_INSTANT || r->received_at <= op->now)
		return 0;
	return op_fail(op, VOUCH_E_CONFLICT, "received_at", "that lies in the future");
}

int op_referral_receive(struct op *op, struct referral *r)
{
	int e;

	take_one_of_each(r);
	e = find_person(op, r, &r->person);
	if (e == 0)
		e = check_moment(op, r);
	if (e == 0 && r->person)
		e = check_received(op, r);
	if (e == 0 && !r->person)
		e = add_person(op, r, &r->person);
	r->status = REFERRAL_RECEIVED;
	if (r->received_at == NO_INSTANT)
		r->received_at = op->now;
	r->received_day = day_of_local(zone_to_local(op->env->zone, r->received_at));
	return e;
}

/* The step of a plan that a name came after: its ask, else what was done for the contact last. */
static int came_after(struct op *op, struct referral *r)
{
	struct followups ended;
	int e;

	if (r->ask)
		return store_referral_ask_followup(op->store, r->ask, &r->followup);
	e = store_followup_ended_of_contact(op->store, r->contact, CAME_AFTER_ROWS, op->arena,
					    &ended);
	for (size_t i = 0; e == 0 && i < ended.n && !r->followup; i++) {
		const struct followup *f = &ended.items[i];

		if (f->state == FOLLOWUP_DONE && f->run && f->about_id == 0 &&
		    f->ended_day.n + CAME_AFTER_DAYS >= op->today.n)
			r->followup = f->id;
	}
	return e;
}

static void begin(const struct op *op, struct referral *r)
{
	for (int status = REFERRAL_CANDIDATE; status <= REFERRAL_NOT_A_FIT; status++)
		referral_set_day(r, (enum referral_status)status, NO_DAY);
	r->closed_day = r->thanked_day = r->told_contact_day = r->told_outcome_day = NO_DAY;
	r->contact_minutes = ANY_MINUTE;
	r->created_at = op->now;
}

int op_referral_take(struct op *op, struct referral *r)
{
	int e;

	e = check_new(op, r);
	if (e)
		return e;
	begin(op, r);
	r->direction = REFERRAL_RECEIVED_ONE;
	r->status = REFERRAL_CANDIDATE;
	if (r->permission == PERMISSION_NONE) {
		r->candidate_day = op->today;
		r->received_at = NO_INSTANT;
	} else {
		e = op_referral_receive(op, r);
	}
	if (e == 0)
		e = came_after(op, r);
	if (e == 0)
		e = store_referral_add(op->store, r);
	if (e == 0 && referral_is_received(r))
		e = referral_begin(op, r);
	if (e == 0)
		e = referral_facts(op, r);
	return e ? e : op_event(op, EVENT_REFERRAL_CHANGED, r->id, r->contact);
}

int op_referral_add(struct op *op, struct referral *r)
{
	int e;

	e = op_referral_take(op, r);
	return e || r->origin != ORIGIN_OFFERED ? e : ask_offered(op, r->contact, r->id);
}

int op_referral_give(struct op *op, struct referral *r)
{
	struct day day = day_is_none(r->received_day) ? op->today : r->received_day;
	int e;

	e = op_not_after_today(op, day, "day");
	if (e == 0)
		e = check_new(op, r);
	if (e)
		return e;
	begin(op, r);
	r->direction = REFERRAL_GIVEN_ONE;
	r->status = REFERRAL_RECEIVED;
	r->permission = PERMISSION_MAY_SAY_NAME;
	r->received_day = day;
	r->received_at = op_instant(op, day, ANY_MINUTE);
	e = store_referral_add(op->store, r);
	if (e == 0)
		e = flow_facts(op, r->contact);
	return e ? e : op_event(op, EVENT_REFERRAL_CHANGED, r->id, r->contact);
}

int op_referral_first(struct op *op, const struct referral *x, struct referral *ret)
{
	int64_t credit = 0;
	int e;

	e = store_referral_credit(op->store, x->person, &credit);
	if (e == 0)
		e = store_referral_get(op->store, credit ? credit : x->id, op->arena, ret);
	return e;
}

static bool is_in(const struct followup *items, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].id == id)
			return true;
	return false;
}

static bool has_items(const struct followup *f, const struct loop_items *loops)
{
	for (size_t i = 0; i < loops->n; i++)
		if (loops->items[i].followup == f->id)
			return true;
	return false;
}

int op_referral_followups(struct op *op, const struct referral *x, struct followup **ret,
			  size_t *ret_n)
{
	struct followups about;
	struct loop_items loops;
	size_t n = 0;
	int e;

	e = store_followup_about(op->store, ABOUT_REFERRAL, x->id, op->arena, &about);
	if (e == 0)
		e = store_loop_of_referral(op->store, x->id, op->arena, &loops);
	if (e)
		return e;
	*ret = arena_array(op->arena, about.n + loops.n, sizeof **ret);
	for (size_t i = 0; i < about.n; i++)
		if (followup_is_open(about.items[i].state) && !has_items(&about.items[i], &loops))
			(*ret)[n++] = about.items[i];
	for (size_t i = 0; e == 0 && i < loops.n; i++) {
		struct followup f;

		if (!referrer_is_owed(x, loops.items[i].what))
			continue;
		e = store_followup_get(op->store, loops.items[i].followup, op->arena, &f);
		if (e == 0 && followup_is_open(f.state) && !is_in(*ret, n, f.id))
			(*ret)[n++] = f;
	}
	*ret_n = n;
	return e;
}

/* Those of one referral that go to its referrer, behind those that are there. */
static int add_loop(struct op *op, const struct referral *x, struct followups *to, size_t *cap)
{
	struct followup *about;
	size_t n;
	int e;

	e = op_referral_followups(op, x, &about, &n);
	for (size_t i = 0; e == 0 && i < n; i++) {
		if (about[i].contact != x->contact || is_in(to->items, to->n, about[i].id))
			continue;
		to->items = arena_grow(op->arena, to->items, to->n, cap, sizeof *to->items);
		to->items[to->n++] = about[i];
	}
	return e;
}

int op_referral_loop(struct op *op, int64_t person, struct followup **ret, size_t *ret_n)
{
	struct followups loop = {0};
	struct referrals rows;
	size_t cap = 0;
	int e;

	e = store_referral_sent_by(op->store, person, SENT_BY_MAX, op->arena, &rows);
	for (size_t i = 0; e == 0 && i < rows.n; i++)
		e = add_loop(op, &rows.items[i], &loop, &cap);
	*ret = loop.items;
	*ret_n = loop.n;
	return e;
}

int op_referral_get(struct op *op, int64_t id, struct referral *ret)
{
	int e;

	e = store_referral_get(op->store, id, op->arena, ret);
	return op_not_found(op, e, "id", "there is no referral %lld", (long long)id);
}

int op_referral_list(struct op *op, const struct referral_filter *filter, struct referrals *ret)
{
	return store_referral_list(op->store, filter, op->arena, ret);
}

static int newest_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x < y) - (x > y);
}

int op_referral_is_owed_to(struct op *op, int64_t contact, bool *ret)
{
	struct suppressions stops;
	enum contact_state state;
	int e;

	*ret = false;
	e = store_contact_state(op->store, contact, &state);
	if (e || !contact_is_live(state))
		return e;
	e = store_suppression_in_force(op->store, contact, op->today, op->arena, &stops);
	*ret = true;
	for (size_t i = 0; e == 0 && i < stops.n; i++)
		*ret &= stops.items[i].channel != SUPPRESS_ALL;
	return e;
}

int op_referral_owed(struct op *op, const struct referral_filter *f, struct referrals *ret)
{
	struct referrals rows = {0};
	int64_t *ids;
	size_t n, cap = 0;
	int e;

	e = store_referral_owed(op->store, f->referrer, day_plus(op->today, -REFERRAL_TELL_DAYS),
				op->arena, &ids, &n);
	if (e)
		return e;
	if (n)
		qsort(ids, n, sizeof *ids, newest_first);
	for (size_t i = 0; e == 0 && i < n && rows.n < (size_t)f->limit; i++) {
		struct referral x;
		bool is_owed = false;

		if ((f->before && ids[i] >= f->before) || (i && ids[i] == ids[i - 1]))
			continue;
		e = store_referral_get(op->store, ids[i], op->arena, &x);
		if (e || (f->status >= 0 && (int)x.status != f->status) ||
		    (f->person && x.person != f->person))
			continue;
		e = op_referral_is_owed_to(op, x.contact, &is_owed);
		if (e || !is_owed)
			continue;
		rows.items = arena_grow(op->arena, rows.items, rows.n, &cap, sizeof *rows.items);
		rows.items[rows.n++] = x;
	}
	*ret = rows;
	return e;
}
