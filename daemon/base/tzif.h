/* A compiled zone file, TZif version 2 and later (RFC 8536), taken apart. Its bytes may be
 * anything: whatever does not add up is refused. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/posixtz.h"

#define TZIF_MAX_BYTES ((size_t)64 * 1024) /* the largest of tzdata 2026 has 4 KiB */
#define TZIF_MAX_OFFSET 93600 /* 26 hours: every offset lies strictly between -max and max */

/* Offsets are seconds east of UTC. */
struct tzif {
	size_t n_transitions;
	int64_t *at;          /* instants, strictly ascending */
	int32_t *offset;      /* from at[i] on */
	int32_t first_offset; /* before at[0] */
	bool has_rule;        /* for what follows the last transition */
	struct posixtz rule;
};

/* -EINVAL also for files with leap seconds ("right/…"): Unix time has none. */
int tzif_parse(const unsigned char *bytes, size_t n, struct tzif *ret);
void tzif_deinit(struct tzif *t);
/* The stretch an instant lies in; |instant| must be below 2^56. */
struct posixtz_span tzif_span(const struct tzif *t, int64_t instant);
