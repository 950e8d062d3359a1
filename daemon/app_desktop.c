/* The desktop edge of the app: what waits is claimed, committed, and only then shown. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "base/log.h"
#include "base/str.h"
#include "ops/notice.h"

#define RETRY_FIRST_MS 2000u
#define RETRY_LAST_MS 600000u

struct posts {
	struct notice_post *items;
	size_t n;
};

static int claim(struct op *op, void *arg)
{
	struct posts *p = arg;

	return op_notice_claim(op, &p->items, &p->n);
}

static int reopen(struct op *op, void *arg)
{
	struct posts *p = arg;

	return op_notice_reopen(op, &p->items, &p->n);
}

static int repost(struct op *op, void *arg)
{
	return op_notice_repost(op, *(const int64_t *)arg);
}

struct ids {
	int64_t *items;
	size_t n;
};

static int take_down(struct op *op, void *arg)
{
	struct ids *ids = arg;

	return op_notice_take_down(op, &ids->items, &ids->n);
}

static int count_waiting(struct op *op, void *arg)
{
	return op_notice_waiting(op, arg);
}

static void show(struct app *a, const struct notice_post *p)
{
	struct notifier_action actions[3];
	struct notifier_post post = {
		.notice = p->notice.id,
		.summary = p->summary,
		.body = p->body,
		.actions = actions,
	};

	if (notifier_can_open(a->notifier))
		actions[post.n_actions++] = (struct notifier_action){"default", "Open"};
	if (p->followup) {
		actions[post.n_actions++] = (struct notifier_action){"done", "Done"};
		actions[post.n_actions++] = (struct notifier_action){"snooze", "Snooze"};
	}
	notifier_show(a->notifier, &post);
}

/* Tells the desktop nothing it was told already; asks for a server where one is needed. */
void app_desktop_run(struct app *a)
{
	struct posts posts = {0};
	struct ids old = {0};
	int64_t waiting = 0;
	int r;

	a->must_show = false;
	r = app_operate(a, OP_DESKTOP, "desktop.close", take_down, &old);
	for (size_t i = 0; r == 0 && i < old.n; i++)
		notifier_close(a->notifier, old.items[i]);
	if (!notifier_is_ready(a->notifier)) {
		r = app_operate(a, OP_DESKTOP, "desktop.look", count_waiting, &waiting);
		if (r == 0 && waiting)
			notifier_want(a->notifier);
		return;
	}
	r = app_operate(a, OP_DESKTOP, "desktop.claim", claim, &posts);
	if (r)
		log_error("cannot claim what is to be shown: error %d", -r);
	for (size_t i = 0; r == 0 && i < posts.n; i++)
		show(a, &posts.items[i]);
}

/* Shows again what an earlier server or run left open. */
static void show_again(struct app *a, bool failed_only)
{
	struct posts posts = {0};
	int r;

	r = app_operate(a, OP_DESKTOP, "desktop.reopen", reopen, &posts);
	for (size_t i = 0; r == 0 && i < posts.n; i++) {
		struct notice_post *p = &posts.items[i];
		bool is_failed = p->notice.state == NOTICE_FAILED;

		if (failed_only && !is_failed)
			continue;
		if (p->notice.state == NOTICE_SHOWN && p->notice.server &&
		    notifier_adopt(a->notifier, p->notice.id, p->notice.server,
				   (uint32_t)p->notice.server_id))
			continue;
		r = app_operate(a, OP_DESKTOP, "desktop.repost", repost, &p->notice.id);
		if (r == 0)
			show(a, p);
	}
	if (r)
		log_error("cannot show again what was open: error %d", -r);
}

static void on_ready(void *user)
{
	struct app *a = user;

	a->retry_ms = RETRY_FIRST_MS;
	show_again(a, false);
	a->must_show = true;
	app_defer(a);
}

static void on_gone(void *user)
{
	struct app *a = user;

	loop_timer_free(a->retry);
	a->retry = NULL;
}

struct shown {
	int64_t notice;
	const char *server;
	uint32_t server_id;
};

static int mark_shown(struct op *op, void *arg)
{
	const struct shown *s = arg;

	return op_notice_shown(op, s->notice, s->server, s->server_id);
}

