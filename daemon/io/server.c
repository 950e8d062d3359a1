/* The socket edge: binds or takes over the listening socket and keeps the connections. */
#include "io/server.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/log.h"
#include "base/xalloc.h"
#include "io/claim.h"
#include "io/conn_set.h"
#include "io/watch.h"
#include "vouch/limits.h"

#define ACCEPTS_PER_TURN 64
#define REFUSALS_PER_PAUSE 16
#define SHORTAGE_PAUSE_MS 100
#define REBIND_MS 100 /* lets a whole `rm -r` pass by */
#define REBIND_MAX_MS 60000

struct server {
	struct loop *loop;
	size_t max_connections;
	const char *full_line;
	int fd;         /* -1: not bound */
	int reserve_fd; /* given up for a moment to refuse somebody when fds run out */
	struct event *acceptable;
	struct loop_timer *resume; /* listener paused */
	bool is_paused, is_short, has_told_stranger;
	struct conn_set conns;

	bool has_claim; /* the path is ours to keep bound */
	struct claim claim;
	struct watch *watch;
	struct loop_timer *rebind;
	uint64_t rebind_ms;
};

static void on_folder_change(void *user);
static void on_rebind(void *user);

/* ---- accepting ---- */

static bool is_own_uid(struct server *s, int fd)
{
	struct ucred peer;
	socklen_t n = sizeof peer;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) == 0 && peer.uid == geteuid())
		return true;
	if (!s->has_told_stranger)
		log_warning("connection of another user refused; this is said once");
	s->has_told_stranger = true;
	return false;
}

