/* What we have on the screen of one notification server: which of its ids is which notice. */
#include "io/popups.h"

#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "io/post.h"

#define POPUPS_MAX 64
#define EARLY_MAX 16 /* signals kept while a Notify is unanswered */
#define TEXT_MAX 256 /* bytes of an action key or an activation token */
#define ANSWER_MS 10000
#define NO_LIMIT UINT64_MAX
#define CLOSED_UNDEFINED 4 /* of the specification */

#define WHY_ABSENT "org.freedesktop.DBus.Error.ServiceUnknown"
#define WHY_FULL "org.freedesktop.DBus.Error.LimitsExceeded"
#define WHY_GONE "org.freedesktop.DBus.Error.NoReply"
#define WHY_UNSENT "org.freedesktop.DBus.Error.Failed"
#define WHY_LATE "org.freedesktop.DBus.Error.Timeout"
#define WHY_WRONG "org.freedesktop.DBus.Error.InconsistentMessage"

struct popup {
	struct popups *owner;
	struct popup *next;
	int64_t notice;
	uint32_t id;       /* 0 until the server has answered */
	uint32_t replaces; /* the id it takes over when answered, else 0 */
	sd_bus_slot *call; /* null also where nothing was sent */
	struct loop_timer *deadline;
	const char *why;   /* what to report at the deadline */
	bool is_withdrawn; /* reported or closed before the answer: take it off when it comes */
	bool is_closing;
	char *token;
};

enum signal_kind { SIGNAL_TOKEN, SIGNAL_ACTION, SIGNAL_CLOSED };

struct signal {
	enum signal_kind kind;
	uint32_t id, reason;
	char *text; /* token or key */
};

struct popups {
	struct loop *loop;
	struct bus *bus;
	struct notifier_callbacks callbacks;
	void *user;
	const struct notifier_server *server; /* null while there is none */
	struct popup *first;                  /* newest first */
	unsigned n;
	struct signal early[EARLY_MAX];
	unsigned n_early;
};

static void popup_free(struct popup *p)
{
	sd_bus_slot_unref(p->call);
	loop_timer_free(p->deadline);
	free(p->token);
	free(p);
}

static void drop(struct popups *ps, struct popup *gone)
{
	struct popup **p = &ps->first;

	while (*p != gone)
		p = &(*p)->next;
	*p = gone->next;
	ps->n--;
	popup_free(gone);
}

static struct popup *find(struct popups *ps, uint32_t id)
{
	for (struct popup *p = ps->first; p && id; p = p->next)
		if (p->id == id)
			return p;
	return NULL;
}

static bool is_being_replaced(const struct popups *ps, uint32_t id)
{
	for (const struct popup *p = ps->first; p; p = p->next)
		if (p->call && p->replaces == id)
			return true;
	return false;
}

static bool is_unanswered(const struct popups *ps)
{
	for (const struct popup *p = ps->first; p; p = p->next)
		if (p->call)
			return true;
	return false;
}

static void clear_early(struct popups *ps)
{
	for (unsigned i = 0; i < ps->n_early; i++)
		free(ps->early[i].text);
	ps->n_early = 0;
}

/* Not where a Notify under way takes the id over: it would close the new pop-up. */
static void take_off(struct popups *ps, uint32_t id)
{
	__attribute__((cleanup(sd_bus_message_unrefp))) sd_bus_message *m = NULL;
	sd_bus *sd = bus_get(ps->bus);
	int r;

	if (!sd || !ps->server || is_being_replaced(ps, id))
		return;
	r = sd_bus_message_new_method_call(sd, &m, ps->server->unique, NOTIFICATIONS_PATH,
					   NOTIFICATIONS, "CloseNotification");
	if (r >= 0)
		r = sd_bus_message_append(m, "u", id);
	if (r >= 0)
		r = sd_bus_message_set_expect_reply(m, 0);
	if (r >= 0)
		r = sd_bus_send(sd, m, NULL);
	if (r < 0)
		log_debug("a notification was not closed: %s", strerror(-r));
	bus_touch(ps->bus);
}

/* ---- signals ---- */

static void act(struct popups *ps, struct popup *p, const char *key)
{
	_cleanup_free_ char *token = p->token;
	int64_t notice = p->notice;
	uint32_t id = p->id;

	p->token = NULL;
	drop(ps, p);
	ps->callbacks.on_action(notice, key, token, ps->user);
	take_off(ps, id); /* some servers leave it on the screen */
}

/* What comes before the answer to its Notify is kept for it. What names an id about to be
 * replaced was meant for the old pop-up, whose action has been reported: a double click. */
