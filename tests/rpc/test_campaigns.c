/* Campaigns over years: planned ahead with their tasks, fixed, sent, missed, and taken back. */
#include "base/cleanup.h"
#include "ops/notice.h"
#include "rpc/story.h"
#include "store/raw.h"

#define HOME                                                                                       \
	"\"address\":{\"street\":\"12 Elm St\",\"city\":\"Springfield\",\"postcode\":\"62704\"}"

static void make_book(struct stack *f)
{
	at_noon(f, "2026-10-01");
	DO(f, "contact.add", "{\"name\":\"Ana Lopez\"," HOME "}");
	DO(f, "contact.add",
	   "{\"name\":\"Ben Lopez\",\"emails\":[\"b@x.org\"],"
	   "\"consent\":{\"newsletter\":\"yes\"}}");
	DO(f, "contact.add",
	   "{\"name\":\"Cy Okafor\"," HOME ",\"emails\":[\"c@x.org\"],"
	   "\"consent\":{\"newsletter\":\"yes\",\"card\":\"yes\"}}");
	DO(f, "contact.add", "{\"name\":\"Di Ruiz\"," HOME ",\"consent\":{\"card\":\"no\"}}");
	DO(f, "household.add", "{\"members\":[1,2]}");
}

static void make_cards(struct stack *f)
{
	DO(f, "campaign.add",
	   "{\"name\":\"Cards\",\"kind\":\"card\",\"start_day\":\"2026-12-15\"}");
}

/* "2026-12-15 sent 2|2027-12-15 planned 0", oldest first: day, state, how many were sent. */
static void editions(struct stack *f, int campaign, struct str *to)
{
	json_t *list = tell(f, "edition.list", "{\"campaign\":%d,\"limit\":100}", campaign), *e;
	size_t n = json_array_size(json_object_get(list, "items"));

	str_reset(to);
	for (size_t i = n; i-- > 0;) {
		e = json_array_get(json_object_get(list, "items"), i);
		str_addf(to, "%s%s %s %lld", to->len ? "|" : "", text(e, "day"), text(e, "state"),
			 (long long)number(e, "sent"));
	}
	json_decref(list);
}

/* "Ana and Ben Lopez|Cy Okafor|Di Ruiz: said no" */
static void recipients(struct stack *f, int edition, struct str *to)
{
	json_t *list = tell(f, "edition.recipients", "{\"id\":%d}", edition), *item;
	size_t i;

	str_reset(to);
	json_array_foreach (json_object_get(list, "items"), i, item) {
		const char *why = text(item, "why_not");

		str_addf(to, "%s%s%s%s", i ? "|" : "", text(item, "names"),
			 strcmp(why, "-") == 0 ? "" : ": ", strcmp(why, "-") == 0 ? "" : why);
	}
	json_decref(list);
}

/* "Order the cards: Cards, 2 households 2026-11-03 scheduled", by id, of every follow-up that is
 * nobody's. */
static void tasks(struct stack *f, const char *state, struct str *to)
{
	json_t *list = tell(f, "followup.list", "{\"kind\":\"task\",\"state\":\"%s\"}", state),
	       *item;
	size_t i;

	str_reset(to);
	json_array_foreach (json_object_get(list, "items"), i, item)
		str_addf(to, "%s%.*s %.10s", to->len ? "|" : "",
			 (int)strcspn(text(item, "title"), ":"), text(item, "title"),
			 text(item, "due"));
	json_decref(list);
}

#define EXPECT_EDITIONS(f, campaign, want)                                                         \
	do {                                                                                       \
		_cleanup_str_ struct str got = {0};                                                \
		editions(f, campaign, &got);                                                       \
		assert_string_equal(str_text(&got), want);                                         \
	} while (0)
#define EXPECT_RECIPIENTS(f, edition, want)                                                        \
	do {                                                                                       \
		_cleanup_str_ struct str got = {0};                                                \
		recipients(f, edition, &got);                                                      \
		assert_string_equal(str_text(&got), want);                                         \
	} while (0)
