/* The clock edge of the app: what is due, changes of clock and zone, and --dev's own clock. */
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "base/zone.h"
#include "ops/calendar.h"
#include "ops/event.h"
#include "ops/tick.h"

#define RETRY_SECONDS 60 /* while the disk is full */

static int tick(struct op *op, void *arg)
{
	return op_tick(op, arg);
}

static int rezone(struct op *op, void *arg)
{
	return op_rezone(op, arg);
}

bool app_clock_run(struct app *a)
{
	bool more = false;
	int r;

	if (a->rezone_at >= 0) {
		r = app_operate(a, OP_CLOCK, "clock.rezone", rezone, &a->rezone_at);
		if (r) {
			log_error("cannot recompute due times: error %d", -r);
			a->rezone_at = -1;
		}
		return true;
	}
	r = app_operate(a, OP_CLOCK, "clock.tick", tick, &more);
	if (r && !a->hold_until)
		log_error("cannot run what is due, trying again each minute: error %d", -r);
	if (!r && a->hold_until)
		log_info("what is due is run again");
	a->hold_until = r ? app_now(a) + RETRY_SECONDS : 0;
	a->must_show = true;
	arena_reset(a->arena);
	return r == 0 && more;
}

static int load_holidays(struct op *op, void *arg)
{
	struct app *a = arg;
	struct day *days;
	size_t n;
	int r;

	r = op_calendar_holidays(op, &days, &n);
	if (r)
		return r;
	free(a->holidays);
	a->holidays = NULL;
	if (n) {
		a->holidays = xcalloc(n, sizeof *days);
		memcpy(a->holidays, days, n * sizeof *days);
	}
	a->env.work.holidays = a->holidays;
	a->env.work.n_holidays = n;
	return 0;
}

int app_load_calendar(struct app *a)
{
	const struct settings *s = &a->config.settings;

	a->env.work = (struct worktime){
		.week = s->work_week,
		.start = s->work_start,
		.end = s->work_end,
		.quiet_start = s->quiet_start,
		.quiet_end = s->quiet_end,
	};
	return app_operate(a, OP_CLOCK, "calendar.load", load_holidays, a);
}

static void on_due(void *user)
{
	struct app *a = user;

	a->is_due = true;
	app_defer(a);
}

static int tell_clock(struct op *op, void *arg)
{
	(void)arg;
	return op_event(op, EVENT_CLOCK_CHANGED, 0, 0);
}

void app_clock_tell(struct app *a)
{
	(void)app_operate(a, OP_CLOCK, "clock.step", tell_clock, NULL);
}

static void on_clock_step(void *user)
{
	struct app *a = user;

	log_info("the clock was set");
	app_clock_tell(a);
	on_due(a);
}

static void on_zone_change(void *user)
{
	struct app *a = user;
	const char *problem = NULL;
	struct zone *zone;

	if (!zone_has_changed(a->zone))
		return;
	zone = zone_load_system(&problem);
	if (problem)
		log_warning("%s", problem);
	zone_free(a->zone);
	a->zone = zone;
	a->env.zone = zone;
	log_info("the time zone is now %s", zone_name(zone));
	a->rezone_at = 0;
	on_clock_step(a);
}

const struct alarm_callbacks app_alarm_callbacks = {on_due, on_clock_step, on_zone_change};

/* What is due now, all of it, with what the desktop is told. */
static void catch_up(struct app *a)
{
	while (app_clock_run(a))
		arena_reset(a->arena);
	app_desktop_run(a);
	arena_reset(a->arena);
}

static int next_instant(struct op *op, void *arg)
{
	return op_tick_next(op, arg);
}

int app_set_clock(int64_t now, void *user)
{
	struct app *a = user;

	app_undo_finish(a);
	app_import_finish(a);
	a->clock = (struct clock){.is_set = true, .set_to = now};
	(void)alarm_set(a->alarm, NO_INSTANT);
	app_clock_tell(a);
	catch_up(a);
	app_clock_arm(a);
	return 0;
}

int app_advance(int64_t seconds, void *user)
{
	struct app *a = user;
	int64_t until = app_now(a) + seconds, next;
	int r;

	app_undo_finish(a);
	app_import_finish(a);
	a->clock = (struct clock){.is_set = true, .set_to = app_now(a)};
	(void)alarm_set(a->alarm, NO_INSTANT);
	for (;;) {
		next = NO_INSTANT;
		r = app_operate(a, OP_CLOCK, "clock.arm", next_instant, &next);
		if (r)
			return r;
		if (next == NO_INSTANT || next > until)
			break;
		if (next > a->clock.set_to)
			a->clock.set_to = next;
		catch_up(a);
		if (a->hold_until)
			break;
	}
	a->clock.set_to = until;
	app_clock_arm(a);
	return 0;
}
