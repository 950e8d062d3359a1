/* Runs: a plan applied to an anchor, taken over by a newer one, stopped and taken up again. */
#pragma once

#include "domain/plan.h"
#include "domain/run.h"
#include "ops/flow.h"
#include "ops/op.h"
#include "store/run.h"

struct run_anchor {
	enum anchor_kind kind;
	int64_t id;
	int64_t contact, sale; /* sale 0: none */
	struct day day;
	int minute; /* of the day, for working hours; 0: now where it is today, else the morning */
	bool is_import;
	bool is_for_referrer; /* of a referral: only what its referrer is owed */
	int n_rounds;         /* made of its steps before, for run_plant */
	enum move_rule rule;  /* what planted it; 0: it was begun by name, or with its anchor */
};

/* Starts the newest version of a plan on an anchor, or takes its stopped run up again. Refused
 * (run-state) where it already runs there. */
int op_run_start(struct op *op, const char *plan, const struct run_anchor *anchor, struct run *ret);
/* The same, but where the plan has run on the anchor before, its newest version is planted anew in
 * the same run, from the new day. */
int op_run_start_again(struct op *op, const char *plan, const struct run_anchor *anchor,
		       struct run *ret);
/* Plants the steps of a run that has just been stored. */
int run_plant(struct op *op, struct run *run, const struct plan *plan,
	      const struct run_anchor *anchor);
/* The rows a start would make now, before anything is stored; states as they would be stored.
 * contact 0: for nobody in particular. */
int op_run_preview(struct op *op, const char *plan_name, const struct run_anchor *anchor,
		   const struct plan **ret_plan, struct plan_row *rows, size_t *ret_n);
/* Cancels what is open of a run; what it had taken over from other runs returns where
 * its sale was refunded or reopened. */
int op_run_stop(struct op *op, struct run *run, const struct motive *motive);
/* Whether a step made later than the others (a later round of a series) is this run's to make:
 * not where a newer run has it; else the older ones give it up. */
int run_claim(struct op *op, const struct run *run, const struct plan_step *step,
	      bool *ret_is_ours);
/* A contact has got runs, by a merge or an undo: of each step for the whole contact that of the
 * newest run stays, and the older ones are taken over. */
int run_newest_steps(struct op *op, int64_t contact);
/* Cancels what is open of every run anchored at a sale; plan null: of all. */
int op_run_stop_of_sale(struct op *op, int64_t sale, const char *plan, const struct motive *motive);

/* run.stop, run.list, plan.apply */
int op_run_stop_by_id(struct op *op, int64_t id, const char *reason, struct run *ret);
int op_run_list(struct op *op, const struct run_filter *filter, struct run **ret, size_t *ret_n);
/* target: kind and id of the anchor, contact, sale, day (NO_DAY: today). */
int op_plan_apply(struct op *op, const char *plan, const struct run_anchor *target,
		  struct run *ret);
/* The follow-ups of a run, in the order they were made. */
int op_run_followups(struct op *op, int64_t run, struct followup **ret, size_t *ret_n);
int op_run_get(struct op *op, int64_t id, struct run *ret);
