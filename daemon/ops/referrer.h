/* The loop with a referrer: thanked the same day, told of the first contact and of the outcome, a
 * gift. What is due to one referrer on one day is one follow-up that names all. DESIGN section 6.
 */
#pragma once

#include "domain/plan.h"
#include "domain/referral.h"
#include "domain/run.h"
#include "ops/flow.h"
#include "ops/op.h"

/* Is a follow-up still to say that? A gift is in thanks for one that is closed. */
bool referrer_is_owed(const struct referral *x, enum loop_what what);
/* Whom the steps `to` a referrer of a plan go to: who sent the referral it is anchored at, else who
 * has the credit for the contact. 0: nobody, or nobody to whom anything is owed any more. */
int referrer_of(struct op *op, enum anchor_kind kind, int64_t anchor, int64_t contact,
		int64_t *ret);

/* Stores a follow-up that a run makes. One to the referrer is addressed and named here: it joins
 * what goes to them on that day already, which *f is then, or is skipped at once where nothing is
 * owed any more. */
int referrer_plant(struct op *op, const struct run *run, const struct plan_step *step,
		   struct followup *f, const struct motive *motive);
/* Cancels an open one with its run, unless it is about other referrals as well. */
int referrer_stop(struct op *op, const struct run *run, struct followup *f,
		  const struct motive *motive);

/* A follow-up was done on f->ended_day: what it said of each referral is noted, and dropped from
 * others that were to say it. Nothing for one that is no loop. */
int referrer_heard(struct op *op, const struct followup *f);
/* After what is owed of a referral has changed: open follow-ups about it are named anew, or end
 * where they have nothing left to say. `done`: what was just said, or -1; *ret_followup is a
 * follow-up that ended as done by it, id 0: none. */
int referrer_settle(struct op *op, const struct referral *x, int done,
		    struct followup *ret_followup);

/* referral.thank and referral.tell of n referrals: noted as said on that day (NO_DAY: today), the
 * follow-up about it done, and one touch logged for each referrer. what -1: the outcome of one that
 * is closed, else the first contact. Refused (referral-state) where it was said already, or there
 * is nothing to say. ret has room for n. */
int op_referral_say(struct op *op, const int64_t *ids, size_t n, int what, struct day day,
		    struct referral *ret);
