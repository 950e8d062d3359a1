/* Referrals: who was sent by whom, received or given, and followed to the end. DESIGN section 6. */
#pragma once

#include "domain/followup.h"
#include "domain/referral.h"
#include "domain/sale.h"
#include "ops/op.h"
#include "store/referral.h"

/* A name that was given: r has contact, name or person, phone, email, relation, influence,
 * permission, need, origin, ask, sale, note, and received_at (NO_INSTANT: now). Without permission
 * it is stored as a candidate, whom nobody contacts: no contact and no follow-up is made. With
 * permission it is received: the person is the contact named, or whose e-mail or phone number it
 * is, else a new one, and the plan of a referral begins. Sets r->id and the rest. Refused where the
 * referrer is not to be served, where they would send themself or whoever brought them, and
 * (duplicate) where they have sent that person already. */
int op_referral_take(struct op *op, struct referral *r);
/* The same as op_referral_take does with permission, for a row that is there: sets status, person
 * and when it was received; the caller writes it, and calls referral_begin. */
int op_referral_receive(struct op *op, struct referral *r);
/* referral.receive: op_referral_take, and what was offered unasked does the open ask. */
int op_referral_add(struct op *op, struct referral *r);
/* referral.give: somebody we sent to a contact; counts as giving. r has contact, name or person,
 * note, and received_day (NO_DAY: today). */
int op_referral_give(struct op *op, struct referral *r);

/* The referral that has the credit for its person. */
int op_referral_first(struct op *op, const struct referral *x, struct referral *ret);
/* Open follow-ups about it: to the person, and to the referrer. */
int op_referral_followups(struct op *op, const struct referral *x, struct followup **ret,
			  size_t *ret_n);

/* The open follow-ups to everybody who sent that person, about that. */
int op_referral_loop(struct op *op, int64_t person, struct followup **ret, size_t *ret_n);

int op_referral_get(struct op *op, int64_t id, struct referral *ret);
int op_referral_list(struct op *op, const struct referral_filter *filter, struct referrals *ret);
/* May anything be owed to that referrer? Nothing to the dead, or to those who are not to be
 * contacted at all. */
int op_referral_is_owed_to(struct op *op, int64_t contact, bool *ret);
/* Those of which something is owed to their referrer now, newest first. */
int op_referral_owed(struct op *op, const struct referral_filter *filter, struct referrals *ret);

/* What is entered of a referral that moves on. */
struct referral_step {
	int64_t id;
	enum referral_status status;
	struct day day; /* NO_DAY: now */
	int minute;
	const char *reason, *note;
	const char *product;  /* of the sale that it opens; null: what they need */
	int64_t amount;       /* NO_AMOUNT */
	const char *currency; /* of the amount; null: that of the sale or of the settings */
};
/* Moves it on, and with it every open referral of that person. A meeting opens the sale, which is
 * told in *ret_sale (id 0: none); won notes that it is signed; lost loses it. Refused
 * (referral-state) where it cannot become that. */
int op_referral_advance(struct op *op, const struct referral_step *step, struct referral *ret,
			struct sale *ret_sale);
