/* An ask: one referral ask and its answer. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/contact.h"
#include "domain/day.h"

enum ask_outcome { ASK_NAMES_GIVEN, ASK_WILLING, ASK_LATER, ASK_DECLINED, ASK_NEVER };
extern const char *const ask_outcomes[];

struct ask {
	int64_t id;
	int64_t version;
	int64_t contact, followup, sale; /* 0: none */
	enum channel channel;
	struct day day;
	int64_t entry; /* of the journal: orders what happened on one day */
	int outcome;   /* enum ask_outcome, -1: the answer is not yet noted */
	struct day later_day;
	const char *override_reason; /* null: it was earned */
	const char *note;
	int64_t created_at;
};
