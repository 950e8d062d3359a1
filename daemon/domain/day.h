/* Days of the proleptic Gregorian calendar. Day 0 is 1970-01-01. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct day {
	int32_t n;
};

#define NO_DAY ((struct day){INT32_MIN})
#define DAY_FIRST ((struct day){-25567}) /* 1900-01-01 */
#define DAY_LAST ((struct day){84005})   /* 2199-12-31 */
#define ANY_MINUTE (-1)                  /* "any time that day", for minutes after midnight */

enum weekday { MONDAY = 0, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

struct civil {
	int year, month, day; /* month and day from 1 */
};

static inline bool day_is_none(struct day d)
{
	return d.n == INT32_MIN;
}
static inline bool day_equal(struct day a, struct day b)
{
	return a.n == b.n;
}
static inline bool day_before(struct day a, struct day b)
{
	return a.n < b.n;
}
static inline struct day day_plus(struct day d, int days)
{
	return (struct day){d.n + days};
}
static inline struct day day_later(struct day a, struct day b)
{
	return a.n > b.n ? a : b;
}

struct day day_from_civil(int year, int month, int day); /* any values; months and days carry */
struct civil day_to_civil(struct day d);
/* False for a date that the calendar does not have (2026-02-30). */
bool day_is_civil(int year, int month, int day);
bool day_in_range(struct day d); /* DAY_FIRST to DAY_LAST */
enum weekday day_weekday(struct day d);
int day_of_month_last(int year, int month);
/* Months clamp to the month's last day: 31 Jan + 1 = 28 or 29 Feb. */
struct day day_plus_months(struct day d, int months);

/* "YYYY-MM-DD", strictly; false leaves *ret alone. The range is not checked. */
bool day_parse(const char *text, struct day *ret);
#define DAY_TEXT_SIZE 16
/* Writes "YYYY-MM-DD"; "" for NO_DAY. Returns `to`. */
const char *day_format(struct day d, char to[DAY_TEXT_SIZE]);
const char *weekday_name(enum weekday w);  /* "Monday" */
const char *weekday_short(enum weekday w); /* "Mon" */
const char *month_short(int month);        /* "Jan" for 1 */
const char *month_name(int month);         /* "January" */

/* Civil time as base/zone.h counts it. */
static inline int64_t day_to_local(struct day d, int minute)
{
	return (int64_t)d.n * 86400 + (int64_t)minute * 60;
}
struct day day_of_local(int64_t local);
int minute_of_local(int64_t local); /* minutes after midnight, rounded down */
