/* Asks: one at a time for a household, recorded with their answers. DESIGN sections 3 to 5. */
#pragma once

#include "domain/ask.h"
#include "domain/followup.h"
#include "domain/referral.h"
#include "ops/op.h"
#include "store/ask.h"

/* Of the asks of a contact's household whose day has come, the newest stays; those before it that
 * were not asked give way (DESIGN section 4, "One ask at a time"). The day of one that a pause, a
 * suppression or an absence holds has not come: it comes when that is over. */
int op_ask_one_at_a_time(struct op *op, int64_t contact);

/* A name that was given. */
struct ask_name {
	const char *name, *relation, *phone, *email, *need;
	enum permission permission;
};

struct ask_answer {
	int64_t contact, sale, followup; /* 0: none named */
	enum ask_outcome outcome;
	struct day later_day; /* required by ASK_LATER, NO_DAY else */
	struct day day;       /* NO_DAY: today */
	int channel;          /* enum channel, -1: that of the follow-up, else a call */
	const char *note, *override_reason;
	const struct ask_name *names; /* with ASK_NAMES_GIVEN */
	size_t n_names;
};

struct ask_result {
	struct ask ask;
	struct followup followup; /* the one that was done; id 0: none */
	struct followup later;    /* planted on the day they named; id 0: none */
	struct referral *referrals;
	size_t n_referrals;
};

/* Records an ask with its answer, or the answer of one that was made already, and all that follows:
 * the follow-up is done, its parts are dated or cancelled, names become candidates or referrals, a
 * `later` plants the next. Refused (not-earned) where the gate is closed and no override reason is
 * given; `never` is always taken. */
int op_ask_record(struct op *op, const struct ask_answer *answer, struct ask_result *ret);
int op_ask_list(struct op *op, const struct ask_filter *filter, struct ask **ret, size_t *ret_n);

/* Followup.done of an ask: refused while the gate is closed and no override reason is given; else
 * a counted ask whose answer is not yet noted. Call it before the follow-up ends. */
int ask_made(struct op *op, const struct followup *f, struct day day, const char *override_reason);
/* A part of an ask waits until that is answered with names or gladly. */
int ask_part_waits(struct op *op, const struct followup *part, bool *ret);
/* When a part that waits for an answer expires: as an ask does, counted from followup_part_since().
 * NO_INSTANT while its ask is open. */
int ask_part_expiry(struct op *op, const struct followup *part, int64_t *ret);
/* The ask was done, or is open again: its parts that wait for the answer are looked at by that. */
int ask_look_at_parts(struct op *op, const struct followup *whole);
/* A referral came unasked: it does the household's open ask, and is no counted ask. */
int ask_offered(struct op *op, int64_t contact, int64_t referral);