#define EXPECT_TASKS(f, state, want)                                                               \
	do {                                                                                       \
		_cleanup_str_ struct str got = {0};                                                \
		tasks(f, state, &got);                                                             \
		assert_string_equal(str_text(&got), want);                                         \
	} while (0)

static void an_edition_and_its_tasks_come_when_the_lead_time_begins(void **state)
{
	struct stack *f = *state;

	make_book(f);
	make_cards(f);
	EXPECT_EDITIONS(f, 1, "");
	pass_days(f, 32);
	EXPECT_EDITIONS(f, 1, "");
	pass_days(f, 1); /* 3 November */
	EXPECT_EDITIONS(f, 1, "2026-12-15 planned 0");
	EXPECT_TASKS(f, "scheduled",
		     "Order the cards 2026-11-03|Sign the cards 2026-12-01|Post the cards "
		     "2026-12-08");
	expect_sound(f);
}

/* Two years of cards and of a newsletter, one of whose issues is skipped and one forgotten. */
static void two_years_of_cards_and_letters(void **state)
{
	struct stack *f = *state;

	make_book(f);
	make_cards(f);
	DO(f, "campaign.add",
	   "{\"name\":\"News\",\"kind\":\"newsletter\",\"start_day\":\"2026-11-01\"}");
	pass_days(f, 30); /* 31 October */
	EXPECT_EDITIONS(f, 2, "2026-11-01 planned 0");
	DO(f, "edition.mark", "{\"id\":1,\"all\":true,\"state\":\"sent\"}");
	pass_days(f, 26); /* 26 November: the next one's time has come */
	EXPECT_EDITIONS(f, 2, "2026-11-01 sent 2|2026-12-01 planned 0");
	DO(f, "edition.mark",
	   "{\"id\":3,\"all\":true,\"state\":\"skipped\",\"reason\":\"no time\"}");
	pass_days(f, 10); /* 6 December */
	DO(f, "edition.mark", "{\"id\":2,\"all\":true,\"state\":\"sent\"}");
	pass_days(f, 60); /* 4 February: January and February were forgotten */
	EXPECT_EDITIONS(f, 2,
			"2026-11-01 sent 2|2026-12-01 skipped 0|2027-01-01 missed 0|"
			"2027-02-01 missed 0");
	EXPECT_EDITIONS(f, 1, "2026-12-15 sent 2");
	/* better late than never */
	DO(f, "edition.mark", "{\"id\":5,\"all\":true,\"state\":\"sent\"}");
	DO(f, "campaign.update", "{\"id\":2,\"ended\":true}");
	pass_days(f, 280); /* 11 November 2027 */
	EXPECT_EDITIONS(f, 1, "2026-12-15 sent 2|2027-12-15 planned 0");
	EXPECT_EDITIONS(f, 2,
			"2026-11-01 sent 2|2026-12-01 skipped 0|2027-01-01 missed 0|"
			"2027-02-01 sent 2");
	EXPECT_TASKS(f, "scheduled",
		     "Order the cards 2027-11-03|Sign the cards 2027-12-01|Post the cards "
		     "2027-12-08");
	expect_sound(f);
}

static void what_passed_while_nobody_looked_is_a_gap(void **state)
{
	struct stack *f = *state;

	make_book(f);
	DO(f, "campaign.add",
	   "{\"name\":\"News\",\"kind\":\"newsletter\",\"start_day\":\"2026-11-01\"}");
	pass_days(f, 28);
	EXPECT_EDITIONS(f, 1, "2026-11-01 planned 0");
	at_noon(f, "2027-03-10");
	EXPECT_EDITIONS(f, 1,
			"2026-11-01 missed 0|2026-12-01 missed 0|2027-01-01 missed 0|"
			"2027-02-01 missed 0|2027-03-01 missed 0");
	EXPECT_TASKS(f, "scheduled", "");
	at_noon(f, "2027-03-26");
	EXPECT_TASKS(f, "scheduled",
		     "Write the newsletter 2027-03-26|Send the newsletter 2027-04-01");
	expect_sound(f);
}

