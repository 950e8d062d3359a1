/* Golden transcripts: requests, and the answers they must have, in text files.
 *
 *   # a comment
 *   ! clock 2026-12-01T14:00:00Z    the clock is set, without a catch-up
 *   ! zone Europe/Berlin            the user's zone
 *   > {"jsonrpc":"2.0",…}           a request
 *   < {"jsonrpc":"2.0",…}           each line it is answered with; … stands for any text
 *
 * Each file begins with a new database in memory, the built-in plans, default settings, the
 * zone UTC and 2026-12-01T12:00:00Z. Each request is a group of its own; events that a
 * subscriber is told follow its answer. GOLDEN_UPDATE=1 writes what was got into the file,
 * with … for pid, version and the uuid of the database. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define GOLDEN_METHODS_MAX 500

/* The methods that some request was answered well by. */
struct golden_seen {
	const char *methods[GOLDEN_METHODS_MAX];
	size_t n;
};

struct stack;

/* What a test looks at besides: before each request that is asked, and after it. */
struct golden_look {
	void (*before)(struct golden_look *look, struct stack *f, const char *request);
	void (*after)(struct golden_look *look, struct stack *f, const char *where,
		      const char *request, const char *reply);
};

/* Runs one transcript; false after a mismatch, which was printed. look may be null. */
bool golden_run(const char *path, struct golden_seen *seen, struct golden_look *look);
bool golden_has_seen(const struct golden_seen *seen, const char *method);
