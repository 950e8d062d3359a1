/* A folder of a test's own, gone with everything in it when the test ends. */
#pragma once

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline int tempdir_remove_one(const char *path, const struct stat *st, int type,
				     struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

/* A cmocka setup: *state becomes the folder's path. */
static inline int tempdir_setup(void **state)
{
	char path[] = P_tmpdir "/vouch-test-XXXXXX";

	*state = mkdtemp(path) ? strdup(path) : NULL;
	return *state ? 0 : -1;
}

static inline int tempdir_teardown(void **state)
{
	int r = nftw(*state, tempdir_remove_one, 8, FTW_DEPTH | FTW_PHYS);

	free(*state);
	return r;
}

/* "<folder>/<name>" in a buffer of PATH_MAX bytes. */
static inline const char *tempdir_path(void *const *state, const char *name, char to[PATH_MAX])
{
	int n = snprintf(to, PATH_MAX, "%s/%s", (const char *)*state, name);

	return n > 0 && n < PATH_MAX ? to : NULL;
}

/* 0 where the file now holds exactly these bytes. */
static inline int tempdir_write(const char *path, const void *bytes, size_t n)
{
	FILE *f = fopen(path, "we");
	size_t written;

	if (!f)
		return -1;
	written = fwrite(bytes, 1, n, f);
	return fclose(f) == 0 && written == n ? 0 : -1;
}
