/* Whom an edition goes to: worked out until its recipients are fixed, then read. */
#include "ops/recipient.h"

#include <string.h>

#include "base/cleanup.h"
#include "ops/promise_lines.h"
#include "store/edition.h"
#include "store/household.h"
#include "store/recipient.h"
#include "vouch/errors.h"

#define CHUNK 200 /* contacts read at once; of a household all but one are passed over */
#define SLICE 1000

/* What is the same for everybody on the list. */
struct walk {
	struct op *op;
	struct arena *arena;
	const struct issue *issue;
	struct audience_query query;
};

bool issue_is_fixed(const struct issue *i)
{
	return i->edition.state != EDITION_PLANNED;
}

static struct walk walk_of(struct op *op, struct arena *arena, const struct issue *i)
{
	return (struct walk){
		.op = op,
		.arena = arena,
		.issue = i,
		.query = {.kind = i->campaign.kind,
			  .audience = &i->campaign.audience,
			  .today = op->today},
	};
}

static enum why_not why_of(const struct walk *w, const struct person *p)
{
	return recipient_why_not(w->issue->campaign.kind, &p->facts);
}

/* The member in whose place the card stands on the list: the first of the audience to whom it may
 * go, else the first of the audience. */
static const struct person *stand_in(const struct walk *w, const struct persons *home)
{
	const struct person *first = NULL;

	for (size_t i = 0; i < home->n; i++) {
		const struct person *p = &home->items[i];

		if (!p->is_in_audience)
			continue;
		if (why_of(w, p) == WHY_NOT_NONE)
			return p;
		if (!first)
			first = p;
	}
	return first;
}

/* Null where they are not. */
static const struct person *among(const struct persons *home, int64_t contact)
{
	for (size_t i = 0; i < home->n; i++)
		if (home->items[i].contact == contact)
			return &home->items[i];
	return NULL;
}

/* What troubles one of a household troubles all of it. */
static void share_trouble(struct persons *home)
{
	bool has_complaint = false, has_repair = false;

	for (size_t i = 0; i < home->n; i++) {
		has_complaint |= home->items[i].facts.has_complaint;
		has_repair |= home->items[i].facts.has_repair;
	}
	for (size_t i = 0; i < home->n; i++) {
		home->items[i].facts.has_complaint = has_complaint;
		home->items[i].facts.has_repair = has_repair;
	}
}

/* Only p, with the trouble of those they live with. */
static void leave_alone(const struct walk *w, const struct person *p, struct persons *home)
{
	struct person *one = arena_alloc(w->arena, sizeof *one);

	*one = *p;
	for (size_t i = 0; i < home->n; i++) {
		one->facts.has_complaint |= home->items[i].facts.has_complaint;
		one->facts.has_repair |= home->items[i].facts.has_repair;
	}
	*home = (struct persons){one, 1};
}

/* Those who live with them, where one card goes to all; alone otherwise. */
static int load_home(const struct walk *w, const struct person *p, struct persons *ret,
		     int64_t *ret_household)
{
	bool is_card = w->issue->campaign.kind == CAMPAIGN_CARD;
	int64_t household = is_card && p->row.id ? p->row.household : p->household;
	int r = 0;

	*ret = (struct persons){0};
	*ret_household = 0;
	if (household)
		r = store_audience_of_household(w->op->store, &w->query, household, w->arena, ret);
	if (r)
		return r;
	share_trouble(ret);
	if (is_card && among(ret, p->contact))
		*ret_household = household;
	else
		leave_alone(w, p, ret);
	return 0;
}

/* Who is named on it: those it goes to; where it goes to nobody, those who are alive. */
static void set_names(const struct walk *w, const struct persons *home, const char *household,
		      struct edition_item *item)
{
	const char **names = arena_array(w->arena, home->n, sizeof *names);
	size_t n = 0, n_alive = 0, size;
	char *text;

	item->members = arena_array(w->arena, home->n, sizeof *item->members);
	for (size_t i = 0; i < home->n; i++) {
		const struct person *p = &home->items[i];

		n_alive += contact_is_live(p->facts.state);
		if (why_of(w, p) != WHY_NOT_NONE)
			continue;
		names[item->n_members] = p->name;
		item->members[item->n_members++] = p->contact;
	}
	n = item->n_members;
	for (size_t i = 0; i < home->n && item->n_members == 0; i++)
		if (contact_is_live(home->items[i].facts.state))
			names[n++] = home->items[i].name;
	if (n == 0)
		names[n++] = item->name;
	size = recipient_names_size(household, names, n);
	text = arena_alloc(w->arena, size);
	recipient_names(household, n == n_alive, names, n, text, size);
	item->names = text;
}

