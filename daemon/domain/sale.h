/* A sale: one piece of business. open -> completed | lost; completed -> refunded, or reopened. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/day.h"

enum sale_state { SALE_OPEN, SALE_COMPLETED, SALE_LOST, SALE_REFUNDED };
extern const char *const sale_states[];

enum sale_source {
	SOURCE_REFERRAL,
	SOURCE_PROSPECTING,
	SOURCE_MARKETING,
	SOURCE_WALK_IN,
	SOURCE_REPEAT,
	SOURCE_OTHER,
};
extern const char *const sale_sources[];

#define NO_AMOUNT INT64_MIN

struct sale {
	int64_t id;
	int64_t version;
	int64_t contact;
	enum sale_state state;
	const char *product;
	int64_t amount; /* minor units or NO_AMOUNT */
	const char *currency;
	int exponent; /* of the currency, when it was written */
	int source;   /* enum sale_source or -1 */
	int64_t referral;
	struct day opened_day, signed_day, completed_day, lost_day, refunded_day;
	const char *reason;
	const char *origin, *external_id;
	int64_t created_at;
};

/* Whether a sale may go from one state to another (DESIGN section 2). */
bool sale_may_become(enum sale_state from, enum sale_state to);
/* The day that its state is of: completed, lost or refunded; NO_DAY of an open one. */
struct day sale_closed_day(const struct sale *sale);
/* All that is known of the end of one in its state is a day. A refunded one was completed by then.
 */
void sale_set_closed_day(struct sale *sale, struct day day);
