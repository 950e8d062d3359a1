/* Working time that is no touch: looking for business, or serving clients. */
#pragma once

#include <stdint.h>

#include "domain/day.h"

enum activity { ACTIVITY_PROSPECTING, ACTIVITY_SERVING };
extern const char *const activities[];

struct time_log {
	int64_t id;
	int64_t version;
	enum activity activity;
	int minutes;
	struct day day;
	const char *note;
	int64_t created_at;
};
