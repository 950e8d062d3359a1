/* How many there are of what system.status tells, without counting them at each look.
 *
 * Counted once, then kept in memory: each row that changes takes what it was counted as away and
 * adds what it is counted as now, whoever writes it. Nothing is kept on disk. What was rolled back
 * cannot be told row by row, so all is counted anew after it. */
#pragma once

#include "store/gate.h"
#include "store/numbers.h"

/* What the counts hang on besides the rows; another one is counted anew. */
struct headcount_asked {
	int64_t today, tomorrow, week; /* instants: overdue before, due today until, then a week */
	struct day day, opened_after;
	int days[CADENCE_NONE]; /* of each class */
};

struct headcount {
	int64_t overdue, due_today, next_7_days, waiting;
	struct gate_counts gate;
	int64_t opened; /* gates, after that day, and open still */
	int64_t contacts, customers;
	struct army_counts army;
	int64_t yellow, red; /* of all classes */
};
int store_headcount(struct store *s, const struct headcount_asked *asked, struct headcount *ret);

/* Numbers of a year up to a day, as they were worked out last. Each part holds, for its range,
 * until a row of what it is made of changes. */
enum year_part { YEAR_FUNNEL, YEAR_SOURCES, YEAR_PROMISES, YEAR_LOOPS, N_YEAR_PARTS };
#define YEAR_MONTHS_MAX 13 /* that 12 months touch */
struct year_numbers {
	struct funnel_numbers funnel;
	struct sources_numbers sources; /* without revenue and amounts */
	int64_t by_month[N_NUMBERS_SOURCES * YEAR_MONTHS_MAX];
	struct promises_numbers promises;
	struct loop_counts loops; /* of the range's last day */
};
/* Null where that part must be worked out. */
const struct year_numbers *store_year(struct store *s, enum year_part part,
				      const struct numbers_range *range);
/* Where to put that part: it holds from now on. */
struct year_numbers *store_year_keep(struct store *s, enum year_part part,
				     const struct numbers_range *range);

/* For journal.c, which sees the rows change. */
struct headcounter;
struct table;
struct sqlite3;

struct headcounter *headcounter_new(void);
void headcounter_free(struct headcounter *h);
/* From a hook before the change; `operation` is SQLite's. */
void headcounter_follow(struct headcounter *h, struct sqlite3 *db, int operation,
			const struct table *table);
/* What was seen since the last commit may be as it was again. */
void headcounter_doubt(struct headcounter *h);
void headcounter_commit(struct headcounter *h);
/* All is counted anew at the next look. */
void headcounter_forget(struct headcounter *h);
