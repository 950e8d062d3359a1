/* A recurrence rule as text: what vouch reads itself, and what is left for libical. */
#pragma once

#include <stdbool.h>

#include "domain/day.h"
#include "domain/recur.h"

#define RECUR_LENGTH_MAX 256

/* What libical sees is a rule without an end; the end is ours to count, because the start is
 * the first day of the series here, and not in libical where the rule would not give it. */
struct recur_rule {
	int every_days; /* 0 for an RRULE */
	int interval;   /* of an RRULE */
	int count;      /* 0 for no end */
	struct day until;
	unsigned seen;                   /* the parts read, each once */
	char text[RECUR_LENGTH_MAX + 1]; /* what libical reads: FREQ and the BY parts */
};

/* False with a sentence in `why` for what recur_check refuses without asking libical. */
bool recur_read(const char *rule, struct recur_rule *ret, char why[RECUR_WHY_SIZE]);
/* Writes the sentence; false, to be returned. */
bool recur_wrong(char why[RECUR_WHY_SIZE], const char *format, ...)
	__attribute__((format(printf, 2, 3)));
