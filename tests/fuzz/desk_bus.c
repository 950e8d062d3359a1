/* The far end of vouchd's connection to the session bus. */
#include "fuzz/desk_bus.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include "fuzz/fuzz.h"

#define QUIET_TURNS 3
#define PATIENCE 1000

struct desk_bus {
	struct loop *loop;
	desk_call_fn *on_call;
	void *user;
	sd_bus *sd; /* null: cut */
	int fd;     /* its own, to write what sd-bus would not */
	uint32_t serial;
};

static struct {
	int fd;
	char address[64];
} listener = {.fd = -1};

/* An abstract name leaves nothing behind. */
static void listen_now(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int n = snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "vouch-fuzz-%d",
			 (int)getpid());

	(void)snprintf(listener.address, sizeof listener.address, "unix:abstract=%s",
		       address.sun_path + 1);
	listener.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	CLAIM(bind(listener.fd, (const struct sockaddr *)&address,
		   (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1) + (socklen_t)n) == 0);
	CLAIM(listen(listener.fd, 4) == 0);
}

const char *desk_bus_address(void)
{
	if (listener.fd < 0)
		listen_now();
	return listener.address;
}

static int on_message(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct desk_bus *b = user;
	struct desk_call call = {
		.first = "", .summary = "", .member = sd_bus_message_get_member(m)};
	const char *icon;
	uint64_t serial;

	(void)error;
	if (!sd_bus_message_is_method_call(m, NULL, NULL) ||
	    sd_bus_message_get_cookie(m, &serial) < 0)
		return 1;
	call.serial = (uint32_t)serial;
	if (sd_bus_message_has_signature(m, "susssasa{sv}i"))
		CLAIM(sd_bus_message_read(m, "suss", &call.first, &call.replaces, &icon,
					  &call.summary) > 0);
	else if (*sd_bus_message_get_signature(m, 1) == 's')
		CLAIM(sd_bus_message_read_basic(m, 's', &call.first) > 0);
	b->on_call(&call, b->user);
	return 1;
}

struct desk_bus *desk_bus_new(struct loop *loop, desk_call_fn *on_call, void *user)
{
	struct desk_bus *b = xcalloc(1, sizeof *b);
	sd_id128_t id = {.bytes = {1}};

	b->loop = loop;
	b->on_call = on_call;
	b->user = user;
	b->fd = accept4(listener.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	CLAIM(b->fd >= 0);
	CLAIM(sd_bus_new(&b->sd) >= 0);
	CLAIM(sd_bus_set_fd(b->sd, b->fd, b->fd) >= 0);
	CLAIM(sd_bus_set_server(b->sd, 1, id) >= 0);
	CLAIM(sd_bus_add_filter(b->sd, NULL, on_message, b) >= 0);
	CLAIM(sd_bus_start(b->sd) >= 0);
	return b;
}

void desk_bus_cut(struct desk_bus *b)
{
	b->sd = sd_bus_close_unref(b->sd);
}

bool desk_bus_is_cut(const struct desk_bus *b)
{
	return !b->sd;
}

void desk_bus_free(struct desk_bus *b)
{
	desk_bus_cut(b);
	free(b);
}

void desk_bus_send(struct desk_bus *b, const struct wire *m)
{
	_cleanup_str_ struct str bytes = {0};

	if (!b->sd)
		return;
	wire_write(&bytes, m, ++b->serial);
	if (send(b->fd, bytes.data, bytes.len, MSG_NOSIGNAL) != (ssize_t)bytes.len)
		CLAIM(errno == EPIPE || errno == ECONNRESET);
}

static void stop_loop(void *user)
{
	loop_stop(user);
}

static bool hear(struct desk_bus *b)
{
	int r = b->sd ? sd_bus_process(b->sd, NULL) : 0;

	if (r < 0)
		desk_bus_cut(b);
	return r > 0;
}

void desk_bus_settle(struct desk_bus *b)
{
	for (int quiet = 0, n = 0; quiet < QUIET_TURNS; quiet++) {
		CLAIM(n++ < PATIENCE);
		loop_defer(b->loop, stop_loop, b->loop);
		CLAIM(loop_run(b->loop) == 0);
		while (hear(b))
			quiet = -1;
	}
}
