/* What stands beside the gate's lines for a program, and how a client's words stand in them. */
#include "gate_lives.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* A line and its facts as "name=value", days by their number of days ago. */
static void facts_text(const struct gate_condition *condition, char to[200])
{
	size_t used = 0;

	to[0] = '\0';
	for (size_t i = 0; i < GATE_CONDITION_FACTS && condition->facts[i].name; i++) {
		const struct gate_fact *f = &condition->facts[i];
		bool is_day = f->type == GATE_FACT_DAY;
		int64_t value = is_day ? TODAY - f->value : f->value;
		int n = snprintf(to + used, 200 - used, "%s%s=%s%lld%s", i ? " " : "", f->name,
				 f->type == GATE_FACT_ID ? "#" : "", (long long)value,
				 is_day ? "d" : "");

		assert_in_range(n, 1, 199 - used);
		used += (size_t)n;
	}
}

static const struct {
	void (*put)(struct book *b);
	enum gate_code code;
	const char *facts;
} facts[] = {
	{as_it_is, GATE_SALE_COMPLETED, "completed=1 first_completed_day=100d"},
	{sold_nothing, GATE_SALE_COMPLETED, "completed=0"},
	{as_it_is, GATE_SATISFIED, "score=9 score_day=20d"},
	{not_scored, GATE_SATISFIED, ""},
	{scored_8_and_praised_before_trouble, GATE_SATISFIED,
	 "score=8 score_day=20d compliment_day=40d trouble_day=30d"},
	{other_scored_low, GATE_SATISFIED, "contact=#2 score=4 score_day=9d"},
	{promises_open, GATE_PROMISES_KEPT, "open=2"},
	{overdue_and_more, GATE_PROMISES_KEPT, "promise=#43 due_day=3d days_overdue=3"},
	{kept_late, GATE_PROMISES_KEPT, "promise=#41 due_day=3d trouble_day=2d until=-88d"},
	{open_for_the_sale, GATE_PROMISES_KEPT, "promise=#42 due_day=-2d completed_day=1d"},
	{as_it_is, GATE_NO_COMPLAINT, ""},
	{complaint_open, GATE_NO_COMPLAINT, "complaint=#62 made_day=21d"},
	{complaint_just_resolved, GATE_NO_COMPLAINT,
	 "complaint=#61 made_day=30d resolved_day=10d until=-4d"},
	{complaint_resolved, GATE_NO_COMPLAINT, "complaint=#62 made_day=31d resolved_day=30d"},
	{as_it_is, GATE_RESTED, ""},
	{asked_lately, GATE_RESTED, "ask=#81 ask_day=10d rest_until=-170d"},
	{asked_twice, GATE_RESTED, "ask=#81 ask_day=300d rest_until=-65d"},
	{they_said_never, GATE_RESTED, "ask=#81 ask_day=10d"},
	{part_of_an_ask, GATE_RESTED, "part_of=#81"},
	{as_it_is, GATE_GAVE_FIRST, "gives=2 needed=2 since=100d"},
	{given_once_since_the_ask, GATE_GAVE_FIRST, "gives=1 needed=2 since=6d"},
	{given_by_a_partner, GATE_GAVE_FIRST, "gives=1 needed=2"},
	{part_of_an_ask, GATE_GAVE_FIRST, "part_of=#81 gives=2 needed=2 since=100d"},
	{as_it_is, GATE_LOOPS_CLOSED, "open=0"},
	{sent_and_told, GATE_LOOPS_CLOSED, "open=0"},
	{sent_lately, GATE_LOOPS_CLOSED, "open=0 referral=#21 due_day=-1d"},
	{sent_and_not_thanked, GATE_LOOPS_CLOSED, "open=1 referral=#21 received_day=0d"},
	{sent_and_not_told_of_the_outcome, GATE_LOOPS_CLOSED,
	 "open=1 referral=#21 received_day=30d thanked_day=30d closed_day=2d"},
	{sent_several, GATE_LOOPS_CLOSED, "open=3 referral=#23 received_day=9d thanked_day=9d"},
	{thanked_tomorrow, GATE_LOOPS_CLOSED, "open=1 referral=#21 received_day=1d"},
	{as_it_is, GATE_CONTACTABLE, ""},
	{stopped_for_a_while, GATE_CONTACTABLE, "until=-9d"},
	{paused, GATE_CONTACTABLE, ""},
	{as_it_is, GATE_TALK_HELD, "talk_day=110d"},
};

