/* What stands in a calendar for other programs. */
#include "ops/calendar_item.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "ops/contact.h"
#include "ops/notice_text.h"
#include "ops/title.h"
#include "store/book.h"
#include "store/contact.h"
#include "store/date.h"
#include "store/followup.h"

#define PRIORITY_PROMISE 1
#define EVENT_SUFFIX "-event"

static const char *const nouns[] = {
	[CALENDAR_FOLLOWUP] = "followup",
	[CALENDAR_DATE] = "date",
};

static int walk_followups(struct op *op, struct calendar_walk *walk, int limit,
			  struct calendar_keys *ret)
{
	const struct agenda_filter filter = {
		.from = INT64_MIN,
		.until = INT64_MAX,
		.kind = -1,
		.after = walk->at.id ? &walk->at : NULL,
		.limit = limit,
	};
	struct followups rows;
	int r;

	r = store_followup_agenda(op->store, &filter, op->arena, &rows);
	if (r)
		return r;
	ret->items = arena_array(op->arena, rows.n, sizeof *ret->items);
	ret->n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		const struct followup *f = &rows.items[i];

		ret->items[i] = (struct calendar_key){CALENDAR_FOLLOWUP, f->id};
		walk->at = (struct agenda_cursor){f->due_at, f->rank, f->id};
	}
	return 0;
}

static int walk_dates(struct op *op, struct calendar_walk *walk, int limit,
		      struct calendar_keys *ret)
{
	struct dates rows;
	int r;

	r = store_date_from(op->store, walk->at.id, limit, op->arena, &rows);
	if (r)
		return r;
	ret->items = arena_array(op->arena, rows.n, sizeof *ret->items);
	ret->n = rows.n;
	for (size_t i = 0; i < rows.n; i++) {
		ret->items[i] = (struct calendar_key){CALENDAR_DATE, rows.items[i].id};
		walk->at.id = rows.items[i].id;
	}
	return 0;
}

int op_calendar_walk(struct op *op, struct calendar_walk *walk, int limit,
		     struct calendar_keys *ret)
{
	int r = 0;

	*ret = (struct calendar_keys){0};
	if (walk->noun == CALENDAR_FOLLOWUP) {
		r = walk_followups(op, walk, limit, ret);
		if (r || ret->n)
			return r;
		*walk = (struct calendar_walk){.has_dates = walk->has_dates, .noun = CALENDAR_DATE};
	}
	return walk->has_dates ? walk_dates(op, walk, limit, ret) : 0;
}

int op_calendar_of_contact(struct op *op, int64_t contact, struct calendar_keys *ret)
{
	struct followups followups;
	struct dates dates;
	int r;

	r = store_followup_open_of_contact(op->store, contact, op->arena, &followups);
	if (r == 0)
		r = store_date_of_contact(op->store, contact, op->arena, &dates);
	if (r)
		return r;
	*ret = (struct calendar_keys){0};
	ret->items = arena_array(op->arena, followups.n + dates.n, sizeof *ret->items);
	for (size_t i = 0; i < followups.n; i++)
		ret->items[ret->n++] =
			(struct calendar_key){CALENDAR_FOLLOWUP, followups.items[i].id};
	for (size_t i = 0; i < dates.n; i++)
		ret->items[ret->n++] = (struct calendar_key){CALENDAR_DATE, dates.items[i].id};
	return 0;
}

const char *op_calendar_uid(struct op *op, const struct calendar_key *key, bool is_event,
			    const char *uuid)
{
	return arena_printf(op->arena, "%s-%lld%s@%s", nouns[key->noun], (long long)key->id,
			    is_event && key->noun == CALENDAR_FOLLOWUP ? EVENT_SUFFIX : "", uuid);
}

/* A number as we write it. */
static bool read_id(const char **text, int64_t *ret)
{
	size_t n = strspn(*text, "0123456789");

	if (n == 0 || n > 18 || **text == '0')
		return false;
	*ret = strtoll(*text, NULL, 10);
	*text += n;
	return true;
}

bool op_calendar_uid_read(const char *uid, size_t n, const char *uuid, struct calendar_key *ret)
{
	for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
		struct calendar_key key = {.noun = (enum calendar_noun)i};
		size_t length = strlen(nouns[i]);
		const char *at = uid + length + 1;

		if (!str_starts_with(uid, nouns[i]) || uid[length] != '-' || !read_id(&at, &key.id))
			continue;
		if (key.noun == CALENDAR_FOLLOWUP && str_starts_with(at, EVENT_SUFFIX))
			at += strlen(EVENT_SUFFIX);
		if (*at != '@' || (size_t)(at + 1 - uid) + strlen(uuid) != n ||
		    strncmp(at + 1, uuid, strlen(uuid)) != 0)
			return false;
		*ret = key;
		return true;
	}
	return false;
}

