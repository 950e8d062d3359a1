/* Whole sessions: two programs at the socket of vouchd itself, their bytes cut anywhere, their
 * connections ended anyhow. Each line is answered as client.c knows it must be, and the book stays
 * sound. Bytes that stand for themselves in no request say what else happens. */
#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "app.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "faults/folder.h"
#include "faults/load.h"
#include "fuzz/client.h"
#include "fuzz/fuzz.h"
#include "vouch/limits.h"

#define NOON 1796126400 /* 2026-12-01T12:00:00Z */
#define INPUTS_OF_A_BOOK 100
#define HALVES_MAX 3
#define SOME_HOURS (6 * 3600)
#define PATIENCE 100000 /* turns in which nothing comes to an end */
#define UNSENT_MAX ((size_t)VOUCH_UNREAD_MAX + 2 * VOUCH_SUBSCRIBER_MAX)

enum {
	CUT = 1, /* what was said so far goes out, and vouchd looks at it */
	OTHER,   /* it goes out, and the other one speaks from here on */
	HALVE,   /* it says no more, and waits for its answers */
	GONE,    /* it is gone, and comes anew when it speaks */
	DEAF,    /* it reads nothing until the next of these */
	HALF,    /* half of the longest line */
	HOURS,   /* six hours pass */
};

static struct {
	struct folder folder;
	char *book, *socket;
	struct app *app; /* null: none runs */
	struct client clients[2];
	struct client *speaker;
	struct str saying;
	int n_inputs, n_halves;
} world;

/* ---- vouchd ---- */

static void stop_loop(void *user)
{
	loop_stop(user);
}

static void check_unsent(struct conn *c, void *user)
{
	(void)user;
	CLAIM(conn_unsent(c) <= UNSENT_MAX);
}

static void turn(void)
{
	loop_defer(world.app->loop, stop_loop, world.app->loop);
	CLAIM(loop_run(world.app->loop) == 0);
	CLAIM(!world.app->is_failed);
	server_each(world.app->server, check_unsent, NULL);
}

static void start(void)
{
	const struct app_options options = {
		.socket = world.socket, .db = world.book, .start = NOON, .is_unconfined = true};

	folder_empty(&world.folder);
	world.app = xcalloc(1, sizeof *world.app);
	CLAIM(app_init(world.app, &options) == 0);
	(void)signal(SIGTERM, SIG_DFL);
	(void)signal(SIGINT, SIG_DFL);
	loop_defer(world.app->loop, stop_loop, world.app->loop);
	CLAIM(app_run(world.app) == 0);
}

static void stop(void)
{
	const char *problem = load_check(world.app->env.store);

	if (problem)
		(void)fprintf(stderr, "%s\n", problem);
	CLAIM(!problem);
	app_deinit(world.app);
	free(world.app);
	world.app = NULL;
}

/* ---- those at its socket ---- */

static void dial(struct client *c)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (c->fd >= 0)
		return;
	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	str_copy(address.sun_path, sizeof address.sun_path, world.socket);
	CLAIM(connect(c->fd, (const struct sockaddr *)&address, sizeof address) == 0);
}

/* Vouchd reads no more from who does not read: then it must be read, or nothing would go on. */
static void push_out(struct client *c)
{
	client_say(c, "", 0);
	for (int i = 0; c->unsent.len; i++) {
		CLAIM(i < PATIENCE);
		turn();
		c->is_deaf &= i < 3;
		(void)client_hear(c);
		client_say(c, "", 0);
	}
}

static void speak(void)
{
	struct client *c = world.speaker;

	if (!world.saying.len)
		return;
	dial(c);
	client_say(c, world.saying.data, world.saying.len);
	push_out(c);
	str_reset(&world.saying);
}

static void halve(struct client *c)
{
	if (c->fd < 0 || c->is_halved)
		return;
	c->is_halved = true;
	(void)shutdown(c->fd, SHUT_WR);
}

