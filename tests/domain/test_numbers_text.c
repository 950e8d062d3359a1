/* The sentences, as one would say them; the empty cases first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "domain/numbers_text.h"

#define TODAY 20788 /* 2026-12-01 */
#define YEAR                                                                                       \
	{                                                                                          \
		{TODAY - 364},                                                                     \
		{                                                                                  \
			TODAY                                                                      \
		}                                                                                  \
	}
#define MONTH                                                                                      \
	{                                                                                          \
		{TODAY},                                                                           \
		{                                                                                  \
			TODAY                                                                      \
		}                                                                                  \
	}

static struct numbers_words words_of(struct numbers_range range)
{
	return (struct numbers_words){.range = range, .today = {TODAY}};
}

static const struct {
	struct numbers_range range;
	const char *want;
} whens[] = {
	{YEAR, "No sale was completed in these 12 months."},
	{MONTH, "No sale was completed this month."},
	{{{TODAY - 1}, {TODAY - 1}}, "No sale was completed on 2026-11-30."},
	{{{TODAY - 30}, {TODAY}}, "No sale was completed from 2026-11-01 to 2026-12-01."},
	{{{TODAY - 365}, {TODAY - 1}}, "No sale was completed from 2025-12-01 to 2026-11-30."},
};

static void the_time_is_named_as_one_would(void **state)
{
	const struct sources_numbers none = {0};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(whens); i++) {
		struct numbers_words words = words_of(whens[i].range);

		numbers_say_sources(&none, &words);
		assert_string_equal(words.text, whens[i].want);
	}
}

/* In the middle of a month, which is not its first day. */
static void today_and_this_month_are_two_things(void **state)
{
	const struct sources_numbers none = {0};
	const struct {
		int from, to; /* days of December */
		const char *want;
	} cases[] = {
		{15, 15, "No sale was completed today."},
		{1, 15, "No sale was completed this month."},
		{1, 14, "No sale was completed from 2026-12-01 to 2026-12-14."},
		{1, 1, "No sale was completed on 2026-12-01."},
		{14, 15, "No sale was completed from 2026-12-14 to 2026-12-15."},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct numbers_words words = {
			.range = {{TODAY + cases[i].from - 1}, {TODAY + cases[i].to - 1}},
			.today = {TODAY + 14},
		};

		numbers_say_sources(&none, &words);
		assert_string_equal(words.text, cases[i].want);
	}
}

#define UNKNOWN (N_NUMBERS_SOURCES - 1)
static const struct {
	int64_t sales, by_referral, unknown;
	int64_t revenue, of_referrals; /* in one currency; 0: none */
	const char *want;
} sales[] = {
	{1, 1, 0, 0, 0, "One sale was completed in these 12 months, and it came by referral."},
	{1, 0, 0, 0, 0,
	 "One sale was completed in these 12 months, and it did not come by referral."},
	{1, 0, 1, 0, 0,
	 "One sale was completed in these 12 months, and where it came from is not noted."},
	{9, 0, 0, 500, 0,
	 "9 sales were completed in these 12 months; none of them came by referral."},
	{9, 9, 0, 500, 500,
	 "9 sales were completed in these 12 months; all of them came by referral."},
	{9, 7, 0, 0, 0,
	 "9 sales were completed in these 12 months; 7 came by referral, 78 % of them."},
	{9, 1, 2, 1000, 999,
	 "9 sales were completed in these 12 months; one came by referral, 11 % of them and 99 % "
	 "of "
	 "the revenue. For 2 of them it is not noted."},
	{9, 0, 9, 0, 0,
	 "9 sales were completed in these 12 months; it is not noted where they came from."},
	{2, 0, 1, 0, 0,
	 "2 sales were completed in these 12 months; none of them came by referral. For one of "
	 "them it is not noted."},
	{2, 1, 0, 1, 1,
	 "2 sales were completed in these 12 months; one came by referral, 50 % of them and 100 % "
	 "of the revenue."},
	{2, 1, 0, -1, 0,
	 "2 sales were completed in these 12 months; one came by referral, 50 % of them."},
};

static void sales_are_told_by_whether_they_were_referred(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sales); i++) {
		struct money_sum sum = {"EUR", 2, sales[i].revenue};
		int64_t amounts[N_NUMBERS_SOURCES] = {[SOURCE_REFERRAL] = sales[i].of_referrals};
		struct sources_numbers s = {
			.sales = sales[i].sales,
			.of = {[SOURCE_REFERRAL] = sales[i].by_referral,
			       [UNKNOWN] = sales[i].unknown},
			.n_currencies = sales[i].revenue ? 1 : 0,
			.revenue = &sum,
			.amounts = amounts,
		};
		struct numbers_words words = words_of((struct numbers_range)YEAR);

		numbers_say_sources(&s, &words);
		assert_string_equal(words.text, sales[i].want);
	}
}

