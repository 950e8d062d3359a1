/* What is said of promises in a contact's history. */
#pragma once

#include "ops/contact.h"
#include "ops/op.h"

/* Adds when each was made, re-dated and ended; of the newest `limit` promises. */
int promise_lines(struct op *op, int64_t contact, int limit, struct timeline *to);
/* "Fri 4 Dec" */
const char *say_day(struct op *op, struct day day);
