/* The clock edge: one absolute timer on the wall clock, and notice of clock and zone changes.
 *
 * timerfd on CLOCK_REALTIME, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, a plain fd in the
 * loop: due times are noticed after suspend and after the clock is set. Nothing polls. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "io/loop.h"

struct alarm;

struct alarm_callbacks {
	void (*on_due)(void *user);         /* the time set has come */
	void (*on_clock_step)(void *user);  /* the wall clock was set, forward or back */
	void (*on_zone_change)(void *user); /* /etc/localtime may have been replaced */
};

/* watch_zone: watch /etc for a replaced localtime (inotify); not where TZ is set. Null with
 * errno where the kernel gives no more file descriptors. */
struct alarm *alarm_new(struct loop *loop, const struct alarm_callbacks *callbacks, void *user,
			bool watch_zone);
/* The same with another folder than /etc, for tests; null watches nothing. */
struct alarm *alarm_new_watching(struct loop *loop, const struct alarm_callbacks *callbacks,
				 void *user, const char *folder);
void alarm_free(struct alarm *a);
/* Unix seconds; one in the past rings in the next turn. INT64_MIN: no alarm, but clock steps
 * are still noticed. Setting the same instant again costs nothing. Once it has rung the alarm
 * is off until it is set again. 0 or -errno. */
int alarm_set(struct alarm *a, int64_t instant);
