/* Each statement of each request of the transcripts fails once, and so do those of the clock, of
 * imports and of undos that go on between requests, before all of it is done for good: whoever
 * asked is told so, nothing is done by halves, and nothing is different afterwards, in the book or
 * in memory: what follows is answered as written, byte for byte.
 *
 * usage: rpc_test_failing [STEP]   each STEPth statement of a request (61); 1: each one */
#include "rpc/golden.h"

#include <dirent.h>

#include "base/log.h"
#include "rpc/stack.h"

#define FOLDER TEST_SOURCE_DIR "/golden"
#define STEP 61

struct failures {
	struct golden_look look;
	int step, first;
	int n, n_silent;
};

static void before(struct golden_look *look, struct stack *f, const char *request)
{
	struct failures *t = (struct failures *)look;

	(void)request;
	f->failing.step = t->step;
	f->failing.first = t->first++;
}

static void after(struct golden_look *look, struct stack *f, const char *where, const char *request,
		  const char *reply)
{
	struct failures *t = (struct failures *)look;

	(void)where;
	(void)request;
	(void)reply;
	t->n += f->failing.n_failures;
	t->n_silent += f->failing.n_silent;
	f->failing = (struct failing){0};
}

static int is_transcript(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && strcmp(entry->d_name + n - 4, ".txt") == 0;
}

static void a_failed_statement_is_told_and_leaves_no_trace(void **state)
{
	struct failures *t = *state;
	struct dirent **entries;
	int n = scandir(FOLDER, &entries, is_transcript, alphasort), n_different = 0;
	struct golden_seen seen = {.n = 0};

	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		char path[4096];

		(void)snprintf(path, sizeof path, FOLDER "/%s", entries[i]->d_name);
		n_different += !golden_run(path, &seen, &t->look);
		free(entries[i]);
	}
	free(entries);
	print_message("%d statements failed in turn\n", t->n);
	assert_int_equal(n_different, 0);
	assert_int_equal(t->n_silent, 0);
	assert_true(t->n > 0);
}

int main(int argc, char **argv)
{
	struct failures failures = {
		.look = {before, after},
		.step = argc > 1 ? (int)strtol(argv[1], NULL, 10) : STEP,
	};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(a_failed_statement_is_told_and_leaves_no_trace,
					  &failures),
	};

	log_set_level((enum log_level)0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
