/* What an answer means for what comes next. Shared by the files of the noun. */
#pragma once

#include "domain/gate.h"
#include "ops/ask.h"

/* Refused (not-earned) with the first that blocks, unless it is earned or a reason is given. */
int ask_earned(struct op *op, const struct gate_verdict *v, const char *override_reason,
	       const char *field);
/* Refused (followup-state) where it is a part of an ask that is not asked yet. */
int ask_part_ready(struct op *op, const struct followup *f, const char *field);
/* The parts of an ask follow-up that was answered well on a day: dated from that day. */
int ask_release_parts(struct op *op, const struct followup *whole, struct day day);
/* All that an answer brings about besides the names: parts, the ask planted on the day they named,
 * asks that are not wanted any more. whole->id is 0 where no follow-up was done. */
int ask_follow(struct op *op, const struct ask *ask, const struct followup *whole,
	       struct followup *ret_later);
