/* A folder for one test, and what lies in it. */
#pragma once

#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "store/db.h"

struct folder {
	char path[64], db[96];
};

static inline int folder_make(void **state)
{
	struct folder *f = calloc(1, sizeof *f);

	(void)snprintf(f->path, sizeof f->path, "/tmp/vouch-store-XXXXXX");
	if (!mkdtemp(f->path))
		return -1;
	(void)snprintf(f->db, sizeof f->db, "%s/book.db", f->path);
	*state = f;
	return 0;
}

static inline int folder_remove_one(const char *path, const struct stat *st, int type,
				    struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static inline int folder_remove(void **state)
{
	struct folder *f = *state;

	(void)nftw(f->path, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(f);
	return 0;
}

/* "<db><ending>", in one of four buffers that take turns. */
static inline const char *beside(const struct folder *f, const char *ending)
{
	static char paths[4][160];
	static int turn;

	turn = (turn + 1) % 4;
	(void)snprintf(paths[turn], sizeof paths[turn], "%s%s", f->db, ending);
	return paths[turn];
}

static inline void file_read(const char *path, struct str *to)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char buffer[4096];
	ssize_t n;

	str_reset(to);
	while (fd >= 0 && (n = read(fd, buffer, sizeof buffer)) > 0)
		str_add_n(to, buffer, (size_t)n);
	if (fd >= 0)
		(void)close(fd);
}

static inline bool file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static inline struct store *open_at(const char *path)
{
	struct store_options options = {.path = path, .now = 1000};
	char why[STORE_WHY_SIZE] = "";
	struct store *s = NULL;
	int r = store_open(&options, &s, why);

	if (r)
		(void)fprintf(stderr, "store_open gave %d: %s\n", r, why);
	return s;
}

/* What store_open gives for a path that it refuses; INT32_MAX where it did not. */
static inline int open_refused(const char *path, char why[STORE_WHY_SIZE])
{
	struct store_options options = {.path = path, .now = 1000};
	struct store *s = NULL;
	int r;

	why[0] = '\0';
	r = store_open(&options, &s, why);
	if (r == 0)
		store_close(s);
	return r ? r : INT32_MAX;
}
