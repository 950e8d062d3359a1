/* Whom to call on first and why, and how those are who send people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "domain/army.h"
#include "domain/health.h"

static struct day on(const char *text)
{
	struct day day = NO_DAY;

	if (text)
		assert_true(day_parse(text, &day));
	return day;
}

static void the_reason_is_one_plain_sentence(void **state)
{
	static const struct {
		int64_t n_sent;
		const char *since, *sent, *served;
		int64_t n_loops;
		const char *want;
	} cases[] = {
		{4, "2024-02-01", "2026-05-30", "2026-11-20", 0,
		 "sent you 4 people, the last in May; served without being asked 12 days ago; "
		 "nothing is owed"},
		{1, "2025-12-31", "2025-12-31", "2026-12-01", 1,
		 "sent you somebody in December 2025; served without being asked yesterday; word "
		 "on 1 referral is owed to them"},
		{0, "2026-12-01", NULL, NULL, 0,
		 "said that they would this month; not served without being asked yet; nothing is "
		 "owed"},
		{2, "2026-01-01", "2026-12-02", "2026-12-02", 2,
		 "sent you 2 people, the last this month; served without being asked today; word "
		 "on 2 referrals is owed to them"},
		/* the day of the last is not known; or it is of one who was not sent after all */
		{2, "2026-01-01", NULL, "2026-12-02", 0,
		 "sent you 2 people, the last in January; served without being asked today; "
		 "nothing is owed"},
		{0, "2026-01-01", "2026-06-01", "2026-12-02", 0,
		 "said that they would in January; served without being asked today; nothing is "
		 "owed"},
		/* a day to come, of a book that was set back */
		{3, "2026-01-01", "2026-12-02", "2026-12-05", 0,
		 "sent you 3 people, the last this month; served without being asked today; "
		 "nothing is owed"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct army_member m = {
			.n_sent = cases[i].n_sent,
			.since = on(cases[i].since),
			.last_sent_day = on(cases[i].sent),
			.last_served_day = on(cases[i].served),
			.n_loops = cases[i].n_loops,
		};
		char got[ARMY_REASON_SIZE] = "what was said of another";

		assert_string_equal(army_reason(&m, on("2026-12-02"), got), cases[i].want);
	}
}

static void the_best_are_called_on_first(void **state)
{
	/* in the order that is right */
	static const struct army_member right[] = {
		{.contact = 9, .rank = ARMY_CHAMPION, .last_ask_day = {90}, .last_served_day = {1}},
		{.contact = 8, .rank = ARMY_REPEAT, .n_given = 3, .last_ask_day = {95}},
		{.contact = 7, .rank = ARMY_REPEAT, .n_given = 2, .last_ask_day = {INT32_MIN}},
		{.contact = 6, .rank = ARMY_REPEAT, .n_given = 2, .last_ask_day = {10}},
		{.contact = 5, .rank = ARMY_REFERRER, .last_served_day = {50}},
		{.contact = 3, .rank = ARMY_REFERRER, .last_served_day = {INT32_MIN}},
		{.contact = 4, .rank = ARMY_REFERRER, .last_served_day = {INT32_MIN}},
		{.contact = 1, .rank = ARMY_WILLING, .n_given = 9, .last_served_day = {99}},
	};
	struct army_member got[ARRAY_LEN(right)];

	(void)state;
	for (size_t turn = 0; turn < ARRAY_LEN(right); turn++) {
		for (size_t i = 0; i < ARRAY_LEN(right); i++)
			got[i] = right[(i * 3 + turn) % ARRAY_LEN(right)];
		qsort(got, ARRAY_LEN(got), sizeof *got, army_compare);
		for (size_t i = 0; i < ARRAY_LEN(right); i++)
			assert_int_equal(got[i].contact, right[i].contact);
	}
	assert_int_equal(army_compare(&right[0], &right[0]), 0);
}

static void a_referrer_is_well_unhappy_quiet_or_lost(void **state)
{
	static const struct {
		enum contact_state state;
		bool is_stopped;
		const char *spoken;
		int score, n_complaints, cadence;
		enum health want;
		const char *detail;
	} cases[] = {
		{CONTACT_ACTIVE, false, "2026-12-01", -1, 0, -1, HEALTH_WELL, ""},
		/* A: 45 days, B: 135, C: 270, and C where there is none */
		{CONTACT_ACTIVE, false, "2026-10-18", 9, 0, CADENCE_A, HEALTH_WELL, ""},
		{CONTACT_ACTIVE, false, "2026-10-17", 9, 0, CADENCE_A, HEALTH_QUIET,
		 "last spoken with 46 days ago; they are to hear from you every 30 days"},
		{CONTACT_ACTIVE, false, "2026-07-20", 9, 0, CADENCE_B, HEALTH_WELL, ""},
		{CONTACT_ACTIVE, false, "2026-07-19", 9, 0, CADENCE_B, HEALTH_QUIET,
		 "last spoken with 136 days ago; they are to hear from you every 90 days"},
		{CONTACT_ACTIVE, false, "2026-03-07", 9, 0, CADENCE_C, HEALTH_WELL, ""},
		{CONTACT_ACTIVE, false, "2026-03-06", 9, 0, CADENCE_NONE, HEALTH_QUIET,
		 "last spoken with 271 days ago; they are to hear from you every 180 days"},
		{CONTACT_PAUSED, false, NULL, -1, 0, -1, HEALTH_QUIET,
		 "no talk with them is noted; they are to hear from you every 180 days"},
		{CONTACT_ACTIVE, false, "2026-12-01", 7, 0, -1, HEALTH_WELL, ""},
		{CONTACT_ACTIVE, false, "2026-12-01", 6, 0, -1, HEALTH_UNHAPPY,
		 "their last score is 6 of 10"},
		{CONTACT_ACTIVE, false, "2026-12-01", 0, 0, -1, HEALTH_UNHAPPY,
		 "their last score is 0 of 10"},
		{CONTACT_ACTIVE, false, NULL, 3, 1, -1, HEALTH_UNHAPPY, "a complaint is open"},
		{CONTACT_ACTIVE, false, NULL, 10, 1, -1, HEALTH_UNHAPPY, "a complaint is open"},
		{CONTACT_ACTIVE, false, NULL, 10, 2, -1, HEALTH_UNHAPPY, "2 complaints are open"},
		{CONTACT_ACTIVE, true, NULL, 3, 1, -1, HEALTH_LOST, "they want no contact at all"},
		{CONTACT_DECEASED, true, NULL, 3, 1, -1, HEALTH_LOST, "they have died"},
		{CONTACT_MERGED, true, NULL, 3, 1, -1, HEALTH_WELL, ""},
		{CONTACT_ERASED, false, NULL, -1, 0, -1, HEALTH_WELL, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct health_facts f = {
			.state = cases[i].state,
			.is_stopped = cases[i].is_stopped,
			.last_two_way_day = on(cases[i].spoken),
			.last_score = cases[i].score,
			.n_complaints = cases[i].n_complaints,
			.cadence = cases[i].cadence,
		};
		char got[HEALTH_DETAIL_SIZE] = "what was said of another";

		if (health_of(&f, on("2026-12-02")) != cases[i].want)
			fail_msg("case %zu is %s", i, healths[health_of(&f, on("2026-12-02"))]);
		assert_string_equal(health_detail(&f, on("2026-12-02"), got), cases[i].detail);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_reason_is_one_plain_sentence),
		cmocka_unit_test(the_best_are_called_on_first),
		cmocka_unit_test(a_referrer_is_well_unhappy_quiet_or_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
