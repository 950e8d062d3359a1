/* Plans: put, read, listed. */
#pragma once

#include "domain/plan.h"
#include "ops/op.h"

/* Stores a new version; refused (plan-invalid) with every fault and its place. A plan equal to
 * the newest version makes no new one. */
int op_plan_put(struct op *op, struct plan *plan);
/* version 0: the newest. */
int op_plan_get(struct op *op, const char *name, int version, struct plan *ret);
int op_plan_list(struct op *op, const char *after, int limit, struct plan **ret, size_t *ret_n);
/* Whether a plan of this name was ever put; for the built-in ones at first start. */
int op_plan_exists(struct op *op, const char *name, bool *ret);
