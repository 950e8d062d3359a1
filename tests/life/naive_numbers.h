/* The numbers worked out again, naively: plain loops over all rows, written from DESIGN section 6
 * and not from the code. */
#pragma once

#include <jansson.h>

#include "life/grid.h"

/* Every row that the numbers are made of. */
struct naive_book {
	struct stack *stack;
	int today;
	struct grid contacts, sales, asks, referrals, promises, followups, runs, steps, plans,
		touches, times, talks, gates;
};
void naive_book_read(struct naive_book *b, struct stack *stack, int today);
void naive_book_free(struct naive_book *b);

/* What numbers.NAME must answer for a range of days, without its sentence. New references. */
json_t *naive_sources(const struct naive_book *b, int from, int to);
json_t *naive_coverage(const struct naive_book *b, int from, int to);
json_t *naive_funnel(const struct naive_book *b, int from, int to);
json_t *naive_promises(const struct naive_book *b, int from, int to);
json_t *naive_cadence(const struct naive_book *b, int from, int to);
json_t *naive_steps(const struct naive_book *b, int from, int to);
json_t *naive_time(const struct naive_book *b, int from, int to);
/* The parts of system.status that are theirs: last_referral_sale, loops, referrals. */
json_t *naive_status(const struct naive_book *b);

/* For the files of this: a share of so many, rounded to four digits, null of none. */
json_t *naive_share(int64_t n, int64_t of);
/* The middle of the values, which are put in order; null of none. */
json_t *naive_median(int64_t *values, size_t n);
json_t *naive_who(const struct naive_book *b, int64_t contact);
/* An answer that begins with its range. */
json_t *naive_answer(int from, int to);
bool naive_is_within(const struct grid *g, size_t row, size_t column, int from, int to);
