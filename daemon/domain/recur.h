/* Recurrence: RFC 5545 rules on floating local time, by libical, with months that clamp.
 * A rule is an RRULE ("FREQ=YEARLY", with or without the leading "RRULE:") or a whole number
 * of days ("180"). DESIGN section 4 `repeat` and section 5 "Time rules": no 31st means the
 * last day of that month, anchored (31 Jan, 28 Feb, 31 Mar); 29 Feb yearly means 28 Feb. */
#pragma once

#include <stdbool.h>

#include "domain/day.h"

#define RECUR_WHY_SIZE 160

/* True for a rule this file can expand; else a sentence in `why` says what is wrong. Refused:
 * frequencies below a day, COUNT with UNTIL, BYHOUR/BYMINUTE/BYSECOND, BYWEEKNO, BYSETPOS of a
 * week or a day, another RSCALE or SKIP than ours, a number of days, INTERVAL or COUNT outside
 * 1 to 3660, text libical does not take, a rule that never gives a day. */
bool recur_check(const char *rule, char why[RECUR_WHY_SIZE]);

/* The first day of the series that is strictly after `after`. `start` is the anchor of the
 * series and its first day even where the rule would not give it. NO_DAY where the series has
 * ended or the next day lies beyond DAY_LAST. The start counts as the first of COUNT. Costs no
 * more than a few thousand steps of the series: for one that started long ago it jumps ahead. */
struct day recur_next(const char *rule, struct day start, struct day after);
