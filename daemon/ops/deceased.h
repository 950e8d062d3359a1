/* The death of a contact: what was planned for them ends. DESIGN section 3, contactable. */
#pragma once

#include "domain/contact.h"
#include "ops/op.h"

/* day NO_DAY: today. In one transaction: open promises are withdrawn, open follow-ups cancelled,
 * active runs end, a pause is over. What comes up later (a step of a sale that is completed after
 * it) is stored as cancelled. The others of the household stay as they are. *ret is the contact as
 * it was. */
int op_contact_deceased(struct op *op, int64_t id, struct day day, struct contact *ret);
