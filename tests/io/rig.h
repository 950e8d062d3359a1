/* A real server on a socket in a folder of its own, and clients of the same process. */
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "io/conn.h"
#include "io/loop.h"
#include "io/server.h"
#include "vouch/limits.h"

#define RIG_PATIENCE_MS 20000 /* for a condition that never comes */
#define TOO_LONG "too long\n"
#define FULL "full\n"

struct rig_line {
	struct conn *conn;
	char *text;
	size_t n;
};

/* Answers each line with itself, at the end of the turn as the daemon does. */
struct rig {
	char folder[64], path[128];
	struct loop *loop;
	struct server *server;
	struct server_options options;
	struct rig_line *lines;
	size_t n_lines, cap_lines;
	bool is_immediate;   /* each line is answered inside on_line */
	bool is_holding;     /* lines are queued and not answered */
	size_t answer_size;  /* not 0: each answer is so many 'x' instead */
	struct conn *newest; /* the connection opened last */
	size_t n_open, n_close, n_handled;
	size_t most_in_turn; /* lines of one turn */
};

static inline void rig_answer(struct rig *r)
{
	if (r->n_lines > r->most_in_turn)
		r->most_in_turn = r->n_lines;
	for (size_t i = 0; i < r->n_lines; i++) {
		struct rig_line *l = &r->lines[i];

		if (r->answer_size) {
			char *big = xmalloc(r->answer_size);

			memset(big, 'x', r->answer_size);
			conn_send(l->conn, big, r->answer_size);
			free(big);
		} else {
			conn_send(l->conn, l->text, l->n);
			conn_send(l->conn, "\n", 1);
		}
		conn_line_done(l->conn);
		free(l->text);
		r->n_handled++;
	}
	r->n_lines = 0;
}

static inline void rig_on_turn(void *user)
{
	struct rig *r = user;

	if (!r->is_holding)
		rig_answer(r);
}

static inline void *rig_on_open(struct conn *c, void *user)
{
	struct rig *r = user;

	r->newest = c;
	r->n_open++;
	return r;
}

static inline void rig_on_line(struct conn *c, const char *line, size_t n, void *user)
{
	struct rig *r = user;

	assert_ptr_equal(conn_peer(c), r);
	r->lines = xgrow(r->lines, r->n_lines, &r->cap_lines, sizeof *r->lines);
	r->lines[r->n_lines] = (struct rig_line){.conn = c, .text = xmalloc(n), .n = n};
	memcpy(r->lines[r->n_lines++].text, line, n);
	if (r->is_immediate)
		rig_answer(r);
	else
		loop_defer(r->loop, rig_on_turn, r);
}

static inline void rig_on_close(struct conn *c, void *user)
{
	struct rig *r = user;

	(void)c;
	r->n_close++;
}

static inline void rig_ignore(void *user)
{
	(void)user;
}

static inline struct loop *rig_loop(void)
{
	const struct loop_callbacks callbacks = {.on_stop = rig_ignore, .on_reload = rig_ignore};
	struct loop *l = loop_new(&callbacks, NULL);

	assert_non_null(l);
	return l;
}

/* A folder, a path and a loop, no server yet. */
static inline void rig_init(struct rig *r)
{
	*r = (struct rig){.folder = "/tmp/vouch-io-XXXXXX"};
	assert_non_null(mkdtemp(r->folder));
	(void)snprintf(r->path, sizeof r->path, "%s/run/vouchd.sock", r->folder);
	r->loop = rig_loop();
	r->options = (struct server_options){
		.path = r->path, .fd = -1, .max_connections = 4096, .full_line = FULL};
}

static inline int rig_try_serve(struct rig *r, int *ret_pid)
{
	const struct conn_callbacks callbacks = {.on_open = rig_on_open,
						 .on_line = rig_on_line,
						 .on_close = rig_on_close,
						 .too_long_line = TOO_LONG};

	return server_new(r->loop, &r->options, &callbacks, r, &r->server, ret_pid);
}

static inline void rig_serve(struct rig *r)
{
	int pid = 0;

	assert_int_equal(rig_try_serve(r, &pid), 0);
}

static inline void rig_deinit(struct rig *r)
{
	char path[128];

	server_free(r->server);
	loop_free(r->loop);
	for (size_t i = 0; i < r->n_lines; i++)
		free(r->lines[i].text);
	free(r->lines);
	(void)snprintf(path, sizeof path, "%s/run/vouchd.lock", r->folder);
	(void)unlink(path);
	(void)snprintf(path, sizeof path, "%s/run", r->folder);
	(void)rmdir(path);
	(void)rmdir(r->folder);
}

