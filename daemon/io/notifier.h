/* The desktop edge: org.freedesktop.Notifications, asynchronous, remembering nothing that
 * matters (the store remembers). Ids are bound to the server's unique bus name. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "io/bus.h"
#include "io/disturb.h"

struct notifier;

struct notifier_action {
	const char *key, *label; /* "done", "Done" */
};

/* Plain text everywhere: the notifier escapes where the server wants markup. */
struct notifier_post {
	int64_t notice; /* ours; comes back in every callback */
	const char *summary, *body;
	const struct notifier_action *actions; /* in the order to offer; may be empty */
	unsigned n_actions;
	bool is_long; /* the body is cut later */
	/* Where not 0: replace the pop-up with this server id, if `server` still owns the name. */
	const char *server;
	uint32_t server_id;
};

/* Any of them may call the functions below, except notifier_free. */
struct notifier_callbacks {
	/* A server is there and has told what it can do: post what waits. */
	void (*on_ready)(void *user);
	/* Do-not-disturb has begun or ended. */
	void (*on_disturb)(void *user);
	/* The server (or the bus) is gone: nothing is on the screen any more. */
	void (*on_gone)(void *user);
	/* The server took it. `server` is its unique name. */
	void (*on_shown)(int64_t notice, const char *server, uint32_t server_id, void *user);
	/* It did not, within 10 s or with an error; `why` is the D-Bus error name. Should it come
	 * later all the same, it is taken off the screen. */
	void (*on_failed)(int64_t notice, const char *why, void *user);
	/* A button, once per pop-up; the notifier closes it itself afterwards, unless the callee
	 * has just replaced it. `token` is null where the server gave none. */
	void (*on_action)(int64_t notice, const char *key, const char *token, void *user);
	/* Reasons of the specification: 1 expired, 2 dismissed, 3 closed by us, 4 undefined. Not
	 * called for a pop-up whose action was already reported. */
	void (*on_closed)(int64_t notice, uint32_t reason, void *user);
};

/* What a server can do, for status and tests. */
struct notifier_server {
	char name[64], vendor[64], version[32], unique[64];
	bool has_actions, has_body, has_body_markup, has_persistence;
};

struct notifier *notifier_new(struct loop *loop, const struct notifier_callbacks *callbacks,
			      void *user);
void notifier_free(struct notifier *n);
/* True between on_ready and on_gone. */
bool notifier_is_ready(const struct notifier *n);
/* Is there a session bus? */
bool notifier_has_bus(const struct notifier *n);
/* What the server says of do-not-disturb; not known while not ready. */
enum disturb_state notifier_disturb(const struct notifier *n);
/* Null while not ready. */
const struct notifier_server *notifier_server(const struct notifier *n);
/* Where no server runs but one can be started by the bus: start it (with back-off 1 min to
 * 1 h between tries). Called when something is due, never to probe. */
void notifier_want(struct notifier *n);
/* Answered once, later, by on_shown or on_failed (also where no server is ready, and before
 * on_gone where the server goes), unless notifier_close comes first. Texts are cut to 80
 * characters (summary) and 200 (body; 400 of a long one). */
void notifier_show(struct notifier *n, const struct notifier_post *post);
/* Knows the pop-up of an earlier run of ours: its later signals count as this notice's.
 * False where `server` is not the unique name of the server that runs now. */
bool notifier_adopt(struct notifier *n, int64_t notice, const char *server, uint32_t server_id);
/* Takes it from the screen. Unknown notices are ignored. */
void notifier_close(struct notifier *n, int64_t notice);
/* "Open": starts `vouch show …` in a terminal as a transient user unit of systemd
 * (org.freedesktop.systemd1 StartTransientUnit), the token passed on as
 * XDG_ACTIVATION_TOKEN. False where that cannot be offered: no x-terminal-emulator, or no
 * systemd on this bus. */
bool notifier_can_open(const struct notifier *n);
void notifier_open(struct notifier *n, const char *const argv[], const char *token);
/* Another terminal than /usr/bin/x-terminal-emulator; takes "-e COMMAND…" as that does. */
void notifier_set_terminal(struct notifier *n, const char *path);
