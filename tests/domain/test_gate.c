/* The earned gate: every condition alone shuts it, for a sole contact, a household, a partner. */
#include "gate_book.h"

static void no_sale(struct book *b, int64_t who)
{
	(void)who;
	b->facts.n_completed = 0;
	b->facts.first_completed_day = NO_DAY;
}

static void no_score(struct book *b, int64_t who)
{
	(void)who;
	book_no_score(b);
}

static void old_praise_alone(struct book *b, int64_t who)
{
	(void)who;
	book_no_score(b);
	book_praise(b, 366);
}

static void scored_8(struct book *b, int64_t who)
{
	(void)who;
	book_score(b, 8, 20);
}

static void scored_7_praised(struct book *b, int64_t who)
{
	(void)who;
	book_score(b, 7, 20);
	book_praise(b, 10);
}

static void scored_8_praised_long_ago(struct book *b, int64_t who)
{
	(void)who;
	book_score(b, 8, 20);
	book_praise(b, 366);
}

static void scored_9_long_ago(struct book *b, int64_t who)
{
	(void)who;
	book_score(b, 9, 366);
}

static void scored_9_then_7(struct book *b, int64_t who)
{
	(void)who;
	b->facts.newest = (struct gate_score){SELF, 7, when(b, 10)};
}

static void scored_before_a_complaint(struct book *b, int64_t who)
{
	(void)book_complaint(b, who, 19, 15);
}

static void scored_before_a_late_withdrawal(struct book *b, int64_t who)
{
	(void)book_late(b, who, PROMISE_WITHDRAWN, 10);
}

static void scored_before_an_old_lateness(struct book *b, int64_t who)
{
	book_score(b, 9, 100);
	(void)book_late(b, who, PROMISE_KEPT, 95);
}

static void scored_9_praised_and_other_low(struct book *b, int64_t who)
{
	(void)who;
	book_praise(b, 3);
	b->facts.others_low = (struct gate_score){OTHER, 6, when(b, 300)};
}

static void overdue(struct book *b, int64_t who)
{
	(void)book_promise(b, who, PROMISE_OPEN, 1);
}

/* A compliment is enough to be satisfied where there is no score, but it answers no trouble. */
static void late_and_only_praised(struct book *b, int64_t who)
{
	(void)book_late(b, who, PROMISE_KEPT, 30);
	book_no_score(b);
	book_praise(b, 10);
}

static void redated_late_and_only_praised(struct book *b, int64_t who)
{
	(void)book_late(b, who, PROMISE_OPEN, 30);
	book_no_score(b);
	book_praise(b, 10);
}

static void broken_and_only_praised(struct book *b, int64_t who)
{
	(void)book_broken(b, who, 89);
	book_no_score(b);
	book_praise(b, 10);
}

static void open_for_the_sale(struct book *b, int64_t who)
{
	book_promise(b, who, PROMISE_OPEN, -20)->completed_day = at(10);
}

static void complaint_open(struct book *b, int64_t who)
{
	(void)book_complaint(b, who, 30, UNRESOLVED);
}

static void complaint_just_resolved(struct book *b, int64_t who)
{
	(void)book_complaint(b, who, 30, 13);
}

static void complaint_resolved_and_another_open(struct book *b, int64_t who)
{
	complaint_just_resolved(b, who);
	complaint_open(b, who);
}

static void asked_lately(struct book *b, int64_t who)
{
	(void)book_ask(b, who, 179, ASK_DECLINED);
}

static void asked_without_an_answer(struct book *b, int64_t who)
{
	(void)book_ask(b, who, 100, -1);
}

static void asked_twice_in_a_year(struct book *b, int64_t who)
{
	(void)book_ask(b, who, 364, ASK_WILLING);
	(void)book_ask(b, SELF, 180, ASK_NAMES_GIVEN);
}

static void never(struct book *b, int64_t who)
{
	(void)book_ask(b, who, 5000, ASK_NEVER);
}

static void never_then_asked_again(struct book *b, int64_t who)
{
	(void)book_ask(b, who, 5000, ASK_NEVER);
	(void)book_ask(b, who, 2000, ASK_WILLING);
}

static void later(struct book *b, int64_t who)
{
	book_ask(b, who, 30, ASK_LATER)->later_day = at(-1);
}

static void later_three_times(struct book *b, int64_t who)
{
	for (int i = 0; i < 3; i++)
		book_ask(b, who, 60 - i, ASK_LATER)->later_day = at(30);
}

static void given_nothing(struct book *b, int64_t who)
{
	(void)who;
	b->facts.n_gives = 0;
}

