/* Promises: told, kept, broken, re-dated, withdrawn, and the follow-up that goes with each. */
#pragma once

#include "domain/followup.h"
#include "domain/promise.h"
#include "domain/sale.h"
#include "ops/op.h"
#include "store/promise.h"

/* made_day NO_DAY: today; target_day NO_DAY: one working day before it is due; sale 0: the
 * contact's open sale where there is just one. Plants the follow-up on the target day. Sets p->id.
 */
int op_promise_add(struct op *op, struct promise *p);

struct redating {
	int64_t id;
	struct day due_day, target_day; /* target_day NO_DAY: one working day before */
	const char *reason;
};

/* What ends an open one, or gives it another day; the follow-up goes with it. day NO_DAY: today.
 * *ret_late: after its day, which begins a repair (but for a withdrawal). */
int op_promise_keep(struct op *op, int64_t id, struct day day, struct promise *ret, bool *ret_late);
int op_promise_break(struct op *op, int64_t id, struct day day, const char *reason,
		     struct promise *ret);
int op_promise_redate(struct op *op, const struct redating *to, struct promise *ret,
		      bool *ret_late);
int op_promise_withdraw(struct op *op, int64_t id, const char *reason, struct promise *ret);

int op_promise_get(struct op *op, int64_t id, struct promise *ret);
int op_promise_list(struct op *op, const struct promise_filter *filter, struct promises *ret);
int op_promise_redates(struct op *op, int64_t id, struct redates *ret);
/* Its open follow-up; ret->id 0 where there is none. */
int op_promise_next(struct op *op, int64_t id, struct followup *ret);

#define PROMISES_AT_RISK_MAX 200 /* that are listed; the count is whole */
/* At risk or overdue, by the day they are due. */
int op_promise_at_risk(struct op *op, struct promises *ret, int64_t *ret_n);
/* Open ones that a sale has to do with: its own, and those of its contact that name no sale.
 * sale 0: all of the contact. */
int op_promise_open_of(struct op *op, int64_t contact, int64_t sale, struct promises *ret);

/* For other nouns. */

/* The follow-up of a promise has just been done on that day: so the promise is kept. The caller
 * refreshes the contact's facts. *ret is the promise, its id 0 where it was open no more. */
int op_promise_done(struct op *op, const struct followup *f, struct promise *ret);
/* The promises of a sale go with it to another contact. */
int op_promise_move(struct op *op, const struct sale *sale);
/* "promised for Fri 4 Dec" */
const char *op_promise_reason(struct op *op, int64_t id);
