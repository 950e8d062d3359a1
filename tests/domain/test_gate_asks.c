/* The gate and asks: which are counted, and what is a part of one. */
#include "gate_book.h"

#include <string.h>

/* Outcomes by letter: n w l d v as they stand in enum ask_outcome, ? for not yet noted. */
static void ask_each(struct book *b, const char *answers)
{
	static const char letters[] = "nwldv";
	int n = (int)strlen(answers);

	for (int i = 0; i < n; i++) {
		const char *letter = strchr(letters, answers[i]);

		(void)book_ask(b, i % 2 ? OTHER : SELF, 1000 + n - i,
			       letter ? (int)(letter - letters) : -1);
	}
}

static void the_third_later_running_is_counted(void **state)
{
	static const struct {
		const char *answers, *counted;
	} cases[] = {
		{"nwd?v", "yyyyy"},     {"l", "-"},           {"ll", "--"},
		{"lll", "--y"},         {"llll", "--y-"},     {"llllll", "--y--y"},
		{"lllllll", "--y--y-"}, {"lldlll", "--y--y"}, {"ll?l", "--y-"},
		{"lnlwldl", "-y-y-y-"}, {"llnll", "--y--"},   {"dlllwlll", "y--yy--y"},
	};
	struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct gate_ask asks[9] = {{.outcome = ASK_LATER}}; /* before theirs: not theirs */

		book_init(&b);
		ask_each(&b, cases[i].answers);
		memcpy(asks + 1, b.asks, b.facts.n_asks * sizeof *asks);
		for (size_t k = 0; k < b.facts.n_asks; k++)
			if (gate_ask_is_counted(asks + 1, k) != (cases[i].counted[k] == 'y'))
				fail_msg("%s, ask %zu", cases[i].answers, k);
	}
}

static void who_was_never_asked_waits_for_nothing(void **state)
{
	struct gate_ask of_another[2] = {{.outcome = ASK_LATER, .later_day = at(-90)}};
	struct book b;

	(void)state;
	book_init(&b);
	b.facts.asks = of_another + 1;
	assert_true(book_check(&b)->earned);
}

/* Two puttings off and a third: the third is a no, with a rest from its own day on. */
static void a_third_later_rests_and_a_fourth_only_waits(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	for (int i = 0; i < 3; i++)
		book_ask(&b, SELF, 60 - i, ASK_LATER)->later_day = at(-500);
	assert_false(book_holds(&b, GATE_RESTED));
	assert_int_equal(b.verdict.next_possible_day.n, TODAY - 58 + 180);
	assert_int_equal(b.verdict.conditions[GATE_GAVE_FIRST].facts[2].value, TODAY - 57);

	book_ask(&b, SELF, 50, ASK_LATER)->later_day = at(-150);
	assert_false(book_holds(&b, GATE_RESTED));
	assert_int_equal(b.verdict.next_possible_day.n, TODAY + 150);
}

static void only_the_newest_later_is_waited_for(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	book_ask(&b, SELF, 60, ASK_LATER)->later_day = at(-90);
	book_ask(&b, SELF, 30, ASK_LATER)->later_day = at(0);
	assert_true(book_check(&b)->earned);

	/* And not once another answer came. */
	book_init(&b);
	book_ask(&b, SELF, 260, ASK_LATER)->later_day = at(-90);
	(void)book_ask(&b, SELF, 230, ASK_DECLINED);
	assert_true(book_check(&b)->earned);
}

static void never_is_for_ever(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	(void)book_ask(&b, OTHER, 900, ASK_NEVER);
	(void)book_ask(&b, SELF, 800, ASK_NAMES_GIVEN);
	assert_false(book_holds(&b, GATE_RESTED));
	assert_int_equal(b.verdict.next_possible_day.n, NO_DAY.n);
	assert_int_equal(b.verdict.next_change_day.n, TODAY - 20 + 366); /* the score is too old */
	assert_string_equal(b.verdict.helps, "");
}

/* The ask of `days_ago` was answered willingly, and its part is asked for today. */
static struct gate_ask *part_of_ask(struct book *b, int days_ago)
{
	struct gate_ask *ask = book_ask(b, SELF, days_ago, ASK_WILLING);

	b->question.part_of = ask->id;
	return ask;
}

static void a_part_is_judged_as_its_ask_was(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	(void)part_of_ask(&b, 5); /* given to on that day and before it */
	assert_true(book_check(&b)->earned);

	/* One that is no part is not rested. */
	b.question.part_of = 0;
	assert_false(book_holds(&b, GATE_RESTED));
	assert_false(book_holds(&b, GATE_GAVE_FIRST));

	/* Nor is a part of something that is not there. */
	b.question.part_of = 4711;
	assert_false(book_holds(&b, GATE_RESTED));
}

