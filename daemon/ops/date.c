/* Named days of contacts, and the follow-up that each makes. */
#include "ops/date.h"

#include "ops/event.h"
#include "ops/refuse.h"
#include "ops/suppression.h"
#include "ops/title.h"
#include "store/followup.h"
#include "store/sale.h"

static int tell(struct op *op, const struct date *d)
{
	int r = 0;

	if (op->actor != OP_IMPORT) /* whose slices do so for all their contacts at the end */
		r = flow_facts(op, d->contact);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, d->contact, d->contact);
}

static const char *say_full_day(struct op *op, struct day day)
{
	struct civil c = day_to_civil(day);

	return arena_printf(op->arena, "%s %d %s %d", weekday_short(day_weekday(day)), c.day,
			    month_short(c.month), c.year);
}

/* "Birthday: turns 50", "Renewal: Alarm", "Wedding day" */
static int title_of(struct op *op, const struct date *d, struct day day, const char **ret)
{
	int turns = date_turns(d, day);
	struct sale sale;
	int r;

	*ret = op_title(op, d->what);
	if (date_is_birthday(d))
		*ret = turns > 0 ? arena_printf(op->arena, "Birthday: turns %d", turns)
				 : "Birthday";
	if (!date_is_renewal(d))
		return 0;
	*ret = "Renewal";
	if (!d->sale)
		return 0;
	r = store_sale_get(op->store, d->sale, op->arena, &sale);
	if (r == 0)
		*ret = op_title(op, arena_printf(op->arena, "Renewal: %s", sale.product));
	return r;
}

static int make(struct op *op, const struct date *d, struct day day, struct followup *ret)
{
	const struct plan_clock clock = flow_clock(op);
	struct placed at = date_place(d, day, &clock);

	*ret = (struct followup){
		.contact = d->contact,
		.sale = d->sale,
		.occurrence = 1,
		.kind = date_is_birthday(d) ? KIND_MESSAGE : KIND_CALL,
		.channel = -1,
		.reason = arena_printf(op->arena, "on %s", say_full_day(op, day)),
		.gives = date_is_birthday(d),
		.series_day = NO_DAY,
		.state = FOLLOWUP_SCHEDULED,
		.waits_for = -1,
		.planned_day = at.planned_day,
		.planned_minute = at.planned_minute,
		.due_day = at.due.day,
		.due_minute = at.due.minute,
		.outcome = -1,
		.ended_day = NO_DAY,
		.about = ABOUT_DATE,
		.about_id = d->id,
	};
	return title_of(op, d, day, &ret->title);
}

/* Nothing where it has no day any more, or they are not to be contacted so without an end. */
static int plant(struct op *op, const struct date *d, struct day from, const struct motive *motive,
		 struct followup *ret)
{
	struct day day = date_next(d, day_later(from, op->today));
	enum suppression_force force;
	int r;

	ret->id = 0;
	if (day_is_none(day))
		return 0;
	r = make(op, d, day, ret);
	if (r == 0)
		r = suppression_of(op, ret, &force);
	if (r || force == SUPPRESSION_ENDLESS)
		return r;
	return flow_add(op, ret, motive);
}

/* Of one of its follow-ups: the day that it is for. */
static struct day day_of(const struct date *d, const struct followup *f)
{
	return day_plus(f->planned_day, d->lead_days);
}

static int check_sale(struct op *op, const struct date *d)
{
	if (d->sale && date_is_birthday(d))
		return op_fail(op, VOUCH_E_CONFLICT, "sale",
			       "a birthday belongs to a person, not to a sale; leave the sale out");
	return op_sale_of_contact(op, d->sale, d->contact);
}

static int check_day(struct op *op, const struct date *d)
{
	struct day first = d->year ? day_from_civil(d->year, d->month, d->month_day) : NO_DAY;

	if (!d->is_yearly && !d->year)
		return op_fail(op, VOUCH_E_CONFLICT, "day",
			       "a day without a year comes each year; name the year of one that "
			       "comes once");
	if (date_is_birthday(d) && !day_is_none(first) && day_before(op->today, first))
		return op_fail(op, VOUCH_E_CONFLICT, "day",
			       "that birthday lies ahead: name the year they were born, or none "
			       "(--05-03)");
	if (day_is_none(date_next(d, op->today)))
		return op_fail(
			op, VOUCH_E_CONFLICT, "day",
			"that day has gone by, and it comes once; a day that comes each year "
			"is yearly");
	return 0;
}

static int check_others(struct op *op, const struct date *d)
{
	struct dates rows;
	char day[DATE_TEXT_SIZE];
	int r;

	r = store_date_of_contact(op->store, d->contact, op->arena, &rows);
	if (r)
		return r;
	if (rows.n >= VOUCH_DATES_MAX)
		return op_fail(op, VOUCH_E_TOO_LARGE, "contact",
			       "contact %lld has %d dates, and no more are kept of one; remove one "
			       "first",
			       (long long)d->contact, VOUCH_DATES_MAX);
	for (size_t i = 0; i < rows.n && date_is_birthday(d); i++)
		if (date_is_birthday(&rows.items[i]))
			return op_fail(op, VOUCH_E_DUPLICATE, "what",
				       "their birthday is known: %s (date %lld); remove that one "
				       "first where it is wrong",
				       date_write(&rows.items[i], day),
				       (long long)rows.items[i].id);
	return 0;
}

