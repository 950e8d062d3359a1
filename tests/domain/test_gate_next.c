/* When the gate may open, and when it changes: against walking on day by day. */
#include "gate_world.h"

#include "domain/gate_case.h"

#define N_WORLDS 12000
#define N_WALKED_WHOLE 150 /* with the whole verdict of every day */
#define N_DAYS 800

/* The first days by walking on; NO_DAY where there is none in N_DAYS. */
struct found {
	struct day possible, change;
};

static void walk(const struct book *b, struct found *ret)
{
	struct gate_case c;
	int today, n_today;

	gate_case_init(&c, &b->facts, &b->rules, &b->question);
	today = gate_case_blocking(&c, b->question.day, &n_today);
	*ret = (struct found){NO_DAY, NO_DAY};
	for (int i = 0; i <= N_DAYS; i++) {
		struct day day = day_plus(b->question.day, i);
		int n, first = gate_case_blocking(&c, day, &n);

		if (first < 0 && day_is_none(ret->possible))
			ret->possible = day;
		if ((first != today || n != n_today) && day_is_none(ret->change))
			ret->change = day;
	}
}

/* The same by asking the gate anew each day, as nobody knows it from within. */
static void walk_whole(const struct book *b, struct found *ret)
{
	static struct book asked;
	int today, n_today;

	asked = *b;
	asked.facts.promises = asked.promises;
	asked.facts.complaints = asked.complaints;
	asked.facts.asks = asked.asks;
	asked.facts.gives = asked.gives;
	asked.facts.loops = asked.loops;
	asked.facts.stops = asked.stops;
	today = book_check(&asked)->first_blocking;
	n_today = book_check(&asked)->n_blocking;
	*ret = (struct found){NO_DAY, NO_DAY};
	for (int i = 0; i <= N_DAYS; i++) {
		const struct gate_verdict *v;

		asked.question.day = day_plus(b->question.day, i);
		v = book_check(&asked);
		if (v->earned && day_is_none(ret->possible))
			ret->possible = asked.question.day;
		if ((v->first_blocking != today || v->n_blocking != n_today) &&
		    day_is_none(ret->change))
			ret->change = asked.question.day;
	}
}

/* What lies further than was walked is only looked at where it is said to be. */
static bool is_said(const struct book *b, struct day said, struct day found)
{
	return day_equal(said, found) ||
	       (day_is_none(found) && said.n > b->question.day.n + N_DAYS);
}

static void the_days_to_come_are_exact(void **state)
{
	static struct book b;
	struct world w = {.random = 7};
	int n_possible = 0, n_change = 0, n_both_later = 0;

	(void)state;
	for (int i = 0; i < N_WORLDS; i++) {
		uint64_t seed = w.random;
		const struct gate_verdict *v;
		struct found found;

		world_make(&w);
		/* Some time ago, when some of it had yet to come. */
		if (world_chance(&w, 20))
			w.question.day = at(world_below(&w, 300));
		world_tell(&w, &b);
		if (i < N_WALKED_WHOLE)
			walk_whole(&b, &found);
		else
			walk(&b, &found);
		v = book_check(&b);
		if (!is_said(&b, v->next_possible_day, found.possible) ||
		    !is_said(&b, v->next_change_day, found.change))
			fail_msg("seed %llu: possible %d not %d, change %d not %d",
				 (unsigned long long)seed, v->next_possible_day.n, found.possible.n,
				 v->next_change_day.n, found.change.n);
		n_possible += !day_is_none(found.possible) && !v->earned;
		n_change += !day_is_none(found.change);
		n_both_later += !day_is_none(found.possible) && found.change.n < found.possible.n;
	}
	print_message("%d worlds: %d open later, %d change, %d change before they open\n", N_WORLDS,
		      n_possible, n_change, n_both_later);
	assert_true(n_possible > N_WORLDS / 50);
	assert_true(n_change > N_WORLDS / 10);
	assert_true(n_both_later > N_WORLDS / 100);
}

