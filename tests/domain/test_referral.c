/* What a referral may become, and what its referrer is owed of it. */
#include "domain/referral.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define N_STATUSES (REFERRAL_NOT_A_FIT + 1)

static void it_goes_forward_and_a_lost_one_begins_anew(void **state)
{
	/* a row for each status it has, a column for each that it may become */
	static const char *const may[N_STATUSES] = {
		[REFERRAL_CANDIDATE] = ".......", [REFERRAL_RECEIVED] = "..CMWLN",
		[REFERRAL_CONTACTED] = "...MWLN", [REFERRAL_MEETING] = "....WLN",
		[REFERRAL_WON] = ".....L.",       [REFERRAL_LOST] = ".R.....",
		[REFERRAL_NOT_A_FIT] = ".R.....",
	};

	(void)state;
	for (int from = 0; from < N_STATUSES; from++)
		for (int to = 0; to < N_STATUSES; to++)
			if (referral_may_become((enum referral_status)from,
						(enum referral_status)to) != (may[from][to] != '.'))
				fail_msg("%s to %s", referral_statuses[from],
					 referral_statuses[to]);
}

static struct referral received(void)
{
	struct referral x = {.status = REFERRAL_RECEIVED, .origin = ORIGIN_OFFERED};

	for (int status = 0; status < N_STATUSES; status++)
		referral_set_day(&x, (enum referral_status)status, NO_DAY);
	x.received_day = (struct day){100};
	x.closed_day = x.thanked_day = x.told_contact_day = x.told_outcome_day = NO_DAY;
	return x;
}

static void each_status_has_a_day_of_its_own(void **state)
{
	struct referral x = received();

	(void)state;
	for (int status = N_STATUSES - 1; status >= 0; status--)
		referral_set_day(&x, (enum referral_status)status, (struct day){200 + status});
	for (int status = 0; status < N_STATUSES; status++)
		assert_int_equal(referral_day(&x, (enum referral_status)status).n, 200 + status);
}

/* What is said, and what is owed then: t thank, c first contact, o outcome. */
static void a_referrer_is_owed_thanks_news_and_the_outcome(void **state)
{
	static const struct {
		const char *said; /* t, c, o: told; x: closed */
		const char *owed;
	} cases[] = {
		{"", "tc"},   {"t", "c"},   {"c", "t"},   {"tc", ""},  {"x", "to"}, {"tx", "o"},
		{"cx", "to"}, {"tcx", "o"}, {"tcxo", ""}, {"xo", "t"}, {"txo", ""}, {"o", "t"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct referral x = received();
		char owed[4] = "", *to = owed;

		for (const char *c = cases[i].said; *c; c++) {
			struct day *day = *c == 't'   ? &x.thanked_day
					  : *c == 'c' ? &x.told_contact_day
					  : *c == 'o' ? &x.told_outcome_day
						      : &x.closed_day;
			*day = (struct day){110};
		}
		for (int what = 0; what < N_LOOP_WHATS; what++)
			if (referral_owes(&x, (enum loop_what)what))
				*to++ = "tcog"[what];
		*to = '\0';
		assert_string_equal(owed, cases[i].owed);
	}
}

static void nothing_is_owed_for_what_was_not_received(void **state)
{
	struct referral candidate = received(), given = received(), imported = received();

	(void)state;
	candidate.status = REFERRAL_CANDIDATE;
	given.direction = REFERRAL_GIVEN_ONE;
	imported.origin = ORIGIN_IMPORT;
	for (int what = 0; what < N_LOOP_WHATS; what++) {
		assert_false(referral_owes(&candidate, (enum loop_what)what));
		assert_false(referral_owes(&given, (enum loop_what)what));
		assert_false(referral_owes(&imported, (enum loop_what)what));
	}
	assert_false(referral_is_open(&candidate));
	assert_false(referral_is_open(&given));
	assert_true(referral_is_open(&imported));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_goes_forward_and_a_lost_one_begins_anew),
		cmocka_unit_test(each_status_has_a_day_of_its_own),
		cmocka_unit_test(a_referrer_is_owed_thanks_news_and_the_outcome),
		cmocka_unit_test(nothing_is_owed_for_what_was_not_received),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
