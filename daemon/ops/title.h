/* Titles of follow-ups that are made from what people typed. */
#pragma once

#include "ops/op.h"

/* The text in one line that fits a title, cut with "…" where it is too long. In the arena. */
const char *op_title(struct op *op, const char *text);
