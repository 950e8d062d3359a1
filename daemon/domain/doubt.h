/* Whether the machine's clock can be believed: a flat battery shows 1970, a slip of the hand 2098,
 * and neither is a reason to show years of follow-ups at once. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum doubt {
	DOUBT_NONE,
	DOUBT_EARLY, /* before this program was made */
	DOUBT_BACK,  /* more than a day before the book was last seen open */
	DOUBT_AHEAD, /* more than five years after that */
};

#define DOUBT_RELEASED ((int64_t)1767225600) /* 2026-01-01T00:00:00Z: no clock is right before */
#define DOUBT_BACK_SECONDS ((int64_t)86400)
#define DOUBT_AHEAD_SECONDS ((int64_t)5 * 366 * 86400)

/* `seen` is when the book was last open by a clock that was believed, NO_INSTANT for never. Only
 * at start is it asked: while vouchd runs, whoever steps the clock means it. */
enum doubt doubt_of(int64_t now, int64_t seen, bool is_start);
/* When a clock that runs on will be believed by itself; NO_INSTANT: never. */
int64_t doubt_ends(enum doubt doubt, int64_t seen);
