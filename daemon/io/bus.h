/* The session bus inside the loop: sd-bus as plain fd and timer, reconnected with back-off. */
#pragma once

#include <stdbool.h>

#include "io/loop.h"

struct sd_bus;
struct bus;

struct bus_callbacks {
	void (*on_up)(struct sd_bus *bus, void *user); /* connected: add matches here */
	void (*on_down)(void *user);                   /* every call and id of it is void */
};

/* Tries at once, then after 1 s, 2 s, … up to 5 minutes; while no bus address exists at all
 * it watches for $XDG_RUNTIME_DIR/bus to appear (inotify) instead of trying. Never fails. */
struct bus *bus_new(struct loop *loop, const struct bus_callbacks *callbacks, void *user);
void bus_free(struct bus *b);
/* Must follow every use of the sd_bus outside its own callbacks: the loop learns what it now
 * waits for. */
void bus_touch(struct bus *b);
struct sd_bus *bus_get(struct bus *b); /* null while down */
