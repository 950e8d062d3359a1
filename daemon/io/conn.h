/* One connection: lines in, lines out, in order, within limits.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct conn;

/* Called by conn.c; `user` is server_new's. A connection is freed in conn.c only, and never
 * inside a callback it called. */
struct conn_callbacks {
	/* A new peer of our own uid. Returns what conn_peer gives back later. */
	void *(*on_open)(struct conn *c, void *user);
	/* One line without its end ("\n" or "\r\n"); empty lines are not passed on, nor is what
	 * stands behind the last "\n" when the peer closes. The bytes are the callee's only until
	 * it returns. The answer follows by conn_send, now or later; the callee must call
	 * conn_line_done exactly once for each line, after its answer (if any) was sent: until
	 * then the connection is not freed and a half-closed one is kept open. At most
	 * VOUCH_TURN_REQUESTS_MAX lines of one connection are passed on in a turn, and as many
	 * wait for their conn_line_done. */
	void (*on_line)(struct conn *c, const char *line, size_t n, void *user);
	/* A connection with lines not done has nothing unsent any more, or is gone: for a callee
	 * that answers no faster than the peer reads. May come more often than needed; null. */
	void (*on_drained)(struct conn *c, void *user);
	/* A line over VOUCH_LINE_MAX: the text to be sent (with '\n') before the connection is
	 * closed, after the answers of the lines before it; static. */
	const char *too_long_line;
	/* The peer is gone; c is freed after this returns. Comes after the last conn_line_done,
	 * but for server_free, which waits for nothing. */
	void (*on_close)(struct conn *c, void *user);
};

void *conn_peer(const struct conn *c);
/* Queues bytes; they leave in the same turn or the next. A subscriber with more than
 * VOUCH_SUBSCRIBER_MAX unsent is cut off. Nothing happens where the peer is gone already. */
void conn_send(struct conn *c, const char *bytes, size_t n);
void conn_line_done(struct conn *c);
/* Closes it at the end of the turn, with what is queued sent as far as the kernel takes it. */
void conn_cut(struct conn *c);
/* Subscribers are held to VOUCH_SUBSCRIBER_MAX and may stay silent for ever. One that
 * half-closes ends its subscription: it is closed once its answers are out. */
void conn_set_subscriber(struct conn *c, bool is_subscriber);
/* Bytes queued that the kernel has not taken; 0 where the peer is gone. */
size_t conn_unsent(const struct conn *c);
