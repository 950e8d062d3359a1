/* What is said of referrals in a contact's history. */
#pragma once

#include "ops/contact.h"
#include "ops/op.h"

/* Adds whom they named and sent, and by whom they were sent; of `limit` referrals each. */
int referral_lines(struct op *op, int64_t contact, int limit, struct timeline *to);
