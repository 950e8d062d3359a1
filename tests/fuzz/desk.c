/* A session bus and the notification server on it: what is sent. */
#include <signal.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "fuzz/desk_state.h"
#include "fuzz/fuzz.h"

#define NOTIFICATIONS "org.freedesktop.Notifications"
#define NOTIFICATIONS_PATH "/org/freedesktop/Notifications"
#define SYSTEMD "org.freedesktop.systemd1"
#define PATIENCE 1000
#define ROOM 40 /* pop-ups that surely have it; see popups.c */
#define TEXT_MAX 256

static const char *const word_members[N_WORD_KINDS] = {"ActionInvoked", "NotificationClosed",
						       "ActivationToken"};

/* ---- the bus ---- */

static void answer_well(struct str *body, const struct desk_call *call, const char **signature,
			uint32_t id)
{
	static const char *const capabilities[] = {"actions", "body", "body-markup"};
	static const char *const names[] = {NOTIFICATIONS};
	const char *member = call->member;

	*signature = "s";
	if (str_equal(member, "Hello")) {
		wire_text(body, ":1.9");
	} else if (str_equal(member, "GetNameOwner")) {
		wire_text(body, str_equal(call->first, NOTIFICATIONS) ? DESK_SERVER : ":1.1");
	} else if (str_equal(member, "GetServerInformation")) {
		*signature = "ssss";
		for (int i = 0; i < 4; i++)
			wire_text(body, "1.2");
	} else if (str_equal(member, "GetCapabilities")) {
		*signature = "as";
		wire_texts(body, capabilities, ARRAY_LEN(capabilities));
	} else if (str_equal(member, "ListActivatableNames")) {
		*signature = "as";
		wire_texts(body, names, ARRAY_LEN(names));
	} else if (str_equal(member, "GetAll")) {
		*signature = "a{sv}";
		wire_flag(body, "Inhibited", id & 1);
	} else if (str_equal(member, "Notify") || str_equal(member, "StartServiceByName")) {
		*signature = "u";
		wire_number(body, id);
	} else {
		*signature = NULL;
	}
}

static void answer(struct desk *d, const struct desk_call *call, bool is_error, uint32_t id)
{
	_cleanup_str_ struct str body = {0};
	struct wire m = {.type = WIRE_ANSWER, .reply_to = call->serial, .sender = DESK_BUS};

	answer_well(&body, call, &m.signature, id);
	if (is_error) {
		m.type = WIRE_ERROR;
		m.error = "org.freedesktop.DBus.Error.Failed";
		m.signature = NULL;
	}
	m.body = str_text(&body);
	m.n_body = body.len;
	desk_bus_send(d->bus, &m);
}

static bool is_answered_at_once(const struct desk *d, const struct desk_call *call)
{
	static const char *const first[] = {"Hello", "AddMatch", "GetNameOwner"};

	for (size_t i = 0; i < ARRAY_LEN(first); i++)
		if (str_equal(call->member, first[i]))
			return true;
	return !d->manners.is_manual && !str_equal(call->member, "Notify");
}

static void on_call(const struct desk_call *call, void *user)
{
	struct desk *d = user;
	struct question *q;

	if (str_equal(call->member, "CloseNotification") || str_equal(call->member, "RemoveMatch"))
		return;
	if (is_answered_at_once(d, call)) {
		answer(d, call, !d->manners.has_systemd && str_equal(call->first, SYSTEMD), 0);
		return;
	}
	CLAIM(d->n_questions < DESK_QUESTIONS_MAX);
	q = &d->questions[d->n_questions++];
	*q = (struct question){.serial = call->serial, .replaces = call->replaces, .notice = -1};
	str_copy(q->member, sizeof q->member, call->member);
	if (str_equal(call->member, "Notify"))
		q->notice = *call->summary - '0';
}

/* ---- steps ---- */

/* All that could have changed at a word. */
struct look {
	unsigned n_told;
	bool is_ready, has_bus;
	enum disturb_state disturb;
};

static struct look look(const struct desk *d)
{
	return (struct look){d->n_told, notifier_is_ready(d->notifier),
			     notifier_has_bus(d->notifier), notifier_disturb(d->notifier)};
}

static void expect_same(const struct desk *d, const struct look *was)
{
	CLAIM(d->n_told == was->n_told);
	CLAIM(notifier_is_ready(d->notifier) == was->is_ready);
	CLAIM(notifier_has_bus(d->notifier) == was->has_bus);
	CLAIM(notifier_disturb(d->notifier) == was->disturb);
}

