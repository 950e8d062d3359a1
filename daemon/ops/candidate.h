/* Candidates: people named by a contact, whom nobody contacts before permission is given. */
#pragma once

#include "domain/referral.h"
#include "ops/op.h"
#include "store/referral.h"

/* Permission was given: the candidate is a referral, received now. Refused (referral-state) where
 * it is one already. note null: as it was; else added to it. */
int op_candidate_promote(struct op *op, int64_t id, enum permission permission, const char *note,
			 struct referral *ret);
int op_candidate_list(struct op *op, const struct candidate_filter *filter, struct referrals *ret);
