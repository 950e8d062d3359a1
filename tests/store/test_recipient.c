/* Recipients in the store: who is in an audience, and all that is asked about them. */
#include "store/recipient.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "store/edition.h"
#include "store/folder.h"
#include "store/raw.h"

#define TODAY ((struct day){100})

static const char book[] =
	"INSERT INTO household (id, created_at) VALUES (1, 1);"
	"INSERT INTO contact (id, name, name_key, state, cadence, household, created_at) VALUES "
	"(1, 'Di', 'di', 'active', 'A', 1, 1), (2, 'Cy', 'cy', 'active', NULL, 1, 1), "
	"(3, 'Ben', 'ben', 'paused', NULL, NULL, 1), (4, 'Ana', 'ana', 'active', 'none', NULL, 1), "
	"(5, 'Eva', 'eva', 'merged', NULL, NULL, 1), (6, NULL, NULL, 'erased', NULL, NULL, 1), "
	"(7, 'Flo', 'flo', 'deceased', NULL, NULL, 1);"
	"INSERT INTO contact_fact (contact, standing, n_completed) VALUES (1, 'referrer', 2), "
	"(2, 'prospect', 0), (3, 'customer', 1), (4, 'referrer', 0), (5, 'customer', 1), "
	"(6, 'customer', 1), (7, 'customer', 1);"
	"INSERT INTO contact_tag (contact, tag) VALUES (1, 'golf'), (2, 'golf'), (4, 'tea');"
	"INSERT INTO contact_consent (contact, channel, answer, day) VALUES (1, 'card', 'no', 1), "
	"(2, 'newsletter', 'yes', 1);"
	"INSERT INTO contact_email (contact, position, address, address_key) VALUES "
	"(2, 1, 'b@x', 'b@x'), (2, 0, 'a@x', 'a@x');"
	"INSERT INTO suppression (contact, channel, reason, day, until, lifted_day, created_at) "
	"VALUES (1, 'mail', 'r', 1, NULL, NULL, 1), (2, 'card', 'r', 1, 100, NULL, 1), "
	"(3, 'all', 'r', 1, 101, NULL, 1), (4, 'all', 'r', 1, NULL, 50, 1), "
	"(7, 'newsletter', 'r', 1, NULL, NULL, 1);"
	"INSERT INTO complaint (contact, text, state, day, entry, created_at) "
	"VALUES (1, 't', 'open', 1, 1, 1), (4, 't', 'resolved', 1, 1, 1);"
	"INSERT INTO address_flag (contact, day) VALUES (4, 90);"
	"INSERT INTO address_flag (household, day) VALUES (1, 91);"
	"INSERT INTO campaign (id, name, kind, rrule, start_day, lead_days, created_at) VALUES "
	"(1, 'c', 'card', 'FREQ=YEARLY', 5, 42, 1);"
	"INSERT INTO edition (id, campaign, day, state, created_at) VALUES (1, 1, 50, 'frozen', "
	"1), "
	"(2, 1, 415, 'frozen', 1)";

/* "Ana Cy Di" */
static void names(const struct persons *rows, char to[128])
{
	size_t at = 0;

	to[0] = '\0';
	for (size_t i = 0; i < rows->n; i++)
		at += (size_t)snprintf(to + at, 128 - at, "%s%s", i ? " " : "",
				       rows->items[i].name);
}

static void an_audience_is_by_standing_tag_and_class(void **state)
{
	static const struct {
		struct audience audience;
		const char *want;
	} cases[] = {
		{{-1, NULL, -1}, "Di Cy Ben Ana Flo"},
		{{STANDING_CUSTOMER, NULL, -1}, "Di Ben Flo"}, /* Di sends people as well */
		{{STANDING_REFERRER, NULL, -1}, "Di Ana"},
		{{STANDING_PROSPECT, NULL, -1}, "Cy"},
		{{-1, "golf", -1}, "Di Cy"},
		{{STANDING_PROSPECT, "golf", -1}, "Cy"},
		{{-1, "none", -1}, ""},
		{{-1, NULL, CADENCE_A}, "Di"},
		{{-1, NULL, CADENCE_C}, "Ben Flo"},
		{{-1, NULL, CADENCE_NONE}, "Cy Ana"},
	};
	struct store *s = open_at(NULL);
	struct arena *a = arena_new();

	(void)state;
	raw_exec(store_db(s), book);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct audience_query q = {CAMPAIGN_CARD, &cases[i].audience, TODAY, 0, 10};
		struct persons rows;
		char text[128];

		assert_int_equal(store_audience(s, &q, a, &rows), 0);
		names(&rows, text);
		assert_string_equal(text, cases[i].want);
	}
	arena_free(a);
	store_close(s);
}

