/* Who owns a well-known name on the bus: asked once without starting anybody, then followed. */
#include "io/owner.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>

#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"

#define DBUS "org.freedesktop.DBus"

struct owner {
	owner_changed_fn *on_change;
	void *user;
	char *name, *unique; /* unique is null until the bus has answered */
	sd_bus_slot *change, *call;
};

static void learn(struct owner *o, const char *unique)
{
	if (str_equal(o->unique, unique))
		return;
	free(o->unique);
	o->unique = xstrdup(unique);
	o->on_change(o->unique, o->user);
}

static int on_name_owner_changed(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct owner *o = user;
	const char *name, *before, *after;

	(void)error;
	if (!str_equal(sd_bus_message_get_sender(m), DBUS)) /* a unicast signal of a peer */
		return 0;
	if (sd_bus_message_read(m, "sss", &name, &before, &after) < 0 || !str_equal(name, o->name))
		return 0;
	learn(o, after);
	return 0;
}

static int on_reply(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct owner *o = user;
	const char *unique = "";

	(void)error;
	if (!sd_bus_message_is_method_error(m, NULL) && sd_bus_message_read(m, "s", &unique) < 0)
		unique = "";
	learn(o, unique);
	return 0;
}

static int ask(struct owner *o, sd_bus *bus)
{
	_cleanup_str_ struct str match = {0};
	int r;

	str_addf(&match,
		 "type='signal',sender='" DBUS "',path='/org/freedesktop/DBus',interface='" DBUS
		 "',member='NameOwnerChanged',arg0='%s'",
		 o->name);
	r = sd_bus_add_match_async(bus, &o->change, str_text(&match), on_name_owner_changed, NULL,
				   o);
	if (r < 0)
		return r;
	return sd_bus_call_method_async(bus, &o->call, DBUS, "/org/freedesktop/DBus", DBUS,
					"GetNameOwner", on_reply, o, "s", o->name);
}

struct owner *owner_new(struct sd_bus *bus, const char *name, owner_changed_fn *on_change,
			void *user)
{
	struct owner *o = xcalloc(1, sizeof *o);
	int r;

	o->on_change = on_change;
	o->user = user;
	o->name = xstrdup(name);
	r = ask(o, bus);
	if (r < 0) {
		log_info("session bus: cannot follow a name: %s", strerror(-r));
		owner_free(o);
		return NULL;
	}
	return o;
}

void owner_free(struct owner *o)
{
	if (!o)
		return;
	sd_bus_slot_unref(o->change);
	sd_bus_slot_unref(o->call);
	free(o->unique);
	free(o->name);
	free(o);
}
