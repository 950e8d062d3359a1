/* The hold on a clock that cannot be believed: what is due waits until it is set right. */
#pragma once

#include "ops/op.h"

/* Judges the clock and keeps the answer in env->doubt and env->seen_at. */
int op_doubt_judge(struct op *op, bool is_start);
/* Is the clock held? */
bool op_doubt_holds(const struct op_env *env);
/* One sentence for whoever asks: what the clock shows and what to do; null where it is believed. */
const char *op_doubt_why(struct op *op);
/* What is due was run by a clock that is believed: kept, an hour apart at least. */
int op_doubt_seen(struct op *op);
/* The clock is right after all, the user says. Refused where it cannot be. */
int op_doubt_accept(struct op *op);
/* A clock that was held is believed: what was judged by it meanwhile is judged again. */
int op_doubt_over(struct op *op);
