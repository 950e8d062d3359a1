/* A random world for the gate's tests: what has happened to a household, as lists of events, and
 * the facts that the gate is given of it. */
#pragma once

#include "gate_book.h"

/* Days of DESIGN section 3 that are no settings. */
#define GATE_TEST_YEAR 365
#define GATE_TEST_MOURN 180
#define GATE_TEST_DONE 30
#define GATE_TEST_NEWS 7

#define WORLD_SCORES 6
#define WORLD_PROMISES 4
#define WORLD_COMPLAINTS 3
#define WORLD_ASKS 7
#define WORLD_GIVES 9
#define WORLD_LOOPS 4
#define WORLD_SALES 2
#define WORLD_STOPS 2

/* `when.day` NO_DAY: it has not happened. */
struct world_promise {
	int64_t id, contact;
	struct day due;
	struct gate_when redated;
	struct day redated_to;
	enum promise_state end; /* PROMISE_OPEN: none */
	struct gate_when ended, fixed;
	struct day completed_day; /* of its sale */
};

struct world {
	uint64_t random;
	struct gate_rules rules;
	struct gate_question question;
	bool is_partner, has_talk;
	enum contact_state state;
	struct day paused_until, death;
	struct gate_score scores[WORLD_SCORES];
	struct gate_when compliments[WORLD_SCORES];
	struct world_promise promises[WORLD_PROMISES];
	struct gate_complaint complaints[WORLD_COMPLAINTS];
	struct gate_ask asks[WORLD_ASKS];    /* in no order; a higher id was noted later */
	struct day gives[WORLD_GIVES];       /* in no order */
	struct gate_loop loops[WORLD_LOOPS]; /* in no order */
	struct {
		struct day completed;
		bool is_refunded;
	} sales[WORLD_SALES];
	struct gate_stop stops[WORLD_STOPS];
	int n_scores, n_compliments, n_promises, n_complaints, n_asks, n_gives, n_sales, n_stops;
	int n_loops;
};

/* Another world each time, as of TODAY: nothing that has happened is later. */
void world_make(struct world *w);
/* The facts of it, into a book. */
void world_tell(const struct world *w, struct book *b);
int world_below(struct world *w, int n);
bool world_chance(struct world *w, int percent);
