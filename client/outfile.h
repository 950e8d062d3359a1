/* A file that is written whole or not at all, the user's alone. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/str.h"

struct outfile {
	const char *path; /* "-": stdout */
	FILE *to;
	struct str part; /* where it is written until it is whole, if it has a name until then */
	bool may_replace, is_nameless;
};

/* An exit code of vouch, with the reason on stderr. A file that exists is left alone, unless
 * may_replace; a link is never followed, a device or a pipe never written to. */
int outfile_open(struct outfile *f, const char *path, bool may_replace);
/* Whole, on disk, and under its name; deinit follows. */
int outfile_commit(struct outfile *f);
/* What was not committed is gone. */
void outfile_deinit(struct outfile *f);
/* All of it at once. */
int outfile_write(const char *path, const struct str *text);
