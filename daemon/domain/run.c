/* A run: one version of a plan applied to one anchor. */
#include "domain/run.h"

#include <stddef.h>

const char *const anchor_kinds[] = {"contact", "sale",    "referral", "complaint",
				    "score",   "promise", NULL};
const char *const run_states[] = {"active", "ended", "stopped", NULL};

bool run_is_newer(const struct run *a, const struct run *b)
{
	if (!day_equal(a->anchor_day, b->anchor_day))
		return day_before(b->anchor_day, a->anchor_day);
	return a->id > b->id;
}
