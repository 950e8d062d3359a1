/* Satisfaction: scores and compliments, and what follows from them. */
#pragma once

#include "domain/followup.h"
#include "domain/satisfaction.h"
#include "ops/op.h"
#include "store/satisfaction.h"

/* What followed from a score or a compliment. */
struct praise_result {
	struct followup *done; /* steps that ask for a score, done by it */
	size_t n_done;
	struct followup recheck; /* id 0: none was planted */
};

/* A new one; day NO_DAY: today; sale 0: the newest completed one. Does the contact's steps that
 * ask for a score and are due within 14 days; starts a repair or a recheck. Sets the id. */
int op_satisfaction_record(struct op *op, struct satisfaction *score, struct praise_result *ret);
int op_compliment_add(struct op *op, struct compliment *compliment, struct praise_result *ret);
/* The same for a score given by doing a follow-up, which has just ended: the caller has checked
 * the contact and the day, and refreshes the facts. */
int op_satisfaction_of_followup(struct op *op, const struct followup *f, struct satisfaction *score,
				struct praise_result *ret);

int op_satisfaction_list(struct op *op, const struct praise_filter *filter,
			 struct satisfaction **ret, size_t *ret_n);
int op_compliment_list(struct op *op, const struct praise_filter *filter, struct compliment **ret,
		       size_t *ret_n);
