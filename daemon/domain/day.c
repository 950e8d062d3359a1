/* The calendar: days since 1970-01-01 to and from the proleptic Gregorian calendar. */
#include "domain/day.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

enum {
	DAYS_PER_ERA = 146097, /* 400 years, after which the calendar repeats */
	DAYS_TO_1970 = 719468, /* from 0000-03-01 */
};

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* NO_DAY is not a day, so counts stop one short of it. */
static struct day day_saturated(int64_t n)
{
	if (n <= INT32_MIN)
		return (struct day){INT32_MIN + 1};
	if (n > INT32_MAX)
		return (struct day){INT32_MAX};
	return (struct day){(int32_t)n};
}

/* The first of a month counted from January of year 0. A year is taken to begin in March, so
 * that the leap day is its last: after Howard Hinnant, "chrono-compatible low-level date
 * algorithms". */
static int64_t first_of_month(int64_t months)
{
	int64_t from_march = months - 2;
	int64_t year = floor_div(from_march, 12);
	int64_t era = floor_div(year, 400);
	int64_t year_of_era = year - era * 400;
	int64_t day_of_year = (153 * (from_march - year * 12) + 2) / 5;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

struct day day_from_civil(int year, int month, int day)
{
	int64_t months = (int64_t)year * 12 + month - 1;

	return day_saturated(first_of_month(months) + day - 1);
}

struct civil day_to_civil(struct day d)
{
	int64_t n = (int64_t)d.n + DAYS_TO_1970;
	int64_t era = floor_div(n, DAYS_PER_ERA);
	int64_t day_of_era = n - era * DAYS_PER_ERA;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t from_march = (5 * day_of_year + 2) / 153;
	int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;

	return (struct civil){
		.year = (int)(era * 400 + year_of_era + (month <= 2)),
		.month = (int)month,
		.day = (int)(day_of_year - (153 * from_march + 2) / 5 + 1),
	};
}

int day_of_month_last(int year, int month)
{
	int64_t months = (int64_t)year * 12 + month - 1;

	return (int)(first_of_month(months + 1) - first_of_month(months));
}

bool day_is_civil(int year, int month, int day)
{
	if (month < 1 || month > 12 || day < 1)
		return false;
	return day <= day_of_month_last(year, month);
}

bool day_in_range(struct day d)
{
	return d.n >= DAY_FIRST.n && d.n <= DAY_LAST.n;
}

enum weekday day_weekday(struct day d)
{
	int64_t since_monday = (int64_t)d.n + 3; /* 1970-01-01 was a Thursday */

	return (enum weekday)(since_monday - floor_div(since_monday, 7) * 7);
}

struct day day_plus_months(struct day d, int months)
{
	struct civil c;
	int64_t target, first, length;

	if (day_is_none(d))
		return d;
	c = day_to_civil(d);
	target = (int64_t)c.year * 12 + c.month - 1 + months;
	first = first_of_month(target);
	length = first_of_month(target + 1) - first;
	return day_saturated(first + (c.day < length ? c.day : length) - 1);
}

/* -1 unless all of the n characters are digits. */
static int digits(const char *text, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

bool day_parse(const char *text, struct day *ret)
{
	int year, month, day;

	if (!text || strnlen(text, 11) != 10 || text[4] != '-' || text[7] != '-')
		return false;
	year = digits(text, 4);
	month = digits(text + 5, 2);
	day = digits(text + 8, 2);
	if (year < 0 || !day_is_civil(year, month, day))
		return false;

	*ret = day_from_civil(year, month, day);
	return true;
}

const char *day_format(struct day d, char to[DAY_TEXT_SIZE])
{
	struct civil c = day_to_civil(d);

	to[0] = '\0';
	if (day_is_none(d))
		return to;
	if (c.year < 0 || c.year > 9999) {
		(void)snprintf(to, DAY_TEXT_SIZE, "%04d-%02d-%02d", c.year, c.month, c.day);
		return to;
	}
	str_put_two(to, c.year / 100);
	str_put_two(to + 2, c.year % 100);
	to[4] = '-';
	str_put_two(to + 5, c.month);
	to[7] = '-';
	str_put_two(to + 8, c.day);
	to[10] = '\0';
	return to;
}

const char *weekday_name(enum weekday w)
{
	static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
					    "Friday", "Saturday", "Sunday"};

	return w <= SUNDAY ? names[w] : "";
}

const char *weekday_short(enum weekday w)
{
	static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

	return w <= SUNDAY ? names[w] : "";
}

const char *month_short(int month)
{
	static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	return month >= 1 && month <= 12 ? names[month - 1] : "";
}

const char *month_name(int month)
{
	static const char *const names[] = {"January",   "February", "March",    "April",
					    "May",       "June",     "July",     "August",
					    "September", "October",  "November", "December"};

	return month >= 1 && month <= 12 ? names[month - 1] : "";
}

struct day day_of_local(int64_t local)
{
	return day_saturated(floor_div(local, 86400));
}

int minute_of_local(int64_t local)
{
	return (int)(((local % 86400) + 86400) % 86400 / 60);
}
