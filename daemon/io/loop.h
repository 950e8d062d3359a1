/* The event loop: libevent, signals, and one deferred call at the end of a turn. */
#pragma once

#include <stdint.h>

struct event_base;
struct loop;
struct loop_timer;

struct loop_callbacks {
	void (*on_stop)(void *user);   /* SIGTERM, SIGINT */
	void (*on_reload)(void *user); /* SIGHUP */
};

/* From here on SIGPIPE, SIGUSR1 and SIGUSR2 are ignored in the whole process. Null with errno
 * where the kernel gives no more file descriptors. */
struct loop *loop_new(const struct loop_callbacks *callbacks, void *user);
void loop_free(struct loop *l);
struct event_base *loop_base(struct loop *l);
/* Runs until loop_stop; what was deferred in the last turn is still done. 0, or -errno when
 * the loop itself failed. */
int loop_run(struct loop *l);
void loop_stop(struct loop *l);
/* Runs fn once, after every event that is ready in this turn has been handled. A second call
 * before it ran is the same call. What is deferred by a deferred fn runs after the events of
 * the next turn. */
void loop_defer(struct loop *l, void (*fn)(void *user), void *user);
/* Calls fn every `ms` milliseconds of running time (monotonic; for the watchdog only). */
struct loop_timer *loop_every(struct loop *l, uint64_t ms, void (*fn)(void *user), void *user);
/* Calls fn once after `ms` milliseconds; for I/O back-off only, never for due times. */
struct loop_timer *loop_after(struct loop *l, uint64_t ms, void (*fn)(void *user), void *user);
void loop_timer_free(struct loop_timer *t); /* null is fine; also stops it */
