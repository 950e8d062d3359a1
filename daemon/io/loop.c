/* The event loop: libevent, signals, and one deferred call at the end of a turn. */
#include "io/loop.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include <event2/event.h>

#include "base/cleanup.h"
#include "base/xalloc.h"

#define DEFERRED_MAX 16 /* different calls of one turn; the daemon has two */

struct deferred {
	void (*fn)(void *user);
	void *user;
};

struct loop {
	struct event_base *base;
	struct event *signals[3];
	struct loop_callbacks callbacks;
	void *user;
	struct deferred deferred[DEFERRED_MAX];
	unsigned n_deferred;
	bool is_stopping;
};

struct loop_timer {
	struct event *event;
	void (*fn)(void *user);
	void *user;
};

static const int caught[] = {SIGTERM, SIGINT, SIGHUP};
static const int ignored[] = {SIGPIPE, SIGUSR1, SIGUSR2};

static void on_signal(evutil_socket_t number, short what, void *arg)
{
	struct loop *l = arg;

	(void)what;
	if (number == SIGHUP)
		l->callbacks.on_reload(l->user);
	else
		l->callbacks.on_stop(l->user);
}

static void ignore_signals(void)
{
	const struct sigaction ignore = {.sa_handler = SIG_IGN};

	for (size_t i = 0; i < ARRAY_LEN(ignored); i++)
		(void)sigaction(ignored[i], &ignore, NULL);
}

struct loop *loop_new(const struct loop_callbacks *callbacks, void *user)
{
	struct event_base *base;
	struct loop *l;

	/* So that nothing of libevent can fail for want of memory. */
	event_set_mem_functions(xmalloc, xrealloc, free);
	ignore_signals();
	base = event_base_new();
	if (!base)
		return NULL;

	l = xcalloc(1, sizeof *l);
	l->base = base;
	l->callbacks = *callbacks;
	l->user = user;
	for (size_t i = 0; i < ARRAY_LEN(caught); i++) {
		l->signals[i] = evsignal_new(base, caught[i], on_signal, l);
		(void)event_add(l->signals[i], NULL);
	}
	return l;
}

void loop_free(struct loop *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < ARRAY_LEN(caught); i++)
		event_free(l->signals[i]);
	event_base_free(l->base);
	free(l);
}

struct event_base *loop_base(struct loop *l)
{
	return l->base;
}

static void run_deferred(struct loop *l)
{
	struct deferred due[DEFERRED_MAX];
	unsigned n = l->n_deferred;

	for (unsigned i = 0; i < n; i++)
		due[i] = l->deferred[i];
	l->n_deferred = 0;
	for (unsigned i = 0; i < n; i++)
		due[i].fn(due[i].user);
}

/* A lower event priority would do for the deferred calls, but steady traffic starves it. */
int loop_run(struct loop *l)
{
	int r = 0;

	while (!l->is_stopping && r == 0) {
		errno = 0;
		if (event_base_loop(l->base, EVLOOP_ONCE | (l->n_deferred ? EVLOOP_NONBLOCK : 0)))
			r = errno ? -errno : -EIO;
		run_deferred(l);
	}
	l->is_stopping = false;
	return r;
}

void loop_stop(struct loop *l)
{
	l->is_stopping = true;
}

void loop_defer(struct loop *l, void (*fn)(void *user), void *user)
{
	for (unsigned i = 0; i < l->n_deferred; i++)
		if (l->deferred[i].fn == fn && l->deferred[i].user == user)
			return;
	if (l->n_deferred == DEFERRED_MAX)
		abort();
	l->deferred[l->n_deferred++] = (struct deferred){.fn = fn, .user = user};
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	const struct loop_timer *t = arg;

	(void)fd;
	(void)what;
	t->fn(t->user); /* may free the timer */
}

static struct loop_timer *timer_new(struct loop *l, uint64_t ms, short flags,
				    const struct deferred *call)
{
	struct timeval span = {.tv_sec = (time_t)(ms / 1000),
			       .tv_usec = (suseconds_t)(ms % 1000 * 1000)};
	struct loop_timer *t = xcalloc(1, sizeof *t);

	t->fn = call->fn;
	t->user = call->user;
	t->event = event_new(l->base, -1, flags, on_timer, t);
	(void)event_add(t->event, &span);
	return t;
}

struct loop_timer *loop_every(struct loop *l, uint64_t ms, void (*fn)(void *user), void *user)
{
	return timer_new(l, ms, EV_PERSIST, &(struct deferred){.fn = fn, .user = user});
}

struct loop_timer *loop_after(struct loop *l, uint64_t ms, void (*fn)(void *user), void *user)
{
	return timer_new(l, ms, 0, &(struct deferred){.fn = fn, .user = user});
}

void loop_timer_free(struct loop_timer *t)
{
	if (!t)
		return;
	event_free(t->event);
	free(t);
}
