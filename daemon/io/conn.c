/* One connection: lines in, lines out, in order, within limits.h.
 *
 * What the callee does (send, line done) only notes and enlists; sockets are written, closed
 * and connections freed at the top of the loop, in settle(), where no callback is running. */
#include "io/conn.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "io/conn_set.h"
#include "io/lines.h"
#include "vouch/limits.h"

#define NEVER INT64_MAX

struct conn {
	TAILQ_ENTRY(conn) all, waiting;
	struct conn_set *set;
	void *peer;
	int fd; /* -1: closed, the callee still owes conn_line_done */
	struct event *readable, *writable, *stall;
	struct evbuffer *out;
	int64_t out_since; /* milliseconds: output began to wait, or bytes left */

	struct lines in;
	int64_t half_since; /* milliseconds: half a line began; NEVER */
	unsigned n_open_lines;

	bool is_waiting;  /* in set->waiting */
	bool has_more;    /* there may be a whole line in `in` */
	bool is_too_long; /* the line in `in` is */
	bool is_eof;      /* the peer sends no more */
	bool is_choked;   /* not read from until its output has drained */
	bool is_leaving;  /* closed when its output has drained */
	bool is_cut;      /* closed at the next look */
	bool is_subscriber;
};

static void enlist(struct conn *c)
{
	static const struct timeval now = {0};
	struct conn_set *set = c->set;

	if (c->is_waiting)
		return;
	c->is_waiting = true;
	TAILQ_INSERT_TAIL(&set->waiting, c, waiting);
	if (set->n_waiting++ == 0)
		(void)event_add(set->turn, &now);
}

static void unlist(struct conn *c)
{
	c->is_waiting = false;
	TAILQ_REMOVE(&c->set->waiting, c, waiting);
	c->set->n_waiting--;
}

size_t conn_unsent(const struct conn *c)
{
	return c->fd < 0 || c->is_cut ? 0 : evbuffer_get_length(c->out);
}

/* ---- output ---- */

static void flush(struct conn *c)
{
	while (!c->is_cut && evbuffer_get_length(c->out)) {
		if (evbuffer_write(c->out, c->fd) >= 0) {
			c->out_since = clock_monotonic_ms();
			continue;
		}
		if (errno == EAGAIN)
			return;
		if (errno != EINTR)
			c->is_cut = true;
	}
}

static void queue(struct conn *c, const char *bytes, size_t n)
{
	if (evbuffer_get_length(c->out) == 0)
		c->out_since = clock_monotonic_ms();
	if (evbuffer_add(c->out, bytes, n))
		abort(); /* out of memory */
}

void conn_send(struct conn *c, const char *bytes, size_t n)
{
	if (c->fd < 0 || c->is_cut || c->is_leaving || n == 0)
		return;
	queue(c, bytes, n);
	enlist(c);
	if (!c->is_subscriber || evbuffer_get_length(c->out) <= (size_t)VOUCH_SUBSCRIBER_MAX)
		return;

	flush(c);
	if (conn_unsent(c) > (size_t)VOUCH_SUBSCRIBER_MAX) {
		c->is_cut = true;
		log_info("subscriber cut off: it does not read");
	}
}

/* ---- input ---- */

static bool may_take(const struct conn *c)
{
	return !c->set->is_paused && !c->is_cut && !c->is_leaving && !c->is_too_long &&
	       !c->is_choked && c->n_open_lines < VOUCH_TURN_REQUESTS_MAX;
}

static bool may_read(const struct conn *c)
{
	return may_take(c) && !c->is_eof && !c->has_more;
}

static void read_some(struct conn *c)
{
	ssize_t n = lines_read(&c->in, c->fd);

	if (n > 0)
		c->has_more = true;
	else if (n == 0)
		c->is_eof = true;
	else if (errno != EAGAIN && errno != EINTR)
		c->is_cut = true;
}