/* An answer under way may make the id ours. One that takes over the id of a pop-up of ours does not
 * count: what is said of that was meant for the old one. */
static bool may_become_ours(const struct desk *d, uint32_t id)
{
	bool may = false;

	for (size_t i = 0; i < d->n_questions; i++) {
		const struct question *q = &d->questions[i];

		if (q->is_void || !str_equal(q->member, "Notify"))
			continue;
		if (q->replaces && q->replaces == id)
			return false;
		may = true;
	}
	return may;
}

static bool is_server(const struct desk *d, const char *sender)
{
	return sender && *d->server && str_equal(sender, d->server);
}

static void deliver(struct desk *d, const struct wire *m)
{
	struct look was = look(d);

	desk_bus_send(d->bus, m);
	desk_bus_settle(d->bus);
	if (!is_server(d, m->sender))
		expect_same(d, &was);
}

static int word_of(const char *member)
{
	for (int i = 0; i < N_WORD_KINDS; i++)
		if (str_equal(word_members[i], member))
			return i;
	return -1;
}

/* An id that is not ours, and will not be by an answer under way, is nothing to us. */
static void deliver_word(struct desk *d, const struct wire *m, enum word_kind kind, uint32_t id,
			 const char *text)
{
	struct look was = look(d);
	bool is_up = desk_find_up(d, id) != NULL;
	size_t at = d->n_words;

	if (!is_server(d, m->sender) || !was.is_ready || (!is_up && !may_become_ours(d, id)) ||
	    (text && strlen(text) > TEXT_MAX)) {
		deliver(d, m);
		expect_same(d, &was);
		return;
	}
	desk_add_word(d, kind, id, text);
	d->words[at].reason = id % 5;
	deliver(d, m);
	CLAIM(kind == TOKEN || !is_up || d->words[at].is_used || d->n_posts > ROOM);
}

void desk_signal(struct desk *d, const char *member, const char *sender, uint32_t id,
		 const char *text)
{
	struct wire m = {.type = WIRE_SIGNAL,
			 .path = NOTIFICATIONS_PATH,
			 .interface = NOTIFICATIONS,
			 .member = member,
			 .sender = sender,
			 .signature = text ? "us" : "uu"};
	_cleanup_str_ struct str body = {0};
	int kind = word_of(member);

	wire_number(&body, kind < 0 ? id & 1 : id);
	if (kind < 0)
		m.signature = "b";
	else if (text)
		wire_text(&body, text);
	else
		wire_number(&body, id % 5);
	m.body = str_text(&body);
	m.n_body = body.len;
	if (kind < 0)
		deliver(d, &m);
	else
		deliver_word(d, &m, (enum word_kind)kind, id, text);
}

static uint32_t number_at(const struct wire *m, size_t at)
{
	uint32_t number = 0;

	if (m->signature && m->signature[0] == 'u' && m->n_body >= at + 4)
		memcpy(&number, m->body + at, 4);
	return number;
}

/* What its bytes may mean to a reader; the body has its own end. */
static void add_raw_word(struct desk *d, const struct wire *m)
{
	int kind = word_of(m->member);
	size_t at = d->n_words;

	if (kind < 0 || !number_at(m, 0))
		return;
	desk_add_word(d, (enum word_kind)kind, number_at(m, 0), m->n_body > 8 ? m->body + 8 : "");
	d->words[at].reason = number_at(m, 4);
}

void desk_raw_signal(struct desk *d, const struct wire *m)
{
	bool is_bus = m->sender && str_equal(m->sender, DESK_BUS);

	if (is_bus && memmem(m->body, m->n_body, NOTIFICATIONS, strlen(NOTIFICATIONS)))
		return; /* desk_owner does that */
	if (is_server(d, m->sender))
		add_raw_word(d, m);
	deliver(d, m);
}

/* The question is gone before, so that nothing can be answered twice. */
static bool take_question(struct desk *d, struct question *ret)
{
	if (d->n_questions == 0)
		return false;
	*ret = d->questions[0];
	memmove(d->questions, d->questions + 1, --d->n_questions * sizeof *d->questions);
	d->answering = ret;
	return true;
}

