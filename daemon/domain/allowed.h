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
 *   1. working hours of a working day of ours;
 *   2. where none of these lies within the next 7 days, a working day outside our quiet hours;
 *   3. where none of these does either, any day outside our quiet hours;
 *   4. else the calls' hours alone.
 * So it is never earlier than asked for, never at night for them, the later the later it is asked
 * for, and what it gives is itself allowed. For instants of the days that are counted. */
int64_t allowed_next(const struct allowed_rules *rules, int64_t instant);
