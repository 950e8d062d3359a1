/* An absence: from the first day away to the day of return. */
#include "domain/away.h"

bool away_is_on(const struct away *a, struct day day)
{
	return a->id && day_is_none(a->ended_day) && !day_before(day, a->from) &&
	       day_before(day, a->until);
}