static void take_address(struct edition_item *item, const struct address *a, struct day flag_day,
			 int64_t contact)
{
	item->address = *a;
	item->is_home_address = contact == 0;
	item->address_of = contact;
	item->why_day = flag_day;
}

/* The household's, else that of the one it stands for, else of the first who has one. */
static int set_address(const struct walk *w, const struct persons *home, const struct person *p,
		       const struct household *h, struct edition_item *item)
{
	struct day flag_day;
	int r;

	take_address(item, &p->address, p->flag_day, p->contact);
	if (h->id && address_why_not(&h->address) != WHY_NOT_ADDRESS) {
		r = store_address_flag_day(w->op->store, 0, h->id, &flag_day);
		if (r == 0)
			take_address(item, &h->address, flag_day, 0);
		return r;
	}
	for (size_t i = 0; i < home->n && address_why_not(&item->address); i++)
		if (!address_why_not(&home->items[i].address))
			take_address(item, &home->items[i].address, home->items[i].flag_day,
				     home->items[i].contact);
	return 0;
}

static enum why_not place_why(const struct walk *w, const struct edition_item *item)
{
	if (w->issue->campaign.kind == CAMPAIGN_NEWSLETTER)
		return item->email ? WHY_NOT_NONE : WHY_NOT_EMAIL;
	if (!day_is_none(item->why_day))
		return WHY_NOT_RETURNED;
	return address_why_not(&item->address);
}

/* What has been sent or skipped is not left out any more; that it came back is still to be said. */
static void set_why(const struct walk *w, const struct persons *home, const struct person *p,
		    struct edition_item *item)
{
	const struct recipient *row = &item->row;
	enum why_not place = place_why(w, item);

	item->is_address_ok = place == WHY_NOT_NONE;
	item->why = item->n_members ? WHY_NOT_NONE : why_of(w, among(home, p->contact));
	if (item->why == WHY_NOT_NONE)
		item->why = place;
	if (row->id && !(day_is_none(row->sent_day) && day_is_none(row->skipped_day)) &&
	    item->why != WHY_NOT_RETURNED)
		item->why = WHY_NOT_NONE;
}

/* *ret_is_one false: the household's card stands elsewhere on the list. */
static int make_item(const struct walk *w, const struct person *p, struct edition_item *item,
		     bool *ret_is_one)
{
	struct household household = {0};
	struct persons home;
	int64_t id;
	int r;

	*ret_is_one = false;
	r = load_home(w, p, &home, &id);
	if (r)
		return r;
	if (!p->row.id && id && p->is_in_audience && stand_in(w, &home)->contact != p->contact)
		return 0;
	if (id)
		r = store_household_get(w->op->store, id, w->arena, &household);
	if (r)
		return r;
	*item = (struct edition_item){.row = p->row, .name = p->name, .email = p->email};
	if (!p->row.id)
		item->row = (struct recipient){
			.edition = w->issue->edition.id,
			.contact = p->contact,
			.household = id,
			.exported_day = NO_DAY,
			.sent_day = NO_DAY,
			.returned_day = NO_DAY,
			.received_day = NO_DAY,
			.skipped_day = NO_DAY,
		};
	set_names(w, &home, household.name, item);
	r = set_address(w, &home, p, &household, item);
	set_why(w, &home, p, item);
	*ret_is_one = true;
	return r;
}

static int read_chunk(const struct walk *w, struct persons *ret)
{
	if (issue_is_fixed(w->issue))
		return store_audience_of_edition(w->op->store, &w->query, w->issue->edition.id,
						 w->arena, ret);
	return store_audience(w->op->store, &w->query, w->arena, ret);
}

int recipients_page(struct op *op, struct arena *arena, const struct issue *i, int64_t after,
		    size_t limit, struct edition_items *ret)
{
	struct walk w = walk_of(op, arena, i);
	struct edition_items rows = {.has_more = true};
	struct persons chunk;
	bool is_one;
	int r = 0;

	rows.items = arena_array(arena, limit, sizeof *rows.items);
	w.query.limit = CHUNK;
	w.query.after = after;
	while (r == 0 && rows.n < limit && rows.has_more) {
		size_t k = 0;

		r = read_chunk(&w, &chunk);
		if (r)
			break;
		for (; r == 0 && k < chunk.n && rows.n < limit; k++) {
			w.query.after = chunk.items[k].contact;
			r = make_item(&w, &chunk.items[k], &rows.items[rows.n], &is_one);
			rows.n += r == 0 && is_one;
		}
		rows.has_more = k < chunk.n || chunk.n == CHUNK;
	}
	if (r == 0)
		*ret = rows;
	return r;
}