/* What is overdue of a missed edition is on the agenda until it is stale. */
static void a_missed_edition_is_still_to_be_done_for_a_while(void **state)
{
	struct stack *f = *state;

	make_book(f);
	DO(f, "campaign.add",
	   "{\"name\":\"News\",\"kind\":\"newsletter\",\"start_day\":\"2026-11-03\"}");
	pass_days(f, 43); /* 13 November */
	EXPECT_EDITIONS(f, 1, "2026-11-03 missed 0");
	EXPECT_TASKS(f, "scheduled",
		     "Write the newsletter 2026-10-27|Send the newsletter 2026-11-03");
	pass_days(f, 1);
	EXPECT_TASKS(f, "scheduled", "");
	EXPECT_TASKS(f, "expired",
		     "Write the newsletter 2026-10-27|Send the newsletter 2026-11-03");
}

static void a_card_goes_to_a_household_and_to_nobody_who_said_no(void **state)
{
	struct stack *f = *state;

	make_book(f);
	make_cards(f);
	at_noon(f, "2026-11-10");
	EXPECT_RECIPIENTS(f, 1, "Ana and Ben Lopez|Cy Okafor|Di Ruiz: said no");
	DO(f, "household.update", "{\"id\":1,\"name\":\"Lopez\"}");
	EXPECT_RECIPIENTS(f, 1, "The Lopez household|Cy Okafor|Di Ruiz: said no");
	DO(f, "suppression.add", "{\"contact\":2,\"channel\":\"card\",\"reason\":\"r\"}");
	EXPECT_RECIPIENTS(f, 1, "Ana Lopez|Cy Okafor|Di Ruiz: said no");
	/* trouble of one is trouble of all of them */
	DO(f, "complaint.add", "{\"contact\":2,\"text\":\"late\"}");
	EXPECT_RECIPIENTS(f, 1,
			  "The Lopez household: a complaint is open|Cy Okafor|Di Ruiz: said no");
	DO(f, "contact.deceased", "{\"id\":3}");
	EXPECT_RECIPIENTS(f, 1,
			  "The Lopez household: a complaint is open|Cy Okafor: deceased|"
			  "Di Ruiz: said no");
}

static void a_repair_keeps_a_newsletter_from_those_they_live_with(void **state)
{
	struct stack *f = *state;

	make_book(f);
	DO(f, "campaign.add",
	   "{\"name\":\"News\",\"kind\":\"newsletter\",\"start_day\":\"2026-10-05\"}");
	EXPECT_RECIPIENTS(f, 1,
			  "Ana Lopez: no consent: they were not asked yet|Ben Lopez|Cy Okafor|"
			  "Di Ruiz: no consent: they were not asked yet");
	DO(f, "sale.record", "{\"contact\":1,\"product\":\"p\",\"completed_day\":\"2026-09-30\"}");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":4}");
	EXPECT_RECIPIENTS(f, 1,
			  "Ana Lopez: something must be put right first|"
			  "Ben Lopez: something must be put right first|Cy Okafor|"
			  "Di Ruiz: no consent: they were not asked yet");
}

static void fixed_recipients_stay_and_are_judged_anew(void **state)
{
	struct stack *f = *state;

	make_book(f);
	make_cards(f);
	at_noon(f, "2026-11-10");
	DO(f, "edition.recipients", "{\"id\":1}");
	DO(f, "contact.add", "{\"name\":\"Eva\"," HOME "}");
	EXPECT_RECIPIENTS(f, 1, "Ana and Ben Lopez|Cy Okafor|Di Ruiz: said no|Eva");
	DO(f, "edition.recipients", "{\"id\":1,\"export\":true}");
	DO(f, "contact.add", "{\"name\":\"Flo\"," HOME "}");
	DO(f, "contact.pause", "{\"id\":3}");
	EXPECT_RECIPIENTS(f, 1, "Ana and Ben Lopez|Cy Okafor: paused|Di Ruiz: said no|Eva");
	assert_int_equal(
		refused(f, "edition.mark", "{\"id\":1,\"contacts\":[3],\"state\":\"sent\"}"), 101);
	DO(f, "edition.mark", "{\"id\":1,\"all\":true,\"state\":\"sent\"}");
	EXPECT_EDITIONS(f, 1, "2026-12-15 sent 2");
	expect_sound(f);
}

