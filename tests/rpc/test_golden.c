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

static int run_all(void **state)
{
	static struct golden_seen seen;
	struct dirent **entries;
	int n = scandir(FOLDER, &entries, is_transcript, alphasort), n_failed = 0;

	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		char path[4096];

		(void)snprintf(path, sizeof path, FOLDER "/%s", entries[i]->d_name);
		n_failed += !golden_run(path, &seen);
		free(entries[i]);
	}
	free(entries);
	*state = &seen;
	return n_failed ? -1 : 0;
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
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_method_succeeds_in_some_transcript),
	};

	return cmocka_run_group_tests_name("every transcript is answered as written", tests,
					   run_all, NULL);
}
