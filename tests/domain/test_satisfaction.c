/* What a score asks for, and which of two is the newer. */
#include "domain/satisfaction.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void a_score_asks_for_a_repair_a_recheck_or_nothing(void **state)
{
	static const struct {
		int score;
		bool has_compliment;
		bool is_trouble, wants_recheck;
	} cases[] = {
		{0, false, true, false}, {6, false, true, false},  {6, true, true, false},
		{7, false, false, true}, {7, true, false, true},   {8, false, false, true},
		{8, true, false, false}, {9, false, false, false}, {10, false, false, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(score_is_trouble(cases[i].score), cases[i].is_trouble);
		assert_int_equal(score_wants_recheck(cases[i].score, cases[i].has_compliment),
				 cases[i].wants_recheck);
	}
}

static void of_two_scores_the_later_day_is_newer_then_the_later_entry(void **state)
{
	static const struct {
		int a_day, a_entry, a_id, b_day, b_entry, b_id;
		bool want;
	} cases[] = {
		{11, 1, 1, 10, 9, 9, true},  {10, 9, 9, 11, 1, 1, false},
		{10, 5, 1, 10, 4, 2, true},  {10, 4, 2, 10, 5, 1, false},
		{10, 4, 3, 10, 4, 2, true},  {10, 4, 2, 10, 4, 3, false},
		{10, 4, 2, 10, 4, 2, false}, /* itself */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct satisfaction a = {
			.id = cases[i].a_id, .day = {cases[i].a_day}, .entry = cases[i].a_entry};
		const struct satisfaction b = {
			.id = cases[i].b_id, .day = {cases[i].b_day}, .entry = cases[i].b_entry};

		assert_int_equal(score_is_newer(&a, &b), cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_score_asks_for_a_repair_a_recheck_or_nothing),
		cmocka_unit_test(of_two_scores_the_later_day_is_newer_then_the_later_entry),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
