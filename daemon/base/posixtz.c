/* The rule a zone follows beyond its table of transitions: a TZ string of POSIX. */
#include "base/posixtz.h"

#include <ctype.h>
#include <errno.h>

#define MINUTE 60
#define HOUR 3600
#define DAY 86400

/* An event may lie a week and two days outside its year, so its neighbours' neighbours count. */
#define YEARS_AROUND 2
#define N_EVENTS ((size_t)2 * (2 * YEARS_AROUND + 1))

struct cursor {
	const char *at, *end;
};

struct event {
	int64_t instant;
	bool is_daylight; /* from here on */
};

static bool take(struct cursor *c, char wanted)
{
	if (c->at == c->end || *c->at != wanted)
		return false;
	c->at++;
	return true;
}

static bool take_number(struct cursor *c, int32_t lowest, int32_t highest, int32_t *ret)
{
	const char *start = c->at;
	int32_t n = 0;

	while (c->at < c->end && isdigit((unsigned char)*c->at) && c->at - start < 4)
		n = n * 10 + (*c->at++ - '0');
	if (c->at == start || n < lowest || n > highest)
		return false;
	*ret = n;
	return true;
}

/* EST, or <+03> where the name is no plain word. */
static bool take_name(struct cursor *c)
{
	bool is_quoted = take(c, '<');
	const char *start = c->at;

	while (c->at < c->end) {
		unsigned char b = (unsigned char)*c->at;

		if (!isalpha(b) && !(is_quoted && (isdigit(b) || b == '+' || b == '-')))
			break;
		c->at++;
	}
	return c->at - start >= 3 && (!is_quoted || take(c, '>'));
}

/* [+-]hh[:mm[:ss]] */
static bool take_time(struct cursor *c, int32_t max_hours, int32_t *ret)
{
	bool is_negative = take(c, '-');
	int32_t hours, minutes = 0, seconds = 0, sum;

	if (!is_negative)
		(void)take(c, '+');
	if (!take_number(c, 0, max_hours, &hours))
		return false;
	if (take(c, ':')) {
		if (!take_number(c, 0, 59, &minutes))
			return false;
		if (take(c, ':') && !take_number(c, 0, 59, &seconds))
			return false;
	}
	sum = hours * HOUR + minutes * MINUTE + seconds;
	*ret = is_negative ? -sum : sum;
	return true;
}

/* POSIX counts offsets west of Greenwich, we count them east. */
static bool take_offset(struct cursor *c, int32_t *ret)
{
	int32_t west;

	if (!take_time(c, 24, &west))
		return false;
	*ret = -west;
	return true;
}

static bool take_day(struct cursor *c, struct posixtz_date *d)
{
	if (take(c, 'J')) {
		d->kind = POSIXTZ_JULIAN;
		return take_number(c, 1, 365, &d->day);
	}
	if (take(c, 'M')) {
		d->kind = POSIXTZ_WEEKDAY;
		return take_number(c, 1, 12, &d->month) && take(c, '.') &&
		       take_number(c, 1, 5, &d->week) && take(c, '.') &&
		       take_number(c, 0, 6, &d->day);
	}
	d->kind = POSIXTZ_ORDINAL;
	return take_number(c, 0, 365, &d->day);
}

static bool take_date(struct cursor *c, struct posixtz_date *ret)
{
	struct posixtz_date d = {.time = 2 * HOUR};

	if (!take(c, ',') || !take_day(c, &d))
		return false;
	if (take(c, '/') && !take_time(c, 167, &d.time))
		return false;
	*ret = d;
	return true;
}

int posixtz_parse(const char *text, size_t n, struct posixtz *ret)
{
	struct cursor c = {text, text + n};
	struct posixtz rule = {0};

	if (!take_name(&c) || !take_offset(&c, &rule.standard))
		return -EINVAL;
	if (c.at < c.end) {
		rule.has_daylight = true;
		rule.daylight = rule.standard + HOUR;
		if (!take_name(&c))
			return -EINVAL;
		if (c.at < c.end && *c.at != ',' && !take_offset(&c, &rule.daylight))
			return -EINVAL;
		if (!take_date(&c, &rule.start) || !take_date(&c, &rule.end) || c.at < c.end)
			return -EINVAL;
	}
	*ret = rule;
	return 0;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static bool is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* From 1970-01-01 to the first day of a year. */
static int64_t days_before_year(int64_t year)
{
	int64_t y = year - 1, leaps = floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400);

	return 365 * (year - 1970) + leaps - 477;
}

static int64_t year_of(int64_t instant)
{
	int64_t days = floor_div(instant, DAY);
	int64_t year = 1970 + floor_div(days * 400, 146097);

	while (days_before_year(year) > days)
		year--;
	while (days_before_year(year + 1) <= days)
		year++;
	return year;
}

/* Days from the first of January to the w-th weekday of a month. */
static int64_t weekday_in_year(const struct posixtz_date *d, int64_t year)
{
	static const int32_t before[] = {0,   31,  59,  90,  120, 151, 181,
					 212, 243, 273, 304, 334, 365};
	int64_t first = before[d->month - 1] + (is_leap(year) && d->month > 2);
	int64_t next = before[d->month] + (is_leap(year) && d->month > 1);
	int64_t weekday = (days_before_year(year) + first + 4) % 7; /* 1970-01-01: Thursday */
	int64_t day = first + (d->day - weekday + 14) % 7 + 7 * (int64_t)(d->week - 1);

	return day < next ? day : day - 7;
}

static int64_t day_in_year(const struct posixtz_date *d, int64_t year)
{
	switch (d->kind) {
	case POSIXTZ_JULIAN:
		return d->day - 1 + (is_leap(year) && d->day >= 60);
	case POSIXTZ_ORDINAL:
		return d->day;
	case POSIXTZ_WEEKDAY:
		return weekday_in_year(d, year);
	}
	return 0;
}

static int64_t local_seconds(const struct posixtz_date *d, int64_t year)
{
	return (days_before_year(year) + day_in_year(d, year)) * DAY + d->time;
}

/* Where both fall on one instant, as with daylight saving time all year, its start counts. */
static bool is_before(const struct event *a, const struct event *b)
{
	return a->instant < b->instant ||
	       (a->instant == b->instant && !a->is_daylight && b->is_daylight);
}

static void insert(struct event *events, size_t n, struct event e)
{
	while (n > 0 && is_before(&e, &events[n - 1])) {
		events[n] = events[n - 1];
		n--;
	}
	events[n] = e;
}

struct posixtz_span posixtz_span(const struct posixtz *rule, int64_t instant)
{
	struct posixtz_span span = {INT64_MIN, INT64_MAX, rule->standard};
	struct event events[N_EVENTS];
	int64_t year = year_of(instant);
	size_t n = 0;

	if (!rule->has_daylight)
		return span;
	for (int64_t y = year - YEARS_AROUND; y <= year + YEARS_AROUND; y++) {
		insert(events, n++,
		       (struct event){local_seconds(&rule->start, y) - rule->standard, true});
		insert(events, n++,
		       (struct event){local_seconds(&rule->end, y) - rule->daylight, false});
	}
	for (size_t i = 0; i < n; i++) {
		if (events[i].instant > instant) {
			span.end = events[i].instant;
			break;
		}
		span.start = events[i].instant;
		span.offset = events[i].is_daylight ? rule->daylight : rule->standard;
	}
	return span;
}