/* Money is told of only where it is some, and all of one kind. */
static void a_share_of_the_revenue_is_that_of_one_currency(void **state)
{
	static const struct {
		int n_currencies;
		int64_t revenue;
		bool is_told;
	} cases[] = {{0, 1000, false}, {1, 1000, true}, {1, 0, false}, {2, 1000, false}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct money_sum sums[] = {{"EUR", 2, cases[i].revenue}, {"USD", 2, 10}};
		int64_t amounts[N_NUMBERS_SOURCES * 2] = {500};
		struct sources_numbers s = {
			.sales = 2,
			.of = {[SOURCE_REFERRAL] = 1},
			.n_currencies = (size_t)cases[i].n_currencies,
			.revenue = sums,
			.amounts = amounts,
		};
		struct numbers_words words = words_of((struct numbers_range)YEAR);

		numbers_say_sources(&s, &words);
		assert_int_equal(strstr(words.text, "50 % of the revenue") != NULL,
				 cases[i].is_told);
		assert_int_equal(strstr(words.text, "revenue") != NULL, cases[i].is_told);
	}
}

static const struct {
	struct coverage_numbers n;
	const char *want;
} covers[] = {
	{{0}, "There are no customers yet."},
	{{1, 0, 0, 0, 0},
	 "Of the one customer in the book: the talk was not held, they were not asked yet, they "
	 "have "
	 "sent nobody."},
	{{1, 1, 1, 0, 1},
	 "Of the one customer in the book: the talk was held, they were not asked yet and may be "
	 "now, "
	 "they have sent somebody."},
	{{1, 0, 1, 1, 0},
	 "Of the one customer in the book: the talk was not held, they were asked, they have sent "
	 "nobody."},
	{{2, 1, 1, 2, 1},
	 "Of 2 customers, one had the talk, one may be asked now, 2 were asked, and one has sent "
	 "somebody."},
	{{120, 80, 14, 1, 0},
	 "Of 120 customers, 80 had the talk, 14 may be asked now, one was asked, and none have "
	 "sent "
	 "somebody."},
};

static void coverage_is_told_of_all_customers(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(covers); i++) {
		struct numbers_words words = words_of((struct numbers_range)YEAR);

		numbers_say_coverage(&covers[i].n, &words);
		assert_string_equal(words.text, covers[i].want);
	}
}

static const struct {
	int64_t asks, n[N_FUNNEL_STAGES];
	const char *want;
} funnels[] = {
	{0, {0}, "Nobody was asked and nobody was named in these 12 months."},
	{12, {12}, "12 asks were made in these 12 months and nobody was named."},
	{1,
	 {1, 1},
	 "One ask was made in these 12 months and one person was named; none of them was contacted "
	 "yet."},
	{0,
	 {0, 3, 2, 1, 1, 0},
	 "Nobody was asked in these 12 months, and yet 3 people were named; 2 were contacted, one "
	 "met, "
	 "one said yes, and none bought."},
	{0,
	 {0, 1},
	 "Nobody was asked in these 12 months, and yet one person was named; none of them was "
	 "contacted yet."},
	{1,
	 {1, 2, 1, 0, 0, 0},
	 "One ask was made in these 12 months and 2 people were named; one was contacted, none "
	 "met, none said yes, and none bought."},
	{2,
	 {2, 3, 2, 2, 2, 1},
	 "2 asks were made in these 12 months and 3 people were named; 2 were contacted, 2 met, 2 "
	 "said yes, and one bought."},
};

static void the_funnel_is_told_as_far_as_it_goes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(funnels); i++) {
		struct funnel_numbers f = {.asks = {.counted = funnels[i].asks}};
		struct numbers_words words = words_of((struct numbers_range)YEAR);

		for (int stage = 0; stage < N_FUNNEL_STAGES; stage++)
			f.n[stage] = funnels[i].n[stage];
		numbers_say_funnel(&f, &words);
		assert_string_equal(words.text, funnels[i].want);
	}
}