static int given(struct stack *f, int contact)
{
	json_t *list = tell(f, "touch.list", "{\"contact\":%d}", contact), *t;
	int n = 0;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, t)
		n += json_is_true(json_object_get(t, "gave")) ? 100 : 1;
	json_decref(list);
	return n;
}

/* A card is something given, to each who is named on it; a newsletter is not. */
static void sent_is_a_touch_and_all_of_it_is_taken_back_at_once(void **state)
{
	struct stack *f = *state;

	make_book(f);
	make_cards(f);
	DO(f, "campaign.add",
	   "{\"name\":\"News\",\"kind\":\"newsletter\",\"start_day\":\"2026-11-12\"}");
	at_noon(f, "2026-11-10");
	DO(f, "edition.mark", "{\"id\":1,\"all\":true,\"state\":\"sent\"}");
	EXPECT_TASKS(f, "done",
		     "Order the cards 2026-11-10|Sign the cards 2026-12-01|Post the cards "
		     "2026-12-08");
	assert_int_equal(given(f, 1), 100);
	assert_int_equal(given(f, 2), 100);
	assert_int_equal(given(f, 3), 100);
	assert_int_equal(given(f, 4), 0);
	DO(f, "journal.undo", "{}");
	EXPECT_EDITIONS(f, 1, "2026-12-15 planned 0");
	EXPECT_TASKS(f, "done", "");
	assert_int_equal(given(f, 1), 0);
	DO(f, "edition.mark", "{\"id\":2,\"all\":true,\"state\":\"sent\"}");
	assert_int_equal(given(f, 2), 1);
	assert_int_equal(given(f, 3), 1);
	pass_days(f, 366);
	expect_sound(f);
}

static void mail_that_came_back_flags_the_address_until_there_is_another(void **state)
{
	struct stack *f = *state;

	make_book(f);
	make_cards(f);
	at_noon(f, "2026-11-10");
	DO(f, "household.update",
	   "{\"id\":1,\"address\":{\"street\":\"1 Oak St\",\"city\":\"Salem\"}}");
	DO(f, "edition.mark", "{\"id\":1,\"all\":true,\"state\":\"sent\"}");
	DO(f, "edition.mark", "{\"id\":1,\"contacts\":[2,3],\"state\":\"returned\"}");
	at_noon(f, "2027-11-10");
	EXPECT_RECIPIENTS(f, 2,
			  "Ana and Ben Lopez: mail came back on Tue 10 Nov|"
			  "Cy Okafor: mail came back on Tue 10 Nov|Di Ruiz: said no");
	DO(f, "contact.update",
	   "{\"id\":3,\"address\":{\"street\":\"2 Oak St\",\"city\":\"Salem\"}}");
	DO(f, "contact.update", "{\"id\":1,\"notes\":\"n\"}");
	EXPECT_RECIPIENTS(f, 2,
			  "Ana and Ben Lopez: mail came back on Tue 10 Nov|Cy Okafor|"
			  "Di Ruiz: said no");
	DO(f, "household.update",
	   "{\"id\":1,\"address\":{\"street\":\"3 Oak St\",\"city\":\"Salem\"}}");
	EXPECT_RECIPIENTS(f, 2, "Ana and Ben Lopez|Cy Okafor|Di Ruiz: said no");
	DO(f, "journal.undo", "{}");
	EXPECT_RECIPIENTS(f, 2,
			  "Ana and Ben Lopez: mail came back on Tue 10 Nov|Cy Okafor|"
			  "Di Ruiz: said no");
	expect_sound(f);
}

/* Is this what is shown now? */
static bool is_shown(struct stack *f, const char *summary, const char *body)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_DESKTOP, .method = "claim"};
	struct notice_post *posts = NULL;
	bool is_it = false;
	size_t n = 0;

	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_end(&op, op_notice_claim(&op, &posts, &n)), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	for (size_t i = 0; i < n; i++)
		is_it |= posts[i].summary && strcmp(posts[i].summary, summary) == 0 &&
			 strcmp(posts[i].body, body) == 0;
	arena_free(arena);
	return is_it;
}

