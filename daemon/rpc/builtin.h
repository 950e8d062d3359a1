/* The plans vouch comes with; they enter at first start, as if a person had put them. */
#pragma once

#include "ops/op.h"

/* Puts each built-in plan whose name was never put. Inside an open op. 0, a refusal or -errno. */
int builtin_plans_put(struct op *op);