static int read_wanted(struct op *op, const struct date_wanted *wanted, struct date *d)
{
	*d = (struct date){
		.contact = wanted->contact,
		.sale = wanted->sale,
		.what = date_what(wanted->what),
		.removed_day = NO_DAY,
		.created_at = op->now,
	};
	if (!date_read(wanted->day, d))
		return op_fail(op, VOUCH_E_BAD_DATE, "day",
			       "'%s' is no day from 1900 to 2199; one is 2026-05-03, or --05-03 "
			       "where the year is not known",
			       wanted->day);
	d->is_yearly = wanted->is_yearly < 0 ? date_is_yearly_by_default(d) : wanted->is_yearly;
	d->lead_days = wanted->lead_days < 0 ? date_lead_days_by_default(d) : wanted->lead_days;
	return 0;
}

int op_date_add(struct op *op, const struct date_wanted *wanted, struct date *ret,
		struct followup *ret_followup)
{
	struct contact contact;
	struct motive motive;
	int r;

	r = op_live_contact(op, wanted->contact, &contact);
	if (r == 0)
		r = read_wanted(op, wanted, ret);
	if (r == 0)
		r = check_sale(op, ret);
	if (r == 0)
		r = check_day(op, ret);
	if (r == 0)
		r = check_others(op, ret);
	if (r == 0)
		r = store_date_add(op->store, ret);
	if (r)
		return r;
	motive = (struct motive){RULE_DATE, CAUSE_DATE, ret->id, NULL};
	r = plant(op, ret, op->today, &motive, ret_followup);
	return r ? r : tell(op, ret);
}

static int get(struct op *op, int64_t id, struct date *ret)
{
	int r;

	r = store_date_get(op->store, id, op->arena, ret);
	return op_not_found(op, r, "id", "there is no date %lld", (long long)id);
}