static inline void rig_stop(void *user)
{
	loop_stop(user);
}

/* One turn of the loop, without waiting. */
static inline void rig_turn(struct rig *r)
{
	loop_defer(r->loop, rig_stop, r->loop);
	assert_int_equal(loop_run(r->loop), 0);
}

/* Lets the loop run, asleep where nothing happens. */
static inline void rig_run(struct rig *r, uint64_t ms)
{
	struct loop_timer *t = loop_after(r->loop, ms, rig_stop, r->loop);

	assert_int_equal(loop_run(r->loop), 0);
	loop_timer_free(t);
}

static inline void rig_until(struct rig *r, size_t *counter, size_t wanted)
{
	int64_t end = clock_monotonic_ms() + RIG_PATIENCE_MS;

	while (*counter < wanted && clock_monotonic_ms() < end)
		rig_run(r, 1);
	assert_true(*counter >= wanted);
}

static inline int rig_dial(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_true(strlen(path) < sizeof address.sun_path);
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

/* A client that the server has accepted. */
static inline int rig_client(struct rig *r)
{
	size_t n = r->n_open;
	int fd = rig_dial(r->path);

	assert_true(fd >= 0);
	rig_until(r, &r->n_open, n + 1);
	return fd;
}

/* Writes all of it while the server runs; false where the server closed before the end. */
static inline bool rig_write(struct rig *r, int fd, const char *bytes, size_t n)
{
	int64_t end = clock_monotonic_ms() + RIG_PATIENCE_MS;

	while (n && clock_monotonic_ms() < end) {
		ssize_t got = send(fd, bytes, n, MSG_NOSIGNAL);

		if (got < 0 && errno != EAGAIN)
			return false;
		if (got > 0) {
			bytes += got;
			n -= (size_t)got;
		}
		rig_turn(r);
	}
	assert_int_equal(n, 0);
	return true;
}

static inline void rig_say(struct rig *r, int fd, const char *text)
{
	assert_true(rig_write(r, fd, text, strlen(text)));
}

/* Reads until `max` bytes are there or the server closed; *ret_is_closed may be null. */
static inline size_t rig_read(struct rig *r, int fd, char *to, size_t max, bool *ret_is_closed)
{
	int64_t end = clock_monotonic_ms() + RIG_PATIENCE_MS;
	bool is_closed = false;
	unsigned n_misses = 0;
	size_t n = 0;

	while (n < max && !is_closed && clock_monotonic_ms() < end) {
		ssize_t got = recv(fd, to + n, max - n, 0);

		if (got > 0)
			n += (size_t)got;
		else if (got == 0 || errno != EAGAIN)
			is_closed = true;
		else if (n_misses++ < 4)
			rig_turn(r);
		else
			rig_run(r, 1);
	}
	if (ret_is_closed)
		*ret_is_closed = is_closed;
	return n;
}

/* The next bytes are these. */
static inline void rig_expect(struct rig *r, int fd, const char *text)
{
	char got[4096];
	size_t n = strlen(text);

	assert_true(n < sizeof got);
	assert_int_equal(rig_read(r, fd, got, n, NULL), n);
	assert_memory_equal(got, text, n);
}

/* Nothing more comes, and the connection is closed. */
static inline void rig_expect_closed(struct rig *r, int fd)
{
	char got[16];
	bool is_closed = false;

	assert_int_equal(rig_read(r, fd, got, sizeof got, &is_closed), 0);
	assert_true(is_closed);
}

size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static inline size_t rig_heap(void)
{
	if (__sanitizer_get_current_allocated_bytes)
		return __sanitizer_get_current_allocated_bytes();
	return mallinfo2().uordblks + mallinfo2().hblkhd;
}

static inline size_t rig_count_fds(void)
{
	size_t n = 0;

	for (int fd = 0; fd < 4096; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* n times the same byte and an end. */
static inline char *rig_long_line(size_t n, const char *end)
{
	char *line = xmalloc(n + strlen(end) + 1);

	memset(line, 'a', n);
	memcpy(line + n, end, strlen(end) + 1);
	return line;
}

static inline int rig_set_up(void **state)
{
	struct rig *r = xcalloc(1, sizeof *r);

	rig_init(r);
	rig_serve(r);
	*state = r;
	return 0;
}

static inline int rig_tear_down(void **state)
{
	rig_deinit(*state);
	free(*state);
	return 0;
}

#define RIG_TEST(name) cmocka_unit_test_setup_teardown(name, rig_set_up, rig_tear_down)
