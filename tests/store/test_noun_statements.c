/* Statements are prepared on first use, so a misspelt column would show late: prepare them all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/folder.h"
#include "store/merge.h"
#include "store/restore.h"
#include "store/sets.h"
#include "store/whole.h"

static void every_noun_is_listed_under_its_own_number(void **state)
{
	(void)state;
	for (int noun = 0; noun < N_NOUNS; noun++) {
		const struct stmt_set *set = store_set((enum store_noun)noun);

		assert_non_null(set);
		assert_int_equal(set->noun, noun);
		assert_true(set->n > 0);
	}
}

static void every_statement_can_be_prepared(void **state)
{
	for (int noun = 0; noun < N_NOUNS; noun++) {
		int r = store_prepare_set(*state, store_set((enum store_noun)noun));

		if (r)
			fail_msg("noun %d: error %d", noun, r);
	}
}

static void every_statement_of_undo_can_be_prepared(void **state)
{
	assert_int_equal(store_prepare_set(*state, restore_statements(*state)), 0);
}

static void every_statement_of_a_merge_can_be_prepared(void **state)
{
	assert_int_equal(store_prepare_set(*state, merge_statements(*state)), 0);
}

static void every_statement_of_an_export_can_be_prepared(void **state)
{
	assert_int_equal(store_prepare_set(*state, whole_statements(*state)), 0);
}

static int set_up(void **state)
{
	*state = open_at(NULL);
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	store_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_noun_is_listed_under_its_own_number),
		cmocka_unit_test(every_statement_can_be_prepared),
		cmocka_unit_test(every_statement_of_undo_can_be_prepared),
		cmocka_unit_test(every_statement_of_a_merge_can_be_prepared),
		cmocka_unit_test(every_statement_of_an_export_can_be_prepared),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
