/* Dates for people's eyes: "Tue 1 Dec 09:00". Nothing is parsed from people here. */
#pragma once

#include "base/str.h"

/* A due time as the API has it ("2026-12-01" or "2026-12-01T09:00"), short: the year only
 * where it is not that of `today` (a day as the API has it, or ""). What is no such text is
 * added as it stands. */
void dates_add(struct str *out, const char *due, const char *today);
/* The same in full, as changes are echoed: "Tue 1 Dec 2026, 09:00". */
void dates_add_full(struct str *out, const char *due);
/* "Tuesday 1 December 2026", of a day or a due time */
void dates_add_title(struct str *out, const char *due);
/* "Dec 2025" of a month as the API has it, "2025-12" */
void dates_add_month(struct str *out, const char *month);
/* "09:00", "" for any time. */
const char *dates_time(const char *due);
/* Whole days from one day to another (both may carry times, which are ignored). */
int dates_between(const char *from, const char *to);
/* An instant ("2026-12-01T14:00:00Z") as a due time in an IANA zone, "" where it is none. The
 * system's zone serves where the named one is not installed. */
#define DATES_DAY_SIZE 11
#define DATES_DUE_SIZE 20
const char *dates_local(const char *instant, const char *zone_name, char to[DATES_DUE_SIZE]);
/* The instant of a unix second, as the API has it: "2026-12-01T14:00:00Z". */
#define DATES_INSTANT_SIZE 24
const char *dates_instant(long long seconds, char to[DATES_INSTANT_SIZE]);
/* The day of its number from 1970-01-01 on, as the API has it: "2026-12-01". */
const char *dates_day(long long number, char to[DATES_DAY_SIZE]);
