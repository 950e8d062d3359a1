/* Gifts in a contact's brief and history. */
#pragma once

#include "ops/contact.h"
#include "ops/op.h"

/* Fills in the last `limit` gifts. */
int gift_brief(struct op *op, int64_t contact, int limit, struct brief *ret);
/* Adds the newest `limit` gifts. */
int gift_lines(struct op *op, int64_t contact, int limit, struct timeline *to);