static void given_once(struct book *b, int64_t who)
{
	(void)who;
	b->facts.n_gives = 1;
}

static void given_before_the_ask(struct book *b, int64_t who)
{
	(void)book_ask(b, who, 400, ASK_DECLINED);
	b->gives[0] = at(399);
	b->gives[1] = at(400);
}

static void sent_and_not_thanked(struct book *b, int64_t who)
{
	(void)who;
	book_loop(b, 0)->thanked_day = NO_DAY;
}

static void sent_and_not_told_of_the_contact(struct book *b, int64_t who)
{
	(void)who;
	(void)book_loop(b, 7);
}

static void sent_and_not_told_of_the_outcome(struct book *b, int64_t who)
{
	struct gate_loop *loop = book_loop(b, 2);

	(void)who;
	loop->told_contact_day = at(1);
	loop->closed_day = at(0);
}

static void deceased(struct book *b, int64_t who)
{
	(void)who;
	b->facts.state = CONTACT_DECEASED;
}

static void merged(struct book *b, int64_t who)
{
	(void)who;
	b->facts.state = CONTACT_MERGED;
}

static void erased(struct book *b, int64_t who)
{
	(void)who;
	b->facts.state = CONTACT_ERASED;
}

static void paused(struct book *b, int64_t who)
{
	(void)who;
	b->facts.state = CONTACT_PAUSED;
}

static void paused_for_a_day(struct book *b, int64_t who)
{
	(void)who;
	b->facts.state = CONTACT_PAUSED;
	b->facts.paused_until = at(-1);
}

static void death(struct book *b, int64_t who)
{
	(void)who;
	b->facts.death_in_household = at(179);
}

static void stop_all(struct book *b, int64_t who)
{
	(void)who;
	book_stop(b, SUPPRESS_ALL, NO_DAY);
}

static void stop_asks(struct book *b, int64_t who)
{
	(void)who;
	book_stop(b, SUPPRESS_ASK, at(-1));
}

static void stop_calls(struct book *b, int64_t who)
{
	(void)who;
	book_stop(b, SUPPRESS_CALL, NO_DAY);
}

static void stop_letters_and_ask_by_letter(struct book *b, int64_t who)
{
	(void)who;
	book_stop(b, SUPPRESS_MAIL, NO_DAY);
	b->question.channel = CHANNEL_MAIL;
}

