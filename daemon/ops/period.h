/* The days that a number is about. */
#pragma once

#include "ops/op.h"

#define PERIOD_DAYS 365 /* where none are named: as many, the last of them today */

/* Sets the days that were not named (NO_DAY). Refused where they run backwards. */
int op_period(struct op *op, struct day *from, struct day *to);
