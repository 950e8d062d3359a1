/* Random histories of a few contacts, and what must hold in each of their days: the real gate and
 * the naive one say the same. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "life/life.h"
#include "life/naive.h"

#define MODEL_HEIRS_MAX 1024

struct model {
	struct life life;
	int n_contacts;
	bool is_strict;   /* looks after every event, not only after some */
	bool is_thorough; /* and at all that is derived: tells which event it was */
	struct {
		int64_t followup; /* an ask planted for later … */
		int64_t run;      /* … in the place of the first ask of this run */
	} heirs[MODEL_HEIRS_MAX];
	size_t n_heirs;
	long n_calls; /* to keep in touch, planned at a look */
	long n_looks, n_verdicts, n_due, n_parts_due, n_asked, n_received;
};

void model_begin(struct model *m, uint64_t seed);
void model_end(struct model *m);
/* One thing happens, or time passes. */
void model_step(struct model *m);
/* Holds what the book shows against what the naive gate says. */
void model_look(struct model *m);
/* What the naive gate says of an ask on the agenda, today. */
struct naive_verdict model_judge(const struct model *m, const json_t *row);

/* What is known of a contact's household, to stderr. */
void model_tell(const struct model *m, int64_t contact);

/* Referrals of a random history. */
void model_receive(struct model *m);
void model_promote(struct model *m);
void model_give(struct model *m);
void model_advance(struct model *m);
void model_thank(struct model *m);
void model_say(struct model *m);
/* After one was received: whoever sent them is to be thanked. */
void model_look_at_planted(struct model *m, const json_t *referral);
/* Of all of them, and of what is to be done about them. */
void model_look_at_loops(struct model *m);
/* When all is over. */
void model_look_at_end(struct model *m);

/* Keeping in touch: what is planned for a contact is what the design says. */
void model_look_at_cadence(struct model *m, int64_t contact);
void model_look_at_cap(struct model *m);
void model_change_class(struct model *m);

/* Asks of a random history. */
void model_record_ask(struct model *m, int64_t contact, const char *outcome, const char *more);
void model_answer_ask(struct model *m, const json_t *row);
/* Who lives with whom, and who is a partner. */
void model_move_house(struct model *m);
void model_change_partner(struct model *m);
/* A gift is planned, posted, noted, or some of these. */
void model_gift(struct model *m);
/* followup.done; an outcome of null is the kind's own. */
void model_done(struct model *m, const json_t *row, const char *outcome);
/* A day on which a condition may open or close by itself. */
int model_day_of_change(struct model *m);
