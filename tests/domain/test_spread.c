/* What is overdue, spread over working days: never over the cap, nothing lost, in order. */
#include "domain/spread.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

#define TODAY 20791 /* Fri 2026-12-04 */
#define OVERDUE_MAX 400
#define N_DAYS 1200
#define ROUNDS 3000

static const struct worktime work = {.week = 0x1f, .start = 540, .end = 1080};

static struct followup make(int64_t id, enum followup_kind kind, int late)
{
	return (struct followup){
		.id = id,
		.kind = kind,
		.contact = 1,
		.run = 1,
		.state = FOLLOWUP_SCHEDULED,
		.has_gate = kind == KIND_ASK,
		.due_day = {TODAY - late},
	};
}

static struct spread_rules rules_of(int cap)
{
	return (struct spread_rules){
		.work = &work,
		.today = {TODAY},
		.first = {TODAY},
		.cap = cap,
		.asks_cap = 3,
		.stale_days = 10,
	};
}

static void thank_yous_come_first_then_scores_and_asks_then_the_rest_by_kind(void **state)
{
	struct followup f[] = {
		make(1, KIND_TASK, 9),      make(2, KIND_CALL, 8), make(3, KIND_ASK, 7),
		make(4, KIND_THANK_YOU, 6), make(5, KIND_CALL, 5), make(6, KIND_MESSAGE, 4),
		make(7, KIND_TASK, 3),
	};
	/* Friday, Monday, Tuesday; two a day. */
	static const int want[] = {4, 3, 0, 0, 0, 3, -1};
	struct spread_rules rules = rules_of(2);
	struct spread_load loads[20] = {0};
	struct spread_item items[ARRAY_LEN(f)];

	(void)state;
	f[4].score = true;
	f[6].about = ABOUT_PROMISE;
	f[6].about_id = 1;
	for (size_t i = 0; i < ARRAY_LEN(f); i++)
		items[i].followup = &f[i];
	assert_true(spread_plan(&rules, loads, 20, items, ARRAY_LEN(f)));
	for (size_t i = 0; i < ARRAY_LEN(f); i++) {
		assert_int_equal(items[i].fate, want[i] < 0 ? SPREAD_KEPT : SPREAD_MOVED);
		if (want[i] >= 0 && items[i].day.n - TODAY != want[i])
			fail_msg("%d goes to day %d, not %d", (int)f[i].id, items[i].day.n - TODAY,
				 want[i]);
	}
}

static void what_only_gives_and_is_too_long_past_expires(void **state)
{
	static const struct {
		enum followup_kind kind;
		int late;
		bool gives, has_run, score, is_pinned, want;
	} cases[] = {
		{KIND_CALL, 11, true, true, false, false, true},
		{KIND_CALL, 10, true, true, false, false, false}, /* not by more than that */
		{KIND_CALL, 11, false, true, false, false, false},
		{KIND_CALL, 11, true, false, false, false, false}, /* the person's own */
		{KIND_CHECK_IN, 99, true, true, true, false, false},
		{KIND_CALL, 11, true, true, false, true, false},
		{KIND_THANK_YOU, 99, true, true, false, false, false},
		{KIND_MESSAGE, 11, true, true, false, false, true},
	};
	const struct spread_rules rules = rules_of(5);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct followup f = make(1, cases[i].kind, cases[i].late);

		f.gives = cases[i].gives;
		f.run = cases[i].has_run;
		f.score = cases[i].score;
		f.is_pinned = cases[i].is_pinned;
		if (spread_is_stale(&f, &rules) != cases[i].want)
			fail_msg("case %zu", i);
	}
}

