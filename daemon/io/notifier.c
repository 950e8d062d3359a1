/* The desktop edge: which notification server runs, what it can do, and when to post. */
#include "io/notifier.h"

#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>

#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "io/owner.h"
#include "io/popups.h"
#include "io/post.h"
#include "io/starter.h"
#include "io/terminal.h"

#define ASK_FIRST_MS (UINT64_C(60) * 1000)
#define ASK_LAST_MS (UINT64_C(60) * 60 * 1000)

struct notifier {
	struct loop *loop;
	struct notifier_callbacks callbacks;
	void *user;
	struct bus *bus;
	struct popups *popups;
	struct starter *starter;
	struct terminal *terminal;

	struct owner *owner;
	sd_bus_slot *signals;
	struct disturb *disturb;       /* of the server that runs */
	struct notifier_server server; /* unique is "" while nobody owns the name */
	bool is_ready;

	sd_bus_slot *info, *capabilities; /* questions under way */
	bool has_capabilities;
	struct loop_timer *ask_again;
	uint64_t ask_ms;
};

static void ask(struct notifier *n);

/* ---- what a server can do ---- */

static void on_ask_again(void *user)
{
	struct notifier *n = user;

	loop_timer_free(n->ask_again);
	n->ask_again = NULL;
	ask(n);
	bus_touch(n->bus);
}

/* A server that hangs, or is not up to the specification, is asked again later. */
static void answered(struct notifier *n)
{
	if (n->is_ready || n->info || n->capabilities || !n->disturb ||
	    !disturb_is_known(n->disturb))
		return;
	if (!n->has_capabilities) {
		n->ask_again = loop_after(n->loop, n->ask_ms, on_ask_again, n);
		n->ask_ms = n->ask_ms * 2 < ASK_LAST_MS ? n->ask_ms * 2 : ASK_LAST_MS;
		return;
	}

	log_info("notifications: server ready, actions %s, markup %s",
		 n->server.has_actions ? "yes" : "no", n->server.has_body_markup ? "yes" : "no");
	n->is_ready = true;
	starter_satisfy(n->starter);
	popups_begin(n->popups, &n->server);
	n->callbacks.on_ready(n->user);
}

static void on_disturb_known(void *user)
{
	answered(user);
}

static void on_disturb_change(void *user)
{
	struct notifier *n = user;

	if (n->is_ready)
		n->callbacks.on_disturb(n->user);
}

/* str_copy cuts at a byte. */
static void copy_text(char *to, size_t size, const char *from)
{
	size_t len;

	str_copy(to, size, from);
	len = strlen(to);
	while (!utf8_is_valid(to, len))
		to[--len] = '\0';
}

static int on_info(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct notifier *n = user;
	const char *name, *vendor, *version, *spec;

	(void)error;
	n->info = sd_bus_slot_unref(n->info);
	if (!sd_bus_message_is_method_error(m, NULL) &&
	    sd_bus_message_read(m, "ssss", &name, &vendor, &version, &spec) > 0) {
		copy_text(n->server.name, sizeof n->server.name, name);
		copy_text(n->server.vendor, sizeof n->server.vendor, vendor);
		copy_text(n->server.version, sizeof n->server.version, version);
	}
	answered(n);
	return 0;
}

static void learn_capability(struct notifier_server *server, const char *name)
{
	server->has_actions |= str_equal(name, "actions");
	server->has_body |= str_equal(name, "body");
	server->has_body_markup |= str_equal(name, "body-markup");
	server->has_persistence |= str_equal(name, "persistence");
}

static int on_capabilities(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct notifier *n = user;
	const char *name;

	(void)error;
	n->capabilities = sd_bus_slot_unref(n->capabilities);
	if (!sd_bus_message_is_method_error(m, NULL) &&
	    sd_bus_message_enter_container(m, 'a', "s") > 0) {
		while (sd_bus_message_read_basic(m, 's', &name) > 0)
			learn_capability(&n->server, name);
		n->has_capabilities = true;
	}
	answered(n);
	return 0;
}

/* Questions go to the unique name: they start nobody, and nobody else can answer. */
static void ask(struct notifier *n)
{
	const struct disturb_callbacks callbacks = {on_disturb_known, on_disturb_change};
	sd_bus *sd = bus_get(n->bus);

	if (!n->disturb)
		n->disturb = disturb_new(n->bus, n->server.unique, &callbacks, n);
	(void)sd_bus_call_method_async(sd, &n->info, n->server.unique, NOTIFICATIONS_PATH,
				       NOTIFICATIONS, "GetServerInformation", on_info, n, NULL);
	(void)sd_bus_call_method_async(sd, &n->capabilities, n->server.unique, NOTIFICATIONS_PATH,
				       NOTIFICATIONS, "GetCapabilities", on_capabilities, n, NULL);
}