int op_calendar_uuid(struct op *op, const char **ret)
{
	return store_book_get(op->store, BOOK_UUID, op->arena, ret);
}

/* "Call Ana Ruiz: service" */
static const char *summary_of(struct op *op, const struct followup *f)
{
	if (!f->contact)
		return f->title;
	return arena_printf(op->arena, "%s %s: %s", notice_verb(f), op_contact_name(op, f->contact),
			    f->title);
}

static int make_followup(struct op *op, int64_t id, enum calendar_items which, const char *uuid,
			 struct calendar_made *ret)
{
	const struct calendar_key key = {CALENDAR_FOLLOWUP, id};
	struct calendar_item item;
	struct followup f;
	int r;

	r = store_followup_get(op->store, id, op->arena, &f);
	if (r || f.state != FOLLOWUP_SCHEDULED)
		return r == VOUCH_E_NOT_FOUND ? 0 : r;
	item = (struct calendar_item){
		.summary = summary_of(op, &f),
		.description = f.reason,
		.category = followup_kinds[f.kind],
		.day = f.due_day,
		.at = f.due_minute == ANY_MINUTE ? NO_INSTANT : f.due_at,
		.priority = followup_is_promise(&f) ? PRIORITY_PROMISE : 0,
		.version = f.version,
		.created_at = f.created_at,
	};
	r = store_move_last(op->store, id, &item.changed_at);
	if (item.changed_at < item.created_at)
		item.changed_at = item.created_at;
	for (int is_event = 0; r == 0 && is_event < 2; is_event++) {
		if (which == (is_event ? CALENDAR_TODO : CALENDAR_EVENT))
			continue;
		item.is_event = is_event;
		item.uid = op_calendar_uid(op, &key, is_event, uuid);
		ret->items[ret->n++] = item;
	}
	return r;
}

/* Of a day without a year, the first since it was entered that the calendar has. */
static struct day first_day(struct op *op, const struct date *d)
{
	int year = d->year ? d->year : day_to_civil(op_day(op, d->created_at)).year;

	while (!day_is_civil(year, d->month, d->month_day))
		year++;
	return day_from_civil(year, d->month, d->month_day);
}

static int is_living(struct op *op, int64_t contact, bool *ret)
{
	struct contact c;
	int r;

	r = store_contact_get(op->store, contact, op->arena, &c);
	*ret = r == 0 && (c.state == CONTACT_ACTIVE || c.state == CONTACT_PAUSED);
	return r;
}

static int make_date(struct op *op, int64_t id, const char *uuid, struct calendar_made *ret)
{
	const struct calendar_key key = {CALENDAR_DATE, id};
	const char *what;
	bool is_wanted;
	struct date d;
	int r;

	r = store_date_get(op->store, id, op->arena, &d);
	if (r || !day_is_none(d.removed_day))
		return r == VOUCH_E_NOT_FOUND ? 0 : r;
	r = is_living(op, d.contact, &is_wanted);
	if (r || !is_wanted)
		return r;
	what = date_is_birthday(&d) ? "Birthday" : date_is_renewal(&d) ? "Renewal" : d.what;
	ret->items[ret->n++] = (struct calendar_item){
		.uid = op_calendar_uid(op, &key, true, uuid),
		.is_event = true,
		.summary = arena_printf(op->arena, "%s: %s", op_title(op, what),
					op_contact_name(op, d.contact)),
		.category = d.what,
		.day = first_day(op, &d),
		.at = NO_INSTANT,
		.is_yearly = d.is_yearly,
		.version = d.version,
		.created_at = d.created_at,
		.changed_at = d.created_at,
	};
	return 0;
}

int op_calendar_item(struct op *op, const struct calendar_key *key, enum calendar_items which,
		     bool has_dates, struct calendar_made *ret)
{
	const char *uuid;
	int r;

	ret->n = 0;
	r = op_calendar_uuid(op, &uuid);
	if (r)
		return r;
	if (key->noun == CALENDAR_FOLLOWUP)
		return make_followup(op, key->id, which, uuid, ret);
	return has_dates || which != CALENDAR_TODO ? make_date(op, key->id, uuid, ret) : 0;
}
