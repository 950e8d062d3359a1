/* Complaints: said, and put right. */
#pragma once

#include "domain/complaint.h"
#include "ops/op.h"
#include "store/complaint.h"

/* A new one; day NO_DAY: today. Starts or joins a repair. Sets c->id. */
int op_complaint_add(struct op *op, struct complaint *c);
/* Refused (complaint-state) where it is resolved already. Resolving the last one that a repair is
 * for does its fix. */
int op_complaint_resolve(struct op *op, int64_t id, struct day day, const char *note,
			 struct complaint *ret);
int op_complaint_get(struct op *op, int64_t id, struct complaint *ret);
int op_complaint_list(struct op *op, const struct complaint_filter *filter, struct complaint **ret,
		      size_t *ret_n);
