/* The undo of a large import goes on between the turns, as the import did. The clock waits
 * meanwhile: what is due may be what is being taken back. */
#include <errno.h>

#include "app.h"
#include "base/log.h"
#include "ops/undo.h"

#define RETRY_MS 60000u

#define WORK_US 5000 /* of a slice, besides its commit */

struct slice {
	bool has_more;
	const char *why; /* it was refused; null: it was not */
};

static int run_slice(struct app *a, struct slice *s)
{
	struct op op = {.actor = OP_USER, .method = "journal.undo"};
	int r;

	r = op_begin(&op, &a->env, a->arena, app_now(a));
	if (r == 0)
		r = op_end(&op, op_undo_slice(&op, &s->has_more));
	s->why = r > 0 && r == op.fail_code ? op.fail_text : NULL;
	return r;
}

/* As many as the time allows share a commit; what was done before a refusal is kept. */
static int run_slices(struct app *a, struct slice *s)
{
	uint64_t begun = clock_monotonic_us();
	int r, committed;

	r = op_group_begin(&a->env);
	if (r)
		return r;
	do {
		r = run_slice(a, s);
	} while (r == 0 && s->has_more && clock_monotonic_us() - begun < WORK_US);
	if (!op_group_is_alive(&a->env))
		return r ? r : -EIO;
	committed = op_group_commit(&a->env);
	return committed ? committed : r;
}

static int turn_back(struct op *op, void *arg)
{
	const struct slice *s = arg;

	return op_undo_turn_back(op, s->why);
}

static void on_retry(void *user)
{
	struct app *a = user;

	loop_timer_free(a->undo_retry);
	a->undo_retry = NULL;
	app_defer(a);
}

bool app_undo_is_running(const struct app *a)
{
	return a->env.is_undoing && !a->undo_retry;
}

bool app_undo_run(struct app *a)
{
	struct slice s = {0};
	int r;

	r = run_slices(a, &s);
	if (r == 0)
		a->env.is_undoing = s.has_more;
	if (r > 0 && s.why) {
		log_warning("an import cannot be taken back; it is left as it was");
		r = app_operate(a, OP_USER, "journal.undo", turn_back, &s);
	}
	if (r == 0)
		return a->env.is_undoing;
	log_error("taking back an import cannot go on: error %d", r < 0 ? -r : r);
	a->env.is_undoing = true;
	if (!a->undo_retry)
		a->undo_retry = loop_after(a->loop, RETRY_MS, on_retry, a);
	return false;
}

void app_undo_finish(struct app *a)
{
	while (app_undo_is_running(a) && app_undo_run(a))
		arena_reset(a->arena);
}
