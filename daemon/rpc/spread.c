/* agenda.spread: what is overdue, spread over working days; shown first, done where asked to. */
#include "ops/spread.h"

#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

#define S struct spread_params
struct spread_params {
	struct given given;
	int64_t cap;
	bool apply;
};
static const struct param spread_params[] = {
	ROW_INT(S, cap, "cap", 1, VOUCH_SPREAD_CAP_MAX, 0, 0,
		"how many a day; as the settings have it"),
	ROW_BOOL(S, apply, "apply", "do it; else it is only shown"),
	{0},
};
#undef S

static json_t *render_item(struct op *op, const struct spread_item *item)
{
	const struct followup to = spread_moved(op, item);
	json_t *o = render_followup_brief(op, &to);

	set_due(o, "from_due", item->followup->due_day, item->followup->due_minute);
	set_int(o, "late_days", op->today.n - item->followup->due_day.n);
	return o;
}

/* {"call": 3, "thank-you": 1} */
static json_t *render_kinds(const struct spread *s, const struct spread_day *day)
{
	json_t *o = json_object();

	for (int kind = 0; followup_kinds[kind]; kind++) {
		int64_t n = 0;

		for (size_t i = 0; i < day->n; i++)
			n += (int)s->moved[day->first + i]->followup->kind == kind;
		if (n)
			set_int(o, followup_kinds[kind], n);
	}
	return o;
}

/* *left: how many items the answer may still list. */
static json_t *render_day(struct op *op, const struct spread *s, const struct spread_day *day,
			  size_t *left)
{
	json_t *o = json_object(), *items = json_array();

	set_day(o, "day", day->day);
	set_text(o, "weekday", weekday_name(day_weekday(day->day)));
	set_int(o, "n", (int64_t)day->n);
	set_object(o, "kinds", render_kinds(s, day));
	for (size_t i = 0; i<day->n && * left> 0; i++, --*left)
		(void)json_array_append_new(items, render_item(op, s->moved[day->first + i]));
	set_object(o, "items", items);
	return o;
}

static json_t *render_days(struct op *op, const struct spread *s)
{
	size_t left = VOUCH_SPREAD_ITEMS_MAX;
	json_t *days = json_array();

	for (size_t i = 0; i < s->n_days; i++)
		(void)json_array_append_new(days, render_day(op, s, &s->days[i], &left));
	return days;
}

static json_t *render_expired(struct op *op, const struct spread *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->n_expired && i < VOUCH_SPREAD_ITEMS_MAX; i++) {
		const struct followup *f = s->expired[i]->followup;
		json_t *o = json_object();

		set_id(o, "id", f->id);
		set_object(o, "contact", render_who(op, f->contact));
		set_text(o, "kind", followup_kinds[f->kind]);
		set_text(o, "title", f->title);
		set_due(o, "due", f->due_day, f->due_minute);
		set_text(o, "why",
			 arena_printf(op->arena,
				      "%d days late: too long past to be of use, and it asks for "
				      "nothing",
				      op->today.n - f->due_day.n));
		(void)json_array_append_new(list, o);
	}
	return list;
}

static json_t *render_counts(const struct spread *s)
{
	json_t *o = json_object();

	set_int(o, "moved", (int64_t)s->n_moved);
	set_int(o, "promises", (int64_t)s->n_kept);
	set_int(o, "expired", (int64_t)s->n_expired);
	return o;
}

/* Promises keep their day, and thank-yous come first, today. */
static int64_t count_today(const struct op *op, const struct spread *s)
{
	int64_t n = (int64_t)s->n_kept;

	for (size_t i = 0; i < s->n_moved; i++)
		n += s->moved[i]->followup->kind == KIND_THANK_YOU &&
		     day_equal(s->moved[i]->day, op->today);
	return n;
}

static int agenda_spread(struct call *c, const void *params, json_t **ret)
{
	const struct spread_params *p = params;
	struct spread s;
	json_t *o;
	int r;

	r = op_agenda_spread(c->op, (int)p->cap, &s);
	if (r)
		return r;
	o = json_object();
	set_int(o, "cap", s.cap);
	set_int(o, "overdue", (int64_t)s.n_overdue);
	set_int(o, "today", count_today(c->op, &s));
	set_object(o, "counts", render_counts(&s));
	set_object(o, "days", render_days(c->op, &s));
	set_object(o, "expired", render_expired(c->op, &s));
	set_bool(o, "applied", p->apply);
	if (p->apply)
		r = op_agenda_spread_apply(c->op, &s);
	return answer_if(r, o, ret);
}

const struct method spread_methods[] = {
	{"agenda.spread", spread_params, sizeof(struct spread_params), agenda_spread, METHOD_WRITE,
	 "Spread what is overdue over working days: shown, and done where apply is true",
	 "cap, overdue, today, counts, days, expired, applied"},
	{0},
};