void desk_answer(struct desk *d, bool is_error, uint32_t id)
{
	struct look was = look(d);
	struct question q;
	bool must_tell;

	if (!take_question(d, &q))
		return;
	d->answered = is_error ? 0 : id;
	must_tell = str_equal(q.member, "Notify") && !q.is_void && !q.is_withdrawn;
	answer(d, &(struct desk_call){.serial = q.serial, .member = q.member}, is_error, id);
	desk_bus_settle(d->bus);
	CLAIM(!must_tell || d->n_told > was.n_told);
	d->answering = NULL;
}

void desk_raw_answer(struct desk *d, const struct wire *m)
{
	struct wire of = *m;
	struct question q;

	if (!take_question(d, &q))
		return;
	of.reply_to = q.serial;
	d->answered = number_at(m, 0);
	desk_bus_send(d->bus, &of);
	desk_bus_settle(d->bus);
	d->answering = NULL;
}

static void expect_none_pending(const struct desk *d)
{
	for (int i = 0; i < DESK_NOTICES; i++)
		CLAIM(d->n_pending[i] == 0);
}

void desk_owner(struct desk *d, const char *sender, const char *unique)
{
	static const char *const match = "NameOwnerChanged";
	_cleanup_str_ struct str body = {0};
	struct wire m = {.type = WIRE_SIGNAL,
			 .path = "/org/freedesktop/DBus",
			 .interface = DESK_BUS,
			 .member = match,
			 .sender = sender,
			 .signature = "sss"};
	struct look was = look(d);

	wire_text(&body, NOTIFICATIONS);
	wire_text(&body, d->server);
	wire_text(&body, unique);
	m.body = str_text(&body);
	m.n_body = body.len;
	desk_bus_send(d->bus, &m);
	if (!sender || !str_equal(sender, DESK_BUS) || str_equal(unique, d->server) ||
	    desk_bus_is_cut(d->bus)) {
		desk_bus_settle(d->bus);
		expect_same(d, &was);
		return;
	}
	desk_forget_server(d);
	d->server = unique;
	desk_bus_settle(d->bus);
	expect_none_pending(d);
}

void desk_down(struct desk *d)
{
	desk_bus_cut(d->bus);
	for (int i = 0; notifier_has_bus(d->notifier); i++) { /* each call is told, one a turn */
		CLAIM(i < PATIENCE);
		desk_bus_settle(d->bus);
	}
	desk_forget_server(d);
	d->server = "";
	expect_none_pending(d);
}

void desk_show(struct desk *d, int64_t notice, uint32_t replaces)
{
	bool is_sent = notifier_is_ready(d->notifier);

	desk_post(d, notice, replaces);
	CLAIM(d->n_pending[notice] > 0); /* never told inside the call */
	desk_bus_settle(d->bus);
	if (!is_sent)
		expect_none_pending(d);
}

void desk_close(struct desk *d, int64_t notice)
{
	desk_withdraw(d, notice);
	desk_bus_settle(d->bus);
}

void desk_adopt(struct desk *d, int64_t notice, uint32_t id)
{
	const char *server = id == 15 ? ":1.99" : d->server;
	bool is_ours = notifier_adopt(d->notifier, notice, server, id);

	d->n_posts++;
	CLAIM(!is_ours || (notifier_is_ready(d->notifier) && id && id != 15));
	if (!is_ours)
		return;
	desk_take_down(d, id);
	desk_put_up(d, id, notice);
}

/* ---- life ---- */

static void ignore(void *user)
{
	(void)user;
}

struct desk *desk_new(const struct desk_manners *manners)
{
	static const struct loop_callbacks loop_callbacks = {ignore, ignore};
	struct desk *d = xcalloc(1, sizeof *d);

	d->manners = *manners;
	d->server = DESK_SERVER;
	d->lost = -1;
	log_set_level((enum log_level)0);
	(void)setenv("DBUS_SESSION_BUS_ADDRESS", desk_bus_address(), 1);
	d->loop = loop_new(&loop_callbacks, NULL);
	(void)signal(SIGTERM, SIG_DFL);
	(void)signal(SIGINT, SIG_DFL);
	d->notifier = notifier_new(d->loop, &desk_callbacks, d);
	notifier_set_terminal(d->notifier, "/bin/true");
	d->bus = desk_bus_new(d->loop, on_call, d);
	desk_bus_settle(d->bus);
	CLAIM(notifier_has_bus(d->notifier));
	CLAIM(manners->is_manual || notifier_is_ready(d->notifier));
	return d;
}

void desk_free(struct desk *d)
{
	desk_forget_server(d);
	notifier_free(d->notifier);
	desk_bus_free(d->bus);
	loop_free(d->loop);
	free(d);
}
