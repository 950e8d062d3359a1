/* What follow-ups are by themselves: outcomes, holds, ranks, and the sale's states beside them. */
#include "domain/followup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "domain/run.h"
#include "domain/sale.h"
#include "domain/words.h"

#define N_KINDS 10

static void every_kind_has_words_a_rank_and_an_outcome(void **state)
{
	enum direction direction;
	struct followup f;

	(void)state;
	for (int kind = 0; kind < N_KINDS; kind++) {
		enum outcome outcome = followup_default_outcome((enum followup_kind)kind);

		assert_int_equal(word_index(followup_kinds, followup_kinds[kind]), kind);
		f = (struct followup){.kind = (enum followup_kind)kind};
		assert_in_range(followup_rank(&f), 1, 6);
		f.score = true;
		assert_int_equal(followup_rank(&f), 2);
		f.about_id = 3;
		f.about = ABOUT_PROMISE;
		assert_int_equal(followup_rank(&f), 0);
		assert_true(outcome_ends(outcome));
		assert_int_equal(outcome_touch(outcome, &direction),
				 followup_reaches_person((enum followup_kind)kind));
	}
	assert_null(followup_kinds[N_KINDS]);
}

static void what_waits_and_what_is_scheduled_is_open(void **state)
{
	(void)state;
	for (int i = 0; followup_states[i]; i++)
		assert_int_equal(followup_is_open((enum followup_state)i),
				 i == FOLLOWUP_WAITING || i == FOLLOWUP_SCHEDULED);
}

/* Promises and scores go before all of these. */
static void thanks_go_first_then_asks_calls_letters_and_tasks(void **state)
{
	static const int ranks[N_KINDS] = {
		[KIND_THANK_YOU] = 1,      [KIND_ASK] = 3,      [KIND_CALL] = 4,
		[KIND_VISIT] = 4,          [KIND_CHECK_IN] = 4, [KIND_MESSAGE] = 5,
		[KIND_CARD] = 5,           [KIND_GIFT] = 5,     [KIND_TASK] = 6,
		[KIND_REVIEW_REQUEST] = 5,
	};

	(void)state;
	for (int kind = 0; kind < N_KINDS; kind++) {
		const struct followup f = {.kind = (enum followup_kind)kind};

		assert_int_equal(followup_rank(&f), ranks[kind]);
	}
}

