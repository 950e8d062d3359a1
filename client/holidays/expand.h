/* The days on which the events of a calendar file are, worked out by libical between two days. */
#pragma once

#include "holidays/ics.h"

#define EXPAND_DAYS_MAX 366    /* of one event */
#define EXPAND_STEPS_MAX 60000 /* of one rule: every day since 1900 */

struct expand_day {
	int key; /* 20261225 */
	const char *name;
};

struct expand {
	int from, until; /* as keys, inclusive */
	struct arena *arena;
	struct expand_day *days; /* unordered */
	size_t n, cap;
	size_t n_timed; /* events that were left out, since they have a time of day */
};

/* Takes the whole-day events of a file, one at a time: those before `at` are done. False with the
 * fault. Cancelled ones and, of a series, days that were taken out or moved give nothing. */
bool expand_event(struct expand *x, const struct ics *ics, size_t at, struct ics_fault *ret_fault);
/* Sorts them by day and name; each is there once. */
void expand_sort(struct expand *x);
