/* Named days of a contact: a birthday, a renewal, any other; once or each year. */
#include "domain/date.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define BIRTHDAY_GRACE 3 /* days after the day on which one may still greet */
#define RENEWAL_GRACE 7
#define YEARLY_GRACE 30

bool date_is_birthday(const struct date *d)
{
	return strcmp(d->what, DATE_BIRTHDAY) == 0;
}

bool date_is_renewal(const struct date *d)
{
	return strcmp(d->what, DATE_RENEWAL) == 0;
}

const char *date_what(const char *what)
{
	if (strcasecmp(what, DATE_BIRTHDAY) == 0)
		return DATE_BIRTHDAY;
	return strcasecmp(what, DATE_RENEWAL) == 0 ? DATE_RENEWAL : what;
}

/* The leap year 2000 stands for the one that is not known. */
static bool read_yearless(const char *text, struct day *ret)
{
	char whole[DATE_TEXT_SIZE];

	if (strncmp(text, "--", 2) != 0 || strlen(text) != strlen("--MM-DD"))
		return false;
	(void)snprintf(whole, sizeof whole, "2000-%s", text + 2);
	return day_parse(whole, ret);
}

bool date_read(const char *text, struct date *to)
{
	bool is_yearless = *text == '-';
	struct civil c;
	struct day day;

	if (!(is_yearless ? read_yearless(text, &day) : day_parse(text, &day)) ||
	    !day_in_range(day))
		return false;
	c = day_to_civil(day);
	to->year = is_yearless ? 0 : c.year;
	to->month = c.month;
	to->month_day = c.day;
	return true;
}

const char *date_write(const struct date *d, char to[DATE_TEXT_SIZE])
{
	if (d->year)
		return day_format(day_from_civil(d->year, d->month, d->month_day), to);
	(void)snprintf(to, DATE_TEXT_SIZE, "--%02d-%02d", d->month % 100, d->month_day % 100);
	return to;
}

bool date_is_yearly_by_default(const struct date *d)
{
	return !d->year || date_is_birthday(d) || date_is_renewal(d);
}

int date_lead_days_by_default(const struct date *d)
{
	return date_is_renewal(d) ? 45 : 0;
}

struct day date_in(const struct date *d, int year)
{
	int last = day_of_month_last(year, d->month);
	struct day day = day_from_civil(year, d->month, d->month_day < last ? d->month_day : last);

	if (year < d->year || (!d->is_yearly && year != d->year) || !day_in_range(day))
		return NO_DAY;
	return day;
}

struct day date_next(const struct date *d, struct day from)
{
	int year = day_to_civil(from).year, first = year > d->year ? year : d->year;

	if (!d->is_yearly)
		first = d->year;
	for (year = first; year <= first + 1; year++) {
		struct day day = date_in(d, year);

		if (!day_is_none(day) && !day_before(day, from))
			return day;
	}
	return NO_DAY;
}

int date_turns(const struct date *d, struct day day)
{
	if (!d->year || day_is_none(day) || !date_is_birthday(d))
		return 0;
	return day_to_civil(day).year - d->year;
}

struct placed date_place(const struct date *d, struct day day, const struct plan_clock *clock)
{
	const struct worktime *w = clock->work;
	struct placed p = {.planned_day = day_plus(day, -d->lead_days),
			   .planned_minute = ANY_MINUTE};
	struct day due = date_is_birthday(d) ? worktime_workday_until(w, p.planned_day)
					     : worktime_workday_from(w, p.planned_day);
	struct moment soon;

	if (day_before(day, due))
		due = worktime_workday_until(w, day);
	p.due = (struct moment){due, ANY_MINUTE};
	if (moment_compare((struct moment){due, w->start}, clock->now) > 0)
		return p;
	soon = plan_move(clock->now.day, ANY_MINUTE, clock->now.day, KIND_TASK, clock).due;
	if (day_before(day, soon.day))
		soon = (struct moment){day_later(day, clock->now.day), ANY_MINUTE};
	p.due = soon;
	return p;
}

struct day date_too_late(const struct date *d, struct day day)
{
	if (date_is_birthday(d))
		return day_plus(day, BIRTHDAY_GRACE + 1);
	if (date_is_renewal(d))
		return day_plus(day, RENEWAL_GRACE + 1);
	return d->is_yearly ? day_plus(day, YEARLY_GRACE + 1) : NO_DAY;
}
