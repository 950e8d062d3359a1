/* Requests of people about what is held of them: answered within 30 days. */
#pragma once

#include "ops/op.h"
#include "store/request.h"

/* day NO_DAY: today. Sets r->id. Refused where one of that kind is open already. */
int op_request_add(struct op *op, struct request *r);
/* day NO_DAY: today. */
int op_request_done(struct op *op, int64_t id, struct day day, struct request *ret);
int op_request_open(struct op *op, const int64_t after[2], int limit, struct requests *ret);
/* What they asked for has just been done. *ret_n: how many requests that answers. */
int op_request_answer(struct op *op, int64_t contact, enum request_kind kind, int64_t *ret_n);
