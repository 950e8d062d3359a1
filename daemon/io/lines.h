/* Bytes of a socket cut into lines: "\n" ends one, "\r\n" too, empty ones are skipped. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* All zero: nothing there. Holds no memory while no byte waits. */
struct lines {
	char *bytes;
	size_t start, end, cap;
	size_t seen; /* bytes from start on that hold no '\n' */
};

enum lines_next {
	LINES_ONE,      /* a whole line */
	LINES_NONE,     /* no whole one is there; half of one may be */
	LINES_TOO_LONG, /* the next one is over VOUCH_LINE_MAX, whole or not */
};

void lines_deinit(struct lines *l); /* may be used again */
/* One read of the fd; returns what read(2) returned, errno kept. */
ssize_t lines_read(struct lines *l, int fd);
/* The line is without its end and stands until the next call of any of these. */
enum lines_next lines_next(struct lines *l, const char **ret_line, size_t *ret_n);
bool lines_is_empty(const struct lines *l);
