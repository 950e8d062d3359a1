/* "Open": a command in the user's terminal, started by systemd and never by us, since what
 * keeps this process from executing anything would be inherited. */
#include "io/terminal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "io/owner.h"

#define SYSTEMD "org.freedesktop.systemd1"
#define SYSTEMD_PATH "/org/freedesktop/systemd1"
#define SYSTEMD_MANAGER "org.freedesktop.systemd1.Manager"
#define TOKEN_MAX 256 /* bytes; a longer one is not passed on */

struct terminal {
	struct bus *bus;
	char *program;
	struct owner *owner;
	bool has_systemd;
	sd_bus_slot *call; /* the last start, to log its refusal */
};

struct terminal *terminal_new(struct bus *bus)
{
	struct terminal *t = xcalloc(1, sizeof *t);

	t->bus = bus;
	t->program = xstrdup(TERMINAL_PROGRAM);
	return t;
}

void terminal_free(struct terminal *t)
{
	if (!t)
		return;
	terminal_bus_down(t);
	free(t->program);
	free(t);
}

void terminal_set_program(struct terminal *t, const char *path)
{
	free(t->program);
	t->program = xstrdup(path);
}

static void on_systemd(const char *unique, void *user)
{
	struct terminal *t = user;

	t->has_systemd = *unique != '\0';
}

void terminal_bus_up(struct terminal *t)
{
	t->owner = owner_new(bus_get(t->bus), SYSTEMD, on_systemd, t);
}

void terminal_bus_down(struct terminal *t)
{
	t->call = sd_bus_slot_unref(t->call);
	owner_free(t->owner);
	t->owner = NULL;
	t->has_systemd = false;
}

bool terminal_can_open(const struct terminal *t)
{
	return t->has_systemd && access(t->program, X_OK) == 0;
}

/* An environment value comes from the server: visible ASCII and of a sane length, or not
 * passed on. */
static bool is_token(const char *token)
{
	if (!token || !*token || strlen(token) > TOKEN_MAX)
		return false;
	for (const char *c = token; *c; c++)
		if (*c <= ' ' || *c > '~')
			return false;
	return true;
}

/* ExecStartEx and not ExecStart: systemd would expand "$" in the latter's words. */
static int append_command(sd_bus_message *m, const char *program, const char *const argv[])
{
	int r;

	r = sd_bus_message_open_container(m, 'r', "sv");
	if (r < 0)
		return r;
	r = sd_bus_message_append(m, "s", "ExecStartEx");
	if (r < 0)
		return r;
	r = sd_bus_message_open_container(m, 'v', "a(sasas)");
	if (r < 0)
		return r;
	r = sd_bus_message_open_container(m, 'a', "(sasas)");
	if (r < 0)
		return r;
	r = sd_bus_message_open_container(m, 'r', "sasas");
	if (r < 0)
		return r;
	r = sd_bus_message_append(m, "s", program);
	if (r < 0)
		return r;
	r = sd_bus_message_open_container(m, 'a', "s");
	if (r < 0)
		return r;
	r = sd_bus_message_append(m, "ss", program, "-e");
	for (size_t i = 0; r >= 0 && argv[i]; i++)
		r = sd_bus_message_append(m, "s", argv[i]);
	if (r < 0)
		return r;
	r = sd_bus_message_close_container(m);
	if (r < 0)
		return r;
	r = sd_bus_message_append(m, "as", 1, "no-env-expand");
	for (int open = 4; r >= 0 && open > 0; open--)
		r = sd_bus_message_close_container(m);
	return r;
}

static int append_unit(sd_bus_message *m, const char *program, const char *const argv[],
		       const char *token)
{
	_cleanup_str_ struct str variable = {0}, name = {0};
	uint64_t chance;
	int r;

	if (getrandom(&chance, sizeof chance, 0) != sizeof chance)
		abort();
	str_addf(&name, "vouch-open-%016" PRIx64 ".service", chance);
	r = sd_bus_message_append(m, "ss", str_text(&name), "fail");
	if (r < 0)
		return r;
	r = sd_bus_message_open_container(m, 'a', "(sv)");
	if (r < 0)
		return r;
	r = sd_bus_message_append(m, "(sv)(sv)", "Description", "s", "vouch in a terminal",
				  "CollectMode", "s", "inactive-or-failed");
	if (r < 0)
		return r;
	if (is_token(token)) {
		str_addf(&variable, "XDG_ACTIVATION_TOKEN=%s", token);
		r = sd_bus_message_append(m, "(sv)", "Environment", "as", 1, str_text(&variable));
		if (r < 0)
			return r;
	}
	r = append_command(m, program, argv);
	if (r < 0)
		return r;
	r = sd_bus_message_close_container(m);
	if (r < 0)
		return r;
	return sd_bus_message_append(m, "a(sa(sv))", 0);
}

static int on_reply(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct terminal *t = user;

	(void)error;
	t->call = sd_bus_slot_unref(t->call);
	if (sd_bus_message_is_method_error(m, NULL))
		log_warning("the terminal was not started: %s", sd_bus_message_get_error(m)->name);
	return 0;
}

static int start_unit(struct terminal *t, sd_bus *sd, const char *const argv[], const char *token)
{
	__attribute__((cleanup(sd_bus_message_unrefp))) sd_bus_message *m = NULL;
	int r;

	r = sd_bus_message_new_method_call(sd, &m, SYSTEMD, SYSTEMD_PATH, SYSTEMD_MANAGER,
					   "StartTransientUnit");
	if (r < 0)
		return r;
	r = sd_bus_message_set_auto_start(m, 0);
	if (r < 0)
		return r;
	r = append_unit(m, t->program, argv, token);
	if (r < 0)
		return r;

	t->call = sd_bus_slot_unref(t->call);
	return sd_bus_call_async(sd, &t->call, m, on_reply, t, 0);
}

void terminal_open(struct terminal *t, const char *const argv[], const char *token)
{
	sd_bus *sd = bus_get(t->bus);
	int r;

	if (!sd || !terminal_can_open(t))
		return;
	r = start_unit(t, sd, argv, token);
	if (r < 0)
		log_warning("the terminal was not asked for: %s", strerror(-r));
	bus_touch(t->bus);
}
