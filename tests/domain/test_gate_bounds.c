/* The gate's days: the one before, the very one, and the one after, for every number there is. */
#include "gate_book.h"

#include <string.h>

#include "domain/day.h"

#define N_DAYS 800

static void asked(struct book *b, int n)
{
	(void)book_ask(b, SELF, n, ASK_DECLINED);
}

static void asked_by_another_without_answer(struct book *b, int n)
{
	(void)book_ask(b, OTHER, n, -1);
}

/* The cap of a year, seen by itself: the rest is over in any case. */
static void asked_twice(struct book *b, int n)
{
	(void)book_ask(b, SELF, n, ASK_DECLINED);
	(void)book_ask(b, SELF, n > 90 ? 90 : n, ASK_DECLINED);
}

static void scored(struct book *b, int n)
{
	book_score(b, 9, n);
}

static void only_praised(struct book *b, int n)
{
	book_no_score(b);
	book_praise(b, n);
}

static void scored_8_and_praised(struct book *b, int n)
{
	book_score(b, 8, 3);
	book_praise(b, n);
}

static void resolved(struct book *b, int n)
{
	(void)book_complaint(b, OTHER, n + 1, n);
	book_no_score(b);
}

static void kept_late(struct book *b, int n)
{
	(void)book_late(b, OTHER, PROMISE_KEPT, n);
	book_no_score(b);
}

static void redated_late(struct book *b, int n)
{
	(void)book_late(b, SELF, PROMISE_OPEN, n);
	book_no_score(b);
}

/* What was put right later counts from the day it broke all the same. */
static void broken(struct book *b, int n)
{
	book_broken(b, SELF, n)->righted = when(b, n / 2);
	book_no_score(b);
}

/* Due n days before today: overdue from the day after. */
static void due(struct book *b, int n)
{
	(void)book_promise(b, SELF, PROMISE_OPEN, n);
}

/* Due in 400 days, which is n days after the completion. */
static void open_for_a_sale(struct book *b, int n)
{
	book_promise(b, SELF, PROMISE_OPEN, -400)->completed_day = at(n - 400);
}

static void died(struct book *b, int n)
{
	b->facts.death_in_household = at(n);
}

static void paused_until(struct book *b, int n)
{
	b->facts.state = CONTACT_PAUSED;
	b->facts.paused_until = at(n - 100);
}

static void stopped_until(struct book *b, int n)
{
	book_stop(b, SUPPRESS_ASK, at(n - 100));
}

static void later_until(struct book *b, int n)
{
	book_ask(b, SELF, 200, ASK_LATER)->later_day = at(n - 100);
}

static void given_by_a_partner(struct book *b, int n)
{
	b->facts.is_partner = true;
	b->gives[0] = b->gives[1] = at(n);
}

static void given_before_any_sale(struct book *b, int n)
{
	b->facts.n_completed = 0;
	b->facts.first_completed_day = NO_DAY;
	b->gives[0] = b->gives[1] = at(n);
}

/* Completed 100 days ago. */
static void given_since_completion(struct book *b, int n)
{
	b->gives[0] = b->gives[1] = at(n);
}

/* A partner who was asked counts from that ask, however long ago, like everybody. */
static void given_since_the_ask(struct book *b, int n)
{
	b->facts.is_partner = true;
	(void)book_ask(b, OTHER, 500, ASK_WILLING);
	b->gives[0] = b->gives[1] = at(n);
}

/* Not heard of for n days. */
static void sent(struct book *b, int n)
{
	(void)book_loop(b, n);
}

static void sent_on(struct book *b, int n)
{
	book_loop(b, n - 100)->thanked_day = NO_DAY;
}

static void thanked_on(struct book *b, int n)
{
	struct gate_loop *loop = book_loop(b, 200);

	loop->thanked_day = at(n - 100);
	loop->told_contact_day = at(190);
}

static void told_of_the_contact_on(struct book *b, int n)
{
	book_loop(b, 200)->told_contact_day = at(n - 100);
}

static void closed_on(struct book *b, int n)
{
	struct gate_loop *loop = book_loop(b, 200);

	loop->told_contact_day = at(190);
	loop->closed_day = at(n - 100);
}

static void told_of_the_outcome_on(struct book *b, int n)
{
	struct gate_loop *loop = book_loop(b, 200);

	loop->closed_day = at(150);
	loop->told_outcome_day = at(n - 100);
}

/* It need not be closed for that. */
static void told_it_comes_to_nothing_on(struct book *b, int n)
{
	book_loop(b, 200)->told_outcome_day = at(n - 100);
}

#define RULE(member) offsetof(struct gate_rules, member)
#define DEFAULT (-1)

