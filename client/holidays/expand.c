/* The days on which events are. */
#include "holidays/expand.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "vouch/limits.h"

#define UNNAMED "day off"

struct event {
	struct expand *x;
	const struct ics *ics;
	const struct ics_event *source;
	struct ics_fault *fault;
	struct icaltimetype start;
	int n_days;
	const char *name;
};

static bool refuse(struct event *e, const struct ics_property *p, const char *why)
{
	*e->fault = (struct ics_fault){p ? p->line : e->source->line, why};
	return false;
}

static int key_of(struct icaltimetype t)
{
	return t.year * 10000 + t.month * 100 + t.day;
}

/* The day alone, whatever its zone: a day off is a date and never an instant. */
static struct icaltimetype day_of(struct icaltimetype t)
{
	struct icaltimetype day = icaltime_null_time();

	day.is_date = 1;
	day.year = t.year;
	day.month = t.month;
	day.day = t.day;
	return day;
}

static bool is_midnight(struct icaltimetype t)
{
	return t.is_date || (t.hour == 0 && t.minute == 0 && t.second == 0);
}

static bool is_civil(struct icaltimetype t)
{
	return !icaltime_is_null_time(t) && t.year >= 1 && t.year <= 9999 && t.month >= 1 &&
	       t.month <= 12 && t.day >= 1 && t.day <= icaltime_days_in_month(t.month, t.year);
}

/* The line as libical takes it; null where it does not. The caller frees. */
static icalcomponent *parse(const struct ics_property *p)
{
	_cleanup_str_ struct str text = {0};
	icalcomponent *c;

	str_addf(&text, "BEGIN:VEVENT\r\n%s\r\nEND:VEVENT\r\n", p->text);
	c = icalparser_parse_string(str_text(&text));
	if (c && (icalcomponent_get_first_property(c, ICAL_XLICERROR_PROPERTY) ||
		  !icalcomponent_get_first_property(c, ICAL_ANY_PROPERTY))) {
		icalcomponent_free(c);
		c = NULL;
	}
	return c;
}

static icalproperty *first(icalcomponent *c)
{
	return icalcomponent_get_first_property(c, ICAL_ANY_PROPERTY);
}

static bool read_time(struct event *e, const struct ics_property *p, struct icaltimetype *ret)
{
	icalcomponent *c = parse(p);
	icalvalue *value = c ? icalproperty_get_value(first(c)) : NULL;
	icalvalue_kind kind = value ? icalvalue_isa(value) : ICAL_NO_VALUE;

	*ret = icaltime_null_time();
	if (kind == ICAL_DATE_VALUE)
		*ret = icalvalue_get_date(value);
	else if (kind == ICAL_DATETIME_VALUE)
		*ret = icalvalue_get_datetime(value);
	if (c)
		icalcomponent_free(c);
	return is_civil(*ret) || refuse(e, p, "the date is not understood; one is 20261225");
}

static int days_between(struct icaltimetype from, struct icaltimetype to)
{
	return (int)(icaltime_as_timet(to) / 86400 - icaltime_as_timet(from) / 86400);
}

static bool is_early(struct icaltimetype t)
{
	return t.year < 1900 || t.year > 2199; /* seconds need not reach there */
}

/* DTEND is the first day after it; the same day as the start is taken for one day. */
static bool read_end(struct event *e, const struct ics_property *p, bool *ret_is_timed)
{
	struct icaltimetype end;

	if (!read_time(e, p, &end))
		return false;
	*ret_is_timed = !is_midnight(end);
	if (is_early(e->start) || is_early(end))
		return end.year - e->start.year <= 1 || refuse(e, p, "it lasts for years");
	e->n_days = days_between(day_of(e->start), day_of(end));
	if (e->n_days < 0)
		return refuse(e, p, "the event ends before it begins");
	if (e->n_days > EXPAND_DAYS_MAX)
		return refuse(e, p, "the event lasts longer than a year");
	e->n_days += e->n_days == 0;
	return true;
}

