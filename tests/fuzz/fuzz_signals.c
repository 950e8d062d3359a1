/* What notification servers and others on the session bus send: signals and answers of any kind,
 * from anybody, to the notifier as vouchd has it. desk.c is the bus and remembers what is on the
 * screen: only its server's word about a pop-up of ours does anything, and each word once. */
#include "base/cleanup.h"
#include "fuzz/desk.h"
#include "fuzz/fuzz.h"

#define STEPS_MAX 200

enum {
	MANUAL = 1,      /* questions are answered by the input alone */
	SHOWS_AGAIN = 2, /* an action makes its pop-up come back */
	CLOSES = 4,      /* what is shown is closed at once */
	SYSTEMD = 8,     /* runs on this bus */
};

enum step { SHOW, CLOSE, ADOPT, SIGNAL, RAW_SIGNAL, ANSWER, RAW_ANSWER, OWNER, DOWN, N_STEPS };

static const char *const members[] = {"ActionInvoked", "NotificationClosed", "ActivationToken",
				      "OnDndToggle",   "PropertiesChanged",  "NameOwnerChanged",
				      "Unheard"};
static const char *const senders[] = {DESK_SERVER, DESK_OTHER, DESK_BUS, NULL};
static const char *const interfaces[] = {"org.freedesktop.Notifications",
					 "org.freedesktop.DBus.Properties", "org.freedesktop.DBus",
					 "org.freedesktop.systemd1"};
static const char *const paths[] = {"/org/freedesktop/Notifications", "/org/freedesktop/DBus", "/"};
static const char *const signatures[] = {
	"us", "uu", "u", "s", "b", "sss", "sa{sv}as", "a{sv}", "as", "(us)", "susssasa{sv}i", "v"};
static const char *const owners[] = {"", DESK_SERVER, DESK_OTHER};
static const char *const texts[] = {"done", "default", "", "next", "a token", "\xc3\xa9"};

struct input {
	const uint8_t *bytes;
	size_t n;
};

static size_t take(struct input *in, size_t below)
{
	return (size_t)fuzz_take(&in->bytes, &in->n, 1) % below;
}

/* Few, so that they meet; and the last ones of all. */
static uint32_t take_id(struct input *in)
{
	uint32_t id = (uint32_t)take(in, 18);

	return id < 16 ? id : UINT32_MAX - (id - 16);
}

/* One of some, or a long one. */
static char *take_text(struct input *in)
{
	size_t i = take(in, 9), n = 255 + (i - ARRAY_LEN(texts));
	char *text;

	if (i < ARRAY_LEN(texts))
		return xstrdup(texts[i]);
	text = xmalloc(n + 1);
	memset(text, 'k', n);
	text[n] = '\0';
	return text;
}

static void take_body(struct input *in, struct str *to)
{
	size_t n = take(in, 256);

	for (; n && in->n; n--)
		str_add_char(to, (char)take(in, 256));
}

/* One of some, or any. */
static char *take_signature(struct input *in)
{
	_cleanup_str_ struct str any = {0};
	size_t i = take(in, ARRAY_LEN(signatures) + 2);

	if (i < ARRAY_LEN(signatures))
		return xstrdup(signatures[i]);
	take_body(in, &any);
	return xstrdup(str_text(&any));
}

static void signal_of(struct desk *d, struct input *in)
{
	size_t member = take(in, 4);
	const char *sender = senders[take(in, ARRAY_LEN(senders))];
	uint32_t id = take_id(in);
	_cleanup_free_ char *text = member == 0 || member == 2 ? take_text(in) : NULL;

	desk_signal(d, members[member], sender, id, text);
}

static void raw_signal_of(struct desk *d, struct input *in)
{
	struct wire m = {.type = WIRE_SIGNAL};
	_cleanup_str_ struct str body = {0};
	_cleanup_free_ char *signature = NULL;

	m.member = members[take(in, ARRAY_LEN(members))];
	m.sender = senders[take(in, ARRAY_LEN(senders))];
	m.interface = interfaces[take(in, ARRAY_LEN(interfaces))];
	m.path = paths[take(in, ARRAY_LEN(paths))];
	signature = take_signature(in);
	take_body(in, &body);
	m.signature = signature;
	m.body = str_text(&body);
	m.n_body = body.len;
	desk_raw_signal(d, &m);
}

static void answer_of(struct desk *d, struct input *in)
{
	bool is_error = take(in, 4) == 0;

	desk_answer(d, is_error, take_id(in));
}

static void raw_answer_of(struct desk *d, struct input *in)
{
	struct wire m = {.type = WIRE_ANSWER};
	_cleanup_str_ struct str body = {0};
	_cleanup_free_ char *signature = take_signature(in);

	take_body(in, &body);
	m.signature = signature;
	m.body = str_text(&body);
	m.n_body = body.len;
	desk_raw_answer(d, &m);
}

static void owner_of(struct desk *d, struct input *in)
{
	const char *sender = senders[take(in, ARRAY_LEN(senders))];

	desk_owner(d, sender, owners[take(in, ARRAY_LEN(owners))]);
}

/* What is taken in one call would come in an order that compilers choose. */
static void step(struct desk *d, struct input *in)
{
	enum step what = (enum step)take(in, N_STEPS);
	int64_t notice = 0;

	if (what == SHOW || what == CLOSE || what == ADOPT)
		notice = (int64_t)take(in, DESK_NOTICES);
	switch (what) {
	case SHOW:
		desk_show(d, notice, take_id(in));
		break;
	case CLOSE:
		desk_close(d, notice);
		break;
	case ADOPT:
		desk_adopt(d, notice, take_id(in));
		break;
	case SIGNAL:
		signal_of(d, in);
		break;
	case RAW_SIGNAL:
		raw_signal_of(d, in);
		break;
	case ANSWER:
		answer_of(d, in);
		break;
	case RAW_ANSWER:
		raw_answer_of(d, in);
		break;
	case OWNER:
		owner_of(d, in);
		break;
	case DOWN:
		desk_down(d);
		break;
	case N_STEPS:
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct input in = {bytes, n};
	size_t flags = take(&in, 256);
	struct desk *d = desk_new(&(struct desk_manners){
		.is_manual = flags & MANUAL,
		.shows_again = flags & SHOWS_AGAIN,
		.closes = flags & CLOSES,
		.has_systemd = flags & SYSTEMD,
	});

	for (int i = 0; i < STEPS_MAX && in.n; i++)
		step(d, &in);
	desk_free(d);
	return 0;
}
