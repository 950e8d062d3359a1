/* What the book says in numbers. DESIGN section 6, "Numbers"; each has a sentence for it. */
#pragma once

#include "domain/numbers_text.h"
#include "ops/op.h"

/* Reads `words->range`, which has what was asked for (NO_DAY: nothing), as numbers_range() does,
 * and begins the sentence. Refused where its first day lies after its last. */
int op_numbers_range(struct op *op, bool is_month, struct numbers_words *words);

/* Each after op_numbers_range; says the finding in `words`. */
int op_numbers_sources(struct op *op, struct numbers_words *words, struct sources_numbers *ret);
int op_numbers_coverage(struct op *op, struct numbers_words *words, struct coverage_numbers *ret);
int op_numbers_funnel(struct op *op, struct numbers_words *words, struct funnel_numbers *ret);
/* How many came how far, and nothing else of it. */
int op_numbers_stages(struct op *op, const struct numbers_range *range, struct funnel_numbers *ret);
int op_numbers_promises(struct op *op, struct numbers_words *words, struct promises_numbers *ret);
int op_numbers_time(struct op *op, struct numbers_words *words, struct time_numbers *ret);

struct cadence_told {
	struct cadence_numbers classes[CADENCE_C + 1];
	struct quiet_contact quietest[NUMBERS_QUIETEST]; /* red ones, the longest silence first */
	size_t n_quietest;
};
int op_numbers_cadence(struct op *op, struct numbers_words *words, struct cadence_told *ret);

struct steps_told {
	struct step_numbers *items; /* of NUMBERS_CASES_MIN or more, the best first */
	size_t n;
	int64_t n_others; /* that are below it */
};
int op_numbers_steps(struct op *op, struct numbers_words *words, struct steps_told *ret);
