/* What the plans of a referral and the state of its sale make of it. */
#pragma once

#include "domain/followup.h"
#include "domain/referral.h"
#include "domain/sale.h"
#include "ops/flow.h"
#include "ops/op.h"

/* One was received, or is taken up again: its plan begins. */
int referral_begin(struct op *op, const struct referral *x);
/* It moved on: what its plan still had for the person is done with. */
int referral_end_steps(struct op *op, const struct referral *x);
/* It was closed: the referrer is to hear the outcome. */
int referral_begin_outcome(struct op *op, const struct referral *x);
/* It is open again: that is not to be told yet. */
int referral_stop_outcome(struct op *op, const struct referral *x, const struct motive *motive);
/* A follow-up ended: where it was a first contact, the referral is contacted; where nobody was
 * reached at the last try, there is nothing to qualify. */
int referral_step_done(struct op *op, const struct followup *f);

/* Status, its day and what goes with it; stored. minute ANY_MINUTE: not known. */
int referral_move(struct op *op, struct referral *x, enum referral_status status, struct day day,
		  int minute);
/* Judges both anew; those who sent the referrer follow with the journal entry. */
int referral_facts(struct op *op, const struct referral *x);

/* Before a sale is stored: finds the open referral that it is from, where none is named and no
 * other source either; refused where the one named is not the contact's, or is no open one. */
int referral_sale_find(struct op *op, struct sale *sale);
/* After it was stored in its state: opened, completed, lost. */
int referral_sale_follow(struct op *op, const struct sale *sale);
/* It is open again, having been completed or lost. */
int referral_sale_reopened(struct op *op, const struct sale *sale);
/* It is no longer that referral's. */
int referral_sale_unlink(struct op *op, const struct sale *sale, int64_t referral);
