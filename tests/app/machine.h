/* vouchd itself, all of it, in a machine whose clock is the test's. The real clock is never set:
 * the three calls that would tell of it are this program's own, and otherwise pass everything on
 * to the kernel. Include once a test program. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>

#include "app.h"
#include "base/cleanup.h"
#include "base/str.h"

#define FAKE_NOON 1796126400 /* 2026-12-01T12:00:00Z */
#define FAKE_HOUR ((int64_t)3600)
#define FAKE_DAY ((int64_t)86400)
#define FAKE_YEAR ((int64_t)365 * 86400)

static struct {
	int64_t now;   /* 0: the kernel's */
	int64_t ahead; /* that the monotonic clock is of the kernel's; us */
	int64_t step;  /* by which each look at it brings it further ahead; us */
	int timer;     /* -1: none yet */
	int64_t armed;
	bool tells_step;
	unsigned n_reads;
} fake = {.timer = -1};

static inline void fake_add(struct timespec *to, int64_t us)
{
	int64_t ns = to->tv_nsec + us % 1000000 * 1000;

	to->tv_sec += (time_t)(us / 1000000 + ns / 1000000000);
	to->tv_nsec = ns % 1000000000;
}

int clock_gettime(clockid_t id, struct timespec *to)
{
	if (id != CLOCK_REALTIME || !fake.now) {
		int r = (int)syscall(SYS_clock_gettime, id, to);

		if (id == CLOCK_MONOTONIC || id == CLOCK_MONOTONIC_COARSE)
			fake_add(to, fake.ahead += fake.step);
		return r;
	}
	*to = (struct timespec){.tv_sec = (time_t)fake.now};
	return 0;
}

/* In the past of the kernel's clock: readable at once; or never. */
static inline void fake_ring(bool at_once)
{
	const struct itimerspec at = {.it_value = {.tv_sec = at_once ? 1 : INT64_MAX / 1000000000}};

	(void)syscall(SYS_timerfd_settime, fake.timer, TFD_TIMER_ABSTIME, &at, NULL);
}

int timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old)
{
	(void)flags;
	(void)old;
	fake.timer = fd;
	fake.armed = new->it_value.tv_sec;
	fake_ring(fake.armed <= fake.now);
	return 0;
}

ssize_t read(int fd, void *to, size_t n)
{
	ssize_t got = syscall(SYS_read, fd, to, n);

	if (fd != fake.timer)
		return got;
	fake.n_reads++;
	if (!fake.tells_step)
		return got;
	fake.tells_step = false;
	errno = ECANCELED;
	return -1;
}

struct machine {
	char folder[64], socket[96], db[96];
	struct app_options options;
	struct app app;
	struct rpc_peer *peer;
};

static inline void machine_stop_loop(void *user)
{
	loop_stop(user);
}

/* Turns, until there is nothing to do. */
static inline void machine_turn(struct machine *m)
{
	for (int i = 0; i < 3 || m->app.is_due; i++) {
		loop_defer(m->app.loop, machine_stop_loop, m->app.loop);
		assert_int_equal(loop_run(m->app.loop), 0);
	}
}

/* Starts vouchd, and lets it do what it does at once. */
static inline void machine_start(struct machine *m, int64_t now)
{
	fake.now = now;
	assert_int_equal(app_init(&m->app, &m->options), 0);
	m->peer = rpc_peer_new();
	loop_defer(m->app.loop, machine_stop_loop, m->app.loop);
	assert_int_equal(app_run(&m->app), 0);
	machine_turn(m);
}

static inline void machine_stop(struct machine *m)
{
	rpc_peer_free(m->peer);
	m->peer = NULL;
	app_deinit(&m->app);
	fake.timer = -1;
}

/* The clock is set, by hand or from the network. */
static inline void machine_step(struct machine *m, int64_t now)
{
	fake.now = now;
	fake.tells_step = true;
	fake_ring(true);
	machine_turn(m);
}

/* Time goes on, awake or asleep: the alarm rings if it was set for then. */
static inline void machine_pass(struct machine *m, int64_t now)
{
	fake.now = now;
	fake_ring(fake.armed <= now);
	machine_turn(m);
}

/* The result of a request, which must be one; the caller's. */
__attribute__((format(printf, 3, 4))) static inline json_t *
machine_ask(struct machine *m, const char *method, const char *format, ...)
{
	_cleanup_str_ struct str line = {0}, reply = {0};
	char params[512];
	json_t *json, *result;
	va_list args;

	va_start(args, format);
	(void)vsnprintf(params, sizeof params, format, args);
	va_end(args);
	str_addf(&line, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}", method,
		 params);
	assert_int_equal(op_group_begin(&m->app.env), 0);
	rpc_handle(m->app.rpc, m->peer, str_text(&line), line.len, &reply);
	assert_int_equal(op_group_commit(&m->app.env), 0);
	app_defer(&m->app);
	machine_turn(m);
	json = json_loads(str_text(&reply), 0, NULL);
	result = json_incref(json_object_get(json, "result"));
	json_decref(json);
	if (!result)
		fail_msg("%s %s: %s", method, params, str_text(&reply));
	return result;
}

#define MACHINE_DO(m, ...) json_decref(machine_ask(m, __VA_ARGS__))

static inline int machine_set_up(void **state)
{
	struct machine *m = calloc(1, sizeof *m);

	(void)setenv("TZ", "UTC", 1);
	(void)setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus", 1);
	(void)snprintf(m->folder, sizeof m->folder, "/tmp/vouch-app-XXXXXX");
	assert_non_null(mkdtemp(m->folder));
	(void)setenv("XDG_CONFIG_HOME", m->folder, 1);
	(void)snprintf(m->socket, sizeof m->socket, "%s/run/s", m->folder);
	(void)snprintf(m->db, sizeof m->db, "%s/book/db", m->folder);
	m->options = (struct app_options){.socket = m->socket, .db = m->db, .is_unconfined = true};
	*state = m;
	return 0;
}

static inline int machine_remove(const char *path, const struct stat *st, int what, struct FTW *ftw)
{
	(void)st;
	(void)what;
	(void)ftw;
	return remove(path);
}

static inline int machine_tear_down(void **state)
{
	struct machine *m = *state;
	int r;

	if (m->peer)
		machine_stop(m);
	r = nftw(m->folder, machine_remove, 16, FTW_DEPTH | FTW_PHYS);
	free(m);
	return r;
}

#define WITH_MACHINE(name) cmocka_unit_test_setup_teardown(name, machine_set_up, machine_tear_down)
