/* One request that was taken, and what the listeners of facts.c, facts_ask.c and facts_sent.c
 * share. */
#pragma once

#include "base/xalloc.h"
#include "life/facts.h"

struct told {
	const json_t *params, *result;
	struct stamp at; /* the day named, else today */
};

#define MORE(f, name)                                                                              \
	((f)->name = xgrow((f)->name, (f)->n_##name, &(f)->cap_##name, sizeof *(f)->name),         \
	 &(f)->name[(f)->n_##name++])

/* One not heard of yet came with the name that somebody gave. */
struct a_contact *facts_contact_told(struct facts *f, int64_t id);
/* A sale as an answer tells it. */
void facts_sale_told(struct facts *f, const json_t *sale);

/* One was done; its answer is not noted yet. What is a part of another is none. */
void facts_ask_done(struct facts *f, const struct told *t, const json_t *followup);
void facts_on_ask(struct facts *f, const struct told *t);

/* A referral of an answer: kept where it was received. */
void facts_sent_told(struct facts *f, const json_t *referral);
void facts_on_receive(struct facts *f, const struct told *t);
void facts_on_give(struct facts *f, const struct told *t);
void facts_on_advance(struct facts *f, const struct told *t);
void facts_on_thank(struct facts *f, const struct told *t);
void facts_on_tell(struct facts *f, const struct told *t);
/* What a sale's new state makes of the referrals of its contact. */
void facts_sent_of_sale(struct facts *f, const json_t *sale);
void facts_sent_of_reopened(struct facts *f, const json_t *sale);
/* What doing a follow-up tells a referrer, or makes of the person. */
void facts_sent_of_done(struct facts *f, const json_t *followup, int day);
