/* vouch-holidays FROM TO FILE: the days off that a calendar file gives, from 20260101 to 20401231.
 * Started by vouch, so that what a file does to libical is done to this program alone. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/xalloc.h"
#include "holidays/expand.h"
#include "holidays_lines.h"
#include "vouch/limits.h"

static int fail(struct ics_fault fault)
{
	(void)printf(HOLIDAYS_FAULT "%zu %s\n", fault.line, fault.why);
	return 1;
}

/* A file that keeps us busy ends us, and vouch says where. */
static void set_limits(void)
{
	const struct rlimit seconds = {HOLIDAYS_SECONDS, HOLIDAYS_SECONDS + 1};
	const struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CPU, &seconds);
	(void)setrlimit(RLIMIT_CORE, &none);
}

/* One byte more than is allowed, so that too much is noticed. Negative: -errno. */
static ssize_t read_file(const char *path, char *to)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	size_t n = 0;
	ssize_t got = 1;

	if (fd < 0)
		return -errno;
	while (n <= ICS_BYTES_MAX && got) {
		got = read(fd, to + n, ICS_BYTES_MAX + 1 - n);
		if (got < 0 && errno != EINTR)
			return -errno;
		n += got > 0 ? (size_t)got : 0;
	}
	return (ssize_t)n;
}

static int print(const struct expand *x)
{
	if (x->n > VOUCH_CALENDAR_DAYS_MAX)
		return fail((struct ics_fault){0, "it has more than 5000 days off"});
	(void)printf(HOLIDAYS_TIMED "%zu\n", x->n_timed);
	for (size_t i = 0; i < x->n; i++)
		(void)printf(HOLIDAYS_DAY "%04d-%02d-%02d %s\n", x->days[i].key / 10000,
			     x->days[i].key / 100 % 100, x->days[i].key % 100, x->days[i].name);
	(void)puts(HOLIDAYS_WHOLE);
	return fflush(stdout) == 0 ? 0 : 1;
}

static int run(const char *text, size_t n, struct expand *x)
{
	struct ics_fault fault;
	struct ics ics;

	if (!ics_read(text, n, x->arena, &ics, &fault))
		return fail(fault);
	for (size_t i = 0; i < ics.n; i++) {
		(void)printf(HOLIDAYS_AT "%zu\n", ics.events[i].line);
		(void)fflush(stdout);
		if (!expand_event(x, &ics, i, &fault))
			return fail(fault);
	}
	expand_sort(x);
	return print(x);
}

int main(int argc, char **argv)
{
	_cleanup_free_ char *text = xmalloc(ICS_BYTES_MAX + 1);
	struct expand x = {.arena = arena_new()};
	ssize_t n;
	int exit;

	(void)signal(SIGPIPE, SIG_DFL);
	set_limits();
	if (argc != 4) {
		(void)fputs("vouch-holidays is started by vouch holidays add\n", stderr);
		arena_free(x.arena);
		return 2;
	}
	x.from = (int)strtol(argv[1], NULL, 10);
	x.until = (int)strtol(argv[2], NULL, 10);
	n = read_file(argv[3], text);
	if (n < 0)
		exit = fail((struct ics_fault){0, strerror((int)-n)});
	else if ((size_t)n > ICS_BYTES_MAX)
		exit = fail(
			(struct ics_fault){0, "it is larger than 4 MiB, no calendar of days off"});
	else
		exit = run(text, (size_t)n, &x);
	arena_free(x.arena);
	return exit;
}