static void pass_on(struct conn *c, const char *line, size_t n)
{
	c->half_since = NEVER;
	c->n_open_lines++;
	c->set->callbacks.on_line(c, line, n, c->set->user);
	if (conn_unsent(c) > (size_t)VOUCH_UNREAD_MAX)
		c->is_choked = true;
}

static void take_lines(struct conn *c)
{
	unsigned n_taken = 0;

	while (c->has_more && may_take(c) && n_taken < VOUCH_TURN_REQUESTS_MAX) {
		const char *line = NULL;
		size_t n = 0;

		switch (lines_next(&c->in, &line, &n)) {
		case LINES_ONE:
			pass_on(c, line, n);
			n_taken++;
			break;
		case LINES_NONE:
			c->has_more = false;
			break;
		case LINES_TOO_LONG:
			c->has_more = false;
			c->is_too_long = true;
			lines_deinit(&c->in);
			break;
		}
	}
}

void conn_line_done(struct conn *c)
{
	assert(c->n_open_lines > 0);
	c->n_open_lines--;
	enlist(c);
}

void conn_cut(struct conn *c)
{
	if (c->fd < 0 || c->is_cut)
		return;
	flush(c);
	c->is_cut = true;
	enlist(c);
}

/* ---- life ---- */

static void set_watched(struct conn *c, struct event *event, bool is_wanted)
{
	if (!is_wanted) {
		(void)event_del(event);
		return;
	}
	if (event_add(event, NULL) == 0)
		return;
	c->is_cut = true;
	enlist(c);
}

static int64_t stall_deadline(const struct conn *c)
{
	int64_t since = c->half_since;

	if (evbuffer_get_length(c->out) && c->out_since < since)
		since = c->out_since;
	return since == NEVER ? NEVER : since + c->set->stall_ms;
}

/* Not pushed on with each byte of progress: when it rings early it is set again. */
static void watch_stall(struct conn *c)
{
	int64_t deadline = stall_deadline(c), left;
	struct timeval span;

	if (deadline == NEVER) {
		(void)event_del(c->stall);
		return;
	}
	if (event_pending(c->stall, EV_TIMEOUT, NULL))
		return;
	left = deadline - clock_monotonic_ms();
	left = left > 0 ? left : 0;
	span = (struct timeval){.tv_sec = left / 1000, .tv_usec = left % 1000 * 1000};
	(void)event_add(c->stall, &span);
}

/* What to wait for, from what is known now. */
static void rewatch(struct conn *c)
{
	bool is_reading = may_read(c);

	set_watched(c, c->readable, is_reading);
	set_watched(c, c->writable, conn_unsent(c) > 0);
	if (!is_reading || lines_is_empty(&c->in))
		c->half_since = NEVER;
	else if (c->half_since == NEVER)
		c->half_since = clock_monotonic_ms();
	watch_stall(c);
	if (c->has_more && may_take(c))
		enlist(c);
}

static void close_socket(struct conn *c)
{
	if (c->fd < 0)
		return;
	event_free(c->readable);
	event_free(c->writable);
	event_free(c->stall);
	evbuffer_free(c->out);
	lines_deinit(&c->in);
	(void)close(c->fd);
	c->fd = -1;
	c->set->n--;
}

static void bury(struct conn *c)
{
	struct conn_set *set = c->set;

	close_socket(c);
	set->callbacks.on_close(c, set->user);
	if (c->is_waiting)
		unlist(c);
	TAILQ_REMOVE(&set->all, c, all);
	free(c);
}

static void decide_leaving(struct conn *c)
{
	if (c->n_open_lines || c->is_leaving || c->is_cut)
		return;
	if (c->is_too_long) {
		const char *line = c->set->callbacks.too_long_line;

		queue(c, line, strlen(line));
		c->is_leaving = true;
	} else if (c->is_eof && !c->has_more) {
		c->is_leaving = true;
	}
}

static void tell_drained(struct conn *c)
{
	const struct conn_callbacks *callbacks = &c->set->callbacks;

	if (callbacks->on_drained && c->n_open_lines && conn_unsent(c) == 0)
		callbacks->on_drained(c, c->set->user);
}

