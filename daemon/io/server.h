/* The socket edge: binds or takes over the listening socket and keeps the connections.
 *
 * Knows lines, not JSON. Rules from API.md "Rules" and "Limits". */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "io/conn.h"
#include "io/loop.h"

struct server;

struct server_options {
	const char *path; /* socket path, ignored where `fd` is given */
	int fd;           /* a listening socket from systemd, else -1 */
	size_t max_connections;
	const char *full_line; /* the one line told to a connection too many, with its '\n' */
	unsigned stall_ms;     /* 0: VOUCH_STALL_SECONDS */
};

/* Binds under umask 0077 in a private folder (made 0700 where missing), after a lock file has
 * decided that no other vouchd lives there; a stale socket is removed. -EADDRINUSE where one
 * lives (*ret_pid is its pid, 0 if unknown), -ENAMETOOLONG beyond 107 bytes, -EACCES/-EPERM/
 * -ELOOP for a folder that is not private, -EEXIST where the path is something else than a
 * socket. A socket file that is deleted later is bound again. With `fd`, which is closed by
 * server_free alone, no file is touched; -ENOTSOCK/-EINVAL where it is no listening Unix
 * socket. */
int server_new(struct loop *loop, const struct server_options *options,
	       const struct conn_callbacks *callbacks, void *user, struct server **ret,
	       int *ret_pid);
/* Closes every connection after what is written in hand, and the listener. on_close is called
 * for each, even where lines are not done. The socket file is removed where we bound it
 * ourselves. Never inside a callback. Null is fine. */
void server_free(struct server *s);
/* No new connections, no new lines; what is queued is still sent. For a clean stop. */
void server_pause(struct server *s);
/* Those with an open socket. */
size_t server_connections(const struct server *s);
/* Calls fn for each open connection; fn may call conn_send. */
void server_each(struct server *s, void (*fn)(struct conn *c, void *user), void *user);
