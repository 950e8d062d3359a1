/* One connection to vouchd: the hello, and one request with its answer at a time. */
#include "call.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "vouch/errors.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

#define ANSWER_SECONDS 60
#define ANSWER_MAX (64u * 1024u * 1024u)
#define HELLO_ID 0

static const char not_running[] =
	"vouchd is not running; start it with: systemctl --user start vouchd.socket   "
	"(or run vouchd in another terminal)";

struct call {
	const char *path;
	int fd;
	int last_id;
	int patience_ms;
	bool is_greeted;
	struct str out, in;
	size_t taken; /* bytes of `in` that were answers already read */
	char today[16], timezone[VOUCH_WORD_MAX], version[VOUCH_WORD_MAX];
	struct str text, name, field;
	struct call_failure failure;
};

struct call *call_new(const char *path)
{
	struct call *c = xcalloc(1, sizeof *c);

	c->path = path;
	c->fd = -1;
	c->last_id = HELLO_ID;
	c->patience_ms = ANSWER_SECONDS * 1000;
	return c;
}

void call_patience(struct call *c, int ms)
{
	c->patience_ms = ms;
}

void call_free(struct call *c)
{
	if (!c)
		return;
	cleanup_close(&c->fd);
	str_deinit(&c->out);
	str_deinit(&c->in);
	str_deinit(&c->text);
	str_deinit(&c->name);
	str_deinit(&c->field);
	free(c);
}

const struct call_failure *call_failure(const struct call *c)
{
	return &c->failure;
}

const char *call_today(const struct call *c)
{
	return c->today;
}

const char *call_timezone(const struct call *c)
{
	return c->timezone;
}

static int fail(struct call *c, int exit, int code, const char *text)
{
	str_reset(&c->text);
	str_reset(&c->name);
	str_reset(&c->field);
	str_add(&c->text, text);
	c->failure = (struct call_failure){
		.exit = exit,
		.code = code,
		.text = str_text(&c->text),
		.name = "",
		.field = "",
	};
	return exit;
}

static int __attribute__((format(printf, 3, 4)))
failf(struct call *c, int exit, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return fail(c, exit, 0, text);
}

static int find_socket(struct call *c, struct sockaddr_un *address)
{
	const char *path = c->path ? c->path : secure_getenv(VOUCH_ENV_SOCKET);
	char standard[4096];
	int r;

	if (!path || !*path) {
		r = paths_get(PATHS_RUNTIME, VOUCH_SOCKET_NAME, standard, sizeof standard);
		if (r == -ENOENT)
			return fail(c, VOUCH_EXIT_UNREACHABLE, 0,
				    "XDG_RUNTIME_DIR is not set, so vouchd cannot be found; set "
				    "VOUCH_SOCKET or give --socket PATH");
		path = r ? "" : standard;
	}
	if (!*path || strlen(path) >= sizeof address->sun_path)
		return failf(c, VOUCH_EXIT_UNREACHABLE,
			     "the path of the socket is longer than the %zu bytes that Linux takes",
			     sizeof address->sun_path - 1);
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	memcpy(address->sun_path, path, strlen(path) + 1);
	return 0;
}

