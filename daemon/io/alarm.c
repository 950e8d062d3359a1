/* The clock edge: one absolute timer on the wall clock, and notice of clock and zone changes. */
#include "io/alarm.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "io/watch.h"

/* The kernel keeps timers as nanoseconds in 64 bits: what lies beyond 2262 rings never. */
#define FOREVER (INT64_MAX / 1000000000)

struct alarm {
	struct alarm_callbacks callbacks;
	void *user;
	int fd;
	struct event *event;
	struct watch *zone;
	int64_t instant; /* NO_INSTANT: off */
	bool has_missed_step;
};

/* Without an alarm the timer is armed for ever, so that clock steps are still told. */
static int arm(struct alarm *a)
{
	struct itimerspec at = {.it_value = {.tv_sec = FOREVER}};

	if (a->instant != NO_INSTANT && a->instant < FOREVER)
		at.it_value.tv_sec = a->instant > 0 ? (time_t)a->instant : 0;
	if (at.it_value.tv_sec == 0)
		at.it_value.tv_nsec = 1; /* all zero would disarm it */
	if (timerfd_settime(a->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &at, NULL) == 0)
		return 0;
	if (errno != ECANCELED)
		return -errno;

	/* Armed, but the clock was set since the last look, and no read will tell so. */
	a->has_missed_step = true;
	event_active(a->event, EV_READ, 0);
	return 0;
}

static void rearm(struct alarm *a)
{
	int r = arm(a);

	if (r)
		log_error("alarm cannot be armed, error %d", -r);
}

static void on_step(struct alarm *a)
{
	rearm(a); /* a step eats an expiry that nobody has read yet */
	a->callbacks.on_clock_step(a->user);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct alarm *a = arg;
	uint64_t n = 0;
	ssize_t got;

	(void)what;
	got = read(fd, &n, sizeof n);
	if (a->has_missed_step || (got < 0 && errno == ECANCELED)) {
		a->has_missed_step = false;
		on_step(a);
		return;
	}
	if (got < 0)
		return; /* EAGAIN: woken for nothing */
	if (got == 0) { /* the clock went back between the expiry and the read */
		rearm(a);
		return;
	}
	if (a->instant == NO_INSTANT)
		return;
	a->instant = NO_INSTANT;
	rearm(a);
	a->callbacks.on_due(a->user);
}

static void on_zone(void *user)
{
	struct alarm *a = user;

	a->callbacks.on_zone_change(a->user);
}

struct alarm *alarm_new_watching(struct loop *loop, const struct alarm_callbacks *callbacks,
				 void *user, const char *folder)
{
	int fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	struct alarm *a;

	if (fd < 0)
		return NULL;
	a = xcalloc(1, sizeof *a);
	a->callbacks = *callbacks;
	a->user = user;
	a->fd = fd;
	a->instant = NO_INSTANT;
	a->event = event_new(loop_base(loop), fd, EV_READ | EV_PERSIST, on_timer, a);
	(void)event_add(a->event, NULL);
	if (folder)
		a->zone = watch_new(loop, folder, "localtime", on_zone, a);
	if (folder && !a->zone)
		log_warning("zone changes are not noticed: %s cannot be watched", folder);
	rearm(a);
	return a;
}

struct alarm *alarm_new(struct loop *loop, const struct alarm_callbacks *callbacks, void *user,
			bool watch_zone)
{
	return alarm_new_watching(loop, callbacks, user, watch_zone ? "/etc" : NULL);
}

void alarm_free(struct alarm *a)
{
	if (!a)
		return;
	watch_free(a->zone);
	event_free(a->event);
	(void)close(a->fd);
	free(a);
}

int alarm_set(struct alarm *a, int64_t instant)
{
	int64_t before = a->instant;
	int r;

	if (instant == before)
		return 0;
	a->instant = instant;
	r = arm(a);
	if (r)
		a->instant = before;
	return r;
}
