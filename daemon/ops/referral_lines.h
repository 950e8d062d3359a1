/* What is said of referrals in a contact's history. */
#pragma once

#include "ops/contact.h"
#include "ops/op.h"

/* Adds whom they named and sent, and by whom they were sent; of `limit` referrals each. */
int referral_lines(struct op *op, int64_t contact, int limit, struct timeline *to);
/* "sent by Ana Ruiz, moving in May" of a follow-up to somebody who was sent, "came through Ana
 * Ruiz" of the thank-you for the sale; null for any other. Short: first names, nothing that a
 * person typed, and "about Ruth" of what goes to the referrer. */
const char *referral_reason(struct op *op, const struct followup *f, bool is_short);
