/* Cases in a file of text: what is given to a reader, and what comes of it.
 *
 *   # title
 *   ! dates dmy         an option for the reader
 *   > name,email        a line that is given
 *   < 1 taken of 1.     a line that comes of it
 *
 * "3> TEL:1" stands in a vCard of version 3.0 (2, 4: likewise) with FN:Ana, "e> " in an event of a
 * calendar, "b> " in an event that has its day, "s> " below a header of sales. {0D} is a byte,
 * {70000*ab} is ab as many times; {} at the end of a line: it has no newline. An empty line ends a
 * case. With CASES_UPDATE=1 the "< " lines are written anew. */
#pragma once

#include <stddef.h>

#include "base/str.h"

struct cases {
	const char *name, *path;
	/* The options are lines, without their marks. */
	void (*read)(const char *options, const char *text, size_t len, struct str *out);
};

/* How many cases there are; *ret_bad of them, each of which is printed, are not as written. */
size_t cases_run(const struct cases *cases, size_t *ret_bad);