int recipients_of(struct op *op, const struct issue *i, int64_t contact, struct edition_item *ret)
{
	struct walk w = walk_of(op, op->arena, i);
	struct recipient row = {0};
	struct persons found;
	bool is_one;
	int r;

	*ret = (struct edition_item){0};
	if (i->edition.id)
		r = store_recipient_find(op->store, i->edition.id, contact, op->arena, &row);
	else
		r = 0;
	if (r == 0)
		r = store_audience_of_contact(op->store, &w.query, row.id ? row.contact : contact,
					      op->arena, &found);
	if (r || found.n == 0)
		return r;
	found.items[0].row = row;
	found.items[0].is_in_audience = false; /* whoever is asked for stands for the household */
	return make_item(&w, &found.items[0], ret, &is_one);
}

int recipients_each(struct op *op, const struct issue *i,
		    int (*one)(struct op *op, struct edition_item *item, void *user), void *user)
{
	struct arena *arena = arena_new();
	struct edition_items page = {.has_more = true};
	int64_t after = 0;
	int r = 0;

	while (r == 0 && page.has_more) {
		arena_reset(arena);
		r = recipients_page(op, arena, i, after, SLICE, &page);
		for (size_t k = 0; r == 0 && k < page.n; k++) {
			after = page.items[k].row.contact;
			r = one(op, &page.items[k], user);
		}
	}
	arena_free(arena);
	return r;
}

static int count_one(struct op *op, struct edition_item *item, void *user)
{
	struct edition_counts *counts = user;

	(void)op;
	counts->recipients += !day_is_none(item->row.sent_day) ||
			      (item->why == WHY_NOT_NONE && day_is_none(item->row.skipped_day));
	return 0;
}

/* Whom it would have gone to is not known any more. */
static bool is_missed(const struct op *op, const struct issue *i)
{
	return edition_state_on(&i->edition, &op->env->work, op->today) == EDITION_MISSED;
}

int recipients_count(struct op *op, const struct issue *i, struct edition_counts *ret)
{
	struct edition_counts counts;
	int r;

	r = store_edition_counts(op->store, i->edition.id, &counts);
	if (r)
		return r;
	counts.recipients = counts.sent;
	if (edition_is_open(i->edition.state) && (issue_is_fixed(i) || !is_missed(op, i))) {
		counts.recipients = 0;
		r = recipients_each(op, i, count_one, &counts);
	}
	if (r == 0)
		*ret = counts;
	return r;
}

static int fix_one(struct op *op, struct edition_item *item, void *user)
{
	(void)user;
	item->row.created_at = op->now;
	return store_recipient_add(op->store, &item->row);
}

int recipients_freeze(struct op *op, struct issue *i)
{
	int r;

	if (issue_is_fixed(i))
		return 0;
	r = recipients_each(op, i, fix_one, NULL);
	if (r)
		return r;
	i->edition.state = EDITION_FROZEN;
	i->edition.frozen_day = op->today;
	return store_edition_update(op->store, &i->edition);
}

const char *recipients_say_why(struct op *op, const struct edition_item *item)
{
	static const char *const texts[] = {
		[WHY_NOT_NONE] = NULL,
		[WHY_NOT_DECEASED] = "deceased",
		[WHY_NOT_PAUSED] = "paused",
		[WHY_NOT_COMPLAINT] = "a complaint is open",
		[WHY_NOT_REPAIR] = "something must be put right first",
		[WHY_NOT_STOPPED] = "they asked not to be contacted so",
		[WHY_NOT_SAID_NO] = "said no",
		[WHY_NOT_CONSENT] = "no consent: they were not asked yet",
		[WHY_NOT_RETURNED] = "mail came back",
		[WHY_NOT_ADDRESS] = "no address",
		[WHY_NOT_STREET] = "the address has no street",
		[WHY_NOT_CITY] = "the address has no city",
		[WHY_NOT_EMAIL] = "no e-mail address",
	};

	if (item->why == WHY_NOT_RETURNED)
		return arena_printf(op->arena, "mail came back on %s", say_day(op, item->why_day));
	return texts[item->why];
}
