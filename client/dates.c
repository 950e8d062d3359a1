/* Dates for people's eyes: "Tue 1 Dec 09:00". Nothing is parsed from people here. */
#include "dates.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/zone.h"

#define DAY_LENGTH 10 /* of "2026-12-01" */
#define DAY_SECONDS 86400

static const char *const weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
				       "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January",   "February", "March",    "April",
				     "May",       "June",     "July",     "August",
				     "September", "October",  "November", "December"};

/* The civil time in *ret, as if it were UTC; false where the text has another form. */
static bool read_due(const char *due, struct tm *ret)
{
	int year, month, day, hour = 0, minute = 0, n = 0;

	if (sscanf(due, "%4d-%2d-%2d%nT%2d:%2d%n", &year, &month, &day, &n, &hour, &minute, &n) < 3)
		return false;
	if (n < DAY_LENGTH || due[n] || month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	*ret = (struct tm){
		.tm_year = year - 1900,
		.tm_mon = month - 1,
		.tm_mday = day,
		.tm_hour = hour,
		.tm_min = minute,
	};
	return timegm(ret) != (time_t)-1 || year == 1969;
}

const char *dates_time(const char *due)
{
	return strlen(due) > DAY_LENGTH ? due + DAY_LENGTH + 1 : "";
}

void dates_add(struct str *out, const char *due, const char *today)
{
	struct tm t;

	if (!read_due(due, &t)) {
		str_add(out, due);
		return;
	}
	str_addf(out, "%.3s %d %.3s", weekdays[t.tm_wday], t.tm_mday, months[t.tm_mon]);
	if (*today && strncmp(due, today, 4) != 0)
		str_addf(out, " %d", t.tm_year + 1900);
	if (*dates_time(due))
		str_addf(out, " %s", dates_time(due));
}

void dates_add_full(struct str *out, const char *due)
{
	struct tm t;

	if (!read_due(due, &t)) {
		str_add(out, due);
		return;
	}
	str_addf(out, "%.3s %d %.3s %d", weekdays[t.tm_wday], t.tm_mday, months[t.tm_mon],
		 t.tm_year + 1900);
	if (*dates_time(due))
		str_addf(out, ", %s", dates_time(due));
}

void dates_add_title(struct str *out, const char *due)
{
	struct tm t;

	if (!read_due(due, &t)) {
		str_add(out, due);
		return;
	}
	str_addf(out, "%s %d %s %d", weekdays[t.tm_wday], t.tm_mday, months[t.tm_mon],
		 t.tm_year + 1900);
}

void dates_add_month(struct str *out, const char *month)
{
	int year, number, n = 0;

	if (sscanf(month, "%4d-%2d%n", &year, &number, &n) < 2 || month[n] || number < 1 ||
	    number > 12)
		str_add(out, month);
	else
		str_addf(out, "%.3s %d", months[number - 1], year);
}

int dates_between(const char *from, const char *to)
{
	struct tm a, b;

	if (!read_due(from, &a) || !read_due(to, &b))
		return 0;
	a.tm_hour = a.tm_min = b.tm_hour = b.tm_min = 0;
	return (int)((timegm(&b) - timegm(&a)) / DAY_SECONDS);
}

const char *dates_local(const char *instant, const char *zone_name, char to[DATES_DUE_SIZE])
{
	const char *problem;
	struct zone *zone;
	struct tm t = {0};
	int64_t local;
	time_t seconds;

	to[0] = '\0';
	if (!strptime(instant, "%Y-%m-%dT%H:%M:%SZ", &t))
		return to;
	if (!*zone_name || zone_load(zone_name, &zone) < 0)
		zone = zone_load_system(&problem);
	local = zone_to_local(zone, timegm(&t));
	zone_free(zone);
	seconds = (time_t)local;
	if (gmtime_r(&seconds, &t))
		(void)strftime(to, DATES_DUE_SIZE, "%Y-%m-%dT%H:%M", &t);
	return to;
}

const char *dates_instant(long long seconds, char to[DATES_INSTANT_SIZE])
{
	time_t t = (time_t)seconds;
	struct tm tm;

	*to = '\0';
	if (gmtime_r(&t, &tm))
		(void)strftime(to, DATES_INSTANT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return to;
}

const char *dates_day(long long number, char to[DATES_DAY_SIZE])
{
	char instant[DATES_INSTANT_SIZE];

	str_copy(to, DATES_DAY_SIZE, dates_instant(number * DAY_SECONDS, instant));
	return to;
}