static int connect_to(struct call *c)
{
	const struct timeval patience = {.tv_sec = c->patience_ms / 1000,
					 .tv_usec = c->patience_ms % 1000 * 1000};
	struct sockaddr_un address;
	int r;

	r = find_socket(c, &address);
	if (r)
		return r;

	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		return failf(c, VOUCH_EXIT_FAILED, "cannot make a socket: %s", strerror(errno));
	if (connect(c->fd, (const struct sockaddr *)&address, sizeof address) < 0) {
		r = errno;
		cleanup_close(&c->fd);
		c->fd = -1;
		if (r == ENOENT || r == ECONNREFUSED)
			return fail(c, VOUCH_EXIT_UNREACHABLE, 0, not_running);
		return failf(c, VOUCH_EXIT_UNREACHABLE, "cannot reach vouchd at %s: %s",
			     address.sun_path, strerror(r));
	}
	(void)setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	(void)setsockopt(c->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	return 0;
}

/* Adds a request to what will be sent; takes the reference to params. */
static int queue(struct call *c, int id, const char *method, json_t *params)
{
	json_auto_t *request =
		json_pack("{s:s, s:i, s:s}", "jsonrpc", "2.0", "id", id, "method", method);
	size_t before = c->out.len;
	char *line;

	if (!request) { /* the method's name is no UTF-8 */
		json_decref(params);
		return fail(c, VOUCH_EXIT_USAGE, 0, "this is not UTF-8 text");
	}
	if (params)
		(void)json_object_set_new(request, "params", params);
	line = json_dumps(request, JSON_COMPACT);
	if (!line)
		return fail(c, VOUCH_EXIT_USAGE, 0, "this is not UTF-8 text");
	str_add(&c->out, line);
	str_add_char(&c->out, '\n');
	free(line);
	if (c->out.len - before <= VOUCH_LINE_MAX)
		return 0;
	str_reset(&c->out);
	return failf(c, VOUCH_EXIT_USAGE, "that is too much for one request (%d bytes at most)",
		     VOUCH_LINE_MAX);
}

static int gone(struct call *c, ssize_t n)
{
	if (n == 0)
		return fail(c, VOUCH_EXIT_TRY_AGAIN, 0,
			    "vouchd closed the connection before it answered; try again");
	if (errno == EAGAIN)
		return failf(c, VOUCH_EXIT_TRY_AGAIN,
			     "vouchd did not answer within %d seconds; try again later",
			     ANSWER_SECONDS);
	return failf(c, VOUCH_EXIT_TRY_AGAIN, "the connection to vouchd broke: %s; try again",
		     strerror(errno));
}

static int flush(struct call *c)
{
	size_t sent = 0;

	while (sent < c->out.len) {
		ssize_t n = send(c->fd, c->out.data + sent, c->out.len - sent, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EPIPE) /* an answer may tell why */
			break;
		if (n <= 0)
			return gone(c, n);
		sent += (size_t)n;
	}
	str_reset(&c->out);
	return 0;
}

/* One line; *ret points into c->in and lasts until the next. */
static int read_line(struct call *c, const char **ret, size_t *ret_n)
{
	size_t searched = c->taken;

	for (;;) {
		char *end = c->in.len > searched
				    ? memchr(c->in.data + searched, '\n', c->in.len - searched)
				    : NULL;
		char buffer[16384];
		ssize_t n;

		if (end) {
			*ret = c->in.data + c->taken;
			*ret_n = (size_t)(end - *ret);
			c->taken += *ret_n + 1;
			return 0;
		}
		searched = c->in.len;
		if (c->in.len - c->taken > ANSWER_MAX)
			return fail(c, VOUCH_EXIT_FAILED, 0, "vouchd's answer is too long");
		n = recv(c->fd, buffer, sizeof buffer, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return gone(c, n);
		str_add_n(&c->in, buffer, (size_t)n);
	}
}

/* What a refusal means for the exit code. */
static int exit_of(int code)
{
	static const struct {
		int code, exit;
	} exits[] = {
		{VOUCH_E_NOT_FOUND, VOUCH_EXIT_AMBIGUOUS},
		{VOUCH_E_STORAGE_FULL, VOUCH_EXIT_TRY_AGAIN},
		{VOUCH_E_TOO_MANY_CONNECTIONS, VOUCH_EXIT_TRY_AGAIN},
		{VOUCH_E_AMBIGUOUS_DATE, VOUCH_EXIT_USAGE},
		{VOUCH_E_BAD_DATE, VOUCH_EXIT_USAGE},
		{VOUCH_RPC_INVALID_PARAMS, VOUCH_EXIT_USAGE},
		{VOUCH_RPC_METHOD_NOT_FOUND, VOUCH_EXIT_USAGE},
	};

	for (size_t i = 0; i < ARRAY_LEN(exits); i++)
		if (exits[i].code == code)
			return exits[i].exit;
	return VOUCH_EXIT_FAILED;
}

/* "until must lie in the future" */
static void add_field(struct str *text, const char *field, const char *reason)
{
	str_reset(text);
	if (str_equal(reason, "unknown"))
		str_addf(text, "this vouchd does not take '%s'", field);
	else
		str_addf(text, "%s %s", field, reason);
}

/* Some refusals leave what they are about to `field`. */
static bool lacks_subject(const char *text)
{
	return str_starts_with(text, "must ") || str_starts_with(text, "cannot ") ||
	       str_starts_with(text, "lies ");
}

static int refused(struct call *c, const json_t *error)
{
	const char *text = json_string_value(json_object_get(error, "message"));
	int code = (int)json_integer_value(json_object_get(error, "code"));
	const json_t *data = json_object_get(error, "data");
	const char *name = json_string_value(json_object_get(data, "name"));
	const char *field = json_string_value(json_object_get(data, "field"));
	const char *reason = json_string_value(json_object_get(data, "reason"));

	fail(c, exit_of(code), code, text ? text : "vouchd refused without a reason");
	if (code == VOUCH_RPC_INVALID_PARAMS && field && reason)
		add_field(&c->text, field, reason);
	if (code > 0 && field && text && lacks_subject(text))
		add_field(&c->text, field, text);
	if (code == VOUCH_RPC_INTERNAL_ERROR)
		str_add(&c->text, "; its log says why: journalctl --user -u vouchd");
	if (code < 0 && *c->version && !str_equal(c->version, VOUCH_VERSION))
		str_addf(&c->text, "; vouchd is %s, this vouch %s: systemctl --user restart vouchd",
			 c->version, VOUCH_VERSION);
	str_add(&c->name, name ? name : "");
	str_add(&c->field, field ? field : "");
	c->failure.text = str_text(&c->text);
	c->failure.name = str_text(&c->name);
	c->failure.field = str_text(&c->field);
	return c->failure.exit;
}

/* The answer to the request `id`; a refusal that names no request is taken for it too. */
static int take_answer(struct call *c, int id, json_t **ret)
{
	const json_t *error, *answer_id;
	const char *line;
	size_t n;
	int r;

	for (;;) {
		json_auto_t *answer = NULL;

		r = read_line(c, &line, &n);
		if (r)
			return r;
		answer = json_loadb(line, n, 0, NULL);
		if (!json_is_object(answer))
			return fail(c, VOUCH_EXIT_FAILED, 0,
				    "vouchd answered what is no JSON object");
		answer_id = json_object_get(answer, "id");
		error = json_object_get(answer, "error");
		if (json_integer_value(answer_id) != id && !(error && json_is_null(answer_id)))
			continue;
		if (error)
			return refused(c, error);
		*ret = json_incref(json_object_get(answer, "result"));
		return *ret ? 0 : fail(c, VOUCH_EXIT_FAILED, 0, "vouchd's answer has no result");
	}
}

static int queue_hello(struct call *c)
{
	return queue(c, HELLO_ID, "system.hello",
		     json_pack("{s:s, s:i}", "client", "vouch " VOUCH_VERSION, "protocol",
			       VOUCH_PROTOCOL));
}

static int take_hello(struct call *c)
{
	json_auto_t *hello = NULL;
	int protocol, r;

	r = take_answer(c, HELLO_ID, &hello);
	if (r)
		return r;

	protocol = (int)json_integer_value(json_object_get(hello, "protocol"));
	if (protocol != VOUCH_PROTOCOL)
		return failf(c, VOUCH_EXIT_FAILED,
			     "vouch and vouchd are of different versions (protocol %d and %d); "
			     "restart vouchd: systemctl --user restart vouchd",
			     VOUCH_PROTOCOL, protocol);
	str_copy(c->version, sizeof c->version,
		 json_string_value(json_object_get(hello, "version")));
	str_copy(c->today, sizeof c->today, json_string_value(json_object_get(hello, "today")));
	str_copy(c->timezone, sizeof c->timezone,
		 json_string_value(json_object_get(hello, "timezone")));
	c->is_greeted = true;
	return 0;
}

static int open_connection(struct call *c)
{
	int r;

	if (c->fd >= 0)
		return 0;
	r = connect_to(c);
	return r ? r : queue_hello(c);
}

void call_drop(struct call *c)
{
	cleanup_close(&c->fd);
	c->fd = -1;
	c->is_greeted = false;
	str_reset(&c->in);
	str_reset(&c->out);
	c->taken = 0;
}

/* After a failure of the connection itself nothing more is read from it. */
static int drop(struct call *c, int r)
{
	if (r && c->fd >= 0 && (c->failure.code == 0 || !c->is_greeted))
		call_drop(c);
	return r;
}

/* What was read and answered is let go of. */
static void forget_read(struct call *c)
{
	if (c->taken == c->in.len) {
		str_reset(&c->in);
		c->taken = 0;
	}
}

static int ask(struct call *c, const char *method, json_t *params, json_t **ret)
{
	int r, id = ++c->last_id;

	r = queue(c, id, method, params);
	if (!r)
		r = flush(c);
	if (!r && !c->is_greeted)
		r = take_hello(c);
	if (!r)
		r = take_answer(c, id, ret);
	if (r && c->failure.code == VOUCH_RPC_METHOD_NOT_FOUND) {
		str_reset(&c->text);
		str_addf(&c->text, "this vouchd knows no %s", method);
		c->failure.text = str_text(&c->text);
	}
	forget_read(c);
	return drop(c, r);
}

int call_read(struct call *c, const char *method, json_t *params, json_t **ret)
{
	int r = open_connection(c);

	if (r) {
		json_decref(params);
		return r;
	}
	return ask(c, method, params, ret);
}

int call_write(struct call *c, const char *method, json_t *params, json_t **ret)
{
	int r = open_connection(c);

	if (!r && !c->is_greeted) {
		r = flush(c);
		r = drop(c, r ? r : take_hello(c));
	}
	if (r) {
		json_decref(params);
		return r;
	}
	return ask(c, method, params, ret);
}

int call_fd(const struct call *c)
{
	return c->fd;
}

/* Whether there is something to read within that time. */
static bool await(const struct call *c, int timeout_ms)
{
	struct pollfd fd = {.fd = c->fd, .events = POLLIN};

	if (c->in.len > c->taken)
		return true;
	return poll(&fd, 1, timeout_ms) != 0;
}

int call_event(struct call *c, int timeout_ms, json_t **ret)
{
	const char *line;
	size_t n;
	int r;

	*ret = NULL;
	while (c->fd >= 0 && await(c, timeout_ms)) {
		json_auto_t *notification = NULL;

		r = read_line(c, &line, &n);
		if (r)
			return drop(c, r);
		notification = json_loadb(line, n, 0, NULL);
		forget_read(c);
		if (!str_equal(json_string_value(json_object_get(notification, "method")), "event"))
			continue;
		*ret = json_incref(json_object_get(notification, "params"));
		return 0;
	}
	return 0;
}