static bool read_duration(struct event *e, const struct ics_property *p, bool *ret_is_timed)
{
	struct icaldurationtype d = icaldurationtype_from_string(ics_value(p));
	int64_t days = (int64_t)d.weeks * 7 + d.days + d.hours / 24;

	if (icaldurationtype_is_bad_duration(d) || icaldurationtype_is_null_duration(d) || d.is_neg)
		return refuse(e, p, "the duration is not understood; one is P1D");
	*ret_is_timed = d.hours % 24 || d.minutes || d.seconds;
	if (days > EXPAND_DAYS_MAX)
		return refuse(e, p, "the event lasts longer than a year");
	e->n_days = days > 0 ? (int)days : 1;
	return true;
}

/* Whole days only; *ret_is_timed: it is at a time of day. */
static bool read_days(struct event *e, bool *ret_is_timed)
{
	const struct ics_property *start = ics_property(e->source, "DTSTART");
	const struct ics_property *end = ics_property(e->source, "DTEND");
	const struct ics_property *duration = ics_property(e->source, "DURATION");

	e->n_days = 1;
	*ret_is_timed = false;
	if (!start)
		return refuse(e, NULL, "the event that begins here has no DTSTART: on which day?");
	if (!read_time(e, start, &e->start))
		return false;
	if (end && !read_end(e, end, ret_is_timed))
		return false;
	if (!end && duration && !read_duration(e, duration, ret_is_timed))
		return false;
	*ret_is_timed |= !is_midnight(e->start) || (!e->start.is_date && !end && !duration);
	return true;
}

static bool is_same_uid(const struct ics_event *a, const struct ics_event *b)
{
	const struct ics_property *x = ics_property(a, "UID"), *y = ics_property(b, "UID");

	return x && y && str_equal(ics_value(x), ics_value(y));
}

/* "20261225" at the beginning of a value, as a key; 0 where there is none. */
static int key_in(const char *value)
{
	if (strspn(value, "0123456789") < 8)
		return 0;
	return (int)strtol((char[]){value[0], value[1], value[2], value[3], value[4], value[5],
				    value[6], value[7], '\0'},
			   NULL, 10);
}

/* Another event of the series stands for that day, or an EXDATE takes it out. */
static bool is_taken_out(const struct event *e, int key)
{
	for (size_t i = 0; i < e->source->n; i++) {
		const struct ics_property *p = &e->source->properties[i];

		if (!str_equal(p->name, "EXDATE"))
			continue;
		for (const char *v = ics_value(p); v; v = strchr(v, ',')) {
			v += *v == ',';
			if (key_in(v) == key)
				return true;
		}
	}
	for (size_t i = 0; i < e->ics->n; i++) {
		const struct ics_event *other = &e->ics->events[i];
		const struct ics_property *p = ics_property(other, "RECURRENCE-ID");

		if (p && other != e->source && key_in(ics_value(p)) == key &&
		    is_same_uid(other, e->source))
			return true;
	}
	return false;
}

static bool add_days(struct event *e, struct icaltimetype first_day)
{
	struct icaltimetype day = day_of(first_day);
	struct expand *x = e->x;

	for (int i = 0; i < e->n_days; i++) {
		int key = key_of(day);

		if (key >= x->from && key <= x->until) {
			if (x->n == 4 * (size_t)VOUCH_CALENDAR_DAYS_MAX)
				return refuse(e, NULL, "the file has too many days off");
			x->days = arena_grow(x->arena, x->days, x->n, &x->cap, sizeof *x->days);
			x->days[x->n++] = (struct expand_day){key, e->name};
		}
		icaltime_adjust(&day, 1, 0, 0, 0);
	}
	return true;
}

/* A day of the series. */
static bool add(struct event *e, struct icaltimetype day)
{
	return is_taken_out(e, key_of(day)) || add_days(e, day);
}

static bool check_rule(struct event *e, const struct ics_property *p,
		       const struct icalrecurrencetype *rule)
{
	switch (rule->freq) {
	case ICAL_DAILY_RECURRENCE:
	case ICAL_WEEKLY_RECURRENCE:
	case ICAL_MONTHLY_RECURRENCE:
	case ICAL_YEARLY_RECURRENCE:
		return true;
	case ICAL_SECONDLY_RECURRENCE:
	case ICAL_MINUTELY_RECURRENCE:
	case ICAL_HOURLY_RECURRENCE:
		return refuse(e, p, "days off do not repeat within a day");
	case ICAL_NO_RECURRENCE:
		break;
	}
	return refuse(e, p, "the rule is not understood; one is RRULE:FREQ=YEARLY");
}

