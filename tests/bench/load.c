/* Asks a socket the same thing over and over, so many requests on the way at once:
 * bench_load SOCKET METHOD PARAMS SECONDS DEPTH. Prints requests a second, and the median and
 * the 99th percentile of the time to an answer, in microseconds. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"

#define DEPTH_MAX 64
#define BUFFER (1 << 20)

struct load {
	int fd;
	char line[4096];
	size_t n_line;
	uint64_t sent[DEPTH_MAX]; /* when each on its way was sent, a ring */
	size_t first, on_way, depth;
	double *took;
	size_t n_took, cap_took;
	char *buffer;
};

static int connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || strlen(path) >= sizeof address.sun_path)
		return -1;
	memcpy(address.sun_path, path, strlen(path));
	return connect(fd, (struct sockaddr *)&address, sizeof address) ? -1 : fd;
}

static bool send_one(struct load *l)
{
	l->sent[(l->first + l->on_way++) % l->depth] = clock_monotonic_us();
	return write(l->fd, l->line, l->n_line) == (ssize_t)l->n_line;
}

static void answered(struct load *l)
{
	l->took = xgrow(l->took, l->n_took, &l->cap_took, sizeof *l->took);
	l->took[l->n_took++] = (double)(clock_monotonic_us() - l->sent[l->first]);
	l->first = (l->first + 1) % l->depth;
	l->on_way--;
}

static bool receive(struct load *l)
{
	ssize_t n = read(l->fd, l->buffer, BUFFER);

	if (n <= 0)
		return false;
	for (const char *p = l->buffer, *end = p + n;
	     (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		answered(l);
	return true;
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void report(struct load *l, double seconds)
{
	qsort(l->took, l->n_took, sizeof *l->took, compare);
	(void)printf("%.0f %.0f %.0f\n", (double)l->n_took / seconds, l->took[l->n_took / 2],
		     l->took[l->n_took * 99 / 100]);
}

static bool run(struct load *l, double seconds)
{
	uint64_t begun = clock_monotonic_us(), now = begun;
	uint64_t until = begun + (uint64_t)(seconds * 1e6);
	bool is_good = true;

	while (is_good && (now < until || l->on_way)) {
		while (is_good && now < until && l->on_way < l->depth)
			is_good = send_one(l);
		is_good = is_good && receive(l);
		now = clock_monotonic_us();
	}
	if (is_good && l->n_took)
		report(l, (double)(now - begun) / 1e6);
	return is_good && l->n_took;
}

int main(int argc, char **argv)
{
	struct load l = {.fd = -1};
	int n;

	if (argc != 6) {
		(void)fprintf(stderr, "usage: bench_load SOCKET METHOD PARAMS SECONDS DEPTH\n");
		return 2;
	}
	l.depth = strtoul(argv[5], NULL, 10);
	n = snprintf(l.line, sizeof l.line,
		     "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}\n", argv[2],
		     argv[3]);
	if (l.depth < 1 || l.depth > DEPTH_MAX || n < 0 || (size_t)n >= sizeof l.line)
		return 2;
	l.n_line = (size_t)n;
	l.buffer = xmalloc(BUFFER);
	l.fd = connect_to(argv[1]);
	if (l.fd < 0 || !run(&l, strtod(argv[4], NULL))) {
		perror("bench_load");
		return 1;
	}
	free(l.took);
	free(l.buffer);
	(void)close(l.fd);
	return 0;
}
