/* Writes a salesperson's life as requests, one a line, to be piped into a vouchd --dev whose zone
 * is UTC and whose book is new:
 * life_write SEED CONTACTS YEARS DILIGENCE | socat -t 60 - UNIX:SOCKET >/dev/null
 * life_write year: a diligent agent's year with 60 contacts, in which three generations of
 * referrals come to completed sales. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "life/person.h"

#define YEAR_SEED 8
#define GENERATIONS 3

static int write_life(uint64_t seed, const struct person_sizes *sizes, int generations)
{
	struct person *p = calloc(1, sizeof *p);
	int n;

	if (!p)
		return 1;
	person_begin(p, seed, sizes, stdout);
	person_live(p);
	n = person_generations(p);
	if (n < generations)
		(void)fprintf(stderr, "life_write: %d generations, not %d\n", n, generations);
	person_end(p);
	free(p);
	return n < generations;
}

int main(int argc, char **argv)
{
	static const struct person_sizes year = {
		.n_contacts = 60, .n_years = 1, .diligence = 95, .pace = 250};
	struct person_sizes sizes = {.n_contacts = 500, .n_years = 5, .diligence = 75};
	uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;

	if (argc > 5) {
		(void)fprintf(stderr, "usage: life_write [SEED [CONTACTS [YEARS [DILIGENCE]]]]\n"
				      "       life_write year\n");
		return 2;
	}
	if (argc > 1 && strcmp(argv[1], "year") == 0)
		return write_life(argc > 2 ? strtoull(argv[2], NULL, 10) : YEAR_SEED, &year,
				  GENERATIONS);
	sizes.n_contacts = argc > 2 ? (int)strtol(argv[2], NULL, 10) : sizes.n_contacts;
	sizes.n_years = argc > 3 ? (int)strtol(argv[3], NULL, 10) : sizes.n_years;
	sizes.diligence = argc > 4 ? (int)strtol(argv[4], NULL, 10) : sizes.diligence;
	return write_life(seed, &sizes, 0);
}
