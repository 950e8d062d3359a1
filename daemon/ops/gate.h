/* The gate at work: what it says of a contact now, and the asks that open and close by it. */
#pragma once

#include "domain/gate.h"
#include "ops/op.h"

/* After anything was written about a contact: judges the contact and its household anew, keeps the
 * verdicts, lets earned asks go and holds those back that are earned no more. */
int gate_settle(struct op *op, int64_t contact);
/* A compliment was paid: a waiting first ask becomes due at the next working time where the gate is
 * open. */
int gate_praised(struct op *op, int64_t contact);