static void what_came_after_its_ask_does_not_matter_to_a_part(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	(void)part_of_ask(&b, 4);
	(void)book_ask(&b, OTHER, 3, ASK_DECLINED);
	book_ask(&b, OTHER, 2, ASK_LATER)->later_day = at(-30);
	assert_true(book_check(&b)->earned);

	/* But "never" does. */
	(void)book_ask(&b, OTHER, 1, ASK_NEVER);
	assert_false(book_holds(&b, GATE_RESTED));
	assert_int_equal(b.verdict.help, GATE_HELP_NONE);
	assert_int_equal(b.verdict.n_blocking, 1);
}

static void what_its_ask_lacked_a_part_lacks_for_good(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	(void)book_ask(&b, OTHER, 179 + 10, ASK_DECLINED);
	(void)part_of_ask(&b, 10);
	b.gives[0] = b.gives[1] = at(10);
	assert_false(book_holds(&b, GATE_RESTED));
	assert_int_equal(b.verdict.n_blocking, 1);
	assert_int_equal(b.verdict.help, GATE_HELP_NONE);
	assert_int_equal(b.verdict.next_possible_day.n, NO_DAY.n);
	assert_string_equal(b.verdict.conditions[GATE_RESTED].detail,
			    "as on Tue 24 Sep 2024, the day of its ask: rests until Wed 25 Sep "
			    "2024: last asked Fri 29 Mar 2024 (another of the household)");

	b.asks[0].when.day = at(180 + 10);
	assert_true(book_check(&b)->earned);
	b.gives[0] = at(9); /* after the ask */
	assert_false(book_holds(&b, GATE_GAVE_FIRST));
	assert_int_equal(b.verdict.n_blocking, 1);
	assert_int_equal(b.verdict.help, GATE_HELP_NONE);
	assert_int_equal(b.verdict.next_possible_day.n, NO_DAY.n);
	b.gives[0] = b.gives[1] = at(190); /* on the day of the ask before */
	assert_false(book_holds(&b, GATE_GAVE_FIRST));
	b.gives[0] = b.gives[1] = at(189);
	assert_true(book_check(&b)->earned);
}

/* The day named at a `later` before it, as on the ask's day. */
static void a_later_before_its_ask_is_waited_for_by_then(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	book_ask(&b, SELF, 20, ASK_LATER)->later_day = at(10);
	(void)part_of_ask(&b, 10);
	b.gives[0] = at(12);
	assert_true(book_check(&b)->earned);
	b.asks[0].later_day = at(9);
	assert_false(book_holds(&b, GATE_RESTED));
}

/* Of one day the entry decides, of one entry the id. */
static void what_lies_before_an_ask_is_told_by_entry_and_id(void **state)
{
	static const struct {
		int64_t entry, id;
		bool is_before;
	} cases[] = {{4, 9, true}, {5, 1, true}, {5, 9, false}, {6, 1, false}};
	struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct gate_ask other = {cases[i].id, OTHER, {at(4), cases[i].entry}, 0, NO_DAY};
		struct gate_ask own = {5, SELF, {at(4), 5}, ASK_WILLING, NO_DAY};

		book_init(&b);
		b.asks[0] = cases[i].is_before ? other : own;
		b.asks[1] = cases[i].is_before ? own : other;
		b.facts.n_asks = 2;
		b.question.part_of = 5;
		assert_int_equal(book_holds(&b, GATE_RESTED), !cases[i].is_before);
	}
}

/* All the rest is as it is today. */
static void a_part_needs_everything_else_now(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	(void)part_of_ask(&b, 4);
	(void)book_promise(&b, SELF, PROMISE_OPEN, 1);
	assert_false(book_holds(&b, GATE_PROMISES_KEPT));
	book_score(&b, 6, 0);
	assert_false(book_holds(&b, GATE_SATISFIED));
	assert_int_equal(b.verdict.n_blocking, 2);

	/* Whom they named when they were asked, they are thanked for before the list. */
	book_init(&b);
	(void)part_of_ask(&b, 4);
	book_loop(&b, 4)->thanked_day = NO_DAY;
	assert_false(book_holds(&b, GATE_LOOPS_CLOSED));
	assert_int_equal(b.verdict.help, GATE_HELP_LOOP);
	b.loops[0].thanked_day = at(3);
	assert_true(book_check(&b)->earned);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_third_later_running_is_counted),
		cmocka_unit_test(who_was_never_asked_waits_for_nothing),
		cmocka_unit_test(a_third_later_rests_and_a_fourth_only_waits),
		cmocka_unit_test(only_the_newest_later_is_waited_for),
		cmocka_unit_test(never_is_for_ever),
		cmocka_unit_test(a_part_is_judged_as_its_ask_was),
		cmocka_unit_test(what_came_after_its_ask_does_not_matter_to_a_part),
		cmocka_unit_test(what_its_ask_lacked_a_part_lacks_for_good),
		cmocka_unit_test(a_later_before_its_ask_is_waited_for_by_then),
		cmocka_unit_test(what_lies_before_an_ask_is_told_by_entry_and_id),
		cmocka_unit_test(a_part_needs_everything_else_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
