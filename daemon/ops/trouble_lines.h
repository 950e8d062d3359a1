/* What they said, and what went wrong, in a contact's brief and history. */
#pragma once

#include "ops/contact.h"
#include "ops/op.h"

/* Fills in open complaints of the household, the last scores and compliments, and the repair. */
int trouble_brief(struct op *op, int64_t contact, int limit, struct brief *ret);
/* Adds complaints, when they were said and resolved, scores and compliments; of each the newest
 * `limit`. */
int trouble_lines(struct op *op, int64_t contact, int limit, struct timeline *to);
