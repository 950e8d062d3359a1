/* Asks a socket the same thing over and over:
 * bench_load SOCKET METHOD PARAMS SECONDS DEPTH [CONNECTIONS [CONTACTS]]. DEPTH requests are on
 * their way at once on each connection. In PARAMS, @n is a number that is never given twice, @c one
 * of 1 to CONTACTS. Prints requests a second, and the median and the 99th percentile of the time to
 * an answer, in microseconds. An answer that is an error ends it. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/xalloc.h"

#define DEPTH_MAX 64
#define CONNECTIONS_MAX 1000
#define BUFFER (1 << 20)
#define STRIDE 7919 /* a prime: one contact after another, all over the book */
#define ERROR_START "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\""

struct peer {
	int fd;
	uint64_t sent[DEPTH_MAX]; /* when each on its way was sent, a ring */
	size_t first, on_way;
	bool is_mid_line; /* what came last is no whole line */
};

struct load {
	int epoll;
	struct peer *peers;
	size_t n_peers, depth, n_on_way;
	const char *method, *params;
	struct str line;
	uint64_t first_number, n_sent, n_contacts;
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

static bool connect_all(struct load *l, const char *path)
{
	l->peers = xcalloc(l->n_peers, sizeof *l->peers);
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	for (size_t i = 0; i < l->n_peers; i++) {
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = &l->peers[i]};

		l->peers[i].fd = connect_to(path);
		if (l->peers[i].fd < 0 ||
		    epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->peers[i].fd, &event))
			return false;
	}
	return true;
}

/* The params with their numbers put in. */
static void write_line(struct load *l)
{
	str_reset(&l->line);
	str_addf(&l->line,
		 "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":", l->method);
	for (const char *p = l->params; *p; p++) {
		if (strncmp(p, "@n", 2) == 0)
			str_addf(&l->line, "%" PRIu64, l->first_number + l->n_sent);
		else if (strncmp(p, "@c", 2) == 0)
			str_addf(&l->line, "%" PRIu64,
				 (l->first_number + l->n_sent) * STRIDE % l->n_contacts + 1);
		else
			str_add_char(&l->line, *p);
		p += *p == '@';
	}
	str_add(&l->line, "}\n");
}

static bool send_one(struct load *l, struct peer *p)
{
	write_line(l);
	p->sent[(p->first + p->on_way++) % l->depth] = clock_monotonic_us();
	l->n_on_way++;
	l->n_sent++;
	return write(p->fd, l->line.data, l->line.len) == (ssize_t)l->line.len;
}

static void answered(struct load *l, struct peer *p)
{
	l->took = xgrow(l->took, l->n_took, &l->cap_took, sizeof *l->took);
	l->took[l->n_took++] = (double)(clock_monotonic_us() - p->sent[p->first]);
	p->first = (p->first + 1) % l->depth;
	p->on_way--;
	l->n_on_way--;
}

static bool is_refusal(const char *line, const char *end)
{
	static const char start[] = ERROR_START;

	return (size_t)(end - line) >= sizeof start && memcmp(line, start, sizeof start - 1) == 0;
}

static bool receive(struct load *l, struct peer *peer)
{
	ssize_t n = read(peer->fd, l->buffer, BUFFER);
	const char *line = l->buffer, *end = line + n, *p;

	if (n <= 0)
		return false;
	while ((p = memchr(line, '\n', (size_t)(end - line))) != NULL) {
		if (!peer->is_mid_line && is_refusal(line, p)) {
			(void)fprintf(stderr, "%.*s\n", (int)(p - line), line);
			return false;
		}
		peer->is_mid_line = false;
		answered(l, peer);
		line = p + 1;
	}
	peer->is_mid_line |= line < end;
	return true;
}

/* One connection is waited for by reading, as a client does. */
static bool wait_and_receive(struct load *l)
{
	struct epoll_event events[64];
	bool is_good = true;
	int n;

	if (l->n_peers == 1)
		return receive(l, l->peers);
	n = epoll_wait(l->epoll, events, (int)ARRAY_LEN(events), -1);
	for (int i = 0; is_good && i < n; i++)
		is_good = receive(l, events[i].data.ptr);
	return is_good && n > 0;
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

static bool fill_up(struct load *l)
{
	for (size_t i = 0; i < l->n_peers; i++)
		while (l->peers[i].on_way < l->depth)
			if (!send_one(l, &l->peers[i]))
				return false;
	return true;
}

static bool run(struct load *l, double seconds)
{
	uint64_t begun = clock_monotonic_us(), now = begun;
	uint64_t until = begun + (uint64_t)(seconds * 1e6);
	bool is_good = true;

	while (is_good && (now < until || l->n_on_way)) {
		if (now < until)
			is_good = fill_up(l);
		is_good = is_good && wait_and_receive(l);
		now = clock_monotonic_us();
	}
	if (is_good && l->n_took)
		report(l, (double)(now - begun) / 1e6);
	return is_good && l->n_took;
}

static uint64_t number_of(int argc, char **argv, int i)
{
	return i < argc ? strtoull(argv[i], NULL, 10) : 1;
}

int main(int argc, char **argv)
{
	struct load l = {.first_number = clock_monotonic_us()};
	bool is_good;

	if (argc < 6) {
		(void)fprintf(stderr, "usage: bench_load SOCKET METHOD PARAMS SECONDS DEPTH "
				      "[CONNECTIONS [CONTACTS]]\n");
		return 2;
	}
	l.method = argv[2];
	l.params = argv[3];
	l.depth = number_of(argc, argv, 5);
	l.n_peers = number_of(argc, argv, 6);
	l.n_contacts = number_of(argc, argv, 7);
	if (l.depth < 1 || l.depth > DEPTH_MAX || l.n_peers < 1 || l.n_peers > CONNECTIONS_MAX ||
	    l.n_contacts < 1)
		return 2;
	l.buffer = xmalloc(BUFFER);
	is_good = connect_all(&l, argv[1]) && run(&l, strtod(argv[4], NULL));
	if (!is_good)
		perror("bench_load");
	for (size_t i = 0; i < l.n_peers; i++)
		(void)close(l.peers[i].fd);
	(void)close(l.epoll);
	str_deinit(&l.line);
	free(l.peers);
	free(l.took);
	free(l.buffer);
	return is_good ? 0 : 1;
}