static void keep_early(struct popups *ps, const struct signal *s)
{
	struct signal *kept;

	if (ps->n_early == EARLY_MAX || !is_unanswered(ps) || is_being_replaced(ps, s->id))
		return;
	kept = &ps->early[ps->n_early++];
	*kept = *s;
	kept->text = xstrdup(s->text);
}

static void handle(struct popups *ps, const struct signal *s)
{
	struct popup *p = find(ps, s->id);
	int64_t notice;

	if (!p) {
		keep_early(ps, s);
		return;
	}
	switch (s->kind) {
	case SIGNAL_TOKEN:
		free(p->token);
		p->token = xstrdup(s->text);
		break;
	case SIGNAL_ACTION:
		act(ps, p, s->text);
		break;
	case SIGNAL_CLOSED:
		notice = p->notice;
		drop(ps, p);
		ps->callbacks.on_closed(notice, s->reason, ps->user);
		break;
	}
}

static void handle_early(struct popups *ps)
{
	struct signal kept[EARLY_MAX];
	unsigned n = ps->n_early;

	memcpy(kept, ps->early, n * sizeof *kept);
	ps->n_early = 0;
	for (unsigned i = 0; i < n; i++) {
		handle(ps, &kept[i]);
		free(kept[i].text);
	}
}

void popups_signal(struct popups *ps, sd_bus_message *m)
{
	struct signal s = {0};
	const char *text = NULL;
	int r;

	if (sd_bus_message_is_signal(m, NOTIFICATIONS, "NotificationClosed")) {
		s.kind = SIGNAL_CLOSED;
		r = sd_bus_message_read(m, "uu", &s.id, &s.reason);
	} else if (sd_bus_message_is_signal(m, NOTIFICATIONS, "ActionInvoked")) {
		s.kind = SIGNAL_ACTION;
		r = sd_bus_message_read(m, "us", &s.id, &text);
	} else if (sd_bus_message_is_signal(m, NOTIFICATIONS, "ActivationToken")) {
		s.kind = SIGNAL_TOKEN;
		r = sd_bus_message_read(m, "us", &s.id, &text);
	} else {
		return;
	}
	if (r < 0 || (text && strlen(text) > TEXT_MAX))
		return;

	s.text = xstrdup(text);
	handle(ps, &s);
	free(s.text);
}

/* ---- the server's answer ---- */

static void fail(struct popups *ps, struct popup *p, const char *why)
{
	bool is_silent = p->is_withdrawn;
	int64_t notice = p->notice;

	drop(ps, p);
	if (!is_silent)
		ps->callbacks.on_failed(notice, why, ps->user);
}

/* A late answer is still waited for, to take the pop-up off: its buttons would do nothing. */
static void on_deadline(void *user)
{
	struct popup *p = user;
	struct popups *ps = p->owner;
	const char *why = p->why;
	int64_t notice = p->notice;

	if (!p->call) {
		fail(ps, p, why);
		return;
	}
	loop_timer_free(p->deadline);
	p->deadline = NULL;
	p->is_withdrawn = true;
	ps->callbacks.on_failed(notice, why, ps->user);
}

/* The server may have used the id that was to be replaced, a new one, or one that we thought
 * was another's: that other one is off the screen, nobody knows why. */
static void shown(struct popups *ps, struct popup *p, uint32_t id)
{
	struct popup *replaced = find(ps, p->replaces), *other;
	int64_t notice = p->notice, lost = 0;

	if (replaced)
		drop(ps, replaced);
	if (p->replaces && p->replaces != id)
		take_off(ps, p->replaces);
	other = find(ps, id);
	if (other) {
		lost = other->notice;
		drop(ps, other);
	}

	p->id = id;
	p->replaces = 0;
	loop_timer_free(p->deadline);
	p->deadline = NULL;
	ps->callbacks.on_shown(notice, ps->server->unique, id, ps->user);
	if (other)
		ps->callbacks.on_closed(lost, CLOSED_UNDEFINED, ps->user);
}

static void withdraw(struct popups *ps, struct popup *p, uint32_t id)
{
	drop(ps, p);
	take_off(ps, id);
}

static int on_answer(sd_bus_message *m, void *user, sd_bus_error *error)
{
	struct popup *p = user;
	struct popups *ps = p->owner;
	uint32_t id = 0;

	(void)error;
	p->call = sd_bus_slot_unref(p->call);
	if (sd_bus_message_is_method_error(m, NULL))
		fail(ps, p, sd_bus_message_get_error(m)->name);
	else if (sd_bus_message_read(m, "u", &id) < 0 || !id)
		fail(ps, p, WHY_WRONG);
	else if (p->is_withdrawn)
		withdraw(ps, p, id);
	else
		shown(ps, p, id);

	handle_early(ps);
	if (!is_unanswered(ps))
		clear_early(ps);
	return 0;
}

