/* The events of vouchd for as long as one likes to listen: it comes back when vouchd does, and goes
 * on where it was. */
#include "feed.h"

#include <errno.h>
#include <poll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "call.h"

#define DELAY_FIRST_MS 100
#define DELAY_MAX_MS 10000
#define STEADY_MS 10000 /* a connection that lasted so long was no failed start */

struct feed {
	struct call *call;
	json_t *kinds;
	long long seq;     /* the last that was dealt with; -1: none yet */
	long long pending; /* the one that the caller has; -1: none */
	bool is_open, has_gap;
	int delay_ms; /* before the next try */
	int64_t opened_ms;
	int timer;
};

struct feed *feed_new(const char *socket, json_t *kinds, long long since)
{
	struct feed *f = xcalloc(1, sizeof *f);

	f->call = call_new(socket);
	f->kinds = kinds;
	f->seq = since;
	f->pending = -1;
	f->timer = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	return f;
}

void feed_free(struct feed *f)
{
	if (!f)
		return;
	call_free(f->call);
	json_decref(f->kinds);
	cleanup_close(&f->timer);
	free(f);
}

bool feed_has_gap(const struct feed *f)
{
	return f->has_gap;
}

const struct call_failure *feed_failure(const struct feed *f)
{
	return call_failure(f->call);
}

void feed_wake_at(struct feed *f, int64_t instant)
{
	const struct clock clock = {0};
	struct itimerspec at = {0};

	if (instant > clock_now(&clock))
		at.it_value.tv_sec = (time_t)instant;
	(void)timerfd_settime(f->timer, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &at, NULL);
}

/* False where nothing has to be done for it. A clock that was set reads as an error. */
static bool has_rung(const struct feed *f)
{
	uint64_t n;

	return read(f->timer, &n, sizeof n) == (ssize_t)sizeof n || errno == ECANCELED;
}

/* What one waits for, -1 for nothing to read; true: nobody reads what we write. */
static bool await(const struct feed *f, int fd, int timeout_ms, bool *ret_is_over)
{
	struct pollfd fds[] = {
		{.fd = STDOUT_FILENO},
		{.fd = fd, .events = POLLIN},
		{.fd = fd < 0 ? -1 : f->timer, .events = POLLIN},
	};
	int n = poll(fds, ARRAY_LEN(fds), timeout_ms);

	*ret_is_over = n == 0 || (n > 0 && fds[2].revents && has_rung(f));
	return n > 0 && fds[0].revents;
}

static void lose(struct feed *f)
{
	if (f->is_open && clock_monotonic_ms() - f->opened_ms >= STEADY_MS)
		f->delay_ms = 0;
	f->is_open = false;
	f->delay_ms = f->delay_ms ? 2 * f->delay_ms : DELAY_FIRST_MS;
	if (f->delay_ms > DELAY_MAX_MS)
		f->delay_ms = DELAY_MAX_MS;
}

static enum feed_news connect_now(struct feed *f)
{
	json_t *params = json_object();
	json_auto_t *answer = NULL;

	if (f->kinds)
		(void)json_object_set(params, "kinds", f->kinds);
	if (f->seq >= 0)
		(void)json_object_set_new(params, "since", json_integer(f->seq));
	if (call_read(f->call, "events.subscribe", params, &answer)) {
		lose(f);
		return FEED_LOST;
	}
	f->has_gap = json_is_true(json_object_get(answer, "gap"));
	if (f->has_gap || f->seq < 0)
		f->seq = json_integer_value(json_object_get(answer, "seq"));
	f->is_open = true;
	f->opened_ms = clock_monotonic_ms();
	return FEED_OPEN;
}

static enum feed_news come_back(struct feed *f)
{
	bool is_over = f->delay_ms == 0;

	while (!is_over)
		if (await(f, -1, f->delay_ms, &is_over))
			return FEED_ENDED;
	return connect_now(f);
}

void feed_again(struct feed *f)
{
	f->pending = -1;
	call_drop(f->call);
	lose(f);
}

enum feed_news feed_next(struct feed *f, int timeout_ms, json_t **ret)
{
	bool is_over = false;

	*ret = NULL;
	if (f->pending >= 0)
		f->seq = f->pending;
	f->pending = -1;
	while (f->is_open && !is_over) {
		if (call_event(f->call, 0, ret)) {
			lose(f);
		} else if (*ret) {
			f->pending = json_integer_value(json_object_get(*ret, "seq"));
			return FEED_EVENT;
		} else if (await(f, call_fd(f->call), timeout_ms, &is_over)) {
			return FEED_ENDED;
		}
	}
	return is_over ? FEED_TIME : come_back(f);
}
