/* What becomes of the fields, the days and the notes of two contacts who are one. */
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ops/date.h"
#include "ops/merge.h"
#include "store/household.h"
#include "vouch/limits.h"

void merge_note(struct op *op, struct merge_join *j, const char *what, const char *text)
{
	j->differs = arena_printf(op->arena, "%s%s%s %s", j->differs ? j->differs : "",
				  j->differs ? "; " : "", what, text);
}

static void join_texts(struct op *op, struct merge_join *j)
{
	struct contact *k = j->keep;
	const struct contact *d = j->drop;
	const struct {
		const char *what, **to, *from;
	} texts[] = {
		{"org", &k->org, d->org},
		{"given name", &k->given, d->given},
		{"family name", &k->family, d->family},
		{"time zone", &k->timezone, d->timezone},
		{"language", &k->language, d->language},
		{"listen for", &k->listen_for, d->listen_for},
		{"source", &k->source, d->source},
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		if (!*texts[i].to)
			*texts[i].to = texts[i].from;
		else if (texts[i].from && !str_equal(*texts[i].to, texts[i].from))
			merge_note(op, j, texts[i].what, texts[i].from);
	}
}

#define ADDRESS_LINES 5

static void address_lines(const struct address *a, const char *to[ADDRESS_LINES])
{
	to[0] = a->street;
	to[1] = a->postcode;
	to[2] = a->city;
	to[3] = a->region;
	to[4] = a->country;
}

/* An address is taken whole, where it says all that keep's says: never a street of one town with
 * the name of another. */
static void join_address(struct op *op, struct merge_join *j)
{
	const char *keep[ADDRESS_LINES], *drop[ADDRESS_LINES];
	_cleanup_str_ struct str text = {0};
	bool is_within = true;

	address_lines(&j->keep->address, keep);
	address_lines(&j->drop->address, drop);
	for (int i = 0; i < ADDRESS_LINES; i++) {
		if (keep[i] && !str_equal(keep[i], drop[i]))
			is_within = false;
		if (drop[i])
			str_addf(&text, "%s%s", text.len ? ", " : "", drop[i]);
	}
	if (!text.len)
		return;
	j->takes_address = is_within;
	if (is_within)
		j->keep->address = j->drop->address;
	else
		merge_note(op, j, "address", str_text(&text));
}

static int join_household(struct op *op, struct merge_join *j)
{
	struct household home;
	int r;

	if (!j->drop->household || j->keep->household == j->drop->household)
		return 0;
	if (!j->keep->household) {
		j->keep->household = j->drop->household;
		return 0;
	}
	r = store_household_get(op->store, j->drop->household, op->arena, &home);
	if (r == 0 && home.name)
		merge_note(op, j, "household", home.name);
	return r;
}

/* Of two pauses the longer: NO_DAY has no end. */
static void join_pause(struct merge_join *j)
{
	struct contact *k = j->keep;
	const struct contact *d = j->drop;
	bool both = k->state == CONTACT_PAUSED;

	if (d->state != CONTACT_PAUSED)
		return;
	if (both &&
	    (day_is_none(k->paused_until) ||
	     (!day_is_none(d->paused_until) && !day_before(k->paused_until, d->paused_until))))
		return;
	k->state = CONTACT_PAUSED;
	k->paused_until = d->paused_until;
	k->pause_reason = d->pause_reason;
}

int merge_fields(struct op *op, struct merge_join *j)
{
	struct contact *k = j->keep;

	join_texts(op, j);
	join_address(op, j);
	join_pause(j);
	if (k->cadence < 0)
		k->cadence = j->drop->cadence;
	if (k->preferred_channel < 0)
		k->preferred_channel = j->drop->preferred_channel;
	k->is_partner |= j->drop->is_partner;
	return join_household(op, j);
}

static bool is_same_date(const struct date *a, const struct date *b)
{
	return str_equal(a->what, b->what) && a->sale == b->sale && a->month == b->month &&
	       a->month_day == b->month_day && a->is_yearly == b->is_yearly &&
	       (a->year == b->year || !a->year || !b->year);
}

/* The one that is known without its year goes. */
static int drop_date(struct op *op, const struct date *keep, const struct date *drop)
{
	struct followup f;
	struct date gone;

	return op_date_remove(op, !keep->year && drop->year ? keep->id : drop->id, &gone, &f);
}

static int join_date(struct op *op, struct merge_join *j, const struct dates *of_keep,
		     const struct date *d)
{
	char text[DATE_TEXT_SIZE];
	struct followup f;
	struct date gone;

	for (size_t i = 0; i < of_keep->n; i++) {
		const struct date *k = &of_keep->items[i];

		if (is_same_date(k, d))
			return drop_date(op, k, d);
		if (!date_is_birthday(k) || !date_is_birthday(d))
			continue;
		merge_note(op, j, DATE_BIRTHDAY, date_write(d, text));
		return op_date_remove(op, d->id, &gone, &f);
	}
	return 0;
}

int merge_dates(struct op *op, struct merge_join *j)
{
	struct dates of_keep, of_drop;
	int r;

	r = store_date_of_contact(op->store, j->keep->id, op->arena, &of_keep);
	if (r == 0)
		r = store_date_of_contact(op->store, j->drop->id, op->arena, &of_drop);
	for (size_t i = 0; r == 0 && i < of_drop.n; i++)
		r = join_date(op, j, &of_keep, &of_drop.items[i]);
	return r;
}

static void add_line(struct str *to, const char *text)
{
	if (text)
		str_addf(to, "%s%s", to->len ? "\n" : "", text);
}

int merge_notes(struct op *op, struct merge_join *j)
{
	const struct contact *d = j->drop;
	_cleanup_str_ struct str notes = {0};

	add_line(&notes, j->keep->notes);
	if (!str_equal(j->keep->notes, d->notes))
		add_line(&notes, d->notes);
	if (j->differs)
		add_line(&notes, arena_printf(op->arena, "from %s (c%lld): %s", d->name,
					      (long long)d->id, j->differs));
	if (utf8_length(str_text(&notes)) > VOUCH_TEXT_MAX)
		return op_fail(op, VOUCH_E_TOO_LARGE, "drop",
			       "the notes of both together would be longer than %d characters; "
			       "shorten those of contact %lld first",
			       VOUCH_TEXT_MAX, (long long)d->id);
	j->keep->notes = notes.len ? arena_strdup(op->arena, str_text(&notes)) : NULL;
	return 0;
}
