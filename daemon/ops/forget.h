/* A restored book forgets again who was erased since it was copied. */
#pragma once

#include "ops/op.h"

/* Erases every contact that is noted as erased (table erasure) and is there again. */
int op_forget_again(struct op *op, int64_t *ret_n);
