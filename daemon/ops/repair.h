/* Repairs: what has gone wrong with a household is put right before anything else goes to it.
 * DESIGN section 4, `repair`. */
#pragma once

#include "domain/complaint.h"
#include "domain/followup.h"
#include "domain/plan.h"
#include "domain/run.h"
#include "ops/op.h"
#include "store/repair.h"

/* Joins the repair that runs in the contact's household where its fix is not done, else ends it
 * and starts a new one. What else goes to the household is held when the caller refreshes the
 * contact's facts. */
int op_repair_cause(struct op *op, const struct repair_cause *cause);
/* A household has a new member: where both had a repair, they go on as one. */
int repair_meet(struct op *op, int64_t contact);
/* A household has lost a member: what the repairs of the contact's had taken on for those who are
 * apart now is put right by one of their own. */
int repair_part(struct op *op, int64_t contact);
/* The same of one repair, also where it has ended without its fix. */
int repair_pass_on(struct op *op, int64_t run);
/* A complaint was just resolved: where it was the last open one of its repair, the fix is done. */
int repair_complaint_resolved(struct op *op, const struct complaint *c);
/* A step of a run was just done: where it was the fix, and they said so, everything that the
 * repair is for is put right. Called by flow_end. */
int repair_step_done(struct op *op, const struct run *run, const struct followup *f);

/* What holds a follow-up back: *ret_wait is WAIT_REPAIR, WAIT_COMPLAINT or 0. Promises, thank-yous,
 * tasks, and what belongs to the repair itself are never held. */
int repair_wait_of(struct op *op, const struct followup *f, int *ret_wait);
/* Holds and lets go the open follow-ups of the contact's household as things stand now. Called by
 * flow_facts; the facts of other members are refreshed here. */
int repair_settle(struct op *op, int64_t contact);
/* The day of a step that asks for a score has come while a repair runs: it is dropped. */
int repair_drop(struct op *op, struct followup *f);

/* What stands in a household. */
struct repair {
	struct run run; /* id 0: no repair runs */
	struct repair_cause *causes;
	size_t n_causes;
	struct followup *steps; /* the open ones */
	size_t n_steps;
	int64_t n_held; /* follow-ups of the household that wait because of it */
};
int op_repair_of(struct op *op, int64_t contact, struct repair *ret);
