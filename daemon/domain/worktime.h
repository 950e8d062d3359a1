/* Working days and hours: the work week, holidays, quiet hours, and what they move.
 * DESIGN section 5, "Time rules". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/day.h"

struct worktime {
	uint8_t week;               /* bit 0 Monday … bit 6 Sunday: the working days */
	int start, end;             /* working hours, minutes after midnight: 540, 1080 */
	int quiet_start, quiet_end; /* quiet hours, may span midnight: 1200, 480 */
	const struct day *holidays; /* sorted, each once; may be null with n_holidays 0 */
	size_t n_holidays;
};

/* A point of civil time. The minute is never ANY_MINUTE here. */
struct moment {
	struct day day;
	int minute;
};

bool worktime_is_holiday(const struct worktime *w, struct day d);
/* False for weekends and holidays. A week without any working day makes every day count as a
 * working day, and so does a stretch of 400 days off for its own days: each search ends. */
bool worktime_is_workday(const struct worktime *w, struct day d);
struct day worktime_workday_from(const struct worktime *w, struct day d);  /* d or the next one */
struct day worktime_workday_until(const struct worktime *w, struct day d); /* d or the one before */
/* n business days after d (n may be negative or 0; 0 is workday_from). +1 from a Saturday is
 * Monday: the count starts from d, and only working days count. It stops at the first day
 * outside DAY_FIRST to DAY_LAST. */
struct day worktime_plus_workdays(const struct worktime *w, struct day d, int n);
/* Working minutes later: the clock runs only inside working hours of working days. From
 * Friday 17:40, 60 minutes are Monday 09:40; 20 are Monday 09:00, since the end of the hours is
 * no working minute. Negative minutes count as 0. Without hours (start >= end) all day is. */
struct moment worktime_plus_minutes(const struct worktime *w, struct moment from, int minutes);
/* The working minutes from one moment to a later one; 0 where it is not later. */
int worktime_minutes_between(const struct worktime *w, struct moment from, struct moment to);

/* The weekday after the longest stretch of days off in the week: Monday for Monday to Friday,
 * Sunday for Sunday to Thursday, Monday where every day or none is worked. */
enum weekday worktime_week_start(const struct worktime *w);

bool worktime_is_quiet(const struct worktime *w, int minute);
bool worktime_is_open(const struct worktime *w, struct moment m); /* a working hour of a workday */
/* m itself when it is a working hour, else the start of the next working day's hours. */
struct moment worktime_next_open(const struct worktime *w, struct moment m);

/* -1, 0 or 1. */
int moment_compare(struct moment a, struct moment b);