static void facts_stand_beside_the_line(void **state)
{
	char text[200];
	struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(facts); i++) {
		book_init(&b);
		facts[i].put(&b);
		facts_text(&book_check(&b)->conditions[facts[i].code], text);
		assert_string_equal(text, facts[i].facts);
	}
}

/* Between characters, however many bytes they take, and on one line. */
static void a_long_text_is_cut(void **state)
{
	static const struct {
		const char *character;
		int n, n_shown;
	} cases[] = {
		{"x", 60, 60},
		{"x", 61, 60},
		{"\xc3\xa9", 60, 60},
		{"\xc3\xa9", 400, 60},
		{"\xe4\xbd\xa0", 40, 40},
		{"\xe4\xbd\xa0", 41, 40},
		{"\xf0\x9f\x98\x80", 30, 30},
		{"\xf0\x9f\x98\x80", 200, 30},
	};
	char text[1000], want[400];
	struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t bytes = strlen(cases[i].character);
		const char *detail;

		text[0] = '\0';
		for (int k = 0; k < cases[i].n; k++)
			strncat(text, cases[i].character, sizeof text - strlen(text) - 1);
		book_init(&b);
		book_late(&b, OTHER, PROMISE_OPEN, 2)->text = text;
		(void)book_broken(&b, SELF, 7);
		detail = book_check(&b)->conditions[GATE_PROMISES_KEPT].detail;
		(void)snprintf(want, sizeof want,
			       "promise \"%.*s%s\" to another of the household was re-dated late "
			       "on Wed 2 Oct 2024: it counts until a good score, or until Tue "
			       "31 Dec 2024 (and 1 more)",
			       (int)((size_t)cases[i].n_shown * bytes), text,
			       cases[i].n > cases[i].n_shown ? "\xe2\x80\xa6" : "");
		assert_string_equal(detail, want);
		assert_true(utf8_is_valid(detail, strlen(detail)));
	}
}

static void a_line_stays_one_line(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	book_promise(&b, SELF, PROMISE_OPEN, 1)->text = "first\nsecond\tthird";
	assert_string_equal(book_check(&b)->conditions[GATE_PROMISES_KEPT].detail,
			    "promise \"first second third\" is 1 day overdue");
	b.promises[0].text = "";
	assert_string_equal(book_check(&b)->conditions[GATE_PROMISES_KEPT].detail,
			    "promise is 1 day overdue");
}

static void a_name_is_cut_and_stays_on_one_line(void **state)
{
	char name[200], want[400];
	struct book b;

	(void)state;
	for (size_t i = 0; i < sizeof name; i++)
		name[i] = i + 1 < sizeof name ? 'x' : '\0';
	book_init(&b);
	sent_and_not_thanked(&b);
	b.loops[0].name = name;
	(void)snprintf(want, sizeof want, "thank them for %.60s\xe2\x80\xa6", name);
	assert_string_equal(book_check(&b)->helps, want);
	b.loops[0].name = "Ruth\nKim";
	assert_string_equal(book_check(&b)->helps, "thank them for Ruth Kim");
	b.loops[0].name = "";
	assert_string_equal(book_check(&b)->helps, "thank them for somebody");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_stand_beside_the_line),
		cmocka_unit_test(a_long_text_is_cut),
		cmocka_unit_test(a_line_stays_one_line),
		cmocka_unit_test(a_name_is_cut_and_stays_on_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