/* Brings everything in line with what happened; may free c. */
static void settle(struct conn *c)
{
	if (c->is_waiting)
		unlist(c);
	if (c->fd >= 0) {
		decide_leaving(c);
		flush(c);
		c->is_choked = c->is_choked ? conn_unsent(c) > 0
					    : conn_unsent(c) > (size_t)VOUCH_UNREAD_MAX;
		if (c->is_leaving && conn_unsent(c) == 0)
			c->is_cut = true;
		if (!c->is_cut) {
			rewatch(c);
			tell_drained(c);
			return;
		}
		close_socket(c);
	}
	if (c->n_open_lines == 0)
		bury(c);
	else
		tell_drained(c);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd;
	(void)what;
	if (may_read(c)) {
		read_some(c);
		take_lines(c);
	}
	settle(c);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	settle(arg);
}

static void on_stall(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd;
	(void)what;
	flush(c);
	if (stall_deadline(c) <= clock_monotonic_ms()) {
		log_info("connection cut off: no progress for %u ms", c->set->stall_ms);
		c->is_cut = true;
	}
	settle(c);
}

static void on_turn(evutil_socket_t fd, short what, void *arg)
{
	struct conn_set *set = arg;
	struct conn *c = TAILQ_FIRST(&set->waiting), *next;

	(void)fd;
	(void)what;
	for (size_t n = set->n_waiting; n; n--, c = next) {
		next = TAILQ_NEXT(c, waiting); /* who joins from here on waits for the next turn */
		unlist(c);
		if (c->fd >= 0)
			take_lines(c);
		settle(c);
	}
	if (set->n_waiting)
		(void)event_add(set->turn, &(struct timeval){0});
}

void *conn_peer(const struct conn *c)
{
	return c->peer;
}

void conn_set_subscriber(struct conn *c, bool is_subscriber)
{
	c->is_subscriber = is_subscriber;
}

void conn_open(struct conn_set *set, int fd)
{
	struct event_base *base = loop_base(set->loop);
	struct conn *c = xcalloc(1, sizeof *c);

	c->set = set;
	c->fd = fd;
	c->half_since = NEVER;
	c->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, c);
	c->writable = event_new(base, fd, EV_WRITE | EV_PERSIST, on_writable, c);
	c->stall = event_new(base, -1, 0, on_stall, c);
	c->out = evbuffer_new();
	TAILQ_INSERT_TAIL(&set->all, c, all);
	set->n++;
	c->peer = set->callbacks.on_open(c, set->user);
	rewatch(c);
}

/* ---- all of them ---- */

void conn_set_init(struct conn_set *set, struct loop *loop, const struct conn_callbacks *callbacks,
		   void *user, unsigned stall_ms)
{
	*set = (struct conn_set){
		.loop = loop, .callbacks = *callbacks, .user = user, .stall_ms = stall_ms};
	TAILQ_INIT(&set->all);
	TAILQ_INIT(&set->waiting);
	set->turn = event_new(loop_base(loop), -1, 0, on_turn, set);
}

void conn_set_deinit(struct conn_set *set)
{
	struct conn *c, *next;

	for (c = TAILQ_FIRST(&set->all); c; c = next) {
		next = TAILQ_NEXT(c, all);
		if (c->fd >= 0)
			flush(c);
		bury(c);
	}
	event_free(set->turn);
}

void conn_set_pause(struct conn_set *set)
{
	struct conn *c;

	set->is_paused = true;
	for (c = TAILQ_FIRST(&set->all); c; c = TAILQ_NEXT(c, all))
		enlist(c);
}

void conn_set_each(struct conn_set *set, void (*fn)(struct conn *c, void *user), void *user)
{
	struct conn *c;

	for (c = TAILQ_FIRST(&set->all); c; c = TAILQ_NEXT(c, all))
		if (c->fd >= 0 && !c->is_cut)
			fn(c, user);
}