static void refuse(const struct server *s, int fd)
{
	if (send(fd, s->full_line, strlen(s->full_line), MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		log_debug("a refused connection was gone already");
	(void)close(fd);
}

static void admit(struct server *s, int fd)
{
	if (!is_own_uid(s, fd)) {
		(void)close(fd);
		return;
	}
	if (s->conns.n >= s->max_connections) {
		refuse(s, fd);
		return;
	}
	conn_open(&s->conns, fd);
}

static int open_reserve(void)
{
	return open("/dev/null", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

static int accept_one(const struct server *s)
{
	return accept4(s->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static void refuse_with_reserve(struct server *s)
{
	if (s->reserve_fd >= 0)
		(void)close(s->reserve_fd);
	for (int i = 0; i < REFUSALS_PER_PAUSE; i++) {
		int fd = accept_one(s);

		if (fd < 0)
			break;
		if (is_own_uid(s, fd))
			refuse(s, fd);
		else
			(void)close(fd);
	}
	s->reserve_fd = open_reserve();
}

static void on_resume(void *user)
{
	struct server *s = user;

	loop_timer_free(s->resume);
	s->resume = NULL;
	if (s->acceptable && !s->is_paused)
		(void)event_add(s->acceptable, NULL);
}

/* A listener that cannot accept stays readable: without a pause it would eat a whole core. */
static void pause_listener(struct server *s)
{
	(void)event_del(s->acceptable);
	if (!s->resume)
		s->resume = loop_after(s->loop, SHORTAGE_PAUSE_MS, on_resume, s);
}

static void on_shortage(struct server *s, int problem)
{
	if (!s->is_short)
		log_warning("connections cannot be accepted, error %d", problem);
	s->is_short = true;
	refuse_with_reserve(s);
	pause_listener(s);
}

static void on_acceptable(evutil_socket_t listener, short what, void *arg)
{
	struct server *s = arg;

	(void)listener;
	(void)what;
	for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
		int fd = accept_one(s);

		if (fd >= 0) {
			s->is_short = false;
			admit(s, fd);
		} else if (errno == EAGAIN) {
			return;
		} else if (errno != EINTR && errno != ECONNABORTED) {
			on_shortage(s, errno);
			return;
		}
	}
}

/* ---- listening ---- */

static void listen_on(struct server *s, int fd)
{
	if (s->acceptable)
		event_free(s->acceptable);
	if (s->fd >= 0)
		(void)close(s->fd);
	s->fd = fd;
	s->acceptable = event_new(loop_base(s->loop), fd, EV_READ | EV_PERSIST, on_acceptable, s);
	if (!s->is_paused && !s->resume)
		(void)event_add(s->acceptable, NULL);
}

static int check_listener(int fd)
{
	int value = 0, domain = 0;
	socklen_t n = sizeof value, m = sizeof domain;

	if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value, &n) < 0 ||
	    getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &m) < 0)
		return -errno;
	return value && domain == AF_UNIX ? 0 : -EINVAL;
}

static int take_over(struct server *s, int fd)
{
	int r = check_listener(fd);

	if (r)
		return r;
	if (evutil_make_socket_nonblocking(fd) || evutil_make_socket_closeonexec(fd))
		return -errno;
	listen_on(s, fd);
	return 0;
}

static void rebind_later(struct server *s)
{
	if (!s->rebind)
		s->rebind = loop_after(s->loop, s->rebind_ms, on_rebind, s);
}

static void watch_folder(struct server *s)
{
	watch_free(s->watch);
	s->watch = watch_new(s->loop, s->claim.folder, NULL, on_folder_change, s);
	if (!s->watch)
		log_warning("the socket's folder cannot be watched, error %d", errno);
}

static void on_folder_change(void *user)
{
	struct server *s = user;

	if (s->is_paused || claim_stands(&s->claim))
		return;
	s->rebind_ms = REBIND_MS;
	rebind_later(s);
}

static void on_rebind(void *user)
{
	struct server *s = user;
	int fd = -1, pid = 0, r;

	loop_timer_free(s->rebind);
	s->rebind = NULL;
	if (s->is_paused || claim_stands(&s->claim))
		return;
	r = claim_take(&s->claim, &fd, &pid);
	if (r == 0) {
		log_warning("the socket file was gone and is bound again");
		listen_on(s, fd);
	} else {
		log_error("the socket file is gone and cannot be bound again, error %d", -r);
	}
	watch_folder(s);
	/* Something in the way goes with a change that the watch tells. */
	if (r && (!s->watch || (r != -EADDRINUSE && r != -EEXIST))) {
		s->rebind_ms = s->rebind_ms * 2 < REBIND_MAX_MS ? s->rebind_ms * 2 : REBIND_MAX_MS;
		rebind_later(s);
	} else if (r == 0 && !claim_stands(&s->claim)) {
		rebind_later(s);
	}
}

static int claim_path(struct server *s, const char *path, int *ret_pid)
{
	int fd = -1;
	int r = claim_init(&s->claim, path);

	if (r)
		return r;
	s->has_claim = true;
	s->rebind_ms = REBIND_MS;
	r = claim_take(&s->claim, &fd, ret_pid);
	if (r)
		return r;
	listen_on(s, fd);
	watch_folder(s);
	return 0;
}

/* ---- life ---- */

static void deinit_listener(struct server *s)
{
	loop_timer_free(s->resume);
	loop_timer_free(s->rebind);
	watch_free(s->watch);
	if (s->acceptable)
		event_free(s->acceptable);
	if (s->fd >= 0)
		(void)close(s->fd);
	if (s->reserve_fd >= 0)
		(void)close(s->reserve_fd);
	if (s->has_claim)
		claim_deinit(&s->claim);
}

int server_new(struct loop *loop, const struct server_options *options,
	       const struct conn_callbacks *callbacks, void *user, struct server **ret,
	       int *ret_pid)
{
	struct server *s = xcalloc(1, sizeof *s);
	int r;

	*ret_pid = 0;
	s->loop = loop;
	s->max_connections = options->max_connections;
	s->full_line = options->full_line;
	s->fd = -1;
	s->reserve_fd = open_reserve();
	conn_set_init(&s->conns, loop, callbacks, user,
		      options->stall_ms ? options->stall_ms : VOUCH_STALL_SECONDS * 1000);
	r = options->fd >= 0 ? take_over(s, options->fd) : claim_path(s, options->path, ret_pid);
	if (r) {
		server_free(s);
		return r;
	}
	*ret = s;
	return 0;
}

void server_free(struct server *s)
{
	if (!s)
		return;
	deinit_listener(s);
	conn_set_deinit(&s->conns);
	free(s);
}

void server_pause(struct server *s)
{
	s->is_paused = true;
	if (s->acceptable)
		(void)event_del(s->acceptable);
	conn_set_pause(&s->conns);
}

size_t server_connections(const struct server *s)
{
	return s->conns.n;
}

void server_each(struct server *s, void (*fn)(struct conn *c, void *user), void *user)
{
	conn_set_each(&s->conns, fn, user);
}
