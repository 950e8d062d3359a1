/* The model check: random histories, the real gate against the naive one.
 * test_model SEED EVENTS STEPS: histories from that seed on until so many events have happened,
 * each of at most so many steps. LIFE_STRICT=1 looks after every event, LIFE_THOROUGH=1
 * at what is derived after each. */
#include "rpc/stack.h"

#include "life/heap.h"
#include "life/model.h"

static uint64_t first_seed = 1;
static int n_events = 2000, n_steps = 400;

static void the_gate_is_what_the_naive_one_says(void **state)
{
	struct model *m = calloc(1, sizeof *m);
	long events = 0, looks = 0, verdicts = 0, due = 0, parts = 0, asked = 0, received = 0;
	uint64_t seed = first_seed;

	(void)state;
	for (; events < n_events; seed++) {
		model_begin(m, seed);
		m->is_strict = getenv("LIFE_STRICT") != NULL;
		m->is_thorough = getenv("LIFE_THOROUGH") != NULL;
		(void)fprintf(stderr, "\rseed %llu ", (unsigned long long)seed);
		for (int i = 0; i < n_steps; i++)
			model_step(m);
		events += m->life.n_writes + m->life.n_refused;
		looks += m->n_looks;
		verdicts += m->n_verdicts;
		due += m->n_due;
		parts += m->n_parts_due;
		asked += m->n_asked;
		received += m->n_received;
		model_look_at_end(m);
		model_end(m);
	}
	print_message("%llu histories, %ld events, %ld looks, %ld verdicts; asks due %ld (parts "
		      "%ld), made %ld; referrals %ld\n",
		      (unsigned long long)(seed - first_seed), events, looks, verdicts, due, parts,
		      asked, received);
	free(m);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_gate_is_what_the_naive_one_says),
	};

	heap_plain();
	if (argc > 1)
		first_seed = strtoull(argv[1], NULL, 10);
	if (argc > 2)
		n_events = (int)strtol(argv[2], NULL, 10);
	if (argc > 3)
		n_steps = (int)strtol(argv[3], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