static const struct {
	struct promises_numbers p; /* on time, late, broken, withdrawn, days early, open, overdue */
	const char *want;
} promises[] = {
	{{0}, "No promise came to its end in these 12 months. None is open."},
	{{0, 0, 0, 0, 0, 1, 0}, "No promise came to its end in these 12 months. One is open."},
	{{0, 0, 0, 0, 0, 1, 1},
	 "No promise came to its end in these 12 months. One is open, and it is overdue."},
	{{0, 0, 0, 2, 0, 3, 0},
	 "2 promises were withdrawn in these 12 months, and none was kept or broken. 3 are open."},
	{{1, 0, 0, 0, 1, 0, 0},
	 "The one promise that came to its end in these 12 months was kept on time, 1.0 days early "
	 "on "
	 "average. None is open."},
	{{20, 0, 0, 1, 0, 3, 1},
	 "All 20 promises that came to their end in these 12 months were kept on time, on the day "
	 "on "
	 "average. 3 are open, one of them overdue."},
	{{10, 0, 0, 0, 1, 0, 0},
	 "All 10 promises that came to their end in these 12 months were kept on time, 0.1 days "
	 "early on average. None is open."},
	{{17, 2, 1, 0, 23, 0, 0},
	 "Of 20 promises that came to an end in these 12 months, 17 were kept on time (85 %), 2 "
	 "late, "
	 "and one was broken; those kept came 1.2 days early on average. None is open."},
	{{0, 1, 0, 0, -3, 0, 0},
	 "The one promise that came to its end in these 12 months was kept late, 3.0 days late on "
	 "average. None is open."},
	{{0, 0, 1, 0, 0, 0, 0},
	 "The one promise that came to its end in these 12 months was broken. None is open."},
	{{0, 0, 2, 0, 0, 0, 0},
	 "Of 2 promises that came to an end in these 12 months, none were kept on time and 2 were "
	 "broken. None is open."},
	{{0, 0, 0, 1, 0, 2, 2},
	 "One promise was withdrawn in these 12 months, and none was kept or broken. 2 are open, "
	 "2 of them overdue."},
	{{2, 0, 0, 0, 1, 0, 0},
	 "All 2 promises that came to their end in these 12 months were kept on time, 0.5 days "
	 "early on average. None is open."},
	{{1, 1, 0, 0, -1, 0, 0},
	 "Of 2 promises that came to an end in these 12 months, one was kept on time (50 %) and "
	 "one late; those kept came 0.5 days late on average. None is open."},
	{{1, 0, 1, 0, 25, 0, 0},
	 "Of 2 promises that came to an end in these 12 months, one was kept on time (50 %) and "
	 "one was broken; those kept came 25.0 days early on average. None is open."},
	{{0, 2, 1, 0, -7, 0, 0},
	 "Of 3 promises that came to an end in these 12 months, none were kept on time, 2 late, "
	 "and one was broken; those kept came 3.5 days late on average. None is open."},
};

static void promises_are_told_by_their_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(promises); i++) {
		struct numbers_words words = words_of((struct numbers_range)YEAR);

		numbers_say_promises(&promises[i].p, &words);
		assert_string_equal(words.text, promises[i].want);
	}
}

static const struct {
	struct cadence_numbers a, c; /* days, contacts, never, yellow, red */
	int quietest;
	const char *want;
} cadences_told[] = {
	{{0}, {0}, 0, "Nobody is to hear from you regularly yet."},
	{{30, 1, 0, 0, 0},
	 {0},
	 0,
	 "One contact should hear from you regularly; you are in touch with all of them."},
	{{30, 3, 0, 0, 0},
	 {180, 4, 2, 0, 0},
	 0,
	 "7 contacts should hear from you regularly; nobody you spoke with waits too long. With 2 "
	 "of "
	 "them no conversation is noted."},
	{{30, 3, 0, 1, 0},
	 {180, 4, 0, 1, 0},
	 0,
	 "7 contacts should hear from you regularly; it is time for 2."},
	{{30, 3, 0, 1, 1},
	 {180, 4, 1, 0, 0},
	 400,
	 "7 contacts should hear from you regularly; it is time for one, and one has waited much "
	 "too "
	 "long, the quietest for 400 days. With one of them no conversation is noted."},
	{{30, 3, 1, 1, 0},
	 {0},
	 0,
	 "3 contacts should hear from you regularly; it is time for one. With one of them no "
	 "conversation is noted."},
	{{30, 3, 0, 1, 1},
	 {0},
	 50,
	 "3 contacts should hear from you regularly; it is time for one, and one has waited much "
	 "too long, the quietest for 50 days."},
	{{30, 3, 0, 0, 2},
	 {0},
	 400,
	 "3 contacts should hear from you regularly; 2 have waited much too long, the quietest for "
	 "400 "
	 "days."},
};

static void silence_is_told_by_how_long_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cadences_told); i++) {
		const struct cadence_numbers classes[] = {
			cadences_told[i].a, {0}, cadences_told[i].c};
		struct numbers_words words = words_of((struct numbers_range)YEAR);

		numbers_say_cadence(classes, cadences_told[i].quietest, &words);
		assert_string_equal(words.text, cadences_told[i].want);
	}
}