/* A promise, a birthday, the cards to be posted; and nothing else, nor where it is about none. */
static void what_has_a_day_of_its_own_stays_on_it(void **state)
{
	static const struct {
		int about;
		int64_t about_id;
		enum spread_fate want;
	} cases[] = {
		{ABOUT_PROMISE, 7, SPREAD_KEPT},   {ABOUT_PROMISE, 0, SPREAD_MOVED},
		{ABOUT_DATE, 7, SPREAD_KEPT},      {ABOUT_DATE, 0, SPREAD_MOVED},
		{ABOUT_CAMPAIGN, 7, SPREAD_KEPT},  {ABOUT_CAMPAIGN, 0, SPREAD_MOVED},
		{ABOUT_REFERRAL, 7, SPREAD_MOVED}, {ABOUT_COMPLAINT, 7, SPREAD_MOVED},
	};
	const struct spread_rules rules = rules_of(5);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct followup f = make(1, KIND_CALL, 3);
		struct spread_item item = {.followup = &f};
		struct spread_load load = {0, 0};

		f.about = cases[i].about;
		f.about_id = cases[i].about_id;
		assert_true(spread_plan(&rules, &load, 1, &item, 1));
		if (item.fate != cases[i].want)
			fail_msg("case %zu", i);
	}
}

static void too_few_days_are_said_to_be_too_few(void **state)
{
	struct followup f = make(1, KIND_CALL, 3);
	struct spread_item item = {.followup = &f};
	struct spread_rules rules = rules_of(1);
	struct spread_load loads[4] = {{1, 0}, {0, 0}, {0, 0}, {0, 0}};
	struct spread_load three[3] = {{1, 0}, {0, 0}, {0, 0}};

	(void)state;
	rules.first = (struct day){TODAY}; /* a Friday that is full, then the weekend */
	assert_false(spread_plan(&rules, three, 3, &item, 1));
	assert_true(spread_plan(&rules, loads, 4, &item, 1));
	assert_int_equal(item.day.n, TODAY + 3);
	assert_true(spread_plan(&rules, loads, 0, NULL, 0)); /* nothing needs no days */
}

/* A case of numbers that any seed gives. */
static int below(uint64_t *seed, int n)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (int)(*seed % (uint64_t)n);
}

static struct followup any(uint64_t *seed, int64_t id, int late)
{
	struct followup f = make(id, (enum followup_kind)below(seed, KIND_TASK + 1), late);

	f.gives = below(seed, 2);
	f.score = !f.has_gate && below(seed, 6) == 0;
	f.is_pinned = below(seed, 5) == 0;
	f.run = below(seed, 4) != 0;
	f.part_of = f.has_gate && below(seed, 4) == 0;
	if (below(seed, 8) == 0) {
		f.about = ABOUT_PROMISE;
		f.about_id = 7;
	}
	return f;
}

struct world {
	uint64_t seed;
	struct spread_rules rules;
	struct day holidays[6];
	struct worktime work;
	struct away away;
	size_t n;
	struct followup followups[OVERDUE_MAX];
	struct spread_item items[OVERDUE_MAX];
	struct spread_load before[N_DAYS], after[N_DAYS];
};

static void make_world(struct world *w)
{
	int late = 400;

	w->work = (struct worktime){.week = (uint8_t)(1 + below(&w->seed, 127)),
				    .holidays = w->holidays,
				    .n_holidays = ARRAY_LEN(w->holidays)};
	for (int i = 0, day = TODAY; i < (int)ARRAY_LEN(w->holidays); i++)
		w->holidays[i] = (struct day){day += 1 + below(&w->seed, 9)};
	w->away = (struct away){.id = below(&w->seed, 2),
				.from = {TODAY + below(&w->seed, 20)},
				.ended_day = NO_DAY};
	w->away.until = day_plus(w->away.from, 1 + below(&w->seed, 20));
	w->rules = rules_of(1 + below(&w->seed, 15));
	w->rules.work = &w->work;
	w->rules.away = &w->away;
	w->rules.asks_cap = 1 + below(&w->seed, 4);
	w->n = (size_t)below(&w->seed, 80);
	for (size_t i = 0; i < w->n; i++) {
		late -= below(&w->seed, 6) && late > 1 ? below(&w->seed, late < 40 ? 2 : 20) : 0;
		w->followups[i] = any(&w->seed, (int64_t)i + 1, late);
		w->items[i] = (struct spread_item){.followup = &w->followups[i]};
	}
	for (int i = 0; i < N_DAYS; i++) {
		int n = i < 40 ? below(&w->seed, 20) : 0;

		w->before[i] = (struct spread_load){n, n ? below(&w->seed, n < 4 ? n : 4) : 0};
		w->after[i] = w->before[i];
	}
}

