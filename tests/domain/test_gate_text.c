/* What the gate says: the lines that a salesperson reads. */
#include "gate_lives.h"

/* Today is Friday, 4 October 2024. */
static const struct {
	void (*put)(struct book *b);
	enum gate_code code;
	const char *detail;
	const char *helps; /* null: another condition blocks first, or none does */
} lines[] = {
	{as_it_is, GATE_SALE_COMPLETED, "1 sale completed on Wed 26 Jun 2024", NULL},
	{sold_twice, GATE_SALE_COMPLETED, "2 sales completed, the first on Wed 26 Jun 2024", NULL},
	{sold_nothing, GATE_SALE_COMPLETED, "no sale is completed yet", "complete a sale first"},
	{book_init_partner, GATE_SALE_COMPLETED, "a partner need not have bought", NULL},

	{as_it_is, GATE_SATISFIED, "scored 9 on Sat 14 Sep 2024", NULL},
	{scored_8_and_praised, GATE_SATISFIED,
	 "scored 8 on Sat 14 Sep 2024, and praised on Thu 3 Oct 2024", NULL},
	{only_praised, GATE_SATISFIED, "not scored yet, but praised on Tue 1 Oct 2024", NULL},
	{book_init_partner, GATE_SATISFIED, "a partner need not have scored", NULL},
	{scored_8, GATE_SATISFIED,
	 "scored 8 on Sat 14 Sep 2024: 9 is enough, or a compliment with it",
	 "ask how satisfied they are"},
	{scored_8_and_praised_before_trouble, GATE_SATISFIED,
	 "scored 8 on Sat 14 Sep 2024: 9 is enough, or a new compliment with it",
	 "ask how satisfied they are"},
	{scored_3, GATE_SATISFIED,
	 "scored 3 on Sat 14 Sep 2024: 9 is enough, or 8 with a compliment",
	 "put it right, then ask how satisfied they are"},
	{scored_3_of_8, GATE_SATISFIED, "scored 3 on Sat 14 Sep 2024: 8 is enough",
	 "put it right, then ask how satisfied they are"},
	{scored_long_ago, GATE_SATISFIED,
	 "scored 10 on Thu 31 Aug 2023: a score counts for 365 days", "ask how satisfied they are"},
	{scored_before_trouble, GATE_SATISFIED,
	 "scored 9 on Sat 14 Sep 2024, which is not newer than what went wrong on Wed 2 Oct 2024",
	 "put it right, then ask how satisfied they are"},
	{scored_before_trouble_put_right, GATE_SATISFIED,
	 "scored 9 on Sat 14 Sep 2024, which is not newer than what went wrong on Wed 2 Oct 2024",
	 "ask how satisfied they are"},
	{not_scored, GATE_SATISFIED, "not scored yet", "ask how satisfied they are"},
	{praised_too_long_ago, GATE_SATISFIED,
	 "not scored yet, and the compliment of Wed 4 Oct 2023 is too old",
	 "ask how satisfied they are"},
	{praised_before_trouble, GATE_SATISFIED,
	 "not scored yet, and the compliment of Sun 25 Aug 2024 is not newer than what went wrong",
	 "put it right, then ask how satisfied they are"},
	{scored_before_two_complaints, GATE_SATISFIED,
	 "scored 9 on Fri 30 Aug 2024, which is not newer than what went wrong on Thu 5 Sep 2024",
	 "put it right, then ask how satisfied they are"},
	{scored_before_two_broken_promises, GATE_SATISFIED,
	 "scored 9 on Fri 30 Aug 2024, which is not newer than what went wrong on Mon 9 Sep 2024",
	 "put it right, then ask how satisfied they are"},
	{other_scored_low, GATE_SATISFIED, "another of the household scored 4 on Wed 25 Sep 2024",
	 "put it right with another of the household, then ask how satisfied they are"},

	{as_it_is, GATE_PROMISES_KEPT, "no promise is open", NULL},
	{promise_open, GATE_PROMISES_KEPT, "1 promise open, none past its day", NULL},
	{promises_open, GATE_PROMISES_KEPT, "2 promises open, none past its day", NULL},
	{overdue_by_a_day, GATE_PROMISES_KEPT, "promise \"quote by Friday\" is 1 day overdue",
	 "keep the promise, or agree on another day"},
	{overdue_and_more, GATE_PROMISES_KEPT,
	 "promise \"the second key\" to another of the household is 3 days overdue (and 4 more)",
	 NULL},
	{broken_and_open, GATE_PROMISES_KEPT,
	 "promise was broken on Wed 2 Oct 2024: it counts until a good score, or until Tue 31 Dec "
	 "2024 (and 2 more)",
	 NULL},
	{kept_late, GATE_PROMISES_KEPT,
	 "promise \"quote by Friday\" was kept late on Wed 2 Oct 2024: it counts until a good "
	 "score, or until Tue 31 Dec 2024",
	 NULL},
	{redated_late, GATE_PROMISES_KEPT,
	 "promise \"quote by Friday\" was re-dated late on Wed 2 Oct 2024: it counts until a good "
	 "score, or until Tue 31 Dec 2024",
	 NULL},
	{open_for_the_sale, GATE_PROMISES_KEPT,
	 "promise \"quote by Friday\" is still open for the completed sale, due Sun 6 Oct 2024 "
	 "(and 1 more)",
	 "keep the promise, or agree on another day"},

	{as_it_is, GATE_NO_COMPLAINT, "no complaint", NULL},
	{complaint_open, GATE_NO_COMPLAINT,
	 "complaint \"the siren woke the street\" of Fri 13 Sep 2024 (another of the household) "
	 "is open",
	 "resolve the complaint"},
	{complaint_open_before_one_resolved, GATE_NO_COMPLAINT,
	 "complaint \"the siren woke the street\" of Sun 25 Aug 2024 is open",
	 "resolve the complaint"},
	{complaint_just_resolved, GATE_NO_COMPLAINT,
	 "complaint \"the siren woke the street\" of Wed 4 Sep 2024 was resolved on Tue 24 Sep "
	 "2024: it counts until a good score, or until Tue 8 Oct 2024",
	 "ask how satisfied they are"},
	{complaint_resolved, GATE_NO_COMPLAINT,
	 "complaint \"the siren woke the street\" of Tue 3 Sep 2024 was resolved on Wed 4 Sep 2024",
	 NULL},

	{as_it_is, GATE_RESTED, "not asked yet", NULL},
	{asked_long_ago, GATE_RESTED, "last asked Fri 4 Nov 2022 (another of the household)", NULL},
	{asked_lately, GATE_RESTED, "rests until Sun 23 Mar 2025: last asked Tue 24 Sep 2024",
	 "wait until Sun 23 Mar 2025"},
	{asked_twice, GATE_RESTED, "rests until Sun 8 Dec 2024: asked 2 times in 365 days",
	 "wait until Sun 8 Dec 2024"},
	{asked_once_where_once_is_all, GATE_RESTED,
	 "rests until Tue 18 Mar 2025: asked 1 time in 365 days", "wait until Tue 18 Mar 2025"},
	{asked_lately_where_both_rules_end_on_a_day, GATE_RESTED,
	 "rests until Wed 24 Sep 2025: last asked Tue 24 Sep 2024", "wait until Wed 24 Sep 2025"},
	{they_said_later, GATE_RESTED,
	 "asked Tue 24 Sep 2024, they said later: not before Mon 14 Oct 2024",
	 "wait until Mon 14 Oct 2024"},
	{they_said_never, GATE_RESTED,
	 "asked Tue 24 Sep 2024, they said never again (another of the household)", ""},
	{part_of_an_ask, GATE_RESTED, "as on Sun 29 Sep 2024, the day of its ask: not asked before",
	 NULL},

	{as_it_is, GATE_GAVE_FIRST, "given 2 times since the first completion on Wed 26 Jun 2024",
	 NULL},
	{given_nothing, GATE_GAVE_FIRST,
	 "nothing given since the first completion on Wed 26 Jun 2024: two useful touches are "
	 "needed",
	 "two useful calls first"},
	{given_once_since_the_ask, GATE_GAVE_FIRST,
	 "given 1 time since the last ask on Fri 27 Sep 2024: one more useful touch is needed",
	 NULL},
	{given_by_a_partner, GATE_GAVE_FIRST,
	 "given 1 time in 365 days: one more useful touch is needed", "one useful call first"},
	{given_much_is_needed, GATE_GAVE_FIRST,
	 "given 2 times since the first completion on Wed 26 Jun 2024: three more useful touches "
	 "are needed",
	 "three useful calls first"},
	{part_of_an_ask, GATE_GAVE_FIRST,
	 "as on Sun 29 Sep 2024, the day of its ask: given 2 times since the first completion on "
	 "Wed 26 Jun 2024",
	 NULL},

	{as_it_is, GATE_LOOPS_CLOSED, "they are owed neither thanks nor news", NULL},
	{sent_and_told, GATE_LOOPS_CLOSED, "they are owed neither thanks nor news", NULL},
	{sent_lately, GATE_LOOPS_CLOSED, "news of Ruth Kim is due to them on Sat 5 Oct 2024", NULL},
	{sent_and_told_and_sent_lately, GATE_LOOPS_CLOSED,
	 "news of Ruth Kim is due to them on Tue 8 Oct 2024", NULL},
	{sent_two, GATE_LOOPS_CLOSED,
	 "they have not heard whether Ruth Kim was reached (and 1 more)",
	 "tell them whether Ruth Kim was reached"},
	{sent_and_not_thanked, GATE_LOOPS_CLOSED,
	 "Ruth Kim, whom they sent on Fri 4 Oct 2024, has not been thanked for",
	 "thank them for Ruth Kim"},
	{sent_and_not_told_of_the_contact, GATE_LOOPS_CLOSED,
	 "they have not heard whether Ruth Kim was reached",
	 "tell them whether Ruth Kim was reached"},
	{sent_and_not_told_of_the_outcome, GATE_LOOPS_CLOSED,
	 "they have not heard how it went with Ruth Kim", "tell them how it went with Ruth Kim"},
	{sent_several, GATE_LOOPS_CLOSED,
	 "they have not heard whether Ruth Kim was reached (and 2 more)",
	 "tell them whether Ruth Kim was reached"},
	{sent_somebody, GATE_LOOPS_CLOSED,
	 "somebody, whom they sent on Fri 4 Oct 2024, has not been thanked for",
	 "thank them for somebody"},

	{as_it_is, GATE_CONTACTABLE, "nothing speaks against it", NULL},
	{has_died, GATE_CONTACTABLE, "the contact has died", ""},
	{was_merged, GATE_CONTACTABLE, "the contact was merged into another contact", ""},
	{was_erased, GATE_CONTACTABLE, "the contact was erased", ""},
	{another_has_died, GATE_CONTACTABLE,
	 "there was a death in the household on Tue 1 Oct 2024: nobody is asked until Sun 30 Mar "
	 "2025",
	 "wait until Sun 30 Mar 2025"},
	{stopped, GATE_CONTACTABLE, "they asked not to be contacted", ""},
	{stopped_for_a_while, GATE_CONTACTABLE,
	 "they asked not to be asked for referrals until Sun 13 Oct 2024",
	 "wait until Sun 13 Oct 2024"},
	{no_calls, GATE_CONTACTABLE, "they asked not to be called", ""},
	{no_visits, GATE_CONTACTABLE, "they asked for no visits", ""},
	{no_messages, GATE_CONTACTABLE, "they asked for no messages", ""},
	{no_email, GATE_CONTACTABLE, "they asked for no e-mail", ""},
	{no_mail, GATE_CONTACTABLE, "they asked for no mail", ""},
	{paused, GATE_CONTACTABLE, "the contact is paused", "end the pause"},
	{paused_for_a_while, GATE_CONTACTABLE, "the contact is paused until Sat 12 Oct 2024",
	 "wait until Sat 12 Oct 2024"},

	{as_it_is, GATE_TALK_HELD, "the talk was held on Sun 16 Jun 2024", NULL},
	{no_talk, GATE_TALK_HELD, "the talk was not held: it helps, and blocks nothing", NULL},
};

static void every_line_reads_as_one_would_say_it(void **state)
{
	struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		book_init(&b);
		lines[i].put(&b);
		assert_string_equal(book_check(&b)->conditions[lines[i].code].detail,
				    lines[i].detail);
		if (!lines[i].helps)
			continue;
		assert_int_equal(b.verdict.first_blocking, lines[i].code);
		assert_string_equal(b.verdict.helps, lines[i].helps);
	}
}

static void every_number_of_calls_is_said(void **state)
{
	static const char *const helps[] = {"",
					    "one useful call first",
					    "two useful calls first",
					    "three useful calls first",
					    "four useful calls first",
					    "five useful calls first"};
	struct book b;

	(void)state;
	for (int missing = 1; missing <= 5; missing++) {
		book_init(&b);
		b.facts.n_gives = 0;
		b.rules.gives_min = missing;
		assert_string_equal(book_check(&b)->helps, helps[missing]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_reads_as_one_would_say_it),
		cmocka_unit_test(every_number_of_calls_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
