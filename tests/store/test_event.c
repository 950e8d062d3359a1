/* Events: numbered without holes, read in slices, the newest kept. */
#include "store/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "vouch/limits.h"

struct fixture {
	struct store *store;
	struct arena *arena;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct store_options options = {.now = 1000};
	char why[STORE_WHY_SIZE];

	assert_int_equal(store_open(&options, &f->store, why), 0);
	f->arena = arena_new();
	assert_int_equal(store_begin(f->store), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	store_close(f->store);
	arena_free(f->arena);
	free(f);
	return 0;
}

static int64_t add(const struct fixture *f, int64_t about, int64_t contact)
{
	struct event_row row = {
		.at = 1000 + about, .kind = "sale.changed", .about = about, .contact = contact};
	int64_t id = 0;

	assert_int_equal(store_event_add(f->store, &row, &id), 0);
	return id;
}

static void an_empty_table_has_no_range(void **state)
{
	const struct fixture *f = *state;
	int64_t oldest = 9, newest = 9;

	assert_int_equal(store_event_range(f->store, &oldest, &newest), 0);
	assert_int_equal(oldest, 0);
	assert_int_equal(newest, 0);
}

static void events_are_read_in_order_after_one_and_in_slices(void **state)
{
	const struct fixture *f = *state;
	struct event_row *rows;
	int n;

	for (int i = 1; i <= 5; i++)
		assert_int_equal(add(f, i, i == 3 ? 0 : 70 + i), i);
	assert_int_equal(store_event_since(f->store, 2, 2, f->arena, &rows, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, 3);
	assert_int_equal(rows[0].contact, 0);
	assert_int_equal(rows[1].id, 4);
	assert_int_equal(rows[1].about, 4);
	assert_int_equal(rows[1].at, 1004);
	assert_int_equal(rows[1].contact, 74);
	assert_string_equal(rows[1].kind, "sale.changed");
	assert_int_equal(store_event_since(f->store, 5, 2, f->arena, &rows, &n), 0);
	assert_int_equal(n, 0);
}

static void only_the_newest_are_kept(void **state)
{
	const struct fixture *f = *state;
	int64_t oldest, newest;

	for (int i = 1; i <= VOUCH_EVENTS_KEPT; i++)
		(void)add(f, i, 0);
	assert_int_equal(store_event_range(f->store, &oldest, &newest), 0);
	assert_int_equal(oldest, 1);
	assert_int_equal(newest, VOUCH_EVENTS_KEPT);
	(void)add(f, 1, 0);
	assert_int_equal(store_event_range(f->store, &oldest, &newest), 0);
	assert_int_equal(oldest, 2);
	assert_int_equal(newest, VOUCH_EVENTS_KEPT + 1);
}

static void an_undone_event_leaves_no_hole(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(store_savepoint(f->store), 0);
	assert_int_equal(add(f, 1, 0), 1);
	assert_int_equal(store_rollback_to(f->store), 0);
	assert_int_equal(add(f, 2, 0), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_empty_table_has_no_range, set_up, tear_down),
		cmocka_unit_test_setup_teardown(events_are_read_in_order_after_one_and_in_slices,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_the_newest_are_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_undone_event_leaves_no_hole, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
