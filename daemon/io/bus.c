/* The session bus inside the loop: sd-bus as plain fd and timer, reconnected with back-off. */
#include "io/bus.h"

#include <errno.h>
#include <event2/event.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"

#define TURN_MESSAGES_MAX 64 /* a flood of signals must not hold the loop */
#define CALL_TIMEOUT_US (UINT64_C(10) * 1000 * 1000)
#define RETRY_FIRST_MS UINT64_C(1000)
#define RETRY_LAST_MS (UINT64_C(5) * 60 * 1000)
#define STEADY_MS 10000 /* a connection that lasted this long starts the back-off anew */

struct bus {
	struct loop *loop;
	struct bus_callbacks callbacks;
	void *user;

	struct sd_bus *sd; /* null between tries */
	bool is_up;
	int64_t up_since; /* monotonic, ms */
	struct event *io, *timer;
	int io_fd;
	short io_events;

	struct loop_timer *retry;
	uint64_t retry_ms;
	int watch_fd;
	struct event *watch;
};

static void try_now(void *user);

/* "unix:path=$XDG_RUNTIME_DIR/bus", escaped as D-Bus addresses are; where a user bus of
 * systemd lies when nothing else is said. */
static void runtime_address(const char *folder, struct str *to)
{
	str_add(to, "unix:path=");
	for (const char *c = folder; *c; c++) {
		bool is_plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
				(*c >= '0' && *c <= '9') || strchr("-_/.\\*", *c);

		if (is_plain)
			str_add_char(to, *c);
		else
			str_addf(to, "%%%02x", (unsigned char)*c);
	}
	str_add(to, "/bus");
}

static const char *runtime_folder(void)
{
	const char *folder = secure_getenv("XDG_RUNTIME_DIR");

	return folder && *folder == '/' ? folder : NULL;
}

/* False where no address is known and nothing lies where one would be. */
static bool find_address(struct str *to)
{
	const char *given = secure_getenv("DBUS_SESSION_BUS_ADDRESS");
	const char *folder = runtime_folder();
	_cleanup_str_ struct str path = {0};

	if (given && *given) {
		str_add(to, given);
		return true;
	}
	if (!folder)
		return false;

	str_addf(&path, "%s/bus", folder);
	if (access(str_text(&path), F_OK) < 0)
		return false;

	runtime_address(folder, to);
	return true;
}

static void unwatch(struct bus *b)
{
	if (b->watch)
		event_free(b->watch);
	b->watch = NULL;
	if (b->watch_fd >= 0)
		(void)close(b->watch_fd);
	b->watch_fd = -1;
}

static void on_folder_change(evutil_socket_t fd, short what, void *user)
{
	struct bus *b = user;
	_Alignas(struct inotify_event) char bytes[4096];

	(void)what;
	while (read(fd, bytes, sizeof bytes) > 0)
		;
	if (!b->sd)
		try_now(b);
}

/* False where there is no folder to watch. */
static bool watch_folder(struct bus *b)
{
	const char *folder = runtime_folder();

	if (b->watch || !folder)
		return b->watch != NULL;

	b->watch_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (b->watch_fd < 0)
		return false;
	if (inotify_add_watch(b->watch_fd, folder, IN_CREATE | IN_MOVED_TO | IN_ONLYDIR) < 0) {
		unwatch(b);
		return false;
	}
	b->watch = event_new(loop_base(b->loop), b->watch_fd, EV_READ | EV_PERSIST,
			     on_folder_change, b);
	if (!b->watch || event_add(b->watch, NULL) < 0)
		abort();
	return true;
}

static void on_retry(void *user)
{
	struct bus *b = user;

	loop_timer_free(b->retry);
	b->retry = NULL;
	try_now(b);
}

static void retry_later(struct bus *b)
{
	loop_timer_free(b->retry);
	b->retry = loop_after(b->loop, b->retry_ms, on_retry, b);
	b->retry_ms = b->retry_ms * 2 < RETRY_LAST_MS ? b->retry_ms * 2 : RETRY_LAST_MS;
}

static void disarm(struct bus *b)
{
	if (b->io)
		event_free(b->io);
	b->io = NULL;
	b->io_fd = -1;
	b->io_events = 0;
	if (b->timer)
		event_free(b->timer);
	b->timer = NULL;
}

static void go_down(struct bus *b, int error)
{
	bool was_up = b->is_up;

	log_info("session bus: connection lost: %s", strerror(-error));
	disarm(b);
	b->is_up = false;
	if (was_up)
		b->callbacks.on_down(b->user);
	b->sd = sd_bus_close_unref(b->sd);
	if (was_up && clock_monotonic_ms() - b->up_since >= STEADY_MS)
		b->retry_ms = RETRY_FIRST_MS;
	retry_later(b);
}

