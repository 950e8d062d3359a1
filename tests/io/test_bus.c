/* Where the session bus is looked for, and what is done while there is none. */
#include "io/rig.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "io/bus.h"

/* A session's runtime folder, and what listens in it as its bus. */
struct session {
	char folder[64], path[80];
	struct loop *loop;
	struct bus *bus;
	int listener;
	unsigned n_up, n_down;
};

static void on_up(struct sd_bus *sd, void *user)
{
	struct session *s = user;

	(void)sd;
	s->n_up++;
}

static void on_down(void *user)
{
	struct session *s = user;

	s->n_down++;
}

static void nothing(void *user)
{
	(void)user;
}

static int set_up_session(void **state)
{
	static const struct loop_callbacks loop = {nothing, nothing};
	struct session *s = xcalloc(1, sizeof *s);

	s->listener = -1;
	s->loop = loop_new(&loop, s);
	(void)snprintf(s->folder, sizeof s->folder, "/tmp/vouch bus-XXXXXX");
	assert_non_null(mkdtemp(s->folder));
	(void)snprintf(s->path, sizeof s->path, "%s/bus", s->folder);
	(void)unsetenv("DBUS_SESSION_BUS_ADDRESS");
	(void)setenv("XDG_RUNTIME_DIR", s->folder, 1);
	*state = s;
	return 0;
}

static int tear_down_session(void **state)
{
	struct session *s = *state;

	bus_free(s->bus);
	loop_free(s->loop);
	if (s->listener >= 0)
		(void)close(s->listener);
	(void)unlink(s->path);
	(void)rmdir(s->folder);
	free(s);
	return 0;
}

static void begin(struct session *s)
{
	static const struct bus_callbacks callbacks = {on_up, on_down};

	s->bus = bus_new(s->loop, &callbacks, s);
}

static void listen_there(struct session *s)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};

	(void)snprintf(at.sun_path, sizeof at.sun_path, "%s", s->path);
	s->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(s->listener, (const struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(s->listener, 1), 0);
}

static void stop_loop(void *user)
{
	loop_stop(user);
}

static void turn(struct session *s)
{
	loop_defer(s->loop, stop_loop, s->loop);
	assert_int_equal(loop_run(s->loop), 0);
}

/* The connection of whoever came, which must come. */
static int visitor(struct session *s)
{
	int64_t until = clock_monotonic_ms() + RIG_PATIENCE_MS;
	int fd = -1;

	while (fd < 0 && clock_monotonic_ms() < until) {
		turn(s);
		fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);
	}
	assert_true(fd >= 0);
	return fd;
}

static void expect_none(struct session *s)
{
	turn(s);
	assert_null(bus_get(s->bus));
	assert_int_equal(s->n_up, 0);
	assert_int_equal(s->n_down, 0);
}

static void without_a_session_no_bus_is_looked_for(void **state)
{
	static const char *const folders[] = {NULL, "", "run/user/1000", "/nowhere/at/all"};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
		if (folders[i])
			(void)setenv("XDG_RUNTIME_DIR", folders[i], 1);
		else
			(void)unsetenv("XDG_RUNTIME_DIR");
		begin(s);
		expect_none(s);
		bus_free(s->bus);
		s->bus = NULL;
	}
}

static void a_bus_that_is_there_is_found_in_the_runtime_folder(void **state)
{
	struct session *s = *state;

	listen_there(s);
	begin(s);
	(void)close(visitor(s));
	expect_none(s);
}

static void a_bus_that_comes_later_is_found_at_once(void **state)
{
	struct session *s = *state;

	begin(s);
	expect_none(s);
	listen_there(s);
	(void)close(visitor(s));
	expect_none(s);
}

static void the_address_of_the_session_goes_before_its_folder(void **state)
{
	struct session *s = *state;
	char address[256];

	listen_there(s);
	(void)snprintf(address, sizeof address, "unix:path=%s/other", s->folder);
	(void)setenv("DBUS_SESSION_BUS_ADDRESS", address, 1);
	begin(s);
	for (int i = 0; i < 3; i++)
		turn(s);
	assert_int_equal(accept4(s->listener, NULL, NULL, SOCK_CLOEXEC), -1);
	expect_none(s);
}

static void an_address_that_is_none_is_tried_again_later(void **state)
{
	static const char *const addresses[] = {"nonsense", "unix:", "unix:path=%zz", "tcp:host="};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
		(void)setenv("DBUS_SESSION_BUS_ADDRESS", addresses[i], 1);
		begin(s);
		expect_none(s);
		bus_touch(s->bus);
		bus_free(s->bus);
		s->bus = NULL;
	}
}

#define WITH_SESSION(name) cmocka_unit_test_setup_teardown(name, set_up_session, tear_down_session)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SESSION(without_a_session_no_bus_is_looked_for),
		WITH_SESSION(a_bus_that_is_there_is_found_in_the_runtime_folder),
		WITH_SESSION(a_bus_that_comes_later_is_found_at_once),
		WITH_SESSION(the_address_of_the_session_goes_before_its_folder),
		WITH_SESSION(an_address_that_is_none_is_tried_again_later),
	};

	log_set_level((enum log_level)0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
