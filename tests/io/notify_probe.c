/* Drives the notifier from lines on stdin and prints every callback as a line; for the desktop
 * tests. Fields are separated by blanks, texts of `show` by "|", and "\n" is a line end. */
#include <event2/event.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "io/loop.h"
#include "io/notifier.h"

#define ACTIONS_MAX 8
#define WORDS_MAX 16

struct probe {
	struct loop *loop;
	struct notifier *notifier;
	struct event *input;
	struct str unread;
	int64_t then_notice; /* `then NOTICE COMMAND`: run inside that notice's on_action */
	char *then;
};

static void run(struct probe *p, char *line);

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vprintf(format, args);
	va_end(args);
	(void)putchar('\n');
	(void)fflush(stdout);
}

/* ---- callbacks ---- */

static void on_ready(void *user)
{
	struct probe *p = user;
	const struct notifier_server *s = notifier_server(p->notifier);

	say("ready unique=%s name=%s version=%s actions=%d body=%d markup=%d", s->unique, s->name,
	    s->version, s->has_actions, s->has_body, s->has_body_markup);
}

static void on_disturb(void *user)
{
	static const char *const states[] = {"unknown", "off", "on"};
	const struct probe *p = user;

	say("disturb %s", states[notifier_disturb(p->notifier) - DISTURB_NOT_KNOWN]);
}

static void on_gone(void *user)
{
	const struct probe *p = user;

	say("gone server=%s", notifier_server(p->notifier) ? "some" : "none");
}

static void on_shown(int64_t notice, const char *server, uint32_t server_id, void *user)
{
	(void)user;
	say("shown %" PRId64 " %s %" PRIu32, notice, server, server_id);
}

static void on_failed(int64_t notice, const char *why, void *user)
{
	(void)user;
	say("failed %" PRId64 " %s", notice, why);
}

static void on_action(int64_t notice, const char *key, const char *token, void *user)
{
	struct probe *p = user;

	say("action %" PRId64 " %s %s", notice, key, token ? token : "-");
	if (p->then && p->then_notice == notice) {
		_cleanup_free_ char *line = p->then;

		p->then = NULL;
		run(p, line);
	}
}

static void on_closed(int64_t notice, uint32_t reason, void *user)
{
	(void)user;
	say("closed %" PRId64 " %" PRIu32, notice, reason);
}

/* ---- commands ---- */

static const char *word(char **rest)
{
	const char *w = strsep(rest, " ");

	return w ? w : "";
}

static int64_t number(char **rest)
{
	return strtoll(word(rest), NULL, 10);
}

static void unescape(char *text)
{
	char *at;

	while ((at = strstr(text, "\\n"))) {
		*at = '\n';
		memmove(at + 1, at + 2, strlen(at + 2) + 1);
	}
}

static unsigned read_actions(char *list, struct notifier_action actions[ACTIONS_MAX])
{
	unsigned n = 0;
	char *one;

	while (n < ACTIONS_MAX && (one = strsep(&list, ",")))
		if (*one) {
			actions[n].key = strsep(&one, "=");
			actions[n++].label = one ? one : "";
		}
	return n;
}

/* show NOTICE SUMMARY|BODY|key=Label,…|SERVER SERVER_ID; all but the summary may be missing. */
static void run_show(struct probe *p, char *rest)
{
	struct notifier_action actions[ACTIONS_MAX] = {0};
	struct notifier_post post = {.notice = number(&rest), .actions = actions, .body = ""};
	char *field;

	post.summary = (field = strsep(&rest, "|")) ? field : "";
	if ((field = strsep(&rest, "|"))) {
		unescape(field);
		post.body = field;
	}
	if ((field = strsep(&rest, "|")))
		post.n_actions = read_actions(field, actions);
	if (rest) {
		post.server = word(&rest);
		post.server_id = (uint32_t)number(&rest);
	}
	notifier_show(p->notifier, &post);
}

static void run_close(struct probe *p, char *rest)
{
	notifier_close(p->notifier, number(&rest));
}

