/* How follow-ups come to be, move and end, with all that follows from it in the same
 * transaction: the one place where a follow-up's state is written. DESIGN sections 4 and 5. */
#pragma once

#include "domain/followup.h"
#include "domain/plan.h"
#include "domain/run.h"
#include "ops/op.h"

/* Why something is done to a follow-up. */
struct motive {
	enum move_rule rule;
	int cause; /* enum cause or -1 */
	int64_t cause_id;
	const char *reason; /* what a person said; null: nothing */
};
#define MOTIVE(r) ((struct motive){.rule = (r), .cause = -1})

/* The clock for placing things: the work calendar and now. */
struct plan_clock flow_clock(const struct op *op);
/* The plan of a run, read once for each operation. */
int flow_plan(struct op *op, int64_t plan_version, const struct plan **ret);
/* The newest version of a plan by its name; refused (not-found) where there is none. It is read
 * once for all that an import plants in one operation. */
int flow_newest_plan(struct op *op, const char *name, bool is_import, const struct plan **ret);
/* The step a follow-up came from; null where it came from none. */
int flow_step(struct op *op, const struct followup *f, const struct plan_step **ret);

/* Stores a new one whose kind, title, state, days and so on are set; derives the instants and
 * the rank. A scheduled one of a paused contact is held. Sets f->id. */
int flow_add(struct op *op, struct followup *f, const struct motive *motive);
/* Gives an open or returning one its day and state: scheduled, or waiting for what still
 * holds it (its gate, a pause), or cancelled by a suppression, with what follows it. */
int flow_schedule(struct op *op, struct followup *f, struct day day, int minute,
		  const struct motive *motive);
/* The same where the gate is known to be open: nothing but trouble, a pause or a suppression can
 * hold it. */
int flow_let_go(struct op *op, struct followup *f, struct day day, int minute,
		const struct motive *motive);
/* Lets a held one go: past its day it falls due at the next working time. */
int flow_release(struct op *op, struct followup *f, const struct motive *motive);
/* Puts an open one on hold, its day kept. */
int flow_hold(struct op *op, struct followup *f, enum followup_wait wait,
	      const struct motive *motive);
/* Ends an open one. The steps after it are dated (done, skipped) or cancelled (cancelled,
 * expired), the parts of an ask cancelled, the next of a series planted unless cancelled. */
int flow_end(struct op *op, struct followup *f, enum followup_state state,
	     const struct motive *motive);
/* Writes changes of an open one that move nothing (title, note …). */
int flow_write(struct op *op, struct followup *f, const struct motive *motive);

/* Works out what still holds one whose step before it is done: sets state and waits_for, or, where
 * a suppression without end stands against it or its contact is dead or erased, cancels it. The
 * gate counts as closed. */
int flow_settle(struct op *op, struct followup *f);
/* The same for one about to be stored, its state as the plan or a person has it; one that waits
 * for something else goes on waiting, but for what cancels it. */
int flow_settle_new(struct op *op, struct followup *f);

/* Recomputes the derived facts of a contact; called once by each operation that changed it. 0:
 * nobody's. */
int flow_facts(struct op *op, int64_t contact);
