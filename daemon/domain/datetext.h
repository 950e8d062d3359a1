/* Dates as people type them: a small strict grammar (DESIGN section 7).
 *
 *   2026-12-01 · today · tomorrow · yesterday · fri, friday (the first strictly after today) ·
 *   15 dec, dec 15, 15 dec 2027 (the first on or after today where no year is given) ·
 *   apr, apr 2027 (first working day of the month; the first such day strictly after today) ·
 *   +3d +2w +1mo +1y +5bd +2h +30min · in 3 days (weeks, months, years, hours, minutes,
 *   business days, working days) · a week, in a month · eow eom eoq eoy (last working day of
 *   the week, month, quarter, year, today or later) · noon · each with an optional time
 *   before or after it: 9 · 9am · 2:30pm · 14:30 · noon · midnight is refused (two readings).
 *
 * Letters of any case, spaces and commas free, "at" before a time, a weekday beside a date that
 * falls on it ("Fri 27 Nov 2026", as refusals write it). Months clamp. What has two readings is
 * refused with both: next friday, 1/2/2026, 9 dec 15, +3m (minutes or months), 9h; this friday
 * and next week only where they differ today; "fri 4" only where a Friday the 4th comes next. */
#pragma once

#include <stdbool.h>

#include "domain/day.h"
#include "domain/worktime.h"

struct datetext_context {
	struct moment now;
	const struct worktime *work;
};

enum datetext_result {
	DATETEXT_OK,
	DATETEXT_AMBIGUOUS, /* two readings; `why` names both dates with their weekdays */
	DATETEXT_BAD,       /* not of the grammar, no such date, or outside 1900 to 2199 */
};

#define DATETEXT_WHY_SIZE 240

struct datetext {
	struct day day;
	int minute;                  /* ANY_MINUTE where no time was given */
	char why[DATETEXT_WHY_SIZE]; /* a sentence for the person; "" when OK */
	struct day readings[2];      /* for DATETEXT_AMBIGUOUS, NO_DAY otherwise */
};

/* A bare time ("9am", "14:30") is today's while it is to come, else tomorrow's. A bare number
 * alone ("9") is refused: hour or day of the month. Always fills *ret. */
enum datetext_result datetext_parse(const char *text, const struct datetext_context *context,
				    struct datetext *ret);