/* One of a class, spoken with never, too long ago, or much too long ago. */
static void every_class_counts(void **state)
{
	static const struct {
		struct cadence_numbers of;
		const char *want;
	} cases[] = {
		{{30, 1, 1, 0, 0},
		 "One contact should hear from you regularly; nobody you spoke with waits too "
		 "long. With one of them no conversation is noted."},
		{{30, 1, 0, 1, 0},
		 "One contact should hear from you regularly; it is time for one."},
		{{30, 1, 0, 0, 1},
		 "One contact should hear from you regularly; one has waited much too long, the "
		 "quietest for 100 days."},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (int class = CADENCE_A; class <= CADENCE_C; class ++) {
			struct cadence_numbers classes[3] = {{0}, {0}, {0}};
			struct numbers_words words = words_of((struct numbers_range)YEAR);

			classes[class] = cases[i].of;
			numbers_say_cadence(classes, 100, &words);
			assert_string_equal(words.text, cases[i].want);
		}
}

static void a_sentence_too_long_ends_where_its_place_does(void **state)
{
	struct numbers_words words = words_of((struct numbers_range)YEAR);
	char name[NUMBERS_TEXT_SIZE + 100];
	const struct step_numbers best = {"after-sale", name, "+1", 41, 14};

	(void)state;
	memset(name, 'x', sizeof name);
	name[sizeof name - 1] = '\0';
	for (int turn = 0; turn < 2; turn++) {
		numbers_say_steps(&best, 1, 0, &words);
		assert_int_equal(words.n, NUMBERS_TEXT_SIZE - 1);
		assert_int_equal(strlen(words.text), NUMBERS_TEXT_SIZE - 1);
	}
	for (size_t n = sizeof name - 1; n > 0; n--) {
		name[n] = '\0';
		words = words_of((struct numbers_range)YEAR);
		numbers_say_steps(&best, 1, 0, &words);
		assert_int_equal(words.n, strlen(words.text));
	}
}

static void steps_are_told_by_the_best_of_them(void **state)
{
	const struct step_numbers best = {"after-sale", "first-ask", "+1", 41, 14};
	const struct step_numbers never = {"after-sale", "value", "+90", 88, 0};
	const struct {
		const struct step_numbers *steps;
		size_t n;
		int64_t others;
		const char *want;
	} cases[] = {
		{NULL, 0, 0, "No step of a plan was done in these 12 months."},
		{NULL, 0, 3,
		 "No step was done 20 times in these 12 months; with fewer cases nothing is said."},
		{&never, 1, 3,
		 "Nobody was named after any step that was done 20 times or more in these 12 "
		 "months."},
		{&best, 1, 0,
		 "The step first-ask (after-sale, +1) led to a name most often: 14 of 41 times in "
		 "these 12 months."},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct numbers_words words = words_of((struct numbers_range)YEAR);

		numbers_say_steps(cases[i].steps, cases[i].n, cases[i].others, &words);
		assert_string_equal(words.text, cases[i].want);
	}
}

static const struct {
	struct time_numbers t; /* serving, prospecting, sales, by referral */
	const char *want;
} times[] = {
	{{0}, "No hours are noted this month."},
	{{0, 0, 9, 7}, "No hours are noted this month. 7 of 9 sales came by referral."},
	{{0, 0, 1, 0}, "No hours are noted this month. The one sale did not come by referral."},
	{{0, 0, 2, 0}, "No hours are noted this month. None of 2 sales came by referral."},
	{{82, 18, 9, 7},
	 "This month 82 % of my hours went to clients; 7 of 9 sales came by referral."},
	{{60, 0, 1, 1},
	 "This month 100 % of my hours went to clients; the one sale came by referral."},
	{{0, 60, 0, 0}, "This month 0 % of my hours went to clients; no sale was completed."},
	{{60, 60, 2, 1},
	 "This month 50 % of my hours went to clients; 1 of 2 sales came by referral."},
	{{9999, 1, 0, 0}, "This month 99 % of my hours went to clients; no sale was completed."},
};

static void the_sentence_for_the_talk_is_honest(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(times); i++) {
		struct numbers_words words = words_of((struct numbers_range)MONTH);

		numbers_say_time(&times[i].t, &words);
		assert_string_equal(words.text, times[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_time_is_named_as_one_would),
		cmocka_unit_test(today_and_this_month_are_two_things),
		cmocka_unit_test(a_share_of_the_revenue_is_that_of_one_currency),
		cmocka_unit_test(every_class_counts),
		cmocka_unit_test(a_sentence_too_long_ends_where_its_place_does),
		cmocka_unit_test(sales_are_told_by_whether_they_were_referred),
		cmocka_unit_test(coverage_is_told_of_all_customers),
		cmocka_unit_test(the_funnel_is_told_as_far_as_it_goes),
		cmocka_unit_test(promises_are_told_by_their_end),
		cmocka_unit_test(silence_is_told_by_how_long_it_is),
		cmocka_unit_test(steps_are_told_by_the_best_of_them),
		cmocka_unit_test(the_sentence_for_the_talk_is_honest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