static void only_nobody_answered_and_left_word_are_tried_again(void **state)
{
	static const struct {
		enum outcome outcome;
		bool ends;
		int direction; /* -1: it is no touch */
	} cases[] = {
		{OUTCOME_REACHED, true, DIRECTION_BOTH},   {OUTCOME_NO_ANSWER, false, -1},
		{OUTCOME_LEFT_WORD, false, DIRECTION_OUT}, {OUTCOME_SENT, true, DIRECTION_OUT},
		{OUTCOME_REPLIED, true, DIRECTION_BOTH},   {OUTCOME_DONE, true, -1},
		{OUTCOME_NOT_REACHED, true, -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum direction direction = DIRECTION_IN;

		assert_int_equal(outcome_ends(cases[i].outcome), cases[i].ends);
		assert_int_equal(outcome_touch(cases[i].outcome, &direction),
				 cases[i].direction >= 0);
		assert_int_equal(direction,
				 cases[i].direction >= 0 ? cases[i].direction : DIRECTION_IN);
	}
}

static void a_call_reaches_a_letter_is_sent_and_a_task_is_done(void **state)
{
	(void)state;
	assert_int_equal(followup_default_outcome(KIND_CALL), OUTCOME_REACHED);
	assert_int_equal(followup_default_outcome(KIND_ASK), OUTCOME_REACHED);
	assert_int_equal(followup_default_outcome(KIND_MESSAGE), OUTCOME_SENT);
	assert_int_equal(followup_default_outcome(KIND_REVIEW_REQUEST), OUTCOME_SENT);
	assert_int_equal(followup_default_outcome(KIND_TASK), OUTCOME_DONE);
}

static void holds_are_lifted_in_one_order(void **state)
{
	static const int order[] = {WAIT_AFTER, WAIT_PART_OF,     WAIT_COMPLAINT,
				    WAIT_PAUSE, WAIT_SUPPRESSION, WAIT_GATE};

	(void)state;
	for (unsigned bits = 0; bits < 64; bits++) {
		const struct followup_holds holds = {
			.is_before_open = bits & 1,
			.is_part_open = bits & 2,
			.trouble = bits & 4 ? WAIT_COMPLAINT : 0,
			.is_contact_paused = bits & 8,
			.is_suppressed = bits & 16,
			.is_gate_closed = bits & 32,
		};
		int want = -1;

		for (int i = 5; i >= 0; i--)
			if (bits & (1u << i))
				want = order[i];
		assert_int_equal(followup_hold(&holds), want);
	}
}

static void only_what_may_fall_due_is_looked_at(void **state)
{
	struct followup f = {.state = FOLLOWUP_SCHEDULED, .waits_for = -1, .due_at = 77};

	(void)state;
	assert_int_equal(followup_next_at(&f), 77);
	f.state = FOLLOWUP_WAITING;
	f.waits_for = WAIT_GATE;
	assert_int_equal(followup_next_at(&f), 77);
	f.waits_for = WAIT_AFTER;
	assert_int_equal(followup_next_at(&f), NO_INSTANT);
	f.state = FOLLOWUP_DONE;
	f.waits_for = -1;
	assert_int_equal(followup_next_at(&f), NO_INSTANT);
}

static void a_part_is_counted_from_its_day_or_the_end_of_its_ask(void **state)
{
	static const struct {
		enum followup_state ask;
		int due, ended, want; /* want -1: not counted */
	} cases[] = {
		{FOLLOWUP_WAITING, 9, 0, -1},   {FOLLOWUP_SCHEDULED, 9, 0, -1},
		{FOLLOWUP_DONE, 9, 4, 9},       {FOLLOWUP_DONE, 9, 9, 9},
		{FOLLOWUP_DONE, 9, 30, 30},     {FOLLOWUP_SKIPPED, 9, 30, 30},
		{FOLLOWUP_CANCELLED, 9, 4, 9},  {FOLLOWUP_EXPIRED, 9, 30, 30},
		{FOLLOWUP_EXPIRED, 30, 30, 30},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct followup part = {.due_day = {cases[i].due}},
				      ask = {.state = cases[i].ask, .ended_day = {cases[i].ended}};
		struct day since = followup_part_since(&part, &ask);

		assert_int_equal(day_is_none(since) ? -1 : since.n, cases[i].want);
	}
}

static void only_a_part_waits_for_an_answer(void **state)
{
	struct followup f = {.state = FOLLOWUP_WAITING, .waits_for = WAIT_PART_OF, .due_at = 77};

	(void)state;
	assert_true(followup_waits_for_answer(&f));
	assert_int_equal(followup_next_at(&f), NO_INSTANT);
	f.waits_for = WAIT_AFTER;
	assert_false(followup_waits_for_answer(&f));
	f.state = FOLLOWUP_EXPIRED;
	f.waits_for = WAIT_PART_OF;
	assert_false(followup_waits_for_answer(&f));
}

static void what_trouble_holds_is_looked_at_where_it_ends_or_is_dropped(void **state)
{
	static const enum followup_wait waits[] = {WAIT_REPAIR, WAIT_COMPLAINT};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct followup f = {
			.state = FOLLOWUP_WAITING, .waits_for = (int)waits[i], .due_at = 77};

		assert_true(followup_is_held_by_trouble(&f));
		assert_int_equal(followup_next_at(&f), NO_INSTANT);
		f.has_gate = true;
		assert_int_equal(followup_next_at(&f), 77);
		f.has_gate = false;
		f.score = true;
		assert_int_equal(followup_next_at(&f), 77);
		f.state = FOLLOWUP_CANCELLED;
		assert_false(followup_is_held_by_trouble(&f));
		assert_int_equal(followup_next_at(&f), NO_INSTANT);
	}
}

static void thanks_promises_and_tasks_do_not_wait_for_trouble(void **state)
{
	struct followup f = {.kind = KIND_CALL};

	(void)state;
	for (int kind = 0; followup_kinds[kind]; kind++) {
		f.kind = (enum followup_kind)kind;
		assert_int_equal(followup_waits_for_trouble(&f),
				 kind != KIND_THANK_YOU && kind != KIND_TASK);
	}
	f.kind = KIND_CALL;
	f.about = ABOUT_PROMISE;
	assert_true(followup_waits_for_trouble(&f)); /* about nothing: about_id is 0 */
	f.about_id = 3;
	assert_false(followup_waits_for_trouble(&f));
	f.about = ABOUT_ASK;
	assert_true(followup_waits_for_trouble(&f));
}