/* It holds from n = `turn` on, or up to there. */
static const struct bound {
	void (*put)(struct book *b, int n);
	enum gate_code code;
	bool is_from;
	int turn;
	size_t rule; /* set to `value`, unless that is DEFAULT */
	int value;
} bounds[] = {
	{asked, GATE_RESTED, true, 180, 0, DEFAULT},
	{asked, GATE_RESTED, true, 90, RULE(rest_days), 90},
	{asked, GATE_RESTED, true, 730, RULE(rest_days), 730},
	{asked, GATE_RESTED, true, 365, RULE(asks_per_year), 1},
	{asked_by_another_without_answer, GATE_RESTED, true, 180, 0, DEFAULT},
	{asked_twice, GATE_RESTED, true, 365, RULE(rest_days), 90},
	{later_until, GATE_RESTED, true, 100, 0, DEFAULT},
	{scored, GATE_SATISFIED, false, 365, 0, DEFAULT},
	{scored, GATE_SATISFIED, false, 90, RULE(score_age_days), 90},
	{only_praised, GATE_SATISFIED, false, 365, 0, DEFAULT},
	{only_praised, GATE_SATISFIED, false, 90, RULE(score_age_days), 90},
	{scored_8_and_praised, GATE_SATISFIED, false, 365, 0, DEFAULT},
	{resolved, GATE_NO_COMPLAINT, true, 14, 0, DEFAULT},
	{resolved, GATE_NO_COMPLAINT, true, 7, RULE(complaint_days), 7},
	{resolved, GATE_NO_COMPLAINT, true, 90, RULE(complaint_days), 90},
	{kept_late, GATE_PROMISES_KEPT, true, 90, 0, DEFAULT},
	{kept_late, GATE_PROMISES_KEPT, true, 30, RULE(promise_days), 30},
	{kept_late, GATE_PROMISES_KEPT, true, 365, RULE(promise_days), 365},
	{redated_late, GATE_PROMISES_KEPT, true, 90, 0, DEFAULT},
	{broken, GATE_PROMISES_KEPT, true, 90, 0, DEFAULT},
	{due, GATE_PROMISES_KEPT, false, 0, 0, DEFAULT},
	{open_for_a_sale, GATE_PROMISES_KEPT, true, 31, 0, DEFAULT},
	{died, GATE_CONTACTABLE, true, 180, 0, DEFAULT},
	{paused_until, GATE_CONTACTABLE, true, 100, 0, DEFAULT},
	{stopped_until, GATE_CONTACTABLE, true, 100, 0, DEFAULT},
	{given_by_a_partner, GATE_GAVE_FIRST, false, 364, 0, DEFAULT},
	{given_before_any_sale, GATE_GAVE_FIRST, false, 364, 0, DEFAULT},
	{given_since_completion, GATE_GAVE_FIRST, false, 100, 0, DEFAULT},
	{given_since_the_ask, GATE_GAVE_FIRST, false, 499, 0, DEFAULT},
	{sent, GATE_LOOPS_CLOSED, false, 6, 0, DEFAULT},
	{sent_on, GATE_LOOPS_CLOSED, false, 99, 0, DEFAULT},
	{thanked_on, GATE_LOOPS_CLOSED, true, 100, 0, DEFAULT},
	{told_of_the_contact_on, GATE_LOOPS_CLOSED, true, 100, 0, DEFAULT},
	{closed_on, GATE_LOOPS_CLOSED, false, 99, 0, DEFAULT},
	{told_of_the_outcome_on, GATE_LOOPS_CLOSED, true, 100, 0, DEFAULT},
	{told_it_comes_to_nothing_on, GATE_LOOPS_CLOSED, true, 100, 0, DEFAULT},
};

static void every_number_turns_on_its_day(void **state)
{
	static struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bounds); i++) {
		for (int n = 0; n <= N_DAYS; n++) {
			bool holds = bounds[i].is_from ? n >= bounds[i].turn : n <= bounds[i].turn;

			book_init(&b);
			if (bounds[i].value != DEFAULT)
				memcpy((char *)&b.rules + bounds[i].rule, &bounds[i].value,
				       sizeof(int));
			bounds[i].put(&b, n);
			if (book_holds(&b, bounds[i].code) != holds)
				fail_msg("bound %zu, %d days: %s", i, n,
					 b.verdict.conditions[bounds[i].code].detail);
		}
	}
}

static void scores_and_compliments_at_the_bounds_of_the_setting(void **state)
{
	struct book b;

	(void)state;
	for (int min = 8; min <= 10; min++) {
		for (int score = 0; score <= 10; score++) {
			int nearly = min == 10 ? 9 : 8;

			for (int praised = 0; praised <= 1; praised++) {
				book_init(&b);
				b.rules.score_min = min;
				book_score(&b, score, 20);
				if (praised)
					book_praise(&b, 10);
				assert_int_equal(book_holds(&b, GATE_SATISFIED),
						 score >= min || (score >= nearly && praised));
			}
		}
	}
}

