/* The best-interest talk: recorded, and what is known from it. */
#pragma once

#include "domain/followup.h"
#include "domain/talk.h"
#include "ops/op.h"

/* The step of the plan 'groundwork' that a talk does. */
#define STEP_TALK "talk"

/* talk.record: day NO_DAY is today; without a sale it belongs to the contact's one open sale, if
 * there is exactly one. Does the open step 'talk' of that sale's groundwork; a talk of no sale
 * does the contact's open ones, since it was held with the client. *ret_done are those it did. */
int op_talk_record(struct op *op, struct talk *t, struct followup **ret_done, size_t *ret_n);
/* The newest one; ret->id is 0 where none was held. */
int op_talk_newest(struct op *op, int64_t contact, struct talk *ret);
/* Newest first; refused where the contact does not exist. */
int op_talk_list(struct op *op, int64_t contact, int limit, struct talk **ret, size_t *ret_n);
