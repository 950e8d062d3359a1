/* Gifts: the limit of a year, and which follow-up one does. */
#include "domain/gift.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"

static void a_limit_is_of_the_default_currency_in_its_own_minor_units(void **state)
{
	static const struct {
		int whole, exponent;
		bool is_default;
		int64_t want;
	} cases[] = {
		{50, 2, true, 5000},  {50, 0, true, 50},
		{50, 3, true, 50000}, {100000000, 4, true, 1000000000000},
		{0, 2, true, 0},      {50, 2, false, NO_GIFT_LIMIT},
		{0, 2, false, 0}, /* none is none, whatever it is paid in */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(gift_limit(cases[i].whole, cases[i].exponent, cases[i].is_default),
				 cases[i].want);
}

static void the_limit_may_be_reached_and_not_passed_and_a_plan_stops_there(void **state)
{
	static const struct {
		int64_t amount, limit;
		bool is_over, holds;
	} cases[] = {
		{0, 5000, false, true},
		{4999, 5000, false, true},
		{5000, 5000, false, false},
		{5001, 5000, true, false},
		{0, 0, true, false},
		{1, 0, true, false},
		{0, NO_GIFT_LIMIT, false, true},
		{INT64_MAX, NO_GIFT_LIMIT, false, true},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(gift_is_over(cases[i].amount, cases[i].limit), cases[i].is_over);
		assert_int_equal(gift_policy_holds(cases[i].amount, cases[i].limit),
				 cases[i].holds);
	}
}

static void what_is_about_another_referral_fits_no_gift_for_this_one(void **state)
{
	const struct gift in_thanks = {.referral = 5}, just_so = {.referral = 0};

	(void)state;
	assert_int_equal(gift_fit(&in_thanks, 0, false), GIFT_FITS);
	assert_int_equal(gift_fit(&in_thanks, 2, false), GIFT_FITS_NOT);
	assert_int_equal(gift_fit(&in_thanks, 2, true), GIFT_FITS_REFERRAL);
	assert_int_equal(gift_fit(&just_so, 0, false), GIFT_FITS);
	assert_int_equal(gift_fit(&just_so, 2, false), GIFT_FITS);
}

/* One letter a follow-up: n fits not, f fits, r is about the referral. */
static void the_only_one_is_done_and_the_referral_s_own_first(void **state)
{
	static const struct {
		const char *fits;
		int want;
	} cases[] = {
		{"", -1},  {"n", -1}, {"f", 0},   {"nf", 1},   {"ff", -1},
		{"fr", 1}, {"rf", 0}, {"frf", 1}, {"rfr", -1}, {"nrn", 1},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum gift_fit fits[4];
		size_t n = strlen(cases[i].fits);

		for (size_t k = 0; k < n; k++)
			fits[k] = cases[i].fits[k] == 'r'   ? GIFT_FITS_REFERRAL
				  : cases[i].fits[k] == 'f' ? GIFT_FITS
							    : GIFT_FITS_NOT;
		fits[n] = GIFT_FITS_REFERRAL; /* behind the last of them */
		if (gift_choose(fits, n) != cases[i].want)
			fail_msg("of \"%s\": %d", cases[i].fits, gift_choose(fits, n));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_limit_is_of_the_default_currency_in_its_own_minor_units),
		cmocka_unit_test(the_limit_may_be_reached_and_not_passed_and_a_plan_stops_there),
		cmocka_unit_test(what_is_about_another_referral_fits_no_gift_for_this_one),
		cmocka_unit_test(the_only_one_is_done_and_the_referral_s_own_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
