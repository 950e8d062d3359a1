/* Campaigns: the days of the tasks, who is left out, and whom a card is to. */
#include "domain/campaign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"

static struct day on(const char *text)
{
	struct day d = NO_DAY;

	if (*text)
		assert_true(day_parse(text, &d));
	return d;
}

static void tasks_fall_before_the_edition_in_proportion_and_never_in_the_past(void **state)
{
	static const struct {
		enum campaign_kind kind;
		const char *day;
		int lead;
		const char *today;
		const char *want[3];
	} cases[] = {
		{CAMPAIGN_CARD,
		 "2026-12-15",
		 42,
		 "2026-10-01",
		 {"2026-11-03", "2026-12-01", "2026-12-08"}},
		{CAMPAIGN_CARD,
		 "2026-12-15",
		 90,
		 "2026-09-01",
		 {"2026-09-16", "2026-12-01", "2026-12-08"}},
		{CAMPAIGN_CARD,
		 "2026-12-15",
		 41,
		 "2026-10-01",
		 {"2026-11-04", "2026-12-01", "2026-12-08"}},
		/* half the lead time, half the days */
		{CAMPAIGN_CARD,
		 "2026-12-15",
		 21,
		 "2026-10-01",
		 {"2026-11-24", "2026-12-08", "2026-12-11"}},
		{CAMPAIGN_CARD,
		 "2026-12-15",
		 1,
		 "2026-10-01",
		 {"2026-12-14", "2026-12-14", "2026-12-14"}},
		{CAMPAIGN_CARD,
		 "2026-12-15",
		 0,
		 "2026-10-01",
		 {"2026-12-15", "2026-12-15", "2026-12-15"}},
		/* entered late */
		{CAMPAIGN_CARD,
		 "2026-12-15",
		 42,
		 "2026-12-04",
		 {"2026-12-04", "2026-12-04", "2026-12-08"}},
		{CAMPAIGN_NEWSLETTER, "2026-12-01", 7, "2026-10-01", {"2026-11-24", "2026-12-01"}},
		{CAMPAIGN_NEWSLETTER, "2026-12-01", 7, "2026-11-30", {"2026-11-30", "2026-12-01"}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct campaign_task tasks[CAMPAIGN_TASKS_MAX];
		size_t n = campaign_tasks(cases[i].kind, on(cases[i].day), cases[i].lead,
					  on(cases[i].today), tasks);
		char text[DAY_TEXT_SIZE];

		assert_int_equal(n, cases[i].kind == CAMPAIGN_CARD ? 3 : 2);
		for (size_t k = 0; k < n; k++)
			assert_string_equal(day_format(tasks[k].day, text), cases[i].want[k]);
	}
}

static void cards_are_begun_six_weeks_before_and_newsletters_one(void **state)
{
	(void)state;
	assert_int_equal(campaign_default_lead(CAMPAIGN_CARD), 42);
	assert_int_equal(campaign_default_lead(CAMPAIGN_NEWSLETTER), 7);
	assert_string_equal(campaign_default_rule(CAMPAIGN_CARD), "FREQ=YEARLY");
	assert_string_equal(campaign_default_rule(CAMPAIGN_NEWSLETTER), "FREQ=MONTHLY");
}

static void an_edition_is_missed_when_the_working_day_after_it_is_over(void **state)
{
	static const struct worktime week = {.week = 0x1f, .start = 540, .end = 1080};
	static const struct {
		enum edition_state state;
		const char *day, *today;
		enum edition_state want;
	} cases[] = {
		{EDITION_PLANNED, "2026-11-03", "2026-11-03", EDITION_PLANNED},
		{EDITION_PLANNED, "2026-11-03", "2026-11-04", EDITION_MISSED},
		{EDITION_FROZEN, "2026-11-03", "2026-11-04", EDITION_MISSED},
		/* a Sunday: what is to be done for it is done on Monday */
		{EDITION_PLANNED, "2026-11-01", "2026-11-02", EDITION_PLANNED},
		{EDITION_PLANNED, "2026-11-01", "2026-11-03", EDITION_MISSED},
		{EDITION_SENT, "2026-11-03", "2027-01-01", EDITION_SENT},
		{EDITION_SKIPPED, "2026-11-03", "2027-01-01", EDITION_SKIPPED},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct edition e = {.day = on(cases[i].day), .state = cases[i].state};

		assert_int_equal(edition_state_on(&e, &week, on(cases[i].today)), cases[i].want);
	}
}

static void whoever_said_no_or_is_in_trouble_is_left_out(void **state)
{
	static const struct {
		struct recipient_facts facts;
		enum why_not card, newsletter;
	} cases[] = {
		{{CONTACT_ACTIVE, CONSENT_YES, false, false, false}, WHY_NOT_NONE, WHY_NOT_NONE},
		{{CONTACT_ACTIVE, CONSENT_UNKNOWN, false, false, false},
		 WHY_NOT_NONE,
		 WHY_NOT_CONSENT},
		{{CONTACT_ACTIVE, CONSENT_NO, false, false, false},
		 WHY_NOT_SAID_NO,
		 WHY_NOT_SAID_NO},
		{{CONTACT_ACTIVE, CONSENT_YES, true, false, false},
		 WHY_NOT_STOPPED,
		 WHY_NOT_STOPPED},
		{{CONTACT_ACTIVE, CONSENT_YES, true, true, true},
		 WHY_NOT_COMPLAINT,
		 WHY_NOT_COMPLAINT},
		{{CONTACT_ACTIVE, CONSENT_YES, false, false, true}, WHY_NOT_REPAIR, WHY_NOT_REPAIR},
		{{CONTACT_PAUSED, CONSENT_YES, false, false, false},
		 WHY_NOT_PAUSED,
		 WHY_NOT_PAUSED},
		{{CONTACT_DECEASED, CONSENT_YES, false, false, false},
		 WHY_NOT_DECEASED,
		 WHY_NOT_DECEASED},
		{{CONTACT_MERGED, CONSENT_YES, false, false, false},
		 WHY_NOT_DECEASED,
		 WHY_NOT_DECEASED},
		{{CONTACT_ERASED, CONSENT_YES, false, false, false},
		 WHY_NOT_DECEASED,
		 WHY_NOT_DECEASED},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(recipient_why_not(CAMPAIGN_CARD, &cases[i].facts), cases[i].card);
		assert_int_equal(recipient_why_not(CAMPAIGN_NEWSLETTER, &cases[i].facts),
				 cases[i].newsletter);
	}
}

static void an_address_says_what_it_lacks(void **state)
{
	static const struct {
		struct address address;
		enum why_not want;
	} cases[] = {
		{{"12 Elm St", "Springfield", "IL", "62704", NULL}, WHY_NOT_NONE},
		{{"12 Elm St", "Springfield", NULL, NULL, NULL}, WHY_NOT_NONE},
		{{NULL, NULL, NULL, NULL, NULL}, WHY_NOT_ADDRESS},
		{{"", " ", NULL, "", "US"}, WHY_NOT_ADDRESS},
		{{NULL, "Springfield", NULL, NULL, NULL}, WHY_NOT_STREET},
		{{"12 Elm St", NULL, NULL, "62704", NULL}, WHY_NOT_CITY},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(address_why_not(&cases[i].address), cases[i].want);
}

static void a_card_is_to_those_who_share_a_name(void **state)
{
	static const struct {
		const char *household;
		bool is_all;
		const char *names[4];
		const char *want;
	} cases[] = {
		{NULL, true, {NULL}, ""},
		{NULL, true, {"Ana Lopez"}, "Ana Lopez"},
		{NULL, true, {"Anastasia Featherstonehaugh"}, "Anastasia Featherstonehaugh"},
		{NULL,
		 true,
		 {"Ana Ruiz", "Anastasia Featherstonehaugh"},
		 "Ana Ruiz and Anastasia Featherstonehaugh"},
		{NULL, true, {"Ana  Lopez", "Ben Lopez"}, "Ana  and Ben Lopez"},
		{NULL, true, {"Ana Lopez", "Ben Lopez"}, "Ana and Ben Lopez"},
		{NULL, true, {"A Lopez", "B Lopez"}, "A and B Lopez"},
		{NULL, true, {"Ana Ruiz", "Ben Lopez"}, "Ana Ruiz and Ben Lopez"},
		{NULL, true, {"Ana Lopez", "Ben Lopez", "Cy Lopez"}, "Ana, Ben and Cy Lopez"},
		{NULL, true, {"Ana Lopez", "Ben Lopez", "Cy"}, "Ana Lopez, Ben Lopez and Cy"},
		{NULL, true, {"Ana de la Cruz", "Ben de la Cruz"}, "Ana and Ben de la Cruz"},
		{NULL, true, {"Ana Maria Lopez", "Ben Lopez"}, "Ana Maria and Ben Lopez"},
		{NULL, true, {"Lopez", "Ben Lopez"}, "Lopez and Ben Lopez"},
		{NULL, true, {" Lopez", "Ben Lopez"}, " Lopez and Ben Lopez"},
		{NULL, true, {"Lopez", "Lopez"}, "Lopez and Lopez"},
		{NULL, true, {"Ana Lopez", "Ana Lopez"}, "Ana and Ana Lopez"},
		{NULL, true, {"Ana Lopezl", "Ben Lopez"}, "Ana Lopezl and Ben Lopez"},
		{"Lopez", true, {"Ana Lopez", "Ben Ruiz"}, "The Lopez household"},
		{"Familie Lopez", true, {"Ana Lopez", "Ben Ruiz"}, "Familie Lopez"},
		{" ", true, {"Ana Lopez", "Ben Ruiz"}, "Ana Lopez and Ben Ruiz"},
		/* some of them are left out */
		{"Lopez", false, {"Ana Lopez", "Ben Ruiz"}, "Ana Lopez and Ben Ruiz"},
		{"Lopez", true, {"Ana Lopez"}, "Ana Lopez"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char text[256] = "of the card before it";
		size_t n = 0, size;

		while (n < 4 && cases[i].names[n])
			n++;
		size = recipient_names_size(cases[i].household, cases[i].names, n);
		assert_true(size <= sizeof text && size > strlen(cases[i].want));
		recipient_names(cases[i].household, cases[i].is_all, cases[i].names, n, text, size);
		assert_string_equal(text, cases[i].want);
	}
}

static void a_recipient_is_as_far_as_what_came_last(void **state)
{
	const struct day some = {1};
	struct recipient x = {.exported_day = NO_DAY,
			      .sent_day = NO_DAY,
			      .returned_day = NO_DAY,
			      .received_day = NO_DAY,
			      .skipped_day = NO_DAY};

	(void)state;
	assert_int_equal(recipient_state_of(&x), RECIPIENT_LISTED);
	x.exported_day = some;
	assert_int_equal(recipient_state_of(&x), RECIPIENT_EXPORTED);
	x.skipped_day = some;
	assert_int_equal(recipient_state_of(&x), RECIPIENT_SKIPPED);
	x.sent_day = some;
	assert_int_equal(recipient_state_of(&x), RECIPIENT_SENT);
	x.received_day = some;
	assert_int_equal(recipient_state_of(&x), RECIPIENT_RECEIVED);
	x.returned_day = some;
	assert_int_equal(recipient_state_of(&x), RECIPIENT_RETURNED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tasks_fall_before_the_edition_in_proportion_and_never_in_the_past),
		cmocka_unit_test(cards_are_begun_six_weeks_before_and_newsletters_one),
		cmocka_unit_test(an_edition_is_missed_when_the_working_day_after_it_is_over),
		cmocka_unit_test(whoever_said_no_or_is_in_trouble_is_left_out),
		cmocka_unit_test(an_address_says_what_it_lacks),
		cmocka_unit_test(a_card_is_to_those_who_share_a_name),
		cmocka_unit_test(a_recipient_is_as_far_as_what_came_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
