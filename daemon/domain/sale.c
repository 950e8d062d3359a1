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

struct day sale_closed_day(const struct sale *sale)
{
	switch (sale->state) {
	case SALE_OPEN:
		break;
	case SALE_COMPLETED:
		return sale->completed_day;
	case SALE_LOST:
		return sale->lost_day;
	case SALE_REFUNDED:
		return sale->refunded_day;
	}
	return NO_DAY;
}

void sale_set_closed_day(struct sale *sale, struct day day)
{
	bool is_refunded = sale->state == SALE_REFUNDED;

	sale->completed_day = is_refunded || sale->state == SALE_COMPLETED ? day : NO_DAY;
	sale->lost_day = sale->state == SALE_LOST ? day : NO_DAY;
	sale->refunded_day = is_refunded ? day : NO_DAY;
}
