/* The end of a sale: on which day it was, by its state. */
#include "domain/sale.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

#define DAY 500

static int day_or_none(struct day day)
{
	return day_is_none(day) ? 0 : day.n;
}

/* A sale that was lost was never completed; one that was refunded was, by then. */
static void the_day_of_its_end_is_that_of_its_state(void **state)
{
	static const struct {
		enum sale_state state;
		int completed, lost, refunded; /* 0: none */
		int closed;
	} cases[] = {
		{SALE_OPEN, 0, 0, 0, 0},
		{SALE_COMPLETED, DAY, 0, 0, DAY},
		{SALE_LOST, 0, DAY, 0, DAY},
		{SALE_REFUNDED, DAY, 0, DAY, DAY},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct sale sale = {
			.state = cases[i].state,
			.completed_day = {1},
			.lost_day = {2},
			.refunded_day = {3},
		};

		sale_set_closed_day(&sale, (struct day){DAY});
		assert_int_equal(day_or_none(sale.completed_day), cases[i].completed);
		assert_int_equal(day_or_none(sale.lost_day), cases[i].lost);
		assert_int_equal(day_or_none(sale.refunded_day), cases[i].refunded);
		assert_int_equal(day_or_none(sale_closed_day(&sale)), cases[i].closed);
	}
}

static void a_refunded_sale_ended_when_it_was_refunded(void **state)
{
	const struct sale sale = {
		.state = SALE_REFUNDED, .completed_day = {10}, .refunded_day = {20}};

	(void)state;
	assert_int_equal(sale_closed_day(&sale).n, 20);
}

static void a_reopened_sale_has_not_ended(void **state)
{
	const struct sale sale = {.state = SALE_OPEN, .completed_day = {10}};

	(void)state;
	assert_true(day_is_none(sale_closed_day(&sale)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_day_of_its_end_is_that_of_its_state),
		cmocka_unit_test(a_refunded_sale_ended_when_it_was_refunded),
		cmocka_unit_test(a_reopened_sale_has_not_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
