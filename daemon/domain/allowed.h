/* When a contact may be called: inside our own working hours, and at an hour at which people are
 * called where they live. DESIGN section 5, "Time rules". */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/zone.h"
#include "domain/worktime.h"

#define ALLOWED_HORIZON ((int64_t)7 * 86400)

struct allowed_rules {
	const struct worktime *work; /* ours, in our zone */
	const struct zone *ours;
	const struct zone *theirs;  /* null: ours */
	int calls_start, calls_end; /* minutes after their midnight: 480, 1260; all day where
				       the start is not before the end */
};

/* Is it an hour at which people are called where they live? */
bool allowed_hour(const struct allowed_rules *rules, int64_t instant);
/* The first instant at or after this one that is allowed. Allowed are, the calls' hours where they
 * live being given:
 *   1. a working day outside our quiet hours;
 *   2. where none of these lies within the next 7 days, any day outside our quiet hours;
 *   3. where none of these does either, the calls' hours alone;
 * and working hours, where some lie before the end of that day: a day is not given up for better
 * hours on another. So it is never earlier than asked for, never at night for them, the later the
 * later it is asked for, and what it gives is itself allowed. For instants of the days that are
 * counted. */
int64_t allowed_next(const struct allowed_rules *rules, int64_t instant);
/* The same of the day of this instant alone, which a person named, so that it is no day off: the
 * first from the instant on in working hours, else outside our quiet hours; else the first of that
 * day outside them. False where there is none. */
bool allowed_that_day(const struct allowed_rules *rules, int64_t instant, int64_t *ret);
