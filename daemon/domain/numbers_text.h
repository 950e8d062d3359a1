/* The numbers in a sentence each, as a salesperson would say them aloud; the empty case too. */
#pragma once

#include "domain/numbers.h"

#define NUMBERS_TEXT_SIZE 512

/* What a sentence is about, and where it goes. */
struct numbers_words {
	struct numbers_range range;
	struct day today;
	size_t n;
	char text[NUMBERS_TEXT_SIZE];
};

void numbers_say_sources(const struct sources_numbers *s, struct numbers_words *to);
void numbers_say_coverage(const struct coverage_numbers *c, struct numbers_words *to);
void numbers_say_funnel(const struct funnel_numbers *f, struct numbers_words *to);
void numbers_say_promises(const struct promises_numbers *p, struct numbers_words *to);
/* The classes A, B and C, and for how many days the quietest of the red ones has been so (0: none
 * is red). */
void numbers_say_cadence(const struct cadence_numbers *classes, int quietest,
			 struct numbers_words *to);
/* The steps that were done often enough, best first, and how many were not. */
void numbers_say_steps(const struct step_numbers *steps, size_t n, int64_t n_others,
		       struct numbers_words *to);
void numbers_say_time(const struct time_numbers *t, struct numbers_words *to);
