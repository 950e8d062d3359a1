/* The gate at work: what it says of a contact now, and the asks that open and close by it.
 * DESIGN section 3, "It opens by events". */
#pragma once

#include "domain/followup.h"
#include "domain/gate.h"
#include "ops/op.h"
#include "store/gate.h"

/* The verdict on one question. day NO_DAY: today. */
int op_gate_judge(struct op *op, int64_t contact, const struct gate_question *question,
		  struct gate_verdict *ret);
/* gate.check: refused for nobody, and for a day before today. */
int op_gate_check(struct op *op, int64_t contact, struct day day, int channel,
		  struct gate_verdict *ret);
/* gate.list: the whole book, by contact. */
int op_gate_list(struct op *op, const struct gate_filter *filter, struct gate_row **ret,
		 size_t *ret_n);

/* Whether an ask follow-up may be asked on a day, by its own channel, and as the part of an ask
 * where it is one. day NO_DAY: today. */
int gate_of_followup(struct op *op, const struct followup *f, struct day day,
		     struct gate_verdict *ret);

/* After anything was written about a contact: judges the contact and its household anew, keeps the
 * verdicts, lets earned asks go and holds those back that are earned no more. */
int gate_settle(struct op *op, int64_t contact);
/* The day of an ask has come: it is let go at its own time where it is earned, else it waits. */
int gate_ask_has_come(struct op *op, struct followup *f);
/* The first time, this one or the start of a working day after it, at which one more ask may fall
 * due. */
int gate_find_time(struct op *op, const struct followup *f, struct moment at, struct moment *ret);
/* When an ask that waits expires. */
int64_t gate_ask_expiry(const struct op *op, const struct followup *f);
/* A compliment makes a waiting `first-ask` due at the next working time if the gate is open. */
int gate_praised(struct op *op, int64_t contact);

/* The clock: verdicts that may be others today, or by other settings, are judged anew, at most
 * `limit` of them. */
int gate_tick(struct op *op, int limit, bool *ret_more);
/* The whole book is to be judged again, by the next ticks. */
int gate_judge_again(struct op *op);
