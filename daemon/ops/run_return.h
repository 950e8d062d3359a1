/* Cancelled follow-ups that come back: a reopened sale completed again, or what a run that was
 * stopped had taken over. */
#pragma once

#include "domain/plan.h"
#include "domain/run.h"
#include "ops/op.h"

struct run_anchor;
struct steps_elsewhere;

/* Takes a stopped run up again from a new anchor day: what is done stays done, what the stop
 * cancelled returns, dated from the new day. */
int run_take_up(struct op *op, struct run *run, struct day day);
/* What this run had taken over, or kept an older one from making, goes to the newest of the
 * contact's other runs of the plan. */
int run_give_back(struct op *op, const struct run *run);

/* From run.c: what laying out a run's steps needs to know. */
int run_context(struct op *op, const struct run_anchor *anchor, const bool *taken,
		struct plan_context *ret);
/* Which steps a newer run has made, and taking the rest from the older ones. */
int run_taken(struct op *op, const struct run *run, const struct plan *plan, bool *taken);
int run_take_over(struct op *op, const struct run *run, const struct plan *plan, const bool *taken);
/* The same, where the steps of the other runs are at hand. */
void run_mark_taken(const struct run *run, const struct steps_elsewhere *others,
		    const struct plan *plan, bool *taken);
int run_take_from(struct op *op, const struct run *run, const struct steps_elsewhere *others,
		  const struct plan *plan, const bool *taken);
/* Plants the contact's steps that a run has no row of, where they would be planted today. */
int run_fill(struct op *op, const struct run *run, const struct plan *plan, const bool *taken);
