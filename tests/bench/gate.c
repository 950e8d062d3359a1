/* A verdict on everybody of a book, in one pass: bench_gate DB. Prints how many, the seconds, the
 * microseconds for each, of these the judging alone, and how many may be asked today. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "domain/settings.h"
#include "store/gate.h"
#include "vouch/errors.h"

#define DAY_SECONDS 86400

struct pass {
	struct store *store;
	struct gate_rules rules;
	struct day today;
	int64_t n, n_earned;
	uint64_t took, judging; /* microseconds */
};

static struct gate_rules default_rules(void)
{
	struct settings s;

	settings_defaults(&s);
	return (struct gate_rules){
		.score_min = s.gate_score,
		.rest_days = s.gate_rest_days,
		.asks_per_year = s.gate_asks_per_year,
		.gives_min = s.gate_gives,
		.complaint_days = s.gate_complaint_days,
		.promise_days = s.gate_promise_days,
		.score_age_days = s.gate_score_age_days,
	};
}

/* VOUCH_E_NOT_FOUND past the last contact. */
static int judge(struct pass *p, int64_t contact, struct arena *arena)
{
	const struct gate_question question = {.day = p->today, .channel = -1};
	struct gate_verdict verdict;
	struct gate_facts facts;
	uint64_t begun;
	int r;

	r = store_gate_facts(p->store, contact, &p->rules, p->today, arena, &facts);
	if (r)
		return r;
	begun = clock_monotonic_us();
	gate_check(&facts, &p->rules, &question, &verdict);
	p->judging += clock_monotonic_us() - begun;
	p->n++;
	p->n_earned += verdict.earned;
	return 0;
}

static int judge_all(struct pass *p)
{
	struct arena *arena = arena_new();
	uint64_t begun = clock_monotonic_us();
	int r = 0;

	for (int64_t contact = 1; r == 0; contact++) {
		r = judge(p, contact, arena);
		arena_reset(arena);
	}
	p->took = clock_monotonic_us() - begun;
	arena_free(arena);
	return r == VOUCH_E_NOT_FOUND ? 0 : r;
}

int main(int argc, char **argv)
{
	int64_t now = clock_now(&(struct clock){0});
	struct pass p = {.rules = default_rules(), .today = {(int32_t)(now / DAY_SECONDS)}};
	struct store_options options = {.path = argc == 2 ? argv[1] : NULL, .now = now};
	char why[STORE_WHY_SIZE];
	int r;

	if (argc != 2) {
		(void)fprintf(stderr, "usage: bench_gate DB\n");
		return 2;
	}
	if (store_open(&options, &p.store, why)) {
		(void)fprintf(stderr, "bench_gate: %s\n", why);
		return 1;
	}
	r = judge_all(&p);
	store_close(p.store);
	if (r || p.n == 0) {
		(void)fprintf(stderr, "bench_gate: error %d after %" PRId64 "\n", r, p.n);
		return 1;
	}
	printf("%" PRId64 " %.3f %.2f %.2f %" PRId64 "\n", p.n, (double)p.took / 1e6,
	       (double)p.took / (double)p.n, (double)p.judging / (double)p.n, p.n_earned);
	return 0;
}
