/* Referrals: who was sent by whom. DESIGN section 6. */
#pragma once

#include "domain/referral.h"
#include "ops/op.h"

/* A name that was given: r has contact, name, phone, email, relation, influence, permission,
 * need, origin, ask, sale and note. Without permission it is stored as a candidate, whom nobody
 * contacts: no contact and no follow-up is made. With permission it is received now: the person
 * is the contact whose e-mail or phone number it is, else a new one. Sets r->id and the rest.
 * Refused where the referrer is not to be served, where they would send themself, and
 * (duplicate) where they have sent that person already. */
int op_referral_take(struct op *op, struct referral *r);
/* The same as op_referral_take does with permission, for a row that is there: sets status, person
 * and when it was received; the caller writes it. */
int op_referral_receive(struct op *op, struct referral *r);
