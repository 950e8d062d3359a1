/* The gate has an answer for every value, also for those that no book of ours holds. */
#include <string.h>

#include "domain/gate_case.h"
#include "domain/gate_line.h"
#include "gate_book.h"

static const int no_codes[] = {N_GATE_CODES, 99};

static void what_is_no_condition_holds_and_says_nothing(void **state)
{
	struct gate_case c;
	struct book b;

	(void)state;
	book_init(&b);
	gate_case_init(&c, &b.facts, &b.rules, &b.question);
	for (size_t i = 0; i < ARRAY_LEN(no_codes); i++) {
		struct gate_condition condition = {.code = (enum gate_code)no_codes[i]};

		assert_true(gate_case_holds(&c, condition.code, b.question.day));
		gate_case_say(&c, &condition);
		assert_string_equal(condition.detail, "");
		assert_null(condition.facts[0].name);
	}
}

/* Each condition, asked for what would help though it holds. */
static void what_holds_needs_no_help(void **state)
{
	static const struct {
		int code;
		enum gate_help help;
		const char *helps;
	} cases[] = {
		{GATE_SATISFIED, GATE_HELP_NONE, ""},
		{GATE_PROMISES_KEPT, GATE_HELP_PROMISE,
		 "keep the promise, or agree on another day"},
		{GATE_LOOPS_CLOSED, GATE_HELP_LOOP, ""},
		{GATE_TALK_HELD, GATE_HELP_NONE, ""},
		{N_GATE_CODES, GATE_HELP_NONE, ""},
		{99, GATE_HELP_NONE, ""},
	};
	struct gate_case c;
	struct book b;

	(void)state;
	book_init(&b);
	gate_case_init(&c, &b.facts, &b.rules, &b.question);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct gate_verdict v = {.first_blocking = cases[i].code};

		gate_case_help(&c, &v);
		assert_int_equal(v.help, cases[i].help);
		assert_string_equal(v.helps, cases[i].helps);
	}
}

/* Where a line is asked for what does not hold of a contact of whom it does. */
static void a_line_that_nothing_speaks_against_gives_no_reason(void **state)
{
	struct gate_condition rested = {.code = GATE_RESTED};
	struct gate_condition contactable = {.code = GATE_CONTACTABLE};
	struct gate_case c;
	struct book b;

	(void)state;
	book_init(&b);
	(void)book_ask(&b, SELF, 400, ASK_NAMES_GIVEN);
	gate_case_init(&c, &b.facts, &b.rules, &b.question);
	c.rest = REST_NOT_ASKED;
	c.rest_ask = b.asks;
	gate_case_say(&c, &rested);
	assert_string_equal(rested.detail, "");
	assert_int_equal(rested.facts[0].value, b.asks[0].id);

	c.barrier_until = GATE_NEVER;
	gate_case_say(&c, &contactable);
	assert_string_equal(contactable.detail, "");
}

/* The settings go to five; a rule that asks for more is told without the number. */
static void more_than_five_touches_are_not_counted_in_words(void **state)
{
	const struct gate_verdict *v;
	struct book b;

	(void)state;
	book_init(&b);
	b.facts.n_gives = 0;
	b.rules.gives_min = 6;
	v = book_check(&b);
	assert_string_equal(v->helps, "a useful call first");
	assert_string_equal(v->conditions[GATE_GAVE_FIRST].detail,
			    "nothing given since the first completion on Wed 26 Jun 2024");
	b.rules.gives_min = 5;
	v = book_check(&b);
	assert_string_equal(v->helps, "five useful calls first");
	assert_non_null(strstr(v->conditions[GATE_GAVE_FIRST].detail, ": five useful touches"));
}

static void a_sale_completed_on_a_day_not_known_is_told_without_it(void **state)
{
	const struct gate_condition *condition;
	struct book b;

	(void)state;
	book_init(&b);
	b.facts.first_completed_day = NO_DAY;
	condition = &book_check(&b)->conditions[GATE_SALE_COMPLETED];
	assert_true(condition->holds);
	assert_string_equal(condition->detail, "1 sale completed");
	assert_null(condition->facts[1].name);
}

static void a_fact_too_many_is_left_out(void **state)
{
	static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
	struct gate_condition condition = {.code = GATE_RESTED};

	(void)state;
	assert_int_equal(ARRAY_LEN(names), GATE_CONDITION_FACTS + 1);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		gate_fact(&condition, names[i], GATE_FACT_NUMBER, (int64_t)i);
	assert_string_equal(condition.facts[GATE_CONDITION_FACTS - 1].name, "e");
	assert_int_equal(condition.facts[GATE_CONDITION_FACTS - 1].value, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_condition_holds_and_says_nothing),
		cmocka_unit_test(what_holds_needs_no_help),
		cmocka_unit_test(a_line_that_nothing_speaks_against_gives_no_reason),
		cmocka_unit_test(more_than_five_touches_are_not_counted_in_words),
		cmocka_unit_test(a_sale_completed_on_a_day_not_known_is_told_without_it),
		cmocka_unit_test(a_fact_too_many_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
