/* A sale: one piece of business. open -> completed | lost; completed -> refunded, or reopened. */
#include "domain/sale.h"

#include <stddef.h>

const char *const sale_states[] = {"open", "completed", "lost", "refunded", NULL};
const char *const sale_sources[] = {"referral", "prospecting", "marketing", "walk-in",
				    "repeat",   "other",       NULL};

bool sale_may_become(enum sale_state from, enum sale_state to)
{
	switch (from) {
	case SALE_OPEN:
		return to == SALE_COMPLETED || to == SALE_LOST;
	case SALE_COMPLETED:
		return to == SALE_REFUNDED || to == SALE_OPEN;
	case SALE_LOST:
	case SALE_REFUNDED:
		return to == SALE_OPEN;
	}
	return false;
}