static void pages_follow_each_other_by_id(void **state)
{
	static const struct audience all = {-1, NULL, -1};
	struct audience_query q = {CAMPAIGN_CARD, &all, TODAY, 0, 2};
	static const char *const want[] = {"Di Cy", "Ben Ana", "Flo", ""};
	struct store *s = open_at(NULL);
	struct arena *a = arena_new();
	struct persons rows;
	char text[128];

	(void)state;
	raw_exec(store_db(s), book);
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		assert_int_equal(store_audience(s, &q, a, &rows), 0);
		names(&rows, text);
		assert_string_equal(text, want[i]);
		if (rows.n)
			q.after = rows.items[rows.n - 1].contact;
	}
	arena_free(a);
	store_close(s);
}

static void everybody_comes_with_what_stands_against_it(void **state)
{
	static const struct {
		enum campaign_kind kind;
		int64_t contact;
		struct recipient_facts want;
		int flag_day;
		const char *email;
	} cases[] = {
		{CAMPAIGN_CARD, 1, {CONTACT_ACTIVE, CONSENT_NO, true, true, false}, -1, NULL},
		{CAMPAIGN_NEWSLETTER,
		 1,
		 {CONTACT_ACTIVE, CONSENT_UNKNOWN, false, true, false},
		 -1,
		 NULL},
		/* the trouble is the other's; a stop ends on its day */
		{CAMPAIGN_CARD,
		 2,
		 {CONTACT_ACTIVE, CONSENT_UNKNOWN, false, false, false},
		 -1,
		 "a@x"},
		{CAMPAIGN_NEWSLETTER,
		 2,
		 {CONTACT_ACTIVE, CONSENT_YES, false, false, false},
		 -1,
		 "a@x"},
		{CAMPAIGN_CARD, 3, {CONTACT_PAUSED, CONSENT_UNKNOWN, true, false, false}, -1, NULL},
		{CAMPAIGN_CARD,
		 4,
		 {CONTACT_ACTIVE, CONSENT_UNKNOWN, false, false, false},
		 90,
		 NULL},
		{CAMPAIGN_CARD,
		 7,
		 {CONTACT_DECEASED, CONSENT_UNKNOWN, false, false, false},
		 -1,
		 NULL},
		{CAMPAIGN_NEWSLETTER,
		 7,
		 {CONTACT_DECEASED, CONSENT_UNKNOWN, true, false, false},
		 -1,
		 NULL},
	};
	static const struct audience golf = {-1, "golf", -1};
	struct store *s = open_at(NULL);
	struct arena *a = arena_new();

	(void)state;
	raw_exec(store_db(s), book);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct audience_query q = {cases[i].kind, &golf, TODAY, 0, 10};
		const struct recipient_facts *want = &cases[i].want, *got;
		struct persons rows;

		assert_int_equal(store_audience_of_contact(s, &q, cases[i].contact, a, &rows), 0);
		assert_int_equal(rows.n, 1);
		got = &rows.items[0].facts;
		assert_int_equal(got->state, want->state);
		assert_int_equal(got->consent, want->consent);
		assert_int_equal(got->is_suppressed, want->is_suppressed);
		assert_int_equal(got->has_complaint, want->has_complaint);
		assert_int_equal(got->has_repair, want->has_repair);
		assert_int_equal(rows.items[0].is_in_audience, cases[i].contact <= 2);
		assert_int_equal(rows.items[0].flag_day.n,
				 cases[i].flag_day < 0 ? NO_DAY.n : cases[i].flag_day);
		if (cases[i].email)
			assert_string_equal(rows.items[0].email, cases[i].email);
		else
			assert_null(rows.items[0].email);
	}
	arena_free(a);
	store_close(s);
}

