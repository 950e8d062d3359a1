/* The composition root: starting, stopping, and the order of a turn. */
#include "app.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "base/zone.h"
#include "ops/agenda.h"
#include "ops/doubt.h"
#include "ops/erase.h"
#include "ops/import.h"
#include "ops/tick.h"
#include "ops/undo.h"
#include "rpc/builtin.h"
#include "store/db.h"
#include "store/derived.h"
#include "vouch/protocol.h"

int64_t app_now(const struct app *a)
{
	return clock_now(&a->clock);
}

static int64_t rpc_now(void *user)
{
	return app_now(user);
}

static const char *rpc_origin(const struct setting *setting, void *user)
{
	const struct app *a = user;

	return config_origin(&a->config, setting);
}

int app_operate(struct app *a, enum op_actor actor, const char *method, app_fn fn, void *arg)
{
	struct op op = {.actor = actor, .method = method};
	int r;

	r = op_group_begin(&a->env);
	if (r)
		return r;
	r = op_begin(&op, &a->env, a->arena, app_now(a));
	if (r == 0)
		r = op_end(&op, fn(&op, arg));
	if (!op_group_is_alive(&a->env))
		return r ? r : -EIO;
	if (r) {
		op_group_rollback(&a->env);
		return r;
	}
	return op_group_commit(&a->env);
}

void app_defer(struct app *a)
{
	loop_defer(a->loop, app_turn, a);
}

static void say_status(const struct app *a, int64_t next)
{
	char text[64] = "nothing due";
	struct civil c;
	int64_t local;
	int minute;

	if (op_doubt_holds(&a->env)) {
		str_copy(text, sizeof text, "held, the clock of this machine is wrong");
	} else if (next != NO_INSTANT) {
		local = zone_to_local(a->zone, next);
		c = day_to_civil(day_of_local(local));
		minute = minute_of_local(local);
		(void)snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d", c.year, c.month,
			       c.day, minute / 60, minute % 60);
	}
	(void)sd_notifyf(0, "STATUS=Next follow-up: %s", text);
}

/* When to wake next, and when a follow-up is due next. */
struct next {
	int64_t wake, due;
};

static int find_next(struct op *op, void *arg)
{
	struct next *next = arg;
	int r;

	r = op_tick_next(op, &next->wake);
	return r ? r : op_agenda_next(op, &next->due);
}

void app_clock_arm(struct app *a)
{
	struct next next = {doubt_ends(a->env.doubt, a->env.seen_at), NO_INSTANT};
	int r = 0;

	if (!op_doubt_holds(&a->env))
		r = app_operate(a, OP_CLOCK, "clock.arm", find_next, &next);
	if (r) {
		log_error("cannot tell what is due next: error %d", -r);
		return;
	}
	if (next.wake != NO_INSTANT && next.wake < a->hold_until)
		next.wake = a->hold_until;
	if (!a->clock.is_set)
		r = alarm_set(a->alarm, next.wake);
	if (r)
		log_error("cannot set the alarm: error %d", -r);
	say_status(a, next.due);
}

/* What is due, a slice of it. */
static void run_clock(struct app *a)
{
	bool more;

	if (op_doubt_holds(&a->env))
		app_clock_judge(a);
	more = !op_doubt_holds(&a->env) && app_clock_run(a);
	a->is_due = more;
	if (more)
		app_defer(a);
	else
		app_clock_arm(a);
}

void app_turn(void *user)
{
	struct app *a = user;
	bool has_requests = a->n_requests > 0;

	app_requests_run(a);
	app_busy_look(a);
	if (app_undo_is_running(a) && app_undo_run(a))
		app_defer(a);
	if (a->env.is_stepped && !app_import_is_between_looks(a)) {
		a->env.is_stepped = false;
		a->is_due = true;
		a->must_show = true;
	}
	if (a->is_due && !app_undo_is_running(a) && !a->env.is_taking_book)
		run_clock(a);
	if (a->must_show && !a->env.is_taking_book && !a->is_due && !op_doubt_holds(&a->env))
		app_desktop_run(a);
	if (a->env.is_importing && (!a->is_due || a->env.is_taking_book) &&
	    app_import_run(a, has_requests))
		app_defer(a);
	if (app_vdir_run(a))
		app_defer(a);
	if (app_backup_run(a, has_requests))
		app_defer(a);
	app_push_events(a);
	arena_reset(a->arena);
	if (op_is_broken(&a->env)) {
		log_error(
			op_is_damaged(&a->env)
				? "a part of the book cannot be read; leaving to look at all of it"
				: "writing to the database failed; leaving to be started anew");
		a->is_failed = true;
		loop_stop(a->loop);
	}
}

