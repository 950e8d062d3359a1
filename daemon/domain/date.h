/* Named days of a contact: a birthday, a renewal, any other; once or each year. DESIGN section 2.
 *
 * 29 February is 28 February in the years that have none. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/plan.h"

#define DATE_BIRTHDAY "birthday"
#define DATE_RENEWAL "renewal"

struct date {
	int64_t id;
	int64_t version;
	int64_t contact, sale; /* sale 0: none */
	const char *what;      /* DATE_BIRTHDAY, DATE_RENEWAL, or any other name */
	int year;              /* 0: not known */
	int month, month_day;
	bool is_yearly;
	int lead_days;
	struct day removed_day; /* NO_DAY: it holds */
	int64_t created_at;
};

bool date_is_birthday(const struct date *d);
bool date_is_renewal(const struct date *d);
/* The name as it is kept: the two known ones in their own letters, however they are written. */
const char *date_what(const char *what);

/* "YYYY-MM-DD", or "--MM-DD" (RFC 6350) where the year is not known; false where the text is
 * neither, or no day of the calendar from 1900 to 2199. Sets year, month and month_day. */
bool date_read(const char *text, struct date *to);
#define DATE_TEXT_SIZE 16
/* The same written; returns `to`. */
const char *date_write(const struct date *d, char to[DATE_TEXT_SIZE]);

bool date_is_yearly_by_default(const struct date *d);
int date_lead_days_by_default(const struct date *d);

/* Its day in a year; NO_DAY where it has none: before it began, once and in another year. */
struct day date_in(const struct date *d, int year);
/* Its first day on or after `from`; NO_DAY where there is none any more. */
struct day date_next(const struct date *d, struct day from);
/* The age that is reached on one of its days; 0 where that is not known. */
int date_turns(const struct date *d, struct day day);

/* Where the follow-up for one of its days falls. A birthday on that day, or on the working day
 * before where it is a day off: nobody is greeted late. The others on the working day from then
 * on, or before where that would lie after the day itself. Where that has passed, as soon as one
 * can, and on the day itself rather than after it. The planned day is the day less its lead. */
struct placed date_place(const struct date *d, struct day day, const struct plan_clock *clock);
/* From this day on it is too late to do anything for one of its days; NO_DAY: it never is. */
struct day date_too_late(const struct date *d, struct day day);
