/* Repairs: what has gone wrong with a household is put right before anything else goes to it.
 * DESIGN section 4, `repair`. */
#pragma once

#include "domain/complaint.h"
#include "domain/followup.h"
#include "ops/op.h"

/* What has gone wrong: a complaint, a score of 6 or less, a promise late or broken. */
struct repair_cause {
	enum repair_kind kind;
	int64_t id; /* of the complaint, satisfaction or promise */
	int64_t contact;
	int64_t sale; /* 0: none */
	struct day day;
};

#define PLAN_REPAIR "repair"
#define REPAIR_FIX "fix" /* the step that confirms the fix */

/* Joins the repair that runs in the contact's household where its fix is not done, else ends it
 * and starts a new one; holds what else goes to the household. */
int op_repair_cause(struct op *op, const struct repair_cause *cause);
/* A complaint was just resolved: where it was the last open one of its repair, the fix is done. */
int repair_complaint_resolved(struct op *op, const struct complaint *c);
/* What holds a follow-up back: *ret_wait is WAIT_REPAIR, WAIT_COMPLAINT or 0. Promises, thank-yous,
 * tasks, and what belongs to the repair itself are never held. */
int repair_wait_of(struct op *op, const struct followup *f, int *ret_wait);