/* ---- what notifier.h promises ---- */

static struct popup *add(struct popups *ps, int64_t notice)
{
	struct popup *p = xcalloc(1, sizeof *p);

	p->owner = ps;
	p->notice = notice;
	p->next = ps->first;
	ps->first = p;
	ps->n++;
	return p;
}

/* The oldest one that we closed and whose server never said so gives way. */
static bool make_room(struct popups *ps)
{
	struct popup *oldest = NULL;

	if (ps->n < POPUPS_MAX)
		return true;
	for (struct popup *p = ps->first; p; p = p->next)
		if (p->is_closing)
			oldest = p;
	if (!oldest)
		return false;
	drop(ps, oldest);
	return true;
}

/* Never from inside popups_show: the caller is not done with its own books. */
static void fail_later(struct popup *p, const char *why)
{
	p->why = why;
	p->deadline = loop_after(p->owner->loop, 0, on_deadline, p);
}

static int send(struct popups *ps, struct popup *p, const struct notifier_post *post)
{
	__attribute__((cleanup(sd_bus_message_unrefp))) sd_bus_message *m = NULL;
	sd_bus *sd = bus_get(ps->bus);
	int r;

	r = post_message(sd, ps->server, post, p->replaces, &m);
	if (r < 0)
		return r;
	r = sd_bus_call_async(sd, &p->call, m, on_answer, p, NO_LIMIT);
	if (r < 0)
		return r;

	p->why = WHY_LATE;
	p->deadline = loop_after(ps->loop, ANSWER_MS, on_deadline, p);
	bus_touch(ps->bus);
	return 0;
}

void popups_show(struct popups *ps, const struct notifier_post *post)
{
	bool has_room = make_room(ps);
	struct popup *p = add(ps, post->notice);

	if (!ps->server || !bus_get(ps->bus)) {
		fail_later(p, WHY_ABSENT);
		return;
	}
	if (!has_room) {
		fail_later(p, WHY_FULL);
		return;
	}
	if (post->server_id && str_equal(post->server, ps->server->unique))
		p->replaces = post->server_id;
	if (send(ps, p, post) < 0)
		fail_later(p, WHY_UNSENT);
}

bool popups_adopt(struct popups *ps, int64_t notice, const char *server, uint32_t server_id)
{
	struct popup *p;

	if (!ps->server || !server_id || !str_equal(server, ps->server->unique) || !make_room(ps))
		return false;
	p = find(ps, server_id);
	if (!p)
		p = add(ps, notice);
	p->notice = notice;
	p->id = server_id;
	return true;
}

static void close_one(struct popups *ps, struct popup *p)
{
	if (p->id) {
		p->is_closing = true;
		take_off(ps, p->id);
		return;
	}
	if (!p->call) {
		drop(ps, p);
		return;
	}
	loop_timer_free(p->deadline);
	p->deadline = NULL;
	p->is_withdrawn = true;
}

void popups_close(struct popups *ps, int64_t notice)
{
	for (struct popup *p = ps->first, *next; p; p = next) {
		next = p->next;
		if (p->notice == notice && !p->is_closing)
			close_one(ps, p);
	}
}

struct popups *popups_new(struct loop *loop, struct bus *bus,
			  const struct notifier_callbacks *callbacks, void *user)
{
	struct popups *ps = xcalloc(1, sizeof *ps);

	ps->loop = loop;
	ps->bus = bus;
	ps->callbacks = *callbacks;
	ps->user = user;
	return ps;
}

void popups_free(struct popups *ps)
{
	if (!ps)
		return;
	while (ps->first)
		drop(ps, ps->first);
	clear_early(ps);
	free(ps);
}

void popups_begin(struct popups *ps, const struct notifier_server *server)
{
	ps->server = server;
}

/* What failed before it was sent reports itself. */
void popups_end(struct popups *ps)
{
	struct popup *p = ps->first;

	ps->server = NULL;
	ps->first = NULL;
	ps->n = 0;
	clear_early(ps);
	while (p) {
		struct popup *next = p->next;

		if (!p->id && !p->is_withdrawn)
			ps->callbacks.on_failed(p->notice, p->call ? WHY_GONE : p->why, ps->user);
		popup_free(p);
		p = next;
	}
}
