/* Request-lived memory: aligned, zeroed, all gone at once. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/cleanup.h"

static int setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static const size_t sizes[] = {0, 1, 15, 16, 17, 100, 16383, 16384, 16385, 65536, 300000, 1};

static void memory_is_zeroed_and_aligned_for_any_type(void **state)
{
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
			unsigned char *p = arena_alloc(*state, sizes[i]);

			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (size_t k = 0; k < sizes[i]; k++)
				assert_int_equal(p[k], 0);
			memset(p, 0xAA, sizes[i]);
		}
		arena_reset(*state);
	}
}

static void pieces_do_not_overlap(void **state)
{
	enum { N = 3000 };
	unsigned char *pieces[N];

	for (size_t i = 0; i < N; i++) {
		pieces[i] = arena_alloc(*state, 1 + i % 50);
		memset(pieces[i], (int)(i % 251), 1 + i % 50);
	}
	for (size_t i = 0; i < N; i++)
		for (size_t k = 0; k < 1 + i % 50; k++)
			assert_int_equal(pieces[i][k], i % 251);
}

static void an_arena_can_be_used_again_after_a_reset(void **state)
{
	char *first = arena_strdup(*state, "first"), *second;

	assert_string_equal(first, "first");
	arena_reset(*state);
	second = arena_strdup(*state, "second");
	assert_ptr_equal(first, second); /* the same block, from its beginning */
	assert_string_equal(second, "second");
}

static void an_empty_arena_can_be_reset_and_none_can_be_freed(void **state)
{
	arena_reset(*state);
	arena_reset(*state);
	arena_free(NULL);
}

static void a_grown_array_keeps_its_elements(void **state)
{
	int64_t *numbers = NULL;
	size_t cap = 0;

	for (size_t n = 0; n < 5000; n++) {
		numbers = arena_grow(*state, numbers, n, &cap, sizeof *numbers);
		assert_true(n < cap);
		numbers[n] = (int64_t)n * 3;
	}
	for (size_t n = 0; n < 5000; n++)
		assert_int_equal(numbers[n], n * 3);
}

static void strings_are_copied(void **state)
{
	char text[] = "changed later";
	const char *copy = arena_strdup(*state, text), *part = arena_strndup(*state, text, 7);

	text[0] = 'X';
	assert_string_equal(copy, "changed later");
	assert_string_equal(part, "changed");
	assert_string_equal(arena_strndup(*state, text, 0), "");
	assert_null(arena_strdup(*state, NULL));
}

static void text_is_printed_at_any_length(void **state)
{
	const char *text = arena_printf(*state, "%d %s", 12, "steps");

	assert_string_equal(text, "12 steps");
	text = arena_printf(*state, "%0*d", 100000, 7);
	assert_int_equal(strlen(text), 100000);
	assert_string_equal(arena_printf(*state, "%s", ""), "");
}

/* In a child, whose complaints go nowhere. */
static int signal_of(void (*f)(struct arena *), struct arena *a)
{
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		(void)signal(SIGABRT, SIG_DFL);
		(void)close(STDERR_FILENO);
		f(a);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void ask_for_everything(struct arena *a)
{
	(void)arena_alloc(a, SIZE_MAX);
}

static void ask_for_a_product_that_wraps(struct arena *a)
{
	(void)arena_array(a, SIZE_MAX / 8 + 2, 8);
}

static void sizes_that_overflow_abort(void **state)
{
	assert_int_equal(signal_of(ask_for_everything, *state), SIGABRT);
	assert_int_equal(signal_of(ask_for_a_product_that_wraps, *state), SIGABRT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(memory_is_zeroed_and_aligned_for_any_type),
		TEST(pieces_do_not_overlap),
		TEST(an_arena_can_be_used_again_after_a_reset),
		TEST(an_empty_arena_can_be_reset_and_none_can_be_freed),
		TEST(a_grown_array_keeps_its_elements),
		TEST(strings_are_copied),
		TEST(text_is_printed_at_any_length),
		TEST(sizes_that_overflow_abort),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