static void dispatch(struct bus *b)
{
	int r = 1;

	for (unsigned i = 0; i < TURN_MESSAGES_MAX && r > 0; i++)
		r = sd_bus_process(b->sd, NULL);
	if (r < 0) {
		go_down(b, r);
		return;
	}
	bus_touch(b);
}

static void on_event(evutil_socket_t fd, short what, void *user)
{
	(void)fd;
	(void)what;
	dispatch(user);
}

static void arm_io(struct bus *b)
{
	int fd = sd_bus_get_fd(b->sd), wanted = sd_bus_get_events(b->sd);
	short events = EV_PERSIST;

	if (fd < 0 || wanted < 0) /* closing: the timer below runs the rest */
		return;
	if (wanted & POLLIN)
		events |= EV_READ;
	if (wanted & POLLOUT)
		events |= EV_WRITE;
	if (b->io && fd == b->io_fd && events == b->io_events)
		return;

	if (b->io)
		event_free(b->io);
	b->io = event_new(loop_base(b->loop), fd, events, on_event, b);
	if (!b->io || event_add(b->io, NULL) < 0)
		abort();
	b->io_fd = fd;
	b->io_events = events;
}

/* sd-bus tells an absolute instant of the monotonic clock; 0 means at once. */
static void arm_timer(struct bus *b)
{
	uint64_t at = UINT64_MAX, now = clock_monotonic_us(), rest;
	struct timeval span;
	int r = sd_bus_get_timeout(b->sd, &at);

	if (r < 0)
		at = 0;
	if (at == UINT64_MAX) {
		(void)event_del(b->timer);
		return;
	}
	rest = at > now ? at - now : 0;
	span.tv_sec = (time_t)(rest / 1000000u);
	span.tv_usec = (suseconds_t)(rest % 1000000u);
	(void)event_add(b->timer, &span);
}

void bus_touch(struct bus *b)
{
	if (!b->sd || !b->timer)
		return;
	arm_io(b);
	arm_timer(b);
}

static int on_connected(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct bus *b = user;

	(void)m;
	(void)error;
	b->is_up = true;
	b->up_since = clock_monotonic_ms();
	log_info("session bus: connected");
	b->callbacks.on_up(b->sd, b->user);
	return 0;
}

static int start(struct bus *b, struct sd_bus *sd, const char *address)
{
	int r;

	r = sd_bus_set_address(sd, address);
	if (r < 0)
		return r;
	r = sd_bus_set_bus_client(sd, 1);
	if (r < 0)
		return r;
	r = sd_bus_set_connected_signal(sd, 1);
	if (r < 0)
		return r;
	r = sd_bus_set_method_call_timeout(sd, CALL_TIMEOUT_US);
	if (r < 0)
		return r;
	r = sd_bus_set_exit_on_disconnect(sd, 0);
	if (r < 0)
		return r;
	r = sd_bus_match_signal_async(sd, NULL, "org.freedesktop.DBus.Local", NULL,
				      "org.freedesktop.DBus.Local", "Connected", on_connected, NULL,
				      b);
	if (r < 0)
		return r;
	return sd_bus_start(sd);
}

static void connect_to(struct bus *b, const char *address)
{
	int r = sd_bus_new(&b->sd);

	if (r >= 0)
		r = start(b, b->sd, address);
	if (r < 0) {
		log_debug("session bus: no connection: %s", strerror(-r));
		b->sd = sd_bus_close_unref(b->sd);
		retry_later(b);
		return;
	}

	b->timer = event_new(loop_base(b->loop), -1, 0, on_event, b);
	if (!b->timer)
		abort();
	bus_touch(b);
}

/* The folder is watched before it is looked into: a bus made in between is not missed. */
static void try_now(void *user)
{
	struct bus *b = user;
	_cleanup_str_ struct str address = {0};
	bool is_watching = watch_folder(b);

	loop_timer_free(b->retry);
	b->retry = NULL;
	if (find_address(&address)) {
		unwatch(b);
		connect_to(b, str_text(&address));
		return;
	}

	if (!is_watching && runtime_folder())
		retry_later(b);
}

struct bus *bus_new(struct loop *loop, const struct bus_callbacks *callbacks, void *user)
{
	struct bus *b = xcalloc(1, sizeof *b);

	*b = (struct bus){.loop = loop,
			  .callbacks = *callbacks,
			  .user = user,
			  .io_fd = -1,
			  .retry_ms = RETRY_FIRST_MS,
			  .watch_fd = -1};
	try_now(b);
	return b;
}

void bus_free(struct bus *b)
{
	if (!b)
		return;
	disarm(b);
	unwatch(b);
	loop_timer_free(b->retry);
	sd_bus_close_unref(b->sd);
	free(b);
}

struct sd_bus *bus_get(struct bus *b)
{
	return b->is_up ? b->sd : NULL;
}
