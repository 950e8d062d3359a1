/* The days that the words of the date grammar mean, seen from today. */
#pragma once

#include <stdint.h>

#include "domain/datetext_words.h"
#include "domain/day.h"
#include "domain/worktime.h"

struct day datefind_weekday_after(struct day today, enum weekday weekday); /* strictly after */
/* The first such day on or after today; NO_DAY where no year has it (31 Feb). */
struct day datefind_day_of_month(struct day today, int month, int day);
/* The first day on or after today that is the n-th of its month; n is 1 to 31. */
struct day datefind_nth(struct day today, int n);
/* The first working day of the next such month that comes strictly after today. */
struct day datefind_month(const struct worktime *work, struct day today, int month);
/* The last working day of the week, month, quarter or year: today or the next one later. */
struct day datefind_period_end(const struct worktime *work, struct day today,
			       enum date_unit period);
/* The first working day of the next week, month or year. */
struct day datefind_next_period(const struct worktime *work, struct day today,
				enum date_unit period);

/* The moment n units later; days and more keep the minute. Months clamp. Far beyond DAY_LAST
 * where n is large. */
struct moment datefind_later(const struct worktime *work, struct moment now, int n,
			     enum date_unit unit);
