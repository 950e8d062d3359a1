/* A notifier_post as the Notify call of the notification specification. */
#pragma once

#include "io/notifier.h"

struct sd_bus;
struct sd_bus_message;

#define NOTIFICATIONS "org.freedesktop.Notifications"
#define NOTIFICATIONS_PATH "/org/freedesktop/Notifications"

#define POST_SUMMARY_MAX 80 /* characters */
#define POST_BODY_MAX 200   /* characters, before escaping */
#define POST_LONG_MAX 400   /* the same of a long one */

/* Addressed to the server's unique name, so that it never starts another one. `replaces` is
 * an id of this server or 0. 0 or -errno. */
int post_message(struct sd_bus *bus, const struct notifier_server *server,
		 const struct notifier_post *post, uint32_t replaces, struct sd_bus_message **ret);
