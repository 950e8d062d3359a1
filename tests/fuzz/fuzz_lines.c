/* Framing: bytes in pieces of any size make the lines that the whole of them makes. */
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "fuzz/fuzz.h"
#include "io/lines.h"
#include "vouch/limits.h"

/* These bytes stand for half of the longest line, so that short inputs reach the limit. */
#define HALF_A_LINE 0x01
#define HALVES_MAX 3

static void add_half(struct str *to)
{
	size_t n = VOUCH_LINE_MAX / 2;
	_cleanup_free_ char *half = xmalloc(n);

	memset(half, 'x', n);
	str_add_n(to, half, n);
}

static void expand(const uint8_t *bytes, size_t n, struct str *to)
{
	int n_halves = 0;

	for (size_t i = 0; i < n; i++) {
		if (bytes[i] != HALF_A_LINE)
			str_add_char(to, (char)bytes[i]);
		else if (n_halves++ < HALVES_MAX)
			add_half(to);
	}
}

/* The next line by the plainest reading of the rule. */
static enum lines_next next_plainly(const char **text, const char *end, const char **ret, size_t *n)
{
	while (*text < end) {
		const char *line = *text, *stop = memchr(line, '\n', (size_t)(end - line));
		bool is_whole = stop != NULL;

		*ret = line;
		*n = (size_t)((is_whole ? stop : end) - line);
		if (!is_whole &&
		    (*n <= VOUCH_LINE_MAX || (*n == VOUCH_LINE_MAX + 1 && line[*n - 1] == '\r')))
			return LINES_NONE;
		if (!is_whole)
			return LINES_TOO_LONG;
		*text = stop + 1;
		if (*n && line[*n - 1] == '\r')
			(*n)--;
		if (*n)
			return *n > VOUCH_LINE_MAX ? LINES_TOO_LONG : LINES_ONE;
	}
	return LINES_NONE;
}

/* Writes what fits into the pipe, at most `max` bytes. */
static size_t feed(int fd, const char *text, const char *end, size_t max)
{
	size_t n = (size_t)(end - text);

	n = n < max ? n : max;
	CLAIM(write(fd, text, n) == (ssize_t)n);
	return n;
}

/* The lines there are now; true where no more may follow. */
static bool compare(struct lines *lines, const char **seen, const char *end)
{
	const char *got, *want;
	size_t n_got, n_want;
	enum lines_next next;

	while ((next = lines_next(lines, &got, &n_got)) == LINES_ONE) {
		CLAIM(next_plainly(seen, end, &want, &n_want) == LINES_ONE);
		CLAIM(n_got == n_want && memcmp(got, want, n_got) == 0);
	}
	if (next == LINES_NONE)
		return false;
	CLAIM(next_plainly(seen, end, &want, &n_want) == LINES_TOO_LONG);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	_cleanup_str_ struct str all = {0};
	size_t piece = (size_t)fuzz_take(&bytes, &n, 1), wanted;
	const char *text, *seen, *end, *want;
	struct lines lines = {0};
	bool is_over = false;
	int fds[2];

	expand(bytes, n, &all);
	piece = all.len > VOUCH_LINE_MAX / 4 || !piece ? 65536 : piece;
	text = seen = str_text(&all);
	end = text + all.len;
	CLAIM(pipe(fds) == 0);
	while (text < end && !is_over) {
		size_t waiting = feed(fds[1], text, end, piece);

		text += waiting;
		while (waiting && !is_over) {
			ssize_t got = lines_read(&lines, fds[0]);

			CLAIM(got > 0 && (size_t)got <= waiting);
			waiting -= (size_t)got;
			is_over = compare(&lines, &seen, end);
		}
	}
	if (!is_over)
		CLAIM(next_plainly(&seen, end, &want, &wanted) == LINES_NONE);
	CLAIM(is_over || seen == end || !lines_is_empty(&lines));
	(void)close(fds[0]);
	(void)close(fds[1]);
	lines_deinit(&lines);
	return 0;
}
