/* Do-not-disturb as the notification server tells it: asked once without waiting, then followed. */
#include "io/disturb.h"

#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "io/bus.h"
#include "io/post.h"

#define PROPERTIES "org.freedesktop.DBus.Properties"
#define DUNST "org.dunstproject.cmd0"

/* Where servers tell it. */
static const struct {
	const char *interface, *property;
} places[] = {
	{DUNST, "paused"},
	{NOTIFICATIONS, "Inhibited"},
	{NOTIFICATIONS, "Dnd"},
};
static const char *const interfaces[] = {DUNST, NOTIFICATIONS};

struct disturb {
	struct bus *bus;
	struct disturb_callbacks callbacks;
	void *user;
	char *unique;
	sd_bus_slot *changes;
	sd_bus_slot *questions[ARRAY_LEN(interfaces)]; /* under way */
	enum disturb_state said[ARRAY_LEN(places)];
	bool is_known;
};

enum disturb_state disturb_state(const struct disturb *d)
{
	enum disturb_state state = DISTURB_NOT_KNOWN;

	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (d->said[i] > state)
			state = d->said[i];
	return state;
}

bool disturb_is_known(const struct disturb *d)
{
	return d->is_known;
}

static void learn(struct disturb *d, const char *interface, const char *property, bool is_on)
{
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		if (str_equal(places[i].interface, interface) &&
		    str_equal(places[i].property, property))
			d->said[i] = is_on ? DISTURB_BEGUN : DISTURB_ENDED;
}

static void tell(struct disturb *d, enum disturb_state before)
{
	if (d->is_known && disturb_state(d) != before)
		d->callbacks.on_change(d->user);
}

/* One entry {sv}; of what is no boolean nothing is learned. */
static int read_entry(struct disturb *d, sd_bus_message *m, const char *interface)
{
	const char *property, *type;
	char kind;
	int r, is_on;

	r = sd_bus_message_read_basic(m, 's', &property);
	if (r > 0)
		r = sd_bus_message_peek_type(m, &kind, &type);
	if (r <= 0)
		return r;
	if (!str_equal(type, "b"))
		return sd_bus_message_skip(m, "v");
	r = sd_bus_message_read(m, "v", "b", &is_on);
	if (r > 0)
		learn(d, interface, property, is_on);
	return r;
}

static void read_properties(struct disturb *d, sd_bus_message *m, const char *interface)
{
	if (sd_bus_message_enter_container(m, 'a', "{sv}") <= 0)
		return;
	while (sd_bus_message_enter_container(m, 'e', "sv") > 0)
		if (read_entry(d, m, interface) < 0 || sd_bus_message_exit_container(m) < 0)
			return;
	(void)sd_bus_message_exit_container(m);
}

static bool is_asking(const struct disturb *d)
{
	for (size_t i = 0; i < ARRAY_LEN(interfaces); i++)
		if (d->questions[i])
			return true;
	return false;
}

/* Which of the questions it answers is known by the slot that it came on. */
static int on_properties(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct disturb *d = user;
	enum disturb_state before = disturb_state(d);
	sd_bus_slot *slot = sd_bus_get_current_slot(bus_get(d->bus));

	(void)error;
	for (size_t i = 0; i < ARRAY_LEN(interfaces); i++) {
		if (d->questions[i] != slot)
			continue;
		if (!sd_bus_message_is_method_error(m, NULL))
			read_properties(d, m, interfaces[i]);
		d->questions[i] = sd_bus_slot_unref(d->questions[i]);
	}
	tell(d, before);
	if (!d->is_known && !is_asking(d)) {
		d->is_known = true;
		d->callbacks.on_known(d->user);
	}
	return 0;
}

static void ask(struct disturb *d, size_t i)
{
	if (d->questions[i])
		return;
	(void)sd_bus_call_method_async(bus_get(d->bus), &d->questions[i], d->unique,
				       NOTIFICATIONS_PATH, PROPERTIES, "GetAll", on_properties, d,
				       "s", interfaces[i]);
}

/* What changed without its new value is asked for. */
static void ask_invalidated(struct disturb *d, sd_bus_message *m, size_t i)
{
	const char *property;

	if (sd_bus_message_enter_container(m, 'a', "s") <= 0)
		return;
	while (sd_bus_message_read_basic(m, 's', &property) > 0)
		for (size_t p = 0; p < ARRAY_LEN(places); p++)
			if (str_equal(places[p].interface, interfaces[i]) &&
			    str_equal(places[p].property, property))
				ask(d, i);
}

static int on_properties_changed(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct disturb *d = user;
	enum disturb_state before = disturb_state(d);
	const char *interface;

	(void)error;
	if (!str_equal(sd_bus_message_get_sender(m), d->unique) ||
	    sd_bus_message_read_basic(m, 's', &interface) <= 0)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(interfaces); i++) {
		if (!str_equal(interfaces[i], interface))
			continue;
		read_properties(d, m, interface);
		ask_invalidated(d, m, i);
	}
	tell(d, before);
	return 0;
}

void disturb_signal(struct disturb *d, struct sd_bus_message *m)
{
	enum disturb_state before = disturb_state(d);
	int is_on;

	if (!sd_bus_message_is_signal(m, NOTIFICATIONS, "OnDndToggle") ||
	    sd_bus_message_read_basic(m, 'b', &is_on) <= 0)
		return;
	learn(d, NOTIFICATIONS, "Dnd", is_on);
	tell(d, before);
}

struct disturb *disturb_new(struct bus *bus, const char *unique,
			    const struct disturb_callbacks *callbacks, void *user)
{
	struct disturb *d = xcalloc(1, sizeof *d);
	sd_bus *sd = bus_get(bus);

	d->bus = bus;
	d->callbacks = *callbacks;
	d->user = user;
	d->unique = xstrdup(unique);
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		d->said[i] = DISTURB_NOT_KNOWN;
	(void)sd_bus_match_signal_async(sd, &d->changes, unique, NOTIFICATIONS_PATH, PROPERTIES,
					"PropertiesChanged", on_properties_changed, NULL, d);
	for (size_t i = 0; i < ARRAY_LEN(interfaces); i++)
		ask(d, i);
	d->is_known = !is_asking(d);
	return d;
}

void disturb_free(struct disturb *d)
{
	if (!d)
		return;
	sd_bus_slot_unref(d->changes);
	for (size_t i = 0; i < ARRAY_LEN(interfaces); i++)
		sd_bus_slot_unref(d->questions[i]);
	free(d->unique);
	free(d);
}
