/* The only clock. Everything else is told the time. */
#include "base/clock.h"

#include <time.h>

int64_t clock_now(const struct clock *c)
{
	struct timespec t;

	if (c->is_set)
		return c->set_to;
	(void)clock_gettime(CLOCK_REALTIME, &t);
	return t.tv_sec;
}

uint64_t clock_monotonic_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

int64_t clock_monotonic_ms(void)
{
	return (int64_t)(clock_monotonic_us() / 1000u);
}