/* It waits for its answers: all of them come, and then the end. */
static void finish(struct client *c)
{
	halve(c);
	c->is_deaf = false;
	for (int i = 0; c->fd >= 0 && !c->is_over; i++) {
		CLAIM(i < PATIENCE);
		turn();
		(void)client_hear(c);
	}
	CLAIM(c->heard.len == 0 || client_may_be_cut(c));
	CLAIM(c->next == c->n_expected || client_may_be_cut(c));
	client_leave(c);
}

static void look(void)
{
	turn();
	for (size_t i = 0; i < ARRAY_LEN(world.clients); i++)
		(void)client_hear(&world.clients[i]);
}

static void say_half(void)
{
	_cleanup_free_ char *half = NULL;

	if (world.n_halves++ >= HALVES_MAX)
		return;
	half = xmalloc(VOUCH_LINE_MAX / 2);
	memset(half, 'x', VOUCH_LINE_MAX / 2);
	str_add_n(&world.saying, half, VOUCH_LINE_MAX / 2);
}

static void happen(uint8_t what)
{
	struct client *c = world.speaker;

	speak();
	if (what == CUT)
		look();
	else if (what == OTHER)
		world.speaker = &world.clients[c == world.clients];
	else if (what == HALVE)
		halve(c);
	else if (what == GONE)
		client_leave(c);
	else if (what == DEAF)
		c->is_deaf = !c->is_deaf;
	else
		CLAIM(app_advance(SOME_HOURS, world.app) == 0);
}

static void run(const uint8_t *bytes, size_t n)
{
	world.speaker = world.clients;
	world.n_halves = 0;
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == HALF)
			say_half();
		else if (bytes[i] >= CUT && bytes[i] <= HOURS)
			happen(bytes[i]);
		else
			str_add_char(&world.saying, (char)bytes[i]);
	}
	speak();
	for (size_t i = 0; i < ARRAY_LEN(world.clients); i++)
		finish(&world.clients[i]);
	for (int i = 0; server_connections(world.app->server); i++) {
		CLAIM(i < PATIENCE);
		turn();
	}
	turn();
	CLAIM(world.app->n_requests == 0);
}

/* ---- the book ---- */

#define LINE(method, params)                                                                       \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" method "\",\"params\":" params "}\n"

static void begin_book(void)
{
	static const char lines[] = LINE("contact.add",
					 "{\"name\":\"Ana Ruiz\",\"phones\":[\"555-0142\"]}")
		LINE("sale.record", "{\"contact\":1,\"product\":\"Alarm\",\"amount\":120000}")
			LINE("contact.add", "{\"name\":\"Ben Lee\"}");

	start();
	run((const uint8_t *)lines, sizeof lines - 1);
}

static void end_world(void)
{
	if (world.app)
		stop();
	folder_remove(&world.folder);
	str_deinit(&world.saying);
	free(world.book);
	free(world.socket);
}

static void make_world(void)
{
	log_set_level((enum log_level)0);
	folder_make(&world.folder);
	world.book = folder_path(&world.folder, "book/db");
	world.socket = folder_path(&world.folder, "run/s");
	for (size_t i = 0; i < ARRAY_LEN(world.clients); i++)
		world.clients[i].fd = -1;
	(void)setenv("TZ", "UTC", 1);
	(void)setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus", 1);
	(void)setenv("HOME", world.folder.path, 1);
	(void)setenv("XDG_CONFIG_HOME", world.folder.path, 1);
	(void)setenv("XDG_DATA_HOME", world.folder.path, 1);
	(void)setenv("XDG_STATE_HOME", world.folder.path, 1);
	CLAIM(atexit(end_world) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (!world.book)
		make_world();
	if (world.n_inputs++ % INPUTS_OF_A_BOOK == 0) {
		if (world.app)
			stop();
		begin_book();
	}
	run(bytes, n);
	return 0;
}
