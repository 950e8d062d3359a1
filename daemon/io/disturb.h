/* Do-not-disturb as the notification server tells it: asked once without waiting, then followed.
 *
 * dunst: `paused` of org.dunstproject.cmd0; KDE: `Inhibited`; swaync: `Dnd` and its signal
 * OnDndToggle. Signals of another sender than the server's unique name are ignored. */
#pragma once

#include <stdbool.h>

struct bus;
struct disturb;
struct sd_bus_message;

enum disturb_state { DISTURB_NOT_KNOWN = -1, DISTURB_ENDED, DISTURB_BEGUN };

struct disturb_callbacks {
	/* The server has answered, or will not: its state is known as far as it can be. */
	void (*on_known)(void *user);
	/* It has changed since. */
	void (*on_change)(void *user);
};

struct disturb *disturb_new(struct bus *bus, const char *unique,
			    const struct disturb_callbacks *callbacks, void *user);
void disturb_free(struct disturb *d);
bool disturb_is_known(const struct disturb *d);
enum disturb_state disturb_state(const struct disturb *d);
/* A signal of the server's own interface (the caller has compared the sender). */
void disturb_signal(struct disturb *d, struct sd_bus_message *m);
