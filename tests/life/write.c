/* Writes a salesperson's life as requests, one a line, to be piped into a vouchd --dev whose zone
 * is UTC and whose book is new:
 * life_write SEED CONTACTS YEARS DILIGENCE | socat -t 60 - UNIX:SOCKET >/dev/null */
#include <stdio.h>
#include <stdlib.h>

#include "life/person.h"

int main(int argc, char **argv)
{
	struct person_sizes sizes = {.n_contacts = 500, .n_years = 5, .diligence = 75};
	struct person *p = calloc(1, sizeof *p);
	uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;

	if (!p || argc > 5) {
		(void)fprintf(stderr, "usage: life_write [SEED [CONTACTS [YEARS [DILIGENCE]]]]\n");
		return 2;
	}
	sizes.n_contacts = argc > 2 ? (int)strtol(argv[2], NULL, 10) : sizes.n_contacts;
	sizes.n_years = argc > 3 ? (int)strtol(argv[3], NULL, 10) : sizes.n_years;
	sizes.diligence = argc > 4 ? (int)strtol(argv[4], NULL, 10) : sizes.diligence;
	person_begin(p, seed, &sizes, stdout);
	person_live(p);
	person_end(p);
	free(p);
	return 0;
}
