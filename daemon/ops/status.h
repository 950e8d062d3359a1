/* The state of the whole book on one screen. */
#pragma once

#include "ops/op.h"
#include "store/gate.h"

struct status {
	int64_t overdue, due_today, next_7_days, waiting;
	int64_t promises_open, promises_overdue;
	int64_t contacts, customers, sales_completed, open_followups;
	int64_t undelivered, undelivered_since; /* NO_INSTANT: nothing waits to be shown */
	struct gate_counts gate;
	int64_t next_due_at;
	int64_t database_bytes;
};
int op_status(struct op *op, struct status *ret);
