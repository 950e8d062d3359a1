/* date.*: add, list, remove. */
#include "ops/date.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

#define RANGE_DAYS_MAX 3660 /* that one list may span */

json_t *render_date(struct op *op, const struct date *d, struct day next_day)
{
	int turns = date_turns(d, next_day);
	char day[DATE_TEXT_SIZE];
	struct followup next;
	json_t *o = json_object();

	if (op_date_next(op, d->id, &next))
		next.id = 0;
	set_id(o, "id", d->id);
	set_int(o, "version", d->version);
	set_object(o, "contact", render_who(op, d->contact));
	set_text(o, "what", d->what);
	set_text(o, "day", date_write(d, day));
	set_id(o, "sale", d->sale);
	set_bool(o, "yearly", d->is_yearly);
	set_int(o, "lead_days", d->lead_days);
	set_day(o, "next_day", next_day);
	set_object(o, "turns", turns > 0 ? json_integer(turns) : json_null());
	set_object(o, "next", render_followup_next(op, &next));
	set_day(o, "removed_day", d->removed_day);
	return o;
}

struct date_params {
	struct given given;
	int64_t id, contact, sale;
	const char *what, *day;
	bool is_yearly;
	int64_t lead_days;
};
#define S struct date_params
static const struct param add_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "whose day it is"),
	ROW_TEXT(S, what, "what", 1, VOUCH_NAME_MAX, PARAM_REQUIRED,
		 "birthday, renewal, or any name"),
	ROW_TEXT(S, day, "day", 1, VOUCH_WORD_MAX, PARAM_REQUIRED,
		 "2026-05-03, or --05-03 where the year is not known"),
	ROW_ID(S, sale, "sale", 0, "the sale it belongs to"),
	ROW_BOOL(S, is_yearly, "yearly",
		 "it comes each year; yes for birthdays, renewals and days without a year"),
	ROW_INT(S, lead_days, "lead_days", 0, VOUCH_LEAD_DAYS_MAX, -1, 0,
		"days before it to be reminded; 45 for renewals, else 0"),
	{0},
};
static const struct param remove_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the date"),
	{0},
};

static json_t *brief_or_null(struct op *op, const struct followup *f)
{
	return f->id ? render_followup_brief(op, f) : json_null();
}

static int date_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	const struct date_wanted wanted = {
		.contact = p->contact,
		.sale = p->sale,
		.what = p->what,
		.day = p->day,
		.is_yearly =
			params_present(add_params, p, offsetof(S, is_yearly)) ? p->is_yearly : -1,
		.lead_days = (int)p->lead_days,
	};
	struct followup followup;
	struct date date;
	int r;

	r = op_date_add(c->op, &wanted, &date, &followup);
	if (r)
		return r;
	*ret = under("date", render_date(c->op, &date, date_next(&date, c->op->today)));
	set_object(*ret, "followup", brief_or_null(c->op, &followup));
	return 0;
}

static int date_remove(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct followup followup;
	struct date date;
	int r;

	r = op_date_remove(c->op, p->id, &date, &followup);
	if (r)
		return r;
	*ret = under("date", render_date(c->op, &date, NO_DAY));
	set_object(*ret, "followup", brief_or_null(c->op, &followup));
	return 0;
}
#undef S

struct list_of_dates {
	struct given given;
	struct list_params list;
	int64_t contact;
	struct day from, to;
};
#define S struct list_of_dates
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, contact, "contact", 0, "only theirs"),
	ROW_DAY(S, from, "from", 0, "only from this day on; today"),
	ROW_DAY(S, to, "to", 0, "only up to this day; a year on, of one contact all"),
	{0},
};

static bool is_in(const S *p, struct day day)
{
	if (!day_is_none(p->from) && (day_is_none(day) || day_before(day, p->from)))
		return false;
	return day_is_none(p->to) || (!day_is_none(day) && !day_before(p->to, day));
}

/* One contact has few. */
static int list_of_contact(struct call *c, const S *p, json_t **ret)
{
	int64_t n_seen = 0, at = 0;
	struct date_rows rows;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, &n_seen, 1);
	if (r == 0)
		r = op_dates_of(c->op, p->contact, p->from, &rows);
	if (r)
		return r;
	page_open(&page);
	for (; i < rows.n; i++) {
		const struct date_row *row = &rows.items[i];

		if (!is_in(p, row->next_day) || at++ < n_seen)
			continue;
		if (at > n_seen + p->list.limit ||
		    !page_add(&page, render_date(c->op, &row->date, row->next_day)))
			break;
	}
	at--;
	*ret = page_close(&page, i < rows.n ? cursor_write(&at, 1, c->op->arena) : NULL);
	return 0;
}

/* A range of centuries would be walked year by year. */
static int check_range(struct op *op, const struct date_range *range, const int64_t at[4])
{
	if (range->to.n - range->from.n > RANGE_DAYS_MAX)
		return op_fail(op, VOUCH_E_CONFLICT, "to",
			       "the days may span ten years at most; each date is listed once");
	if (at[0] &&
	    (at[0] < day_to_civil(range->from).year || at[0] > day_to_civil(range->to).year ||
	     at[1] < 1 || at[1] > 12 || at[2] < 1 || at[2] > 31))
		return op_fail(op, VOUCH_E_CONFLICT, "cursor",
			       "the cursor is not one of this list's; begin again without one");
	return 0;
}

static int list_all(struct call *c, const S *p, json_t **ret)
{
	struct date_range range = {.from = day_is_none(p->from) ? c->op->today : p->from,
				   .limit = list_rows(&p->list)};
	int64_t at[4] = {0};
	struct date_rows rows;
	struct page page;
	size_t i = 0;
	int r;

	range.to = day_is_none(p->to) ? day_plus(day_plus_months(range.from, 12), -1) : p->to;
	if (!day_in_range(range.to))
		range.to = DAY_LAST;
	r = list_cursor(c, &p->list, at, 4);
	if (r)
		return r;
	r = check_range(c->op, &range, at);
	if (r)
		return r;
	range.after_year = (int)at[0];
	range.after_month = (int)at[1];
	range.after_day = (int)at[2];
	range.after_id = at[3];
	r = op_date_list(c->op, &range, &rows);
	if (r)
		return r;
	page_open(&page);
	while (i < rows.n && i < (size_t)p->list.limit &&
	       page_add(&page, render_date(c->op, &rows.items[i].date, rows.items[i].next_day)))
		i++;
	if (i < rows.n) {
		const struct date *d = &rows.items[i - 1].date;

		at[0] = day_to_civil(rows.items[i - 1].next_day).year;
		at[1] = d->month;
		at[2] = d->month_day;
		at[3] = d->id;
	}
	*ret = page_close(&page, i < rows.n ? cursor_write(at, 4, c->op->arena) : NULL);
	return 0;
}

static int date_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;

	return p->contact ? list_of_contact(c, p, ret) : list_all(c, p, ret);
}
#undef S

const struct method date_methods[] = {
	{"date.add", add_params, sizeof(struct date_params), date_add, METHOD_WRITE,
	 "A birthday, a renewal, any day of a contact; its follow-up is planted",
	 "date; followup that was planted, or null"},
	{"date.list", list_params, sizeof(struct list_of_dates), date_list, METHOD_READ,
	 "Dates by the day on which they come next", "items, next"},
	{"date.remove", remove_params, sizeof(struct date_params), date_remove, METHOD_WRITE,
	 "The date does not hold any more; its follow-up is cancelled",
	 "date; followup that was cancelled, or null"},
	{0},
};
