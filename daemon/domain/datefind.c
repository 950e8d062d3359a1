/* The days that the words of the date grammar mean, seen from today. */
#include "domain/datefind.h"

#define MINUTES_PER_DAY 1440

/* Leap days lie up to 8 years apart (2096, 2104). */
#define LEAP_GAP_MAX 8

/* More weeks than the longest stretch of days off that worktime knows. */
#define PERIODS_MAX 64

struct day datefind_weekday_after(struct day today, enum weekday weekday)
{
	int ahead = ((int)weekday - (int)day_weekday(today) + 7) % 7;

	return day_plus(today, ahead ? ahead : 7);
}

struct day datefind_day_of_month(struct day today, int month, int day)
{
	int year = day_to_civil(today).year;

	for (int y = year; y <= year + LEAP_GAP_MAX; y++)
		if (day_is_civil(y, month, day) &&
		    !day_before(day_from_civil(y, month, day), today))
			return day_from_civil(y, month, day);
	return NO_DAY;
}

struct day datefind_nth(struct day today, int n)
{
	struct day d = today;

	while (day_to_civil(d).day != n)
		d = day_plus(d, 1);
	return d;
}

struct day datefind_month(const struct worktime *work, struct day today, int month)
{
	int year = day_to_civil(today).year;
	struct day d = worktime_workday_from(work, day_from_civil(year, month, 1));

	if (day_before(today, d))
		return d;
	return worktime_workday_from(work, day_from_civil(year + 1, month, 1));
}

/* 0 for a week. */
static int months_of(enum date_unit period)
{
	switch (period) {
	case UNIT_MONTH:
		return 1;
	case UNIT_QUARTER:
		return 3;
	case UNIT_YEAR:
		return 12;
	case UNIT_MINUTE:
	case UNIT_HOUR:
	case UNIT_DAY:
	case UNIT_WORKDAY:
	case UNIT_WEEK:
		break;
	}
	return 0;
}

static struct day period_start(const struct worktime *work, struct day d, enum date_unit period)
{
	int months = months_of(period);
	struct civil c = day_to_civil(d);

	if (months == 0) {
		int into = (int)day_weekday(d) - (int)worktime_week_start(work);

		return day_plus(d, -((into + 7) % 7));
	}
	return day_from_civil(c.year, (c.month - 1) / months * months + 1, 1);
}

static struct day period_after(struct day start, enum date_unit period)
{
	int months = months_of(period);

	return months == 0 ? day_plus(start, 7) : day_plus_months(start, months);
}

struct day datefind_period_end(const struct worktime *work, struct day today, enum date_unit period)
{
	struct day start = period_start(work, today, period);
	struct day last = today;

	for (int i = 0; i < PERIODS_MAX; i++) {
		struct day next = period_after(start, period);

		last = worktime_workday_until(work, day_plus(next, -1));
		if (!day_before(last, today))
			break;
		start = next;
	}
	return last;
}

struct day datefind_next_period(const struct worktime *work, struct day today,
				enum date_unit period)
{
	return worktime_workday_from(work, period_after(period_start(work, today, period), period));
}

static struct moment plus_minutes(struct moment now, int64_t minutes)
{
	int64_t total = now.minute + minutes;

	return (struct moment){
		.day = day_plus(now.day, (int)(total / MINUTES_PER_DAY)),
		.minute = (int)(total % MINUTES_PER_DAY),
	};
}

/* Any count of days from a day in range that is larger than this leaves the range. */
#define DAYS_MAX (DAY_LAST.n - DAY_FIRST.n + 1)

static int within(int n, int max)
{
	return n < max ? n : max;
}

struct moment datefind_later(const struct worktime *work, struct moment now, int n,
			     enum date_unit unit)
{
	struct moment later = now;

	n = within(n, DAYS_MAX * MINUTES_PER_DAY);
	switch (unit) {
	case UNIT_MINUTE:
		return plus_minutes(now, n);
	case UNIT_HOUR:
		return plus_minutes(now, (int64_t)n * 60);
	case UNIT_DAY:
		later.day = day_plus(now.day, within(n, DAYS_MAX));
		break;
	case UNIT_WORKDAY:
		later.day = worktime_plus_workdays(work, now.day, n);
		break;
	case UNIT_WEEK:
		later.day = day_plus(now.day, within(n, DAYS_MAX) * 7);
		break;
	case UNIT_MONTH:
	case UNIT_QUARTER:
	case UNIT_YEAR:
		later.day = day_plus_months(now.day, within(n, DAYS_MAX) * months_of(unit));
		break;
	}
	return later;
}
