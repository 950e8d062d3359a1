/* Cursors of lists: a few integers with points between them. */
#include <errno.h>
#include <stdlib.h>

#include "base/str.h"
#include "rpc/params.h"

bool cursor_read(const char *text, int64_t *to, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *end;

		if (*text != '-' && (*text < '0' || *text > '9'))
			return false;
		errno = 0;
		to[i] = strtoll(text, &end, 10);
		if (errno || end == text || *end != (i + 1 < n ? '.' : '\0'))
			return false;
		text = end + 1;
	}
	return n > 0;
}

const char *cursor_write(const int64_t *values, size_t n, struct arena *arena)
{
	_cleanup_str_ struct str text = {0};

	for (size_t i = 0; i < n; i++)
		str_addf(&text, "%s%lld", i ? "." : "", (long long)values[i]);
	return arena_strdup(arena, str_text(&text));
}