static void on_shown(int64_t notice, const char *server, uint32_t server_id, void *user)
{
	struct shown shown = {notice, server, server_id};
	struct app *a = user;

	a->retry_ms = RETRY_FIRST_MS;
	if (app_operate(a, OP_DESKTOP, "desktop.shown", mark_shown, &shown))
		log_error("cannot record that notice %lld was shown", (long long)notice);
	app_defer(a);
}

static int mark_failed(struct op *op, void *arg)
{
	return op_notice_failed(op, *(const int64_t *)arg);
}

static void on_retry(void *user)
{
	struct app *a = user;

	loop_timer_free(a->retry);
	a->retry = NULL;
	if (notifier_is_ready(a->notifier))
		show_again(a, true);
	app_defer(a);
}

static void on_failed(int64_t notice, const char *why, void *user)
{
	struct app *a = user;

	log_warning("the desktop did not take notice %lld: %s", (long long)notice, why);
	if (app_operate(a, OP_DESKTOP, "desktop.failed", mark_failed, &notice))
		log_error("cannot record that notice %lld failed", (long long)notice);
	if (!a->retry) {
		a->retry = loop_after(a->loop, a->retry_ms, on_retry, a);
		a->retry_ms = a->retry_ms * 2 > RETRY_LAST_MS ? RETRY_LAST_MS : a->retry_ms * 2;
	}
	app_defer(a);
}

struct acted {
	int64_t notice;
	enum notice_action action;
	int64_t contact;
};

static int act(struct op *op, void *arg)
{
	struct acted *x = arg;

	return op_notice_act(op, x->notice, x->action, &x->contact);
}

/* The program beside us, or in the build's own tree. */
static void find_vouch(char path[PATH_MAX])
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	str_copy(path, PATH_MAX, "vouch");
	if (n <= 0)
		return;
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (!slash)
		return;
	*slash = '\0';
	if (snprintf(path, PATH_MAX, "%s/vouch", self) < PATH_MAX && access(path, X_OK) == 0)
		return;
	(void)snprintf(path, PATH_MAX, "%.*s/../client/vouch", PATH_MAX - 32, self);
}

static void open_contact(struct app *a, int64_t contact, const char *token)
{
	char path[PATH_MAX], id[32];
	const char *argv[] = {path, "show", id, NULL};

	find_vouch(path);
	(void)snprintf(id, sizeof id, "c%lld", (long long)contact);
	if (!contact)
		argv[1] = NULL;
	notifier_open(a->notifier, argv, token);
}

static void on_action(int64_t notice, const char *key, const char *token, void *user)
{
	static const char *const methods[] = {"desktop.open", "desktop.done", "desktop.snooze"};
	struct acted acted = {.notice = notice};
	struct app *a = user;
	int r;

	if (str_equal(key, "done"))
		acted.action = NOTICE_DONE;
	else if (str_equal(key, "snooze"))
		acted.action = NOTICE_SNOOZE;
	else
		acted.action = NOTICE_OPEN;
	r = app_operate(a, OP_DESKTOP, methods[acted.action], act, &acted);
	if (r)
		log_warning("the button on notice %lld was refused: %d", (long long)notice, r);
	else if (acted.action == NOTICE_OPEN)
		open_contact(a, acted.contact, token);
	app_defer(a);
}

struct closed {
	int64_t notice;
	uint32_t reason;
};

static int mark_closed(struct op *op, void *arg)
{
	const struct closed *c = arg;

	return op_notice_closed(op, c->notice, c->reason);
}

static void on_closed(int64_t notice, uint32_t reason, void *user)
{
	struct closed closed = {notice, reason};
	struct app *a = user;

	if (app_operate(a, OP_DESKTOP, "desktop.closed", mark_closed, &closed))
		log_error("cannot record that notice %lld was closed", (long long)notice);
	app_defer(a);
}

const struct notifier_callbacks app_notifier_callbacks = {
	.on_ready = on_ready,
	.on_gone = on_gone,
	.on_shown = on_shown,
	.on_failed = on_failed,
	.on_action = on_action,
	.on_closed = on_closed,
};
