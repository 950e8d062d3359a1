/* The clock edge of the app: what is due, changes of clock and zone, and --dev's own clock. */
#include <errno.h>

#include "app.h"
#include "base/log.h"
#include "base/zone.h"
#include "ops/calendar.h"
#include "ops/doubt.h"
#include "ops/event.h"
#include "ops/tick.h"
#include "ops/value_call.h"
#include "store/db.h"

#define RETRY_SECONDS 60 /* while the disk is full */
#define WORK_US 2000     /* in a turn, besides the commit */

/* When what is begun now is to end. By a set clock it is always taken whole, so that a history can
 * be told again. */
static uint64_t slice_end(const struct app *a)
{
	return a->clock.is_set ? 0 : clock_monotonic_us() + WORK_US;
}

static int tick(struct app *a, uint64_t until, bool *ret_more)
{
	struct op op = {.actor = OP_CLOCK, .method = "clock.tick", .until = until};
	int r;

	r = op_begin(&op, &a->env, a->arena, app_now(a));
	if (r)
		return r;
	if (until)
		value_call_recall(&op);
	r = op_tick(&op, ret_more);
	if (r == 0 && !a->clock.is_set) /* which says nothing of the machine's */
		r = op_doubt_seen(&op);
	r = op_end(&op, r);
	if (r == 0)
		value_call_remember(&op);
	return r;
}

/* As many slices as the time allows share a commit: nobody waits longer for an answer, and the
 * disk is not asked for each. */
static int tick_awhile(struct app *a, bool *ret_more)
{
	uint64_t end = clock_monotonic_us() + WORK_US, until = slice_end(a);
	int r;

	r = op_group_begin(&a->env);
	if (r)
		return r;
	do {
		r = tick(a, until, ret_more);
	} while (r == 0 && *ret_more && clock_monotonic_us() < end);
	if (!op_group_is_alive(&a->env))
		return r ? r : -EIO;
	if (r) {
		op_group_rollback(&a->env);
		return r;
	}
	return op_group_commit(&a->env);
}

/* Where one write follows another a commit does not move the log to the file as well: that has a
 * turn of its own, so that nobody waits for both. */
static int tick_apart(struct app *a, bool *ret_more)
{
	int r;

	if (a->busy.rest)
		store_set_pace(a->env.store, STORE_BULK);
	r = tick_awhile(a, ret_more);
	if (a->busy.rest)
		store_set_pace(a->env.store, STORE_BUSY);
	return r;
}

static bool settle(struct app *a)
{
	a->must_settle = false;
	return store_settle(a->env.store) == 0;
}

static int rezone(struct op *op, void *arg)
{
	struct app *a = arg;

	op->until = slice_end(a);
	return op_rezone(op, &a->rezone_at);
}

/* Has the machine another zone, or its zone other rules? A new tzdata says nothing when it comes:
 * its file is looked at before what is due falls due by it. */
static bool read_zone(struct app *a)
{
	const char *problem = NULL;
	struct zone *zone;

	if (!zone_has_changed(a->zone))
		return false;
	zone = zone_load_system(&problem);
	if (problem)
		log_warning("%s", problem);
	zone_free(a->zone);
	a->zone = zone;
	a->env.zone = zone;
	log_info("the time zone is now %s", zone_name(zone));
	a->rezone_at = 0;
	return true;
}

bool app_clock_run(struct app *a)
{
	bool has_more = false;
	int r;

	(void)read_zone(a);
	if (a->must_settle)
		return settle(a);
	if (a->rezone_at >= 0) {
		r = app_operate(a, OP_CLOCK, "clock.rezone", rezone, a);
		if (r) {
			log_error("cannot recompute due times: error %d", -r);
			a->rezone_at = -1;
		}
		return true;
	}
	r = tick_apart(a, &has_more);
	a->must_settle = r == 0 && has_more;
	if (r)
		value_call_forget(&a->env);
	if (r && !a->hold_until)
		log_error("cannot run what is due, trying again each minute: error %d", -r);
	if (!r && a->hold_until)
		log_info("what is due is run again");
	a->hold_until = r ? app_now(a) + RETRY_SECONDS : 0;
	a->must_show = true;
	arena_reset(a->arena);
	return r == 0 && has_more;
}

static int load_holidays(struct op *op, void *arg)
{
	(void)arg;
	return op_calendar_refresh(op);
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
	a->env.are_holidays_stale = true;
	return app_operate(a, OP_CLOCK, "calendar.load", load_holidays, NULL);
}

struct judging {
	bool is_start;
	const char *why;
};

static int judge(struct op *op, void *arg)
{
	struct judging *j = arg;
	int r;

	r = op_doubt_judge(op, j->is_start);
	if (r == 0)
		j->why = op_doubt_why(op);
	return r;
}

static int end_doubt(struct op *op, void *arg)
{
	(void)arg;
	return op_doubt_over(op);
}

/* What waited for a clock that can be believed goes on. */
static void believe(struct app *a)
{
	a->env.doubt = DOUBT_NONE;
	if (app_operate(a, OP_CLOCK, "clock.judge", end_doubt, NULL))
		log_error("cannot judge again what was judged by a wrong clock");
	log_info("the clock can be believed again: what is due runs");
	a->is_due = true;
	app_desktop_go_on(a);
}

void app_clock_judge(struct app *a)
{
	const enum doubt before = a->env.doubt;
	struct judging j = {.is_start = !a->alarm || op_doubt_holds(&a->env)};

	if (a->clock.is_set)
		return;
	if (app_operate(a, OP_CLOCK, "clock.judge", judge, &j)) {
		log_error("cannot tell whether the clock is right");
		return;
	}
	if (j.why && a->env.doubt != before)
		log_warning("%s", j.why);
	if (!j.why && before != DOUBT_NONE)
		believe(a);
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
	app_clock_judge(a);
	app_clock_tell(a);
	on_due(a);
}

static void on_zone_change(void *user)
{
	struct app *a = user;

	if (read_zone(a))
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

/* Whoever sets it means it. */
static void set_clock(struct app *a, int64_t now)
{
	a->clock = (struct clock){.is_set = true, .set_to = now};
	if (op_doubt_holds(&a->env))
		believe(a);
}

int app_set_clock(int64_t now, void *user)
{
	struct app *a = user;

	app_undo_finish(a);
	app_import_finish(a);
	set_clock(a, now);
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
	set_clock(a, app_now(a));
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
