/* Runs each file of the folders it is given once through a fuzzer, for builds without libFuzzer. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "fuzz/fuzz.h"

static bool run_file(const char *path)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	_cleanup_free_ uint8_t *exact = NULL;
	_cleanup_str_ struct str bytes = {0};
	char some[4096];
	size_t got;

	if (!file)
		return false;
	while ((got = fread(some, 1, sizeof some, file)) > 0)
		str_add_n(&bytes, some, got);
	if (ferror(file))
		return false;
	exact = xmalloc(bytes.len + 1); /* no room behind the last byte but one */
	if (bytes.len)
		memcpy(exact, bytes.data, bytes.len);
	(void)LLVMFuzzerTestOneInput(exact, bytes.len);
	return true;
}

/* How many files were run; -1 where the folder cannot be read. */
static int run_folder(const char *folder)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, NULL, alphasort), n_run = 0;

	for (int i = 0; i < n; i++) {
		_cleanup_str_ struct str path = {0};

		str_addf(&path, "%s/%s", folder, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.') {
			(void)fprintf(stderr, "%s\n", entries[i]->d_name);
			n_run += run_file(str_text(&path));
		}
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return n < 0 ? -1 : n_run;
}

int main(int argc, char **argv)
{
	int n_all = 0;

	for (int i = 1; i < argc; i++) {
		int n = run_folder(argv[i]);

		if (n <= 0) {
			(void)fprintf(stderr, "%s: no seeds\n", argv[i]);
			return 1;
		}
		n_all += n;
	}
	(void)printf("%d inputs\n", n_all);
	return n_all ? 0 : 1;
}