static void a_running_repair_is_seen(void **state)
{
	static const struct audience all = {-1, NULL, -1};
	const struct audience_query q = {CAMPAIGN_CARD, &all, TODAY, 0, 10};
	struct store *s = open_at(NULL);
	struct arena *a = arena_new();
	struct persons rows;

	(void)state;
	raw_exec(store_db(s), book);
	raw_exec(
		store_db(s),
		"INSERT INTO plan (id, name) VALUES (1, 'repair');"
		"INSERT INTO plan_version (id, plan, version, created_at) VALUES (1, 1, 1, 1);"
		"INSERT INTO run (plan, plan_version, anchor_kind, anchor_id, contact, anchor_day, "
		"state, created_at) VALUES (1, 1, 'score', 1, 1, 5, 'active', 1), "
		"(1, 1, 'score', 2, 4, 5, 'ended', 1)");
	assert_int_equal(store_audience_of_household(s, &q, 1, a, &rows), 0);
	assert_int_equal(rows.n, 2);
	assert_int_equal(rows.items[0].contact, 1);
	assert_true(rows.items[0].facts.has_repair);
	assert_false(rows.items[1].facts.has_repair);
	assert_int_equal(store_audience_of_contact(s, &q, 4, a, &rows), 0);
	assert_false(rows.items[0].facts.has_repair);
	arena_free(a);
	store_close(s);
}

static struct recipient row_of(int64_t edition, int64_t contact, int64_t household)
{
	return (struct recipient){.edition = edition,
				  .contact = contact,
				  .household = household,
				  .exported_day = NO_DAY,
				  .sent_day = NO_DAY,
				  .returned_day = NO_DAY,
				  .received_day = NO_DAY,
				  .skipped_day = NO_DAY,
				  .created_at = 1};
}

static void a_household_s_card_is_found_by_each_of_them(void **state)
{
	struct recipient row = row_of(1, 1, 1), found;
	struct edition_counts counts;
	struct store *s = open_at(NULL);
	struct arena *a = arena_new();

	(void)state;
	raw_exec(store_db(s), book);
	assert_int_equal(store_recipient_add(s, &row), 0);
	assert_int_equal(store_recipient_find(s, 1, 2, a, &found), 0);
	assert_int_equal(found.id, row.id);
	assert_int_equal(store_recipient_find(s, 1, 4, a, &found), 0);
	assert_int_equal(found.id, 0);
	assert_int_equal(store_recipient_find(s, 2, 1, a, &found), 0);
	assert_int_equal(found.id, 0);
	assert_int_equal(store_recipient_last_sent(s, 2, a, &found), 0);
	assert_int_equal(found.id, 0);
	row.sent_day = TODAY;
	row.reason = "r";
	assert_int_equal(store_recipient_update(s, &row), 0);
	assert_int_equal(store_recipient_last_sent(s, 2, a, &found), 0);
	assert_int_equal(found.id, row.id);
	assert_string_equal(found.reason, "r");
	row = row_of(1, 4, 0);
	row.skipped_day = TODAY;
	assert_int_equal(store_recipient_add(s, &row), 0);
	assert_int_equal(store_edition_counts(s, 1, &counts), 0);
	assert_int_equal(counts.recipients, 2);
	assert_int_equal(counts.sent, 1);
	assert_int_equal(counts.skipped, 1);
	arena_free(a);
	store_close(s);
}

static void a_flag_stands_until_it_is_cleared(void **state)
{
	struct store *s = open_at(NULL);
	struct day day;

	(void)state;
	raw_exec(store_db(s), book);
	assert_int_equal(store_address_flag_set(s, 0, 1, 1, (struct day){95}), 0);
	assert_int_equal(store_address_flag_day(s, 0, 1, &day), 0);
	assert_int_equal(day.n, 91); /* the first time is enough */
	assert_int_equal(store_address_flag_clear(s, 0, 1), 0);
	assert_int_equal(store_address_flag_day(s, 0, 1, &day), 0);
	assert_true(day_is_none(day));
	assert_int_equal(store_address_flag_day(s, 4, 0, &day), 0);
	assert_int_equal(day.n, 90);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_audience_is_by_standing_tag_and_class),
		cmocka_unit_test(pages_follow_each_other_by_id),
		cmocka_unit_test(everybody_comes_with_what_stands_against_it),
		cmocka_unit_test(a_running_repair_is_seen),
		cmocka_unit_test(a_household_s_card_is_found_by_each_of_them),
		cmocka_unit_test(a_flag_stands_until_it_is_cleared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