static void run_adopt(struct probe *p, char *rest)
{
	int64_t notice = number(&rest);
	const char *server = word(&rest);

	say("adopted %d", notifier_adopt(p->notifier, notice, server, (uint32_t)number(&rest)));
}

static void run_want(struct probe *p, char *rest)
{
	(void)rest;
	notifier_want(p->notifier);
}

static void run_ping(struct probe *p, char *rest)
{
	(void)rest;
	say("pong ready=%d can_open=%d", notifier_is_ready(p->notifier),
	    notifier_can_open(p->notifier));
}

static void run_terminal(struct probe *p, char *rest)
{
	notifier_set_terminal(p->notifier, word(&rest));
}

/* open TOKEN WORD… ("-": no token) */
static void run_open(struct probe *p, char *rest)
{
	const char *argv[WORDS_MAX + 1] = {0}, *token = word(&rest);

	for (size_t i = 0; i < WORDS_MAX && rest; i++)
		argv[i] = word(&rest);
	notifier_open(p->notifier, argv, strcmp(token, "-") ? token : NULL);
}

static void run_then(struct probe *p, char *rest)
{
	p->then_notice = number(&rest);
	free(p->then);
	p->then = xstrdup(rest);
}

static void run_quit(struct probe *p, char *rest)
{
	(void)rest;
	loop_stop(p->loop);
}

static const struct {
	const char *name;
	void (*run)(struct probe *p, char *rest);
} commands[] = {
	{"show", run_show}, {"close", run_close}, {"adopt", run_adopt},
	{"want", run_want}, {"ping", run_ping},   {"terminal", run_terminal},
	{"open", run_open}, {"then", run_then},   {"quit", run_quit},
};

static void run(struct probe *p, char *line)
{
	const char *name = word(&line);

	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (strcmp(commands[i].name, name) == 0) {
			commands[i].run(p, line);
			return;
		}
	say("unknown command %s", name);
}

static void run_lines(struct probe *p)
{
	_cleanup_free_ char *all = xstrdup(str_text(&p->unread));
	char *rest = all, *line = rest, *end;

	while ((end = strchr(rest, '\n'))) {
		*end = '\0';
		line = rest;
		rest = end + 1;
		run(p, line);
	}
	line = xstrdup(rest);
	str_reset(&p->unread);
	str_add(&p->unread, line);
	free(line);
}

static void on_input(evutil_socket_t fd, short what, void *user)
{
	struct probe *p = user;
	char bytes[4096];
	ssize_t n = read(fd, bytes, sizeof bytes);

	(void)what;
	if (n <= 0) {
		loop_stop(p->loop);
		return;
	}
	str_add_n(&p->unread, bytes, (size_t)n);
	run_lines(p);
}

static void on_stop(void *user)
{
	struct probe *p = user;

	loop_stop(p->loop);
}

static void on_reload(void *user)
{
	(void)user;
}

int main(void)
{
	static const struct loop_callbacks loop_callbacks = {on_stop, on_reload};
	static const struct notifier_callbacks callbacks = {
		.on_ready = on_ready,
		.on_disturb = on_disturb,
		.on_gone = on_gone,
		.on_shown = on_shown,
		.on_failed = on_failed,
		.on_action = on_action,
		.on_closed = on_closed,
	};
	struct probe p = {0};
	int r;

	log_set_level(LOG_LEVEL_DEBUG);
	p.loop = loop_new(&loop_callbacks, &p);
	p.notifier = notifier_new(p.loop, &callbacks, &p);
	p.input = event_new(loop_base(p.loop), STDIN_FILENO, EV_READ | EV_PERSIST, on_input, &p);
	(void)event_add(p.input, NULL);
	r = loop_run(p.loop);

	notifier_free(p.notifier);
	event_free(p.input);
	loop_free(p.loop);
	str_deinit(&p.unread);
	free(p.then);
	return r ? EXIT_FAILURE : EXIT_SUCCESS;
}
