/* Requests of people about what is held of them: answered within 30 days. */
#pragma once

#include "domain/followup.h"
#include "ops/op.h"
#include "store/request.h"

/* day NO_DAY: today. Sets r->id. Refused where one of that kind is open already. Its task is
 * planted a week before the last day to answer. */
int op_request_add(struct op *op, struct request *r);
/* day NO_DAY: today. Its task is done with it. */
int op_request_done(struct op *op, int64_t id, struct day day, struct request *ret);
int op_request_get(struct op *op, int64_t id, struct request *ret);
/* Its task was done, and so they are answered; nothing where they were already. */
int op_request_followed(struct op *op, const struct followup *f);
/* "they asked on Tue 1 Dec; to be answered by Thu 31 Dec" */
const char *op_request_reason(struct op *op, int64_t id);
int op_request_open(struct op *op, const int64_t after[2], int limit, struct requests *ret);
/* What they asked for has just been done. *ret_n: how many requests that answers. */
int op_request_answer(struct op *op, int64_t contact, enum request_kind kind, int64_t *ret_n);
