/* One thing as it is counted, for tally.c and tally_step.c. */
#pragma once

#include "store/journal.h"
#include "store/tally.h"

#define TALLY_KEY_SIZE 1024

/* n 0: it counts for nothing. */
struct tally_case {
	const char *what;
	int64_t day;
	char key[TALLY_KEY_SIZE];
	int64_t n, total;
};

/* Takes the one away and adds the other. */
int tally_change(struct store *s, const struct tally_case *before, const struct tally_case *after);

/* One column of a row's image: false where the row is not there, or the column is NULL. */
struct tally_row {
	const struct table *table;
	struct image_bytes image;
};
bool tally_int(const struct tally_row *row, const char *column, int64_t *ret);
bool tally_text(const struct tally_row *row, const char *column, struct image_value *ret);
bool tally_is(const struct tally_row *row, const char *column, const char *word);

/* tally_step.c: the steps done, and the names they led to. */
int tally_follow_steps(struct store *s, const struct journal *j);
