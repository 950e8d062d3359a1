/* The far end of vouchd's connection to the session bus: hears its calls, sends anything. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "fuzz/wire.h"
#include "io/loop.h"

struct desk_bus;

/* A call of vouchd's; the texts live as long as the callback. */
struct desk_call {
	uint32_t serial;
	const char *member;
	const char *first; /* its first argument where that is text, else "" */
	uint32_t replaces; /* of Notify */
	const char *summary;
};
typedef void desk_call_fn(const struct desk_call *call, void *user);

/* The address at which it waits, for DBUS_SESSION_BUS_ADDRESS; the same for all of the program. */
const char *desk_bus_address(void);
/* After somebody has connected to it. */
struct desk_bus *desk_bus_new(struct loop *loop, desk_call_fn *on_call, void *user);
void desk_bus_free(struct desk_bus *b);
void desk_bus_send(struct desk_bus *b, const struct wire *m);
/* Closes the connection. */
void desk_bus_cut(struct desk_bus *b);
bool desk_bus_is_cut(const struct desk_bus *b);
/* Until nothing moves any more. */
void desk_bus_settle(struct desk_bus *b);
