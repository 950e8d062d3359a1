/* What is overdue, and how much is on the days to come, for spreading the one over the other. */
#pragma once

#include "domain/spread.h"
#include "store/followup.h"

/* Scheduled and due before that instant, in the order of the agenda. */
int store_spread_overdue(struct store *s, int64_t before, struct arena *arena,
			 struct followups *ret);
/* Adds what is scheduled between both instants to the day it is due, `first` being loads[0] of
 * n_days. Promises and thank-yous are left out. */
int store_spread_loads(struct store *s, int64_t from, int64_t until, struct day first,
		       struct spread_load *loads, size_t n_days);
