/* The follow-up of a promise: a task on its target day. Used by promise.c. */
#pragma once

#include "domain/promise.h"
#include "ops/flow.h"
#include "ops/op.h"

int promise_task_plant(struct op *op, const struct promise *p);
/* To the promise's new target day; one that was skipped or cancelled comes back. */
int promise_task_move(struct op *op, const struct promise *p, const char *reason);
/* The promise has ended, and so does what is open of it. */
int promise_task_end(struct op *op, const struct promise *p, enum followup_state state,
		     const struct motive *motive);
/* To the promise's contact. */
int promise_task_follow(struct op *op, const struct promise *p);
