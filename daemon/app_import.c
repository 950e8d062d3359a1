/* Imports go on between the turns, a slice at a time, so that nobody else waits. */
#include "app.h"
#include "base/log.h"
#include "ops/import.h"
#include "ops/tick.h"
#include "rpc/builtin.h"
#include "store/db.h"

#define ROWS_FIRST 10
#define ROWS_MAX 500
#define WORK_US 3000         /* of a slice, besides its commit, whose cost is the disk's */
#define WORK_BETWEEN_US 1200 /* while others ask in each turn, who would wait for every slice */
#define LOOK_US                                                                                    \
	100000 /* between two looks at what is due next, which an import moves all the time */
#define RETRY_MS 60000u

struct slice {
	int rows;
	uint64_t work_us, most_us; /* most 0: its rows are taken whole */
	bool has_more;
};

static int run_slice(struct op *op, void *arg)
{
	struct slice *s = arg;
	uint64_t begun = clock_monotonic_us();
	int r;

	op->until = s->most_us ? begun + s->most_us : 0;
	r = op_import_slice(op, s->rows, &s->has_more);
	s->work_us = clock_monotonic_us() - begun;
	return r;
}

/* How many rows the next slice takes, after one that worked for `us`. */
static int rows_next(int rows, uint64_t us, uint64_t most_us)
{
	if (!most_us)
		return ROWS_MAX;
	if (us > 2 * most_us)
		rows /= 2;
	else if (us < most_us)
		rows += rows / 2 + 1;
	return rows < 1 ? 1 : rows > ROWS_MAX ? ROWS_MAX : rows;
}

/* What is of this machine: the plans that this vouch comes with, and the zone. */
static int settle(struct op *op, void *arg)
{
	struct app *a = arg;
	bool is_needed = false;
	int r;

	r = builtin_plans_put(op);
	if (r == 0)
		r = op_rezone_is_needed(op, &is_needed);
	if (r == 0 && is_needed)
		a->rezone_at = 0;
	return r;
}

static int settle_new_book(struct app *a)
{
	a->env.is_new_book = false;
	a->env.calendar.is_stale = true;
	a->is_due = true;
	app_defer(a);
	return app_operate(a, OP_CLOCK, "start", settle, a);
}

static void on_retry(void *user)
{
	struct app *a = user;

	loop_timer_free(a->import_retry);
	a->import_retry = NULL;
	a->env.is_importing = true;
	app_defer(a);
}

/* What was staged is safe, so that a slice lost with the power is done again: the disk is waited
 * for only where somebody is told, and at the end. */
static int operate(struct app *a, struct slice *s)
{
	uint64_t n_events = a->env.n_events;
	int r;

	store_hurry(a->env.store, true);
	r = app_operate(a, OP_IMPORT, "import.commit", run_slice, s);
	store_hurry(a->env.store, false);
	if (r || (a->env.n_events == n_events && s->has_more))
		return r;
	return store_settle(a->env.store);
}

bool app_import_is_between_looks(struct app *a)
{
	uint64_t now = clock_monotonic_us();

	if (a->env.is_importing && now < a->import_looked + LOOK_US)
		return true;
	a->import_looked = now;
	return false;
}

bool app_import_run(struct app *a, bool has_requests)
{
	struct slice s = {.rows = a->import_rows ? a->import_rows : ROWS_FIRST};
	int r;

	/* By a set clock, as for what comes due: the machine's speed would show in the journal. */
	if (!a->clock.is_set)
		s.most_us = has_requests ? WORK_BETWEEN_US : WORK_US;
	store_set_pace(a->env.store, STORE_BULK);
	if (store_log_is_long(a->env.store)) {
		s.has_more = true;
		r = store_settle(a->env.store);
	} else {
		r = operate(a, &s);
		a->import_rows = rows_next(s.rows, s.work_us, s.most_us);
	}
	if (r == 0 && a->env.is_new_book)
		r = settle_new_book(a);
	a->env.is_importing = r == 0 && s.has_more;
	store_set_pace(a->env.store, a->env.is_importing ? STORE_BULK : STORE_CALM);
	if (r == 0)
		return s.has_more;
	log_error("an import cannot go on: error %d", r < 0 ? -r : r);
	if (!a->import_retry)
		a->import_retry = loop_after(a->loop, RETRY_MS, on_retry, a);
	return false;
}

void app_import_finish(struct app *a)
{
	while (a->env.is_importing && app_import_run(a, false))
		arena_reset(a->arena);
}