int op_date_next(struct op *op, int64_t id, struct followup *ret)
{
	struct followups rows;
	int r;

	*ret = (struct followup){0};
	r = store_followup_about(op->store, ABOUT_DATE, id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		if (followup_is_open(rows.items[i].state))
			*ret = rows.items[i];
	return r;
}

static int remove_date(struct op *op, struct date *d, const struct motive *motive,
		       struct followup *ret)
{
	int r;

	d->removed_day = op->today;
	r = store_date_update(op->store, d);
	if (r == 0)
		r = op_date_next(op, d->id, ret);
	if (r == 0 && ret->id)
		r = flow_end(op, ret, FOLLOWUP_CANCELLED, motive);
	return r;
}

int op_date_remove(struct op *op, int64_t id, struct date *ret, struct followup *ret_followup)
{
	const struct motive motive = {RULE_DATE_CHANGED, CAUSE_DATE, id, NULL};
	char day[DAY_TEXT_SIZE];
	int r;

	r = get(op, id, ret);
	if (r)
		return r;
	if (!day_is_none(ret->removed_day))
		return op_fail(op, VOUCH_E_CONFLICT, "id", "date %lld was removed already (%s)",
			       (long long)id, day_format(ret->removed_day, day));
	r = remove_date(op, ret, &motive, ret_followup);
	return r ? r : tell(op, ret);
}

int date_follow(struct op *op, const struct followup *f)
{
	const struct motive motive = {RULE_NEXT, CAUSE_FOLLOWUP, f->id, NULL};
	struct followup open, next;
	struct date d;
	int r;

	r = store_date_get(op->store, f->about_id, op->arena, &d);
	if (r == VOUCH_E_NOT_FOUND)
		return 0; /* left by the undo of an older vouch */
	if (r == 0)
		r = op_date_next(op, d.id, &open);
	if (r || open.id || !day_is_none(d.removed_day))
		return r;
	return plant(op, &d, day_plus(day_of(&d, f), 1), &motive, &next);
}

static struct day too_late(const struct date *d, const struct followup *f)
{
	struct day day = day_of(d, f);

	return date_too_late(d, f->is_pinned ? day_later(day, f->due_day) : day);
}

int date_end_at(struct op *op, const struct followup *f, int64_t *ret)
{
	struct date d;
	int r;

	*ret = NO_INSTANT;
	if (!followup_is_open(f->state))
		return 0;
	r = store_date_get(op->store, f->about_id, op->arena, &d);
	if (r == 0)
		*ret = op_instant(op, too_late(&d, f), 0);
	return r == VOUCH_E_NOT_FOUND ? 0 : r; /* as above: the clock goes on */
}

int date_expire(struct op *op, struct followup *f, bool *ret_is_over)
{
	struct motive motive = {RULE_DATE_CHANGED, CAUSE_DATE, f->about_id, NULL};
	int64_t end = NO_INSTANT;
	int r = 0;

	if (followup_is_of_date(f))
		r = date_end_at(op, f, &end);
	*ret_is_over = r == 0 && end != NO_INSTANT && end <= op->now;
	if (r || !*ret_is_over)
		return r;
	r = flow_end(op, f, FOLLOWUP_EXPIRED, &motive);
	return r ? r : flow_facts(op, f->contact);
}

/* The day after the last one that something became of. */
static int after_last(struct op *op, const struct date *d, bool *ret_has_open, struct day *ret)
{
	struct followups rows;
	int r;

	*ret = op->today;
	*ret_has_open = false;
	r = store_followup_about(op->store, ABOUT_DATE, d->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		*ret_has_open |= followup_is_open(rows.items[i].state);
		if (rows.items[i].state != FOLLOWUP_CANCELLED)
			*ret = day_later(*ret, day_plus(day_of(d, &rows.items[i]), 1));
	}
	return r;
}

int date_resume(struct op *op, int64_t contact)
{
	struct followup f;
	struct dates rows;
	int r;

	r = store_date_of_contact(op->store, contact, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		const struct date *d = &rows.items[i];
		const struct motive motive = {RULE_DATE, CAUSE_DATE, d->id, NULL};
		bool has_open;
		struct day from;

		r = after_last(op, d, &has_open, &from);
		if (r == 0 && !has_open)
			r = plant(op, d, from, &motive, &f);
	}
	return r;
}

int date_sale_over(struct op *op, int64_t sale, const struct motive *motive)
{
	struct followup f;
	struct dates rows;
	int r;

	r = store_date_of_sale(op->store, sale, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		if (date_is_renewal(&rows.items[i]))
			r = remove_date(op, &rows.items[i], motive, &f);
	return r;
}

/* Was it the end of its sale that took it away, and neither a person nor anything else? */
static int went_with_sale(struct op *op, const struct date *d, bool *ret)
{
	struct followup_move *moves;
	struct followups rows;
	size_t n;
	int r;

	*ret = false;
	r = store_followup_about(op->store, ABOUT_DATE, d->id, op->arena, &rows);
	if (r || rows.n == 0)
		return r;
	r = store_move_list(op->store, rows.items[rows.n - 1].id, op->arena, &moves, &n);
	if (r || n == 0)
		return r;
	*ret = moves[n - 1].cause == CAUSE_SALE && moves[n - 1].cause_id == d->sale &&
	       moves[n - 1].to_state == FOLLOWUP_CANCELLED;
	return 0;
}

/* Who missed it may have entered it anew. */
static bool is_among(const struct dates *rows, const struct date *d)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct date *other = &rows->items[i];

		if (date_is_renewal(other) && other->year == d->year && other->month == d->month &&
		    other->month_day == d->month_day)
			return true;
	}
	return false;
}

static int bring_back(struct op *op, struct date *d)
{
	const struct motive motive = {RULE_DATE, CAUSE_DATE, d->id, NULL};
	struct followup f;
	struct day from;
	bool has_open;
	int r;

	d->removed_day = NO_DAY;
	r = store_date_update(op->store, d);
	if (r == 0)
		r = after_last(op, d, &has_open, &from);
	return r || has_open ? r : plant(op, d, from, &motive, &f);
}

int date_sale_back(struct op *op, int64_t sale)
{
	struct dates removed, rows;
	int r;

	r = store_date_removed_of_sale(op->store, sale, op->arena, &removed);
	if (r == 0)
		r = store_date_of_sale(op->store, sale, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < removed.n; i++) {
		bool is_to_come = false;

		if (date_is_renewal(&removed.items[i]) && !is_among(&rows, &removed.items[i]))
			r = went_with_sale(op, &removed.items[i], &is_to_come);
		if (r == 0 && is_to_come)
			r = bring_back(op, &removed.items[i]);
	}
	return r;
}

static int move_followups(struct op *op, const struct date *d)
{
	struct followups rows;
	int r;

	r = store_followup_about(op->store, ABOUT_DATE, d->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		rows.items[i].contact = d->contact;
		r = store_followup_update(op->store, &rows.items[i]);
	}
	return r;
}

int date_move(struct op *op, int64_t sale, int64_t contact)
{
	struct dates rows;
	int r;

	r = store_date_of_sale(op->store, sale, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		rows.items[i].contact = contact;
		r = store_date_update(op->store, &rows.items[i]);
		if (r == 0)
			r = move_followups(op, &rows.items[i]);
	}
	return r;
}

const char *op_date_reason(struct op *op, int64_t id)
{
	struct date d;

	if (store_date_get(op->store, id, op->arena, &d))
		return "a date";
	return arena_printf(op->arena, "%s on %d %s", d.what, d.month_day, month_name(d.month));
}
