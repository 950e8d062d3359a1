/* The life of a salesperson, made up by chance: the people they know, what they sell, what they
 * promise, keep and forget, day by day, told to vouchd as its requests. The same seed and sizes
 * make the same requests. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "life/life.h"

struct person_sizes {
	int n_contacts;
	int n_years;
	int diligence; /* percent of what is due that is done on its day */
	int pace;      /* percent: how much happens to whom they know */
};

struct person {
	struct life life;
	struct person_sizes sizes;
	int n_met;   /* contacts so far */
	int n_named; /* of those and of others */
	int last_day;
	size_t n_households;
	/* Called on each row of what is due each morning; null: nobody looks. */
	void (*looks)(struct person *p, const json_t *row);
	long n_looked;
	int n_done, n_asked, n_overridden;
};

#define PERSON_FIRST_DAY "2026-12-07" /* a Monday */

void person_begin(struct person *p, uint64_t seed, const struct person_sizes *sizes, FILE *out);
void person_end(struct person *p);
/* All of it. */
void person_live(struct person *p);

/* A day of it: what happens to them, and what they do about what is due. */
void person_day_brings(struct person *p);
void person_works(struct person *p);
void person_meets_somebody(struct person *p);
/* A name that nobody has had before; good until the next. */
const char *person_name(struct person *p);
/* The number of whom was named last. */
const char *person_phone(struct person *p);
/* A sale was opened: the talk is held, promises are made. */
void person_prepares_sale(struct person *p, int64_t contact, int64_t sale);
/* Does what is due to somebody who was sent; false where it is no such thing. */
bool person_follows(struct person *p, const json_t *row);
void person_works_on_referrals(struct person *p);
void person_is_sent_somebody(struct person *p);
void person_sends_somebody(struct person *p);
/* The longest chain of people who came by one another and bought. */
int person_generations(const struct person *p);
/* What they hear when they ask for a referral; the follow-up is 0 where it is unplanned. */
void person_asks(struct person *p, int64_t contact, int64_t followup, const char *reason);