static void on_stop(void *user)
{
	struct app *a = user;

	(void)sd_notify(0, "STOPPING=1");
	server_pause(a->server);
	loop_stop(a->loop);
}

/* Phone numbers without a country code may be others now. */
static int settle_home(struct op *op, void *arg)
{
	(void)arg;
	store_set_home(op->store, op->settings->country);
	return store_derived_settle(op->store, op->arena);
}

static void on_reload(void *user)
{
	struct app *a = user;
	struct config fresh;
	char why[CONFIG_WHY_SIZE];

	(void)sd_notify(0, "RELOADING=1");
	config_init(&fresh);
	if (config_load(a->options.config, &fresh, why)) {
		log_error("%s; the old settings stay in force", why);
		config_deinit(&fresh);
	} else {
		config_deinit(&a->config);
		a->config = fresh;
		app_backup_learn(a);
		if (app_operate(a, OP_CLOCK, "settings.reload", settle_home, NULL))
			log_error("cannot work out phone numbers anew");
		a->rezone_at = 0; /* "any time" begins with the working day */
		if (app_load_calendar(a))
			log_error("cannot read the calendar");
		app_clock_tell(a);
		app_vdir_start(a);
		app_look_at_folders(a);
		a->is_due = true;
		app_defer(a);
	}
	(void)sd_notify(0, "READY=1");
}

static const struct loop_callbacks loop_callbacks = {on_stop, on_reload};

static void on_watchdog(void *user)
{
	(void)user;
	(void)sd_notify(0, "WATCHDOG=1");
}

static int fail(int code, const char *text)
{
	(void)fprintf(stderr, "vouchd: %s\n", text);
	return code;
}

static int load_config(struct app *a)
{
	char why[CONFIG_WHY_SIZE];

	config_init(&a->config);
	if (config_load(a->options.config, &a->config, why))
		return fail(VOUCHD_EXIT_CONFIG, why);
	a->env.settings = &a->config.settings;
	return 0;
}

static int open_store(struct app *a)
{
	struct store_options options = {.now = app_now(a)};
	_cleanup_free_ char *path = app_book_path(&a->options);
	char why[STORE_WHY_SIZE];
	int r;

	if (!path)
		return fail(VOUCHD_EXIT_FAILED, "cannot tell where the data lies: HOME is not set");
	options.path = path;
	r = app_make_folder_of(path);
	if (r) {
		(void)fprintf(stderr, "vouchd: cannot make the folder of %s: %s\n", options.path,
			      strerror(-r));
		return VOUCHD_EXIT_FAILED;
	}
	r = store_open(&options, &a->env.store, why);
	a->book = xstrdup(r == 0 ? store_path(a->env.store) : options.path);
	app_backup_learn(a);
	if (r == 0)
		return 0;
	(void)fprintf(stderr, "vouchd: %s\n", why);
	if (r == -EAGAIN)
		return VOUCHD_EXIT_RUNNING;
	if (r != -EPROTO)
		return VOUCHD_EXIT_FAILED;
	app_say_newest(&a->options, a->book);
	return VOUCHD_EXIT_SCHEMA;
}

static int first_start(struct op *op, void *arg)
{
	struct app *a = arg;
	bool is_needed;
	int r;

	store_set_home(op->store, op->settings->country);
	r = store_derived_settle(op->store, op->arena);
	if (r == 0)
		r = op_import_is_pending(op, &a->env.is_importing);
	if (r == 0 && !a->env.is_taking_book)
		r = builtin_plans_put(op);
	if (r == 0)
		r = op_rezone_is_needed(op, &is_needed);
	if (r == 0)
		r = op_undo_is_pending(op, &a->env.is_undoing);
	if (r == 0)
		r = op_erase_is_pending(op, &a->env.is_erasing);
	if (r == 0)
		a->rezone_at = is_needed ? 0 : -1;
	return r;
}

static int prepare_book(struct app *a)
{
	int r;

	r = app_load_calendar(a);
	if (r == 0)
		r = app_operate(a, OP_CLOCK, "start", first_start, a);
	app_clock_judge(a);
	if (r == 0)
		app_erase_run(a);
	if (r == 0) {
		store_use(a->env.store);
		return 0;
	}
	if (op_is_damaged(&a->env)) {
		(void)fprintf(stderr, "vouchd: %s is damaged: a part of it cannot be read\n",
			      a->book);
		app_say_newest(&a->options, a->book);
		return VOUCHD_EXIT_SCHEMA;
	}
	(void)fprintf(stderr, "vouchd: cannot prepare the book: error %d\n", -r);
	return VOUCHD_EXIT_FAILED;
}

