/* A day off of the work calendar: a holiday, and where it came from. DESIGN section 5. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "domain/day.h"

struct holiday {
	int64_t id;
	struct day day;
	const char *name;
	const char *source;
};
struct holidays {
	struct holiday *items;
	size_t n;
};

/* What one source has. */
struct holiday_source {
	const char *source;
	int64_t n;
	struct day first, last;
};
