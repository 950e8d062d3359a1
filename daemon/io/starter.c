/* Starts a service by its bus name where the bus knows how, with back-off between tries. */
#include "io/starter.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"

#define DBUS "org.freedesktop.DBus"
#define DBUS_PATH "/org/freedesktop/DBus"
#define WAIT_FIRST_MS (INT64_C(60) * 1000)
#define WAIT_LAST_MS (INT64_C(60) * 60 * 1000)

struct starter {
	struct loop *loop;
	struct bus *bus;
	char *name;
	bool is_wanted;
	sd_bus_slot *call;        /* a try under way */
	struct loop_timer *timer; /* the next try */
	int64_t not_before;       /* monotonic, ms; 0 before the first try */
	int64_t wait_ms;
};

static void try_or_wait(struct starter *s);

static void on_timer(void *user)
{
	struct starter *s = user;

	loop_timer_free(s->timer);
	s->timer = NULL;
	try_or_wait(s);
}

static void end_call(struct starter *s)
{
	s->call = sd_bus_slot_unref(s->call);
}

static int on_started(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct starter *s = user;

	(void)error;
	end_call(s);
	if (sd_bus_message_is_method_error(m, NULL)) {
		log_info("session bus: %s did not start: %s", s->name,
			 sd_bus_message_get_error(m)->name);
		try_or_wait(s);
	}
	return 0;
}

static int on_names(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct starter *s = user;
	const char *name;
	bool can_start = false;

	(void)error;
	end_call(s);
	if (sd_bus_message_is_method_error(m, NULL)) {
		try_or_wait(s);
		return 0;
	}
	if (sd_bus_message_enter_container(m, 'a', "s") > 0)
		while (sd_bus_message_read_basic(m, 's', &name) > 0)
			can_start |= str_equal(name, s->name);
	if (!can_start) {
		s->is_wanted = false;
		return 0;
	}
	log_info("session bus: starting %s", s->name);
	(void)sd_bus_call_method_async(bus_get(s->bus), &s->call, DBUS, DBUS_PATH, DBUS,
				       "StartServiceByName", on_started, s, "su", s->name,
				       UINT32_C(0));
	return 0;
}

static void try_now(struct starter *s, sd_bus *sd)
{
	s->not_before = clock_monotonic_ms() + s->wait_ms;
	s->wait_ms = s->wait_ms * 2 < WAIT_LAST_MS ? s->wait_ms * 2 : WAIT_LAST_MS;
	(void)sd_bus_call_method_async(sd, &s->call, DBUS, DBUS_PATH, DBUS, "ListActivatableNames",
				       on_names, s, NULL);
	bus_touch(s->bus);
}

static void try_or_wait(struct starter *s)
{
	sd_bus *sd = bus_get(s->bus);
	int64_t rest = s->not_before - clock_monotonic_ms();

	if (!s->is_wanted || !sd || s->call || s->timer)
		return;
	if (s->not_before && rest > 0) {
		s->timer = loop_after(s->loop, (uint64_t)rest, on_timer, s);
		return;
	}
	try_now(s, sd);
}

struct starter *starter_new(struct loop *loop, struct bus *bus, const char *name)
{
	struct starter *s = xcalloc(1, sizeof *s);

	s->loop = loop;
	s->bus = bus;
	s->name = xstrdup(name);
	s->wait_ms = WAIT_FIRST_MS;
	return s;
}

void starter_free(struct starter *s)
{
	if (!s)
		return;
	starter_reset(s);
	free(s->name);
	free(s);
}

void starter_want(struct starter *s)
{
	s->is_wanted = true;
	try_or_wait(s);
}

void starter_resume(struct starter *s)
{
	try_or_wait(s);
}

void starter_satisfy(struct starter *s)
{
	starter_reset(s);
	s->is_wanted = false;
	s->wait_ms = WAIT_FIRST_MS;
}

void starter_reset(struct starter *s)
{
	end_call(s);
	loop_timer_free(s->timer);
	s->timer = NULL;
}
