/* When a contact may be called. */
#include "domain/allowed.h"

#define MINUTES_PER_DAY 1440
#define EVERY_DAY 0x7f
#define NEVER INT64_MAX

/* From the strictest. */
enum way { IN_WORKING_HOURS, ON_A_WORKDAY, NOT_QUIET, ANY_TIME };

static struct moment moment_of(int64_t local)
{
	return (struct moment){day_of_local(local), minute_of_local(local)};
}

/* The first minute from m on that is not quiet; quiet hours around the clock are none. */
static struct moment not_quiet(const struct worktime *w, struct moment m)
{
	int end = w->quiet_end % MINUTES_PER_DAY;

	if (!worktime_is_quiet(w, m.minute) || worktime_is_quiet(w, end))
		return m;
	if (m.minute >= end)
		m.day = day_plus(m.day, 1);
	m.minute = end;
	return m;
}

static struct moment workday_not_quiet(const struct worktime *w, struct moment m)
{
	struct moment next = not_quiet(w, m);

	while (!worktime_is_workday(w, next.day)) {
		next = (struct moment){worktime_workday_from(w, next.day), 0};
		next = not_quiet(w, next);
	}
	return next;
}

static struct moment ours_from(const struct worktime *w, enum way way, struct moment m)
{
	switch (way) {
	case IN_WORKING_HOURS:
		return worktime_next_open(w, m);
	case ON_A_WORKDAY:
		return workday_not_quiet(w, m);
	case NOT_QUIET:
		return not_quiet(w, m);
	case ANY_TIME:
		break;
	}
	return m;
}

static struct moment theirs_from(const struct allowed_rules *r, struct moment m)
{
	if (r->calls_start >= r->calls_end)
		return m;
	if (m.minute >= r->calls_end)
		return (struct moment){day_plus(m.day, 1), r->calls_start};
	if (m.minute < r->calls_start)
		m.minute = r->calls_start;
	return m;
}

/* The same second where the moment stays, else the beginning of the minute it moves to. */
static int64_t moved(int64_t at, int64_t offset, struct moment from, struct moment to)
{
	if (moment_compare(from, to) == 0)
		return at;
	return day_to_local(to.day, to.minute) - offset;
}

/* While no clock is changed: back and forth between the two until both agree. */
static int64_t agreed(const struct allowed_rules *r, enum way way, int64_t at, int64_t until)
{
	int64_t ours = zone_offset(r->ours, at);
	int64_t theirs = r->theirs ? zone_offset(r->theirs, at) : ours;
	int64_t before = at - 1;

	while (before != at && at < until) {
		struct moment m = moment_of(at + ours);

		before = at;
		at = moved(at, ours, m, ours_from(r->work, way, m));
		m = moment_of(at + theirs);
		at = moved(at, theirs, m, theirs_from(r, m));
	}
	return at;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* The first instant of a way at or after `at`, at most `last`; NEVER where there is none. */
static int64_t first_of(const struct allowed_rules *r, enum way way, int64_t at, int64_t last)
{
	while (at <= last) {
		int64_t change = zone_next_change(r->ours, at);
		int64_t next;

		if (r->theirs)
			change = earlier(change, zone_next_change(r->theirs, at));
		next = agreed(r, way, at, earlier(change, last + 1));
		if (next < change)
			return next <= last ? next : NEVER;
		at = change;
	}
	return NEVER;
}

bool allowed_hour(const struct allowed_rules *r, int64_t instant)
{
	struct moment m = moment_of(zone_to_local(r->theirs ? r->theirs : r->ours, instant));

	return moment_compare(theirs_from(r, m), m) == 0;
}

/* The first instant of the day of `at`, or of the one so many days after it. */
static int64_t midnight(const struct zone *zone, int64_t at, int days)
{
	struct day day = day_of_local(zone_to_local(zone, at));

	return zone_to_instant(zone, day_to_local(day_plus(day, days), 0), NULL);
}

int64_t allowed_next(const struct allowed_rules *r, int64_t instant)
{
	int64_t found = instant, in_hours;

	for (int way = ANY_TIME; way >= ON_A_WORKDAY; way--) {
		int64_t stricter = first_of(r, (enum way)way, instant, found + ALLOWED_HORIZON);

		if (stricter != NEVER)
			found = stricter;
	}
	in_hours = first_of(r, IN_WORKING_HOURS, instant, midnight(r->ours, found, 1) - 1);
	return in_hours != NEVER ? in_hours : found;
}

bool allowed_that_day(const struct allowed_rules *r, int64_t instant, int64_t *ret)
{
	struct worktime every_day = *r->work;
	struct allowed_rules named = *r;
	int64_t last = midnight(r->ours, instant, 1) - 1, found;

	every_day.week = EVERY_DAY;
	every_day.n_holidays = 0;
	named.work = &every_day;
	found = first_of(&named, IN_WORKING_HOURS, instant, last);
	if (found == NEVER)
		found = first_of(&named, NOT_QUIET, instant, last);
	if (found == NEVER)
		found = first_of(&named, NOT_QUIET, midnight(r->ours, instant, 0), last);
	if (found == NEVER)
		return false;
	*ret = found;
	return true;
}
