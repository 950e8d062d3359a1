/* What is overdue, spread over working days: promises and thank-yous first, then scores and asks,
 * then the rest by kind, the oldest first; what came too late to be of use expires.
 * DESIGN section 5, "Absence". */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "domain/away.h"
#include "domain/followup.h"
#include "domain/worktime.h"

/* Ranks of followup_rank() run from 0, a promise, to this. */
#define SPREAD_RANK_LAST 6

enum spread_fate {
	SPREAD_KEPT, /* a promise: its day is what the client heard */
	SPREAD_MOVED,
	SPREAD_EXPIRED,
};

/* What falls due on a day already, promises and thank-yous left out. */
struct spread_load {
	int n, asks;
};

struct spread_rules {
	const struct worktime *work;
	const struct away *away; /* an absence to come takes nothing; null: none */
	struct day today;        /* that what is overdue is overdue on */
	struct day first;        /* that may take any, if it is a working day */
	int cap, asks_cap;       /* a day, at least 1 */
	int stale_days;
};

/* One that is overdue, and what becomes of it. */
struct spread_item {
	const struct followup *followup;
	enum spread_fate fate;
	struct day day; /* where it is moved to; NO_DAY otherwise */
};

/* A touch that only gives, made by a plan, too long past to be of use; one that a person named a
 * day for is never that. */
bool spread_is_stale(const struct followup *f, const struct spread_rules *rules);

/* The fate of each of n items, `items` being in the order of their days (their order stays), and
 * `loads` the n_days from rules->first on, which what is moved is added to. Thank-yous go to the
 * first day that takes any, outside the cap. False where the days do not suffice: try again with
 * more, and the loads as they were. */
bool spread_plan(const struct spread_rules *rules, struct spread_load *loads, size_t n_days,
		 struct spread_item *items, size_t n);
