/* Working time that is no touch. */
#pragma once

#include "ops/op.h"
#include "store/time_log.h"

/* t has activity, minutes, note and day (NO_DAY: today). Sets t->id and the rest. */
int op_time_log(struct op *op, struct time_log *t);
int op_time_log_list(struct op *op, const struct time_log_filter *filter, struct time_logs *ret);