/* ---- which server runs ---- */

static void forget_server(struct notifier *n)
{
	bool was_ready = n->is_ready;

	n->info = sd_bus_slot_unref(n->info);
	n->capabilities = sd_bus_slot_unref(n->capabilities);
	loop_timer_free(n->ask_again);
	n->ask_again = NULL;
	n->ask_ms = ASK_FIRST_MS;
	n->has_capabilities = false;
	n->is_ready = false;
	disturb_free(n->disturb);
	n->disturb = NULL;
	popups_end(n->popups);
	n->server = (struct notifier_server){0};
	if (was_ready)
		n->callbacks.on_gone(n->user);
}

static void on_owner(const char *unique, void *user)
{
	struct notifier *n = user;

	forget_server(n);
	if (!*unique || strlen(unique) >= sizeof n->server.unique) {
		log_info("notifications: no server");
		starter_resume(n->starter);
		return;
	}
	str_copy(n->server.unique, sizeof n->server.unique, unique);
	ask(n);
}

/* The bus lets a signal sent to us alone pass any match, whoever sent it. */
static int on_signal(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct notifier *n = user;

	(void)error;
	if (!str_equal(sd_bus_message_get_sender(m), n->server.unique))
		return 0;
	if (n->disturb)
		disturb_signal(n->disturb, m);
	if (n->is_ready)
		popups_signal(n->popups, m);
	return 0;
}

static void on_bus_up(sd_bus *sd, void *user)
{
	struct notifier *n = user;

	(void)sd_bus_match_signal_async(sd, &n->signals, NOTIFICATIONS, NOTIFICATIONS_PATH,
					NOTIFICATIONS, NULL, on_signal, NULL, n);
	n->owner = owner_new(sd, NOTIFICATIONS, on_owner, n);
	terminal_bus_up(n->terminal);
}

static void on_bus_down(void *user)
{
	struct notifier *n = user;

	n->signals = sd_bus_slot_unref(n->signals);
	owner_free(n->owner);
	n->owner = NULL;
	terminal_bus_down(n->terminal);
	starter_reset(n->starter);
	forget_server(n);
}

/* ---- what notifier.h promises ---- */

struct notifier *notifier_new(struct loop *loop, const struct notifier_callbacks *callbacks,
			      void *user)
{
	const struct bus_callbacks bus_callbacks = {.on_up = on_bus_up, .on_down = on_bus_down};
	struct notifier *n = xcalloc(1, sizeof *n);

	n->loop = loop;
	n->callbacks = *callbacks;
	n->user = user;
	n->ask_ms = ASK_FIRST_MS;
	n->bus = bus_new(loop, &bus_callbacks, n);
	n->popups = popups_new(loop, n->bus, callbacks, user);
	n->starter = starter_new(loop, n->bus, NOTIFICATIONS);
	n->terminal = terminal_new(n->bus);
	return n;
}

void notifier_free(struct notifier *n)
{
	if (!n)
		return;
	popups_free(n->popups);
	starter_free(n->starter);
	terminal_free(n->terminal);
	owner_free(n->owner);
	disturb_free(n->disturb);
	loop_timer_free(n->ask_again);
	sd_bus_slot_unref(n->info);
	sd_bus_slot_unref(n->capabilities);
	sd_bus_slot_unref(n->signals);
	bus_free(n->bus);
	free(n);
}

bool notifier_is_ready(const struct notifier *n)
{
	return n->is_ready;
}

bool notifier_has_bus(const struct notifier *n)
{
	return bus_get(n->bus) != NULL;
}

enum disturb_state notifier_disturb(const struct notifier *n)
{
	return n->is_ready ? disturb_state(n->disturb) : DISTURB_NOT_KNOWN;
}

const struct notifier_server *notifier_server(const struct notifier *n)
{
	return n->is_ready ? &n->server : NULL;
}

void notifier_want(struct notifier *n)
{
	if (!*n->server.unique)
		starter_want(n->starter);
}

void notifier_show(struct notifier *n, const struct notifier_post *post)
{
	popups_show(n->popups, post);
}

bool notifier_adopt(struct notifier *n, int64_t notice, const char *server, uint32_t server_id)
{
	return popups_adopt(n->popups, notice, server, server_id);
}

void notifier_close(struct notifier *n, int64_t notice)
{
	popups_close(n->popups, notice);
}

bool notifier_can_open(const struct notifier *n)
{
	return terminal_can_open(n->terminal);
}

void notifier_open(struct notifier *n, const char *const argv[], const char *token)
{
	terminal_open(n->terminal, argv, token);
}

void notifier_set_terminal(struct notifier *n, const char *path)
{
	terminal_set_program(n->terminal, path);
}
