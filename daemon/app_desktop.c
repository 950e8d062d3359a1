/* The desktop edge of the app: what waits is claimed, committed, and only then shown. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "base/log.h"
#include "base/str.h"
#include "ops/doubt.h"
#include "ops/notice.h"
#include "vouch/errors.h"

#define RETRY_FIRST_MS 2000u
#define RETRY_LAST_MS 600000u
#define APP_TEST_NOTICE (-1) /* is no notice of the book's */
#define CLOSED_UNDEFINED 4   /* of the specification */

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

struct again {
	int64_t notice;
	bool is_on_screen, is_wanted;
};

static int repost(struct op *op, void *arg)
{
	struct again *x = arg;

	return op_notice_repost(op, x->notice, x->is_on_screen, &x->is_wanted);
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

static int look(struct op *op, void *arg)
{
	return op_notice_is_waiting(op, arg);
}

/* Where the notice has a pop-up on this server, the new one takes its place. */
static void show(struct app *a, const struct notice_post *p)
{
	struct notifier_action actions[3];
	struct notifier_post post = {
		.notice = p->notice.id,
		.summary = p->summary,
		.body = p->body,
		.is_long = p->is_long,
		.actions = actions,
		.server = p->notice.server,
		.server_id = p->notice.server ? (uint32_t)p->notice.server_id : 0,
	};

	if (notifier_can_open(a->notifier))
		actions[post.n_actions++] = (struct notifier_action){"default", "Open"};
	if (p->can_act) {
		actions[post.n_actions++] = (struct notifier_action){"done", "Done"};
		actions[post.n_actions++] = (struct notifier_action){"snooze", "Snooze"};
	}
	if (p->has_next)
		actions[post.n_actions++] = (struct notifier_action){"next", "Next"};
	notifier_show(a->notifier, &post);
}

/* What waits may start a server; nothing else does. */
static void want_server(struct app *a)
{
	bool is_waiting = false;

	if (app_operate(a, OP_DESKTOP, "desktop.look", look, &is_waiting) == 0 && is_waiting)
		notifier_want(a->notifier);
}

static void run_soon(struct app *a)
{
	a->must_show = true;
	app_defer(a);
}

/* Where its pop-up is on the screen still, it is renewed there: some servers (dunst) tell the
 * buttons to the connection that posted it, and that was an earlier one of ours. */
static int show_one_again(struct app *a, const struct notice_post *p)
{
	const struct notice *n = &p->notice;
	struct again again = {.notice = n->id};
	int r;

	if (n->server)
		again.is_on_screen =
			notifier_adopt(a->notifier, n->id, n->server, (uint32_t)n->server_id);
	if (!p->summary)
		return 0;
	r = app_operate(a, OP_DESKTOP, "desktop.repost", repost, &again);
	if (r == 0 && again.is_wanted)
		show(a, p);
	return r;
}

/* Shows again what an earlier server or run left open. */
static void show_again(struct app *a, bool failed_only)
{
	struct posts posts = {0};
	int r;

	r = app_operate(a, OP_DESKTOP, "desktop.reopen", reopen, &posts);
	for (size_t i = 0; r == 0 && i < posts.n; i++)
		if (!failed_only || posts.items[i].notice.state == NOTICE_FAILED)
			r = show_one_again(a, &posts.items[i]);
	if (r)
		log_error("cannot show again what was open: error %d", -r);
}

static void on_disturb(void *user)
{
	struct app *a = user;

	app_learn_desktop(a);
	log_info("notifications: do not disturb is %s",
		 a->env.desktop.disturb == DISTURB_ON ? "on" : "off");
	run_soon(a);
}

static void on_ready(void *user)
{
	struct app *a = user;

	app_learn_desktop(a);
	if (op_doubt_holds(&a->env))
		a->must_reopen = true;
	else
		show_again(a, false);
	run_soon(a);
}

static void on_retry(void *user)
{
	struct app *a = user;

	loop_timer_free(a->retry);
	a->retry = NULL;
	if (notifier_is_ready(a->notifier) && !op_doubt_holds(&a->env))
		show_again(a, true);
	run_soon(a);
}

void app_desktop_go_on(struct app *a)
{
	bool must_reopen = a->must_reopen && notifier_is_ready(a->notifier);

	a->must_reopen = false;
	if (must_reopen)
		show_again(a, false);
	run_soon(a);
}

/* Later, and each time after twice as long, until something is shown again. */
static void retry(struct app *a)
{
	if (a->retry)
		return;
	if (!a->retry_ms)
		a->retry_ms = RETRY_FIRST_MS;
	a->retry = loop_after(a->loop, a->retry_ms, on_retry, a);
	a->retry_ms = a->retry_ms * 2 > RETRY_LAST_MS ? RETRY_LAST_MS : a->retry_ms * 2;
}

/* A post without words is to be taken down. */
static void show_or_close(struct app *a, const struct notice_post *post)
{
	if (post->summary)
		show(a, post);
	else
		notifier_close(a->notifier, post->notice.id);
}

/* Tells the desktop nothing it was told already. */
static void tell_desktop(struct app *a)
{
	struct posts posts = {0};
	struct ids old = {0};
	int r;

	if (a->must_test)
		app_show_test(a);
	r = app_operate(a, OP_DESKTOP, "desktop.close", take_down, &old);
	for (size_t i = 0; r == 0 && i < old.n; i++)
		notifier_close(a->notifier, old.items[i]);
	r = app_operate(a, OP_DESKTOP, "desktop.claim", claim, &posts);
	for (size_t i = 0; r == 0 && i < posts.n; i++)
		show_or_close(a, &posts.items[i]);
	if (r) {
		log_error("cannot claim what is to be shown: error %d", -r);
		a->env.desktop.gathering = 0;
		retry(a);
	}
	if (a->env.desktop.gathering)
		run_soon(a);
}

/* What is held back now is looked at when that is over; the alarm must know. */
void app_desktop_run(struct app *a)
{
	a->must_show = false;
	if (notifier_is_ready(a->notifier))
		tell_desktop(a);
	else
		want_server(a);
	if (!a->is_due && !a->clock.is_set && !a->env.desktop.gathering)
		app_clock_arm(a);
}

/* What it had in hand may need another server, but not at once: this one may have died of it. */
static void on_gone(void *user)
{
	app_learn_desktop(user);
	retry(user);
}

struct shown {
	int64_t notice;
	const char *server;
	uint32_t server_id;
	bool is_wanted;
};

static int mark_shown(struct op *op, void *arg)
{
	struct shown *s = arg;

	return op_notice_shown(op, s->notice, s->server, s->server_id, &s->is_wanted);
}

static void on_shown(int64_t notice, const char *server, uint32_t server_id, void *user)
{
	struct shown shown = {notice, server, server_id, true};
	struct app *a = user;

	a->retry_ms = RETRY_FIRST_MS;
	if (notice == APP_TEST_NOTICE)
		return;
	if (app_operate(a, OP_DESKTOP, "desktop.shown", mark_shown, &shown))
		log_error("cannot record that notice %lld was shown", (long long)notice);
	if (!shown.is_wanted)
		notifier_close(a->notifier, notice);
	run_soon(a);
}

static int mark_failed(struct op *op, void *arg)
{
	return op_notice_failed(op, *(const int64_t *)arg);
}

static void on_failed(int64_t notice, const char *why, void *user)
{
	struct app *a = user;

	log_warning("the desktop did not take notice %lld: %s", (long long)notice, why);
	if (notice == APP_TEST_NOTICE)
		return;
	if (app_operate(a, OP_DESKTOP, "desktop.failed", mark_failed, &notice))
		log_error("cannot record that notice %lld failed", (long long)notice);
	retry(a);
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

	if (notice == APP_TEST_NOTICE)
		return;
	if (app_operate(a, OP_DESKTOP, "desktop.closed", mark_closed, &closed))
		log_error("cannot record that notice %lld was closed", (long long)notice);
	run_soon(a);
}

struct acted {
	int64_t notice;
	enum notice_action action;
	int64_t contact;
	const char *why; /* it was refused */
};

static int act(struct op *op, void *arg)
{
	struct acted *x = arg;
	int r;

	r = op_notice_act(op, x->notice, x->action, &x->contact);
	x->why = op->fail_text;
	return r;
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

struct reading {
	int64_t notice;
	struct notice_post post;
};

static int read_notice(struct op *op, void *arg)
{
	struct reading *x = arg;

	return op_notice_read(op, x->notice, &x->post);
}

static const char *why_refused(const struct acted *acted, int r)
{
	if (acted->why)
		return acted->why;
	if (r == VOUCH_E_STORAGE_FULL)
		return "The disk is full: nothing was written. Free some space and press again.";
	return "Nothing was written: the log says why.";
}

/* The pop-up went when its button was pressed: it comes back and says that nothing was done. */
static void refuse(struct app *a, const struct acted *acted, int r)
{
	struct reading x = {.notice = acted->notice};

	if (app_operate(a, OP_DESKTOP, "desktop.read", read_notice, &x) || !x.post.summary)
		return;
	x.post.body = why_refused(acted, r);
	show(a, &x.post);
}

struct next {
	int64_t notice;
	struct posts posts;
};

static int take_next(struct op *op, void *arg)
{
	struct next *x = arg;

	return op_notice_next(op, x->notice, &x->posts.items, &x->posts.n);
}

/* What is still on its way for the digest must not take the place of its first item. */
static void show_next(struct app *a, int64_t digest)
{
	struct next next = {.notice = digest};
	int r;

	r = app_operate(a, OP_DESKTOP, "desktop.next", take_next, &next);
	if (r) {
		log_warning("the next of notice %lld is not shown: %d", (long long)digest, r);
		return;
	}
	if (next.posts.n == 0)
		on_closed(digest, CLOSED_UNDEFINED, a);
	notifier_close(a->notifier, digest);
	for (size_t i = 0; i < next.posts.n; i++)
		show(a, &next.posts.items[i]);
}

static void run_action(struct app *a, int64_t notice, enum notice_action action, const char *token)
{
	static const char *const methods[] = {"desktop.open", "followup.done", "followup.snooze"};
	struct acted acted = {.notice = notice, .action = action};
	int r;

	r = app_operate(a, OP_DESKTOP, methods[action], act, &acted);
	if (r) {
		log_warning("the button on notice %lld was refused: %d", (long long)notice, r);
		refuse(a, &acted, r);
	} else if (action == NOTICE_OPEN) {
		open_contact(a, acted.contact, token);
	}
}

static void on_action(int64_t notice, const char *key, const char *token, void *user)
{
	struct app *a = user;

	if (notice == APP_TEST_NOTICE)
		open_contact(a, 0, token);
	else if (str_equal(key, "next"))
		show_next(a, notice);
	else if (str_equal(key, "done"))
		run_action(a, notice, NOTICE_DONE, token);
	else if (str_equal(key, "snooze"))
		run_action(a, notice, NOTICE_SNOOZE, token);
	else if (str_equal(key, "default"))
		run_action(a, notice, NOTICE_OPEN, token);
	else
		on_closed(notice, CLOSED_UNDEFINED, a);
	run_soon(a);
}

const struct notifier_callbacks app_notifier_callbacks = {
	.on_ready = on_ready,
	.on_disturb = on_disturb,
	.on_gone = on_gone,
	.on_shown = on_shown,
	.on_failed = on_failed,
	.on_action = on_action,
	.on_closed = on_closed,
};