static const struct flip {
	void (*spoil)(struct book *b, int64_t who);
	enum gate_code code;
	enum gate_help help;
	bool is_waived; /* for a partner */
} flips[] = {
	{no_sale, GATE_SALE_COMPLETED, GATE_HELP_COMPLETE, true},
	{no_score, GATE_SATISFIED, GATE_HELP_SCORE, true},
	{old_praise_alone, GATE_SATISFIED, GATE_HELP_SCORE, true},
	{scored_8, GATE_SATISFIED, GATE_HELP_SCORE, true},
	{scored_7_praised, GATE_SATISFIED, GATE_HELP_SCORE, true},
	{scored_8_praised_long_ago, GATE_SATISFIED, GATE_HELP_SCORE, true},
	{scored_9_long_ago, GATE_SATISFIED, GATE_HELP_SCORE, true},
	{scored_9_then_7, GATE_SATISFIED, GATE_HELP_SCORE, true},
	{scored_before_a_complaint, GATE_SATISFIED, GATE_HELP_SCORE, true},
	{scored_before_a_late_withdrawal, GATE_SATISFIED, GATE_HELP_SCORE, true},
	{scored_before_an_old_lateness, GATE_SATISFIED, GATE_HELP_SCORE, true},
	{scored_9_praised_and_other_low, GATE_SATISFIED, GATE_HELP_REPAIR, true},
	{overdue, GATE_PROMISES_KEPT, GATE_HELP_PROMISE, false},
	{late_and_only_praised, GATE_PROMISES_KEPT, GATE_HELP_SCORE, false},
	{redated_late_and_only_praised, GATE_PROMISES_KEPT, GATE_HELP_SCORE, false},
	{broken_and_only_praised, GATE_PROMISES_KEPT, GATE_HELP_REPAIR, false},
	{open_for_the_sale, GATE_PROMISES_KEPT, GATE_HELP_PROMISE, false},
	{complaint_open, GATE_NO_COMPLAINT, GATE_HELP_COMPLAINT, false},
	{complaint_resolved_and_another_open, GATE_NO_COMPLAINT, GATE_HELP_COMPLAINT, false},
	{complaint_just_resolved, GATE_NO_COMPLAINT, GATE_HELP_SCORE, false},
	{asked_lately, GATE_RESTED, GATE_HELP_WAIT, false},
	{asked_without_an_answer, GATE_RESTED, GATE_HELP_WAIT, false},
	{asked_twice_in_a_year, GATE_RESTED, GATE_HELP_WAIT, false},
	{never, GATE_RESTED, GATE_HELP_NONE, false},
	{never_then_asked_again, GATE_RESTED, GATE_HELP_NONE, false},
	{later, GATE_RESTED, GATE_HELP_WAIT, false},
	{later_three_times, GATE_RESTED, GATE_HELP_WAIT, false},
	{given_nothing, GATE_GAVE_FIRST, GATE_HELP_GIVE, false},
	{given_once, GATE_GAVE_FIRST, GATE_HELP_GIVE, false},
	{given_before_the_ask, GATE_GAVE_FIRST, GATE_HELP_GIVE, false},
	{sent_and_not_thanked, GATE_LOOPS_CLOSED, GATE_HELP_LOOP, false},
	{sent_and_not_told_of_the_contact, GATE_LOOPS_CLOSED, GATE_HELP_LOOP, false},
	{sent_and_not_told_of_the_outcome, GATE_LOOPS_CLOSED, GATE_HELP_LOOP, false},
	{deceased, GATE_CONTACTABLE, GATE_HELP_NONE, false},
	{merged, GATE_CONTACTABLE, GATE_HELP_NONE, false},
	{erased, GATE_CONTACTABLE, GATE_HELP_NONE, false},
	{paused, GATE_CONTACTABLE, GATE_HELP_RESUME, false},
	{paused_for_a_day, GATE_CONTACTABLE, GATE_HELP_WAIT, false},
	{death, GATE_CONTACTABLE, GATE_HELP_WAIT, false},
	{stop_all, GATE_CONTACTABLE, GATE_HELP_NONE, false},
	{stop_asks, GATE_CONTACTABLE, GATE_HELP_WAIT, false},
	{stop_calls, GATE_CONTACTABLE, GATE_HELP_NONE, false},
	{stop_letters_and_ask_by_letter, GATE_CONTACTABLE, GATE_HELP_NONE, false},
};

static void only_blocks(struct book *b, size_t i)
{
	const struct gate_verdict *v = book_check(b);

	for (int code = 0; code < N_GATE_CODES; code++)
		if (v->conditions[code].is_blocking != (code == (int)flips[i].code))
			fail_msg("flip %zu: %s is %s", i, gate_codes[code],
				 v->conditions[code].detail);
	assert_false(v->earned);
	assert_int_equal(v->n_blocking, 1);
	assert_int_equal(v->first_blocking, flips[i].code);
	assert_int_equal(v->help, flips[i].help);
	assert_int_equal(!v->helps[0], flips[i].help == GATE_HELP_NONE);
}

static void is_earned(struct book *b)
{
	const struct gate_verdict *v = book_check(b);

	for (int code = 0; code < N_GATE_CODES; code++) {
		assert_int_equal(v->conditions[code].code, code);
		assert_false(v->conditions[code].is_blocking);
		assert_true(v->conditions[code].detail[0]);
	}
	assert_true(v->earned);
	assert_int_equal(v->n_blocking, 0);
	assert_int_equal(v->first_blocking, -1);
	assert_int_equal(v->help, GATE_HELP_NONE);
	assert_string_equal(v->helps, "");
	assert_int_equal(v->next_possible_day.n, TODAY);
}

static void each_alone_shuts_it_for_a_sole_contact(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	is_earned(&b);
	for (size_t i = 0; i < ARRAY_LEN(flips); i++) {
		book_init(&b);
		flips[i].spoil(&b, SELF);
		only_blocks(&b, i);
	}
}

static void trouble_of_the_household_counts_for_all(void **state)
{
	struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(flips); i++) {
		book_init(&b);
		flips[i].spoil(&b, OTHER);
		only_blocks(&b, i);
	}
}

static void a_partner_need_not_buy_nor_score(void **state)
{
	struct book b;

	(void)state;
	book_init_partner(&b);
	is_earned(&b);
	for (size_t i = 0; i < ARRAY_LEN(flips); i++) {
		book_init_partner(&b);
		flips[i].spoil(&b, i % 2 ? SELF : OTHER);
		if (flips[i].is_waived)
			is_earned(&b);
		else
			only_blocks(&b, i);
	}
}