/* A day has its own, and what was moved there, within both caps unless it was over them before. */
static void check_days(const struct world *w)
{
	for (int i = 0; i < N_DAYS; i++) {
		const struct day day = day_plus(w->rules.first, i);
		int n = w->before[i].n, asks = w->before[i].asks, moved = 0;

		for (size_t k = 0; k < w->n; k++) {
			const struct followup *f = w->items[k].followup;

			if (w->items[k].fate != SPREAD_MOVED || !day_equal(w->items[k].day, day))
				continue;
			moved++;
			n += followup_rank(f) != 1;
			asks += f->has_gate && !f->part_of && followup_rank(f) != 1;
		}
		assert_int_equal(n, w->after[i].n);
		assert_int_equal(asks, w->after[i].asks);
		assert_true(n == w->before[i].n || n <= w->rules.cap);
		assert_true(asks == w->before[i].asks || asks <= w->rules.asks_cap);
		assert_true(!moved ||
			    (worktime_is_workday(&w->work, day) && !away_is_on(&w->away, day)));
	}
}

/* Each has one fate; what is older goes no later than what is younger of its rank, and nothing goes
 * before what comes first. */
static void check_items(const struct world *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct spread_item *a = &w->items[i];
		const struct followup *f = a->followup;

		assert_ptr_equal(f, &w->followups[i]);
		assert_int_equal(a->fate == SPREAD_KEPT, followup_is_promise(f));
		assert_int_equal(a->fate == SPREAD_EXPIRED, spread_is_stale(f, &w->rules));
		assert_int_equal(a->fate == SPREAD_MOVED, !day_is_none(a->day));
		for (size_t k = i + 1; k < w->n && a->fate == SPREAD_MOVED; k++) {
			const struct spread_item *b = &w->items[k];

			if (b->fate == SPREAD_MOVED &&
			    followup_rank(b->followup) == followup_rank(f) &&
			    b->followup->part_of == f->part_of)
				assert_false(day_before(b->day, a->day));
		}
	}
}

/* No day that has room stays empty while something waits beyond it. */
static void check_no_gaps(const struct world *w)
{
	for (size_t k = 0; k < w->n; k++) {
		const struct spread_item *x = &w->items[k];

		if (x->fate != SPREAD_MOVED || x->followup->has_gate)
			continue;
		for (int i = 0; i < x->day.n - w->rules.first.n; i++) {
			const struct day day = day_plus(w->rules.first, i);

			assert_true(w->after[i].n >= w->rules.cap ||
				    !worktime_is_workday(&w->work, day) ||
				    away_is_on(&w->away, day));
		}
	}
}

static void whatever_is_overdue_each_has_one_fate_and_no_day_is_over_its_cap(void **state)
{
	static struct world w;

	(void)state;
	w.seed = 88172645463325252;
	for (int i = 0; i < ROUNDS; i++) {
		make_world(&w);
		assert_true(spread_plan(&w.rules, w.after, N_DAYS, w.items, w.n));
		check_items(&w);
		check_days(&w);
		check_no_gaps(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thank_yous_come_first_then_scores_and_asks_then_the_rest_by_kind),
		cmocka_unit_test(what_only_gives_and_is_too_long_past_expires),
		cmocka_unit_test(what_has_a_day_of_its_own_stays_on_it),
		cmocka_unit_test(too_few_days_are_said_to_be_too_few),
		cmocka_unit_test(whatever_is_overdue_each_has_one_fate_and_no_day_is_over_its_cap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
