/* Results of keyed writes: found by key, forgotten with time. */
#include "store/idempotency.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

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

/* The result kept after an instant, null where there is none; its hash must be `hash`. */
static const char *get(const struct fixture *f, const char *key, int64_t after, int64_t hash)
{
	const char *result = "";
	int64_t found;

	assert_int_equal(store_idempotency_get(f->store, key, after, f->arena, &found, &result), 0);
	if (result)
		assert_int_equal(found, hash);
	return result;
}

static void a_result_is_found_by_its_key_with_its_hash(void **state)
{
	const struct fixture *f = *state;

	assert_null(get(f, "a", 0, 0));
	assert_int_equal(store_idempotency_put(f->store, "a", INT64_MIN, "{\"x\":1}", 500), 0);
	assert_int_equal(store_idempotency_put(f->store, "b", -1, "{}", 501), 0);
	assert_string_equal(get(f, "a", 0, INT64_MIN), "{\"x\":1}");
	assert_string_equal(get(f, "b", 0, -1), "{}");
	assert_null(get(f, "A", 0, 0));
}

static void an_older_result_is_not_found_and_can_be_replaced(void **state)
{
	const struct fixture *f = *state;

	assert_int_equal(store_idempotency_put(f->store, "a", 1, "{}", 500), 0);
	assert_string_equal(get(f, "a", 499, 1), "{}");
	assert_null(get(f, "a", 500, 0));
	assert_int_equal(store_idempotency_put(f->store, "a", 2, "{\"new\":1}", 900), 0);
	assert_string_equal(get(f, "a", 500, 2), "{\"new\":1}");
}

static void old_results_are_forgotten_a_few_at_a_time(void **state)
{
	const struct fixture *f = *state;
	char key[8];

	for (int i = 0; i < 30; i++) {
		(void)snprintf(key, sizeof key, "k%d", i);
		assert_int_equal(store_idempotency_put(f->store, key, i, "{}", 100 + i), 0);
	}
	assert_int_equal(store_idempotency_expire(f->store, 124), 0);
	assert_null(get(f, "k19", 0, 0));
	assert_non_null(get(f, "k20", 0, 20));
	assert_int_equal(store_idempotency_expire(f->store, 124), 0);
	assert_null(get(f, "k24", 0, 0));
	assert_non_null(get(f, "k25", 0, 25));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_result_is_found_by_its_key_with_its_hash, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(an_older_result_is_not_found_and_can_be_replaced,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(old_results_are_forgotten_a_few_at_a_time, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
