/* An absence: from the first day away to the day of return, which is a day at work.
 * DESIGN section 5. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/day.h"

struct away {
	int64_t id; /* 0: none is planned, and nobody is away */
	int64_t version;
	struct day from, until;
	struct day ended_day; /* NO_DAY: not yet */
	int64_t created_at;
};

/* Is that a day away? Of an absence that has ended none is. */
bool away_is_on(const struct away *a, struct day day);
