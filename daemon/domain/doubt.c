/* Whether the machine's clock can be believed. */
#include "domain/doubt.h"

#include "base/clock.h"

/* Stays at the end of the type where it would pass it. */
static int64_t plus(int64_t at, int64_t seconds)
{
	int64_t sum;

	if (__builtin_add_overflow(at, seconds, &sum))
		return seconds < 0 ? INT64_MIN : INT64_MAX;
	return sum;
}

enum doubt doubt_of(int64_t now, int64_t seen, bool is_start)
{
	if (now < DOUBT_RELEASED)
		return DOUBT_EARLY;
	if (!is_start || seen == NO_INSTANT)
		return DOUBT_NONE;
	if (now < plus(seen, -DOUBT_BACK_SECONDS))
		return DOUBT_BACK;
	return now > plus(seen, DOUBT_AHEAD_SECONDS) ? DOUBT_AHEAD : DOUBT_NONE;
}

int64_t doubt_ends(enum doubt doubt, int64_t seen)
{
	int64_t back = seen == NO_INSTANT ? NO_INSTANT : plus(seen, -DOUBT_BACK_SECONDS);

	switch (doubt) {
	case DOUBT_EARLY:
		return back > DOUBT_RELEASED ? back : DOUBT_RELEASED;
	case DOUBT_BACK:
		return back;
	case DOUBT_NONE:
	case DOUBT_AHEAD:
		return NO_INSTANT;
	}
	return NO_INSTANT;
}