static void gives_at_the_bounds_of_the_setting(void **state)
{
	struct book b;

	(void)state;
	for (int needed = 1; needed <= 5; needed++) {
		for (int n = 0; n <= 6; n++) {
			book_init(&b);
			b.rules.gives_min = needed;
			b.facts.n_gives = (size_t)n;
			for (int i = 0; i < n; i++)
				b.gives[i] = at(3);
			assert_int_equal(book_holds(&b, GATE_GAVE_FIRST), n >= needed);
		}
	}
}

static void the_newest_gives_are_enough_to_look_at(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	b.facts.n_gives = GATE_GIVES_MAX;
	for (int i = 0; i < GATE_GIVES_MAX; i++)
		b.gives[i] = at(i);
	assert_true(book_check(&b)->earned);
}

/* Days are counted, not months or years. */
static void leap_years_are_counted_in_days(void **state)
{
	static const struct {
		const char *asked, *rested, *of_a_year;
	} cases[] = {
		{"2023-03-01", "2023-08-28", "2024-02-29"}, /* a leap day within the year */
		{"2023-02-28", "2023-08-27", "2024-02-28"},
		{"2024-02-29", "2024-08-27", "2025-02-28"},
		{"2023-09-03", "2024-03-01", "2024-09-02"}, /* and within the rest */
		{"2099-09-03", "2100-03-02", "2100-09-03"}, /* 2100 has none */
	};
	struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct day day, rested, of_a_year;

		assert_true(day_parse(cases[i].asked, &day));
		assert_true(day_parse(cases[i].rested, &rested));
		assert_true(day_parse(cases[i].of_a_year, &of_a_year));
		book_init(&b);
		book_ask(&b, SELF, 0, ASK_WILLING)->when.day = day;
		b.question.day = day_plus(rested, -1);
		assert_false(book_holds(&b, GATE_RESTED));
		assert_int_equal(b.verdict.conditions[GATE_RESTED].facts[2].value, rested.n);
		b.question.day = rested;
		assert_true(book_holds(&b, GATE_RESTED));

		b.rules.asks_per_year = 1;
		b.question.day = day_plus(of_a_year, -1);
		assert_false(book_holds(&b, GATE_RESTED));
		b.question.day = of_a_year;
		assert_true(book_holds(&b, GATE_RESTED));
	}
}

/* Entries are given as their places among 1, 2, 3: which of two of one day was written later. */
static void on_one_day_the_later_entry_is_newer(void **state)
{
	static const struct {
		int64_t score, complaint;
		bool is_newer;
	} cases[] = {{2, 1, true}, {1, 2, false}, {1, 1, false}};
	struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct gate_when score = {at(20), cases[i].score};
		struct gate_when trouble = {at(20), cases[i].complaint};

		assert_int_equal(gate_is_newer(score, trouble), cases[i].is_newer);

		/* A complaint made on the day of the score. */
		book_init(&b);
		book_score(&b, 9, 20);
		b.facts.newest.when = b.facts.enough.when = b.facts.nearly.when = score;
		book_complaint(&b, SELF, 20, 15)->made = trouble;
		assert_int_equal(book_holds(&b, GATE_SATISFIED), cases[i].is_newer);

		/* Resolved on the day of the score. */
		b.complaints[0].made = (struct gate_when){at(30), 9};
		b.complaints[0].resolved = trouble;
		b.rules.complaint_days = 90;
		assert_int_equal(book_holds(&b, GATE_NO_COMPLAINT), cases[i].is_newer);

		/* Put right on the day of the score. */
		b.facts.n_complaints = 0;
		book_broken(&b, OTHER, 40)->righted = trouble;
		assert_int_equal(book_holds(&b, GATE_SATISFIED), cases[i].is_newer);
		assert_int_equal(book_holds(&b, GATE_PROMISES_KEPT), cases[i].is_newer);
	}
}

static void what_never_was_is_newer_than_nothing(void **state)
{
	const struct gate_when never = {NO_DAY, 5}, not_either = {NO_DAY, 3};
	const struct gate_when once = {DAY_FIRST, 0};

	(void)state;
	assert_false(gate_is_newer(never, not_either));
	assert_false(gate_is_newer(not_either, never));
	assert_false(gate_is_newer(never, once));
	assert_true(gate_is_newer(once, never));
	assert_false(gate_is_newer(once, once));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_turns_on_its_day),
		cmocka_unit_test(scores_and_compliments_at_the_bounds_of_the_setting),
		cmocka_unit_test(gives_at_the_bounds_of_the_setting),
		cmocka_unit_test(the_newest_gives_are_enough_to_look_at),
		cmocka_unit_test(leap_years_are_counted_in_days),
		cmocka_unit_test(on_one_day_the_later_entry_is_newer),
		cmocka_unit_test(what_never_was_is_newer_than_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
