/* A session bus and the notification server on it, for the fuzzer of signals, with a notifier of
 * vouchd's at its other end. It keeps what is on the screen by what was sent, and claims that the
 * notifier reports that, all of it and nothing else. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fuzz/wire.h"

#define DESK_SERVER ":1.5" /* runs from the start */
#define DESK_OTHER ":1.6"
#define DESK_BUS "org.freedesktop.DBus"
#define DESK_NOTICES 8 /* notices are 0 to 7 */

struct desk_manners {
	bool is_manual;   /* nothing but what the bus is asked at first is answered by itself */
	bool shows_again; /* an action makes its pop-up come back */
	bool closes;      /* what is shown is closed at once */
	bool has_systemd;
};

struct desk;

struct desk *desk_new(const struct desk_manners *manners);
void desk_free(struct desk *d);

/* What vouchd does. */
void desk_show(struct desk *d, int64_t notice, uint32_t replaces);
void desk_close(struct desk *d, int64_t notice);
void desk_adopt(struct desk *d, int64_t notice, uint32_t id);

/* A signal as the specifications have it; the text is null where its kind has none. */
void desk_signal(struct desk *d, const char *member, const char *sender, uint32_t id,
		 const char *text);
void desk_raw_signal(struct desk *d, const struct wire *m);
/* To the oldest question. */
void desk_answer(struct desk *d, bool is_error, uint32_t id);
void desk_raw_answer(struct desk *d, const struct wire *m);
void desk_owner(struct desk *d, const char *sender, const char *unique);
/* The bus is gone. */
void desk_down(struct desk *d);
