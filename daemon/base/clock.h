/* The only clock. Everything else is told the time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define NO_INSTANT INT64_MIN /* "none", for instants in unix seconds */

/* With --dev the clock may be set; once set it stands still until it is set again. */
struct clock {
	bool is_set;
	int64_t set_to; /* unix seconds, UTC */
};

/* Unix seconds, UTC. */
int64_t clock_now(const struct clock *c);
/* Milliseconds since boot without suspend; for measuring spans, never for due times. */
int64_t clock_monotonic_ms(void);
/* Microseconds of the same clock, as sd-bus counts its time-outs. */
uint64_t clock_monotonic_us(void);
