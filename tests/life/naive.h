/* The earned gate a second time, written from the design's section 3 alone, for the tests to hold
 * the real one against. It looks at everything it was told, each time anew. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "life/facts.h"

enum naive_condition {
	NAIVE_SALE_COMPLETED,
	NAIVE_SATISFIED,
	NAIVE_PROMISES_KEPT,
	NAIVE_NO_COMPLAINT,
	NAIVE_RESTED,
	NAIVE_GAVE_FIRST,
	NAIVE_LOOPS_CLOSED,
	NAIVE_CONTACTABLE,
	NAIVE_CONDITIONS,
};
extern const char *const naive_codes[NAIVE_CONDITIONS];

struct naive_question {
	int64_t contact;
	int day;
	const char *channel;          /* of the ask */
	const struct an_ask *part_of; /* null: an ask of its own */
};

struct naive_verdict {
	bool holds[NAIVE_CONDITIONS];
};

struct naive_verdict naive_judge(const struct facts *f, const struct naive_question *q);
bool naive_is_earned(const struct naive_verdict *v);
/* Whether an ask counts: every answer but `later`, and each third `later` running. */
bool naive_counts(const struct facts *f, const struct an_ask *ask);