/* An 8 and a compliment, both since then, answer what was wrong; also where a 7 came after them. */
static void an_8_with_a_compliment_answers_trouble(void **state)
{
	static const struct {
		int score, scored, praised; /* days ago */
		bool is_answered;
	} cases[] = {
		{8, 8, 7, true},  {8, 7, 8, true},   {8, 10, 7, false}, {8, 8, 10, false},
		{7, 8, 7, false}, {8, 8, -1, false}, {9, 8, -1, true},  {9, 10, 7, false},
	};
	struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		book_init(&b);
		book_score(&b, cases[i].score, cases[i].scored);
		if (cases[i].praised >= 0)
			book_praise(&b, cases[i].praised);
		b.facts.newest = (struct gate_score){SELF, 7, when(&b, 1)};
		(void)book_late(&b, OTHER, PROMISE_KEPT, 9);
		(void)book_complaint(&b, SELF, 12, 9);
		assert_int_equal(book_holds(&b, GATE_PROMISES_KEPT), cases[i].is_answered);
		assert_int_equal(book_holds(&b, GATE_NO_COMPLAINT), cases[i].is_answered);
		assert_false(book_holds(&b, GATE_SATISFIED));
	}
}

/* What is neither late nor broken now blocks no more, whatever it was once. */
static void only_what_is_late_or_broken_blocks(void **state)
{
	static const struct {
		enum promise_state state;
		bool is_late, is_kept;
	} cases[] = {
		{PROMISE_KEPT, false, true},      {PROMISE_KEPT, true, false},
		{PROMISE_OPEN, false, true},      {PROMISE_OPEN, true, false},
		{PROMISE_WITHDRAWN, false, true}, {PROMISE_WITHDRAWN, true, true},
		{PROMISE_BROKEN, false, false},   {PROMISE_BROKEN, true, false},
	};
	struct book b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		book_init_partner(&b);
		book_late(&b, SELF, cases[i].state, 5)->is_late = cases[i].is_late;
		assert_int_equal(book_holds(&b, GATE_PROMISES_KEPT), cases[i].is_kept);
	}
}

static void what_helps_fits_what_is_wrong(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	book_score(&b, 6, 20);
	assert_int_equal(book_check(&b)->help, GATE_HELP_REPAIR);
	book_score(&b, 7, 20);
	assert_int_equal(book_check(&b)->help, GATE_HELP_SCORE);

	/* Broken since the score, and then put right. */
	book_init(&b);
	(void)book_broken(&b, SELF, 9);
	assert_int_equal(book_check(&b)->first_blocking, GATE_SATISFIED);
	assert_int_equal(b.verdict.help, GATE_HELP_REPAIR);
	b.promises[0].righted = when(&b, 4);
	(void)book_promise(&b, SELF, PROMISE_OPEN, -5); /* nothing is wrong with that one */
	assert_int_equal(book_check(&b)->first_blocking, GATE_SATISFIED);
	assert_int_equal(b.verdict.help, GATE_HELP_SCORE);
	b.facts.is_partner = true;
	assert_int_equal(book_check(&b)->first_blocking, GATE_PROMISES_KEPT);
	assert_int_equal(b.verdict.help, GATE_HELP_SCORE);
	b.promises[0].righted.day = NO_DAY;
	assert_int_equal(book_check(&b)->help, GATE_HELP_REPAIR);

	/* Nobody who waits for something to be put right is asked for a score before it is. */
	book_init(&b);
	(void)book_broken(&b, SELF, 9);
	book_no_score(&b);
	assert_int_equal(book_check(&b)->first_blocking, GATE_SATISFIED);
	assert_int_equal(b.verdict.help, GATE_HELP_REPAIR);
	b.promises[0].righted = when(&b, 4);
	assert_int_equal(book_check(&b)->help, GATE_HELP_SCORE);
}

/* What will be given is not given yet. */
static void a_day_to_come_does_not_count_yet(void **state)
{
	struct book b;

	(void)state;
	book_init(&b);
	b.gives[0] = at(-3);
	assert_false(book_holds(&b, GATE_GAVE_FIRST));
	assert_int_equal(b.verdict.next_possible_day.n, TODAY + 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_alone_shuts_it_for_a_sole_contact),
		cmocka_unit_test(trouble_of_the_household_counts_for_all),
		cmocka_unit_test(a_partner_need_not_buy_nor_score),
		cmocka_unit_test(an_8_with_a_compliment_answers_trouble),
		cmocka_unit_test(only_what_is_late_or_broken_blocks),
		cmocka_unit_test(what_helps_fits_what_is_wrong),
		cmocka_unit_test(a_day_to_come_does_not_count_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