static void a_loop_closes_the_gate_by_time_and_never_opens_it(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	(void)book_loop(&b, 3);
	assert_true(book_check(&b)->earned);
	assert_int_equal(b.verdict.next_change_day.n, TODAY + 4);
	b.question.day = at(-4);
	assert_int_equal(book_check(&b)->first_blocking, GATE_LOOPS_CLOSED);
	assert_int_equal(b.verdict.next_possible_day.n, NO_DAY.n);

	/* Told of the contact, time does nothing to it before it is closed. */
	b.loops[0].told_contact_day = at(2);
	b.question.day = at(0);
	assert_true(book_check(&b)->earned);
	assert_int_equal(b.verdict.next_change_day.n, TODAY - 20 + 366); /* the score is too old */

	b.loops[0].thanked_day = NO_DAY;
	assert_int_equal(book_check(&b)->first_blocking, GATE_LOOPS_CLOSED);
	assert_int_equal(b.verdict.next_possible_day.n, NO_DAY.n);
}

static void no_day_lies_beyond_the_last(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	book_ask(&b, SELF, 0, ASK_DECLINED)->when.day = day_plus(DAY_LAST, -180);
	b.gives[0] = b.gives[1] = day_plus(DAY_LAST, -100);
	book_no_score(&b);
	b.facts.compliment.day = day_plus(DAY_LAST, -150);
	b.question.day = day_plus(DAY_LAST, -99);
	assert_int_equal(book_check(&b)->next_possible_day.n, DAY_LAST.n);
	b.asks[0].when.day.n++;
	assert_int_equal(book_check(&b)->next_possible_day.n, NO_DAY.n);
	assert_int_equal(b.verdict.next_change_day.n, NO_DAY.n);
	b.question.day = DAY_LAST;
	assert_int_equal(book_check(&b)->next_possible_day.n, NO_DAY.n);
}

/* Whatever it is given, it answers. */
static void days_do_not_run_over(void **state)
{
	const struct gate_when end = {{INT32_MAX}, INT64_MAX}, begin = {{INT32_MIN + 1}, INT64_MIN};
	struct book b;

	(void)state;
	assert_true(day_is_none(gate_day_plus(NO_DAY, 1)));
	assert_true(day_is_none(gate_day_plus(NO_DAY, 0)));
	assert_int_equal(gate_day_plus((struct day){INT32_MAX - 5}, 4).n, INT32_MAX - 1);
	assert_int_equal(gate_day_plus((struct day){INT32_MAX - 5}, 5).n, GATE_NEVER.n);
	assert_int_equal(gate_day_plus((struct day){INT32_MAX - 5}, INT32_MAX).n, GATE_NEVER.n);
	assert_int_equal(gate_day_plus(GATE_NEVER, 1).n, GATE_NEVER.n);

	book_init(&b);
	book_promise(&b, SELF, PROMISE_OPEN, 0)->due_day = begin.day;
	book_broken(&b, SELF, 0)->trouble = end;
	book_complaint(&b, SELF, 0, 0)->resolved = end;
	book_ask(&b, SELF, 0, ASK_WILLING)->when = begin;
	book_ask(&b, SELF, 0, ASK_WILLING)->when = end;
	b.facts.newest.when = begin;
	b.facts.compliment = end;
	b.facts.death_in_household = end.day;
	book_loop(&b, 0)->received_day = begin.day;
	book_loop(&b, 0)->received_day = end.day;
	b.loops[1].thanked_day = b.loops[0].closed_day = end.day;
	for (int i = 0; i < 2; i++) {
		b.question.day = i ? end.day : begin.day;
		assert_false(book_check(&b)->earned);
		assert_int_equal(b.verdict.next_possible_day.n, NO_DAY.n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_days_to_come_are_exact),
		cmocka_unit_test(a_loop_closes_the_gate_by_time_and_never_opens_it),
		cmocka_unit_test(no_day_lies_beyond_the_last),
		cmocka_unit_test(days_do_not_run_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
