/* Nobody is reminded of what they asked not to have: random lives of a small book, with imports,
 * merges, undos, erasures, refunds taken back, editions, absences. After each step every open
 * follow-up, and all that fell due or was shown in it, is held against a model of the stops that
 * shares no code with vouch. */
#include <stdio.h>
#include <stdlib.h>

#include "world.h"

#define ENOUGH 6   /* books, for everything to have happened */
#define STEPS 1300 /* of a book: a short history is quickly read */

struct wanted {
	uint64_t seed, books;
};

static const size_t tallies[] = {
#define TALLY(name) offsetof(struct world, n_##name)
	TALLY(held),   TALLY(cancelled), TALLY(back),    TALLY(dates),    TALLY(spread),
	TALLY(merged), TALLY(imported),  TALLY(refused), TALLY(erased),   TALLY(undone),
	TALLY(redone), TALLY(restored),  TALLY(sent),    TALLY(left_out), TALLY(died),
	TALLY(due),    TALLY(shown),     TALLY(earned),
#undef TALLY
};
#define N_TALLIES (sizeof tallies / sizeof *tallies)
static const char *const tally_names[N_TALLIES] = {
	"held",     "cancelled", "back",   "dates",  "spread", "merged",
	"imported", "refused",   "erased", "undone", "redone", "restored",
	"sent",     "left out",  "died",   "due",    "shown",  "earned",
};

static void tell_book(uint64_t seed, uint64_t *sums)
{
	struct world *w = world_new(88172645463325252u * seed);

	w->first_seed = seed;
	for (w->step = 0; w->step < STEPS; w->step++) {
		live(w);
		arena_reset(w->arena);
	}
	for (size_t i = 0; i < N_TALLIES; i++)
		sums[i] += (uint64_t) * (int *)(void *)((char *)w + tallies[i]);
	world_free(w);
}

static void nothing_comes_that_is_stopped_and_all_else_does(void **state)
{
	const struct wanted *wanted = *state;
	uint64_t sums[N_TALLIES] = {0};

	for (uint64_t i = 0; i < wanted->books; i++)
		tell_book(wanted->seed + i, sums);
	print_message("%llu steps;", (unsigned long long)wanted->books * STEPS);
	for (size_t i = 0; i < N_TALLIES; i++)
		print_message(" %s %llu", tally_names[i], (unsigned long long)sums[i]);
	print_message("\n");
	for (size_t i = 0; wanted->books >= ENOUGH && i < N_TALLIES; i++)
		assert_true(sums[i] > wanted->books / 2);
}

/* test_model SEED BOOKS: books of 1,300 steps each, a seed a book; 770 for a million. */
int main(int argc, char **argv)
{
	struct wanted wanted = {.seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1,
				.books = argc > 2 ? strtoull(argv[2], NULL, 10) : 1};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(nothing_comes_that_is_stopped_and_all_else_does, &wanted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