static void a_value_call_gives_and_asks_for_nothing(void **state)
{
	(void)state;
	for (int kind = 0; followup_kinds[kind]; kind++) {
		bool is_call = kind == KIND_CALL || kind == KIND_VISIT || kind == KIND_CHECK_IN;
		struct followup f = {.kind = (enum followup_kind)kind, .gives = true};

		assert_int_equal(followup_is_value_call(&f), is_call);
		f.score = true;
		assert_false(followup_is_value_call(&f));
		f.score = false;
		f.gives = false;
		assert_false(followup_is_value_call(&f));
		f.gives = true;
		f.about = ABOUT_PROMISE;
		f.about_id = 3;
		assert_false(followup_is_value_call(&f));
	}
}

static void a_named_channel_goes_before_the_kind(void **state)
{
	(void)state;
	assert_int_equal(followup_channel(KIND_CALL, CHANNEL_EMAIL), CHANNEL_EMAIL);
	assert_int_equal(followup_channel(KIND_CALL, -1), CHANNEL_CALL);
	assert_int_equal(followup_channel(KIND_VISIT, -1), CHANNEL_VISIT);
	assert_int_equal(followup_channel(KIND_CARD, -1), CHANNEL_MAIL);
	assert_int_equal(followup_channel(KIND_REVIEW_REQUEST, -1), CHANNEL_MESSAGE);
	assert_int_equal(followup_channel(KIND_TASK, -1), CHANNEL_OTHER);
}

static void sales_change_only_as_the_design_says(void **state)
{
	static const bool may[4][4] = {
		/* open, completed, lost, refunded */
		{false, true, true, false},
		{true, false, false, true},
		{true, false, false, false},
		{true, false, false, false},
	};

	(void)state;
	for (int from = 0; from < 4; from++)
		for (int to = 0; to < 4; to++)
			assert_int_equal(
				sale_may_become((enum sale_state)from, (enum sale_state)to),
				may[from][to]);
	assert_false(sale_may_become((enum sale_state)4, SALE_OPEN));
}

static void the_newer_run_has_the_later_anchor_then_the_higher_id(void **state)
{
	const struct run a = {.id = 1, .anchor_day = {10}}, b = {.id = 2, .anchor_day = {10}},
			 c = {.id = 3, .anchor_day = {9}};

	(void)state;
	assert_true(run_is_newer(&b, &a));
	assert_false(run_is_newer(&a, &b));
	assert_false(run_is_newer(&a, &a));
	assert_true(run_is_newer(&a, &c));
	assert_false(run_is_newer(&c, &b));
}

static void phones_are_found_by_their_digits(void **state)
{
	static const struct {
		const char *number, *want;
	} cases[] = {
		{"+49 (30) 555-0142", "49305550142"},
		{"0049 30 5550142", "49305550142"},
		{"555 0142", "5550142"},
		{"", ""},
		{"ext.", ""},
	};
	char digits[32];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		phone_digits(cases[i].number, digits, sizeof digits);
		assert_string_equal(digits, cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_has_words_a_rank_and_an_outcome),
		cmocka_unit_test(what_waits_and_what_is_scheduled_is_open),
		cmocka_unit_test(thanks_go_first_then_asks_calls_letters_and_tasks),
		cmocka_unit_test(only_nobody_answered_and_left_word_are_tried_again),
		cmocka_unit_test(a_call_reaches_a_letter_is_sent_and_a_task_is_done),
		cmocka_unit_test(holds_are_lifted_in_one_order),
		cmocka_unit_test(only_what_may_fall_due_is_looked_at),
		cmocka_unit_test(a_part_is_counted_from_its_day_or_the_end_of_its_ask),
		cmocka_unit_test(only_a_part_waits_for_an_answer),
		cmocka_unit_test(what_trouble_holds_is_looked_at_where_it_ends_or_is_dropped),
		cmocka_unit_test(thanks_promises_and_tasks_do_not_wait_for_trouble),
		cmocka_unit_test(a_value_call_gives_and_asks_for_nothing),
		cmocka_unit_test(a_named_channel_goes_before_the_kind),
		cmocka_unit_test(sales_change_only_as_the_design_says),
		cmocka_unit_test(the_newer_run_has_the_later_anchor_then_the_higher_id),
		cmocka_unit_test(phones_are_found_by_their_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
