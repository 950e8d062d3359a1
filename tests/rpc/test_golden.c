/* Every method by example: the transcripts of tests/golden. */
#include "rpc/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rpc/method.h"

#define FOLDER TEST_SOURCE_DIR "/golden"

static int is_transcript(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && strcmp(entry->d_name + n - 4, ".txt") == 0;
}

/* Runs before the other test, which asks what it has seen. */
static void every_transcript_is_answered_as_written(void **state)
{
	struct dirent **entries;
	int n = scandir(FOLDER, &entries, is_transcript, alphasort), n_failed = 0;

	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		char path[4096];

		(void)snprintf(path, sizeof path, FOLDER "/%s", entries[i]->d_name);
		n_failed += !golden_run(path, *state, NULL);
		free(entries[i]);
	}
	free(entries);
	assert_int_equal(n_failed, 0);
}

static void every_method_succeeds_in_some_transcript(void **state)
{
	int n_missing = 0;

	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++)
			if (!golden_has_seen(*state, m->name)) {
				print_error("%s succeeds in no transcript\n", m->name);
				n_missing++;
			}
	assert_int_equal(n_missing, 0);
}

int main(void)
{
	struct golden_seen seen = {.n = 0};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(every_transcript_is_answered_as_written, &seen),
		cmocka_unit_test_prestate(every_method_succeeds_in_some_transcript, &seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