static bool walk(struct event *e, const struct ics_property *p, icalrecur_iterator *it)
{
	struct icaltimetype day;

	for (int i = 0; i < EXPAND_STEPS_MAX; i++) {
		day = icalrecur_iterator_next(it);
		if (icaltime_is_null_time(day) || key_of(day) > e->x->until)
			return true;
		if (!add(e, day))
			return false;
	}
	return refuse(e, p, "the rule gives too many days, or begins too long ago");
}

/* The start is the first day of a series even where the rule would not give it. */
static bool take_rule(struct event *e, const struct ics_property *p)
{
	icalcomponent *c = parse(p);
	struct icalrecurrencetype rule;
	icalrecur_iterator *it;
	bool is_taken;

	icalrecurrencetype_clear(&rule);
	if (c)
		rule = icalproperty_get_rrule(first(c));
	if (!check_rule(e, p, &rule)) {
		if (c)
			icalcomponent_free(c);
		return false;
	}
	it = icalrecur_iterator_new(rule, day_of(e->start));
	is_taken = it ? walk(e, p, it)
		      : refuse(e, p, "the rule gives no day; one is RRULE:FREQ=YEARLY");
	if (it)
		icalrecur_iterator_free(it);
	icalcomponent_free(c);
	return is_taken;
}

static bool take_more_days(struct event *e, const struct ics_property *p)
{
	icalcomponent *c = parse(p);
	bool is_taken = true;

	if (!c)
		return refuse(e, p, "the dates are not understood; one is 20261225");
	for (icalproperty *q = first(c); q && is_taken;
	     q = icalcomponent_get_next_property(c, ICAL_ANY_PROPERTY)) {
		struct icaldatetimeperiodtype when = icalproperty_get_rdate(q);

		if (icaltime_is_null_time(when.time))
			when.time = when.period.start;
		is_taken = is_civil(when.time)
				   ? add(e, when.time)
				   : refuse(e, p, "the dates are not understood; one is 20261225");
	}
	icalcomponent_free(c);
	return is_taken;
}

static bool take_series(struct event *e)
{
	if (!add(e, e->start))
		return false;
	for (size_t i = 0; i < e->source->n; i++) {
		const struct ics_property *p = &e->source->properties[i];

		if (str_equal(p->name, "RRULE") && !take_rule(e, p))
			return false;
		if (str_equal(p->name, "RDATE") && !take_more_days(e, p))
			return false;
		if (str_equal(p->name, "EXRULE"))
			return refuse(e, p, "EXRULE is not understood: name the days by EXDATE");
		if (str_equal(p->name, "EXDATE") && !key_in(ics_value(p)))
			return refuse(e, p, "the dates are not understood; one is 20261225");
	}
	return true;
}

bool expand_event(struct expand *x, const struct ics *ics, size_t at, struct ics_fault *ret_fault)
{
	struct event e = {.x = x, .ics = ics, .source = &ics->events[at], .fault = ret_fault};
	const struct ics_property *status = ics_property(e.source, "STATUS");
	const struct ics_property *summary = ics_property(e.source, "SUMMARY");
	bool is_timed;

	*ret_fault = (struct ics_fault){0};
	icalerror_set_errors_are_fatal(false);
	if (status && strcasecmp(ics_value(status), "CANCELLED") == 0)
		return true;
	if (!read_days(&e, &is_timed))
		return false;
	if (is_timed) {
		x->n_timed++;
		return true;
	}
	e.name = summary ? ics_text(summary, VOUCH_NAME_MAX, x->arena) : UNNAMED;
	if (!*e.name)
		e.name = UNNAMED;
	if (ics_property(e.source, "RECURRENCE-ID"))
		return add_days(&e, e.start);
	return take_series(&e);
}

static int compare(const void *a, const void *b)
{
	const struct expand_day *x = a, *y = b;

	return x->key != y->key ? (x->key > y->key ? 1 : -1) : strcmp(x->name, y->name);
}

void expand_sort(struct expand *x)
{
	size_t n = 0;

	if (x->n)
		qsort(x->days, x->n, sizeof *x->days, compare);
	for (size_t i = 0; i < x->n; i++)
		if (n == 0 || compare(&x->days[n - 1], &x->days[i]) != 0)
			x->days[n++] = x->days[i];
	x->n = n;
}