static int make_edges(struct app *a)
{
	uint64_t watchdog_us = 0;
	struct rpc_options rpc = {
		.env = &a->env,
		.is_dev = a->options.is_dev,
		.user = a,
		.now = rpc_now,
		.set_clock = app_set_clock,
		.advance = app_advance,
		.origin = rpc_origin,
		.desktop = app_desktop,
		.test_notice = app_test_notice,
		.sandbox = app_sandbox,
	};
	int r;

	a->rpc = rpc_new(&rpc);
	a->loop = loop_new(&loop_callbacks, a);
	if (!a->loop)
		return fail(VOUCHD_EXIT_FAILED, "cannot make the event loop");
	r = app_open_socket(a);
	if (r)
		return r;
	a->alarm = alarm_new(a->loop, &app_alarm_callbacks, a, !getenv("TZ"));
	if (!a->alarm)
		return fail(VOUCHD_EXIT_FAILED, "cannot make the alarm");
	a->notifier = notifier_new(a->loop, &app_notifier_callbacks, a);
	if (sd_watchdog_enabled(0, &watchdog_us) > 0)
		a->watchdog = loop_every(a->loop, watchdog_us / 2000, on_watchdog, a);
	return 0;
}

static int read_settings(struct app *a, const struct app_options *options)
{
	const char *problem = NULL;
	int r;

	*a = (struct app){.options = *options, .rezone_at = -1};
	a->clock = (struct clock){options->start != 0, options->start};
	a->arena = arena_new();
	r = load_config(a);
	if (r)
		return r;
	a->zone = zone_load_system(&problem);
	if (problem)
		log_warning("%s", problem);
	a->env.zone = a->zone;
	return 0;
}

int app_open_book(struct app *a, const struct app_options *options)
{
	int r = read_settings(a, options);

	return r ? r : open_store(a);
}

int app_init(struct app *a, const struct app_options *options)
{
	int r;

	r = read_settings(a, options);
	if (r)
		return r;
	if (!options->is_unconfined)
		app_confine(a);
	r = open_store(a);
	if (r == 0)
		r = prepare_book(a);
	return r ? r : make_edges(a);
}

static int accept_clock(struct op *op, void *arg)
{
	char **why = arg;
	int r;

	r = op_doubt_accept(op);
	if (r > 0)
		*why = xstrdup(op->fail_text);
	return r;
}

int app_accept_clock(const struct app_options *options)
{
	_cleanup_free_ char *why = NULL;
	struct app a;
	int r;

	r = app_open_book(&a, options);
	if (r == 0 && app_operate(&a, OP_USER, "clock.accept", accept_clock, &why))
		r = fail(VOUCHD_EXIT_FAILED, why ? why : "cannot write to the book");
	if (r == 0)
		(void)puts("the clock of this machine is taken for right from now on");
	app_deinit(&a);
	return r;
}

int app_run(struct app *a)
{
	int r;

	a->is_due = true;
	a->must_show = true;
	app_vdir_start(a);
	app_defer(a);
	(void)sd_notify(0, "READY=1");
	r = loop_run(a->loop);
	if (r)
		log_error("the event loop failed: error %d", -r);
	return r || a->is_failed ? VOUCHD_EXIT_FAILED : VOUCHD_EXIT_OK;
}

void app_deinit(struct app *a)
{
	loop_timer_free(a->watchdog);
	loop_timer_free(a->retry);
	loop_timer_free(a->import_retry);
	loop_timer_free(a->erase_retry);
	loop_timer_free(a->undo_retry);
	loop_timer_free(a->backup_rest);
	loop_timer_free(a->busy.rest);
	app_vdir_stop(a);
	if (a->notifier)
		notifier_free(a->notifier);
	server_free(a->server);
	app_requests_free(a);
	if (a->alarm)
		alarm_free(a->alarm);
	if (a->loop)
		loop_free(a->loop);
	if (a->rpc)
		rpc_free(a->rpc);
	app_backup_free(a);
	if (a->env.store)
		store_close(a->env.store);
	zone_free(a->zone);
	op_env_deinit(&a->env);
	config_deinit(&a->config);
	arena_free(a->arena);
}
