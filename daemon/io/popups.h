/* What we have on the screen of one notification server: which of its ids is which notice.
 *
 * An id means nothing without the server that gave it; popups_end forgets them all. */
#pragma once

#include "io/bus.h"
#include "io/loop.h"
#include "io/notifier.h"

struct popups;
struct sd_bus_message;

struct popups *popups_new(struct loop *loop, struct bus *bus,
			  const struct notifier_callbacks *callbacks, void *user);
void popups_free(struct popups *ps);
/* A server may be posted to. It must outlive the call of popups_end. */
void popups_begin(struct popups *ps, const struct notifier_server *server);
/* It is gone: what it has not answered has failed, what it showed is forgotten. */
void popups_end(struct popups *ps);
/* A signal of this server (the caller has compared the sender). */
void popups_signal(struct popups *ps, struct sd_bus_message *m);

/* As the functions of notifier.h of the same name. */
void popups_show(struct popups *ps, const struct notifier_post *post);
bool popups_adopt(struct popups *ps, int64_t notice, const char *server, uint32_t server_id);
void popups_close(struct popups *ps, int64_t notice);
