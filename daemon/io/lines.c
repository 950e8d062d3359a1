/* Bytes of a socket cut into lines: "\n" ends one, "\r\n" too, empty ones are skipped. */
#include "io/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "vouch/limits.h"

#define LINE_MAX_BYTES ((size_t)VOUCH_LINE_MAX)
#define READ_MIN ((size_t)4096)
#define READ_MAX ((size_t)64 * 1024)

void lines_deinit(struct lines *l)
{
	free(l->bytes);
	*l = (struct lines){0};
}

bool lines_is_empty(const struct lines *l)
{
	return l->start == l->end;
}

static void make_room(struct lines *l)
{
	size_t n = l->end - l->start;

	if (n && l->start)
		memmove(l->bytes, l->bytes + l->start, n);
	l->start = 0;
	l->end = n;
	if (l->cap - n >= READ_MIN)
		return;
	l->cap = l->cap ? l->cap * 2 : READ_MIN;
	l->bytes = xrealloc(l->bytes, l->cap);
}

ssize_t lines_read(struct lines *l, int fd)
{
	size_t room;
	ssize_t n;

	make_room(l);
	room = l->cap - l->end;
	n = read(fd, l->bytes + l->end, room < READ_MAX ? room : READ_MAX);
	if (n > 0) {
		l->end += (size_t)n;
	} else if (lines_is_empty(l)) {
		int problem = errno;

		lines_deinit(l);
		errno = problem;
	}
	return n;
}

/* The '\r' of an end that is still on its way does not count. */
static bool is_half_too_long(const char *line, size_t n)
{
	return n > LINE_MAX_BYTES + 1 || (n == LINE_MAX_BYTES + 1 && line[n - 1] != '\r');
}

enum lines_next lines_next(struct lines *l, const char **ret_line, size_t *ret_n)
{
	while (!lines_is_empty(l)) {
		const char *line = l->bytes + l->start;
		size_t n = l->end - l->start;
		const char *end = memchr(line + l->seen, '\n', n - l->seen);

		if (!end) {
			l->seen = n;
			return is_half_too_long(line, n) ? LINES_TOO_LONG : LINES_NONE;
		}
		n = (size_t)(end - line);
		l->start += n + 1;
		l->seen = 0;
		if (n && line[n - 1] == '\r')
			n--;
		if (n > LINE_MAX_BYTES)
			return LINES_TOO_LONG;
		if (n) {
			*ret_line = line;
			*ret_n = n;
			return LINES_ONE;
		}
	}
	lines_deinit(l);
	return LINES_NONE;
}
