/* Sales: opened, completed, lost, refunded, reopened, and the runs that go with it. */
#pragma once

#include "domain/followup.h"
#include "domain/run.h"
#include "domain/sale.h"
#include "ops/op.h"
#include "store/sale.h"

#define PLAN_AFTER_SALE "after-sale"
#define PLAN_GROUNDWORK "groundwork"

/* Fills currency and exponent where an amount is given; refuses a currency that is none. */
int op_sale_check(struct op *op, struct sale *sale);
/* Opens it and starts the groundwork. Sets sale->id. */
int op_sale_open(struct op *op, struct sale *sale);
/* Opened and completed in one step: no groundwork. completed_day is set. */
int op_sale_record(struct op *op, struct sale *sale, const char *plan, struct run *ret_run);
/* sale is the whole sale with the changes already in it. */
int op_sale_update(struct op *op, struct sale *sale);
/* day NO_DAY: today. plan null: after-sale; *ret_run is its run. */
int op_sale_complete(struct op *op, int64_t id, struct day day, const char *plan, struct sale *ret,
		     struct run *ret_run);
int op_sale_lose(struct op *op, int64_t id, struct day day, const char *reason, struct sale *ret);
int op_sale_refund(struct op *op, int64_t id, struct day day, const char *reason, struct sale *ret);
int op_sale_reopen(struct op *op, int64_t id, const char *reason, struct sale *ret);
int op_sale_get(struct op *op, int64_t id, struct sale *ret);

/* For imports, which plant later: no run is begun. */

/* A checked sale in whichever state, of a live contact. Sets sale->id. */
int op_sale_add_as_is(struct op *op, struct sale *sale);
/* Completes or loses an open one, or refunds one that may not be completed yet, with the changes
 * already in it; day NO_DAY: today. */
int op_sale_close(struct op *op, struct sale *sale, enum sale_state to, struct day day);

int op_sale_list(struct op *op, const struct sale_filter *filter, struct sale **ret, size_t *ret_n);
/* The next scheduled follow-up of a sale; ret->id 0 where there is none. */
int op_sale_next(struct op *op, int64_t sale, struct followup *ret);
/* Where no sale is named (0), the contact's open one if there is just one: what is said while a
 * sale is under way is about that. */
int op_sale_only_open(struct op *op, int64_t contact, int64_t *sale);