/* Below `full` nothing is shown that was typed: what a campaign is called is not. */
static void a_task_of_one_s_own_is_shown_as_what_is_to_be_done(void **state)
{
	const char *summary = "To do: Order the cards",
		   *body = "for the cards of Tue 15 Dec · follow-up 1";
	struct stack *f = *state;

	make_book(f);
	at_noon(f, "2026-11-10");
	assert_false(is_shown(f, summary, body)); /* the morning is over */
	make_cards(f);
	DO(f, "dev.advance", "{\"seconds\":3600}");
	assert_true(is_shown(f, summary, body));
}

/* A rule that would have given days in between makes no gaps of them. */
static void another_rule_has_missed_nothing(void **state)
{
	struct stack *f = *state;

	make_book(f);
	make_cards(f);
	at_noon(f, "2026-12-01");
	DO(f, "edition.mark", "{\"id\":1,\"all\":true,\"state\":\"sent\"}");
	at_noon(f, "2027-06-10");
	DO(f, "campaign.update", "{\"id\":1,\"rrule\":\"FREQ=MONTHLY\",\"lead_days\":3}");
	at_noon(f, "2027-08-01");
	EXPECT_EDITIONS(f, 1, "2026-12-15 sent 2|2027-06-15 missed 0|2027-07-15 missed 0");
}

static void the_first_edition_may_be_missed_too(void **state)
{
	struct stack *f = *state;

	make_book(f);
	DO(f, "campaign.add",
	   "{\"name\":\"News\",\"kind\":\"newsletter\",\"start_day\":\"2026-11-03\"}");
	at_noon(f, "2026-11-13");
	EXPECT_EDITIONS(f, 1, "2026-11-03 missed 0");
	EXPECT_TASKS(f, "scheduled", "");
}

static void a_changed_campaign_is_planned_anew(void **state)
{
	struct stack *f = *state;

	make_book(f);
	make_cards(f);
	at_noon(f, "2026-11-10");
	DO(f, "followup.done", "{\"id\":1}");
	DO(f, "campaign.update", "{\"id\":1,\"name\":\"Winter cards\"}");
	EXPECT_TASKS(f, "scheduled", "Sign the cards 2026-12-01|Post the cards 2026-12-08");
	DO(f, "campaign.update", "{\"id\":1,\"start_day\":\"2027-03-01\"}");
	EXPECT_TASKS(f, "scheduled", "");
	EXPECT_EDITIONS(f, 1, "");
	DO(f, "journal.undo", "{}");
	EXPECT_EDITIONS(f, 1, "2026-12-15 planned 0");
	EXPECT_TASKS(f, "scheduled", "Sign the cards 2026-12-01|Post the cards 2026-12-08");
	DO(f, "campaign.update", "{\"id\":1,\"ended\":true}");
	EXPECT_EDITIONS(f, 1, "");
	EXPECT_TASKS(f, "scheduled", "");
	pass_days(f, 400);
	EXPECT_EDITIONS(f, 1, "");
	expect_sound(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(an_edition_and_its_tasks_come_when_the_lead_time_begins),
		WITH_PLANS(two_years_of_cards_and_letters),
		WITH_PLANS(what_passed_while_nobody_looked_is_a_gap),
		WITH_PLANS(a_missed_edition_is_still_to_be_done_for_a_while),
		WITH_PLANS(a_card_goes_to_a_household_and_to_nobody_who_said_no),
		WITH_PLANS(a_repair_keeps_a_newsletter_from_those_they_live_with),
		WITH_PLANS(fixed_recipients_stay_and_are_judged_anew),
		WITH_PLANS(sent_is_a_touch_and_all_of_it_is_taken_back_at_once),
		WITH_PLANS(mail_that_came_back_flags_the_address_until_there_is_another),
		WITH_PLANS(a_task_of_one_s_own_is_shown_as_what_is_to_be_done),
		WITH_PLANS(another_rule_has_missed_nothing),
		WITH_PLANS(the_first_edition_may_be_missed_too),
		WITH_PLANS(a_changed_campaign_is_planned_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
